"""Bringing in what people have already, and giving it out again: one module a format.

sources/     a file, folder, zip or standard input as named pieces of bytes, with limits
readers/     one module a kind: pieces in, notes with their schedules out
planning     what an import will do, before anything is written
carrying     doing it, and taking it back
writers/     one module a format of export
"""
