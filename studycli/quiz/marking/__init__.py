"""The marking of answers: one module a kind of key."""
