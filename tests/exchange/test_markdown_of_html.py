"""HTML as Markdown."""

import pytest

from studycli.exchange.markdown_of_html import has_html, markdown_of, plain_text


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("plain a_b", "plain a_b"),
        ("<b>x</b> and a*b*c snake_case _it_", "**x** and a\\*b\\*c snake_case \\_it\\_"),
        ("List&lt;int&gt; &amp; more", "List\\<int> & more"),
        ("1. one<br>2. two<br>end<br>", "1. one\n2. two\\\nend"),
        ("<div>a</div><div>b</div>", "a\n\nb"),
        ("\\(a_1 * b_2\\) and $p_i$", "$a_1 * b_2$ and $p_i$"),
        ("<p>so \\[x<br>y\\] holds</p>", "so\n\n$$\nx\ny\n$$\n\nholds"),
        ("\\[x\\]", "$$x$$"),
        (
            "<pre><code class='language-python'>a = '```'\n</code></pre>",
            "````python\na = '```'\n````",
        ),
        ("<div class='highlight-source-c'><pre>x;</pre></div>", "```c\nx;\n```"),
        ("<pre> \n</pre>x", "x"),
        (
            "<table><tr><th>a|b</th></tr><tr><td>1<br>2</td></tr></table>",
            "| a\\|b |\n| --- |\n| 1 2 |",
        ),
        ("x<sup>2</sup> <img src='a b.png' alt='p'>", "x<sup>2</sup> ![p](a%20b.png)"),
        ("<a href='my page.html'>there</a> <a>no</a>", "[there](my%20page.html) no"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "- a\n  - b"),
        ("text<br>---<br># no", "text\\\n\\---\\\n\\# no"),
        (
            "<span class='katex'><math><annotation encoding='application/x-tex'>x^2</annotation></math></span>",
            "$x^2$",
        ),
        (
            "<p class='katex-display'><math><annotation encoding='application/x-tex'>x</annotation></math></p>",
            "$$x$$",
        ),
        ("<annotation encoding='application/x-tex'>x</annotation>", "x"),
        ("<span class='MathJax'>rendered</span><script type='math/tex; mode=display'>x</script>", "$$x$$"),
    ],
)
def test_html_becomes_markdown_that_shows_the_same(html: str, markdown: str) -> None:
    assert markdown_of(html) == markdown


def test_html_that_is_nested_too_deeply_keeps_its_text() -> None:
    assert markdown_of("<div>" * 1500 + "deep") == "deep"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("<p>a</p>", True), ("a&nbsp;b", True), ("<img src=x>", True), ("a<br>b", False), ("List<int>", False)],
)
def test_html_is_told_from_markdown(text: str, expected: bool) -> None:
    assert has_html(text) is expected


def test_a_title_is_its_words() -> None:
    assert plain_text("<b>A</b>\n &amp; B") == "A & B"
