"""Names of forms, as ``--form`` takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence


def _form_names(incomplete: str) -> list[str]:
    from studycli.quiz.model import FORMS

    return [form for form in FORMS if form.startswith(incomplete)]


Forms = Annotated[
    list[str],
    typer.Option(
        "--form",
        metavar="FORM",
        help="Only this form; may be given several times, or with commas.",
        show_default=False,
        autocompletion=_form_names,
    ),
]


def known_forms(given: Sequence[str]) -> tuple[str, ...]:
    """Return the forms that were named, each once, in the order of the program's own list; () for none named.

    Args:
        given: Values of ``--form``; each may hold several names with commas between them.

    Raises:
        typer.BadParameter: There is no such form; the sentence names the nearest, or all.
    """
    from studycli.quiz.model import FORMS

    names = [name for value in given for name in _names(value)]
    for name in names:
        if name not in FORMS:
            raise typer.BadParameter(f"there is no form '{name}'; {_instead(name, FORMS)}")
    return tuple(form for form in FORMS if form in names)


def _names(value: str) -> list[str]:
    return [part.strip().lower().replace("_", "-") for part in value.split(",") if part.strip()]


def _instead(name: str, forms: Sequence[str]) -> str:
    import difflib

    near = difflib.get_close_matches(name, forms, n=1)
    return f"did you mean '{near[0]}'?" if near else f"it is one of {', '.join(forms)}."
