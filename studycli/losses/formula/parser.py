r"""Tokens into a tree, by recursive descent.

What binds, from loose to tight: commas, ``=``, ``+`` and ``-``, ``*`` and ``/`` with products that have no sign,
unary minus, powers. A function without brackets takes the factors behind it, ``\log a b`` is log(ab), up to a
sign, a bracket, or another function. What runs over an index takes the product behind it, and the terms behind that
in which its index stands: in ``\sum_t a_t + \log b_t`` both belong to the sum.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from studycli.losses.formula import words
from studycli.losses.formula.problems import wrong
from studycli.losses.formula.scopes import absorbed
from studycli.losses.formula.tokens import Token
from studycli.losses.formula.tree import (
    Applied,
    Called,
    Compared,
    Factors,
    Indexed,
    Joined,
    Name,
    Norm,
    Number,
    Over,
    Power,
    Terms,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from studycli.losses.formula.tree import Node

DEEPEST = 40
"""Brackets, fractions, exponents and sums within each other; formulas that people write stay below ten."""

RELATIONS = frozenset(["=", "<", ">", "<=", ">=", "!=", "~", "->", "<-", "\\in"])
_CLOSING = {"(": ")", "[": "]", "{": "}", "|": "|", "||": "||"}
_JOINING = frozenset(["and", "or"])
_AFTER_VALUE = "an operator or the end"
_VALUE = "a number, a name or a bracket"
_INDICES_AT_ONCE = 3  # letters: below a sum ij are two indices


class Parser:
    """One pass over the tokens of a formula.

    Args:
        text: The whole text that the tokens stand in.
        tokens: Those of one expression; the last one is of kind ``end``.
        tight: Whether a product without a sign binds tighter than ``/``: then 1/2n is 1/(2n).
    """

    def __init__(self, text: str, tokens: list[Token], *, tight: bool = False) -> None:
        self.text = text
        self.is_latex = "\\" in text
        self.tight = tight
        self.tokens = tokens
        self.at = 0
        self.depth = 0
        self.open: list[str] = []

    # -- tokens ---------------------------------------------------------------------------------------------

    @property
    def token(self) -> Token:
        """The next token."""
        return self.tokens[self.at]

    def ahead(self, count: int = 1) -> Token:
        """Return a token behind the next one."""
        return self.tokens[min(self.at + count, len(self.tokens) - 1)]

    def take(self) -> Token:
        """Step over the next token."""
        token = self.token
        if token.kind != "end":
            self.at += 1
        return token

    def is_sign(self, *texts: str) -> bool:
        """Tell whether the next token is one of these signs."""
        return self.token.kind == "sign" and self.token.text in texts

    def accept(self, *texts: str) -> Token | None:
        """Step over the next token if it is one of these signs."""
        return self.take() if self.is_sign(*texts) else None

    def unexpected(self, meant: str) -> Exception:
        """Return the error that the next token is."""
        token = self.token
        if token.kind == "end":
            return wrong("end", token.start, token.end, meant=meant)
        if token.kind == "prose":
            return wrong("prose", token.start, token.end, token.text)
        if token.kind == "command":
            return wrong("command", token.start, token.end, "\\" + token.text)
        return wrong("unexpected", token.start, token.end, self.text[token.start : token.end], meant)

    def expect(self, text: str) -> Token:
        """Step over a sign that has to be the next token."""
        found = self.accept(text)
        if not found:
            raise self.unexpected(f"'{text}'")
        return found

    def end_of_last(self) -> int:
        """Return the place behind the last token that was read."""
        return self.tokens[self.at - 1].end if self.at else 0

    def nested(self, read: Callable[[], Node]) -> Node:
        """Read something one level deeper."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise wrong("deep", self.token.start, self.token.end, meant=str(DEEPEST))
        node = read()
        self.depth -= 1
        return node

    # -- sums and products ----------------------------------------------------------------------------------

    def expression(self) -> Node:
        """Read terms."""
        start = self.token.start
        terms = [self._term()]
        while self.is_sign("+", "-"):
            end = self.end_of_last()
            following = self._term(1 if self.take().text == "+" else -1)
            if not absorbed(terms, following, end):
                terms.append(following)
        if len(terms) == 1 and terms[0][0] == 1:
            return terms[0][1]
        return Terms(tuple(terms), start, self.end_of_last())

    def _term(self, sign: int = 1) -> tuple[int, Node]:
        while self.is_sign("+", "-"):
            sign *= 1 if self.take().text == "+" else -1
        return sign, self.product()

    def product(self) -> Node:
        """Read factors, with signs between them or without."""
        start = self.token.start
        factors = [(1, self.factor())]
        while True:
            if self.accept("*"):
                factors.append(self._signed_factor(1))
            elif self.is_sign("/", ":") and not self._ends_at(":"):
                self.take()
                factors.append(self._signed_factor(-1))
            elif self.begins_factor():
                last = factors[-1]
                if self.tight and last[0] < 0 and not self._runs_over():
                    factors[-1] = -1, _times(last[1], self.factor())
                else:
                    factors.append((1, self.factor()))
            else:
                break
        if len(factors) == 1:
            return factors[0][1]
        return Factors(tuple(factors), start, self.end_of_last())

    def _ends_at(self, sign: str) -> bool:
        return self.is_sign(sign) and self.ahead().kind in ("end", "prose")

    def _signed_factor(self, exponent: int) -> tuple[int, Node]:
        """Read a factor that may have signs before it: 2 * -x."""
        start, minus = self.token.start, False
        while self.is_sign("+", "-"):
            minus ^= self.take().text == "-"
        factor = self.factor()
        if self.tight and isinstance(factor, Called):  # 1/n(x) is 1/(n(x))
            factor = Factors(((1, factor),), factor.start, factor.end)
        return exponent, Terms(((-1, factor),), start, factor.end) if minus else factor

    def begins_factor(self) -> bool:
        """Tell whether the next token can begin a factor behind another one."""
        token = self.token
        if token.kind == "sign":
            if token.text in ("|", "||"):
                return not self._closes_bar(token.text)
            return token.text in ("(", "[", "{")
        if token.kind == "command":
            return self._known_command(token.text)
        return token.kind == "number" or (token.kind == "word" and token.text not in _JOINING)

    def _closes_bar(self, text: str) -> bool:
        bars = [sign for sign in self.open if sign in ("|", "||")]
        return text in bars or bool(bars and self.open[-1] in ("|", "||"))

    def _runs_over(self) -> bool:
        token = self.token
        return token.kind in ("word", "command") and token.text.lower() in words.BIG

    # -- factors --------------------------------------------------------------------------------------------

    def factor(self) -> Node:
        """Read a power."""
        return self.nested(self._power)

    def _power(self) -> Node:
        start = self.token.start
        base = self.atom()
        while self.is_sign("^"):
            caret = self.take()
            if self._is_transposed():
                raise wrong("matrix", caret.start, self.token.end, self.text[caret.start : self.token.end])
            exponent = self.nested(self._exponent)
            base = Power(base, exponent, start, self.end_of_last())
        return base

    def _is_transposed(self) -> bool:
        token = self.ahead() if self.is_sign("{") else self.token
        return token.kind in ("word", "command") and token.text in words.MATRIX_WORDS

    def _exponent(self) -> Node:
        start, minus = self.token.start, False
        while self.is_sign("+", "-"):
            minus ^= self.take().text == "-"
        if self.is_latex and self.token.kind == "word" and len(self.token.text) > 1:
            self._split(1)
        exponent = self._power() if not self.is_sign("{") else self.group()
        return Terms(((-1, exponent),), start, exponent.end) if minus else exponent

    def atom(self) -> Node:
        """Read a number, name, function, bracket, fraction, root or sum, with the subscripts behind it."""
        token = self.token
        if token.kind == "number":
            self.take()
            return self._subscripted(Number(float(token.text), token.start, token.end))
        if token.kind == "word":
            return self.word()
        if token.kind == "command":
            return self.command()
        if self.is_sign("(", "[", "{"):
            return self._subscripted(self.group())
        if self.is_sign("|", "||"):
            return self.bars()
        raise self.unexpected(_VALUE)

    def group(self) -> Node:
        """Read a bracket."""
        opening = self.take()
        closing = _CLOSING[opening.text]
        self.open.append(opening.text)
        inside = self.nested(self.expression)
        self.close(opening, closing)
        return inside

    def close(self, opening: Token, closing: str) -> None:
        """Step over the end of a bracket."""
        if self.token.kind == "end" or (self.is_sign(")", "]", "}") and closing not in ("|", "||")):
            if not self.is_sign(closing):
                raise wrong("bracket", opening.start, opening.end, opening.text, closing)
        elif not self.is_sign(closing):
            raise self.unexpected(f"{_AFTER_VALUE[:11]} or '{closing}'")
        self.take()
        self.open.pop()

    def bars(self) -> Node:
        """Read an absolute value or a norm."""
        opening = self.take()
        self.open.append(opening.text)
        inside = self.nested(self.expression)
        self.close(opening, opening.text)
        if opening.text == "|":
            return Applied("abs", (inside,), None, opening.start, self.end_of_last())
        order = self.order() if self.accept("_") else 2.0
        return Norm(inside, order, opening.start, self.end_of_last())

    def order(self) -> float:
        """Read the order of a norm."""
        braces = self.accept("{")
        token = self.take()
        if braces:
            self.expect("}")
        if token.text in ("1", "2"):
            return float(token.text)
        if token.text in ("inf", "infty"):
            return math.inf
        raise wrong("unexpected", token.start, token.end, token.text, "1, 2 or infinity")

    def argument(self) -> Node:
        r"""Read an argument of a LaTeX command: a group, or one digit, letter or command."""
        token = self.token
        if self.is_sign("{"):
            return self.group()
        if token.kind in ("number", "word") and len(token.text) > 1 and "hat" not in token.text:
            self._split(1)
        return self.nested(self.atom)

    def _split(self, length: int) -> None:
        """Part the next token, so that only its first characters are read."""
        token = self.token
        middle = token.start + length
        self.tokens[self.at : self.at + 1] = [
            Token(token.kind, token.text[:length], token.start, middle, token.spaced),
            Token(token.kind, token.text[length:], middle, token.end),
        ]

    # -- commands -------------------------------------------------------------------------------------------

    def _known_command(self, text: str) -> bool:
        known = (
            text in words.FRACTIONS or text in words.ACCENTS or text in words.BIG or text in words.FUNCTIONS
        )
        return known or text in words.NAMED or text in words.NAMES or text in ("begin", "indicator", "sqrt")

    def command(self) -> Node:
        r"""Read a LaTeX command."""
        token = self.token
        if token.text in words.FRACTIONS:
            self.take()
            top, bottom = self.argument(), self.argument()
            return Factors(((1, top), (-1, bottom)), token.start, self.end_of_last())
        if token.text == "begin":
            from studycli.losses.formula.environments import environment

            return environment(self)
        if not self._known_command(token.text):
            raise self.unexpected(_VALUE)
        if token.text in words.ACCENTS:
            return self.accented()
        return self.word()

    def accented(self) -> Node:
        r"""Read a letter with an accent: ``\hat{y}_i``."""
        accent = self.take()
        letter = self.argument()
        if not isinstance(letter, Name):
            raise wrong(
                "unexpected", accent.start, letter.end, self.text[accent.start : letter.end], "one letter"
            )
        name = Name(
            letter.base + words.ACCENTS[accent.text], letter.subscripts, accent.start, self.end_of_last()
        )
        return self.behind_name(name)

    # -- words ----------------------------------------------------------------------------------------------

    def word(self) -> Node:
        """Read a name, a constant, a function or what runs over an index."""
        token = self.token
        text = words.NAMED.get(token.text, token.text)
        if text.lower() in words.MODULES and self.ahead() == self.ahead()._replace(kind="sign", text="."):
            self.at += 2
            return self.nested(self.word)
        if text == "inf":
            self.take()
            return Number(math.inf, token.start, token.end)
        if text.lower() in words.BIG and (token.kind == "command" or self._is_big()):
            return self.big(words.BIG[text.lower()])
        joined = self._joined()
        if joined in words.FUNCTIONS and self._is_applied(joined):
            return self.function(words.FUNCTIONS[joined])
        self.take()
        name = Name(text, (), token.start, token.end)
        return self.behind_name(name)

    def _joined(self) -> str:
        """Return the next word in lower case, with the next one behind an underscore: log_softmax."""
        text = self.token.text.lower()
        if self.ahead().text == "_" and self.ahead(2).kind == "word":
            joined = f"{text}_{self.ahead(2).text.lower()}"
            if joined in words.FUNCTIONS:
                return joined
        return text

    def _is_big(self) -> bool:
        """Tell whether a word such as sum stands for what runs over an index, and is no name such as E."""
        following = self.ahead()
        return following.kind in ("word", "number", "command") or following.text in (
            "_",
            "(",
            "[",
            "{",
            "|",
            "||",
        )

    def _is_applied(self, joined: str) -> bool:
        """Tell whether a function's name stands for the function: something that it takes must follow."""
        following = self.ahead(3 if "_" in joined else 1)
        if self.token.kind == "command" or joined not in (
            "one",
            "norm",
            "power",
            "where",
            "square",
            "logistic",
        ):
            return (
                following.kind in ("word", "number", "command")
                or following.text in "([{|^_"
                or following.text == "||"
            )
        return following.text in ("(", "[", "{") or (joined == "norm" and following.text == "_")

    def function(self, function: str) -> Node:
        """Read a function with its arguments."""
        token = self.take()
        if "_" in self._before_underscore(token, function):
            self.at += 2
        exponent, base = None, None
        while self.is_sign("^", "_"):
            if self.take().text == "^":
                exponent = self.nested(self._exponent)
            elif function == "norm":
                order = self.order()
                return Norm(self._arguments(function)[0][0], order, token.start, self.end_of_last())
            else:
                base = self._subscript_value()
        if function == "indicator" and base is not None:
            return Applied(function, (base,), None, token.start, self.end_of_last())
        arguments, axis = self._arguments(function)
        node = self._applied(function, base, arguments, axis, token)
        if exponent is not None:
            node = Power(node, exponent, token.start, self.end_of_last())
        return self._subscripted(node)

    def _before_underscore(self, token: Token, function: str) -> str:
        """Return the name of a function as it was written over two words, such as log_softmax."""
        if self.token.text == "_" and self.ahead().kind == "word":
            joined = f"{token.text.lower()}_{self.ahead().text.lower()}"
            if words.FUNCTIONS.get(joined) == function:
                return joined
        return ""

    def _subscript_value(self) -> Node:
        """Read the base of a logarithm, or the set of an indicator."""
        return self.group_of_condition() if self.is_sign("{") else self.nested(self.atom)

    def group_of_condition(self) -> Node:
        """Read a bracket that may hold a condition."""
        opening = self.take()
        self.open.append(opening.text)
        inside = self.nested(self.condition)
        self.close(opening, _CLOSING[opening.text])
        return inside

    def _applied(
        self, function: str, base: Node | None, arguments: tuple[Node, ...], axis: int | None, token: Token
    ) -> Node:
        end = self.end_of_last()
        fewest, most = words.ARGUMENTS.get(function, (1, 1))
        if not fewest <= len(arguments) <= most:
            meant = (
                f"{fewest} to {most} arguments" if fewest < most else f"{most} argument" + "s" * (most > 1)
            )
            raise wrong("arguments", token.start, end, self.text[token.start : token.end], meant)
        if function == "norm":
            order = arguments[1].value if len(arguments) > 1 and isinstance(arguments[1], Number) else 2.0
            return Norm(arguments[0], order, token.start, end)
        if function == "multiply":
            return Factors(tuple((1, each) for each in arguments), token.start, end)
        if function == "power":
            return Power(arguments[0], arguments[1], token.start, end)
        node: Node = Applied(function, arguments, axis, token.start, end)
        if base is not None and function == "log":
            below = Applied("log", (base,), None, base.start, base.end)
            return Factors(((1, node), (-1, below)), token.start, end)
        return node

    def _arguments(self, function: str) -> tuple[tuple[Node, ...], int | None]:
        """Read what a function is applied to: in brackets, or the product behind it."""
        if function == "indicator":
            return (self._indicated(),), None
        if self.is_sign("(", "[") or (self.is_sign("{") and self.token.kind == "sign"):
            return self._bracketed()
        if self.is_sign("|", "||"):
            return (self.bars(),), None
        return (self.nested(self._bare_argument),), None

    def _indicated(self) -> Node:
        if self.is_sign("(", "[", "{"):
            return self.group_of_condition()
        raise self.unexpected("a condition in brackets")

    def _bracketed(self) -> tuple[tuple[Node, ...], int | None]:
        """Read arguments in brackets, and ``axis=1`` among them."""
        opening = self.take()
        self.open.append(opening.text)
        found: list[Node] = []
        axis = None
        while True:
            if self.token.text in words.KEYWORDS and self.ahead().text == "=":
                axis = self._keyword(axis)
            else:
                found.append(self.nested(self.condition))
            if not self.accept(",", ";"):
                break
        self.close(opening, _CLOSING[opening.text])
        return tuple(found), axis

    def _keyword(self, axis: int | None) -> int | None:
        word = self.take().text
        self.take()
        minus = self.accept("-") is not None
        token = self.take()
        if not word.startswith(("axis", "dim")):
            return axis
        if token.kind != "number" or not token.text.isdigit():
            raise wrong("unexpected", token.start, token.end, token.text, "the number of an axis")
        return -int(token.text) if minus else int(token.text)

    def _bare_argument(self) -> Node:
        """Read the factors that a function without brackets takes."""
        start = self.token.start
        minus = self.accept("-") is not None
        found = [(1, self.factor())]
        while self._continues_argument():
            found.append((1, self.factor()))
        node = found[0][1] if len(found) == 1 else Factors(tuple(found), start, self.end_of_last())
        return Terms(((-1, node),), start, node.end) if minus else node

    def _continues_argument(self) -> bool:
        token = self.token
        if token.kind == "sign" or not self.begins_factor():
            return False
        return token.text.lower() not in words.FUNCTIONS and token.text.lower() not in words.BIG

    # -- names ----------------------------------------------------------------------------------------------

    def behind_name(self, name: Name) -> Node:
        """Read the subscripts, marks and brackets behind a name."""
        name = self._marked(name)
        if self.is_sign("("):
            return self.called(name)
        return name

    def _marked(self, name: Name) -> Name:
        subscripts = list(name.subscripts)
        base = name.base
        while True:
            if self.is_sign("_"):
                self.take()
                subscripts += self.subscript()
            elif self.is_sign("'"):
                self.take()
                base += "'"
            elif self.is_sign("^") and (mark := self._mark()) is not None:
                if mark.startswith("("):
                    subscripts.insert(0, mark.strip("()"))
                else:
                    base += mark
            else:
                return Name(base, tuple(subscripts), name.start, self.end_of_last())

    def _mark(self) -> str | None:  # noqa: PLR0911 - a kind of mark each
        r"""Read a superscript that belongs to a name: ``^{(i)}``, ``^*``, ``^+``, ``^{\mathrm{LS}}``; None for a power."""
        first, second, third, fourth = (self.ahead(k) for k in range(1, 5))
        if first.text in ("*", "+", "-") and second.kind != "number" and second.text not in ("(", "{"):
            if first.text == "*" or second.kind in ("end", "sign", "prose"):
                self.at += 2
                return first.text
            return None
        if first.text != "{":
            return None
        if second.text in ("*", "+", "-") and third.text == "}":
            self.at += 4
            return second.text
        if second.kind == "word" and len(second.text) > 1 and third.text == "}" and second.text.isupper():
            self.at += 4
            return "^" + second.text
        if second.text == "(" and fourth.text == ")" and self.ahead(5).text == "}":
            self.at += 6
            return f"({third.text})"
        return None

    def subscript(self) -> list[str]:
        """Read what stands below a name: one letter, a word, or a group, parted at its commas."""
        token = self.token
        if self.is_sign("{"):
            return self._subscript_group()
        if token.kind not in ("word", "number", "command"):
            if token.text in ("+", "-", "*"):
                self.take()
                return [token.text]
            raise self.unexpected("an index")
        return [words.NAMED.get(self.token.text, self.take().text)]

    def _subscript_group(self) -> list[str]:
        pieces = [""]
        for token, depth in self._in_braces():
            if token.text == "," and depth == 1:
                pieces.append("")
            elif token.text not in ("{", "}"):
                pieces[-1] += words.NAMED.get(token.text, token.text)
        return [piece for piece in pieces if piece]

    def _in_braces(self) -> Iterator[tuple[Token, int]]:
        """Take a group in braces; yield what stands in it, each with how many braces are open behind it."""
        opening = self.take()
        depth = 1
        while True:
            token = self.take()
            if token.kind == "end":
                raise wrong("bracket", opening.start, opening.end, "{", "}")
            depth += (token.text == "{") - (token.text == "}")
            if depth == 0:
                return
            yield token, depth

    def _subscripted(self, node: Node) -> Node:
        """Read the index behind a bracket or function: softmax(z)_i."""
        if not self.is_sign("_"):
            return node
        self.take()
        subscripts = tuple(self.subscript())
        return Indexed(node, subscripts, node.start, self.end_of_last()) if subscripts else node

    def called(self, name: Name) -> Node:
        """Read a name with brackets behind it; what they hold is kept as text too, for it may be no formula."""
        start = self.at
        arguments = self._argument_nodes()
        if arguments is None:
            self.at = start
            arguments = ()
            self._skip_bracket()
        end = self.end_of_last()
        inside = "".join(words.NAMED.get(token.text, token.text) for token in self.tokens[start : self.at])
        text = name.text + inside.replace("{", "").replace("}", "")
        return self._subscripted(Called(name, arguments, text, name.start, end))

    def _argument_nodes(self) -> tuple[Node, ...] | None:
        """Return what brackets hold where it is formulas, else None."""
        from studycli.errors import FormulaError

        depth, opened = self.depth, list(self.open)
        try:
            return self._bracketed()[0]
        except FormulaError as error:
            self.depth, self.open = depth, opened
            if error.problem in ("deep", "end", "bracket"):
                raise
            return None

    def _skip_bracket(self) -> None:
        opening = self.take()
        depth = 1
        while depth:
            token = self.take()
            if token.kind == "end":
                raise wrong("bracket", opening.start, opening.end, "(", ")")
            depth += (token.text in "([") - (token.text in ")]") if token.kind == "sign" else 0

    # -- over an index --------------------------------------------------------------------------------------

    def big(self, kind: str) -> Node:
        """Read a sum, mean, product, maximum or minimum: over an index, or of a whole array in brackets."""
        token = self.take()
        indices: tuple[str, ...] = ()
        lower, upper = 1.0, ""
        is_indexed = False
        while self.is_sign("_", "^"):
            is_indexed = True
            if self.take().text == "_":
                indices, lower = self.range()
            else:
                upper = self.limit()
        is_function = self.is_sign("(", "[", "{") and not self.token.spaced and token.kind == "word"
        if kind in ("max", "min") and self.is_sign("(", "[", "{"):
            return self._greatest(kind, indices, token)
        if is_function and not is_indexed:
            arguments, axis = self._bracketed()
            node: Node = Applied(kind, arguments[:1], axis, token.start, self.end_of_last())
            return node if len(arguments) == 1 else self._too_many(kind, token)
        is_expected = kind == "mean" and self.is_sign("[", "(", "{")
        body = self.group() if is_expected else self.nested(self._body)
        return Over(kind, indices, lower, upper, body, token.start, self.end_of_last())

    def _too_many(self, kind: str, token: Token) -> Node:
        raise wrong("arguments", token.start, self.end_of_last(), kind, "1 argument")

    def _body(self) -> Node:
        start = self.token.start
        minus = False
        while self.is_sign("+", "-"):
            minus ^= self.take().text == "-"
        body = self.product()
        return Terms(((-1, body),), start, body.end) if minus else body

    def _greatest(self, kind: str, indices: tuple[str, ...], token: Token) -> Node:
        arguments, axis = self._bracketed()
        end = self.end_of_last()
        if len(arguments) > 1:
            node: Node = Applied(kind, arguments, None, token.start, end)
        elif indices:
            node = Over(kind, indices, 1.0, "", arguments[0], token.start, end)
        else:
            node = Applied(kind, arguments, axis, token.start, end)
        return node

    def range(self) -> tuple[tuple[str, ...], float]:
        r"""Read what an index runs over: ``i``, ``i=1``, ``i,j``, ``c``, ``(x,y) \sim D``."""
        if not self.is_sign("{"):
            return tuple(self.subscript()), 1.0
        found: list[str] = []
        lower = 1.0
        is_condition = False
        for token, _ in self._in_braces():
            if token.text in RELATIONS or token.text == "in":
                is_condition = True
                if self.token.kind == "number" and token.text == "=":
                    lower = float(self.token.text)
            elif token.text == ",":
                is_condition = False
            elif token.kind == "word" and not is_condition:
                found += token.text if len(token.text) <= _INDICES_AT_ONCE else [token.text]
        return tuple(found), lower

    def limit(self) -> str:
        """Read where an index ends."""
        braces = self.accept("{")
        token = self.take()
        if token.kind == "command" and token.text == "infty":
            raise wrong("series", token.start, token.end, "\\infty")
        text = token.text
        if braces:
            while not self.is_sign("}"):
                if self.token.kind == "end":
                    raise wrong("bracket", braces.start, braces.end, "{", "}")
                text += self.take().text
            self.take()
        if text == "inf":
            raise wrong("series", token.start, token.end, "\\infty")
        return text

    # -- conditions -----------------------------------------------------------------------------------------

    def condition(self) -> Node:
        """Read an expression, a comparison, or several joined by and, or."""
        start = self.token.start
        found = [self.comparison()]
        word = ""
        while self.is_sign("and", "or", "&&") or (self.token.kind == "word" and self.token.text in _JOINING):
            word = "or" if self.take().text == "or" else "and"
            found.append(self.comparison())
        return found[0] if len(found) == 1 else Joined(word, tuple(found), start, self.end_of_last())

    def comparison(self) -> Node:
        """Read an expression or a chain of comparisons."""
        start = self.token.start
        sides = [self.expression()]
        operators = []
        while self.is_sign("=", "<", ">", "<=", ">=", "!="):
            operators.append(self.take().text)
            sides.append(self.expression())
        return Compared(tuple(operators), tuple(sides), start, self.end_of_last()) if operators else sides[0]


def _times(left: Node, right: Node) -> Node:
    return Factors(((1, left), (1, right)), left.start, right.end)
