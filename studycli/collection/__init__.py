"""Notes, review log and index joined into one collection of cards."""
