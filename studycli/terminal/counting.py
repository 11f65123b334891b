"""Numbers with their nouns. Light: `study due --count` prints one and imports nothing for it."""


def several(count: int, noun: str) -> str:
    """Return the number with its noun: 1 card, 2 cards, 1,234 cards."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
