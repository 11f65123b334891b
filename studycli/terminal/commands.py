"""What a person can ask of a session: the keys of each command, its word in plain mode, and its help.

One table drives the session, the plain mode and the page of keys, so that they cannot drift.
"""

from typing import NamedTuple


class Command(NamedTuple):
    """One command.

    Attributes:
        name: Its word in plain mode.
        keys: The keys that give it; the first also is its letter in plain mode.
        help: What it does, in a few words.
    """

    name: str
    keys: tuple[str, ...]
    help: str


COMMANDS = (
    Command("show", ("space", "enter"), "show the answer; again: good"),
    Command("undo", ("u",), "take back the last action, any number of times"),
    Command("edit", ("e",), "edit the note at this card"),
    Command("suspend", ("s", "@"), "suspend the card"),
    Command("bury", ("b", "-"), "bury the card until tomorrow"),
    Command("hint", ("h",), "a hint: the first words or the labels"),
    Command("section", ("o",), "open the whole section"),
    Command("type", ("t",), "type an answer before it is shown"),
    Command("flag", ("f",), "flag the card, with a remark for later"),
    Command("keys", ("?",), "these keys"),
    Command("quit", ("q", "ctrl-d"), "quit; every answer is saved already"),
)

QUIZ_COMMANDS = (
    Command("give-up", ("x",), "give up: show the answer, marked as wrong"),
    Command("right", ("i",), "I was right: accept what was typed for a list or a gap, now and later"),
    Command("all", ("a",), "tick all points of a checklist, or none"),
    Command("grade", ("g",), "another grade than the one suggested by a checklist"),
    Command("retry", ("r",), "at the end: ask the wrong ones again"),
)
"""What can be asked of a quiz besides."""

_ANSWERING = {
    "show": "answer; once the answer is marked: save it and go on",
    "hint": "a hint, if there is one; right is then graded 3",
    "section": "open the whole section; before the answer like a hint",
    "type": "type the answer",
}
ALL_OF_QUIZ = (
    *(command._replace(help=_ANSWERING.get(command.name, command.help)) for command in COMMANDS),
    *QUIZ_COMMANDS,
)
"""All that can be asked of a quiz: what can be asked of a review, in its words, and the quiz's own."""


def by_key(commands: tuple[Command, ...]) -> dict[str, str]:
    """Return the name of each command by its keys."""
    return {key: command.name for command in commands for key in command.keys}


BY_KEY = by_key(COMMANDS)
BY_NAME = {command.name: command for command in COMMANDS}
