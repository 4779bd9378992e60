"""What a question or a search may be limited to: the values that the catalogue and the stored documents have."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from corpus.catalogue import Catalogue
from corpus.errors import InvalidFilter
from corpus.store import Store
from corpus.types import Filters

LABELS = {
    "projects": "Projekt",
    "networks": "Tema",
    "municipalities": "Kommune",
    "kinds": "Slags",
    "years": "År",
    "documents": "Dokument",
}
"""Field of Filters → what it is called in Danish, in the order they are shown."""
MOST = 12
"""Of more values than this an error names only those that are spelt most alike."""
NEAREST = 5


def known_values(store: Store, catalogue: Catalogue) -> dict[str, list[tuple[str, str]]]:
    """Field of Filters → every (value, label) of it, in the order they are shown."""
    documents = store.documents()
    municipalities = {m.value for m in store.mentions(kind="municipality")}
    return {
        "projects": [(p.id, p.short or p.title) for p in sorted(catalogue.projects, key=lambda p: p.order)],
        "networks": [(n.id, n.title) for n in catalogue.networks],
        "municipalities": [(m, m) for m in sorted(municipalities, key=danish_key)],
        "kinds": [(k, k.capitalize()) for k in sorted({d.kind for d in documents if d.kind})],
        "years": [(y, y) for y in sorted({d.published[:4] for d in documents if d.published}, reverse=True)],
        "documents": [(d.document_id, d.title) for d in documents],
    }


def checked(filters: Filters, store: Store, catalogue: Catalogue) -> Filters:
    """The same filters. Raises InvalidFilter for a value that neither the catalogue nor the store knows."""
    for field, pairs in known_values(store, catalogue).items() if filters else ():
        known = [value for value, _ in pairs]
        unknown = next((value for value in getattr(filters, field) if value not in known), None)
        if unknown is not None:
            shown = unknown.encode("utf-8", "replace").decode("utf-8")[:60]
            raise InvalidFilter(f"{LABELS[field]} »{shown}« findes ikke. {_instead(shown, known)}")
    return filters


def _instead(unknown: str, known: Sequence[str]) -> str:
    """What to do instead, in Danish."""
    if not known:
        return "Der er ingen at vælge imellem. Fjern filteret."
    few = len(known) <= MOST
    named = known if few else get_close_matches(unknown, known, NEAREST, 0.5) or known[:NEAREST]
    either = " eller ".join(filter(None, (", ".join(named[:-1]), named[-1])))
    return f"Vælg {'' if few else 'fx '}{either}, eller fjern filteret."


def danish_key(text: str) -> list[int]:
    """A sort key that puts æ, ø and å last, and aa with å."""
    order = "abcdefghijklmnopqrstuvwxyzæøå"
    folded = text.casefold().replace("aa", "å")
    return [order.index(c) if c in order else -1 for c in folded]
