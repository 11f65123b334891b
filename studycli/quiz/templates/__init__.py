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
    from importlib.resources import files

    return tomllib.loads(files(__name__).joinpath(f"{language}.toml").read_text("utf-8"))


def say(language: str, form: str, name: str, /, **values: object) -> str:
    """Return a wording with its values filled in.

    Raises:
        KeyError: There is no such wording, or it names a value that is not given.
    """
    return wordings(language)[form][name].format(**values)
