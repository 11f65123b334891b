"""Tags, notes and folders are found as a person writes them, and the nearest are offered."""

import pytest

from studycli.collection.filters import has_tag, notes_below, notes_named, require_tag
from studycli.errors import FilterError

TITLES = {"dl/loss.md": "损失函数设计", "dl/opt.md": "Optimisers", "ml/loss.md": "Losses", "top.md": "Top"}


@pytest.mark.parametrize("wanted", ["a", "a/b", "#a", "A/B", "a/", "a/b/c"])
def test_a_tag_fits_itself_and_what_is_nested_below_it(wanted: str) -> None:
    assert has_tag(["x", "a/b/c"], wanted)


@pytest.mark.parametrize("wanted", ["b", "a/b/c/d", "a/bc", "ab"])
def test_a_part_of_a_tags_name_does_not_fit(wanted: str) -> None:
    assert not has_tag(["a/b/c"], wanted)


def test_an_unknown_tag_names_the_nearest() -> None:
    with pytest.raises(FilterError, match=r"^No card has the tag '深度学'\. Did you mean '深度学习'\?$"):
        require_tag(["深度学习", "Optimisers"], "深度学")


def test_a_tag_like_no_other_offers_nothing() -> None:
    with pytest.raises(FilterError, match=r"^No card has the tag 'zzz'\.$"):
        require_tag(["深度学习"], "zzz")


@pytest.mark.parametrize(
    ("wanted", "paths"),
    [
        ("dl/loss.md", {"dl/loss.md"}),
        ("./dl/loss", {"dl/loss.md"}),
        ("dl\\loss.md", {"dl/loss.md"}),
        ("loss.md", {"dl/loss.md", "ml/loss.md"}),
        ("OPT", {"dl/opt.md"}),
        ("损失函数设计", {"dl/loss.md"}),
        ("top", {"top.md"}),
    ],
)
def test_a_note_is_named_by_path_file_name_or_title(wanted: str, paths: set[str]) -> None:
    assert notes_named(TITLES, wanted) == paths


def test_an_unknown_note_names_the_nearest() -> None:
    with pytest.raises(FilterError, match=r"^No note is called 'optimizers'\. Did you mean 'Optimisers' or"):
        notes_named(TITLES, "optimizers")


@pytest.mark.parametrize(
    ("wanted", "paths"),
    [
        ("dl", {"dl/loss.md", "dl/opt.md"}),
        ("./dl/", {"dl/loss.md", "dl/opt.md"}),
        ("ml/loss.md", {"ml/loss.md"}),
        (".", set(TITLES)),
        ("", set(TITLES)),
    ],
)
def test_a_path_is_a_folder_or_a_file(wanted: str, paths: set[str]) -> None:
    assert notes_below(TITLES, wanted) == paths


def test_a_path_without_notes_names_the_nearest() -> None:
    with pytest.raises(FilterError, match=r"^There is no note at 'dl/lost\.md'\. Did you mean 'dl/loss\.md'"):
        notes_below(TITLES, "dl/lost.md")


def test_a_file_name_in_the_other_unicode_form_is_found() -> None:
    assert notes_below(["cafe\u0301/a.md"], "caf\u00e9") == {"cafe\u0301/a.md"}
