"""The commands, as a table that ``study --help`` prints without importing any of them."""

from typing import NamedTuple


class Entry(NamedTuple):
    """One command.

    Attributes:
        name: What is typed behind ``study``.
        module: Module of this package that holds a command of that name.
        summary: First line of the command's help; a test holds the two together.
        topic: Heading that the command stands below in the help and in the README.
    """

    name: str
    module: str
    summary: str
    topic: str


TABLE = (
    Entry("review", "review", "Ask the cards that are due, and schedule them anew.", "Every day"),
    Entry("quiz", "quiz", "Be examined on your notes, by questions that are marked.", "Every day"),
    Entry("due", "due", "Count what is due today.", "Every day"),
    Entry("catchup", "catchup", "Spread a backlog over the next days, weakest cards first.", "Every day"),
    Entry("undo", "undo", "Take back the last answer or change, any number of times.", "Every day"),
    Entry("cards", "cards", "List the cards of the vault, of a folder or of a note.", "Cards"),
    Entry("questions", "questions", "List everything that a quiz can ask, with the answers.", "Cards"),
    Entry("show", "show", "Show one card: prompt, answer, schedule and history.", "Cards"),
    Entry("grade", "grade", "Grade a card without a session, for scripts.", "Cards"),
    Entry("suspend", "suspend", "Stop asking cards until they are unsuspended.", "Cards"),
    Entry("unsuspend", "suspend", "Ask suspended or buried cards again.", "Cards"),
    Entry("bury", "suspend", "Leave cards alone until tomorrow.", "Cards"),
    Entry("report", "report", "Show what you know, what is weak, and whether you will be ready.", "Progress"),
    Entry("stats", "stats", "Show one card's history and what is foretold for it.", "Progress"),
    Entry("plan", "plan", "Show the daily plan to the day of an interview.", "Progress"),
    Entry("losses", "losses", "Show the known losses, or one with its gradient and plot.", "Losses"),
    Entry("gradcheck", "gradcheck", "Check the gradient of a loss by numbers.", "Losses"),
    Entry(
        "import", "importing", "Bring in notes, schedules and history that you have already.", "In and out"
    ),
    Entry(
        "export",
        "export",
        "Give out cards with schedules, for Anki, Obsidian or a table.",
        "In and out",
    ),
    Entry("check", "check", "List every problem of every note, with its line.", "Vault"),
    Entry("link", "link", "Link each note to those nearest in content.", "Vault"),
    Entry("tag", "tag", "Suggest tags for notes, and why.", "Vault"),
    Entry("dedupe", "dedupe", "Find cards that ask the same thing, and keep one or all.", "Vault"),
    Entry("log", "log", "Show the latest entries of the review log.", "Vault"),
    Entry("init", "init", "Make a vault: settings and an example note.", "Vault"),
    Entry("new", "new", "Start a note from a template, in your editor.", "Vault"),
    Entry("config", "config", "Show the settings in force, and where each comes from.", "Vault"),
    Entry("completions", "completions", "Print the completion script of a shell.", "Vault"),
)

BY_NAME = {entry.name: entry for entry in TABLE}
