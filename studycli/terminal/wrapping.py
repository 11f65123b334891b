"""Lines of Chinese and English text: where they may end, by the width of their characters."""

from collections.abc import Iterator

from rich.cells import cell_len, get_character_cell_size, split_graphemes
from rich.console import Console, ConsoleOptions, JustifyMethod, OverflowMethod
from rich.containers import Lines
from rich.measure import Measurement
from rich.text import Text

WIDE = 2
"""Cells of a Chinese character."""

_NOT_FIRST = frozenset('，。、；：？！）】》」』〉”’…—～·,.;:?!)]}%°′″〕］｝"')
_NOT_LAST = frozenset('（【《「『〈“‘([{〔［｛￥$"')


def line_breaks(line: str, width: int) -> list[int]:
    """Return the offsets at which a line is cut to keep within ``width`` cells (2 at the least).

    A line ends behind blanks or beside a wide character, but neither before closing nor behind opening punctuation;
    a word that is wider than a line is cut anywhere. Linear in the length of the line.
    """
    width = max(width, 2)
    breaks: list[int] = []
    used = 0  # cells since the start of the line
    last, used_at_last = 0, 0  # the latest place to end the line, and the cells before it
    start = 0
    before, before_size, seen = "", 0, False
    for index, char, size in _characters(line):
        if seen and size and _may_end(before, before_size, char, size):
            last, used_at_last = index, used
        if used + size > width and char != " ":
            cut, cells = (last, used_at_last) if last > start else (index, used)
            breaks.append(cut)
            start, used = cut, used - cells
        used += size
        seen = seen or char != " "
        before, before_size = char, size
    return [offset for offset in breaks if offset]


def _characters(line: str) -> Iterator[tuple[int, str, int]]:
    """Yield offset, character and width; signs that are joined to one, as in many emoji, come as one."""
    if "\u200d" in line or "\ufe0f" in line:
        for start, _, size in split_graphemes(line)[0]:
            yield start, line[start], size
    else:
        for index, char in enumerate(line):
            yield index, char, get_character_cell_size(char)


def _may_end(before: str, before_size: int, char: str, size: int) -> bool:
    """Tell whether a line may end between two characters."""
    if before == " ":
        return char != " "
    if before_size < WIDE and size < WIDE:
        return False
    return char != " " and char not in _NOT_FIRST and before not in _NOT_LAST


class NoteText(Text):
    """Text that Rich wraps by the rules above: Chinese fills its lines, and no character is dropped."""

    def wrap(
        self,
        console: Console,
        width: int,
        *,
        justify: JustifyMethod | None = None,
        overflow: OverflowMethod | None = None,
        tab_size: int = 8,
        no_wrap: bool | None = None,
    ) -> Lines:
        """Return the lines; see the base class for the arguments."""
        if no_wrap or self.no_wrap:
            return super().wrap(
                console, width, justify=justify, overflow=overflow, tab_size=tab_size, no_wrap=no_wrap
            )
        lines = Lines()
        for line in self.split(allow_blank=True):
            line.expand_tabs(tab_size)
            parts = line.divide(line_breaks(line.plain, width))
            for part in parts:
                part.rstrip()
            if justify in ("center", "right"):
                parts.justify(console, width, justify=justify, overflow="fold")
            lines.extend(parts)
        return lines

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """Return the widths between which the text can be set: its widest unbreakable word, its longest line."""
        lines = self.plain.split("\n")
        widest = max((cell_len(word) for word in self.plain.split() if word.isascii()), default=2)
        return Measurement(min(max(widest, 2), options.max_width), max(map(cell_len, lines)))


def as_note_text(text: Text) -> NoteText:
    """Return the same text, wrapped by the rules of notes."""
    return NoteText(text.plain, style=text.style, spans=text.spans, tab_size=text.tab_size)
