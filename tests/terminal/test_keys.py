"""Bytes from a terminal become the keys that were pressed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycli.terminal.graphemes import graphemes
from studycli.terminal.keys import Decoder, Key


def names(data: bytes) -> list[str]:
    return [key.name for key in decoded(data)]


def decoded(*chunks: bytes) -> list[Key]:
    decoder = Decoder()
    keys = [key for chunk in chunks for key in decoder.feed(chunk)]
    return keys + decoder.flush()


def test_keys_that_arrive_in_one_chunk_are_all_kept() -> None:
    assert names(b"  3") == ["space", "space", "3"]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\r", "enter"),
        (b"\n", "enter"),
        (b"\x1bOM", "enter"),
        (b"\t", "tab"),
        (b"\x7f", "backspace"),
        (b"\x08", "backspace"),
        (b"\x03", "ctrl-c"),
        (b"\x04", "ctrl-d"),
        (b"\x1a", "ctrl-z"),
        (b"\x1b[A", "up"),
        (b"\x1bOB", "down"),
        (b"\x1b[1;5C", "ctrl-right"),
        (b"\x1b[1;3D", "alt-left"),
        (b"\x1b[1;2D", "left"),
        (b"\x1b[H", "home"),
        (b"\x1b[4~", "end"),
        (b"\x1b[5~", "page-up"),
        (b"\x1b[6~", "page-down"),
        (b"\x1b[3~", "delete"),
        (b"\x1b[3;5~", "ctrl-delete"),
        (b"\x1b[Z", "back-tab"),
        (b"\x1b[99~", "unknown"),
        (b"\x1b[?1;2c", "unknown"),
        (b"\x1b]11;rgb:0000/0000/0000\x07", "unknown"),
        (b"\x1bP1$r0m\x1b\\", "unknown"),
        (b"\x1b", "escape"),
        (b"\x1bb", "alt-b"),
        (b"\x1b\x7f", "alt-backspace"),
        (b"\x1b\r", "alt-enter"),
        (b"\x1b[", "alt-["),
        (b"\x1bO", "alt-O"),
        (b"@", "@"),
        ("汉".encode(), "汉"),
        ("３".encode(), "3"),
        ("？".encode(), "?"),
        ("\u3000".encode(), "space"),
        ("ﬁ".encode(), "ﬁ"),
    ],
)
def test_each_sequence_is_one_key(data: bytes, name: str) -> None:
    assert names(data) == [name]


def test_a_full_width_character_keeps_its_own_form_as_text() -> None:
    assert decoded("３".encode()) == [Key("3", "３")]


def test_two_escapes_are_two_keys() -> None:
    assert names(b"\x1b\x1b") == ["escape", "escape"]


def test_a_sequence_that_is_split_waits_for_its_rest() -> None:
    decoder = Decoder()
    assert decoder.feed(b"\x1b[") == []
    assert decoder.waiting
    assert decoder.feed(b"A") == [Key("up")]
    assert not decoder.waiting


def test_half_a_character_waits_for_its_rest() -> None:
    first, rest = "汉".encode()[:1], "汉".encode()[1:]
    assert decoded(first, rest) == [Key("汉", "汉")]


def test_bytes_that_are_no_text_become_the_replacement_character() -> None:
    assert names(b"\xff") == ["\ufffd"]


@pytest.mark.parametrize("text", ["👩‍👩‍👧", "🇨🇳", "👍🏽"])
def test_a_grapheme_is_one_key(text: str) -> None:
    assert decoded(text.encode()) == [Key(text, text)]


def test_a_letter_with_its_accent_is_one_key() -> None:
    assert decoded("e\u0301".encode()) == [Key("é", "e\u0301")]


def test_two_flags_are_two_graphemes() -> None:
    assert graphemes("🇨🇳🇺🇸a") == ["🇨🇳", "🇺🇸", "a"]


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])))
def test_graphemes_joined_are_the_text(text: str) -> None:
    assert "".join(graphemes(text)) == text


def test_a_paste_is_one_key_whatever_is_in_it() -> None:
    assert decoded(b"1\x1b[200~3\n4\x1b[A\x1b[201~2") == [
        Key("1", "1"),
        Key("paste", "3\n4\x1b[A"),
        Key("2", "2"),
    ]


def test_a_paste_in_pieces_is_one_key() -> None:
    assert decoded(b"\x1b[20", b"0~ab", b"c\x1b[2", b"01~") == [Key("paste", "abc")]


def test_a_paste_without_an_end_is_taken_as_it_is() -> None:
    decoder = Decoder()
    assert decoder.feed(b"\x1b[200~abc") == []
    assert decoder.pasting
    assert decoder.flush() == [Key("paste", "abc")]


@given(st.binary(max_size=60), st.data())
def test_where_the_bytes_are_split_makes_no_difference_to_what_is_held(
    data: bytes, draws: st.DataObject
) -> None:
    """Only graphemes that meet at a split may differ, so names are compared for ASCII alone."""
    ascii_only = bytes(byte & 0x7F for byte in data)
    cut = draws.draw(st.integers(0, len(ascii_only)))
    assert decoded(ascii_only[:cut], ascii_only[cut:]) == decoded(ascii_only)


@given(st.binary(max_size=200))
def test_any_bytes_are_decoded_to_the_end(data: bytes) -> None:
    decoder = Decoder()
    decoder.feed(data)
    decoder.flush()
    assert not decoder.waiting
