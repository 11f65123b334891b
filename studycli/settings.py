"""The settings of a vault: ``study.toml`` at its root, every key optional.

One table, `TABLE`, with the defaults of `Settings`, drives everything that knows of settings: what a file
may hold, the sentences that say what is wrong with it, the commented file that ``study init`` writes, and
``study config``. A setting is added by a field of `Settings` and a row of `TABLE`.
"""

import os
from collections.abc import Iterator
from typing import Any, NamedTuple

from studycli.errors import SettingsError

FILE_NAME = "study.toml"

Value = bool | int | str | tuple[str, ...]


class Settings(NamedTuple):
    """The values of all settings; `Settings()` is the defaults."""

    new_per_day: int = 20
    reviews_per_day: int = 200
    day_start: str = "04:00"
    grades: str = "buttons"
    write_notes: bool = True
    ignore: tuple[str, ...] = ()
    fuzz: bool = False
    load_balance: bool = False
    leech_lapses: int = 8
    leech_action: str = "tag"
    bury_siblings: bool = False
    bold_clozes: bool = False
    not_cards: tuple[str, ...] = ()
    question_headings: tuple[str, ...] = ()
    editor: str = ""
    theme: str = "auto"
    quiz_reschedule: bool = True
    mastery: str = "sm2"
    interview_date: str = ""


class Setting(NamedTuple):
    """One row of the table: a setting's name, what it is for, and the words it allows (() for any).

    A name with a dot stands in a table of the file: ``quiz.reschedule = true``, or ``reschedule = true`` below
    ``[quiz]``.
    """

    name: str
    description: str
    words: tuple[str, ...] = ()

    @property
    def default(self) -> Value:
        """The value without a file."""
        value: Value = Settings._field_defaults[self.field]
        return value

    @property
    def field(self) -> str:
        """The field of `Settings` that holds it."""
        return self.name.replace(".", "_")

    @property
    def allowed(self) -> str:
        """What a value may be, as the end of 'it must be ...'."""
        if self.words:
            return " or ".join(f'"{word}"' for word in self.words)
        if self.name in _PARTICULAR:
            return _PARTICULAR[self.name]
        return _ALLOWED[type(self.default)]


_PARTICULAR = {
    "day_start": 'a time such as "04:00", from "00:00" to "23:59"',
    "interview.date": 'a day such as "2026-03-31", or "" for none',
}

_ALLOWED: dict[type, str] = {
    bool: "true or false",
    int: "a whole number, 0 or more",
    str: "a text in quotes",
    tuple: "a list of texts in quotes",
}

TABLE: tuple[Setting, ...] = (
    Setting("new_per_day", "How many new cards are asked a day."),
    Setting("reviews_per_day", "How many due cards are asked a day."),
    Setting("day_start", "When a study day begins: an answer before this time counts for the day before."),
    Setting(
        "grades",
        "How an answer is graded: four buttons (1 to 4), or SM-2's grades 0 to 5.",
        ("buttons", "sm2"),
    ),
    Setting(
        "write_notes", "Whether an answer updates the frontmatter of its note; the review log is always kept."
    ),
    Setting("ignore", "Files and folders that are not notes, in the syntax of .gitignore."),
    Setting(
        "fuzz",
        "Whether due dates are moved by a few days, so that cards learnt together do not stay together.",
    ),
    Setting(
        "load_balance", "Whether a due date is moved to the day nearby on which the fewest cards are due."
    ),
    Setting("leech_lapses", "After how many failures a card is a leech; 0 for never."),
    Setting("leech_action", "What happens to a leech: it is tagged, or also suspended.", ("tag", "suspend")),
    Setting("bury_siblings", "Whether the other cards of a note wait for the next day once one was asked."),
    Setting("bold_clozes", "Whether words in bold are clozes: cards that hide the words."),
    Setting("not_cards", "More headings that are never cards, such as a summary."),
    Setting("question_headings", "More headings under which every heading is a question, such as FAQ."),
    Setting("editor", "The command that opens a note; empty for $VISUAL or $EDITOR."),
    Setting(
        "theme",
        "The colours: for a dark or a light terminal, or as the terminal says.",
        ("auto", "dark", "light"),
    ),
    Setting(
        "quiz.reschedule",
        "Whether a wrong answer in a quiz brings a card back that was not due; else it is practice only.",
    ),
    Setting(
        "mastery",
        "What mastery is computed by: SM-2's interval, or FSRS-6's forecast of recall after 30 days.",
        ("sm2", "fsrs"),
    ),
    Setting(
        "interview.date",
        "The day of the interview, which `study report` and `study plan` look at; empty for none.",
    ),
)

_BY_NAME = {row.name: row for row in TABLE}
_TABLES = frozenset(row.name.partition(".")[0] for row in TABLE if "." in row.name)


def load(root: str | os.PathLike[str]) -> Settings:
    """Read the settings of the vault at `root`; without a file they are the defaults.

    Raises:
        SettingsError: the file cannot be read, is not TOML, or holds an unknown key or a wrong value.
            The sentence names file, line, key, what was found and what is allowed.
    """
    path = os.path.join(root, FILE_NAME)
    try:
        with open(path, "rb") as file:
            text = file.read().decode("utf-8-sig")
    except FileNotFoundError:
        return Settings()
    except UnicodeDecodeError:
        raise SettingsError(f"{path} is not UTF-8; save it as UTF-8.") from None
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}.") from None
    return parse(text, path)


def parse(text: str, path: str = FILE_NAME) -> Settings:
    """Return the settings that the TOML `text` gives; `path` names it in errors.

    Raises:
        SettingsError: as `load`.
    """
    values: dict[str, Any] = {
        key.replace(".", "_"): _checked(key, value, text, path) for key, value in _flat(_toml(text, path))
    }
    return Settings(**values)


def _flat(found: dict[str, object]) -> Iterator[tuple[str, object]]:
    """Yield the keys with their values, those of a known table behind its name and a dot."""
    for key, value in found.items():
        if key in _TABLES and isinstance(value, dict):
            yield from ((f"{key}.{name}", inner) for name, inner in value.items())
        else:
            yield key, value


def commented_toml() -> str:
    """Return a ``study.toml`` with every setting present, described, and commented out at its default."""
    lines = [
        "# The settings of this vault. Each stands at its default: remove the '#' before one to change it."
    ]
    for row in TABLE:
        lines += [
            "",
            f"# {row.description}",
            f"# It is {row.allowed}.",
            f"#{row.name} = {toml_value(row.default)}",
        ]
    return "\n".join(lines) + "\n"


def toml_value(value: Value) -> str:
    """Write a setting's value as TOML."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return f"[{', '.join(map(toml_value, value))}]"
    return _quoted(value) if isinstance(value, str) else str(value)


def _quoted(text: str) -> str:
    """Write a TOML basic string: JSON's escapes are valid in it."""
    import json

    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _toml(text: str, path: str) -> dict[str, object]:
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        reason, _, where = str(error).partition(" (at ")
        line = where.removeprefix("line ").partition(",")[0]
        at = line if line.isdecimal() else str(text.rstrip().count("\n") + 1)  # else: 'at end of document'
        raise SettingsError(f"{path}:{at}: this is not TOML: {reason}.") from None


def _checked(key: str, value: object, text: str, path: str) -> Value:
    """Return the value of one key as `Settings` holds it."""
    where = f"{path}{_line_of(key, text)}"
    row = _BY_NAME.get(key)
    if row is None:
        raise SettingsError(f"{where}: there is no setting '{key}'; {_suggestion(key)}")
    valid = _converted(row, value)
    if valid is None:
        raise SettingsError(f"{where}: {key} is {_shown(value)}; it must be {row.allowed}.")
    return valid


def _converted(row: Setting, value: object) -> Value | None:
    """Return the value in the type of the row's default, or None where it does not fit."""
    if row.name == "day_start":
        return _time(value)
    if row.name == "interview.date":
        return _day(value)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        value = tuple(value)
    if type(value) is not type(row.default) or not isinstance(value, bool | int | str | tuple):
        return None  # type(), for true is an int to isinstance
    outside = (row.words and value not in row.words) or (isinstance(value, int) and value < 0)
    return None if outside else value


def _time(value: object) -> str | None:
    """Read 'HH:MM' (a text, or TOML's own time) and return it so; None for anything else."""
    hour, colon, rest = str(value).partition(":")
    minute = rest.removesuffix(":00") if len(rest) > 2 else rest  # noqa: PLR2004 - 'MM:SS' of TOML's own time
    if not (colon and len(hour) <= 2 and len(minute) == 2 and f"{hour}{minute}".isdecimal()):  # noqa: PLR2004
        return None
    return f"{int(hour):02}:{minute}" if int(hour) < 24 and int(minute) < 60 else None  # noqa: PLR2004


def _day(value: object) -> str | None:
    """Read 'YYYY-MM-DD' (a text, or TOML's own date) and return it so, '' for ''; None for anything else."""
    from datetime import date

    text = str(value) if isinstance(value, str) or type(value) is date else None  # a datetime is a date too
    if not text:
        return text
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return text if day.isoformat() == text else None  # '20260331' is ISO 8601 as well


def _line_of(key: str, text: str) -> str:
    """Return ':N', the line on which the key stands, or '' where it is not seen (an unusual spelling)."""
    for name in (key, key.rpartition(".")[2]):
        for number, line in enumerate(text.split("\n"), 1):
            start = line.lstrip(" \t['\"")
            if start.startswith(name) and start[len(name) :].lstrip(" \t'\"")[:1] in ("=", ".", "]"):
                return f":{number}"
    return ""


def _suggestion(key: str) -> str:
    """Return the known setting that an unknown key resembles, as the end of a sentence."""
    import difflib

    near = difflib.get_close_matches(key.lower().replace("-", "_"), _BY_NAME, n=1)
    return f"did you mean '{near[0]}'?" if near else "`study config` lists them all."


def _shown(value: object) -> str:
    """Write a wrong value as its author wrote it."""
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        value = tuple(value)
    return toml_value(value) if isinstance(value, bool | str | tuple) else str(value)
