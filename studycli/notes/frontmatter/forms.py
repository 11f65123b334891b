"""How a value is written in place of another one, so that it keeps the form of the one before.

A form is learnt from the source that stands in the note: its quotes, the separators of a date, the
percent sign or the scale to 100 of a mastery.
"""

from datetime import date

from studycli.notes.frontmatter.values import DATE, is_percent

Value = date | int | float | None

_QUOTES = ("'", '"')


def spelled(value: Value, source: str) -> str:
    """Write a value in the form of the source that it replaces.

    Args:
        value: A date, a count, a share of 0.0 to 1.0 (written with at most two decimals), or nothing.
        source: What stands there now, quotes included; '' for nothing to learn from.

    Returns:
        The source of the new value: a plain or quoted YAML scalar on one line.
    """
    if value is None:
        return "null"
    quote = source[0] if source.startswith(_QUOTES) else ""
    return f"{quote}{_words(value, source.strip(quote or None).strip())}{quote}"


def is_date(source: str) -> bool:
    """Tell whether a source is a date, quoted or not."""
    return DATE.fullmatch(source.strip("'\"").strip()) is not None


def has_form(source: str) -> bool:
    """Tell whether a source says how a date in its place is to be written: by quotes, or as a date."""
    return source.startswith(_QUOTES) or is_date(source)


def _words(value: date | float, before: str) -> str:
    if isinstance(value, date):
        return _date_words(value, before)
    if isinstance(value, int):
        return str(value)
    return _share_words(round(value, 2), before)


def _date_words(day: date, before: str) -> str:
    """Write a date with the separators and the link brackets of the one before, never with a time."""
    match = DATE.fullmatch(before)
    if match is None:
        return day.isoformat()
    year, month, number = f"{day.year:04}", f"{day.month:02}", f"{day.day:02}"
    chinese = f"{year}年{month}月{number}日"
    words = chinese if match[6] else (match[3] or "").join((year, month, number))
    return f"[[{words}]]" if match[1] else words


def _share_words(share: float, before: str) -> str:
    """Write a share as before: with a percent sign, to 100, or to 1.

    One percent or less on a scale to 100 without a sign would be read as a share of 1, so it is
    written as a share.
    """
    percent = round(share * 100)
    if before.endswith(("%", "％")):
        return f"{percent}{before[-1]}"
    return str(percent) if is_percent(before) and percent > 1 else str(share)
