"""Restore the text of a file that arrived broken; without a file only import NumPy and read the model.

python tests/benchmarks/restore.py [FILE]
"""

import sys
from pathlib import Path

if len(sys.argv) > 1:
    from studycli.repair import mend

    mended = mend(Path(sys.argv[1]).read_text("utf-8"))
    if not mended.repaired:
        sys.exit("nothing was restored")
else:
    import numpy as np  # noqa: F401 - that is what is timed

    (Path(__file__).parents[2] / "studycli" / "repair" / "lossy" / "chinese.ngrams").read_bytes()
