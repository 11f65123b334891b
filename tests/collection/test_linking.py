"""`study link` on a vault: what it writes, what it leaves, and what it does not do twice."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from typing import Any

import pytest

from studycli.collection import edits, linking
from studycli.collection.linking import Links
from studycli.collection.values import LinkOptions
from studycli.errors import FilterError
from studycli.store import forking

Made = Callable[[dict[str, str]], Any]

ADAM = """\
---
tags: [optimisers]
related_outlines: []
---
# Adam

## Why does Adam need bias correction?

The moment estimates of the optimiser start at zero; momentum and learning rate.
"""
SGD = """\
# SGD and momentum

## What does momentum do?

It averages the gradient; the optimiser takes a step by its learning rate. Adam adds moment estimates.
"""
FOREST = """\
---
related_outlines: [mine.md]
---
# 随机森林

## 为什么随机森林能降低方差？

多棵决策树取平均，特征随机抽样使树之间不相关。
"""
BOOSTING = """\
# 梯度提升

## 梯度提升与随机森林有什么区别？

决策树一棵接一棵地拟合残差；随机森林的决策树互不相关，特征随机抽样。
"""
NOTES = {"opt/adam.md": ADAM, "opt/my sgd.md": SGD, "树/森林.md": FOREST, "树/提升.md": BOOSTING}


def link(vault: Any, *notes: str, **options: Any) -> Links:
    with vault.open() as collection:
        return collection.link(LinkOptions(notes, **options))


def changed(found: Links) -> dict[str, list[str]]:
    return {each.note: [near.note for near in each.related] for each in found.changed}


def test_notes_are_linked_to_the_nearest_with_their_reasons(make_vault: Made) -> None:
    vault = make_vault(NOTES)
    found = link(vault)
    assert changed(found) == {
        "opt/adam.md": ["opt/my sgd.md"], "opt/my sgd.md": ["opt/adam.md"],
        "树/提升.md": ["树/森林.md"], "树/森林.md": ["树/提升.md"],
    }  # fmt: skip
    assert (found.notes, found.problems) == (4, [])
    assert vault.text("opt/adam.md") == ADAM.replace("[]", "[opt/my sgd.md]") + (
        "\n## Related notes\n<!-- auto-generated -->\n\n"
        "- [SGD and momentum](my%20sgd.md): momentum, Adam, optimiser, moment estimates\n"
    )
    assert vault.text("树/提升.md") == BOOSTING + (
        "\n## 相关笔记\n<!-- 自动生成 -->\n\n- [随机森林](森林.md)：随机森林、决策树\n"
    )
    assert vault.text("树/森林.md").startswith("---\nrelated_outlines: [mine.md, 树/提升.md]\n---\n")


def test_linking_twice_is_linking_once_and_cards_stay(make_vault: Made) -> None:
    vault = make_vault(NOTES)
    with vault.open() as collection:
        cards = [(card.id, card.line) for card in collection.cards("opt/my sgd.md")]
        collection.link(LinkOptions())
        assert [(card.id, card.line) for card in collection.cards("opt/my sgd.md")] == cards
    before = vault.notes()
    with vault.open() as collection:
        assert collection.link(LinkOptions()) == Links(4, [], [])
        assert changed(collection.link(LinkOptions(("opt", "森林")))) == {}
        listed = collection.cards()
    assert vault.notes() == before
    (vault.root / ".study" / "index.db").unlink()
    with vault.open() as collection:
        assert collection.cards() == listed
        assert changed(collection.link(LinkOptions())) == {}


def test_only_changed_notes_are_read_again(make_vault: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = make_vault(NOTES)
    link(vault)
    vault.write("opt/adam.md", vault.text("opt/adam.md").replace("start at zero", "begin at zero"))
    read: list[str] = []
    whole = edits.read

    def spy(desk: Any, note: str) -> Any:
        read.append(note)
        return whole(desk, note)

    monkeypatch.setattr(edits, "read", spy)
    assert changed(link(vault)) == {}
    assert read == ["opt/adam.md"]


def test_a_note_that_is_gone_is_linked_no_more(make_vault: Made) -> None:
    vault = make_vault(NOTES)
    link(vault)
    (vault.root / "opt" / "my sgd.md").unlink()
    assert changed(link(vault)) == {"opt/adam.md": []}
    assert vault.text("opt/adam.md").endswith("<!-- auto-generated -->\n\nNo related notes yet\n")
    assert "related_outlines: []" in vault.text("opt/adam.md")


def test_dry_run_writes_nothing_and_gives_both_texts(make_vault: Made) -> None:
    vault = make_vault(NOTES)
    found = link(vault, "opt/adam.md", dry_run=True)
    assert vault.notes() == {path: text.encode() for path, text in sorted(NOTES.items())}
    [each] = found.changed
    assert (each.before, each.after.count("my%20sgd.md")) == (ADAM, 1)


def test_removing_takes_everything_back(make_vault: Made) -> None:
    vault = make_vault(NOTES)
    link(vault)
    with vault.open() as collection:
        assert len(collection.unlink(dry_run=True).changed) == 4
        assert len(collection.unlink().changed) == 4
    assert vault.notes() == {path: text.encode() for path, text in sorted(NOTES.items())}
    assert len(changed(link(vault))) == 4


def test_obsidian_vaults_get_wiki_links(make_vault: Made) -> None:
    vault = make_vault({**NOTES, ".obsidian/app.json": "{}"})
    link(vault, "opt")
    assert "- [[my sgd|SGD and momentum]]: " in vault.text("opt/adam.md")
    assert 'related_outlines: ["[[my sgd]]"]' in vault.text("opt/adam.md")


def test_a_link_gets_its_folder_when_another_note_takes_the_name(make_vault: Made) -> None:
    vault = make_vault({**NOTES, ".obsidian/app.json": "{}"})
    link(vault)
    vault.write("other/my sgd.md", "# Water\n")
    assert changed(link(vault)) == {"opt/adam.md": ["opt/my sgd.md"]}
    assert "- [[opt/my sgd|SGD and momentum]]: " in vault.text("opt/adam.md")


def test_a_section_of_the_persons_own_stays_and_is_told(make_vault: Made) -> None:
    own = SGD + "\n## Related notes\n\n- the book\n"
    vault = make_vault({**NOTES, "opt/my sgd.md": own})
    found = link(vault)
    assert "opt/my sgd.md" not in changed(found)
    assert vault.text("opt/my sgd.md") == own
    [problem] = found.problems
    assert (problem.path, problem.line, problem.code) == ("opt/my sgd.md", 7, "own-section")
    assert link(vault).problems == []


@pytest.mark.parametrize(
    ("text", "code"),
    [(ADAM.replace("related_outlines: []", "related_outlines: {a: 1}"), "fixed-list"),
     (ADAM.replace("tags: [", "tags: [["), "fixed-list"),
     (ADAM + "```\n", "open-end")],
)  # fmt: skip
def test_what_cannot_be_written_safely_is_told_and_stays(make_vault: Made, text: str, code: str) -> None:
    vault = make_vault({**NOTES, "opt/adam.md": text})
    assert [problem.code for problem in link(vault).problems] == [code]
    assert vault.text("opt/adam.md") == text


def test_notes_that_are_not_studied_are_neither_linked_nor_read(make_vault: Made) -> None:
    vault = make_vault({**NOTES, "opt/my sgd.md": f"---\nstudy: false\n---\n{SGD}"})
    assert set(changed(link(vault))) == {"树/提升.md", "树/森林.md"}


def test_line_ends_stay(make_vault: Made) -> None:
    vault = make_vault({path: text.replace("\n", "\r\n") for path, text in NOTES.items()})
    link(vault)
    text = vault.text("opt/adam.md")
    assert text.count("\n") == text.count("\r\n") > ADAM.count("\n")


def test_a_note_that_changes_meanwhile_is_read_again(
    make_vault: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = make_vault(NOTES)
    late = ["\nLate.\n", "\nLater.\n"]

    def interrupted(write: Any) -> Any:
        def busy(*arguments: Any, **options: Any) -> Any:
            if late:
                vault.write("opt/adam.md", vault.text("opt/adam.md") + late.pop(0))
            return write(*arguments, **options)

        return busy

    monkeypatch.setattr(edits, "replace_all", interrupted(edits.replace_all))
    monkeypatch.setattr(edits, "write_atomic", interrupted(edits.write_atomic))
    assert changed(link(vault, "opt/adam.md")) == {"opt/adam.md": ["opt/my sgd.md"]}
    text = vault.text("opt/adam.md")
    assert "\nLate.\n\nLater.\n\n## Related notes\n" in text
    assert "opt/adam.md" not in changed(link(vault))
    assert vault.text("opt/adam.md") == text


def test_a_note_that_changed_just_now_is_read_under_the_lock(
    make_vault: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its time would not tell a second change."""
    vault = make_vault(NOTES)
    with vault.open() as collection:
        now = os.stat(vault.root / "opt" / "adam.md").st_mtime_ns
        monkeypatch.setattr(linking.time, "time_ns", lambda: now)
        stamps: list[int] = []
        monkeypatch.setattr(
            edits, "replace_all", lambda files: [bool(stamps.append(each[2][1])) for each in files]
        )
        assert list(changed(collection.link(LinkOptions(("opt/adam.md",))))) == ["opt/adam.md"]
    assert stamps == [0]
    assert "## Related notes" in vault.text("opt/adam.md")


def test_several_processes_link_as_one_does(make_vault: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    many = {
        f"{number}/{path}": text.replace("Adam", f"Adam {number}")
        for number in range(15)
        for path, text in NOTES.items()
    }
    vault = make_vault(many)
    alone = link(vault)
    written = vault.notes()
    for path, text in many.items():
        vault.write(path, text)
    monkeypatch.setattr(forking, "FORK_FROM", 2)
    monkeypatch.setattr(forking, "may_fork", lambda: True)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    shutil.rmtree(vault.root / ".study")
    assert link(vault) == alone
    assert (len(alone.changed), alone.problems) == (60, [])
    assert vault.notes() == written
    assert link(vault) == Links(60, [], [])


def test_read_only_notes_are_told(make_vault: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = make_vault(NOTES)
    monkeypatch.setattr("studycli.store.files.os.access", lambda path, _: not str(path).endswith("adam.md"))
    assert [problem.code for problem in link(vault, "opt/adam.md").problems] == ["not-written"]


def test_unknown_notes_are_told_with_the_nearest(make_vault: Made) -> None:
    with pytest.raises(FilterError, match="Did you mean 'Adam'"):
        link(make_vault(NOTES), "adamm")


def test_a_note_that_vanishes_is_a_problem(make_vault: Made) -> None:
    vault = make_vault(NOTES)
    with vault.open() as collection:
        os.unlink(vault.root / "opt" / "adam.md")
        assert [problem.code for problem in collection.link(LinkOptions()).problems] == []
        assert [problem.code for problem in collection.unlink(("opt/adam.md",)).problems] == ["not-written"]
