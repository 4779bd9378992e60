"""How common Danish word forms are, and which forms are irregular: two small files, read once."""

from __future__ import annotations

import gzip
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
LEXICON = DATA / "lexicon.tsv.gz"
IRREGULAR = DATA / "irregular.tsv"


@lru_cache(maxsize=1)
def frequencies() -> dict[str, int]:
    """Lower-case word form → round(2 * log2(count)) in law and parliament (see derive_lexicon)."""
    rows = (line.split("\t") for line in gzip.decompress(LEXICON.read_bytes()).decode().splitlines())
    return {form: int(level) for form, level in rows}


@lru_cache(maxsize=1)
def irregular_forms() -> dict[str, str]:
    """Irregular form → its dictionary form, such as bøger → bog, deltog's base tog → tage.

    From Danish grammar (strong verbs, mutated plurals, irregular comparison), not from any corpus.
    """
    forms: dict[str, str] = {}
    for line in IRREGULAR.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            lemma, *others = line.split()
            forms.update(dict.fromkeys(others, lemma))
    return forms
