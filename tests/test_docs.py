"""The documentation says what the program does."""

import importlib.util
import re
import subprocess
import sys
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

import msgspec
import pytest

from studycli import __version__
from studycli.cli.output import card_json
from studycli.cli.report_output import TABLES
from studycli.collection import Answered, CardRow, Counts, Problem, Undone
from studycli.report import model
from studycli.schedule.sm2 import Schedule
from studycli.settings import TABLE as SETTINGS
from studycli.store.entry import Entry

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
PAGES = [
    ROOT / name
    for name in (
        "README.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "docs/commands.md",
        "docs/formats.md",
        "docs/performance.md",
    )
]


def test_generated_parts_are_up_to_date() -> None:
    """README's tables and docs/commands.md are what docs/generate.py writes."""
    done = subprocess.run(
        [sys.executable, "docs/generate.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.returncode) == ("", 0)


@pytest.mark.no_cover  # sessions and reports have tests of their own
@pytest.mark.parametrize("name", ["session", "report"])
def test_the_pictures_are_of_this_program(name: str) -> None:
    """A picture of the terminal is what its script makes; another Rich may draw other lines."""
    if f"with rich {version('rich')} " not in (ROOT / "docs" / f"{name}.svg").read_text("utf-8"):
        pytest.skip("recorded with another version of Rich")
    done = subprocess.run(
        [sys.executable, f"docs/record_{name}.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


def test_the_two_commands_are_one_line_each() -> None:
    """Whoever pastes a command of the README pastes one line."""
    lines = [line for line in README.splitlines() if "-m venv" in line]
    assert len(lines) == 2
    assert lines[0].endswith(".venv/bin/study review --vault notes")
    assert lines[1].endswith(".venv/bin/python tests/check.py")


def test_ci_runs_the_line_of_the_readme(tmp_path: Path) -> None:
    """``.ci/run`` takes its command out of README.md."""
    (tmp_path / ".ci").mkdir()
    script = tmp_path / ".ci" / "run"
    script.write_bytes((ROOT / ".ci" / "run").read_bytes())
    (tmp_path / "README.md").write_text("<!-- every check -->\n```sh\necho ran $((1 + 1))\n```\n", "utf-8")
    done = subprocess.run(["bash", str(script)], capture_output=True, text=True, check=False)
    assert done.stdout == "+ echo ran $((1 + 1))\nran 2\n"


def test_ci_refuses_a_readme_without_the_line(tmp_path: Path) -> None:
    """A README that lost its command makes the run fail instead of passing by doing nothing."""
    (tmp_path / ".ci").mkdir()
    script = tmp_path / ".ci" / "run"
    script.write_bytes((ROOT / ".ci" / "run").read_bytes())
    (tmp_path / "README.md").write_text("# study\n", "utf-8")
    done = subprocess.run(["bash", str(script)], capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("", 1)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Every link to a file of the repository names a file that is there."""
    prose = re.sub(r"(?ms)^```.*?^```", "", page.read_text("utf-8"))
    links = re.findall(r"\]\((?!https?:)([^)#]+)", prose)
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_field_of_json_is_described() -> None:
    """docs/formats.md names the fields of cards, states, counts, problems, changes and entries."""
    text = (ROOT / "docs" / "formats.md").read_text("utf-8")
    card = CardRow("", "", "", 1, None, -1, -1, "", "", (), (), "", None)
    fields = {
        *card_json(card, None), *Schedule._fields, *Counts._fields, *Problem._fields, *Answered._fields, *Undone._fields,
        *Entry.__struct_fields__,
    }  # fmt: skip
    assert sorted(field for field in fields if f"`{field}`" not in text) == []


def _section(text: str, title: str) -> str:
    """Return what stands below a heading, up to the next one."""
    return text.split(f"\n## {title}\n")[1].split("\n## ", maxsplit=1)[0]


def _undescribed(section: str, values: Iterable[type[msgspec.Struct]]) -> list[str]:
    """Return the fields that a section does not name."""
    fields = {field for value in values for field in value.__struct_fields__}
    return sorted(field for field in fields if f"`{field}`" not in section)


def test_every_field_of_the_report_is_described() -> None:
    """docs/formats.md names each field of each struct of the report, a card's history in a section of its own."""
    text = (ROOT / "docs" / "formats.md").read_text("utf-8")
    structs = {
        each for each in vars(model).values() if isinstance(each, type) and issubclass(each, msgspec.Struct)
    }
    history = {model.CardStats, model.CardAnswer}
    assert _undescribed(_section(text, "The report"), structs - history) == []
    assert _undescribed(_section(text, "A card's history"), history) == []
    assert _undescribed("`day`, `kind`", [model.Point]) == ["value"]


def test_every_column_of_the_report_is_described() -> None:
    """docs/formats.md names the columns of each table, but for the ends of ranges, and what a row may be."""
    section = _section((ROOT / "docs" / "formats.md").read_text("utf-8"), "The report")
    columns = {column for table, _ in TABLES.values() for column in table}
    ends = {column for column in columns if column.endswith(("_low", "_high"))}
    assert sorted(column for column in columns - ends if f"`{column}`" not in section) == []
    assert {column.rpartition("_")[0] for column in ends} <= columns


def test_every_setting_is_in_the_readme() -> None:
    """The table of settings lists each of them."""
    assert [row.name for row in SETTINGS if f"| `{row.name}` |" not in README] == []


def test_every_dependency_has_a_reason() -> None:
    """CONTRIBUTING.md says why each package that the program needs is needed."""
    block = re.search(
        r"^dependencies = \[(.*?)\]", (ROOT / "pyproject.toml").read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    assert block
    names = re.findall(r'"([A-Za-z0-9-]+)', block[1])
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert [name for name in names if f"| {name} |" not in text] == []


def test_the_version_is_the_same_everywhere() -> None:
    """pyproject.toml and the package agree."""
    assert f'version = "{__version__}"' in (ROOT / "pyproject.toml").read_text("utf-8")


def test_generator_names_a_missing_block() -> None:
    """A README without a generated block is an error, not a page without its table."""
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec
    assert spec.loader
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    with pytest.raises(SystemExit, match="no block 'commands'"):
        generate.readme("# study\n")
