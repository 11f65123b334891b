"""``study plan``: what each day takes until an interview."""

from studycli.cli.call import Call
from studycli.cli.command import Json, Tag, command
from studycli.cli.days import Interview, day


@command(
    "study plan --date 2027-03-01",
    "study plan --tag loss",
    "study plan --json",
)
def plan(call: Call, date: Interview = "", tag: Tag = "", json: Json = False) -> None:
    """Show the daily plan to the day of an interview.

    New cards are spread so that all are seen in time, cards that would come only after the interview are brought
    forward, and the last day is light. `study review --plan` asks what the plan has for today; the schedule in
    the log stays what SM-2 says.
    """
    with call.collection() as collection:
        found = collection.plan(day(date), tag)
    if json:
        from studycli.cli.output import print_json
        from studycli.cli.report_output import report_json

        print_json(report_json(found, "ready"))
    else:
        from studycli.terminal.report import print_plan

        print_plan(call.console(), found)
