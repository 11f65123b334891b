"""One long list of questions as notes by heading."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studycli.exchange.history import Known, logged
from studycli.exchange.model import Arrival, Asked, Track
from studycli.exchange.splitting import split
from studycli.notes.cards import answer_text, parse_note
from studycli.notes.frontmatter import read_meta
from studycli.notes.model import CardOptions
from studycli.repair import Repair
from studycli.schedule.sm2 import Schedule

OPTIONS = CardOptions()

LONG = """\
---
tags: [ml]
---
# Interview questions

Read [this](notes/a.md) and ![that](/img/b.png) first; see [trees](#decision-trees).

## Contents

* [Trees](#decision-trees)

## Decision trees

**What is a stump?**

A tree of depth 1, see [nets](#neural-nets), [its picture](img/stump.png), [the book][book] and note[^1].

**What is pruning?**

Cutting back: `[not](a/link.md)` and [[#Neural nets|nets]].

```
[neither](here.md) [[#Neural nets]]
```

## Neural nets

Layers of units.

**What is a unit?**

A sum and a bend, <a href="#decision-trees">unlike</a> a [stump](#decision-trees), [here](#neural-nets).

**What is depth?** <!-- study: id=depth -->

How many layers. [The book][book]

### Width

Units of a layer.

[book]: https://example.org/book
[^1]: A footnote.
    With a second line.
"""


def arrival(text: str, **more: object) -> Arrival:
    return Arrival("a/theory.md", "a/theory.md", text)._replace(**more)


def cards(note: Arrival) -> list[tuple[str, str]]:
    found = parse_note(note.path, note.text, read_meta(note.text), OPTIONS).cards
    return [(card.prompt, answer_text(note.text, card)) for card in found]


def test_each_topic_is_a_note_in_a_folder_of_the_files_name() -> None:
    parts = split(arrival(LONG, tags=("x",), remarks=("said",)))
    assert [(part.key, part.path) for part in parts] == [
        ("a/theory.md#theory", "a/theory/theory.md"),
        ("a/theory.md#Decision trees", "a/theory/Decision trees.md"),
        ("a/theory.md#Neural nets", "a/theory/Neural nets.md"),
    ]
    assert [(part.tags, part.remarks) for part in parts] == [(("x",), ("said",)), (("x",), ()), (("x",), ())]
    assert all(part.text.startswith("---\ntags: [ml]\n---\n") for part in parts)


def test_a_heading_becomes_the_title_where_that_costs_no_card() -> None:
    _, trees, nets = split(arrival(LONG))
    assert "---\n# Decision trees\n\n**What is a stump?**" in trees.text
    assert "---\n## Neural nets\n\nLayers of units." in nets.text
    assert [prompt for prompt, _ in cards(nets)] == [
        "Neural nets",
        "What is a unit?",
        "What is depth?",
        "Width",
    ]


def test_what_stands_before_the_first_topic_is_a_note_without_cards() -> None:
    intro = split(arrival(LONG))[0]
    assert "# Interview questions\n\nRead" in intro.text
    assert "## Contents" in intro.text
    alone = split(
        arrival(
            "# All of it\n\nSome words on it.\n\n## A\n\n**a1?**\n\nx\n\n**a2?**\n\nx\n\n## B\n\n**b1?**\n\nx\n\n**b2?**\n\nx\n"
        )
    )
    assert alone[0].text == "# All of it <!-- study: off -->\n\nSome words on it.\n"
    assert sum(len(cards(part)) for part in alone) == 4


def test_links_hold_from_the_new_place() -> None:
    intro, trees, nets = split(arrival(LONG))
    assert "[this](../notes/a.md)" in intro.text
    assert "![that](/img/b.png)" in intro.text
    assert "* [Trees](Decision%20trees.md#decision-trees)" in intro.text
    assert "[nets](Neural%20nets.md#neural-nets), [its picture](../img/stump.png)" in trees.text
    assert "`[not](a/link.md)` and [[Neural nets#Neural nets|nets]]." in trees.text
    assert "[neither](here.md) [[#Neural nets]]" in trees.text
    assert '<a href="Decision%20trees.md#decision-trees">unlike</a>' in nets.text
    assert "[here](#neural-nets)" in nets.text


def test_definitions_are_copied_to_where_they_are_used() -> None:
    _, trees, nets = split(arrival(LONG))
    copied = "[book]: https://example.org/book\n[^1]: A footnote.\n    With a second line.\n"
    assert trees.text.endswith("```\n\n" + copied)
    assert nets.text.endswith("Units of a layer.\n\n" + copied)


def test_schedules_and_repairs_go_with_their_cards() -> None:
    def line_of(text: str, words: str) -> int:
        return next(at for at, line in enumerate(text.split("\n"), 1) if words in line)

    at, below = line_of(LONG, "What is pruning?"), line_of(LONG, "Layers of units.")
    tracks = (Track(line=at), Track(card="depth"), Track())
    repairs = (
        Repair(2, 1, "?", "t", 0.5, ""),
        Repair(at, 3, "?", "W", 0.5, ""),
        Repair(below, 1, "?", "L", 0.5, ""),
    )
    intro, trees, nets = split(arrival(LONG, tracks=tracks, repairs=repairs))
    assert intro.tracks == (Track(),)
    assert trees.tracks == (Track(line=line_of(trees.text, "What is pruning?")), Track())
    assert nets.tracks == (Track(card="depth"), Track())
    assert [[each.line for each in part.repairs] for part in (intro, trees, nets)] == [
        [2],
        [line_of(trees.text, "What is pruning?")],
        [line_of(nets.text, "Layers of units.")],
    ]


def test_lines_of_the_log_go_with_their_cards_and_each_part_counts_its_own() -> None:
    state = Schedule(2, 6, 2.5, date(2026, 11, 26), date(2026, 11, 20), 0, passed=True)
    known = [Known(Asked("depth", "What is depth?"), Track("depth", state=state))]
    whole = logged("a/theory.md", known, "anki", "04:00")
    parts = split(arrival(LONG, logged=whole, cards=6))
    assert [part.logged for part in parts] == [
        None,
        None,
        logged("a/theory/Neural nets.md", known, "anki", "04:00"),
    ]
    assert [part.cards for part in parts] == [None, None, None], "to be counted in their texts"


def test_topics_of_one_name_get_a_number() -> None:
    text = "".join(
        f"## {name}\n\n**q{n}?**\n\na\n\n**r{n}?**\n\nb\n\n"
        for n, name in enumerate(["Loss", "loss", "Loss 2"])
    )
    assert [part.path for part in split(arrival(text))] == [
        f"a/theory/{name}.md" for name in ("Loss", "loss 2", "Loss 2 2")
    ]


def test_named_places_and_repeated_headings_are_found() -> None:
    text = (
        "# A\n\n**a?**\n\nb [x](#place) [y](#setup-1)\n\n**c?**\n\nd\n\n"
        "# B\n\n<a name='place'></a>\n\n## Setup\n\n**e?**\n\nf\n\n**k?**\n\nl\n\n# C\n\n## Setup\n\n**g?**\n\nh [w](#nowhere)\n\n**i?**\n\nj\n"
    )
    parts = split(arrival(text))
    assert "[x](B.md#place) [y](C.md#setup-1)" in parts[0].text
    assert "[w](#nowhere)" in parts[2].text


def test_headings_above_the_topics_that_gather_them_stay_with_what_follows() -> None:
    text = "# One\n\n## A\n\n**a?**\n\nx\n\n**b?**\n\nx\n\n## B\n\n**c?**\n\nx\n\n**d?**\n\nx\n"
    assert [part.path for part in split(arrival(text))] == [
        f"a/theory/{name}.md" for name in ("theory", "A", "B")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# One topic\n\n**a?**\n\nb\n\n**c?**\n\nd\n",
        "# Questions\n\n## What is a?\n\nx\n\n## What is b?\n\ny\n\n## What is c?\n\nz\n",
        "# T\n\n## A\n\n**a?**\n\nx\n\n## B\n\n**b?**\n\ny\n",
    ],
)
def test_a_note_without_two_topics_of_several_cards_stays_one(text: str) -> None:
    assert split(arrival(text)) == [arrival(text)]


BLOCKS = st.lists(
    st.sampled_from(
        ["# Top", "## Topic", "## Other", "### Deep", "**Why so?**", "**How?**", "words here", "* a list", "```\n# code\n```",
         "Setext\n------", "| a |\n| - |", "$$\nx\n$$", "<!-- c -->", "> quote", "Q: x\nA: y", "[l]: http://x.y"]
    ),
    max_size=24,
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(BLOCKS, st.sampled_from(["", "---\ntags: [a]\n---\n"]))
def test_every_line_comes_to_stand_in_one_part_and_no_answer_is_lost(blocks: list[str], front: str) -> None:
    """But for the level of the headings that become titles."""
    note = arrival(front + "\n\n".join(blocks) + "\n")
    parts = split(note)
    texts = [part.text.removeprefix(front).replace(" <!-- study: off -->", "") for part in parts]

    def words(texts: list[str]) -> Counter[str]:
        lines = (line.strip("#-* ") for text in texts for line in text.split("\n"))
        return Counter(line for line in lines if line)

    was, now = words([note.text.removeprefix(front)]), words(texts)
    assert set(was) == set(now)
    doubled = now - was
    assert not was - now
    assert set(doubled) <= {"Top", "Topic", "Other", "Deep", "Setext", "[l]: http://x.y"}
    answers = Counter(answer for _, answer in cards(note) if answer)
    assert not answers - Counter(answer for part in parts for _, answer in cards(part))


def test_a_real_list_of_questions_keeps_all_its_cards(shared: Path) -> None:
    text = (shared / "corpora" / "data-science-interviews" / "theory.md").read_text("utf-8")
    parts = split(arrival(text))
    assert len(parts) == 20
    assert sum(len(cards(part)) for part in parts) == len(cards(arrival(text))) == 166
