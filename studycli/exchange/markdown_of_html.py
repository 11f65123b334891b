"""HTML to Markdown by markdownify over Beautiful Soup, with formulas, code and line breaks as notes have them."""

from __future__ import annotations

import re
import warnings
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from bs4 import BeautifulSoup, Tag

_FORMULA = re.compile(
    r"\\\((?P<inline>.+?)\\\)|\\\[(?P<display>.+?)\\\]"
    r"|(?P<kept>\$\$.+?\$\$|(?<![\\$\w])\$(?!\s)[^$\n]*?[^\s\\$]\$(?!\d))",
    re.DOTALL,
)
_TAGGED_FORMULA = re.compile(r"\\\((?:(?!\\\)).)*?<.*?\\\)|\\\[(?:(?!\\\]).)*?<.*?\\\]", re.DOTALL)
_BREAK = re.compile(r"<br\s*/?>|</(?:div|p)>", re.IGNORECASE)
_ANY_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_EMPHASIS = re.compile(r"(?<!\w)_|_(?!\w)|(?<!\s)\*|\*(?!\s)")
_BLOCK_SIGN = re.compile(r"^([ \t]*)(?=#{1,6}(?:\s|$)|>|[-=]+[ \t]*$|```|~~~)", re.MULTILINE)
_HTML_SIGN = re.compile(r"<(?=[A-Za-z/!?])|&(?=#?\w+;)")
_LOOSE_BREAK = re.compile(r"\\\n(?=[ \t]*(?:\n|\Z|[-*+>|] |#{1,6} |\d{1,9}[.)] ))")
_BEHIND_FORMULA = re.compile(r"(\n\$\$\n\n) +")
_BLANKS = re.compile(r"[ \t]+$", re.MULTILINE)
_MANY_BLANK = re.compile(r"\n{3,}")
_LANGUAGE = re.compile(r"(?:^|\s)(?:lang(?:uage)?-|highlight-(?:source-)?|brush:\s*)([\w+#-]+)")


def markdown_of(html: str) -> str:
    """Return a piece of HTML as Markdown, without blank edges."""
    if "<" not in html and "&" not in html:
        return _with_formulas(html, str).strip()
    return markdown_of_tag(soup_of(html))


def soup_of(html: str) -> BeautifulSoup:
    """Return HTML as a tree, with formulas that a page has rendered as their source again."""
    from bs4 import BeautifulSoup

    html = _TAGGED_FORMULA.sub(lambda match: _ANY_TAG.sub("", _BREAK.sub("\n", match[0])), html)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it looks like a file's name, an address or XML
        soup = BeautifulSoup(html, "html.parser")
    _unrender(soup)
    return soup


def markdown_of_tag(tag: Tag) -> str:
    """Return a part of a tree as Markdown, without blank edges; of one that is nested too deeply its text."""
    try:
        text = _converter()().convert_soup(tag)
    except RecursionError:
        text = tag.get_text("\n")
    text = _BEHIND_FORMULA.sub(r"\1", _LOOSE_BREAK.sub("\n", text.replace("\xa0", " ")))
    lines = text.strip("\n").split("\n")
    return _MANY_BLANK.sub("\n\n", _BLANKS.sub("", "\n".join(lines))).removesuffix("\\").rstrip().lstrip("\n")


def _unrender(soup: BeautifulSoup) -> None:
    """Put the source of a formula in the place of what KaTeX or MathJax made of it."""
    for note in soup.find_all("annotation", attrs={"encoding": "application/x-tex"}):
        whole = (
            note.find_parent(class_="katex-display")
            or note.find_parent(class_="katex")
            or note.find_parent("math")
        )
        if whole is not None:
            shown = "katex-display" in (whole.get("class") or [])
            whole.replace_with(_formula(note.get_text(), shown=shown))
    for script in soup.find_all("script", type=re.compile(r"^math/tex")):
        shown = "mode=display" in str(script["type"])
        script.replace_with(_formula(script.get_text(), shown=shown))
    for rendered in soup.find_all(class_=re.compile(r"^(?:MathJax(?:_\w+)?|mjx-\w+)$")):
        rendered.decompose()


def _formula(source: str, *, shown: bool) -> str:
    if shown and "\n" in source.strip():
        return f"\n\n$$\n{source.strip()}\n$$\n\n"
    mark = "$$" if shown else "$"
    return f"{mark}{source.strip()}{mark}"


def _with_formulas(text: str, change: Callable[[str], str]) -> str:
    """Change a text but for its formulas, which are written between dollars."""
    parts: list[str] = []
    at = 0
    for match in _FORMULA.finditer(text):
        parts.append(change(text[at : match.start()]))
        kept = match["kept"]
        parts.append(kept or _formula(match["inline"] or match["display"], shown=match["inline"] is None))
        at = match.end()
    return "".join([*parts, change(text[at:])])


def _escaped(text: str) -> str:
    """Return text in which nothing is markup: lists stay, which people type into rich text as they do into plain."""
    text = _EMPHASIS.sub(r"\\\g<0>", _HTML_SIGN.sub(r"\\\g<0>", text.replace("`", "\\`")))
    return _BLOCK_SIGN.sub(r"\1\\", text)


def _language(pre: Any) -> str:
    """Return the language of a block of code, by its classes or those around it."""
    near = [pre, pre.find("code"), pre.parent]
    classes = " ".join(" ".join(tag.get("class") or []) for tag in near if tag is not None)
    match = _LANGUAGE.search(classes)
    return match[1] if match else ""


@cache
def _converter() -> Callable[[], Any]:
    """Return markdownify's converter with the habits of notes; the library is loaded when HTML is met."""
    import markdownify

    base: Any = markdownify.MarkdownConverter

    # Its types leave out what it makes methods of.
    class Converter(base):  # type: ignore[misc]
        """Writes what markdownify leaves ambiguous so that it is read as it was shown."""

        class Options(base.DefaultOptions):  # type: ignore[misc]
            heading_style = "atx"
            bullets = "-"
            newline_style = "backslash"
            sub_symbol = "<sub>"
            sup_symbol = "<sup>"
            table_infer_header = True
            code_language_callback = staticmethod(_language)
            keep_inline_images_in: tuple[str, ...] = ("td", "th", "h1", "h2", "h3", "h4", "h5", "h6")

        def escape(self, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
            return _with_formulas(text, _escaped)

        def convert_pre(self, el: Any, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
            body = text.strip("\n").rstrip()
            longest = max((len(run) for run in re.findall("`{3,}", body)), default=2)
            mark = "`" * (longest + 1)
            return f"\n\n{mark}{_language(el)}\n{body}\n{mark}\n\n" if body.strip() else ""

        def convert_a(self, el: Any, text: str, parent_tags: set[str]) -> str:
            if el.get("href"):
                el["href"] = el["href"].strip().replace(" ", "%20")
            return str(super().convert_a(el, text, parent_tags))

        def convert_img(self, el: Any, text: str, parent_tags: set[str]) -> str:
            el["src"] = _address(el.get("src") or "")
            return str(super().convert_img(el, text, parent_tags))

        def convert_td(self, el: Any, text: str, parent_tags: set[str]) -> str:
            return str(super().convert_td(el, _cell(text), parent_tags))

        def convert_th(self, el: Any, text: str, parent_tags: set[str]) -> str:
            return str(super().convert_th(el, _cell(text), parent_tags))

    return Converter


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _address(source: str) -> str:
    """Return an address as it can stand between parentheses."""
    return source.strip().replace(" ", "%20").replace("(", "%28").replace(")", "%29")


def has_html(text: str) -> bool:
    """Tell whether a text is HTML, not Markdown that has a break or a raised letter in it."""
    return _MARKUP.search(text) is not None or _ENTITY.search(text) is not None


_MARKUP = re.compile(
    r"<(?:p|div|span|b|i|u|em|strong|ul|ol|li|a|img|font|h[1-6]|table|blockquote|pre|code)\b[^<>]*>.*?(?:</|>)"
    r"|<img\b[^<>]*>",
    re.IGNORECASE | re.DOTALL,
)
_ENTITY = re.compile(r"&(?:nbsp|lt|gt|amp|quot|#\d+);")


def plain_text(html: str) -> str:
    """Return the words of a short piece of HTML on one line: a title, a tag."""
    return " ".join(unescape(_ANY_TAG.sub(" ", html)).split())
