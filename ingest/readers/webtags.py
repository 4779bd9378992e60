"""What the elements of HTML are to a reader."""

from __future__ import annotations

import re
from typing import Any, Protocol

from ingest.blocks import BlockKind

DROPPED = frozenset(
    ("script", "style", "template", "noscript", "svg", "iframe", "object", "embed", "head", "select", "button")
)
LEAVES: dict[str, BlockKind] = {
    "figcaption": "caption",
    "caption": "caption",
    "blockquote": "quote",
    "summary": "heading",
}
_ASIDE = ("nav", "footer")
_BLOCKS = [
    "p", "div", "section", "article", "main", "header", "aside", "figure", "form", "fieldset", "address", "body",
    "html", "details", "center", "dl", "hr", "pre", "ul", "ol", "li", "dd", "dt", "table", "menu", "dir", "tr", "td",
    "th", "tbody", *_ASIDE, *LEAVES,
]  # fmt: skip
_TRAIL = re.compile(r"breadcrumb|br(?:ø|oe|o)dkrumme", re.I)


class Element(Protocol):
    """What is asked of an element here. name: of its tag."""

    name: str

    def get(self, attribute: str, /) -> Any: ...

    def find(self, names: list[str], /) -> Any: ...


def is_inline(tag: Element) -> bool:
    """Whether it stands within a line of text, and so does all within it."""
    return tag.name not in _BLOCKS and not re.fullmatch("h[1-6]", tag.name) and not tag.find(_BLOCKS)


def is_menu(tag: Element) -> bool:
    """Whether it leads about the site: a menu, the foot of the page, or the trail that leads to the page."""
    named = " ".join(str(tag.get(name)) for name in ("class", "id", "aria-label"))
    return tag.name in _ASIDE or tag.get("role") == "navigation" or _TRAIL.search(named) is not None
