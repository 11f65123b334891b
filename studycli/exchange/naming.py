"""Names of files and folders that every system takes, made of titles, decks and topics."""

from __future__ import annotations

import re
import unicodedata

_NO_NAME = re.compile(r'[\\/:*?"<>|#^\[\]\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+')
_SPACES = re.compile(r"\s+")
_RESERVED = re.compile(
    r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE
)  # names of devices on Windows
LONGEST = 180  # bytes; file systems take 255, and a number, an ending and a temporary name's part come to it


def safe_name(text: str, fallback: str = "untitled") -> str:
    """Return a name for one file or folder, as near to a text as all systems and Obsidian's links allow.

    Args:
        text: What it is to be called.
        fallback: What it is called where nothing of the text can stand in a name.
    """
    name = _SPACES.sub(" ", _NO_NAME.sub(" ", unicodedata.normalize("NFC", text))).strip(" .")
    name = name.encode()[:LONGEST].decode(errors="ignore").strip(" .")
    if not name:
        return fallback
    return f"{name}_" if _RESERVED.match(name) else name
