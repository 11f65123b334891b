"""The report as one HTML page: values in, text out; charts are inline SVG. No files, no script, no request."""

from studycli.page.page import render

__all__ = ["render"]
