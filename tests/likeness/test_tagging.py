"""Tags that fit a note."""

from studycli.likeness.nearest import Near
from studycli.likeness.tagging import Suggestion, Vocabulary
from studycli.likeness.terms import counted

TAGS = [
    ("loss", "面试/基础"),
    ("loss", "dl/optim"),
    ("Loss", "dl/optim"),
    (),
    ("weight-decay", "梯度消失", "r"),
]


def suggest(note: int, near: list[tuple[int, float]], text: str = "", headings: str = "") -> list[Suggestion]:
    terms = counted([(text, 1), (headings, 2)]).ids.tolist()
    return Vocabulary(TAGS).suggestions(note, [Near(*each) for each in near], terms, text, headings)


def test_a_tag_of_most_near_notes_is_suggested_as_the_vault_spells_it() -> None:
    assert suggest(3, [(0, 0.5), (1, 0.3), (2, 0.2)]) == [
        Suggestion("loss", 1.0, (0, 1, 2)), Suggestion("dl/optim", 0.5, (1, 2))
    ]  # fmt: skip


def test_one_voter_is_too_few_and_notes_without_tags_do_not_vote() -> None:
    assert suggest(4, [(0, 0.9), (3, 0.9)]) == []


def test_own_tags_and_what_they_are_nested_in_are_not_suggested() -> None:
    assert suggest(0, [(1, 0.5), (2, 0.5)]) == [Suggestion("dl/optim", 1.0, (1, 2))]


def test_words_of_a_tag_in_a_heading_once_or_in_the_text_three_times() -> None:
    assert suggest(3, [], "Weight decay", "Weight decay") == [Suggestion("weight-decay", 0.55, (), 1, True)]
    assert suggest(3, [], "weight decay, weight_decays, weight-decay") == [
        Suggestion("weight-decay", 0.15, (), 3, False)
    ]
    assert suggest(3, [], "weight decay, weight decay") == []
    assert suggest(3, [], "梯度消失了，梯度消失？还是梯度消失。") == [
        Suggestion("梯度消失", 0.15, (), 3, False)
    ]


def test_a_single_letter_is_no_word() -> None:
    assert suggest(3, [], "r r r r", "r") == []


def test_a_tag_is_left_out_where_a_nested_one_is_suggested() -> None:
    vocabulary = Vocabulary([("dl", "dl/loss"), ("dl", "dl/loss"), ()])
    near = [Near(0, 0.5), Near(1, 0.5)]
    assert [each.tag for each in vocabulary.suggestions(2, near, [], "", "")] == ["dl/loss"]
