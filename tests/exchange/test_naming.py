"""Names of files made of titles."""

import pytest

from studycli.exchange.naming import LONGEST, safe_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Loss functions", "Loss functions"),
        ("a/b: c? [d] #e", "a b c d e"),
        ("..hidden..", "hidden"),
        ("  two   spaces\n", "two spaces"),
        ("con", "con_"),
        ("LPT1.txt", "LPT1.txt_"),
        ("console", "console"),
        ("交叉熵", "交叉熵"),
        ("e\u0301", "\u00e9"),
        ("\udc80", "untitled"),
        ("???", "untitled"),
    ],
)
def test_a_name_is_as_near_to_its_text_as_all_systems_allow(text: str, name: str) -> None:
    assert safe_name(text) == name


def test_a_long_name_is_cut_between_characters() -> None:
    assert safe_name("熵" * 100) == "熵" * (LONGEST // 3)
