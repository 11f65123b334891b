"""The wordings of questions: one data file a language, ``zh.toml`` and ``en.toml``, a table a form."""

from __future__ import annotations

from functools import cache


@cache
def wordings(language: str) -> dict[str, dict[str, str]]:
    """Return all wordings of a language, by form and name.

    Args:
        language: ``zh`` or ``en``.
    """
    import tomllib
    from pkgutil import get_data  # importlib.resources would import zipfile and tempfile, five milliseconds

    return tomllib.loads((get_data(__name__, f"{language}.toml") or b"").decode("utf-8"))


def say(language: str, form: str, name: str, /, **values: object) -> str:
    """Return a wording with its values filled in.

    Raises:
        KeyError: There is no such wording, or it names a value that is not given.
    """
    return wordings(language)[form][name].format(**values)
