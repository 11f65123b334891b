"""Mathematics as text, formula by formula."""

import pytest

from studycli.terminal.mathtext import display, inline


@pytest.mark.parametrize(
    ("latex", "shown"),
    [
        (r"\frac{1}{n}\sum_{i=1}^{n}(y_i - \hat{y}_i)^2", "1/n ∑ᵢ₌₁ⁿ (yᵢ − ŷᵢ)²"),
        (r"\frac{\partial L}{\partial z} = a - y", "∂L/∂z = a − y"),
        (r"\frac{QK^\top}{\sqrt{d_k}}", "QKᵀ/√dₖ"),
        (r"\frac{1}{2\sigma^2}", "1/(2σ²)"),
        (r"\frac{a+b}{c}", "(a + b)/c"),
        (r"\frac{a}{b}^2", "(a/b)²"),
        (r"\frac12 x", "½x"),
        (r"{a \over b+c}", "a/(b + c)"),
        (r"\frac{1}{1+\frac{1}{x}}", "1/(1 + 1/x)"),
        (r"\frac{}{x}", "x"),
        (r"\dfrac{LoRA 参数}{全量参数}", "LoRA参数/全量参数"),
    ],
)
def test_fractions_have_brackets_where_a_slash_would_mislead(latex: str, shown: str) -> None:
    assert inline(latex) == shown


@pytest.mark.parametrize(
    ("latex", "shown"),
    [
        ("x_{t-1}", "xₜ₋₁"),
        ("W^{(l)}_{ij}", "Wᵢⱼ⁽ˡ⁾"),
        ("e^{-x}", "e⁻ˣ"),
        ("f''(x)", "f″(x)"),
        (r"A^{-1}, A^\top, A^*, 90^\circ", "A⁻¹, Aᵀ, A*, 90°"),
        ("d_{model}x", "d_model x"),
        ("P_{i,j}", "P_(i,j)"),
        ("x^{(a,b)}", "x^(a,b)"),
        ("n_{(a,(b))}", "n_(a,(b))"),
        (r"e^{i\pi}", "e^(iπ)"),
        (r"10000^{2i/d_{model}}", "10000^(2i/d_model)"),
        (r"\pi_{\theta_{old}}", "π_(θ_old)"),
        ("W_Q K", "W_Q K"),
        ("W_K^T", "Wᵀ_K"),
        ("x_a_b^c^d", "xᶜᵈ_ab"),
        (r"\mathbb{E}\_{x}", "𝔼ₓ"),
        ("_1x^", "₁x"),
        (r"\sum\nolimits_i", "∑ᵢ"),
    ],
)
def test_scripts_are_small_characters_or_signs(latex: str, shown: str) -> None:
    assert inline(latex) == shown


@pytest.mark.parametrize(
    ("latex", "shown"),
    [
        ("a-b=-c", "a − b = −c"),
        ("(-x)", "(−x)"),
        ("f(x,y)", "f(x, y)"),
        ("10{,}000", "10,000"),
        (r"1\mathrm{e}{-5}", "1e−5"),
        (r"y\log\hat{y}", "y log ŷ"),
        (r"\log\left(x\right)", "log(x)"),
        (r"\sin^2\theta", "sin² θ"),
        (r"-\sum_i x", "−∑ᵢ x"),
        (r"P(y\mid x)", "P(y | x)"),
        ("P(y|x)", "P(y|x)"),
        ("||w||_2^2", "‖w‖₂²"),
        (r"f\colon X\to Y", "f: X → Y"),
        ("x := 1", "x := 1"),
        (r"\{x : x>0\}", "{x: x > 0}"),
        ("Error Rate", "Error Rate"),
        (r"\text{head}x", "head x"),
        (r"x\in[0,1)", "x ∈ [0, 1)"),
        (r"a\ \ b\quad c\,d\!e", "a b c de"),
        ("y_{&lt;t}", "y_(<t)"),
        (r"a*b+c", "a * b + c"),
        ("x，y", "x，y"),
        (r"a \mod b \pmod n", "a mod b (mod n)"),
        (r"\frac{a}{b}\frac{c}{d}", "(a/b) (c/d)"),
    ],
)
def test_blanks_are_where_a_reader_expects_them(latex: str, shown: str) -> None:
    assert inline(latex) == shown


@pytest.mark.parametrize(
    ("latex", "shown"),
    [
        (r"\ln\frac{\pi^*}{\pi_{ref}}", "ln(π*/π_ref)"),
        (r"\log_2\frac{a}{b}x", "log₂(a/b) x"),
        (r"\sin 2\pi\frac{k}{n}", "sin 2π (k/n)"),
        (r"\log -\frac{a}{b}", "log −(a/b)"),
        (r"\max_x\frac{f(x)}{g(x)}", "maxₓ(f(x)/g(x))"),
        (r"\text{rate}\frac{a}{b}", "rate (a/b)"),
        (r"\frac1{Z(x)}\pi", "(1/Z(x)) π"),
        (r"\frac{\alpha}{r}BA", "(α/r) BA"),
        (r"\frac{1}{n}\log x", "(1/n) log x"),
        (r"\frac{p}{1-p}\sum_j w_j", "(p/(1 − p)) ∑ⱼ wⱼ"),
        (r"\frac{1-q}{q}(x)", "((1 − q)/q) (x)"),
        (r"e^{-\frac{a}{b}x}", "e^(−(a/b)x)"),
        (r"\frac{\partial L}{\partial y}\frac{\partial y}{\partial x}", "(∂L/∂y) (∂y/∂x)"),
        (r"\frac{d}{dx}\frac{a}{b}", "d/dx (a/b)"),
        (r"\partial\frac{a}{b}", "∂(a/b)"),
        (r"\nabla\frac{1}{x}", "∇(1/x)"),
        (r"\frac{d}{2}x", "(d/2) x"),
        (r"\frac{d}{d_k}x", "(d/dₖ) x"),
        (r"c/\frac{a}{b}", "c/(a/b)"),
        (r"\frac{a}{b}!", "(a/b)!"),
        (r"\frac{a+b}{c}|x|", "((a + b)/c) |x|"),
        (r"\frac{\frac{a}{b}}{c}d", "((a/b)/c) d"),
        (r"\frac{1}{2(a+b)}", "1/(2(a + b))"),
        (r"\frac{1}{p(1-p)}", "1/(p(1 − p))"),
    ],
)
def test_a_fraction_that_would_be_torn_apart_has_brackets(latex: str, shown: str) -> None:
    assert inline(latex) == shown


@pytest.mark.parametrize(
    ("latex", "shown"),
    [
        (r"\frac{1}{n}\sum_i x_i", "1/n ∑ᵢ xᵢ"),
        (r"\frac{2}{n}(y-x)", "2/n (y − x)"),
        (r"\frac{\lambda}{2}\|w\|^2", "λ/2 ‖w‖²"),
        (r"\frac12\ln x", "½ ln x"),
        (r"g\frac{v}{\|v\|}", "g v/‖v‖"),
        (r"(1-x)\frac{a}{b}", "(1 − x) a/b"),
        (r"\frac{a}{b}\cdot\frac{c}{d}", "a/b · c/d"),
        (r"\log x\cdot\frac{a}{b}", "log x · a/b"),
        (r"\log(x)\frac{a}{b}", "log(x) a/b"),
        (r"\ln\left(\frac{a}{b}\right)", "ln(a/b)"),
        (r"\ln|\frac{a}{b}|", "ln | a/b |"),
        (r"\sum_i\frac{a_i}{b}", "∑ᵢ aᵢ/b"),
        (r"\lim_{x\to0}\frac{\sin x}{x}", "lim_(x→0) (sin x)/x"),
        (r"\frac{\partial}{\partial x}f", "∂/∂x f"),
        (r"\left|\frac{a+b}{c}\right|", "|(a + b)/c|"),
        (r"\frac{1}{n}\quad x", "1/n x"),
        (r"\ln\quad\frac{a}{b}", "ln a/b"),
        (r"\frac{1}{n}\text{ 次}", "1/n 次"),
        (r"\frac{a}{\sqrt{b+c}}", "a/√(b + c)"),
        (r"\frac{i}{10000^{2i/d}}", "i/10000^(2i/d)"),
    ],
)
def test_a_fraction_that_is_clear_has_none(latex: str, shown: str) -> None:
    assert inline(latex) == shown


@pytest.mark.parametrize(
    ("latex", "shown"),
    [
        (r"\alpha\beta\epsilon\phi\Omega", "αβεφΩ"),
        (r"\hat{y}\bar x\tilde{C}_t\vec{q_i}\dot x", "ŷx̄C̃ₜq⃗ᵢẋ"),
        (r"\overline{AB}", "A\u0305B\u0305"),
        (r"x \not= y \not\in Z", "x ≠ y ∉ Z"),
        (r"\mathbb{R}\mathbb{1}\mathcal{L}\mathcal{N}\mathfrak{g}", "ℝ𝟙ℒ𝒩𝔤"),
        (r"\mathbf{w}\boldsymbol{\omega}\mathrm{T}\bm{7}", "𝐰𝛚T𝟕"),
        (r"{\bf x} y", "𝐱y"),
        (r"\sqrt{x}\sqrt[3]{x+1}\sqrt[n]{x}\sqrt[ab]{x}", "√x∛(x + 1)ⁿ√xᵃᵇ√x"),
        (r"\sqrt[q]{x}", "[q]√x"),
        (r"\binom{n}{k}, {n \choose k}", "C(n, k), C(n, k)"),
        (r"\operatorname{clip}(x) \operatorname*{argmin}_x", "clip(x) argminₓ"),
        (r"\argmax_\theta", "arg max_θ"),
        (r"\text{cost: 5\% of \$9 and \_ $\alpha_1$ 元}", "cost: 5% of $9 and _ α₁ 元"),
        (r"\text x", "x"),
        (r"a \xrightarrow{n\to\infty} b \xrightarrow[c]{} d", "a —n→∞→ b →_c d"),
        (r"\underbrace{a+b}_{n}", "[a + b]ₙ"),
        (r"\overset{!}{=}", "=^!"),
        (r"\boxed{x}", "[x]"),
        (r"\textcolor{red}{x}\color{blue}y\phantom{z}\label{eq}", "xy"),
        (r"E=mc^2\tag{1}", "E = mc² (1)"),
        (r"\left.\frac{df}{dx}\right|_{x=0}", "df/dx|ₓ₌₀"),
        (r"\Bigl(\big[x\big]\Bigr)\bigm|y", "([x]) | y"),
        (r"\left<a\middle|b\right>", "⟨a | b⟩"),
        (r"\lfloor x\rfloor\lceil y\rceil", "⌊x⌋⌈y⌉"),
        (r"\sum\limits_{\substack{i<j\\k}} a", "∑_(i < j; k) a"),
        (r"\unknown{x}", "unknown x"),
        (r"a\kern-3mu b\hspace{1em}c", "ab c"),
        ("a $ b", "ab"),
        ("<!--x-->", "x"),
        (r"{\frac} x\hat^2", "x²"),
        (r"\text{$a $}b", "ab"),
        (r"\mathbf{中}\boldsymbol\mu", "中𝛍"),
        (r"\begin x", "x"),
        (r"a\rule{1pt}{2em}b", "ab"),
        (r"\*\; a", "* a"),
        (r"a &amp; b", "a b"),
        (r"\text{a\,b~c\nope}", "a b c"),
        (r"\text{a $b", "a b"),
        (r"\substack x", "x"),
        (r"\left\{ x \right", "{x"),
        (r"\frac{|x|}{f(x}", "|x|/(f(x)"),
        (r"\left(\binom{a}{b} + c\right)", "(C(a, b) + c)"),
        (r"{a \atop b}", "a over b"),
    ],
)
def test_commands_are_characters(latex: str, shown: str) -> None:
    assert inline(latex) == shown


@pytest.mark.parametrize(
    ("latex", "shown"),
    [
        (r"\begin{cases} a & \text{if } b \\ c & \text{otherwise} \end{cases}", "{ a, if b; c, otherwise"),
        (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", "(a, b; c, d)"),
        (r"\begin{array}{c|c} a & b \\ \hline c & d\end{array}", "a, b; c, d"),
        (r"\begin{aligned} a &= b \\[2pt] &= c \\ \end{aligned}", "a = b; = c"),
        (r"\begin{rcases} a \\ b \end{rcases}", "a; b }"),
        (r"\begin{nobody} a \end{nobody}", "a"),
        (r"a \\ b", "a; b"),
        (r"\begin{alignedat}{rl} a & b \end{alignedat}", "a b"),
        (r"\begin{alignat}{2} a &= b \end{alignat}", "a = b"),
    ],
)
def test_tables_are_lines_with_semicolons(latex: str, shown: str) -> None:
    assert inline(latex) == shown


@pytest.mark.parametrize(
    "latex", ["", " ", "}", "{", "^", "_", "\\", "\\left", "\\right)", "\\end{x", "\\begin{x", "&", "\\text{"]
)
def test_pieces_of_latex_are_nothing_and_no_error(latex: str) -> None:
    assert inline(latex).strip(") ") == ""
    assert "".join(display(latex, 20)).strip(") ") == ""


@pytest.mark.parametrize(
    ("latex", "shown"),
    [
        (
            r"L = \frac{1}{n}\sum_{i=1}^{n}(y_i - \hat{y}_i)^2",
            """
            |    1  n
            |L = ─  ∑  (yᵢ − ŷᵢ)²
            |    n i=1
            """,
        ),
        (
            r"f(x) = \begin{cases} x & x \ge 0 \\ \alpha x & \text{否则} \end{cases}",
            """
            |       ⎧ x    x ≥ 0
            |f(x) = ⎨
            |       ⎩ αx   否则
            """,
        ),
        (
            r"\text{softmax}(\frac{QK^T}{\sqrt{d_k}})V",
            """
            |       ⎛QKᵀ⎞
            |softmax⎜───⎟V
            |       ⎝√dₖ⎠
            """,
        ),
        (
            r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}^{-1}",
            """
            |⎛ a  b ⎞⁻¹
            |⎝ c  d ⎠
            """,
        ),
        (
            r"\left[\frac{a}{b}\right]_q^2",
            """
            |⎡a⎤²
            |⎢─⎥
            |⎣b⎦q
            """,
        ),
        (
            r"\begin{aligned} a &= b + c & \text{说明} \\ &= \frac{d}{e} \end{aligned}",
            """
            |a = b + c   说明
            |
            |    d
            |  = ─
            |    e
            """,
        ),
        (
            r"\sqrt{a+b} + \sqrt[3]{\frac{a}{b}}",
            """
            |          _
            | _____   │a
            |√a + b + │─
            |         ∛b
            """,
        ),
        (
            r"\underbrace{x+y+z}_{\text{和}} = \overbrace{w}^{n}",
            """
            |             n
            |            ╭┴╮
            |x + y + z =  w
            |╰───┬───╯
            |   和
            """,
        ),
        (
            r"\lim_{x\to0} \max_\theta \int_0^1 x\,dx \int_{-\infty}^\infty",
            """
            |                  ∞
            |lim max ∫₀¹ x dx ∫
            |x→0  θ            −∞
            """,
        ),
        (
            r"\mathbb{E}_{x\sim p}(y_{i,j}) + 2^{a+q}",
            """
            |              a+q
            |𝔼   (y   ) + 2
            | x∼p  i,j
            """,
        ),
        (
            r"\binom{n}{k}\frac{1}{2}^2",
            """
            |⎛n⎞ ⎛1⎞²
            |⎜ ⎟ ⎜─⎟
            |⎝k⎠ ⎝2⎠
            """,
        ),
        (
            r"a \xrightarrow{abc} b \xrightarrow[d]{} c \xlongequal{e} f",
            """
            |   abc             e
            |a ─────→ b ───→ c ==== f
            |            d
            """,
        ),
        (
            r"\overline{\frac{a}{b}} \left\lfloor \frac{a}{b} \right\rfloor \left\{ \frac{a}{b} \right\}",
            """
            |_
            |a ⎢a⎥⎧a⎫
            |─ ⎢─⎥⎨─⎬
            |b ⎣b⎦⎩b⎭
            """,
        ),
        (r"a = b \\ c = d", "|a = b\n|c = d"),
        (r"\\ a^{CLIP}_{i,j}", "| CLIP\n|a\n| i,j"),
        (r"L^{CLIP}", "|L^CLIP"),
        (r"\sum_{\substack{i \\ jjj}} a", "| ∑  a\n| i\n|jjj"),
        (r"E = mc^2 \tag{1}", "|E = mc²  (1)"),
        (
            r"\begin{gather} a \\ bcd \end{gather}",
            """
            | a
            |bcd
            """,
        ),
        (
            r"\left\lbrace \begin{aligned} a &= 1 \\ b &= 2 \end{aligned} \right.",
            """
            |⎰ a = 1
            |⎱ b = 2
            """,
        ),
        (
            r"\begin{rcases} a \\ b \end{rcases}\left/\frac{a}{b}\right\uparrow",
            """
            |a ⎫╱a
            |  ⎬╱─↑
            |b ⎭╱b
            """,
        ),
    ],
)
def test_a_display_is_laid_out_on_several_lines(latex: str, shown: str) -> None:
    expected = [line.lstrip()[1:].rstrip() for line in shown.strip().split("\n")]
    assert display(latex, 80) == expected


WIDE = r"q_i k_j^\top = x_i W_Q W_K^\top x_j^\top + \frac{x_i W_Q}{W_K^\top} p_j^\top + p_i W_Q W_K^\top x_j^\top"


def test_what_is_too_wide_goes_on_below_before_an_operator() -> None:
    assert display(WIDE, 44) == [
        "                         xᵢW_Q",
        "qᵢkⱼᵀ = xᵢW_Q Wᵀ_K xⱼᵀ + ───── pⱼᵀ",
        "                         Wᵀ_K",
        "",
        "  + pᵢW_Q Wᵀ_K xⱼᵀ",
    ]


def test_each_line_of_aligned_equations_is_broken_by_itself() -> None:
    latex = r"\begin{aligned} a &= bbbbb + ccccc + ddddd \\ &= e \end{aligned}"
    assert display(latex, 18) == ["a = bbbbb + ccccc", "  + ddddd", "", "= e"]


def test_tall_brackets_are_broken_where_the_line_outside_of_them_is_too_long() -> None:
    latex = r"\log\left(\frac{aaaa}{bbbb} + cccc\right)"
    assert display(latex, 12) == [
        "   ⎛aaaa",
        "log⎜────",
        "   ⎝bbbb",
        "",
        "        ⎞",
        "  + cccc⎟",
        "        ⎠",
    ]


def test_what_has_no_place_to_break_is_wrapped_as_one_line() -> None:
    assert display(r"\frac{aaaabbbb}{ccccdddd}", 7) == ["aaaabbb", "b/ccccd", "ddd"]
    assert display(r"\frac{\text{中文分子 aa}}{b}", 9) == ["(中文分子", "  aa)/b"]


def test_a_very_long_formula_is_shown_without_a_layout() -> None:
    lines = display(r"\frac{a}{b} + " * 400, 60)
    assert lines[0] == "a/b + a/b + a/b + a/b + a/b + a/b + a/b + a/b + a/b + a/b +"
    assert "".join(lines).count("a/b") == 400


def test_a_formula_of_several_equations_is_broken_between_them() -> None:
    """An equation that fits on a line of its own is not torn apart."""
    assert display(r"x = aaaa + b, \quad y = cccc + d, \quad z = eeee", 24) == [
        "x = aaaa + b,",
        "  y = cccc + d,",
        "  z = eeee",
    ]
