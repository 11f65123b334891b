"""What holds for the package as a whole."""

import ast
import re
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "studycli").rglob("*.py"))
DISTRIBUTIONS = {
    "markdown_it": "markdown-it-py",
    "yaml": "pyyaml",
    "frontmatter": "python-frontmatter",
    "bs4": "beautifulsoup4",
}


@cache
def tree(path: Path) -> ast.Module:
    """Return what a module parses to."""
    return ast.parse(path.read_text("utf-8"))


def imported(path: Path) -> set[str]:
    """Return the top-level packages that a module imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found - sys.stdlib_module_names - {"studycli"}


@pytest.mark.no_cover  # it reads the program and runs none of it
def test_every_import_is_a_declared_dependency() -> None:
    """The program runs where only its own dependencies are installed."""
    block = re.search(
        r"^dependencies = \[(.*?)\]", (ROOT / "pyproject.toml").read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    assert block
    declared = set(re.findall(r'"([A-Za-z0-9-]+)', block[1]))
    used = {DISTRIBUTIONS.get(name, name) for path in SOURCES for name in imported(path)}
    assert used - declared == set()


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_what_it_is_for(path: Path) -> None:
    """Each module begins with a docstring."""
    assert ast.get_docstring(tree(path))
