"""Anki's HTML as Markdown: one row a habit of Anki's editor, of its users, and of other programs that fill fields."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studycli.exchange.readers.anki.markdown import Markdown
from studycli.notes.inline import plain


def picture(name: str) -> str:
    return f"![{name}]({name})"


def sound(name: str) -> str:
    return f"[{name}]({name})"


MARKDOWN = Markdown(picture, sound, "**").of
ROWS = [
    # words
    ("plain  words\nhere", "plain words here"),
    ("a &lt; b &amp;&amp; c&nbsp;d", "a < b && c d"),
    ("&lt;b&gt; &amp;lt; &lt;!-- x", r"\<b> &amp;lt; &lt;!-- x"),
    (r"a*b*c 2 * 3 _x_ log_softmax __init__", r"a\*b\*c 2 * 3 \_x\_ log_softmax \_\_init\_\_"),
    ("x[i](j) [[wiki]] [1][2] [a]: b [c]", r"x\[i](j) \[[wiki]] \[1][2] \[a]: b \[c]"),
    ("a::b :::: =x= ==y== {{c1::z}} %% ~~s~~", r"a:\:b :\:\:\: =x= =\=y== {\{c1:\:z}} %\% ~\~s~\~"),
    (r"#tag C# #1 \#", r"\#tag C# #1 \\#"),
    ("$5", "$5"),
    ("$5 and $6, $a_b$", r"\$5 and \$6, $a_b$"),
    ("use `a_b*c` here", "use `a_b*c` here"),
    # lines
    ("1. foo", r"1\. foo"),
    ("<div>- a</div><div>* b</div><div>&gt; c</div><div># d</div><div>===</div>", "\\- a\n\\* b\n\\> c\n\\# d\n\\=\\=\\="),
    ("a<br>b<br><br>c<br/>", "a\nb\n\nc"),
    ("a<div>b</div><div><br></div><div>c</div>", "a\nb\n\nc"),
    ("<p>a</p><p>b</p>", "a\n\nb"),
    ("<div>a<br></div><div>b</div>", "a\nb"),
    ("<DIV CLASS='x'>a</DIV>b", "a\nb"),
    # emphasis
    ("<b>定义：</b>损失", "**定义**：损失"),
    ("a <b> b </b>c <i>d</i><em>e</em>", "a  **b** c *d**e*"),
    ("<b>a<br>b</b>", "**a**\n**b**"),
    ("<b><i>x</i></b> <b></b><b> </b>", "***x***"),
    ("H<sub>2</sub>O <u>u</u> x<sup>2</sup>", "H<sub>2</sub>O <u>u</u> x<sup>2</sup>"),
    ("<u>open", "<u>open</u>"),
    ("<h2>A <b>head</b></h2>x<hr>y", "## A head\n\nx\n\n---\n\ny"),
    ("<s>a</s> <code></code>", "~~a~~"),
    # lists, quotes, tables
    ("<ul><li>a</li> <li>b <b>c</b></li></ul>d", "- a\n- b **c**\n\nd"),
    ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
    ("<ul><li>a<br>b</li><li><div>c</div><ul><li>d</li></ul></li></ul>", "- a\n  b\n- c\n\n  - d"),
    ("<blockquote>a<br>b</blockquote>c", "> a\n> b\n\nc"),
    ("<table><tr><th>a|b</th></tr><tr><td>c<br>d</td></tr></table>", "| a\\|b |\n| --- |\n| c d |"),
    # code
    ("<pre><code class='language-python'>a = 1\n  # b</code></pre>c", "```python\na = 1\n  # b\n```\n\nc"),
    ("<pre>a<br>b<div>c</div>```</pre>", "````\na\nbc\n```\n````"),
    ("<ol><li>x<pre>a\n b</pre></li></ol>", "1. x\n\n   ```\n   a\n    b\n   ```"),
    (r"<code>a\(b\)</code> <kbd>x  y</kbd> <tt><b>z</b></tt>", r"`a\(b\)` `x y` `z`"),
    ("<code>a\nb</code>", "```\na\nb\n```"),
    ("<table><tr><td><pre>a\nb</pre></td></tr></table>", "| `a b` |\n| --- |"),
    ("<pre></pre>x", "x"),
    # formulas
    (r"\(x^2 &lt; 3\) and \[a<br>b\]", "$x^2 < 3$ and $$a b$$"),
    ("[$]a[/$] [$$]b[/$$] [latex]$c$[/latex]", "$a$ $$b$$ $c$"),
    (r"[latex]\begin{displaymath}x\end{displaymath}[/latex] [latex]\[y\][/latex] [latex]z[/latex]", "$$x$$ $$y$$ $$z$$"),
    ("<anki-mathjax>x</anki-mathjax><anki-mathjax block='true'>y</anki-mathjax>", "$x$ $$y$$"),
    (r"a\(b\)1 其中\(x\)是 其中\(x==y\) \(\)", "a $b$ 1 其中$x$是 其中 $x==y$"),
    (r"re.match('\(<code>x</code>\)')", r"re.match('\\(`x`\\)')"),
    # links, media, rest
    ("<a href='http://x y/(z)'>a b</a> <a href=''>c</a>", "[a b](http://x%20y/%28z%29) c"),
    ('<img src="a b.png"><img> [sound:t.mp3]', "![a b.png](a b.png) [t.mp3](t.mp3)"),
    ("<table><tr><td><img src=x.png></td></tr></table>", "| ![x.png](x.png) |\n| --- |"),
    ("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>", "漢(かん)"),
    ("<!-- c -->x<script>y</script><style>z</style>", "x"),
    ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("html", "expected"), ROWS, ids=[html[:40] for html, _ in ROWS])
def test_html_becomes_markdown(html: str, expected: str) -> None:
    assert MARKDOWN(html) == expected


def test_bold_words_are_underscored_where_asterisks_make_gaps() -> None:
    assert Markdown(picture, sound, "__").of("a <b>word</b>") == "a __word__"


def test_html_that_is_nested_too_deeply_comes_as_its_words() -> None:
    assert MARKDOWN("<section>" * 5000 + "deep &amp; down" + "</section>" * 5000) == "deep & down"


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="ab 1*_`~=#$[]()<>&!:{}%\\|-+.？中\n", max_size=30))
def test_words_are_what_anki_shows(text: str) -> None:
    """Plain words, as Anki escapes them in HTML, mean themselves in Markdown, code and formulas between signs left out."""
    words = text.replace("`", "").replace("$", "").replace("\\(", "(").replace("\\[", "[")
    html = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert plain(MARKDOWN(html)) == " ".join(words.split())
