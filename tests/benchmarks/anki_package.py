"""Write an Anki package of the old schema with N notes and M lines of the revlog, by plain SQLite: the same bytes each time.

python tests/benchmarks/anki_package.py PATH NOTES LINES
"""

import io
import json
import random
import sqlite3
import sys
import zipfile
from collections.abc import Iterable, Iterator

CREATED_S = 1_600_000_000 // 86_400 * 86_400 + 4 * 3_600
FIRST_MS = 1_650_000_000_000
DECKS = 40
SCHEMA = """
CREATE TABLE col (id integer PRIMARY KEY, crt integer, mod integer, scm integer, ver integer, dty integer, usn integer,
    ls integer, conf text, models text, decks text, dconf text, tags text);
CREATE TABLE notes (id integer PRIMARY KEY, guid text, mid integer, mod integer, usn integer, tags text, flds text,
    sfld integer, csum integer, flags integer, data text);
CREATE TABLE cards (id integer PRIMARY KEY, nid integer, did integer, ord integer, mod integer, usn integer, type integer,
    queue integer, due integer, ivl integer, factor integer, reps integer, lapses integer, left integer, odue integer,
    odid integer, flags integer, data text);
CREATE TABLE revlog (id integer PRIMARY KEY, cid integer, usn integer, ease integer, ivl integer, lastIvl integer,
    factor integer, time integer, type integer);
"""
WORDS = (  # noqa: SIM905 - read as text
    "gradient loss margin softmax entropy kernel variance bias sample batch layer weight depth norm rank tree forest"
    " regression classifier posterior prior likelihood momentum rate decay scale token query value head attention"
).split()
BACK = ("{{FrontSide}}\n\n<hr id=answer>\n\n{{Back}}", "{{Front}}")


def models() -> dict[str, object]:
    """Return the one note type: Basic."""
    template = {"name": "Card 1", "ord": 0, "qfmt": BACK[1], "afmt": BACK[0]}
    fields = [{"name": name, "ord": at} for at, name in enumerate(("Front", "Back"))]
    return {"1": {"id": 1, "name": "Basic", "type": 0, "tmpls": [template], "flds": fields}}


def decks() -> dict[str, object]:
    """Return the decks, four below each topmost one."""
    names = {str(at): f"Topic {at // 4}::Part {at % 4}" for at in range(1, DECKS + 1)}
    return {key: {"id": int(key), "name": name} for key, name in names.items()}


def answer(chance: random.Random) -> str:
    """Return an answer: six in ten are plain words, the others have what people put into theirs."""
    text = f"{' '.join(chance.choices(WORDS, k=14)).capitalize()}."
    sort = chance.random()
    if sort < 0.6:
        return text
    if sort < 0.75:
        return f"{text}<br><br>The <b>{chance.choice(WORDS)}</b> of it:<div>{' '.join(chance.choices(WORDS, k=6))}</div>"
    if sort < 0.9:
        return rf"{text} It is \(x_{chance.randrange(9)} = \sum_i w_i^2\) for a {chance.choice(WORDS)}."
    if sort < 0.95:
        return f"<ul>{''.join(f'<li>{word} of {word}</li>' for word in chance.choices(WORDS, k=3))}</ul>"
    return f'{text}<br><img src="picture {chance.randrange(50)}.png">'


def notes(count: int) -> Iterator[tuple[object, ...]]:
    """Yield the rows of the notes."""
    chance = random.Random(1)  # noqa: S311
    for at in range(count):
        front = f"What is the {' '.join(chance.choices(WORDS, k=4))} number {at}?"
        tags = f" ml::{chance.choice(WORDS)} exam " if at % 2 else ""
        fields = f"{front}\x1f{answer(chance)}"
        yield (FIRST_MS + at * 1000, f"g{at:09d}", 1, 0, -1, tags, fields, front, 0, 0, "")


def reviews(count: int, lines: int) -> Iterator[tuple[object, ...]]:
    """Yield the rows of the revlog, in the order of time: every card is answered in turn."""
    chance = random.Random(2)  # noqa: S311
    intervals = [0] * count
    for at in range(lines):
        card = at % count
        ease = chance.choices((1, 2, 3, 4), (1, 1, 8, 1))[0]
        before = intervals[card]
        intervals[card] = 1 if ease == 1 else max(before * 5 // 2, 1)
        number = FIRST_MS + 100_000_000 + at * 120_000
        kind = 1 if before else 0
        yield (
            number,
            FIRST_MS + card * 1000,
            -1,
            ease,
            intervals[card],
            before,
            2500,
            4000 + card % 7000,
            kind,
        )


def cards(count: int, lines: int) -> Iterator[tuple[object, ...]]:
    """Yield the rows of the cards, each with the interval of its last answer."""
    last: dict[object, tuple[object, ...]] = {row[1]: row for row in reviews(count, lines)}
    for at in range(count):
        key = FIRST_MS + at * 1000
        line = last.get(key)
        interval = line[4] if line else 0
        row = (2, 2, 1000 + at % 900, interval, 2500, 10, 1) if line else (0, 0, at, 0, 0, 0, 0)
        yield (key, key, at % DECKS + 1, 0, 0, -1, *row, 0, 0, 0, 0, "{}")


def fill(database: sqlite3.Connection, table: str, rows: Iterable[tuple[object, ...]]) -> None:
    """Insert rows into a table."""
    width = len(database.execute(f"PRAGMA table_info({table})").fetchall())
    database.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * width)})", rows)  # noqa: S608 - own names


def collection(count: int, lines: int) -> bytes:
    """Return the collection as the bytes of a database."""
    database = sqlite3.connect(":memory:")
    database.executescript(SCHEMA)
    conf = json.dumps({"creationOffset": 0})
    row = (1, CREATED_S, 0, 0, 11, 0, 0, 0, conf, json.dumps(models()), json.dumps(decks()), "{}", "{}")
    fill(database, "col", [row])
    fill(database, "notes", notes(count))
    fill(database, "cards", cards(count, lines))
    fill(database, "revlog", reviews(count, lines))
    database.execute("CREATE INDEX ix_revlog_cid ON revlog (cid)")
    database.commit()
    return database.serialize()


def package(count: int, lines: int) -> bytes:
    """Return the package as bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("collection.anki2", collection(count, lines))
        archive.writestr("media", json.dumps({str(at): f"picture {at}.png" for at in range(50)}))
        for at in range(50):
            archive.writestr(str(at), b"\x89PNG" + bytes(500))
    return file.getvalue()


if __name__ == "__main__":
    path, count, lines = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    with open(path, "wb") as out:
        out.write(package(count, lines))
