"""What is known of each loss, as data: a module a family, each with `FACTS`. Imports no NumPy."""
