"""A file of a source becomes text, and what was done to it is said."""

import subprocess
import sys
from pathlib import Path

import pytest

from studycli.errors import ImportFailed
from studycli.exchange.model import Item
from studycli.exchange.texts import Text, text_of
from tests.repair.test_encodings import CHINESE, TRADITIONAL
from tests.repair.test_mojibake import NOTE


def _item(data: bytes, path: str = "a/b.md") -> Item:
    return Item(path, len(data), None, lambda: data)


def test_sound_utf_8_comes_as_it_is() -> None:
    assert text_of(_item(NOTE.encode())) == Text(NOTE)
    assert text_of(_item(b"\xef\xbb\xbf" + NOTE.encode())) == Text(NOTE)


@pytest.mark.parametrize(
    ("codec", "encoding", "said"),
    [
        ("gbk", "gb18030", "was GB18030"),
        ("utf-16", "utf-16", "was UTF-16"),
        ("utf-16-le", "utf-16-le", "was UTF-16-LE"),
    ],
)
def test_another_encoding_is_said(codec: str, encoding: str, said: str) -> None:
    assert text_of(_item(NOTE.encode(codec))) == Text(NOTE, encoding, (), (said,))


def test_big5_is_named_so() -> None:
    assert text_of(_item(TRADITIONAL.encode("big5"))).remarks == ("was Big5",)


def test_doubt_about_the_encoding_is_said() -> None:
    said = "was Windows-1252, as far as can be told: look whether its letters are right"
    assert text_of(_item("Les poids sont élevés, où qu’ils soient.".encode("cp1252"))).remarks == (said,)


def test_bytes_that_could_not_be_read_are_said() -> None:
    data = "\n".join(CHINESE).encode()[:-1]
    assert text_of(_item(data)).remarks == ("line 5: bytes that are no UTF-8 stand as \ufffd",)


def test_restored_characters_are_counted() -> None:
    text = text_of(_item("深度学习".encode().decode("latin-1").encode()))
    assert text == Text("深度学习", "", (), ("UTF-8 read as latin-1: 4 characters restored",))


def test_doubtful_characters_are_counted_too(shared: Path) -> None:
    """The file that arrived mangled: the search has it whole, and half of it is not restored before."""
    text = text_of(_item((shared / "seed/损失函数设计.mojibake.md").read_bytes()))
    right = (shared / "seed/损失函数设计.md").read_text("utf-8")
    assert len(text.text) == len(right)
    assert sum(one == other for one, other in zip(text.text, right, strict=True)) > 0.99 * len(right)
    assert text.remarks[0].startswith("UTF-8 read as cp1254, with characters lost: 3,")
    assert text.remarks[0].endswith(" doubtful")
    assert text.repairs


def test_what_was_put_right_is_said() -> None:
    assert text_of(_item("#\u3000标题".encode())).remarks == (
        "line 1: a space that is none to Markdown is a plain one behind a mark",
    )


def test_a_binary_file_is_refused_by_its_path() -> None:
    with pytest.raises(ImportFailed, match=r"^a/b\.md is a PNG picture, not a note: leave it out"):
        text_of(_item(b"\x89PNG\r\n\x1a\n\0"))


def test_sound_text_loads_no_library() -> None:
    """Ten thousand notes pass here in one import."""
    code = (
        "import sys\nfrom studycli.exchange.model import Item\nfrom studycli.exchange.texts import text_of\n"
        "text_of(Item('x', 1, None, '# 深度学习\\n“好”……\\n'.encode))\n"
        "assert not {'ftfy', 'chardet', 'numpy', 'yaml'} & set(sys.modules), sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
