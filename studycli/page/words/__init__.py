"""The page's own words: one data file a language, ``zh.toml`` and ``en.toml``, a table a section of the page."""

from __future__ import annotations

from functools import cache


class Words:
    """The words of one language, called with the name of a wording and the values that it names.

    A wording of two parts with '|' between them has the first for one thing and the second for none or many: the
    value `n` decides.
    """

    def __init__(self, tables: dict[str, dict[str, str]]) -> None:
        self._tables = tables

    def __call__(self, name: str, /, **values: object) -> str:
        """Return a wording with its values filled in.

        Args:
            name: Table and key, ``page.title``.
            values: What the wording names in braces.

        Raises:
            KeyError: There is no such wording, or it names a value that is not given.
        """
        table, _, key = name.partition(".")
        one, _, many = self._tables[table][key].partition("|")
        return (one if values.get("n") == 1 else many or one).format(**values)

    def listed(self, table: str, key: str) -> str:
        """Return a word of a table by its key, or the key itself where the table does not know it."""
        return self._tables[table].get(key, key)


@cache
def words(language: str) -> Words:
    """Return the words of a language.

    Args:
        language: ``zh`` or ``en``.
    """
    return Words(tables(language))


def tables(language: str) -> dict[str, dict[str, str]]:
    """Return all wordings of a language, by table and key."""
    import tomllib
    from pkgutil import get_data  # importlib.resources would import zipfile and tempfile, five milliseconds

    return tomllib.loads((get_data(__name__, f"{language}.toml") or b"").decode("utf-8"))
