"""Read the rows of an Anki package with sqlite3, write files that are given, and print how many seconds it took.

python tests/benchmarks/anki_plain.py PACKAGE FILES TARGET
"""

import pickle
import sqlite3
import sys
import tempfile
import time
import zipfile
from pathlib import Path

package, given, target = map(Path, sys.argv[1:])
files = pickle.loads(given.read_bytes())  # noqa: S301 - its own
start = time.perf_counter()
with tempfile.TemporaryDirectory() as folder:
    with zipfile.ZipFile(package) as archive:
        path = archive.extract("collection.anki2", folder)
    database = sqlite3.connect(path)
    rows = [database.execute(f"SELECT * FROM {table}").fetchall() for table in ("notes", "cards", "revlog")]  # noqa: S608
    database.close()
for name, data in files.items():
    place = target / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)
print(time.perf_counter() - start)
