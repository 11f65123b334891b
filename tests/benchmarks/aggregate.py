"""Sum up answers, passes and seconds by day, out of the index of a vault, with sqlite3 and NumPy alone."""

import sqlite3
import sys

import numpy as np

database = sqlite3.connect(sys.argv[1])
rows = np.array(database.execute("SELECT day, grade >= 3, COALESCE(seconds, 0.0) FROM review").fetchall())
days = rows[:, 0].astype(int)
days -= days.min()
print(len(rows), np.bincount(days), np.bincount(days, rows[:, 1]), np.bincount(days, rows[:, 2]))
