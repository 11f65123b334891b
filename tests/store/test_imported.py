"""What was imported, and the doubts about it."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest

from studycli.errors import LogError
from studycli.store import doubts
from studycli.store import imported as imported_texts
from studycli.store.doubts import Doubt, open_doubts, read_doubts
from studycli.store.imported import Imported, Kept, file_of

A, B = Kept("ml/a.md", "a.md", "# A\n"), Kept("ml/b.md", "b.md", "# 乙\n")


def write(root: Path, packs: Mapping[str, bytes | Callable[[], Iterable[bytes]]]) -> None:
    for path, data in packs.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data if isinstance(data, bytes) else b"".join(data()))


def test_an_empty_vault_has_nothing_imported(tmp_path: Path) -> None:
    imported = Imported(str(tmp_path))
    assert (imported.of("deck", "a.md"), imported.at("ml/a.md")) == (None, None)


@pytest.mark.parametrize("at_once", [1, 100])
def test_what_is_kept_is_found_by_key_and_by_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(imported_texts, "AT_ONCE", at_once)
    write(tmp_path, Imported(str(tmp_path)).packs_with({"deck": [A, B]}))
    imported = Imported(str(tmp_path))
    assert imported.of("deck", "b.md") == B
    assert imported.at("ml/a.md") == ("deck", A)
    assert imported.of("other", "b.md") is None


def test_keeping_the_same_again_changes_no_file(tmp_path: Path) -> None:
    write(tmp_path, Imported(str(tmp_path)).packs_with({"deck": [A, B]}))
    assert Imported(str(tmp_path)).packs_with({"deck": [B]}) == {}


def test_a_note_that_another_source_brings_belongs_to_it(tmp_path: Path) -> None:
    write(tmp_path, Imported(str(tmp_path)).packs_with({"deck": [A, B]}))
    newer = A.__class__(A.path, "key", "# A, newer\n")
    packs = Imported(str(tmp_path)).packs_with({"other": [newer]})
    assert set(packs) == {file_of("deck"), file_of("other")}
    write(tmp_path, packs)
    imported = Imported(str(tmp_path))
    assert (imported.at("ml/a.md"), imported.of("deck", "a.md")) == (("other", newer), None)


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    write(tmp_path, {file_of("deck"): b"[1]\n"})
    with pytest.raises(LogError, match=r"deck\.jsonl cannot be read \(it is damaged\)"):
        Imported(str(tmp_path))


DOUBT = Doubt("a.md", "训练很慢", "è®", "训", "讲", 0.62)


def test_a_doubt_stands_as_long_as_its_line_does(tmp_path: Path) -> None:
    write(
        tmp_path, {doubts.FILE: doubts.encoded([DOUBT, DOUBT.__class__("gone.md", "x", "a", "b", "", 0.5)])}
    )
    (tmp_path / "a.md").write_text("# A\n\n训练很慢\n", "utf-8")
    assert list(open_doubts(str(tmp_path))) == [(3, DOUBT)]
    (tmp_path / "a.md").write_text("# A\n\n讲练很慢\n", "utf-8")
    assert list(open_doubts(str(tmp_path))) == []


def test_a_missing_or_damaged_list_of_doubts_is_none(tmp_path: Path) -> None:
    assert read_doubts(str(tmp_path)) == []
    write(tmp_path, {doubts.FILE: b"{"})
    assert read_doubts(str(tmp_path)) == []
