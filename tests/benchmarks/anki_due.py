"""Print how many cards of an Anki collection are due."""

import sys

from anki.collection import Collection

collection = Collection(sys.argv[1])
print(len(collection.find_cards("is:due")))
