"""A hyphen at a line end: removed only when that is right, and why.

Danish sets a hyphen at a line end where a word is divided (Retskrivningsordbogen § 15), but also keeps it in names,
behind figures and capitals (§ 57), and where a common part is left out (§ 58: "person- og varebiler"). Decided by
rule first, then by attested word forms: those of the document itself, then those of the lexicon.
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass

from ingest.lexicon import attested, compound

SUSPENDED = frozenset({"og", "eller", "samt", "og/eller", "hhv", "henholdsvis"})
ALONE = frozenset("abcdefghijklmnopqrstuvwxyzæøå")
PREFIXES = frozenset({"ikke", "ex", "eks", "non"})
ENDINGS = ("", "e", "en", "ens", "er", "erne", "ernes", "et", "ets", "ne", "r", "rne", "s", "n", "t")
"""Of Danish nouns and adjectives."""
SHORTEST_STEM = 4

_LEFT = re.compile(r"[\w’'/]*$")
_RIGHT = re.compile(r"[\w’'/]+")


@dataclass(frozen=True, slots=True)
class Decision:
    """removed: the hyphen goes. spaced: a space takes the line end's place. reason: Danish, for the report."""

    removed: bool
    spaced: bool
    reason: str


def decide(before: str, after: str, *, own: Set[str] = frozenset()) -> Decision:
    """What becomes of the hyphen that ends `before` when `after` is the next line.

    own: word forms of the document itself, lower case, with inner hyphens.
    """
    stem = before.rstrip("-\u2010\u00ad")
    left, right = _word(_LEFT, stem), _word(_RIGHT, after)
    if not left or not right:
        return Decision(False, True, "tegn, der ikke er en orddeling")
    return _by_rule(left, right, own) or _by_forms(left.lower(), right.lower(), own)


def _word(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text, text.rfind(" ") + 1) if pattern is _LEFT else pattern.match(text)
    return found.group() if found else ""


def _by_rule(left: str, right: str, own: Set[str]) -> Decision | None:
    low, joined = right.lower(), (left + right).lower()
    if low in SUSPENDED and not (_known(left + right) and not _known(left)):
        return Decision(False, True, f"udeladt fælles led foran »{low}«")
    if left[-1].isdigit() or right[0].isdigit():
        return Decision(False, False, "bindestreg ved tal")
    if left.isupper() and len(left) > 1 and not right.isupper():
        return Decision(False, False, "bindestreg efter forkortelse")
    if right[0].isupper() and not left.isupper() and joined not in own and not _known(joined):
        return Decision(False, False, "bindestreg i navn")
    if left.lower() in ALONE or (left.lower() in PREFIXES and not _known(joined)):
        return Decision(False, False, "bindestreg efter forled")
    return None


def _known(word: str) -> bool:
    return word.lower() in attested()


def _by_forms(left: str, right: str, own: Set[str]) -> Decision:
    left = left.rpartition("/")[2] or left
    joined, hyphened = left + right, f"{left}-{right}"
    if joined in own:
        return Decision(True, False, f"»{joined}« står i dokumentet")
    if hyphened in own:
        return Decision(False, False, f"»{hyphened}« står i dokumentet")
    if joined in attested():
        return Decision(True, False, f"»{joined}« er en kendt ordform")
    if other := _with_another_ending(left, right, own):
        return Decision(False, False, f"»{other}« står i dokumentet")
    if parts := compound(joined):
        return Decision(True, False, f"sammensat af »{parts[0]}« og »{parts[1]}«")
    return Decision(True, False, "små bogstaver på begge sider")


def _with_another_ending(left: str, right: str, own: Set[str]) -> str:
    """The word with its hyphen as the document writes it in another form ("vand-varmepumper"), "" when it does not, or
    when it also writes one without the hyphen."""
    stems = {right.removesuffix(ending) for ending in ENDINGS}
    forms = [stem + ending for stem in sorted(stems) if len(stem) >= SHORTEST_STEM for ending in ENDINGS]
    if any(left + form in own for form in forms):
        return ""
    return next((f"{left}-{form}" for form in forms if f"{left}-{form}" in own), "")
