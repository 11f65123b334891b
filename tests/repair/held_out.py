"""The five notes that the restoration is measured on, which its model was not built from.

python tests/repair/held_out.py FOLDER     prints their paths, for docs/build_model.py --leave-out
"""

import re
import sys
from pathlib import Path

HAN = re.compile("[\u3400-\u9fff]")


def held_out(folder: Path) -> list[Path]:
    """Return every eighth of a folder's notes with over 1,000 Chinese characters, from the fifth on, by path."""
    notes = sorted(folder.rglob("*.md"), key=lambda path: path.relative_to(folder).as_posix())
    sizeable = [path for path in notes if len(HAN.findall(path.read_text(encoding="utf-8"))) > 1000]
    return sizeable[4::8]


if __name__ == "__main__":
    sys.stdout.write("".join(f"{path}\n" for path in held_out(Path(sys.argv[1]))))
