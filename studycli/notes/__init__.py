"""Notes as text: pure, text in, values out.

The values that a note is read into are in ``split``, ``meta`` and ``model``, light, for they are on every path.
``frontmatter`` reads a note's metadata and replaces values in place. ``blocks`` and ``inline`` take Markdown as a
tree of blocks and as words. ``cards`` finds what of a note is asked, and with what answer. ``templates`` are the
notes that the program writes.
"""
