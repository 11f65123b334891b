"""The note of a deck: whatever stands in the fields, each card is read back as that card."""

from hypothesis import given, settings
from hypothesis import strategies as st

from studycli.exchange.readers.anki.markdown import Markdown
from studycli.exchange.readers.anki.text import Draft, draft, note_text
from studycli.notes.cards import parse_note
from studycli.notes.inline import identity
from studycli.notes.meta import EMPTY_META
from studycli.notes.model import Card, CardOptions

MARKDOWN = Markdown(lambda name: f"![{name}](media/{name})", lambda name: f"[{name}](media/{name})", "**").of
PIECES = [
    "plain words", "Why does it work?", "定义：损失", "问题：为什么？", "Q: x", "A: y", "C: a [b]", "a::b", "x:::y", "==mark==",
    "{{c1::gap}}", "# heading", "## Summary", "---", "===", "- item", "1. item", "> quote", "> [!question] Why?", "```",
    "~~~", "%%", "<!-- study: off -->", "&lt;!-- study: id=x --&gt;", "<b>Why not?</b>", "<b>Pros:</b> a", "<b>Cons</b>: b",
    "追问：为什么", "Follow-up: how?", "<h2>Head</h2>", "<h1>Answer</h1>", "<ul><li>Why?</li><li>How?</li></ul>",
    "<ol><li>a<pre>code\n# x</pre></li></ol>", "<pre>def f():\n    return '?'</pre>", "\\(x^2 == y\\)", "\\[a::b\\]",
    "[sound:a.mp3]", '<img src="a b.png">', "<table><tr><td>a|b</td></tr></table>", "#tag", "#tag #other", "?", "??", "$5 and $6",
    "参考：https://example.org", "<a href='https://example.org'>link</a>", "TODO", "。", "<details><summary>Why?</summary>x</details>",
    "[TOC]", "© 2020", "&nbsp;", "*", "_x_", "\\", "|", "Summary", "References", "Question", "Answer", "<blockquote>Why?</blockquote>",
]  # fmt: skip
FIELD = st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).flatmap(
    lambda pieces: st.sampled_from(["<br>", " ", "<div>", "<br><br>", "\n"]).map(
        lambda joint: joint.join(pieces)
    )
)


def made(title: str, cards: list[tuple[str, str]], options: CardOptions) -> tuple[list[Draft], str]:
    drafts = [
        draft(f"id{at}", MARKDOWN(front), MARKDOWN(back), " #exam" if at % 2 else "", title)
        for at, (front, back) in enumerate(cards)
    ]
    return drafts, note_text(title, drafts, options)


def read(text: str, options: CardOptions = CardOptions()) -> list[Card]:  # noqa: B008
    return list(parse_note("Deck.md", text, EMPTY_META, options).cards)


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(["Losses", "References", "FAQ", "Why?", "面试题", "L1 vs L2"]),
    st.lists(st.tuples(FIELD, FIELD.map(lambda back: f"{back}<div>so it is")), min_size=1, max_size=4),
    st.booleans(),
)
def test_each_card_is_read_back_as_one_card_with_its_id_and_prompt(
    title: str, cards: list[tuple[str, str]], bold: bool
) -> None:
    options = CardOptions(bold_clozes=bold)
    drafts, text = made(title, cards, options)
    found = read(text, options)
    assert [card.id for card in found] == [each.id for each in drafts], text
    for card, each in zip(found, drafts, strict=True):
        assert identity(card.prompt).endswith(identity(each.words)), text
