"""Inline Markdown: the words of a heading or prompt without markup, numbering and emoji; their identity."""

import re
import unicodedata

from studycli.notes.patterns import lazy

# Pictographs that people put before or after a heading; arrows and mathematics are not among them.
_EMOJI = (
    "\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2b59\u231a-\u231b\u23e9-\u23fa\u25aa-\u25fe\u2139\u2122"
    "\u203c\u2049\ufe0f\u20e3\u200b-\u200d\u2060\ufeff\U000e0020-\U000e007f"
)
_EDGE_EMOJI = lazy(rf"^[\s{_EMOJI}]+|[\s{_EMOJI}]+$")

# What may number a heading, by the first character that it can begin with.
_NUMBERED_Q = (
    r"[Qq](?:uestion)?\s*\.?\s*\d+\s*[】\]]?\s*(?:[:：.、)）\s]\s*|(?<=[】\]]))|[Qq](?:uestion)?\s*[:：]\s*"
)
_LETTERED = lazy(rf"(?:{_NUMBERED_Q}|[IVX]+[.、)]\s+|[A-Za-z][.)]\s+(?=\S))")
_DIGITS = lazy(
    r"\d+(?:(?:\.\d+)+(?:\s*[.、)）:：]?\s+|[.、)）]\s*)|\s*[、)）]\s*|[.．:：](?!\d)\s*"
    r"|\s+(?![a-z种个类大步条项点层位倍天年次阶维]))"
)
_CHINESE_NUMBER = lazy(
    r"(?:第\s*[0-9一二三四五六七八九十百]+\s*(?:[章节讲][\s:：.、]*|[问题步部分]+[\s:：.、]+)"
    r"|[【\[]?(?:[Qq](?:uestion)?|问题?|面试题|题目?)\s*\.?\s*\d+\s*[】\]]?\s*(?:[:：.、)）\s]\s*|(?<=[】\]]))"
    r"|问题?\s*[:：]\s*"
    r"|[(（]\s*\d+\s*[)）]\s*|[①-⑳⓪❶-❿]\s*"
    r"|[一二三四五六七八九十]+\s*[、.．]\s*|[(（][一二三四五六七八九十]+[)）]\s*)"
)
_CHINESE_SIGNS = "第【[问面题(（一二三四五六七八九十⓪①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳❶❷❸❹❺❻❼❽❾❿"
_CHINESE_STARTS = frozenset(_CHINESE_SIGNS)
_LETTERED_STARTS = frozenset("QqIVX")
# Most headings: words without markup, behind a number or not, that neither begin like a second number nor
# end in a sign that might be trimmed.
_SIMPLE = re.compile(
    rf"(?:\d+\. )?((?![Qq{_CHINESE_SIGNS}]|[IVX]+[.、)]|[A-Za-z][.)])[^\W\d_]"
    r"(?:[^\s*_`~=\[\]<>&\\!$]|\ (?!\ ))*+(?<=[\w?？]))\Z"
)
_LEVEL = lazy(r"[\[【(（]\s*(?:easy|medium|hard|简单|中等|困难)\s*[\]】)）]", re.IGNORECASE)

_BRACKETS = frozenset("[]【】()（）")
_MARKUP = re.compile(r"[*_`~=\[\]<>&\\!$]")
_CODE_MARKUP = frozenset("*_~[]<>\\$")
_CODE = lazy(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_MATH = lazy(r"\$\$.+?\$\$|(?<![\\$A-Za-z0-9_])\$(?!\s)[^$\n]*?[^\s\\$]\$(?!\d)", re.DOTALL)
_COMMENT = lazy(r"<!--.*?-->", re.DOTALL)
_IMAGE = lazy(r"!\[\[[^\]]*\]\]|!\[[^\]]*\]\([^)]*\)")
_IMAGE_TAG = lazy(r"<img\b[^<>]*>", re.IGNORECASE)
_BACK_REFERENCE = lazy(r"\s*(?:\[\[[^\[\]|]+\]\([^)]*\)\]|\[\[[^\[\]|]+\]\]\([^)]*\))")
_WIKI = lazy(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")
_LINK = lazy(r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\((?:[^()]|\([^()]*\))*\)")
_REFERENCE_LINK = lazy(r"\[([^\[\]]+)\]\[[^\[\]]*\]")
_AUTOLINK = lazy(r"<(https?://[^<>\s]+)>")
_ADDRESS = lazy(r"<?https?://[^\s<>)]+>?")
_TAG = lazy(r"</?[A-Za-z][^<>]*>")
_STRONG = lazy(r"(\*\*\*|\*\*|~~|==)(?=\S)(.+?)(?<=\S)\1", re.DOTALL)
_STRONG_LOW = lazy(r"(?<!\w)(___|__)(?=\S)(.+?)(?<=\S)\1(?!\w)", re.DOTALL)
_EMPHASIS = lazy(
    r"(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*(?!\*)|(?<!\w)_(?=\S)([^_\n]+?)(?<=\S)_(?!\w)"
)
_LOOSE_STRONG = lazy(r"\*\*")
_ESCAPE = lazy(r"\\([!-/:-@\[-`{-~])")
_NO_LETTER = re.compile(r"[\W_]+")
_LETTER = re.compile(r"[^\W_]")
_NO_SIGNS = {code: None for code in range(128) if not chr(code).isalnum()}
_WIDE_SIGNS = re.compile("[？！（），：；]")
_HOLD = lazy("\ue000(\\d+)\ue001")


def plain(text: str) -> str:  # noqa: C901 - one step a sign, in the order that matters
    """Return the words of one piece of inline Markdown.

    Emphasis, links, tags, comments and escapes go; what a link shows stays. Formulas stay as they are
    written. A code span loses its marks unless its text would read as markup without them.
    """
    if not _MARKUP.search(text):
        return " ".join(text.split())
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        held.append(match[0])
        return f"\ue000{len(held) - 1}\ue001"

    def hold_code(match: re.Match[str]) -> str:
        code = match[2].strip()
        held.append(code if _CODE_MARKUP.isdisjoint(code) else match[0])
        return f"\ue000{len(held) - 1}\ue001"

    def hold_sign(match: re.Match[str]) -> str:
        held.append(match[1])
        return f"\ue000{len(held) - 1}\ue001"

    text = _COMMENT.sub(" ", text)
    if "`" in text:
        text = _CODE.sub(hold_code, text)
    if "$" in text:
        text = _MATH.sub(hold, text)
    if "\\" in text:
        text = _ESCAPE.sub(hold_sign, text)
    if "[" in text:
        text = _links(text)
    if "<" in text:
        text = _TAG.sub(" ", _AUTOLINK.sub(r"\1", text))
    text = _emphasis(text)
    if "&" in text:
        from html import unescape  # slow, and rarely needed

        text = unescape(text)
    text = _HOLD.sub(lambda match: held[int(match[1])], text)
    return " ".join(text.split())


def _links(text: str) -> str:
    text = _IMAGE.sub(" ", text)
    text = _BACK_REFERENCE.sub("", text)
    text = _WIKI.sub(r"\1", text)
    text = _LINK.sub(r"\1", text)
    return _REFERENCE_LINK.sub(r"\1", text)


def _emphasis(text: str) -> str:
    if "*" in text or "~~" in text or "==" in text:
        text = _STRONG.sub(r"\2", _STRONG.sub(r"\2", text))
    if "_" in text:
        text = _STRONG_LOW.sub(r"\2", text)
    if "*" in text or "_" in text:
        text = _EMPHASIS.sub(lambda match: match[1] or match[2], text)
        text = _LOOSE_STRONG.sub("", text)
    return text


def without_links(text: str) -> str:
    """Return a text with its links, pictures, addresses and tags taken out, what they show included."""
    text = _BACK_REFERENCE.sub("", _IMAGE.sub("", _COMMENT.sub("", text)))
    text = _WIKI.sub("", _LINK.sub("", text))
    text = _ADDRESS.sub("", text)
    return _TAG.sub("", text)


def without_pictures(text: str) -> str:
    """Return a text with its pictures taken out."""
    return _IMAGE_TAG.sub("", _IMAGE.sub("", text))


def trim_emoji(text: str) -> str:
    """Take pictographs and white space off both ends."""
    if text.isascii():
        return text.strip()
    if text[0].isalnum() and (text[-1].isalnum() or text[-1] in "?？)）"):
        return text
    return _EDGE_EMOJI.sub("", text)


def bare(text: str) -> str:
    """Return a heading's or prompt's words: no markup, numbering or edge emoji; never empty for words."""
    simple = _SIMPLE.match(text)
    if simple:
        return simple[1]
    words = _without_level(trim_emoji(plain(text)))
    for _ in range(3):  # '1. Q2: ...' carries its number twice
        match = _number(words)
        if not match or match.end() == len(words):
            break
        words = _without_level(trim_emoji(words[match.end() :]))
    return words.rstrip("：:") or words


def _number(words: str) -> re.Match[str] | None:
    """Match the number that a heading begins with."""
    first = words[:1]
    if first.isdecimal():
        return _DIGITS.match(words)
    if first in _LETTERED_STARTS or (words[1:2] in (".", ")") and first.isascii()):
        return _LETTERED.match(words)
    return _CHINESE_NUMBER.match(words) if first in _CHINESE_STARTS else None


def _without_level(words: str) -> str:
    """Take a difficulty in brackets off both ends: '[Medium] Why?'."""
    if words[:1] not in _BRACKETS and words[-1:] not in _BRACKETS:
        return words
    match = _LEVEL.match(words)
    if match:
        words = words[match.end() :].lstrip()
    match = _LEVEL.search(words)
    return words[: match.start()].rstrip() if match and match.end() == len(words) else words


def identity(text: str) -> str:
    """Return what of a heading or prompt identifies it: letters and digits, one width, one case."""
    if text.isascii():
        return text.lower().translate(_NO_SIGNS) or text.lower().strip()
    # Without the signs that every Chinese question has there is mostly nothing left to normalise.
    folded = unicodedata.normalize("NFKC", _WIDE_SIGNS.sub(" ", text)).casefold()
    return _NO_LETTER.sub("", folded) or unicodedata.normalize("NFKC", text).casefold().strip()


def is_back_reference(text: str) -> bool:
    """Tell whether a line holds nothing but links such as ``[[Answer]](address)``."""
    return "]](" in text and not _BACK_REFERENCE.sub("", text).strip()


def has_words(text: str) -> bool:
    """Tell whether a text has a letter or digit."""
    return text[:1].isalnum() or _LETTER.search(text) is not None


def has_chinese(text: str) -> bool:
    """Tell whether a text has a Chinese character."""
    return not text.isascii() and any("\u3400" <= sign <= "\u9fff" for sign in text)
