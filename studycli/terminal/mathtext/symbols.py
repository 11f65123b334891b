"""The characters that stand for the names of LaTeX, and the class that decides the space around them.

The tables are strings of alternating names and characters, cut up once when the module is imported:
that is shorter to read and to load than a dictionary of a thousand quotes.
"""

ORD, OP, BIG, BIN, REL, OPEN, CLOSE, PUNCT, FRAC, TEXT, SPACE = range(11)
"""Classes of atoms, as TeX has them; FRAC is a fraction, TEXT upright words, BIG an operator with limits."""
FIRST_CJK = "\u2e80"
"""Letters from here on are Chinese ones, or as wide."""


def words(table: str) -> frozenset[str]:
    """Return the words of a table."""
    return frozenset(table.split())


def _pairs(table: str) -> dict[str, str]:
    """Return the dictionary of a table of alternating names and characters."""
    entries = table.split()
    return dict(zip(entries[::2], entries[1::2], strict=True))


_ORDINARY = _pairs("""
alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ
varkappa ϰ lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ
upsilon υ phi φ varphi φ chi χ psi ψ omega ω digamma ϝ Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π
Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω Alpha Α Beta Β Epsilon Ε Zeta Ζ Eta Η Iota Ι Kappa Κ Mu Μ Nu Ν
Omicron Ο Rho Ρ Tau Τ Chi Χ varGamma Γ varDelta Δ varTheta Θ varLambda Λ varSigma Σ varPhi Φ varPsi Ψ
varOmega Ω thetasym ϑ infty ∞ partial ∂ nabla ∇ ell ℓ hbar ℏ hslash ℏ Re ℜ Im ℑ wp ℘ aleph ℵ beth ℶ
gimel ℷ imath ı jmath ȷ forall ∀ exists ∃ nexists ∄ emptyset ∅ varnothing ∅ empty ∅ top ⊤ bot ⊥ angle ∠
measuredangle ∡ triangle △ triangledown ▽ square □ Box □ blacksquare ■ Diamond ◇ lozenge ◊
blacktriangle ▲ bigstar ★ prime ′ backprime ‵ dprime ″ degree ° neg ¬ lnot ¬ flat ♭ natural ♮ sharp ♯
clubsuit ♣ diamondsuit ♦ heartsuit ♥ spadesuit ♠ checkmark ✓ dagger † ddagger ‡ dag † ddag ‡
S § P ¶ copyright © pounds £ euro € yen ¥ complement ∁ mho ℧ eth ð Finv Ⅎ backslash ∖ surd √
ldots … dots … cdots ⋯ dotsc … dotsb ⋯ dotsm ⋯ dotsi ⋯ dotso … vdots ⋮ ddots ⋱ iddots ⋰ mathellipsis …
R ℝ N ℕ Z ℤ C ℂ Q ℚ reals ℝ Reals ℝ natnums ℕ Complex ℂ cnums ℂ intercal ⊺ ast * euler e
aa å AA Å ae æ AE Æ oe œ OE Œ o ø O Ø ss ß l ł L Ł i ı j ȷ textellipsis … textdegree ° # # % % & & _ _
$ $ | ‖ Vert ‖ vert | lvert | rvert | lVert ‖ rVert ‖ slash / textbar | textbackslash ∖ textasciitilde ~
textendash – textemdash — textquotedblleft “ textquotedblright ” textless < textgreater >
""")

_BINARY = _pairs("""
pm ± mp ∓ times × div ÷ cdot · cdotp · bullet • circ ∘ star ⋆ cap ∩ cup ∪ uplus ⊎ sqcap ⊓ sqcup ⊔
vee ∨ wedge ∧ lor ∨ land ∧ oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘ odot ⊙ setminus ∖ smallsetminus ∖ wr ≀
amalg ⨿ bigtriangleup △ bigtriangledown ▽ triangleleft ◁ triangleright ▷ ltimes ⋉ rtimes ⋊ Cap ⋒ Cup ⋓
curlyvee ⋎ curlywedge ⋏ veebar ⊻ barwedge ⊼ boxplus ⊞ boxminus ⊟ boxtimes ⊠ boxdot ⊡ dotplus ∔
divideontimes ⋇ circledast ⊛ circledcirc ⊚ circleddash ⊝ asymp* ≍ centerdot · bigcirc ◯ dotminus ∸
""")

_RELATIONS = _pairs("""
le ≤ leq ≤ leqslant ≤ ge ≥ geq ≥ geqslant ≥ lt < gt > ne ≠ neq ≠ ll ≪ gg ≫ lll ⋘ ggg ⋙ prec ≺ succ ≻
preceq ⪯ succeq ⪰ preccurlyeq ≼ succcurlyeq ≽ sim ∼ simeq ≃ approx ≈ approxeq ≊ cong ≅ equiv ≡ doteq ≐
triangleq ≜ coloneqq ≔ coloneq ≔ eqqcolon ≕ eqcirc ≖ circeq ≗ bumpeq ≏ Bumpeq ≎ propto ∝ varpropto ∝
asymp ≍ in ∈ notin ∉ ni ∋ owns ∋ subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇ subsetneq ⊊ supsetneq ⊋
nsubseteq ⊈ nsupseteq ⊉ Subset ⋐ Supset ⋑ sqsubset ⊏ sqsupset ⊐ sqsubseteq ⊑ sqsupseteq ⊒ mid | nmid ∤
parallel ∥ nparallel ∦ perp ⊥ Perp ⫫ indep ⫫ vdash ⊢ dashv ⊣ models ⊨ vDash ⊨ Vdash ⊩ nvdash ⊬ nvDash ⊭
smile ⌣ frown ⌢ bowtie ⋈ Join ⋈ between ≬ nless ≮ ngtr ≯ nleq ≰ ngeq ≱ nsim ≁ ncong ≇ lesssim ≲ gtrsim ≳
lessgtr ≶ gtrless ≷ leqq ≦ geqq ≧ lesseqgtr ⋚ gtreqless ⋛ precsim ≾ succsim ≿ backsim ∽ therefore ∴
because ∵ implies ⟹ impliedby ⟸ iff ⟺ to → gets ← rightarrow → leftarrow ← leftrightarrow ↔ Rightarrow ⇒
Leftarrow ⇐ Leftrightarrow ⇔ longrightarrow ⟶ longleftarrow ⟵ longleftrightarrow ⟷ Longrightarrow ⟹
Longleftarrow ⟸ Longleftrightarrow ⟺ mapsto ↦ longmapsto ⟼ hookrightarrow ↪ hookleftarrow ↩ uparrow ↑
downarrow ↓ updownarrow ↕ Uparrow ⇑ Downarrow ⇓ Updownarrow ⇕ nearrow ↗ searrow ↘ swarrow ↙ nwarrow ↖
rightharpoonup ⇀ rightharpoondown ⇁ leftharpoonup ↼ leftharpoondown ↽ rightleftharpoons ⇌
leftrightharpoons ⇋ rightrightarrows ⇉ leftleftarrows ⇇ leftrightarrows ⇆ rightleftarrows ⇄ leadsto ⇝
rightsquigarrow ⇝ leftrightsquigarrow ↭ twoheadrightarrow ↠ twoheadleftarrow ↞ rightarrowtail ↣
leftarrowtail ↢ circlearrowleft ↺ circlearrowright ↻ curvearrowleft ↶ curvearrowright ↷ nrightarrow ↛
nleftarrow ↚ nRightarrow ⇏ nLeftarrow ⇍ nleftrightarrow ↮ nLeftrightarrow ⇎ multimap ⊸ dashrightarrow ⇢
dashleftarrow ⇠ rarr → larr ← lrarr ↔ Rarr ⇒ Larr ⇐ vcentcolon : dblcolon ∷ Rrightarrow ⇛ Lleftarrow ⇚
upuparrows ⇈ downdownarrows ⇊ Doteq ≑ fallingdotseq ≒ risingdotseq ≓ thicksim ∼ thickapprox ≈
trianglelefteq ⊴ trianglerighteq ⊵ vartriangleleft ⊲ vartriangleright ⊳ isin ∈ sub ⊂ sube ⊆ supe ⊇
""")

_BIG = _pairs("""
sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮ oiint ∯ bigcap ⋂ bigcup ⋃ bigvee ⋁ bigwedge ⋀
bigoplus ⨁ bigotimes ⨂ bigodot ⨀ biguplus ⨄ bigsqcup ⨆ intop ∫ smallint ∫
""")

_OPENING = _pairs("""
{ { lbrace { lbrack [ lparen ( langle ⟨ lceil ⌈ lfloor ⌊ lBrace ⦃ llbracket ⟦ lgroup ⟮ lmoustache ⎰
ulcorner ⌜ llcorner ⌞ lang ⟨
""")
_CLOSING = _pairs("""
} } rbrace } rbrack ] rparen ) rangle ⟩ rceil ⌉ rfloor ⌋ rBrace ⦄ rrbracket ⟧ rgroup ⟯ rmoustache ⎱
urcorner ⌝ lrcorner ⌟ rang ⟩
""")

FUNCTIONS = words("""arccos arcsin arctan arg argmax argmin cos cosh cot coth csc deg det dim exp gcd hom inf inj ker lg lim
    liminf limsup ln log max min plim Pr projlim sec sin sinh sup tan tanh th sh ch tg ctg varlimsup
    varliminf""")
"""Names set upright, with a space before what they are applied to."""

LIMITS = words("lim liminf limsup max min sup inf argmax argmin det gcd Pr plim varlimsup varliminf")
"""Functions whose subscript stands below them in a displayed formula."""

INTEGRALS = frozenset("∫∬∭∮∯")
"""Big operators whose limits stand beside them."""

SYMBOLS: dict[str, tuple[str, int]] = {
    "colon": (":", PUNCT)
} | {
    name: (char, kind)
    for table, kind in (
        (_ORDINARY, ORD), (_BINARY, BIN), (_RELATIONS, REL), (_BIG, BIG), (_OPENING, OPEN), (_CLOSING, CLOSE),
    )
    for name, char in table.items()
}  # fmt: skip
"""Name of a command, without its backslash: the character and its class."""

CHARACTERS: dict[str, tuple[str, int]] = {
    **{char: (char, kind) for char, kind in SYMBOLS.values() if kind in (BIN, REL, BIG, OPEN, CLOSE)},
    **dict.fromkeys("|", ("|", ORD)),
    **{char: (char, OPEN) for char in "([（【〈"},
    **{char: (char, CLOSE) for char in ")]）】〉!"},
    **{char: (char, PUNCT) for char in ",;:，；、。：？"},
    **{char: (char, REL) for char in "=<>≤≥≠≈"},
    **{char: (char, BIN) for char in "+*±×"},
    ":=": (":=", REL),
    "-": ("−", BIN),
    "−": ("−", BIN),
    "–": ("−", BIN),
    "⋅": ("·", BIN),
    "∙": ("·", BIN),
    "?": ("?", CLOSE),
    "~": (" ", SPACE),
}
"""A character of the source: the character shown and its class; any other is ordinary."""

SPACES = {
    ",": " ", ":": " ", ";": " ", ">": " ", " ": " ", "thinspace": " ", "medspace": " ", "thickspace": " ",
    "enspace": " ", "nobreakspace": " ", "space": " ", "nbsp": " ", "\n": " ", "\t": " ",
    "quad": "  ", "qquad": "    ", "!": "", "negthinspace": "", "/": "", "-": "",
}  # fmt: skip
"""Commands that are space: how much of it is shown."""

ACCENTS = {
    "hat": "\u0302", "widehat": "\u0302", "check": "\u030c", "widecheck": "\u030c", "tilde": "\u0303",
    "widetilde": "\u0303", "acute": "\u0301", "grave": "\u0300", "dot": "\u0307", "ddot": "\u0308",
    "dddot": "\u20db", "breve": "\u0306", "bar": "\u0304", "overline": "\u0305", "underline": "\u0332",
    "underbar": "\u0332", "vec": "\u20d7", "overrightarrow": "\u20d7", "overleftarrow": "\u20d6",
    "mathring": "\u030a", "cancel": "\u0336", "bcancel": "\u0336", "xcancel": "\u0336", "not": "\u0338",
    "sout": "\u0336", "overleftrightarrow": "\u20e1",
}  # fmt: skip
"""Accents: the combining character that each puts on its argument's letters."""

_SUPERSCRIPTS = dict(zip(
    "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ⊤⊺′″∗*°∘†‡",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡᵀᵀ′″**°°†‡", strict=True,
))  # fmt: skip
_SUBSCRIPTS = dict(zip(
    "0123456789+-−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True,
))  # fmt: skip

FRACTIONS = {
    ("1", "2"): "½", ("1", "3"): "⅓", ("2", "3"): "⅔", ("1", "4"): "¼", ("3", "4"): "¾", ("1", "5"): "⅕",
    ("1", "8"): "⅛",
}  # fmt: skip
"""Fractions that have a character of their own."""


def raised(text: str) -> str | None:
    """Return the text in superscript characters; None where one is missing."""
    return _mapped(text, _SUPERSCRIPTS)


def lowered(text: str) -> str | None:
    """Return the text in subscript characters; None where one is missing."""
    return _mapped(text, _SUBSCRIPTS)


def _mapped(text: str, table: dict[str, str]) -> str | None:
    shown = [table.get(char) for char in text]
    return None if None in shown else "".join(char for char in shown if char)


_HOLES = {
    "𝑕": "ℎ", "𝒝": "ℬ", "𝒠": "ℰ", "𝒡": "ℱ", "𝒣": "ℋ", "𝒤": "ℐ", "𝒧": "ℒ", "𝒨": "ℳ", "𝒭": "ℛ", "𝒺": "ℯ",
    "𝒼": "ℊ", "𝓄": "ℴ", "𝔆": "ℭ", "𝔋": "ℌ", "𝔌": "ℑ", "𝔕": "ℜ", "𝔝": "ℨ", "𝔺": "ℂ", "𝔿": "ℍ", "𝕅": "ℕ",
    "𝕇": "ℙ", "𝕈": "ℚ", "𝕉": "ℝ", "𝕑": "ℤ",
}  # fmt: skip
_GREEK = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡϴΣΤΥΦΧΨΩ∇αβγδεζηθικλμνξοπρςστυφχψω∂"

_STARTS = {"bold": (0x1D400, 0x1D41A, 0x1D7CE), "script": (0x1D49C, 0x1D4B6, 0), "fraktur": (0x1D504, 0x1D51E, 0),
           "double": (0x1D538, 0x1D552, 0x1D7D8)}  # fmt: skip

ALPHABETS = {
    "mathbf": "bold", "boldsymbol": "bold", "bm": "bold", "bf": "bold", "bold": "bold", "pmb": "bold",
    "mathbb": "double", "Bbb": "double", "mathds": "double", "mathcal": "script", "mathscr": "script",
    "cal": "script", "mathfrak": "fraktur", "frak": "fraktur",
    "mathrm": "", "mathit": "", "mathsf": "", "mathtt": "", "mathnormal": "", "rm": "", "it": "", "sf": "",
    "tt": "", "mathop": "", "mathbin": "", "mathrel": "", "mathord": "", "mathopen": "", "mathclose": "",
    "mathpunct": "", "mathinner": "", "mathstrut": "", "smash": "", "boxed": "", "fbox": "", "mathclap": "",
    "mathrlap": "", "mathllap": "", "ensuremath": "",
}  # fmt: skip
"""Commands that set their argument in an alphabet; '' leaves the letters as they are."""


def styled(char: str, alphabet: str) -> str:
    """Return the character in the alphabet (bold, double, script, fraktur), or itself where there is none."""
    if not alphabet:
        return char
    upper, lower, digit = _STARTS[alphabet]
    for first, last, start in (("A", "Z", upper), ("a", "z", lower), ("0", "9", digit)):
        if start and first <= char <= last:
            letter = chr(start + ord(char) - ord(first))
            return _HOLES.get(letter, letter)
    if alphabet == "bold" and char in _GREEK:
        return chr(0x1D6A8 + _GREEK.index(char))
    return char
