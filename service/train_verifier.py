"""Learns how words and meaning tell a supported sentence from others; writes the weights with provenance.

    python -m service.train_verifier DATA… [--synonyms SYNONYMS.tsv.xz]

Every sentence of every passage of a data folder makes claims whose truth is known. Supported: as it stands, shortened
at a comma, with a word exchanged for a synonym, joined with the next sentence. Not supported: against the passage that
is most like its own, with one or two words exchanged for other words of the material, or half of it with half of a
sentence from elsewhere. Only claims that the checks of facts let through are learnt from. The tune half of the passages
is learnt from, the test half measured.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.answers import Source
from corpus.marked import part_of
from corpus.sqlstore import SqlStore
from corpus.store import joined
from index.embed import BUNDLED, open_embedder
from service import verify
from service.assistant import open_catalogue, open_engine
from service.candidates import spans_of
from service.learning import fit_logistic
from service.names import NameBook
from service.score_words import Vocabulary
from service.settings import load_settings
from service.word_table import count_words
from service.words import words

MADE = 3000
"""So many sentences a folder make claims."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence that is checked against `source`; kind: how it was made."""

    kind: str
    text: str
    source: Source
    supported: bool


def claims(sources: Sequence[Source], near: Sequence[int], synonyms: Mapping[str, Sequence[str]]) -> Iterator[Claim]:
    """near[i]: the source that is most like sources[i]. The same sources give the same claims."""
    chance = random.Random(20)
    common = sorted({w.surface for s in sources for w in words(s.passage.text) if _plain(w.surface) and w.content})
    whole = [(i, span) for i, s in enumerate(sources) for span in spans_of(s) if len(words(span.text)) >= 7]
    chance.shuffle(whole)
    for (i, span), (_, other) in zip(whole[:MADE], [*whole[1:], whole[0]][:MADE], strict=False):
        own, text = sources[i], " ".join(span.text.split())
        yield Claim("som det står", text, own, True)
        yield Claim("fra et andet sted", text, sources[near[i]], False)
        head, comma, _ = text.rpartition(",")
        if comma and len(words(head)) >= 5:
            yield Claim("forkortet", f"{head}.", own, True)
        if said := _exchanged(text, synonyms, chance):
            yield Claim("synonym", said, own, True)
        if (after := span.number + 1) < len(spans := spans_of(own)):
            yield Claim("to sætninger", f"{text.rstrip('.')}, og {' '.join(spans[after].text.split())}", own, True)
        yield Claim("to ord byttet", _swapped(text, common, chance, 2), own, False)
        yield Claim("et ord byttet", _swapped(text, common, chance, 1), own, False)
        mine, theirs = text.split(), " ".join(other.text.split()).split()
        if other.passage.passage_id != own.passage.passage_id:
            mixed = " ".join((*mine[: len(mine) // 2], *theirs[len(theirs) // 2 :]))
            yield Claim("halvt fra et andet sted", mixed, own, False)


def _plain(word: str) -> bool:
    return word.isalpha() and word.islower() and len(word) >= 5


def _swapped(text: str, common: Sequence[str], chance: random.Random, count: int) -> str:
    """`count` plain words exchanged for others of the material."""
    parts = text.split()
    places = [i for i, part in enumerate(parts) if _plain(part)]
    for place in chance.sample(places, min(count, len(places))):
        parts[place] = chance.choice(common)
    return " ".join(parts)


def _exchanged(text: str, synonyms: Mapping[str, Sequence[str]], chance: random.Random) -> str:
    """One word exchanged for a synonym, "" when none of them has one."""
    parts = text.split()
    places = [i for i, part in enumerate(parts) if _plain(part) and part in synonyms]
    if not places:
        return ""
    place = chance.choice(places)
    parts[place] = chance.choice(synonyms[parts[place]])
    return " ".join(parts)


def read_synonyms(path: Path) -> dict[str, list[str]]:
    """word → single-word synonyms, from rows of word, other, relation."""
    found: dict[str, list[str]] = defaultdict(list)
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            word, other, relation = line.rstrip("\n").split("\t")
            if relation == "synonym" and _plain(word) and _plain(other):
                found[word].append(other)
    return dict(found)


def measured(data: Path, synonyms: Mapping[str, Sequence[str]]) -> list[tuple[Claim, dict[str, float]]]:
    """The claims of a data folder that no fact speaks against, with their features."""
    settings = load_settings(data=data)
    store, embedder = SqlStore(open_engine(settings)), open_embedder(BUNDLED)
    vocabulary = Vocabulary(count_words(store.iter_passages()), embedder)
    verifier = verify.Verifier(embedder, vocabulary, NameBook(store, open_catalogue(settings)))
    sources = [Source(1, 1.0, *row) for row in joined(store, list(store.iter_passages()))]
    vectors = embedder.embed_passages([s.passage.text for s in sources])
    alike = vectors @ vectors.T
    np.fill_diagonal(alike, -1)
    found = []
    for claim in claims(sources, alike.argmax(axis=1).tolist(), synonyms):
        spans = spans_of(claim.source)
        chosen, features = verifier.measure(claim.text, spans)
        if not list(verifier.lacks(claim.text, chosen, spans)):
            found.append((claim, features))
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Writes `verify_weights.json` and prints how the test half comes out."""
    parser = argparse.ArgumentParser(description="Lærer, hvornår en kilde dækker en sætning.")
    parser.add_argument("data", nargs="+", type=Path, metavar="DATA")
    parser.add_argument("--synonyms", type=Path, metavar="FIL")
    options = parser.parse_args(arguments)
    synonyms = read_synonyms(options.synonyms) if options.synonyms else {}
    pairs = [pair for data in options.data for pair in measured(data, synonyms)]
    tune = [(c, f) for c, f in pairs if part_of(c.source.passage.passage_id) == "tune"]
    rows = np.array([[f[name] for name in verify.FEATURES] for _, f in tune])
    fitted = fit_logistic(rows, np.array([float(c.supported) for c, _ in tune]))
    weights = {name: round(value, 4) for name, value in zip(verify.FEATURES, fitted.tolist(), strict=True)}
    provenance = f"python -m service.train_verifier over {len(tune)} claims of {len(options.data)} data folders"
    verify.WEIGHTS.write_text(json.dumps({"provenance": provenance, "weights": weights}, indent=1) + "\n", "utf-8")
    counts: Counter[tuple[str, bool, str]] = Counter()
    for claim, features in pairs:
        if part_of(claim.source.passage.passage_id) == "test":
            support = verify.probability(features, list(weights.values()))
            counts[claim.kind, claim.supported, verify.verdict_of(support, features)] += 1
    for kind, supported in sorted({(k, s) for k, s, _ in counts}):
        shares = [counts[kind, supported, v] for v in ("supported", "partial", "unsupported")]
        shown = " ".join(f"{n / sum(shares):.3f}" for n in shares)
        print(f"{kind:24} {'sand' if supported else 'falsk'} {shown} af {sum(shares)}")


if __name__ == "__main__":
    main()
