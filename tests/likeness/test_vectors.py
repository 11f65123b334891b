"""Terms, their weights, and which texts are nearest."""

import re
import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studycli.likeness.nearest import Near, likenesses, nearest
from studycli.likeness.prose import folded, name_of, prose
from studycli.likeness.reasons import reasons, shared, surfaces
from studycli.likeness.terms import (
    MOST,
    Terms,
    _mixed,
    characters,
    counted,
    english,
    hashed,
    joined,
    packed,
    stem,
    unpacked,
)
from studycli.likeness.vectors import vectors

TEXTS = [
    "softmax 之后用 MSE 会有梯度消失。The gradient of cross-entropy does not vanish.",
    "梯度消失的原因：sigmoid 饱和；与 softmax 和 MSE 有关。Residual paths help.",
    "Batch normalisation keeps activations in range; layer normalization too.",
    "卷积网络的感受野随层数增长。Stride and padding decide the output size.",
    "Random forests average trees, boosting adds them one after another.",
]


def terms(*texts: str) -> list[Terms]:
    return [counted([(text, 1)]) for text in texts]


def paired(one: str, other: str) -> int:
    """Return the term of two words that stand together."""
    return int(_mixed(*np.array([[hashed(stem(one))], [hashed(stem(other))]], np.uint64))[0])


def words(found: Terms) -> set[str]:
    return {characters(term) for term in found.ids.tolist()}


def test_chinese_terms_are_neighbouring_characters_within_a_phrase() -> None:
    [found] = terms("梯度消失的原理")
    assert words(found) == {"梯度", "度消", "消失", "梯度消", "度消失", "原理"}


def test_characters_that_say_nothing_divide_phrases() -> None:
    assert words(terms("我们可以在和了")[0]) == set()


def test_english_terms_are_words_and_pairs() -> None:
    [found] = terms("the vanishing gradients of a top-5 model, 2 3")
    pairs = (("vanishing", "gradient"), ("top", "5"), ("5", "model"))
    alone = map(hashed, ("vanishing", "gradient", "top", "model"))
    assert found.ids.tolist() == sorted([*alone, *(paired(*pair) for pair in pairs)])


@pytest.mark.parametrize(
    ("word", "stemmed"),
    [("gradients", "gradient"), ("classes", "classe"), ("loss", "loss"), ("bias", "bias"), ("queries", "query"),
     ("normalisation", "normalization"), ("regularised", "regularized"), ("gas", "gas"), ("noise", "noise")],
)  # fmt: skip
def test_a_word_counts_in_the_singular_and_in_one_spelling(word: str, stemmed: str) -> None:
    assert stem(word) == stemmed


def test_counts_are_times_by_weight_and_names_are_taken_as_they_are() -> None:
    found = counted([("loss", 1), ("loss loss", 3)], [("#loss", 4)])
    assert dict(zip(found.ids.tolist(), found.counts.tolist(), strict=True)) == {
        hashed("loss"): 7, paired("loss", "loss"): 3, hashed("#loss"): 4,
    }  # fmt: skip


def test_a_long_text_keeps_the_terms_that_it_has_most_often() -> None:
    often = " . ".join(["needle"] * 3 + [f"w{number}" for number in range(2 * MOST)])
    found = counted([(often, 1)])
    assert len(found.ids) == MOST
    assert hashed("needle") in found.ids.tolist()


def test_terms_are_the_same_after_packing() -> None:
    for found in terms(*TEXTS, ""):
        again = unpacked(packed(found))
        assert (again.ids.tolist(), again.counts.tolist()) == (found.ids.tolist(), found.counts.tolist())


def test_joined_terms_stay_sorted() -> None:
    found = joined(terms("loss")[0], [("[[adam", 4)])
    assert found.ids.tolist() == sorted([hashed("loss"), hashed("[[adam")])


def test_nearest_are_those_that_share_rare_terms() -> None:
    found = [*nearest(vectors(terms(*TEXTS)), range(5), 2, 0.05)]
    assert [near.text for near in found[0]] == [1]
    assert [near.text for near in found[1]] == [0]
    assert found[2:] == [(), (), ()]


def test_equally_near_texts_come_in_their_order_and_no_more_than_asked_for() -> None:
    space = vectors(terms("adam moment", "adam moment", "adam moment", "convex hull"))
    assert next(nearest(space, [1], 1, 0.1)) == (Near(0, 1.0),)
    assert [near.text for near in next(nearest(space, [1], 5, 0.1))] == [0, 2]


def test_no_texts_and_empty_texts() -> None:
    assert [*nearest(vectors([]), [], 5, 0.1)] == []
    assert [*nearest(vectors(terms("", "")), [0, 1], 5, 0.1)] == [(), ()]


VOCABULARY = "adam sgd loss mse softmax 梯度 消失 归一化 卷积"
WORDS = st.lists(st.sampled_from(VOCABULARY.split()), max_size=12)


@settings(max_examples=40)
@given(st.lists(WORDS, min_size=2, max_size=7))
def test_likeness_is_symmetric_and_at_most_one(texts: list[list[str]]) -> None:
    space = vectors(terms(*map(" ".join, texts)))
    matrix = np.array([likenesses(space, row) for row in range(len(texts))])
    assert (matrix == matrix.T).all()
    assert matrix.min() >= 0
    assert matrix.max() <= 1 + 1e-9


@settings(max_examples=20)
@given(st.permutations(range(5)))
def test_order_of_the_texts_does_not_matter(order: list[int]) -> None:
    usual = np.array([likenesses(space, row) for space in [vectors(terms(*TEXTS))] for row in range(5)])
    space = vectors(terms(*(TEXTS[place] for place in order)))
    other = np.array([likenesses(space, row) for row in range(5)])
    assert np.allclose(other, usual[np.ix_(order, order)], rtol=0, atol=1e-12)


def reasons_for(one: int, other: int) -> tuple[str, ...]:
    space = vectors(terms(*TEXTS))
    both = shared(space, one, other)
    return reasons(both, surfaces(TEXTS[one], set(both)), TEXTS[one])


def test_reasons_are_the_shared_words_as_the_note_writes_them() -> None:
    assert set(reasons_for(0, 1)) == {"梯度消失", "softmax", "MSE"}


def test_a_part_of_a_longer_word_is_no_reason() -> None:
    notes = ["锚文本和锚文本的链接", "锚文本", "随机森林"]
    space = vectors(terms(*notes))
    assert reasons(shared(space, 0, 1), {}, notes[0]) == ("锚文本",)
    parts = counted([("文本", 1)]).ids.tolist()
    assert reasons(parts, {}, notes[0]) == ()
    assert reasons(parts, {}, "文本，使用文本") == ("文本",)
    assert reasons(counted([("用记录", 1)]).ids.tolist(), {}, "使用记录") == ()


def test_words_are_shown_with_the_fewest_capitals_and_tags_as_tags() -> None:
    wanted = {hashed("softmax"), hashed("mse"), hashed("#loss"), paired("cross", "entropy")}
    shown = surfaces("Softmax and softmax, MSE, Cross-Entropy", wanted, {"#loss": "#Loss", "#x": "#x"})
    assert shown == {
        hashed("softmax"): "softmax", hashed("mse"): "MSE", hashed("#loss"): "#Loss",
        paired("cross", "entropy"): "Cross Entropy",
    }  # fmt: skip


@given(st.text(st.sampled_from("aB7 -'\n可é.\U0001f600\ud800"), max_size=30))
def test_words_are_runs_of_letters_and_digits_and_one_blank_hyphen_or_apostrophe_joins_them(
    text: str,
) -> None:
    said = english(text)
    found = re.findall(r"([A-Za-z0-9]+)([ '-](?=[A-Za-z0-9]))?", text)
    assert said.words == [word for word, _ in found]
    names = [word not in "aA" for word, _ in found]
    says = [
        len(word) > 1 and not word.isdecimal() and known
        for (word, _), known in zip(found, names, strict=True)
    ]
    assert said.says.tolist() == says
    assert said.joined.tolist() == [
        bool(gap) and names[at] and names[at + 1] and (says[at] or says[at + 1])
        for at, (_, gap) in enumerate(found[:-1])
    ]


def test_a_pair_of_words_says_its_words_too() -> None:
    shown = {1 << 63 | 1: "cross entropy", 1 << 63 | 2: "entropy", 1 << 63 | 3: "loss"}
    assert reasons([1 << 63 | 2, 1 << 63 | 1, 1 << 63 | 3], shown, "") == ("cross entropy", "loss")


@pytest.mark.parametrize(
    "text",
    [
        "损失，（如ＭＳＥ）：①；对吗？！",
        "e\u0301\n\u0301e\r\n½ ﬁ",
        "，\u0338 =\u0338",
        "plain",
        "",
        "가\n각\u1100\u1161",
    ],
)
def test_folded_texts_are_in_nfkc(text: str) -> None:
    assert folded(text) == unicodedata.normalize("NFKC", text)


def test_prose_is_the_words_without_code_addresses_and_what_is_generated() -> None:
    note = (
        "---\ntitle: front\n---\n# Title\n\nSee [[dir/Other Note#part|that]] and [x](sub/third%20one.md).\n"
        "```python\nimport numpy\n```\n<!-- hidden -->\n$\\frac{a}{b}$ https://example.com <b>ｂｏｌｄ</b>\n"
        "## Related notes\n<!-- auto-generated -->\n\n- [Fourth](fourth.md): words\n"
    )
    found = prose(note)
    assert found.links == ("other note", "third one")
    assert found.headings == "Title"
    shown = "# Title See [[dir/Other Note#part|that]] and [x . $ {a}{b}$ bold"
    assert " ".join(found.text.split()) == shown


def test_a_note_is_named_by_its_file_whatever_the_folder() -> None:
    assert {name_of("a/Adam.md"), name_of("Adam"), name_of("..\\x\\ADAM.MD")} == {"adam"}
