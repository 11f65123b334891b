"""`study link`, `study tag` and `study dedupe`, as they are typed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Study = Callable[..., Any]

ANSWER = "Its gradient is the error p - y and does not vanish when the sigmoid saturates."
A = f"---\ntags: [loss]\n---\n# Cross-entropy\n\n## Why use cross-entropy?\n\n{ANSWER}\n"
B = f"# Classification\n\n## Why is cross-entropy used?\n\n{ANSWER} The loss, a loss, the loss.\n"
SECTION = "## Related notes\n<!-- auto-generated -->\n\n- [Cross-entropy](a.md): "


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a vault of two notes, and start in it."""
    folder = tmp_path / "vault"
    folder.mkdir()
    (folder / "study.toml").write_text("", "utf-8")
    (folder / "a.md").write_bytes(A.encode())
    (folder / "b.md").write_bytes(B.encode())
    monkeypatch.chdir(folder)
    return folder


def text(vault: Path, note: str) -> str:
    return (vault / note).read_bytes().decode()


# link


def test_link_says_what_changed(study: Study, vault: Path) -> None:
    assert study("link") == (0, "a.md → b.md\nb.md → a.md\n2 notes of 2 changed.\n", "")
    assert text(vault, "b.md").startswith(f"{B}\n{SECTION}")
    assert study("link") == (0, "0 notes of 2 changed.\n", "")
    assert study("link", "--remove").out == "a.md\nb.md\n2 notes of 2 changed.\n"
    assert text(vault, "b.md") == B


def test_link_shows_the_difference_and_writes_nothing(study: Study, vault: Path) -> None:
    code, out, err = study("link", "b.md", "--dry-run")
    lines = out.splitlines()
    assert (code, err, text(vault, "b.md")) == (0, "", B)
    assert lines[:2] == ["--- a/b.md", "+++ b/b.md"]
    assert [line for line in lines if line.startswith("+")][1:] == [
        "+", "+## Related notes", "+<!-- auto-generated -->", "+", lines[-2]
    ]  # fmt: skip
    assert lines[-2].startswith("+- [Cross-entropy](a.md): ")
    assert lines[-1] == "1 note of 1 would change."
    assert "\x1b[32m+## Related notes" in study("link", "b.md", "--dry-run", "--color", "always").out


def test_link_as_json(study: Study, vault: Path) -> None:
    value = json.loads(study("link", "--json", "--top", "1").out)
    assert list(value) == ["notes", "changed", "problems"]
    assert [each["note"] for each in value["changed"]] == ["a.md", "b.md"]
    [near] = value["changed"][0]["related"]
    assert list(near) == ["note", "likeness", "terms"]
    assert near["note"] == "b.md"


def test_link_tells_of_a_section_of_the_persons_own(study: Study, vault: Path) -> None:
    (vault / "b.md").write_text(f"{B}\n## Related notes\n\nmine\n", "utf-8")
    assert study("link", "b.md").err == (
        "study: b.md: a section 'Related notes' of your own → a line <!-- auto-generated --> below the heading, "
        "to have its links written for you\n"
    )


def test_link_of_an_unknown_note(study: Study, vault: Path) -> None:
    result = study("link", "zzz")
    assert (result.code, result.err) == (1, "study: No note is called 'zzz'.\n")


# tag


def test_tag_suggests_and_applies(study: Study, vault: Path) -> None:
    (vault / "b.md").write_text(f"---\ntags: []\n---\n{B}", "utf-8")
    said = "b.md\n  loss  on 1 of the nearest notes (a.md); 3 times in the note\n"
    assert study("tag") == (0, f"{said}1 tag for 1 note of 2. --apply writes them.\n", "")
    assert "+tags: [loss]\n" in study("tag", "--dry-run").out
    assert study("tag", "--apply").out.endswith("1 tag for 1 note of 2; 1 note written.\n")
    assert text(vault, "b.md") == f"---\ntags: [loss]\n---\n{B}"
    assert study("tag").out == "0 tags for 0 notes of 2.\n"


def test_tag_as_json_and_without_frontmatter(study: Study, vault: Path) -> None:
    result = study("tag", "b.md", "--apply", "--json")
    value = json.loads(result.out)
    assert list(value) == ["notes", "written", "suggested", "problems"]
    assert value["suggested"][0]["tags"][0] == {
        "tag": "loss", "weight": value["suggested"][0]["tags"][0]["weight"], "near": ["a.md"], "times": 3, "in_heading": False,
    }  # fmt: skip
    assert [problem["code"] for problem in value["problems"]] == ["no-frontmatter"]
    assert "no frontmatter" in study("tag", "b.md", "--apply").err


# dedupe


def test_dedupe_keeps_one_and_undo_takes_it_back(study: Study, vault: Path) -> None:
    code, out, _ = study("dedupe", stdin="x\n2\n")
    assert code == 0
    assert out.startswith("\n1 of 1 · likeness ")
    lines = out.splitlines()
    assert [line[:9] for line in lines if " · new · " in line] == ["1 a.md:6 ", "2 b.md:3 "]
    assert "  Why use cross-entropy?" in lines
    assert f"    {ANSWER}" in lines
    assert "Not understood: x · 1/2 keep that one · b keep all · s skip · u undo · q quit" in lines
    assert lines[-1] == "1 card suspended (`study undo` takes that back), 0 groups kept whole, 0 groups left."
    assert study("dedupe").out == "No two cards of different notes ask the same.\n"
    assert study("undo").out.startswith("Took back: suspend")
    assert study("dedupe").out.endswith("0 groups kept whole, 1 group left.\n")


def test_dedupe_keeps_all_and_asks_no_more(study: Study, vault: Path) -> None:
    assert "All kept; they are not asked about again.\n" in study("dedupe", stdin="b\n").out
    assert study("dedupe", "--json").out == '{\n  "groups": []\n}\n'


def test_dedupe_takes_the_last_answer_back(study: Study, vault: Path) -> None:
    (vault / "a.md").write_text(f"{A}\n## What is Adam?\n\nMoments.\n", "utf-8")
    (vault / "b.md").write_text(f"{B}\n## What is Adam?\n\nMoments.\n", "utf-8")
    out = study("dedupe", stdin="1\nu\ns\nq\n").out
    assert "\nTaken back.\n" in out
    assert out.endswith("0 cards suspended, 0 groups kept whole, 2 groups left.\n")


def test_dedupe_as_json(study: Study, vault: Path) -> None:
    [group] = json.loads(study("dedupe", "--json").out)["groups"]
    assert list(group) == ["likeness", "cards"]
    assert [(card["note"], card["answer"][:12]) for card in group["cards"]] == [
        ("a.md", "Its gradient"), ("b.md", "Its gradient"),
    ]  # fmt: skip
    assert study("dedupe", "--threshold", "0.2").code == 2
