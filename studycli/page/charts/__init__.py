"""The charts of the page, a module each: a part of the report in, a drawing with its table out.

Each gives None where there is nothing to draw.
"""
