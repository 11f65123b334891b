"""The disk: notes, review log, index, settings file, locks."""
