"""The n-gram model: its file, its estimate, and the script that builds it."""

import importlib.util
from functools import reduce
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from studycli.repair.lossy import trellis
from studycli.repair.lossy.brackets import UNWANTED, WANTED, favour
from studycli.repair.lossy.layout import layout, stretches
from studycli.repair.lossy.ngrams import BITS, STEP, UNKNOWN, Ngrams, chinese, pack, unpack
from studycli.repair.lossy.tokens import tokens

ROOT = Path(__file__).resolve().parents[2]
MODEL = ROOT / "studycli" / "repair" / "lossy" / "chinese.ngrams"
MOST_BYTES = 2_000_000


@pytest.fixture(scope="module")
def build_model() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_model", ROOT / "docs" / "build_model.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("texts")
    (folder / "near").mkdir()
    (folder / "near" / "a.md").write_text(
        "# 损失函数\n\n损失函数与梯度。\n梯度与学习率。\n", encoding="utf-8"
    )
    (folder / "near" / "b.md").write_text("中间的层\n", encoding="utf-8")
    (folder / "far.py").write_text("x = 1  # 优化器更新参数\n" * 2 + "y = 2\n# 短的\n", encoding="utf-8")
    (folder / "words.txt").write_text("梯度 100 n\n贝叶斯 50 nr\nAT&T 3 nz\n", encoding="utf-8")
    return folder


def _built(build_model: ModuleType, folder: Path, *more: str) -> tuple[bytes, Ngrams]:
    out = folder / "out.ngrams"
    given = [
        "--near",
        str(folder / "near"),
        "--far",
        str(folder / "far.py"),
        "--words",
        str(folder / "words.txt"),
    ]
    build_model.main([str(out), *given, *more])
    return out.read_bytes(), unpack(out.read_bytes())


def _chance(model: Ngrams, text: str) -> float:
    """Return the log probability of a text's last character after the others, of which there are three at most."""
    return float(model.chance(np.array([_context(model, text[:-1])]), np.array([model.number(text[-1])]))[0])


def _context(model: Ngrams, text: str) -> int:
    return reduce(lambda context, char: context << BITS | model.number(char), text, 0)


def test_the_packaged_model_keeps_its_size() -> None:
    assert MODEL.stat().st_size <= MOST_BYTES


def test_the_packaged_model_says_what_it_is_made_of() -> None:
    notice = MODEL.with_name("NOTICE").read_text(encoding="utf-8")
    assert "imhuay/studies" in notice
    assert "jieba" in notice
    assert "The above copyright notice and this permission notice shall be included" in notice


def test_the_packaged_model_knows_what_follows_what() -> None:
    model = chinese()
    assert _chance(model, "损失函数") > _chance(model, "损失函与")
    assert _chance(model, "贝叶斯") > _chance(model, "贝偶斯")
    assert _chance(model, "贝叶斯") > np.log(0.3)


@pytest.mark.parametrize("context", ["", "的", "损失", "交叉熵", "\n#"])
def test_probabilities_after_a_context_sum_to_one(context: str) -> None:
    model = chinese()
    chars = np.array(sorted(model.vocabulary.values()))
    chances = model.chance(np.full(len(chars), _context(model, context)), chars)
    assert np.exp(chances).sum() == pytest.approx(1.0, abs=0.03)


def test_a_file_gives_back_what_was_packed() -> None:
    keys = np.array([UNKNOWN, 2, 3, 2 << BITS | 3, (3 << BITS | 2) << 2 * BITS | 2 << BITS | 3])
    logs = -STEP * np.arange(5.0)
    model = unpack(pack("与中", keys, logs, logs[::-1]))
    assert model.vocabulary == {"与": 2, "中": 3}
    assert model.keys.tolist() == keys.tolist()
    assert np.allclose(model.chances, logs)
    assert np.allclose(model.backoffs, logs[::-1])


def test_an_unseen_ngram_takes_the_shorter_one_with_the_weight_of_its_context() -> None:
    keys = np.array([UNKNOWN, 2, 3, 3 << BITS | 2])
    model = unpack(pack("与中", keys, -STEP * np.array([9.0, 1, 2, 4]), -STEP * np.array([0.0, 5, 6, 0])))
    assert _chance(model, "中与") == pytest.approx(-STEP * 4)
    assert _chance(model, "与中") == pytest.approx(-STEP * (5 + 2))
    assert _chance(model, "与与与") == pytest.approx(-STEP * (5 + 1))
    assert _chance(model, "与山") == pytest.approx(-STEP * (5 + 9))


def test_the_same_texts_give_the_same_bytes(build_model: ModuleType, folder: Path) -> None:
    assert _built(build_model, folder)[0] == _built(build_model, folder)[0]


def test_a_built_model_has_learnt_from_all_its_texts(build_model: ModuleType, folder: Path) -> None:
    _, model = _built(build_model, folder)
    assert _chance(model, "损失函") > _chance(model, "损失与")
    assert _chance(model, "优化器") > _chance(model, "优化与")
    assert _chance(model, "贝叶斯") > _chance(model, "贝叶与")
    assert {"短", "&"}.isdisjoint(model.vocabulary)


def test_a_note_left_out_is_not_learnt(build_model: ModuleType, folder: Path) -> None:
    _, model = _built(build_model, folder, "--leave-out", str(folder / "near" / "b.md"))
    assert "层" not in model.vocabulary


def test_a_smaller_model_keeps_what_matters_most(build_model: ModuleType, folder: Path) -> None:
    whole, small = _built(build_model, folder)[1], _built(build_model, folder, "--most", "140")[1]
    assert len(small.keys) < len(whole.keys)
    assert _chance(small, "损失函") > _chance(small, "损失与")


def test_latin_text_and_marks_say_nothing() -> None:
    assert "".join(tokens("## **Loss 3**: `x_1` 与 $\\alpha$ -- 中\r")) == "#a:a与a-中"


def test_ways_far_worse_than_the_best_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """With no patience one way is left of each stretch, and the choices on it are certain."""
    monkeypatch.setattr(trellis, "FAR", 0.0)
    model = chinese()
    chars = [np.array([model.number(char) for char in "不与中"])] * 2
    asked = stretches(layout("损失￼梯度￼学习\n", model), chars, [np.zeros(3)] * 2)
    chances = trellis.posteriors(asked, model)[asked.open]
    assert sorted(chances.round(9)) == [0, 0, 0, 0, 1, 1]


@pytest.mark.parametrize(
    ("before", "after", "char", "nats"),
    [
        ("说", "好】", "【", WANTED),
        ("【说", "好】", "【", UNWANTED),
        ("说", "好【】", "【", UNWANTED),
        ("“说", "。", "”", WANTED),
        ("说", "。", "”", UNWANTED),
        ("“说”", "。", "”", UNWANTED),
        ("说", "】", "、", 0.0),
    ],
)
def test_a_bracket_is_wanted_where_its_partner_is_alone(
    before: str, after: str, char: str, nats: float
) -> None:
    assert favour(before, after, char) == nats
