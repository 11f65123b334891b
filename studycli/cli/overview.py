"""``study`` alone: what is due, and what to do next."""

from studycli.cli.call import Call
from studycli.cli.sentences import due_sentences
from studycli.collection import Collection, Counts
from studycli.terminal.counting import several


def overview(call: Call) -> None:
    """Print what is due today and the commands that fit."""
    with call.collection() as collection:
        counts = collection.counts()
        lines = [
            str(collection.root),
            *due_sentences(collection.today, counts),
            "",
            *_next(collection, counts),
        ]
    print("\n".join(lines))


def _next(collection: Collection, counts: Counts) -> list[str]:
    """Return the commands that a person would want now, with what each does."""
    steps = []
    if not counts.cards:
        steps.append(("study new TITLE", "write a note; a heading that asks becomes a card"))
    if counts.due + counts.new:
        steps.append(("study review", f"answer {several(counts.due + counts.new, 'card')}"))
    elif counts.cards:
        steps.append(("study review --ahead 1", f"be early: {collection.tomorrow()} by tomorrow"))
    if counts.due_total > counts.due and counts.due:
        steps.append(("study catchup", "spread the backlog over the next days"))
    if counts.empty:
        steps.append(("study check", "see the questions without an answer"))
    if counts.cards:
        steps.append(("study report", "see what you know, and what is weak"))
    steps.append(("study --help", "all commands"))
    width = max(len(step) for step, _ in steps)
    return [f"  {step:<{width}}  {what}" for step, what in steps]
