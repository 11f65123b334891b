"""The one module that knows YAML: a note's frontmatter as values and as nodes with their places.

python-frontmatter splits a note and gives its metadata, through a handler on libyaml's loader (PyYAML's own
where libyaml is not built in). The nodes of the same parse are kept: their marks locate the values to
replace. Imported only when a frontmatter is read, as PyYAML costs some 25 ms to import.

Every scalar is read as the text that stands there (YAML's base schema): a tag ``1.10`` or ``no`` stays one,
and a date such as 2025-02-30 is one wrong value, not the end of the whole frontmatter.
"""

from functools import lru_cache
from typing import Any, NamedTuple

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler
from yaml.nodes import MappingNode

from studycli.notes.frontmatter.broken import TOO_DEEP, advice

_DEEPEST = 100  # levels of nesting; libyaml's loader recurses, and some ten thousand end the process
_MOST_ALIASES = 30  # lists of aliases of lists of aliases grow by powers when values are compared
_OPENERS = "[{-?:"  # each level is opened by one of these signs


class BrokenYamlError(Exception):
    """A source is not a YAML mapping.

    Attributes:
        offset: Where in the source, in characters.
        meant: What to do.
    """

    def __init__(self, offset: int, meant: str) -> None:
        super().__init__(meant)
        self.offset = offset
        self.meant = meant


class Loaded(NamedTuple):
    """A YAML mapping: its node (None when the source is empty), and its values as text, lists, mappings."""

    root: MappingNode | None
    data: dict[Any, Any]


class _NoteHandler(YAMLHandler):
    """Splits where this program does, loads with libyaml, and keeps the node.

    The YAML is cut from the note itself: python-frontmatter hands ``split`` a note whose line endings
    it has changed, and marks in that would be off by one a line.
    """

    root: MappingNode | None = None

    def __init__(self, source: str) -> None:
        super().__init__()
        self.source = source

    def split(self, text: str) -> tuple[str, str]:
        """Return the YAML, and no body: nobody asks for it."""
        del text
        return self.source, ""

    def load(self, fm: str, **_: object) -> dict[Any, Any]:
        """Return the values of the YAML, or raise ``BrokenYamlError``."""
        self.root, data = load(fm)
        return data


class _Untyped:
    """A resolver that gives every node the same type: nothing asks for it, and looking for it costs a third."""

    def resolve(self, kind: object, value: object, implicit: object) -> str:
        """Return a type for a node."""
        del self, kind, value, implicit
        return "tag:yaml.org,2002:str"

    def descend_resolver(self, parent: object, index: object) -> None:
        """Enter a node."""

    def ascend_resolver(self) -> None:
        """Leave a node."""


def loader_on(base: type) -> Any:
    """Return the loader of this module, made on one of PyYAML's: libyaml's, or its own in Python."""
    return type("NoteLoader", (_Untyped, base), {})


_Loader = loader_on(getattr(yaml, "CBaseLoader", yaml.BaseLoader))


def load_note(text: str, span: tuple[int, int, int]) -> Loaded:
    """Parse the frontmatter of a note, which stands at a span of ``front_span``; the result is not to be changed.

    Raises:
        BrokenYamlError: It is not a mapping; the offset counts from the first character of the YAML.
    """
    return load_cached(text[span[0] : span[1]])


@lru_cache(maxsize=4)  # an answer looks at the same two frontmatters half a dozen times
def load_cached(source: str) -> Loaded:
    """Parse the YAML of a note's frontmatter, as ``load_note`` does."""
    handler = _NoteHandler(source)
    data, _ = frontmatter.parse(source, handler=handler)
    return Loaded(handler.root, data)


def load(source: str) -> Loaded:
    """Parse YAML alone, as ``load_note`` does."""
    if source.startswith("\ufeff"):  # libyaml skips a second one too, and does not count it in its marks
        raise BrokenYamlError(0, "a byte-order mark at the start of the file only")
    try:
        _refuse_bombs(source)
        root, data = _compose(source)
    except yaml.YAMLError as error:
        raise _broken(source, error) from error
    except UnicodeEncodeError as error:
        raise BrokenYamlError(error.start, "characters that UTF-8 can hold") from error
    if root is not None and not isinstance(root, MappingNode):
        raise BrokenYamlError(0, advice("", "", source))
    return Loaded(root, data)


def _compose(source: str) -> tuple[Any, Any]:
    """Return the node and the values of the only document of a source, None and {} for none."""
    loader = _Loader(source)
    try:
        root = loader.get_single_node()
        return root, {} if root is None else _values(loader, root)
    finally:
        loader.dispose()


def _values(loader: Any, root: Any) -> Any:
    """Return the values of a document; those of a mapping's scalars at once, which saves a fifth of the time."""
    if root.id != "mapping" or any(key.id != "scalar" for key, _ in root.value):
        return loader.construct_document(root)
    return {
        key.value: value.value if value.id == "scalar" else loader.construct_object(value, deep=True)
        for key, value in root.value
    }


def _refuse_bombs(source: str) -> None:
    """Refuse nesting so deep that composing it could end the process, and aliases that multiply."""
    if sum(map(source.count, _OPENERS)) <= _DEEPEST and source.count("*") <= _MOST_ALIASES:
        return
    depth = aliases = 0
    for event in yaml.parse(source, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        aliases += isinstance(event, yaml.AliasEvent)
        if depth > _DEEPEST:
            raise BrokenYamlError(_offset(event.start_mark), TOO_DEEP)
        if aliases > _MOST_ALIASES:
            raise BrokenYamlError(
                _offset(event.start_mark), "the values themselves instead of so many aliases"
            )


def _broken(source: str, error: yaml.YAMLError) -> BrokenYamlError:
    if isinstance(error, yaml.MarkedYAMLError):
        offset = _offset(error.problem_mark)
        return BrokenYamlError(offset, advice(error.problem or "", error.context or "", source[offset:]))
    return BrokenYamlError(getattr(error, "position", 0), "text without control characters")


def _offset(mark: Any) -> int:
    return 0 if mark is None else int(mark.index)
