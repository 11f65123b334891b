"""The names of the files in a zip: decoded, and looked at for what leads out of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zipfile import ZipInfo

_UTF8 = 0x800  # flag of a name in UTF-8
_DRIVE = re.compile(r"[A-Za-z]:")


def name_of(info: ZipInfo) -> str:
    """Return a file's path with ``/``, without ``./`` and doubled ``/`` in it.

    Names without the flag of UTF-8 are UTF-8 all the same (macOS), or in the encoding of the system that packed them:
    GB2312 and what extends it in Chinese, cp437, as the format has it, in the West.
    """
    name = info.filename if info.flag_bits & _UTF8 else _decoded(info.filename)
    parts = [part for part in name.split("/") if part not in ("", ".")]
    return ("/" if name.startswith("/") else "") + "/".join(parts)


def _decoded(name: str) -> str:
    """Return a name that was read as cp437 in the encoding that it is most likely in."""
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    for encoding in ("utf-8", "gb2312"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    if all(letter.isascii() or letter.isalpha() for letter in name):
        return name  # 'résumé' in cp437 would be Chinese characters of the extended set as well
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError:
        return name


def leads_out(name: str) -> bool:
    """Tell whether a path is not one below the folder that the zip would be unpacked into, on any system."""
    return name.startswith("/") or "\\" in name or ".." in name.split("/") or bool(_DRIVE.match(name))
