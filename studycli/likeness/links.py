"""Links from one note to another, as its vault writes them: ``[[wiki]]`` in Obsidian, Markdown elsewhere."""

import re
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import unquote

from studycli.likeness.prose import name_of
from studycli.notes.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_UNSAFE = {sign: f"%{ord(sign):02X}" for sign in "%#?<>()[]\\\"'` \t^|"}
_NO_WIKI = frozenset("[]|#^")
_SIGNS = lazy(r"[][\\`*_<>]")
_WIKI = lazy(r"\[\[([^\[\]|#^\n]+)[^\[\]\n]*\]\]")
_CODE = lazy(r"^ {0,3}```.*?^ {0,3}```|`[^`\n]+`", re.MULTILINE | re.DOTALL)
_LINKED = lazy(r"[-*+] +(?:\[\[([^\[\]|#^]+)|\[(?:[^\[\]\\]|\\.)*\]\(<?([^()<>]+?)>?\))")


class Linker:
    """Writes the links of a vault.

    Args:
        titles: Title of each note by its path, relative to the vault.
        obsidian: Whether the vault is one of Obsidian.
    """

    def __init__(self, titles: "Mapping[str, str]", *, obsidian: bool) -> None:
        self._titles = titles
        self._obsidian = obsidian
        names = [name_of(path) for path in titles]
        self._names = frozenset(names)
        self._shared = {name for name, times in Counter(names).items() if times > 1}

    def is_wiki(self, text: str) -> bool:
        """Tell whether a note links in the manner of a wiki: it does so already, or its vault is Obsidian's."""
        return self._obsidian or ("[[" in text and self._has_wiki_link(text))

    def _has_wiki_link(self, text: str) -> bool:
        """Tell whether a text has a wiki link to a note of the vault: [[0, 1]] in a formula or code is none."""
        return any(name_of(name) in self._names for name in _WIKI.findall(_CODE.sub("", text)))

    def link(self, note: str, target: str, *, wiki: bool) -> str:
        """Return a link to a note.

        Args:
            note: Path of the note in which it will stand.
            target: Path of the note that it leads to.
            wiki: Whether it is a wiki link, as far as the target's name can stand in one.
        """
        name = self.wiki_name(target)
        title = " ".join(self._titles[target].split())
        if wiki and _NO_WIKI.isdisjoint(name):
            alias = re.sub(r"[\[\]|]", " ", title)
            return f"[[{name}]]" if alias in ("", name) else f"[[{name}|{alias}]]"
        shown = _SIGNS.sub(r"\\\g<0>", title) or name
        return f"[{shown}]({_encoded(relative(note, target))})"

    def entry(self, target: str, there: "Iterable[str]", *, wiki: bool) -> str:
        """Return how a list in the frontmatter names a note: as its other items do, else as a link or a path.

        Args:
            target: Path of the note.
            there: Items of the list.
            wiki: Whether the note links in the manner of a wiki.
        """
        items = list(there)
        if any(item.startswith("[[") for item in items) or (wiki and not items):
            return f"[[{self.wiki_name(target)}]]"
        if items and not any(item.lower().endswith(".md") for item in items):
            return self.wiki_name(target)
        return target

    def wiki_name(self, target: str) -> str:
        """Return a note's name without its ending, with its folders where another note has the same name."""
        whole = re.sub(r"\.md\Z", "", target, flags=re.IGNORECASE)
        return whole if name_of(target) in self._shared else whole.rpartition("/")[2]


def linked(item: str) -> str:
    """Return the name, as `name_of` gives it, of the note that a line of the section links to; '' for none."""
    match = _LINKED.match(item)
    return "" if match is None else name_of(match[1] or unquote(match[2] or ""))


def named(entry: str) -> str:
    """Return the name, as `name_of` gives it, of the note that an item of a frontmatter's list means."""
    return name_of(entry.removeprefix("[[").removesuffix("]]").partition("|")[0])


def relative(note: str, target: str) -> str:
    """Return the path from a note's folder to another note, with '/'."""
    here, there = note.split("/")[:-1], target.split("/")
    same = 0
    while same < min(len(here), len(there) - 1) and here[same] == there[same]:
        same += 1
    return "/".join([".."] * (len(here) - same) + there[same:])


def _encoded(path: str) -> str:
    """Return a path as a link's address has it: letters of every script stay, blanks and signs do not."""
    encoded = "".join(_UNSAFE.get(sign, sign) for sign in path)
    return f"./{encoded}" if re.match(r"[^/]*:", encoded) else encoded
