"""Words without markup, numbering and emoji, and their identity."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycli.notes.inline import (
    bare,
    has_words,
    identity,
    plain,
    trim_emoji,
    without_links,
    without_pictures,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("plain words", "plain words"),
        ("**bold** and *soft* and ~~gone~~ and ==lit==", "bold and soft and gone and lit"),
        ("__bold__ and _soft_, snake_case_name stays", "bold and soft, snake_case_name stays"),
        ("***both***", "both"),
        ("5 * 3 * 2", "5 * 3 * 2"),
        ("`code` and `a_b` and `a*b*c`", "code and `a_b` and `a*b*c`"),
        ("$x_i * y_i$ and **z**", "$x_i * y_i$ and z"),
        ("当$a<b$且$*c*>d$时", "当$a<b$且$*c*>d$时"),
        ("cost $5 and $6 for *two*", "cost $5 and $6 for two"),
        ("[shown](https://a.b/c_(d))", "shown"),
        ("[[target|shown]] and [[page]]", "shown and page"),
        ("title [[src](http://a.b)]", "title"),
        ("![alt](p.png) text ![[p.png]]", "text"),
        ("[shown][ref]", "shown"),
        ("a <b>bold</b> <br/> tag", "a bold tag"),
        ("<https://a.b>", "https://a.b"),
        ("a &amp; b &lt; c", "a & b < c"),
        (r"a\_b \*c\*", "a_b *c*"),
        ("x <!-- hidden --> y", "x y"),
        ("two  \t spaces", "two spaces"),
    ],
)
def test_plain_takes_markup_off(text: str, words: str) -> None:
    assert plain(text) == words


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("1. Dropout", "Dropout"),
        ("1.2.3 Dropout", "Dropout"),
        ("1.2. ✅ 为什么需要它", "为什么需要它"),
        ("Q1: Why?", "Why?"),
        ("Q: Why?", "Why?"),
        ("1. Q2: Why?", "Why?"),
        ("问题3：为什么？", "为什么？"),
        ("第2章 优化", "优化"),
        ("(3) What", "What"),
        ("① 什么", "什么"),
        ("二、激活函数", "激活函数"),
        ("（二）激活函数", "激活函数"),
        ("1) What is it?", "What is it?"),
        ("III. Trees", "Trees"),
        ("**什么是 A**：", "什么是 A"),
        ("🚀 What? ‍⭐️", "What?"),
        ("0-1 损失", "0-1 损失"),
        ("1*1 卷积", "1*1 卷积"),
        ("3 种优化器", "3 种优化器"),
        ("2D convolution", "2D convolution"),
        ("42", "42"),
        ("L2正则化 ↔ 高斯先验", "L2正则化 ↔ 高斯先验"),
    ],
)
def test_bare_takes_numbering_and_emoji_off(heading: str, words: str) -> None:
    assert bare(heading) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1. What is **MSE**?", "What is MSE？"),
        ("均方误差（MSE）", "均方误差(MSE)"),
        ("ＬＳＴＭ", "lstm"),
        ("𝐁𝐚𝐭𝐜𝐡 norm", "Batch Norm"),
        ("e\u0301poque", "\u00e9poque"),
    ],
)
def test_identity_ignores_width_case_punctuation_and_form(one: str, other: str) -> None:
    assert identity(bare(one)) == identity(bare(other))


def test_identity_of_signs_alone_is_the_signs() -> None:
    assert identity("++") == "++"


def test_text_without_links_keeps_only_words_beside_them() -> None:
    assert without_links("see [a](b) and <https://c.d> ![p](q) [[w]] end").split() == ["see", "and", "end"]
    assert without_pictures('a ![p](q) <img src="x"> b').split() == ["a", "b"]


def test_words_are_letters_or_digits() -> None:
    assert has_words("- 1")
    assert has_words("中")
    assert not has_words("—— __ !")


@given(st.text(max_size=80))
def test_words_of_any_text_are_one_line_and_found_again(text: str) -> None:
    words = plain(text)
    assert words == " ".join(words.split())
    assert trim_emoji(trim_emoji(text)) == trim_emoji(text)
    assert isinstance(bare(text), str)
