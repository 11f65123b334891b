"""Spaced repetition and interview practice from a folder of Markdown notes."""

__version__ = "0.1.0"
