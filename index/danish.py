"""Danish text to words: one analyser for what is indexed, what is asked and what is highlighted.

A token is a word at a place in the text with the form it is searched by (`term`) and, for a compound, its parts.
Rules: lower case, æøå kept and aa read as å, irregular forms to their dictionary form, Snowball's Danish stem,
compounds split by frequency, numbers and number words as digits, % as procent, CO₂ as co2, hyphens removed
(elbil = el-bil), § 5 and stk. 2 as one token each.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

from corpus.types import Span
from index.compounds import split_compound
from index.lexicon import frequencies, irregular_forms
from index.numerals import number_of_word, plain_number

ANALYSER_VERSION = "2"
GRAM = 4

_LOCAL = threading.local()
_Part = tuple[str, int, int]
_TOKEN = re.compile(
    r"(?P<law>§+\s*\d+\s?[a-z]?\b|\b(?:stk|nr)\.?\s*\d+\b)"
    r"|(?P<co2>\bCO\s?[2₂](?!\d))"
    r"|(?P<percent>%|\bpct\b\.?)"
    r"|(?P<number>\d+(?:[.,]\d+)*)"
    r"|(?P<word>[^\W_](?:[^\W_]|[\u0300-\u036f\u00ad])*(?:[-‐‑–&/.'’](?:[^\W_]|[\u0300-\u036f\u00ad])+)*)",
    re.IGNORECASE,
)
_JOINERS = re.compile(r"[-‐‑–&/.'’]")
_PREFIXES = """
af an at be bi bort del efter for fore fra frem gen god igennem imod ind inde med mis mod ned om op over på sam til
tilbage ud uden under ved vide
"""
_ENDINGS = frozenset({"s", "en", "er", "et", "ne"})
_VERB_PREFIXES = tuple(_PREFIXES.split())


@dataclass(frozen=True, slots=True)
class Token:
    """A word at text[start:end]. parts: those of a compound, each with its own place; () for a simple word."""

    term: str
    start: int
    end: int
    parts: tuple[Token, ...] = ()


@dataclass(frozen=True, slots=True)
class Described:
    """A word as it is written, apart from its place. forms: its term, then its parts'; grams: its 4-grams; with blanks
    between.

    words: the alphabetic ones among it and its parts as they are written, in lower case.
    """

    written: str
    term: str
    forms: str
    grams: str
    words: tuple[str, ...]


def analyse(text: str) -> list[Token]:
    """The tokens of the text in order. Spans are into `text` as given, whatever its Unicode form."""
    tokens = (_token(str(m.lastgroup), m.group(), m.start()) for m in _TOKEN.finditer(text))
    return [token for token in tokens if token.term]


def describe(text: str) -> list[tuple[int, Described]]:
    """(where it starts, the word) of what `analyse` finds: many times as fast, for a word is looked at once."""
    pairs = ((m.start(), _described(str(m.lastgroup), m.group())) for m in _TOKEN.finditer(text))
    return [(start, found) for start, found in pairs if found is not None]


@lru_cache(maxsize=1 << 16)
def _described(kind: str, written: str) -> Described | None:
    token = _token(kind, written, 0)
    if not token.term:
        return None
    pieces = (surface(written, piece) for piece in (token, *token.parts))
    words = tuple(word for word in pieces if len(word) > 1 and word.isalpha())
    return Described(written, token.term, " ".join(forms(token)), " ".join(word_grams(surface(written, token))), words)


def highlight(text: str, query: str) -> list[Span]:
    """Places in `text` that the query's words meet: whole words, or the parts of a compound; merged, in order."""
    wanted = {form for token in analyse(query) for form in forms(token) if not is_function_word(form)}
    spans: list[Span] = []
    for token in analyse(text):
        if token.term in wanted:
            spans.append((token.start, token.end))
        else:
            spans.extend((part.start, part.end) for part in token.parts if part.term in wanted)
    return _merged(spans, text)


def surface(text: str, token: Token) -> str:
    """The token's word as it is written, in lower case and NFKC, without hyphens."""
    return _flat(text[token.start : token.end])


def forms(token: Token) -> list[str]:
    """Every term a token is searched by: its own, then its parts'."""
    return [token.term, *(part.term for part in token.parts)]


@lru_cache(maxsize=200_000)
def word_grams(word: str) -> tuple[str, ...]:
    """The character 4-grams of one normalised word, padded with "_": elbil → _elb elbi lbil bil_."""
    padded = f"_{word}_"
    return tuple(padded[i : i + GRAM] for i in range(max(1, len(padded) - GRAM + 1)))


def is_function_word(term: str) -> bool:
    """True for the few hundred most common closed-class words, which carry no subject of their own."""
    return term in _function_terms()


def _token(kind: str, text: str, start: int) -> Token:
    end = start + len(text)
    if kind == "law":
        return Token(re.sub(r"[\s.]", "", text.lower()), start, end)
    if kind == "co2":
        return Token("co2", start, end)
    if kind == "percent":
        return Token("procent", start, end)
    if kind == "number":
        return Token(plain_number(unicodedata.normalize("NFKC", text)), start, end)
    return _word_token(text, start)


def _word_token(text: str, start: int) -> Token:
    term, parts = _shape(text)
    end = start + len(text)
    if not parts:
        return Token(term, start, end)
    return Token(term, start, end, tuple(Token(part, start + a, start + b) for part, a, b in parts))


@lru_cache(maxsize=200_000)
def _shape(text: str) -> tuple[str, tuple[_Part, ...]]:
    """(term, parts with their places) of a word as it is written, hyphens and all."""
    pieces: list[tuple[str, int, int, tuple[_Part, ...]]] = []
    place = 0
    for piece in _JOINERS.split(text):
        if piece:
            term, parts = _word(_flat(piece))
            pieces.append((term, place, place + len(piece), _placed(parts, piece, place)))
        place += len(piece) + 1
    term, first, last, parts = pieces[-1]
    if len(pieces) == 1 or (term in _ENDINGS and last - first <= 2):
        return pieces[0][0], pieces[0][3]
    joined = _word(_flat(_JOINERS.sub("", text)))[0]
    return joined, tuple(part for term, a, b, inner in pieces for part in (inner or ((term, a, b),)))


def _placed(parts: tuple[_Part, ...], written: str, start: int) -> tuple[_Part, ...]:
    """The parts at their places in the text; all of the word when its letters are not one to one."""
    if len(_flat(written)) != len(written):
        return tuple((term, start, start + len(written)) for term, _, _ in parts)
    return tuple((term, start + a, start + b) for term, a, b in parts)


@lru_cache(maxsize=200_000)
def _word(word: str) -> tuple[str, tuple[_Part, ...]]:
    """(term, its parts as (term, start, end)) of one normalised word."""
    number = number_of_word(word)
    if number is not None:
        return str(number), ()
    spans = split_compound(word) if word.isalpha() else ((0, len(word)),)
    if len(spans) == 1:
        return stem(word), ()
    parts = tuple((stem(word[a:b]), a, b) for a, b in spans)
    return stem(word), parts


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The search form of one lower-case word: dictionary form of an irregular one, then Snowball's stem."""
    return str(_stemmer().stemWord(_fold(_regular(word))))


def _stemmer() -> Stemmer.Stemmer:
    """One a thread: a stemmer may not be shared."""
    if not hasattr(_LOCAL, "stemmer"):
        _LOCAL.stemmer = Stemmer.Stemmer("danish")
    stemmer: Stemmer.Stemmer = _LOCAL.stemmer
    return stemmer


def _regular(word: str) -> str:
    lemma = irregular_forms().get(word)
    if lemma is not None:
        return lemma
    for prefix in _VERB_PREFIXES:
        lemma = irregular_forms().get(word[len(prefix) :]) if word.startswith(prefix) else None
        if lemma is not None and prefix + lemma in frequencies():
            return prefix + lemma
    return word


def _fold(word: str) -> str:
    """aa as å where that gives the same word (Aarhus), not where two parts meet (klima|aftale)."""
    if "aa" not in word:
        return word
    ends = {end for _, end in split_compound(word)}
    return re.sub("aa", lambda m: "aa" if m.start() + 1 in ends else "å", word)


@lru_cache(maxsize=200_000)
def _flat(word: str) -> str:
    """NFKC, lower case, letters and digits only; one letter stays one letter for all Danish text."""
    return "".join(c for c in unicodedata.normalize("NFKC", word).lower() if c.isalnum())


@lru_cache(maxsize=1)
def _function_terms() -> frozenset[str]:
    words = """af alle alt at blev blive bliver da de dem den denne der deres det dette dig din disse dog du efter
    eller en end er et for fra ham han hans har havde have hende her hos hun hvad hvem hver hvilke hvilken hvilket
    hvis hvor hvordan hvorfor hvornår i ikke ind ja jeg jer jo kan kunne man mange med meget mellem men mig min
    mod må nogen noget nogle når og også om op os over på samt se sig sin skal skulle som stor så til ud under var
    ved vi vil ville vor være været"""
    return frozenset(stem(word) for word in words.split())


def _merged(spans: list[Span], text: str) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
