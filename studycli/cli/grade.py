"""``study grade``: grade a card without a session."""

from typing import Annotated

import typer

from studycli.cli.call import Call, warn
from studycli.cli.command import CardRef, Json, command
from studycli.schedule.sm2 import grade_from_word

Grade = Annotated[
    str, typer.Argument(metavar="GRADE", help="0 to 5, or again (1), hard (3), good (4), easy (5).")
]


@command("study grade 3f2a good", "study grade 3f2a 5 --json")
def grade(call: Call, card: CardRef, grade: Grade, json: Json = False) -> None:
    """Grade a card without a session, for scripts.

    SM-2's grades: 5 perfect, 4 after some hesitation, 3 with difficulty, 2 to 0 wrong.
    """
    quality = grade_from_word(grade)
    with call.collection() as collection:
        answered = collection.answer(collection.card(card).id, quality)
        today = collection.today
    warn(answered.warning)
    if json:
        from studycli.cli.output import print_json, state_json

        print_json({**answered._asdict(), "schedule": state_json(answered.schedule)})
    else:
        from studycli.cli.sentences import next_time

        print(f"{answered.card} graded {answered.grade}: {next_time(answered.schedule, today)}")
