"""Three texts into one."""

from hypothesis import given, settings
from hypothesis import strategies as st

from studycli.exchange.merging import Merged, merge
from studycli.notes.clashes import START, clashes

BASE = "# Losses\n\nMSE is convex.\n\nHuber is robust.\n"
TEXTS = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "\n", "## d\n"]), max_size=8).map("".join)


def test_a_change_of_the_source_is_taken_and_one_of_the_vault_is_kept() -> None:
    ours = BASE.replace("convex", "convex in its prediction")
    theirs = BASE.replace("robust", "robust to outliers")
    assert merge(BASE, ours, theirs, "x") == Merged(
        "# Losses\n\nMSE is convex in its prediction.\n\nHuber is robust to outliers.\n", 0, ()
    )


def test_the_same_change_of_both_is_taken_once() -> None:
    both = BASE.replace("robust", "robust to outliers")
    assert merge(BASE, both, both, "x").text == both


def test_lines_that_both_changed_stay_both_between_named_comments() -> None:
    merged = merge(BASE, BASE.replace("convex", "smooth"), BASE.replace("convex", "simple"), "deck.md")
    assert merged == Merged(
        "# Losses\n\n<!-- study: import clash with deck.md -->\nMSE is smooth.\n\n"
        "<!-- study: the vault's text is above, the imported one below -->\nMSE is simple.\n"
        "<!-- study: end of import clash -->\n\nHuber is robust.\n",
        1,
        (),
    )


def test_a_name_with_two_hyphens_does_not_end_the_comment_of_a_clash() -> None:
    text = merge("a\n", "b\n", "c\n", "my--deck").text
    assert text.splitlines()[0] == f"{START}my—deck -->"


def test_a_clash_is_an_issue_of_its_note_with_its_line() -> None:
    text = merge(BASE, BASE.replace("convex", "smooth"), BASE.replace("convex", "simple"), "deck.md").text
    [issue] = clashes(text)
    assert (issue.line, issue.code, issue.found) == (3, "import-clash", "deck.md")
    assert clashes(BASE) == []


def test_in_the_frontmatter_the_vaults_own_line_stays_and_the_other_is_told() -> None:
    base, ours, theirs = (f"---\ntags: [{tag}]\nnext_review: null\n---\nText\n" for tag in ("a", "b", "c"))
    assert merge(base, ours, theirs, "x") == Merged(ours, 0, ("tags: [c]",))


def test_values_that_the_program_writes_are_the_vaults_and_no_clash() -> None:
    base = "---\nnext_review: '2026-01-01'\n---\nText\n"
    ours = "---\nnext_review: '2026-05-05'\nreview_count: 3\n---\nText\n"
    theirs = "---\nnext_review: '2026-02-02'\n---\nText, longer\n"
    assert (
        merge(base, ours, theirs, "x").text
        == "---\nnext_review: '2026-05-05'\nreview_count: 3\n---\nText, longer\n"
    )


@settings(max_examples=60)
@given(TEXTS, TEXTS)
def test_where_one_side_is_the_base_the_merge_is_the_other_side(base: str, changed: str) -> None:
    assert merge(base, changed, base, "x").text == changed
    assert merge(base, base, changed, "x").text == changed
    assert merge(base, changed, changed, "x").text == changed


@settings(max_examples=80)
@given(TEXTS, TEXTS, TEXTS)
def test_no_line_of_the_vault_is_lost_that_the_source_did_not_take_away(
    base: str, ours: str, theirs: str
) -> None:
    added = set(ours.splitlines()) - set(base.splitlines())
    assert added <= set(merge(base, ours, theirs, "x").text.splitlines())
