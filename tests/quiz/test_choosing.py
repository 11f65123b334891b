"""Which question comes next: forms in turn, one a card, made only when it is asked for."""

from collections import Counter
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycli.quiz.choosing import choose
from studycli.quiz.model import FORMS, Checklist, Offer, Question


def question(card: str, form: str, what: str = "") -> Question:
    return Question(
        f"{card}-{form}{what}", card, "n.md", 1, form, "en", "Shown?", "Answer.", (), Checklist(())
    )


class Vault:
    """Cards with the forms that each can be asked in, and what was made of them."""

    def __init__(self, forms: dict[str, list[str]]) -> None:
        self.forms = forms
        self.made: list[str] = []

    def offers(self, card: str, form: str) -> list[Offer]:
        return [
            Offer(form, lambda at=at: self._make(card, form, str(at)))
            for at in range(self.forms.get(card, []).count(form))
        ]

    def _make(self, card: str, form: str, what: str) -> Question:
        made = question(card, form, what)
        self.made.append(made.id)
        return made


def test_a_question_is_made_when_it_is_asked_for() -> None:
    vault = Vault({f"c{number}": ["recall", "list"] for number in range(100)})
    quiz = choose(vault.forms, vault.offers, FORMS, 1)
    assert vault.made == []
    list(islice(quiz, 3))
    assert len(vault.made) == 3


def test_cards_come_in_their_order_and_those_without_a_question_are_passed_over() -> None:
    vault = Vault({"a": ["recall"], "b": [], "c": ["recall"]})
    assert [each.card for each in choose("abc", vault.offers, FORMS, 1)][:2] == ["a", "c"]


def test_forms_are_varied_evenly() -> None:
    vault = Vault({f"c{number}": ["recall", "list", "choice", "cloze"] for number in range(40)})
    forms = Counter(each.form for each in islice(choose(vault.forms, vault.offers, FORMS, 1), 40))
    assert set(forms.values()) == {10}


def test_the_first_question_needs_no_numbers_where_there_is_another() -> None:
    vault = Vault({"a": ["value", "code", "gradient", "recall"], "b": ["value", "recall"]})
    first, second = islice(choose("ab", vault.offers, FORMS, 1), 2)
    assert (first.form, second.form) == ("recall", "value")
    assert next(choose("ab", vault.offers, ("value", "code"), 1)).form in ("value", "code")


def test_only_wanted_forms_are_asked() -> None:
    vault = Vault({"a": ["recall", "list"], "b": ["recall"]})
    assert [each.id for each in choose("ab", vault.offers, ("list",), 1)] == ["a-list0"]


def test_too_few_cards_are_asked_again_otherwise_and_never_twice_in_a_row() -> None:
    vault = Vault({"a": ["recall", "list", "cloze"], "b": ["recall", "cloze", "cloze"]})
    found = list(choose("ab", vault.offers, FORMS, 1))
    assert len(found) == len({each.id for each in found}) == 6
    assert [each.card for each in found] == ["a", "b"] * 3


def test_one_card_alone_gives_one_question() -> None:
    vault = Vault({"a": ["recall", "list", "cloze"]})
    assert len(list(choose("a", vault.offers, FORMS, 1))) == 1


def test_a_veto_leads_to_another_offer_and_then_to_another_form() -> None:
    made = []

    def offers(card: str, form: str) -> list[Offer]:
        if form == "choice":
            return [Offer(form, lambda: made.append("vetoed"))] * 10
        return [Offer(form, lambda: question(card, form))] if form == "recall" else []

    assert [each.form for each in choose("a", offers, ("choice", "recall"), 4)] == ["recall"]
    assert len(made) in (0, 4)


@given(
    st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.lists(st.sampled_from(FORMS), max_size=6)),
    st.integers(0, 5),
)
def test_whatever_there_is_no_card_follows_itself_and_no_question_comes_twice(
    forms: dict[str, list[str]], seed: int
) -> None:
    found = list(choose(list(forms), Vault(forms).offers, FORMS, seed))
    assert all(one.card != other.card for one, other in pairwise(found))
    assert len({each.id for each in found}) == len(found)
    assert {each.card for each in found} == {card for card, offered in forms.items() if offered}
    assert found == list(choose(list(forms), Vault(forms).offers, FORMS, seed))


@pytest.mark.parametrize("seed", [1, 2])
def test_another_seed_asks_otherwise(seed: int) -> None:
    vault = Vault({f"c{number}": ["recall", "list", "choice", "cloze"] for number in range(20)})
    one = [each.id for each in islice(choose(vault.forms, vault.offers, FORMS, seed), 20)]
    other = [each.id for each in islice(choose(vault.forms, vault.offers, FORMS, seed + 2), 20)]
    assert one != other
