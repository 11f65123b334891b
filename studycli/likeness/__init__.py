"""Which notes are near each other in content, which tags fit, which cards ask the same. Pure."""
