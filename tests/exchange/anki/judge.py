"""Make Anki packages with the anki package, and write down what Anki itself says of their cards.

python judge.py FOLDER REVIEWS

A collection of four note types in nested decks, with media, is answered through Anki's scheduler on several days. A day passes by
moving everything a day into the past. It goes out with SM-2's states (``old.apkg``, ``new.apkg``), then FSRS is switched on,
it is answered on, and goes out again (``fsrs.apkg``, ``fsrs.colpkg``). ``sm2.json`` and ``fsrs.json`` hold Anki's view.
"""

import json
import random
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from anki.collection import (
    AddNoteRequest,
    Collection,
    ExportAnkiPackageOptions,
)  # first: it is what can be first

from anki.cards import CardId  # isort: skip
from anki.decks import DeckId  # isort: skip

FOLDER, REVIEWS = Path(sys.argv[1]), int(sys.argv[2])
ZONE = timezone(timedelta(hours=8))  # as TZ says
PNG = bytes.fromhex("89504e470d0a1a0a") + b"not a picture, but it begins like one"
CUSTOM_BACK = "{{FrontSide}}<hr id=answer>{{Meaning}}{{#Note}}<div class=note>Note: {{Note}}</div>{{/Note}}"


def opened() -> Collection:
    col = Collection(str(FOLDER / "collection.anki2"))
    col.db.execute("PRAGMA synchronous = off")
    return col


def custom(col: Collection) -> Any:
    """Add a note type with a condition and a second card."""
    kind = col.models.new("Formula")
    for name in ("Name", "Meaning", "Note"):
        col.models.add_field(kind, col.models.new_field(name))
    for name, front, back in (
        ("Ask", "<b>{{Name}}</b>: what is it?", CUSTOM_BACK),
        ("Name", "{{#Note}}Which has the note {{Note}}?{{/Note}}", "{{FrontSide}}<hr id=answer>{{Name}}"),
    ):
        template = col.models.new_template(name)
        template["qfmt"], template["afmt"] = front, back
        col.models.add_template(kind, template)
    col.models.add(kind)
    return col.models.by_name("Formula")


def fields(kind: str, at: int) -> list[str]:
    if kind == "Cloze":
        return [f"Loss {at} is {{{{c1::convex}}}} and {{{{c2::smooth::a property}}}}.", "<i>Extra</i>"]
    if kind == "Formula":
        return [f"Formula {at}", rf"\(x^{at}\)", f"seen {at} times" if at % 2 else ""]
    back = (
        f'Answer {at} with <b>bold</b><br><br><img src="plot {at % 3}.png">'
        if at % 5 == 0
        else f"Answer {at}"
    )
    return [f"What is the question number {at}?", f"{back} [sound:tone.mp3]" if at % 7 == 0 else back]


def filled() -> Collection:
    """Return a new collection with its notes."""
    col = opened()
    custom(col)
    for at in range(3):
        col.media.write_data(f"plot {at}.png", PNG + bytes([at]))
    col.media.write_data("tone.mp3", b"ID3 tone")
    conf = col.decks.config_dict_for_deck_id(DeckId(1))
    conf["new"]["perDay"] = conf["rev"]["perDay"] = 9999
    conf["new"]["bury"] = conf["rev"]["bury"] = False
    col.decks.update_config(conf)
    decks = [col.decks.id(name) for name in ("ML", "ML::Losses", "ML::Losses::Margin", "ML::图 1: a/b")]
    requests = []
    for kind, count in (("Basic", 90), ("Basic (and reversed card)", 20), ("Cloze", 20), ("Formula", 20)):
        for at in range(count):
            note = col.new_note(col.models.by_name(kind))
            note.fields = fields(kind, at)
            note.tags = ["exam", f"ml::loss{at % 3}"] if at % 2 else []
            requests.append(AddNoteRequest(note, decks[at % len(decks)]))
    col.add_notes(requests)
    col.decks.select(decks[0])
    return col


def next_day(col: Collection) -> Collection:
    """Move all that happened a day into the past."""
    db = col.db
    db.execute("UPDATE col SET crt = crt - 86400")
    db.execute("UPDATE revlog SET id = id - 86400000")
    db.execute("UPDATE cards SET due = due - 86400 WHERE due > 100000000")
    db.execute(
        "UPDATE cards SET data = json_set(data, '$.lrt', json_extract(data, '$.lrt') - 86400)"
        " WHERE json_extract(data, '$.lrt') > 0"
    )
    col.close()
    return opened()


def answered(col: Collection, count: int, chance: random.Random) -> int:
    """Answer cards until the day has no more, or so many are answered."""
    done = 0
    while done < count and (card := col.sched.getCard()):
        card.start_timer()
        col.sched.answerCard(card, chance.choices((1, 2, 3, 4), (3, 2, 12, 3))[0])
        done += 1
    return done


def studied(col: Collection, count: int, seed: int) -> Collection:
    chance = random.Random(seed)  # noqa: S311
    while count > 0:
        count -= answered(col, min(count, 90), chance)
        col = next_day(col)
    return col


def view(col: Collection) -> dict[str, Any]:
    """Return what Anki says of each card."""
    crt = col.db.scalar("SELECT crt FROM col")
    found = {}
    for card in col.db.list("SELECT id FROM cards ORDER BY id"):
        stats, own = col.card_stats_data(CardId(card)), col.get_card(CardId(card))
        found[card] = {
            "guid": own.note().guid, "ord": own.ord, "deck": col.decks.name(own.odid or own.did), "type": own.type,
            "queue": own.queue, "interval": own.ivl, "ease": own.factor / 1000, "lapses": own.lapses,
            "due": _day(stats.due_date) if stats.HasField("due_date") else None,
            "number": own.due if own.odid == 0 else own.odue, "crt": crt, "flag": own.user_flag(),
            "memory": own.memory_state and [own.memory_state.stability, own.memory_state.difficulty],
            "revlog": [list(row) for row in col.db.all(
                "SELECT id, ease, ivl, factor, time, type FROM revlog WHERE cid = ? ORDER BY id", card)],
            "question": own.question(), "answer": own.answer(),
        }  # fmt: skip
    return found


def _day(seconds: int) -> str:
    return (datetime.fromtimestamp(seconds, ZONE) - timedelta(hours=4)).date().isoformat()


def write(col: Collection, name: str, *, legacy: bool) -> None:
    options = ExportAnkiPackageOptions(
        with_scheduling=True, with_media=True, legacy=legacy, with_deck_configs=True
    )
    col.export_anki_package(out_path=str(FOLDER / name), options=options, limit=None)


def main() -> None:
    col = studied(filled(), REVIEWS, 1)
    cards = col.db.list("SELECT id FROM cards WHERE type = 2 ORDER BY id LIMIT 12")
    col.sched.suspend_cards(cards[:2])
    col.sched.bury_cards(cards[2:4])
    col.set_user_flag_for_cards(1, cards[4:6])
    col.sched.set_due_date(cards[6:8], "5")
    col.sched.schedule_cards_as_new(cards[8:10])
    write(col, "old.apkg", legacy=True)
    write(col, "new.apkg", legacy=False)
    (FOLDER / "sm2.json").write_text(json.dumps(view(col)))
    col.set_config("fsrs", True)
    col = studied(col, REVIEWS // 5, 2)
    write(col, "fsrs.apkg", legacy=False)
    (FOLDER / "fsrs.json").write_text(json.dumps(view(col)))
    col.export_collection_package(str(FOLDER / "fsrs.colpkg"), include_media=True, legacy=False)


main()
