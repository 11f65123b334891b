"""Contrasts that a card's prompt asks for: 'why X and not Y', 'X or Y: when', 'the difference between X and Y'."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from studycli.losses.names import mentions
from studycli.notes.cards import asking
from studycli.notes.inline import has_chinese
from studycli.notes.patterns import lazy
from studycli.quiz import fitness
from studycli.quiz.forms.contrast.found import Asked, Contrast, fill, names_of
from studycli.quiz.pairs import pair_among
from studycli.quiz.wording import joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycli.notes.model import Card
    from studycli.quiz.pieces import Answer
    from studycli.quiz.source import Source

_AND = r"(?:[、,，/]|\s+和\s+|\s+与\s+|和|与|跟|以及|\band\b|\bor\b|\bvs\b\.?|\bversus\b|还是|对比)"
_DIFFER = r"(?:区别|异同|差异|差别|不同|优劣|对比|比较)"
_CHINESE = tuple(
    lazy(pattern, re.IGNORECASE)
    for pattern in (
        rf"^(?:请?(?:比较|对比|区分|说说|简述|解释)\s*)?(?P<names>.{{1,60}}?)(?:之间|相比|两者|二者)*\s*(?:的|有|有何|有什么|各有|在.{{1,20}}[上中]?有?)\s*\S{{0,4}}?{_DIFFER}",
        r"^(?:.{0,20}?)为(?:什么|何)(?:.{0,24}?)(?:会|更|常|多)?(?:使用|采用|选用|选择|倾向于?|用|取|是|要)\s*(?P<a>[^，,。?？]{1,30}?)\s*[，,]?\s*而(?:不是|不(?:直接|能|再)?(?:使用|采用|选用|用)|非)\s*(?:直接用?)?(?P<b>[^，,。?？]{1,30})",
        r"^(?:请?(?:比较|对比)\s*)(?P<names>[^，,。?？]{2,60})$",
        r"^(?P<names>[^，,。?？:：]{1,30}\s*(?:\bvs\b\.?|\bversus\b)\s*[^，,。?？:：]{1,30}?)(?:的(?:取舍|选择|权衡|比较|对比))?$",
    )
)
_ENGLISH = tuple(
    lazy(pattern, re.IGNORECASE)
    for pattern in (
        r"\bdifferences?\s+between\s+(?P<names>[^?]{3,80})",
        r"^how\s+(?:does|do|is|are)\s+(?P<a>[^?]{1,40}?)\s+(?:differ(?:s|ent)?|better|worse)\s+(?:from|than)\s+(?P<b>[^?]{1,40})",
        r"^compare\s+(?P<names>[^?.]{3,80})",
        r"^(?P<names>[^?:]{3,70}):\s*(?:which|when|what is the (?:practical )?difference)\b",
        r"^why\s+[^?]{0,40}?\b(?P<a>[\w\-]+)\s+(?:and not|rather than|instead of)\s+(?P<b>[^?]{1,40})",
        r"^(?:when|in which cases)\b[^?]{0,40}?\b(?:use|choose|better|prefer)\s+(?P<names>[^?]{3,70})",
        r"^(?:would you (?:prefer|choose|use)|which is better)[,:]?\s+(?P<names>[^?]{3,70})",
        r"^(?P<names>[^?:.]{2,40}\s+(?:vs\.?|versus)\s+[^?:.]{2,40})$",
        r"\b(?P<a>[A-Z]\w*)\b[^?]*\?\s*what(?:’|')?s the (?:main )?difference (?:between|with) (?P<b>[^?]{2,60})\?",
    )
)
_PARTS = lazy(rf"\s*{_AND}\s*|\s+than\s+when\s+|\s+and\s+when\s+", re.IGNORECASE)
_ASKED = lazy(
    r"(?:有(?:什么|何|哪些))?的?\s*(?P<core>核心|主要|根本|本质)?\s*(?P<word>(?:区别|异同|差异|差别|不同)(?:与(?:联系|选择))?)$"
)
_APART = lazy(r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])")
_CLAUSE = lazy(r"\b(?:you|we|whether|i)\b", re.IGNORECASE)


def find(source: Source) -> Iterator[Contrast]:
    """Yield the contrasts of a note's prompts, in order, a card at most once."""
    for card in source.cards:
        names = compared(card.prompt) if card.answer_lines and "›" not in card.prompt else ()
        if len(names) > 1 and _is_fit(fitness.up_to_next_question(source.answer(card))):
            yield _contrast(source, card, names)


def _is_fit(answer: Answer) -> bool:
    return fitness.stands_alone(answer) and not (fitness.only_asks(answer) or fitness.is_unfinished(answer))


def _contrast(source: Source, card: Card, names: tuple[str, ...]) -> Contrast:
    pair = pair_among(mention.key for mention in mentions(card.prompt))
    ask = partial(_ask, source, card, names)
    return Contrast(card, card.line, names_of(names), ask, pair.evidence if pair else ())


def _ask(source: Source, card: Card, names: tuple[str, ...]) -> Asked:
    return Asked(asked(card.prompt, names, source.language(card)))


def compared(prompt: str) -> tuple[str, ...]:
    """Return what a prompt compares, as it names them; fewer than two where it compares nothing that is named."""
    for pattern in _CHINESE if has_chinese(prompt) else _ENGLISH:
        match = pattern.search(prompt)
        if match:
            groups = match.groupdict()
            parts = (
                _PARTS.sub("\n", groups["names"]).split("\n")
                if groups.get("names")
                else (match["a"], match["b"])
            )
            names = tuple(name for part in parts if (name := part.strip(" 的\"'“”").removeprefix("when ")))
            if len(names) > 1 and not any(
                asking.needs_parent(name) or _CLAUSE.search(name) for name in names
            ):
                return names
    return ()


def asked(prompt: str, names: tuple[str, ...], language: str) -> str:
    """Return a prompt that compares as a question: 'LSTM 和 RNN 的区别' asks 'LSTM 和 RNN 有什么区别？'."""
    if asking.asks_plainly(prompt) or asking.demands(prompt) or prompt.startswith("对比"):
        return prompt.rstrip("；;")
    match = _ASKED.search(prompt)
    if match and language == "zh":
        both = _APART.sub("", prompt[: match.start()].rstrip())
        return fill("zh", "asked", names=both, core=match["core"] or "", word=match["word"])
    return fill(language, "differ", both=joined(names, language))
