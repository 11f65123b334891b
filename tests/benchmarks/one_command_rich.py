"""The same program, which also imports Rich's Markdown: the least that a session with both takes."""

import rich.markdown  # noqa: F401 - its import is what is measured
from one_command import app

if __name__ == "__main__":
    app()
