"""What a reader takes for one character: the unit that a key press types and the cursor steps over."""

from rich.cells import split_graphemes

_FLAG_LETTERS = range(0x1F1E6, 0x1F200)  # two of them make one flag


def _is_flag_letter(text: str) -> bool:
    return len(text) == 1 and ord(text) in _FLAG_LETTERS


def graphemes(text: str) -> list[str]:
    """Split text into graphemes; joined together they give the text back.

    Args:
        text: Without control characters, which would stick to the character before them.
    """
    parts: list[str] = []
    for start, end, _ in split_graphemes(text)[0]:
        part = text[start:end]
        if parts and _is_flag_letter(part) and _is_flag_letter(parts[-1]):
            parts[-1] += part
        else:
            parts.append(part)
    return parts
