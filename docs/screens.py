"""Screens of a terminal as an SVG: one picture, or an animation."""

import re
from html import escape
from importlib.metadata import version
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import SVG_EXPORT_THEME as THEME

CELL, LINE = 9.0, 20  # pixels
MARGIN = 14  # pixels around the text

Row = list[Segment]


class Frame(NamedTuple):
    """A screen, and for how many seconds it stands."""

    rows: list[Row]
    seconds: float = 1.0


def picture(frames: list[Frame], size: tuple[int, int], label: str, maker: str, still: int = 0) -> str:
    """Return the frames as an SVG.

    Args:
        frames: One screen, or those of an animation.
        size: Columns and rows of the terminal.
        label: What is to be seen, for those who do not see it.
        maker: Name of the script that makes the picture.
        still: The frame that a viewer without animation shows.
    """
    width, height = round(size[0] * CELL + 2 * MARGIN), size[1] * LINE + 2 * MARGIN
    styles: dict[str, str] = {}
    groups = "\n".join(
        f'<g class="f f{number}">\n{_rows(frame.rows, styles)}</g>' for number, frame in enumerate(frames)
    )
    rules = "\n".join(f".{name}{{{css}}}" for css, name in styles.items())
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-label="{label}">
<!-- made by docs/{maker} with rich {version("rich")} -->
<style>
text{{font-size:15px;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}}
{rules}
{_animation(frames, still)}
</style>
<rect width="100%" height="100%" rx="8" fill="{THEME.background_color.hex}"/>
{groups}
</svg>
"""


def _rows(rows: list[Row], styles: dict[str, str]) -> str:
    """Place each word by itself, so that columns hold whatever font the reader has."""
    lines = []
    for y, row in enumerate(rows):
        x = 0
        for segment in Segment.simplify(row):
            name = styles.setdefault(_css(segment.style), f"s{len(styles)}") if segment.text.strip() else ""
            for word in re.finditer(r"\S+", segment.text):
                left = MARGIN + (x + cell_len(segment.text[: word.start()])) * CELL
                lines.append(
                    f'<text class="{name}" x="{left:g}" y="{MARGIN + y * LINE + 15}" '
                    f'textLength="{cell_len(word[0]) * CELL:g}">{escape(word[0])}</text>\n'
                )
            x += segment.cell_length
    return "".join(lines)


def _css(style: Style | None) -> str:
    style = style or Style()
    color = style.color.get_truecolor(THEME) if style.color else THEME.foreground_color
    extra = (
        (style.bold, ";font-weight:bold"),
        (style.italic, ";font-style:italic"),
        (style.underline, ";text-decoration:underline"),
        (style.dim, ";opacity:.6"),
    )
    return f"fill:{color.hex}" + "".join(css for wanted, css in extra if wanted)


def _animation(frames: list[Frame], still: int) -> str:
    """Show one frame after the other, or the still one where motion is not wanted."""
    if len(frames) == 1:
        return ""
    total = sum(frame.seconds for frame in frames)
    lines = [".f{opacity:0}", f".f{still}{{opacity:1}}", "@media (prefers-reduced-motion:no-preference){"]
    start = 0.0
    for number, frame in enumerate(frames):
        end = start + frame.seconds
        stops = {0.0: 0, start: 1, end: int(end == total), total: int(end == total)}
        steps = "".join(f"{100 * at / total:.4g}%{{opacity:{shown}}}" for at, shown in stops.items())
        lines += [
            f"@keyframes k{number}{{{steps}}}",
            f".f{number}{{animation:k{number} {total:g}s step-end infinite}}",
        ]
        start = end
    return "\n".join([*lines, "}"])
