"""Text as a program leaves it that reads UTF-8 as a code page and drops what it can't show."""


def mangle(text: str, codec: str, *, errors: str = "ignore") -> str:
    """Return text as UTF-8 read as a code page, without its undefined bytes, soft hyphens and controls."""
    read = text.encode().decode(codec, errors=errors)
    return "".join(char for char in read if char != "\xad" and not "\x80" <= char <= "\x9f")


def is_damaged(char: str, codec: str) -> bool:
    """Tell whether mangling loses a byte of a character."""
    return not char.isascii() and len(mangle(char, codec)) < len(char.encode())
