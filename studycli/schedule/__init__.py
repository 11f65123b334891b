"""SM-2, mastery and the queue as pure functions over frozen values."""
