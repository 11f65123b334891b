"""Notes as text: frontmatter, Markdown blocks, cards. Pure: text in, values out."""
