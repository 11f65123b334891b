"""What a person sees: the review session, views, Markdown and mathematics as text."""
