"""Which card an answer belongs to today: that of its id, or the one that this id was relinked to since."""

from collections import defaultdict

from studycli.store.index import Index


class Links:
    """The relinks of a vault."""

    def __init__(self, index: Index) -> None:
        self._links: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._kin: dict[str, set[str]] = {}
        for source, entry, card in index.db.execute("SELECT source, entry, card FROM relink ORDER BY entry"):
            self._links[source].append((entry, card))
            kin = self.kin(source) | self.kin(card)
            self._kin.update(dict.fromkeys(kin, kin))

    @property
    def linked(self) -> set[str]:
        """Ids that were relinked, or that others were relinked to."""
        return set(self._kin)

    def kin(self, card: str) -> set[str]:
        """Return the ids that share a history with a card, its own among them."""
        return self._kin.get(card, {card})

    def now(self, card: str, entry: str) -> str:
        """Return the card that an entry on a card belongs to today."""
        while later := next((link for link in self._links.get(card, ()) if link[0] > entry), None):
            entry, card = later
        return card
