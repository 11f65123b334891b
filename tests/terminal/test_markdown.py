"""The Markdown of notes, structure by structure."""

import io
import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from studycli.terminal import htmltext, markdown
from studycli.terminal.tokens import tokens


def terminal(text: str, width: int = 60, colours: str | None = None, **options: object) -> str:
    """Return what a terminal shows."""
    environ = {"NO_COLOR": "1"} if options.pop("no_color", False) else {}
    console = Console(
        width=width, file=io.StringIO(), color_system=colours, force_terminal=colours is not None, _environ=environ
    )  # fmt: skip
    console.print(markdown.render(text, **options))  # type: ignore[arg-type]
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def lines(text: str, width: int = 60) -> list[str]:
    """Return the lines of a terminal without the blanks at their ends."""
    return [line.rstrip() for line in terminal(text, width).rstrip("\n").split("\n")]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("costs $5 and $6", "costs $5 and $6"),
        ("$5, $x$ and US$7", "$5, x and US$7"),
        ("$ x$ $x $ $x$5", "$ x$ $x $ $x$5"),
        (r"\$x$ $a \$ b$", "$x$ a$b"),
        ("`$x$` $x_1$", "$x$ x₁"),
        ("在饱和区$\\sigma'(z)$，", "在饱和区σ′(z)，"),
        (r"\(a_i\) \(b\) f\(s\) \(其他\)", "aᵢ b f(s) (其他)"),
        (r"\[1\] \[toc] \(x_1\) \[toc] \(\(x_2\)", "[1] [toc] x₁ [toc] (x₂"),
        ("in $$x=y$$ line", "in x = y line"),
        ("**$x^2$**", "x²"),
        ("$$ $$ and $", "$$ $$ and $"),
        ("# $x_1$", "x₁"),
        ("$`a_1^2`$ 价格$`\\alpha`$元 **$`x`$**", "a₁² 价格α元 x"),
        ("`$` $`x`$5 $`x", "$ $x$5 $`x"),
    ],
)
def test_a_formula_is_what_stands_between_dollars_that_touch_it(text: str, shown: str) -> None:
    assert lines(text) == [shown]


@pytest.mark.parametrize(
    "text",
    [
        "a\n$$\\frac{x}{y}$$\nb", "a $$\\frac{x}{y}$$\nb", "a\n\\[\\frac{x}{y}\\]\nb", "a\n$$\n\\frac{x}{y}\n$$\nb",
        "a\n$$\\frac{x}{y}\n$$ b", "a\n```math\n\\frac{x}{y}\n```\nb",
    ],
)  # fmt: skip
def test_a_displayed_formula_has_lines_of_its_own(text: str) -> None:
    assert lines(text) == ["a", "  x", "  ─", "  y", "b"]


def test_a_displayed_formula_holds_what_would_be_markdown() -> None:
    assert lines("$$\n# a\n\n- b\n$$\n# c")[-1] == "c"
    assert lines("- a\n  $$\n  x\n  $$\n- b") == [" • a", "     x", " • b"]
    assert lines("> $$\n> x\n> $$") == ["▌   x"]


def test_a_fence_of_latex_is_code() -> None:
    """Only the fence that GitHub takes for mathematics is shown as a formula."""
    assert lines("```latex\n\\frac{x}{y}\n```\n```tex\nx^2\n```") == ["  \\frac{x}{y}", "  x^2"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Press <kbd>Ctrl</kbd>+<kbd>C</kbd>", "Press Ctrl+C"),
        ("<u>a</u> <mark>b</mark> <font color=red>**c**</font> <center>d</center>", "a b c d"),
        ("<center>\n\n**图 1**\n\n</center>", "图 1"),
        ("a&ensp;b&emsp;c&thinsp;d&hairsp;e", "a b  c d e"),
        ("a&nbsp;b", "a\xa0b"),
        ("甲　乙 `a　b`", "甲  乙 a　b"),
        ("&emsp;&emsp;首行", "    首行"),
        ("　　首行\n　　次行", "首行\n次行"),
    ],
)
def test_words_in_tags_and_blanks_of_print_are_shown(text: str, shown: str) -> None:
    assert "\n".join(lines(text)) == shown


def test_an_indented_line_begins_anew_and_is_wrapped_like_others() -> None:
    """Where paragraphs are told apart by their indentation alone, they stay apart."""
    long = "这一行比六十个单元格宽，因此它后面的换行只是编辑器里的换行，并不是作者的意思，"
    assert lines(f"{long}\n　　新的一段", 200) == [long, "新的一段"]
    assert lines("　　四个字的词语", 8) == ["四个字的", "词语"]
    assert lines("&emsp;&emsp;四个字的词语", 8) == ["    四个", "字的词语"]
    assert lines("word&emsp;word&ensp;word", 10) == ["word  word", "word"]


def test_an_open_formula_is_text() -> None:
    assert lines("$$\nx") == ["$$", "x"]
    assert lines("- $$ x\n\ny") == [" • $$ x", "", "y"]
    assert lines("\\[\nwords\n\\]") == ["[", "words", "]"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**定义：**内容", "定义：内容"),
        ("他说**“好”**了", "他说“好”了"),
        ("a*b*c _d_ f_g_h", "abc d f_g_h"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("==mark== a==b==c == d ==", "mark abc == d =="),
        ("~~gone~~", "gone"),
        (
            "[[note]] [[a#b]] [[a\\|c]] [[#d]] ![[e.png]] ![[f.png|200]] [[src](u)]",
            "note a › b c d ▣ e.png ▣ f.png [src]",
        ),
        ("![](a/b.png) ![words](c) [l](d) <http://e.f>", "▣ b.png ▣ words l http://e.f"),
        ("x[^1] y[^n]", "x¹ y[n]"),
        ("<b>b</b><i>i</i></u><br/>x<sub>1</sub><sup>q</sup><sub>*a*</sub><!--c--><x y>", "bi\nx₁^qₐ"),
        ("<sub>q,w</sub><sup>ab</sup><img src='p/q.png'><img alt=\"w\">", "_(q,w)ᵃᵇ▣ q.png▣ w"),
        ("&amp; &lt; &#x4e2d; &copy;", "& < 中 ©"),
        ("a\\\nb  \nc", "a\nb\nc"),
        ("[word]: text\n\n[x]: http://y.z", "[word]: text"),
        ("[^1]: text", "[1]: text"),
        ("- [ ] a\n- [x] b", " • [ ] a\n • [x] b"),
        ("1. a\n1. b\n1. c", " 1. a\n 2. b\n 3. c"),
        ("2) a\n4) b", " 2. a\n 4. b"),
        ("9. a\n10. b\n    - c", "  9. a\n 10. b\n      • c"),
        ("> [!note] Title\n> text", "▌ Title\n▌ text"),
        ("> [!warning]-\n> text", "▌ Warning\n▌ text"),
        (">", ""),
        ("```\na\tb\n```", "  a   b"),
        ("    code", "  code"),
        ("<!-- a\n\nb -->\n\nc", "c"),
        ("<!-- a --> b <!-- c -->", "b"),
        ("<?php x ?>\n\nc", "c"),
        ("\ufeffa", "a"),
        ("-", " •"),
    ],
)
def test_each_sign_is_shown_as_what_it_means(text: str, shown: str) -> None:
    assert "\n".join(lines(text)) == shown


def test_a_short_line_keeps_its_break_and_a_long_one_goes_on() -> None:
    long = "这一行比六十个单元格宽，因此它后面的换行只是编辑器里的换行，并不是作者的意思，"
    assert lines("短行\n下一行") == ["短行", "下一行"]
    assert lines(f"{long}\n接着写", 200) == [f"{long}接着写"]
    assert lines(f"{'word ' * 13}\nnext", 200) == [f"{'word ' * 13}next"]


def test_html_is_read_as_markdown() -> None:
    text = "<details>\n<summary>Sum <b>b</b></summary>\n\n- a\n\n</details>\n\n<pre>x\n  <b>y</b> &lt;</pre>\n<ul><li>one<li>two</ul>"
    assert lines(text) == ["Sum b", "", " • a", "", "  x", "    y <", "", " • one", " • two"]


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<table><caption>C</caption><tr><th>a<td>b|c</table>", "\n\nC\n\n| a | b\\|c |\n| --- | --- |\n\n"),
        ("<table>no rows</table>", "\n\nno rows\n\n"),
        (
            "<table><tr><td colspan=2>a</td><td rowspan='2'>b</td></tr><tr><td>c</td></tr></table>",
            "\n\n| a |  | b |\n|" + " --- |" * 3 + "\n| c |  |  |\n\n",
        ),
        ("<table><tr><td rowspan=2>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
         "\n\n| a | b |\n| --- | --- |\n|  | c |\n\n"),
        ("<table><tr><td>\n### h\n- i\n---\n> q<p>r</p></td></tr></table>",
         "\n\n| h <br>- i <br>q<br>r |\n| --- |\n\n"),
        ("<style>x</style><script>y", ""),
        ("<h2>t</h2>", "\n\n## t\n\n"),
        ("a < b", "a < b"),
    ],
)  # fmt: skip
def test_html_becomes_markdown(html: str, shown: str) -> None:
    assert htmltext.to_markdown(html) == shown


def test_html_tables_may_have_empty_lines_and_may_be_open() -> None:
    assert lines("<table><tr><th>A</th></tr>\n\n<tr><td>1</td></tr></table>\nafter") == [
        "A",
        "─",
        "1",
        "after",
    ]
    assert "open" in terminal("<table><tr><td>open")


TABLE = "| 名称 | Value | n |\n|:---|:---:|---:|\n| 均方误差 | `x` | 1 |\n| a | $x_1$ | 100 |\n"


def test_chinese_columns_stand_under_one_another() -> None:
    assert lines(TABLE) == [
        "名称      Value    n",
        "────────────────────",
        "均方误差    x      1",
        "a          x₁    100",
    ]


def test_a_table_without_room_is_a_list_of_its_cells() -> None:
    text = "| a | b | |\n|---|---|---|\n| first words | second words | third |\n| | x | |\n"
    assert lines(text, 20) == ["• a: first words", "• b: second words", "• third", "", "• b: x"]
    assert lines("| abcdefgh | bcdefghi |\n|---|---|\n", 12) == ["abcdefgh", "bcdefghi"]


def test_long_code_goes_on_deeper_and_loses_nothing() -> None:
    assert lines("```\n  call(argument, another_argument)\n```", 26) == [
        "    call(argument,",
        "        another_argument)",
    ]
    assert lines("```\nabcdefghijkl\n```", 10) == ["abcdefghij", "kl"]


def test_chinese_fills_its_lines_and_no_line_begins_with_a_comma() -> None:
    assert lines("使用 softmax 之后，梯度等于预测值减去标签，而不是别的。", 20) == [
        "使用 softmax 之后，",
        "梯度等于预测值减去标",
        "签，而不是别的。",
    ]
    assert lines("⚠️⚠️⚠️👩‍💻👩‍💻", 6) == ["⚠️⚠️⚠️", "👩‍💻👩‍💻"]
    assert lines("a" * 25, 10) == ["a" * 10, "a" * 10, "a" * 5]


def test_a_caller_may_ask_for_lines_that_are_not_wrapped() -> None:
    console = Console(width=10, file=io.StringIO(), color_system=None, _environ={})
    console.print(markdown.render("中文 words that go on"), no_wrap=True, overflow="ignore", crop=False)
    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue() == "中文 words that go on\n"


def test_deep_lists_keep_some_width() -> None:
    shown = lines("\n".join(f"{'  ' * depth}- level{depth}" for depth in range(14)), 40)
    assert all(f"level{depth}" in "".join(shown) for depth in range(14))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a %%b%% c", "a c"),
        ("a%%b%%c %%d%%", "ac"),
        ("a\n%%b%%\nc", "a\nc"),
        ("%%a%%\n\nb", "b"),
        ("## a %%b%%\nc", "a\nc"),
        ("a\n\n%%\nb\n\n## c\n%%\n\nd", "a\n\nd"),
        ("%%\na\n\nb %% **c**", "c"),
        ("> %%\n> a\n> %%\n> b\n\n%%c%%", "> b"),
        ("- a %%b\n  c%%\n- d", "- a\n- d"),
        ("| a |\n|---|\n| %%b%% 1 |", "a\na: 1"),
    ],
)
def test_a_comment_between_percent_signs_is_not_shown(text: str, shown: str) -> None:
    assert markdown.plain(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("`%%a%%` b", "`%%a%%` b"),
        ("```\n%%\na\n%%\n```", "    %%\n    a\n    %%"),
        ("a\n\n    %%\n    b\n    %%", "a\n\n    %%\n    b\n    %%"),
        ("$a %% b$ c $d %% e$", "a%%b c d%%e"),
        ("$$\na\n%% b %%\n$$", "    a%%b%%"),
        ("%% a", "%% a"),
        ("%%\na", "%%\na"),
        ("100% a 5% b", "100% a 5% b"),
    ],
)
def test_percent_signs_stay_in_code_and_mathematics_and_alone(text: str, shown: str) -> None:
    assert markdown.plain(text) == shown


DEEP = 300


@pytest.mark.parametrize(
    "text",
    [
        "> " * DEEP + "word0 **word1**",
        ">" * DEEP + "word0\n\nword1",
        "- " * DEEP + "word0\n- word1",
        "> - " * DEEP + "word0\n" + "> " * DEEP + "word1",
        "> " * DEEP + "```\n" + "> " * DEEP + "word0\n" + "> " * DEEP + "```\n\nword1",
        "\n".join(f"{'> ' * depth}word{depth}" for depth in range(DEEP)),
        "\n".join(f"{'  ' * depth}- word{depth}" for depth in range(DEEP)),
        "\n".join(f"{'   ' * depth}1. word{depth}" for depth in range(DEEP)),
        "<blockquote>" * DEEP + "word0\nword1",
    ],
)
def test_what_is_nested_too_deep_is_shown_flat(text: str) -> None:
    """Every word is there, in its order, however deep; nothing exhausts the stack."""
    words = re.findall(r"word\d+", text)
    assert re.findall(r"word\d+", markdown.plain(text)) == words
    assert re.findall(r"word\d+", terminal(text, 60)) == words


def test_flat_items_keep_their_marks() -> None:
    """Of the marks in front of a line that is too deep the last one stays, where it is an item's."""
    text = "> " * 50 + "- a\n" + "> " * 50 + "3. b\n" + "> " * 50 + "> c\n" + "> " * 50
    assert markdown.plain(text) == "\n".join("> " * 38 + line for line in ("- a", "3. b", "c"))


def test_emphasis_is_seen_without_colours() -> None:
    """NO_COLOR leaves bold, italic, underline, strike and reverse."""
    shown = terminal("# h\n**b** *i* ~~s~~ ==m== <u>u</u> [l](http://x)", colours="standard", no_color=True)
    assert {"\x1b[1;4m", "\x1b[1m", "\x1b[3m", "\x1b[9m", "\x1b[7m"} <= {
        "\x1b[" + part.split("m")[0] + "m" for part in shown.split("\x1b[")[1:]
    }
    assert "[3" not in shown.replace("[3m", "")


def test_code_is_coloured_by_the_theme_that_is_asked_for() -> None:
    text = "```python {.x}\ndef f(): pass\n```"
    dark = terminal(text, colours="standard", code_theme=markdown.DARK)
    light = terminal(text, colours="standard", code_theme=markdown.LIGHT)
    assert dark != light
    assert "\x1b[" in dark


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("# h\ntext", "h\ntext"),
        ("**b** `c` ![p](q)\nx", "b `c` [p]\nx"),
        ("- a\n  1. b\n\n     $$\\frac{x}{y}$$\n- c", "- a\n  1. b\n\n         x/y\n- c"),
        ("> q\n\n```\ncode\n\nmore\n```", "> q\n\n    code\n\n    more"),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n\n| c |\n|---|\n| |", "a; b\na: 1; b: 2\n\nc"),
    ],
)
def test_plain_lines_have_no_frames(text: str, shown: str) -> None:
    assert markdown.plain(text) == shown


_SIGNS = [
    "# ", "## ", "- ", "  - ", "1. ", "> ", "> [!note] ", "```\n", "~~~ py\n", "|a|b|\n", "|---|---|\n", "$", "$$", "\\(", "\\)",
    "\\[", "\\]", "==", "**", "*", "_", "~~", "`", "[[", "]]", "![[", "[^1]", "[a](b)", "<b>", "</b>", "<br>", "<table>", "<tr><td>",
    "</table>", "<details><summary>", "</summary>", "<!--", "-->", "<sub>", "</sub>", "<div>", "<pre>", "<li>", "<img src=a>", "\n", "\n\n", "    ", " ",
    "中文", "，", "word", "x_1", "\\frac{a}{b}", "&amp;", "&", "<", "\\", "---\n", "===\n", "⚠️", "\t", "%%", "kbd", "</kbd>", "<kbd>",
]  # fmt: skip
notes = st.one_of(st.lists(st.sampled_from(_SIGNS), max_size=40).map("".join), st.text(max_size=100))


@given(notes, st.sampled_from([2, 9, 20, 40, 60, 200]))
def test_no_text_raises_and_no_line_is_too_wide(text: str, width: int) -> None:
    """Any text is shown at any width; control characters are the caller's to take out."""
    text = "".join(char for char in text if char.isprintable() or char in "\n\t")
    shown = terminal(text, width)
    assert all(cell_len(line) <= width for line in shown.split("\n"))
    assert isinstance(markdown.plain(text), str)


@given(st.lists(st.sampled_from(["中文", "词", "word", "a", "，", "。", "“", "”", " ", "(", ")", "longer-word"]), max_size=40),
       st.integers(2, 50))  # fmt: skip
def test_wrapping_loses_nothing_but_blanks(parts: list[str], width: int) -> None:
    text = "x" + "".join(parts)
    assert terminal(text, width).replace(" ", "").replace("\n", "") == text.replace(" ", "")


@pytest.mark.no_cover  # the same few lines, thousands of times
@pytest.mark.parametrize(
    "sign",
    [
        "> ",
        "- ",
        "$",
        "==a",
        "[[",
        "**",
        "<b>",
        "<div>\n",
        "[^1]",
        "$$\n",
        "\\(",
        "|",
        "`",
        "*a_",
        "%%\n",
        "%% a\n> ",
        "$`",
        "$` ",
    ],
)
def test_thousands_of_signs_are_no_trouble(sign: str) -> None:
    terminal(sign * 3000)
    markdown.plain(sign * 3000)


def test_gaps_are_those_of_the_note() -> None:
    assert lines("a\n- b\n\n- c\n\n\nd\n## e\nf") == ["a", " • b", "", " • c", "", "d", "", "e", "f"]


def test_importing_it_does_not_import_the_mathematics_or_html() -> None:
    """The tables are loaded with the first formula."""
    script = (
        "import sys, studycli.terminal.markdown as m; m.plain('a **b**');"
        "print([n for n in sys.modules if 'mathtext.' in n or 'htmltext' in n or 'plaintext' in n])"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "['studycli.terminal.plaintext']"


def test_tokens_of_a_callout_without_text_are_only_its_title() -> None:
    types = [token.type for token in tokens("> [!note]")]
    assert types == ["blockquote_open", "callout_open", "inline", "callout_close", "blockquote_close"]
