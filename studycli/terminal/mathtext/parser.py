"""LaTeX mathematics into a tree: linear in the text, and without errors.

Whatever is not understood is kept as text: an unknown command is its name, a brace without a partner is nothing.
Groups deeper than NESTING_LIMIT are flattened, so that no text can exhaust the stack.
"""

import re
from collections.abc import Callable

from . import symbols
from .symbols import BIG, CLOSE, OP, OPEN, ORD, PUNCT, REL, SPACE, TEXT, words
from .tree import EMPTY, Accent, Arrow, Brace, Fence, Fraction, Node, Root, Row, Script, Symbol, Table

NESTING_LIMIT = 30
"""Groups within groups that are laid out; formulas that people write stay below ten."""

_TOKEN = re.compile(
    r"\\([a-zA-Z]+\*?|.|\n|$)|(&(?:lt|gt|amp|nbsp|quot);)|(\s+)|(\|\||:=|<!--|-->"
    r"|[^\\](?:[\u0300-\u036f\u20d0-\u20ff\ufe0e\ufe0f]|\u200d.)*)",
    re.DOTALL,
)
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&nbsp;": " ", "&quot;": '"'}

_MATRICES = {
    "pmatrix": ("(", ")"), "bmatrix": ("[", "]"), "Bmatrix": ("{", "}"), "vmatrix": ("|", "|"),
    "Vmatrix": ("‖", "‖"), "matrix": ("", ""), "smallmatrix": ("", ""), "array": ("", ""), "subarray": ("", ""),
}  # fmt: skip
_CASES = {"cases": ("{", ""), "dcases": ("{", ""), "rcases": ("", "}"), "drcases": ("", "}")}
_GATHERED = frozenset(["gather", "gathered", "multline", "equation", "displaymath", "math"])

_SIZES = ("big", "Big", "bigg", "Bigg")
_FRACTIONS = frozenset(["frac", "dfrac", "tfrac", "cfrac", "sfrac", "nicefrac"])
_BINOMIALS = frozenset(["binom", "dbinom", "tbinom"])
_TEXTS = words("""text textrm textbf textit texttt textsf textnormal textup textsc mbox hbox emph textmd mathtext
    operatorname operatorname* ce""")
_STACKED = {"overset": (False, True), "stackrel": (False, True), "underset": (True, False)}
_ARROWS = {
    "xrightarrow": "→", "xleftarrow": "←", "xRightarrow": "⇒", "xLeftarrow": "⇐", "xleftrightarrow": "↔",
    "xmapsto": "↦", "xlongequal": "=",
}  # fmt: skip
_WITH_ARGUMENT = words("""hspace hspace* vspace vspace* kern mkern hskip mskip label color phantom hphantom vphantom rule
    tag tag* textcolor colorbox""")
_SILENT = words("""displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits nonumber notag left right middle
    hline hfill cr relax mathstrut strut noindent allowbreak nobreak normalsize small large Large tiny huge
    protect centering hdashline begingroup endgroup displaylimits""")

_CONSTRUCTS = ("group", "env", "fence", "opt", "text", "top")


def parse(latex: str) -> Node:
    r"""Return the tree of a formula; several lines (``\\`` or ``&`` outside of any environment) make a table."""
    return _Parser(latex).formula()


class _Parser:
    """One pass over the tokens; ``open`` names the constructs that wait for their end, innermost last."""

    def __init__(self, latex: str) -> None:
        self.tokens = _tokens(latex)
        self.at = 0
        self.open: list[str] = ["top"]
        self.waiting = dict.fromkeys(_CONSTRUCTS, 0)
        self.alphabet = ""
        self.tag: Row | None = None

    def formula(self) -> Node:
        """Return the whole formula, its tag at its end."""
        rows = self.rows()
        node: Node = rows[0][0] if len(rows) == 1 and len(rows[0]) == 1 else _aligned(rows)
        if self.tag is None:
            return node
        return Row((node, Symbol("  ", SPACE), Fence("(", self.tag, ")")))

    # -- tokens ---------------------------------------------------------------------------------------------

    def peek(self) -> tuple[str, str]:
        """Return the kind and text of the next token; ('end', '') after the last."""
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")

    def skip_space(self) -> bool:
        """Step over white space and tell whether there was any."""
        start = self.at
        while self.peek()[0] == "space":
            self.at += 1
        return self.at > start

    def accept(self, kind: str, text: str) -> bool:
        """Step over the token if it is the next one."""
        found = self.peek() == (kind, text)
        self.at += found
        return found

    def enter(self, construct: str) -> None:
        """Begin a construct: its end is now waited for."""
        self.open.append(construct)
        self.waiting[construct] += 1

    def leave(self) -> None:
        """End the innermost construct."""
        self.waiting[self.open.pop()] -= 1

    def at_end_of_row(self) -> bool:
        """Tell whether the next token ends the row that is being read."""
        kind, text = self.peek()
        if kind == "end":
            return True
        if kind == "command":
            if text in ("\\", "cr", "newline"):
                return self.open[-1] in ("top", "env")
            return (text == "end" and self.waiting["env"] > 0) or (
                text == "right" and self.waiting["fence"] > 0
            )
        if text == "&":
            return self.open[-1] in ("top", "env")
        return (text == "}" and self.waiting["group"] > 0) or (text == "]" and self.open[-1] == "opt")

    # -- rows -----------------------------------------------------------------------------------------------

    def rows(self) -> list[list[Row]]:
        """Read cells up to the end of the environment or of the text."""
        rows: list[list[Row]] = [[]]
        while True:
            rows[-1].append(self.row())
            kind, text = self.peek()
            if (kind, text) == ("char", "&"):
                self.at += 1
            elif kind == "command" and text in ("\\", "cr", "newline"):
                self.at += 1
                self.skip_row_gap()
                rows.append([])
            else:
                break
        return _without_empty_ends(rows)

    def skip_row_gap(self) -> None:
        """Step over ``[2pt]`` or ``*`` after a line break."""
        self.accept("char", "*")
        ahead = "".join(text for _, text in self.tokens[self.at : self.at + 10])
        gap = re.match(r"\[\s*-?[\d.]+\s*(?:pt|em|ex|cm|mm|in|mu)\s*\]", ahead)
        if gap:
            length = 0
            while length < gap.end():
                length += len(self.peek()[1])
                self.at += 1

    def row(self) -> Row:
        """Read nodes up to what ends the row."""
        items: list[Node] = []
        alphabet = self.alphabet
        while True:
            spaced = self.skip_space()
            if self.at_end_of_row():
                break
            if self.peek() in (("command", "over"), ("command", "choose"), ("command", "atop")):
                items = [self.infix(items)]
                break
            items.extend(self.scripted(spaced))
        self.alphabet = alphabet
        return Row(tuple(items))

    def infix(self, items: list[Node]) -> Node:
        r"""Read ``a \over b``, whose numerator is already read."""
        name = self.peek()[1]
        self.at += 1
        fraction = Fraction(Row(tuple(items)), self.row(), bar=name == "over")
        return Fence("(", Row((fraction,)), ")") if name == "choose" else fraction

    def scripted(self, spaced: bool) -> list[Node]:
        """Read one atom and the scripts behind it."""
        base = EMPTY if self.peek()[1] in ("^", "_", "'") and self.peek()[0] == "char" else self.atom(spaced)
        if base is None:
            return []
        below, above, forced = self.scripts()
        if below is None and above is None:
            return [base]
        return [Script(base, below, above, _has_limits(base) if forced is None else forced)]

    def scripts(self) -> tuple[Row | None, Row | None, bool | None]:
        """Read subscripts, superscripts and primes in any order; doubled ones are joined."""
        below: list[Node] = []
        above: list[Node] = []
        forced: bool | None = None
        while True:
            start = self.at
            self.skip_space()
            kind, text = self.peek()
            if kind == "command" and text in ("limits", "nolimits"):
                self.at += 1
                forced = text == "limits"
            elif (kind, text) == ("command", "_") and self.tokens[self.at + 1 : self.at + 2] == [
                ("char", "{")
            ]:
                self.at += 1  # an underscore escaped for Markdown's sake
                below.extend(self.argument().items)
            elif kind == "char" and text in "_^":
                self.at += 1
                (below if text == "_" else above).extend(self.argument().items)
            elif kind == "char" and text in "'’":
                self.at += 1
                above.append(Symbol("′", ORD))
            else:
                self.at = start
                break
        return Row(tuple(below)) if below else None, Row(tuple(above)) if above else None, forced

    # -- atoms ----------------------------------------------------------------------------------------------

    def argument(self) -> Row:
        """Read a group, or the single atom that stands for one."""
        self.skip_space()
        kind, text = self.peek()
        if kind == "end" or len(self.open) > NESTING_LIMIT:
            return EMPTY
        if (kind, text) == ("char", "{"):
            return self.group()
        if self.at_end_of_row() or (kind == "char" and text in "^_"):
            return EMPTY
        self.enter("text")
        node = self.atom(spaced=False)
        self.leave()
        return EMPTY if node is None else Row((node,))

    def group(self) -> Row:
        """Read ``{...}``; a missing brace ends it where something else must end."""
        self.at += 1
        self.enter("group")
        row = self.row()
        self.leave()
        self.accept("char", "}")
        return row

    def option(self) -> Row | None:
        """Read ``[...]`` where there is one."""
        self.skip_space()
        if self.peek() != ("char", "[") or len(self.open) > NESTING_LIMIT:
            return None
        self.at += 1
        self.enter("opt")
        row = self.row()
        self.leave()
        self.accept("char", "]")
        return row

    def atom(self, spaced: bool) -> Node | None:
        """Read one token with its arguments; None for what shows nothing."""
        kind, text = self.peek()
        if kind == "char" and text == "{" and len(self.open) <= NESTING_LIMIT:
            return self.group()
        self.at += 1
        if kind == "command":
            return self.command(text, spaced)
        if text in "{}&$" or text in ("<!--", "-->"):
            return None
        char, cls = symbols.CHARACTERS.get(text, (text, ORD))
        return Symbol(symbols.styled(char, self.alphabet), cls, spaced)

    def command(self, name: str, spaced: bool) -> Node | None:
        """Read the arguments of a command and return its node."""
        if name in symbols.SPACES:
            return Symbol(symbols.SPACES[name], SPACE)
        if len(self.open) <= NESTING_LIMIT:
            handled = self.structure(name)
            if handled is not None:
                return handled
        if name in _WITH_ARGUMENT:
            return self.invisible(name)
        if name in _SILENT or name in ("", "(", ")", "[", "]", "\\", "end"):
            return self.silent(name)
        return self.symbol(name, spaced)

    def symbol(self, name: str, spaced: bool) -> Node:
        """Return the node of a command without arguments; an unknown one is its name."""
        if name in symbols.SYMBOLS:
            char, kind = symbols.SYMBOLS[name]
            return Symbol(symbols.styled(char, self.alphabet), kind, spaced)
        bare = name.rstrip("*")
        if bare in symbols.FUNCTIONS:
            return Symbol({"argmax": "arg max", "argmin": "arg min"}.get(bare, bare), OP)
        if bare in ("mod", "bmod"):
            return Symbol("mod", REL)
        if len(name) == 1 and not name.isalpha():
            return Symbol(name, PUNCT if name in ",;" else ORD, spaced)
        return Symbol(bare, OP if len(bare) > 1 else ORD, spaced)

    def invisible(self, name: str) -> Node | None:
        """Read the argument of a command whose argument is not part of the formula."""
        start = self.at
        argument = (
            self.argument() if name.rstrip("*") not in ("kern", "mkern", "hskip", "mskip") else self.length()
        )
        if name.startswith("tag"):
            self.tag = argument
        if name == "rule":
            self.argument()
        if name in ("textcolor", "colorbox"):
            return self.argument()
        return Symbol("  " if name.startswith("hspace") and self.at > start else "", SPACE)

    def length(self) -> Row:
        """Step over a length such as ``-3mu``."""
        self.skip_space()
        while self.peek()[0] == "char" and self.peek()[1] in "-+.0123456789":
            self.at += 1
        for unit in ("mu", "em", "ex", "pt"):
            if "".join(text for _, text in self.tokens[self.at : self.at + 2]) == unit:
                self.at += 2
        return EMPTY

    def silent(self, name: str) -> Node | None:
        """Step over what shows nothing: a style, or an end that nothing waits for."""
        if name == "end":
            self.name_of_environment()
        return Symbol(" ", SPACE) if name in ("\\", "cr") else None

    def structure(self, name: str) -> Node | None:
        """Return the node of a command with arguments; None when it is not one."""
        reader = READERS.get(name)
        return None if reader is None else reader(self, name)

    def fraction(self, _name: str) -> Node:
        """Read a numerator and a denominator."""
        return Fraction(self.argument(), self.argument())

    def binomial(self, _name: str) -> Node:
        """Read the two numbers of a binomial coefficient."""
        return Fence("(", Row((Fraction(self.argument(), self.argument(), bar=False),)), ")")

    def accented(self, name: str) -> Node:
        r"""Read an accent; ``\not`` negates the sign behind it."""
        return Accent(self.argument(), symbols.ACCENTS[name])

    def stacked(self, name: str) -> Node:
        """Read what has words over or under it."""
        if name in _ARROWS:
            below = self.option() or EMPTY
            return Arrow(_ARROWS[name], self.argument(), below)
        under, over = _STACKED[name]
        words = self.argument()
        base = self.argument()
        return Script(base, words if under else None, words if over else None, limits=True)

    def sized(self, name: str) -> Node:
        """Read the delimiter behind ``big`` and its sisters; their last letter says on which side it stands."""
        char = self.delimiter()
        kind = {"l": OPEN, "r": CLOSE, "m": REL}.get(name[-1])
        return Symbol(char, symbols.CHARACTERS.get(char, ("", ORD))[1] if kind is None else kind)

    def delimiter(self) -> str:
        """Read a delimiter: a character or a command; '.' is none."""
        self.skip_space()
        kind, text = self.peek()
        if kind == "end" or (kind == "char" and text in "{}&$^_"):
            return ""
        self.at += 1
        if kind == "command":
            return symbols.SYMBOLS.get(text, ("", ORD))[0]
        text = {"||": "‖", "<": "⟨", ">": "⟩"}.get(text, text)
        return "" if text == "." else text

    def in_alphabet(self, name: str) -> Node:
        r"""Read what is set in bold, double-struck or script letters; a switch (``\bf``) lasts to the group's end."""
        before = self.alphabet
        self.alphabet = symbols.ALPHABETS[name]
        if name in ("bf", "rm", "it", "sf", "tt", "cal", "frak"):
            return EMPTY
        row = self.argument()
        self.alphabet = before
        if name in ("boxed", "fbox"):
            return Fence("[", row, "]")
        if name in ("mathrm", "mathsf", "mathtt", "mathit", "mathop"):
            return _word(row, OP if name == "mathop" else TEXT)
        return row.items[0] if len(row.items) == 1 else row

    def text(self, name: str) -> Node:
        """Read words: their spaces are kept, formulas within ``$`` are read as such."""
        self.skip_space()
        kind = OP if name.startswith("operatorname") else TEXT
        if not self.accept("char", "{"):
            item = self.peek()
            self.at += item[0] != "end"
            return Symbol(item[1], kind)
        items: list[Node] = []
        words: list[str] = []
        depth = 1
        while depth and self.peek()[0] != "end":
            sort, text = self.peek()
            if (sort, text) == ("char", "$"):
                self.at += 1
                items.append(Symbol("".join(words), kind))
                words = []
                items.append(self.formula_in_text())
                continue
            self.at += 1
            depth += {"{": 1, "}": -1}.get(text, 0) if sort == "char" else 0
            words.append(_word_of(sort, text))
        items.append(Symbol(_spaced_words("".join(words), kind), kind))
        return Row(tuple(items)) if len(items) > 1 else items[0]

    def formula_in_text(self) -> Node:
        """Read up to the next ``$``, or the brace that ends the text."""
        items: list[Node] = []
        self.enter("group")
        while self.peek() not in (("char", "$"), ("char", "}"), ("end", "")):
            spaced = self.skip_space()
            if self.peek() in (("char", "$"), ("char", "}"), ("end", "")):
                break
            items.extend(self.scripted(spaced))
        self.leave()
        self.accept("char", "$")
        return Row(tuple(items))

    def name_of_environment(self) -> str:
        r"""Read ``{name}`` behind ``\begin`` or ``\end``."""
        self.skip_space()
        if not self.accept("char", "{"):
            return ""
        letters = []
        while self.peek()[0] not in ("end", "command") and not self.accept("char", "}"):
            letters.append(self.peek()[1])
            self.at += 1
        return "".join(letters).strip()

    # -- commands with a reader of their own ----------------------------------------------------------------

    def sqrt(self, _name: str) -> Node:
        """Read a root and its degree."""
        index = self.option()
        return Root(index, self.argument())

    def underbrace(self, _name: str) -> Node:
        """Read what has a brace under it."""
        return Brace(self.argument(), over=False)

    def overbrace(self, _name: str) -> Node:
        """Read what has a brace over it."""
        return Brace(self.argument(), over=True)

    def pmod(self, _name: str) -> Node:
        """Read the modulus in ``(mod n)``."""
        return Row((Symbol(" ", SPACE), Fence("(", Row((Symbol("mod", OP), *self.argument().items)), ")")))

    def substack(self, _name: str) -> Node:
        """Read lines under one another, as limits have them."""
        self.skip_space()
        if not self.accept("char", "{"):
            return EMPTY
        self.enter("group")
        self.open.append("env")
        rows = self.rows()
        self.open.pop()
        self.leave()
        self.accept("char", "}")
        return Table(_table(rows), "c")

    def left(self, _name: str) -> Node:
        """Read up to the partner of a tall delimiter."""
        left = self.delimiter()
        self.enter("fence")
        items: list[Node] = list(self.row().items)
        self.leave()
        right = self.delimiter() if self.accept("command", "right") else ""
        return Fence(left, Row(tuple(items)), right)

    def middle(self, _name: str) -> Node:
        """Read a delimiter between two others."""
        return Symbol(self.delimiter(), REL)

    def begin(self, _name: str) -> Node:
        """Read an environment."""
        name = self.name_of_environment()
        bare = name.rstrip("*")
        columns = ""
        if bare in ("array", "subarray", "tabular", "alignat", "alignedat", "darray"):
            self.option()
            columns = "".join(char for char in _letters(self.argument()) if char in "lcr")
        elif bare in _MATRICES:
            self.option()
        self.enter("env")
        rows = self.rows()
        self.leave()
        if self.accept("command", "end"):
            self.name_of_environment()
        return _environment(bare, columns, rows)


def _tokens(latex: str) -> list[tuple[str, str]]:
    """Cut the text into (kind, text): command, space or char."""
    tokens: list[tuple[str, str]] = []
    for match in _TOKEN.finditer(latex):
        command, entity, space, char = match.groups()
        if command is not None:
            tokens.append(("command", command))
        elif space is not None:
            tokens.append(("space", space))
        elif char is not None:
            tokens.append(("char", "‖" if char == "||" else char))
        elif entity == "&amp;":
            tokens.append(("char", "&"))
        else:
            tokens.append(("char", _ENTITIES[entity]))
    return tokens


def _word_of(kind: str, text: str) -> str:
    r"""Return what a token is within ``\text``."""
    if kind == "command":
        if text in symbols.SPACES:
            return symbols.SPACES[text]
        return symbols.SYMBOLS[text][0] if text in symbols.SYMBOLS and text not in symbols.ALPHABETS else ""
    if kind == "space":
        return " "
    return "" if text in "{}" else "\u00a0" if text == "~" else text


def _spaced_words(words: str, kind: int) -> str:
    """Return words without the blanks around a function's name."""
    return words.strip() if kind == OP else words


def _letters(row: Row) -> str:
    """Return the text of a row of plain characters."""
    return "".join(item.text for item in row.items if isinstance(item, Symbol))


def _word(row: Row, kind: int) -> Node:
    """Return a row of letters as one upright word, another row as it is."""
    plain = all(isinstance(item, Symbol) and item.kind in (ORD, TEXT, SPACE) for item in row.items)
    return Symbol(_letters(row), kind) if plain and row.items else row


def _has_limits(base: Node) -> bool:
    """Tell whether scripts of the base stand over and under it in a display."""
    if isinstance(base, Symbol):
        return (base.kind == BIG and base.text not in symbols.INTEGRALS) or (
            base.kind == OP and base.text.replace("arg ", "arg") in symbols.LIMITS
        )
    return isinstance(base, Brace)


def _without_empty_ends(rows: list[list[Row]]) -> list[list[Row]]:
    """Return the rows without empty ones at the start and the end."""
    while len(rows) > 1 and not any(cell.items for cell in rows[-1]):
        rows.pop()
    while len(rows) > 1 and not any(cell.items for cell in rows[0]):
        rows.pop(0)
    return rows


def _table(rows: list[list[Row]]) -> tuple[tuple[Row, ...], ...]:
    return tuple(tuple(row) for row in rows)


def _aligned(rows: list[list[Row]]) -> Table:
    """Return equations under one another; all but the first of a pair of cells continue one."""
    started = [
        [Row((EMPTY, *cell.items)) if column % 2 and cell.items else cell for column, cell in enumerate(row)]
        for row in rows
    ]
    return Table(_table(started), "rl", joined=True)


def _environment(name: str, columns: str, rows: list[list[Row]]) -> Table:
    """Return the table of an environment; an unknown one has its lines under one another."""
    if name in _CASES:
        return Table(_table(rows), "l", False, *_CASES[name])
    if name in _MATRICES or columns:
        left, right = _MATRICES.get(name, ("", ""))
        if name.startswith("align"):
            return _aligned(rows)
        return Table(_table(rows), columns or "c", False, left, right)
    if name in _GATHERED:
        return Table(_table(rows), "c" if name.startswith("gather") else "l")
    return _aligned(rows)


READERS: dict[str, Callable[[_Parser, str], Node | None]] = {
    **dict.fromkeys(_FRACTIONS, _Parser.fraction),
    **dict.fromkeys(_BINOMIALS, _Parser.binomial),
    **dict.fromkeys(_TEXTS, _Parser.text),
    **dict.fromkeys(symbols.ALPHABETS, _Parser.in_alphabet),
    **dict.fromkeys(symbols.ACCENTS, _Parser.accented),
    **dict.fromkeys([*_STACKED, *_ARROWS], _Parser.stacked),
    **dict.fromkeys([size + side for size in _SIZES for side in ("", "l", "r", "m")], _Parser.sized),
    "sqrt": _Parser.sqrt,
    "underbrace": _Parser.underbrace,
    "overbrace": _Parser.overbrace,
    "pmod": _Parser.pmod,
    "substack": _Parser.substack,
    "left": _Parser.left,
    "middle": _Parser.middle,
    "begin": _Parser.begin,
}
"""What reads the arguments of a command."""
WITHOUT_SIGN = _WITH_ARGUMENT | _SILENT | {"end", "mod", "bmod", "over", "choose", "atop", "newline"}
"""Commands that are understood and show nothing of their own."""
