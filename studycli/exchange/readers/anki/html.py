"""HTML that is more than lines of text, by markdownify: lists, tables, code, quotes, links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from markdownify import MarkdownConverter

from studycli.exchange.readers.anki import markdown
from studycli.exchange.readers.anki.escapes import escaped

if TYPE_CHECKING:
    from collections.abc import Callable

    from studycli.exchange.readers.anki.formulas import Held

_LANGUAGE = re.compile(r"(?:language|lang|brush)[-:]\s*([\w+#-]+)")
_FENCE_MARKS = re.compile(r"`{3,}")
_NOT_IN_ADDRESS = (
    "%/:;,?#@!&=+$'*~[]"  # signs of an address that stay; not parentheses and spaces, which end it
)
_AROUND = ("br", "div", "p")


def converted(html: str, held: Held, picture: Callable[[str], str], *, dollars: bool) -> str:
    """Return HTML as Markdown with the marks of ``markdown`` in it.

    Args:
        html: HTML without formulas and sounds.
        held: Holds those; blocks of code are added.
        picture: Returns the Markdown of a picture with a source.
        dollars: Whether a dollar sign could be half of a formula.
    """
    return str(_Converter(held, picture, dollars=dollars).convert(html))


_Base: Any = MarkdownConverter  # its types leave out what it makes methods of


class _Converter(_Base):  # type: ignore[misc]
    """markdownify with Anki's ways: a ``div`` is a line, text may hold numbers in place of formulas."""

    def __init__(self, held: Held, picture: Callable[[str], str], *, dollars: bool) -> None:
        super().__init__(
            bullets="-", heading_style="atx", table_infer_header=True, sub_symbol="<sub>", sup_symbol="<sup>"
        )
        self._held, self._picture, self._dollars = held, picture, dollars

    def process_text(self, el: Any, parent_tags: Any = None) -> str:
        """Return text: of code as it is, any other escaped."""
        inside = parent_tags or set()
        if "_noformat" in inside:
            return self._held.source(str(el))
        text = markdown.words(str(el))
        if _is_edge(el.previous_sibling, el.parent):
            text = text.lstrip()
        if _is_edge(el.next_sibling, el.parent):
            text = text.rstrip()
        text = escaped(text, dollars=self._dollars)
        return text.replace("|", "\\|") if inside & {"td", "th"} else text

    def convert_br(self, _el: Any, _text: str, parent_tags: Any) -> str:
        """Return the end of a line; within a cell or heading a space."""
        return " " if "_inline" in parent_tags else "\n"

    def convert_div(self, _el: Any, text: str, parent_tags: Any) -> str:
        """Return a line; in code its text."""
        if "_noformat" in parent_tags:
            return f"{text.strip()}\n"
        if "_inline" in parent_tags:
            return f" {text.strip()} "
        return f"{markdown.BLOCK}{text}{markdown.BLOCK}"

    convert_article = convert_section = convert_div

    def convert_li(self, el: Any, text: str, parent_tags: Any) -> str:
        """Return an item, its lines settled so that they can be indented."""
        return str(super().convert_li(el, markdown.lines(text), parent_tags))

    def convert_blockquote(self, el: Any, text: str, parent_tags: Any) -> str:
        """Return a quote, its lines settled."""
        return str(super().convert_blockquote(el, markdown.lines(text), parent_tags))

    def convert_td(self, el: Any, text: str, parent_tags: Any) -> str:
        """Return a cell, which has one line."""
        return str(super().convert_td(el, " ".join(markdown.lines(text).split()), parent_tags))

    def convert_th(self, el: Any, text: str, parent_tags: Any) -> str:
        """Return a cell of a head."""
        return str(super().convert_th(el, " ".join(markdown.lines(text).split()), parent_tags))

    def convert_pre(self, el: Any, text: str, parent_tags: Any) -> str:
        """Return a block of code, held so that nothing changes it; in a cell a span."""
        code = text.strip("\n").rstrip()
        if not code:
            return ""
        if "_inline" in parent_tags:
            return str(super().convert_code(el, " ".join(code.split()), set()))
        mark = "`" * max([3, *(len(found) + 1 for found in _FENCE_MARKS.findall(code))])
        block = self._held.keep(f"{mark}{_language(el)}\n{code}\n{mark}", code)
        return f"\n\n{block}\n\n"

    def convert_code(self, el: Any, text: str, parent_tags: Any) -> str:
        """Return a span of code, held; of several lines a block."""
        if "pre" in parent_tags:
            return text
        if "\n" in text.strip() and "_inline" not in parent_tags:
            return self.convert_pre(el, text, parent_tags)
        source = " ".join(text.split())
        span = str(super().convert_code(el, source, parent_tags - {"_noformat"}))
        return self._held.keep(span, source) if span else ""

    convert_kbd = convert_samp = convert_tt = convert_code

    def convert_b(self, _el: Any, text: str, parent_tags: Any) -> str:
        """Return bold text between marks."""
        return text if "_noformat" in parent_tags else f"{markdown.STRONG}{text}{markdown.STRONG_END}"

    convert_strong = convert_b

    def convert_em(self, _el: Any, text: str, parent_tags: Any) -> str:
        """Return emphasised text between marks."""
        return text if "_noformat" in parent_tags else f"{markdown.EMPHASIS}{text}{markdown.EMPHASIS_END}"

    convert_i = convert_em

    def convert_u(self, _el: Any, text: str, parent_tags: Any) -> str:
        """Return underlined text as HTML: Markdown has no sign for it."""
        return text if "_noformat" in parent_tags or not text.strip() else f"<u>{text}</u>"

    def convert_hN(self, n: int, el: Any, text: str, parent_tags: Any) -> str:  # noqa: N802 - markdownify's name
        """Return a heading without bold text in it."""
        for sign in (markdown.STRONG, markdown.STRONG_END):
            text = text.replace(sign, "")
        text = " ".join(markdown.lines(text).split())
        return str(super().convert_hN(n, el, text, parent_tags)) if text else ""

    def convert_img(self, el: Any, _text: str, parent_tags: Any) -> str:  # noqa: ARG002 - markdownify names it
        """Return a picture, in a cell too."""
        return self._picture(str(el.attrs.get("src") or ""))

    def convert_a(self, el: Any, text: str, parent_tags: Any) -> str:
        """Return a link, or its text where it leads nowhere."""
        address = quote(str(el.get("href") or "").strip(), safe=_NOT_IN_ADDRESS)
        shown = " ".join(text.split())
        if not address or not shown or "_noformat" in parent_tags:
            return text
        return f"[{shown}]({address})"

    def convert_rt(self, _el: Any, text: str, parent_tags: Any) -> str:  # noqa: ARG002 - markdownify names it
        """Return a reading in parentheses behind what it is of."""
        return f"({text})" if text.strip() else ""

    def convert_rp(self, _el: Any, _text: str, parent_tags: Any) -> str:  # noqa: ARG002 - markdownify names it
        """Return nothing: these are the parentheses of browsers that know no readings."""
        return ""


def _is_edge(sibling: Any, parent: Any) -> bool:
    """Tell whether text stands at the edge of a line, where spaces are not shown."""
    if sibling is None:
        return parent is None or parent.name in ("[document]", "div", "p", "li", "td", "th", "blockquote")
    return getattr(sibling, "name", None) in (*_AROUND, "ul", "ol", "table", "pre", "blockquote", "hr")


def _language(el: Any) -> str:
    """Return the language that a block of code, or what it holds, names in its class."""
    inner = el.find("code") if hasattr(el, "find") else None
    for each in (el, inner):
        names = each.get("class") if each is not None else None
        match = _LANGUAGE.search(" ".join(names) if isinstance(names, list) else str(names or ""))
        if match:
            return match[1]
    return ""
