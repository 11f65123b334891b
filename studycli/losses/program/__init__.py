"""Functions written with NumPy: a note's are read without being run, a person's are judged by what they returned.

Code out of notes is never run: `reading` parses it, `interpreter` computes a small part of the language over arrays,
and whatever is outside of that part has no value here. `identify` finds the loss that a function is.
"""
