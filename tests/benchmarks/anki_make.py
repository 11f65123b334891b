"""Make an Anki collection of N cards at a path, every other one due."""

import sys

from anki.collection import AddNoteRequest, Collection
from anki.decks import DeckId

collection = Collection(sys.argv[1])
basic = collection.models.by_name("Basic")
assert basic is not None
requests = []
for number in range(int(sys.argv[2])):
    note = collection.new_note(basic)
    note["Front"], note["Back"] = f"Question {number}", f"Answer {number}"
    requests.append(AddNoteRequest(note, DeckId(1)))
collection.add_notes(requests)
assert collection.db is not None
collection.db.execute(
    "update cards set type = 2, queue = 2, ivl = 10, due = 0, factor = 2500, reps = 3 where id % 2"
)
collection.close()
