"""Load every note below a folder with python-frontmatter."""

import sys
from pathlib import Path

import frontmatter

for path in Path(sys.argv[1]).rglob("*.md"):
    frontmatter.load(str(path))
