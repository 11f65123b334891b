"""YAML that cannot be parsed: which pieces of it may still be read alone, and what to tell its writer."""

from collections.abc import Iterator

_NOT_A_START = (" ", "\t", "-", ":", "#", "]", "}", "\r", "\n")
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>")
TOO_DEEP = "a value with fewer brackets or lists inside lists"
_SIGNS = ("@", "`", "%", "*", "&", "!", "{")


def pieces(source: str) -> Iterator[tuple[int, str]]:
    """Yield each key at the left margin with the lines that belong to it, and its offset."""
    start = at = 0
    for line in source.splitlines(keepends=True):
        if at > start and not line.startswith(_NOT_A_START):
            yield start, source[start:at]
            start = at
        at += len(line)
    yield start, source[start:at]


def advice(problem: str, context: str, rest: str) -> str:
    """Say what to do about an error of the YAML parser.

    Args:
        problem: What the parser found.
        context: What it was doing.
        rest: The source from the place of the problem.
    """
    for applies, meant in (
        (rest.startswith(_CONFLICT), "resolve the merge conflict"),
        (rest.startswith("\t"), "spaces instead of the tab: YAML is not indented with tabs"),
        ("quoted scalar" in context, "close the quotes, or double the quotation marks inside them"),
        ("nesting depth" in problem, TOO_DEEP),  # a newer libyaml refuses by itself what is nested too deep
        ("flow" in context, "close the bracket"),
        (
            rest.startswith(_SIGNS) or "unhashable" in problem,
            "put the value in quotes: it has signs of YAML's own",
        ),
        (rest.startswith(":"), "put a value with a colon in quotes, and a space behind the colon of a key"),
    ):
        if applies:
            return meant
    return f"lines of the form key: value ({problem})" if problem else "lines of the form key: value"
