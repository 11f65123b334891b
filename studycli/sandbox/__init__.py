"""Runs a person's own code in a process of its own, with limits of time, memory and output."""
