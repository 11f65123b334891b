"""Readers, one module a kind: ``fits(source)`` tells whether a source is of the kind, ``read(source, options)`` reads it."""
