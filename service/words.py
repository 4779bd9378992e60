"""Words of a question or sentence as they are compared: stems of content words, numbers, and letter grams."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from index.danish import Described, describe
from index.lexicon import frequencies

_DANISH = """ad af alle alt altid at begge blev blevet blive bliver bl.a både burde bør da de dem den denne der
    deres derfor det dette dig din disse dit dog du efter ej eller en end endnu er et f.eks for fordi
    fra få får før gennem gøre gør ham han hans har have havde hen hende hendes her herunder hos hun
    hvad hvem hver hvilke hvilken hvilket hvis hvor hvordan hvorfor hvornår i ifølge igen ikke ind inden
    ingen intet jeg jer jo kan kom komme kommer kun kunne lige ligger man mange med meget mellem men
    mere mest mig min mine mit mod må måtte ned netop nogen noget nogle nok nu når nær nået og også om
    omkring op os over overhovedet på rundt samt selv sidste sig sin sine sit skal skulle som stadig
    står sådan så synes ting til under undervejs ud uden ved vedr være været var vi via vil ville vores
    vor mens hed hedde hedder hedt"""
_ENGLISH = """a an and are as at be by did do does for from had has have how in is it its of on or that the their
    there they this to was we were what when where which who why will with you your give me my tell
    about can could should would i"""
FUNCTION_WORDS_DA = frozenset(_DANISH.split())
FUNCTION_WORDS_EN = frozenset(_ENGLISH.split())
FUNCTION_WORDS = FUNCTION_WORDS_DA | FUNCTION_WORDS_EN
"""Words that carry no topic in Danish or English."""


_ENDINGS = ("", "e", "er", "en", "et", "ene", "erne", "r", "s", "n", "t", "ede", "te")


@dataclass(frozen=True, slots=True)
class Word:
    """A word at text [start, end). stem: its form for comparing. content: whether it carries a topic.

    parts: the stems of a compound's parts, () for a simple word.
    """

    surface: str
    stem: str
    start: int
    end: int
    content: bool
    parts: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[Word, ...]:
    """Every word of `text`, in order."""
    return tuple(_word(start, described) for start, described in describe(text))


def content_stems(text: str) -> list[str]:
    """The stems of the content words of `text`, in order, with repeats."""
    return [described.term for _, described in describe(text) if is_content(described.written)]


def _word(start: int, described: Described) -> Word:
    written = described.written
    parts = tuple(described.forms.split()[1:])
    return Word(written, described.term, start, start + len(written), is_content(written), parts)


@lru_cache(maxsize=1 << 16)
def is_content(written: str) -> bool:
    """Whether a word carries a topic, by how it is written."""
    lower = written.lower()
    return lower not in FUNCTION_WORDS and (len(lower) > 1 or lower.isdigit() or lower == "%")


def commonness(surface: str) -> float:
    """1 for a rare or unknown Danish word down to 0.4 for one of the most common."""
    level = frequencies().get(surface, 0)
    return min(1.0, max(0.4, 1.6 - level / 25))


def level(word: Word) -> int:
    """round(2 · log2(n)) for the n times that its most frequent form stands in law and parliament, 0 for never."""
    forms = (word.surface.lower(), *(word.stem + ending for ending in _ENDINGS))
    return max(frequencies().get(form, 0) for form in forms)


@lru_cache(maxsize=200_000)
def grams(word: str) -> frozenset[str]:
    """Letter trigrams of `word` with its ends marked."""
    marked = f"^{word}$"
    return frozenset(marked[i : i + 3] for i in range(len(marked) - 2))


def alike(left: str, right: str) -> float:
    """How alike two stems are as written, 0–1: 1 the same, less for a shared compound part or a slip of the pen."""
    if left == right:
        return 1.0
    short, long = sorted((left, right), key=len)
    if len(short) >= 4 and (long.startswith(short) or long.endswith(short)):
        return 0.6 + 0.3 * len(short) / len(long)
    shared = len(grams(left) & grams(right))
    dice = 2 * shared / (len(grams(left)) + len(grams(right)))
    return 0.9 * dice if dice >= 0.5 and len(short) >= 4 else 0.0
