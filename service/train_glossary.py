"""Makes the second glossary of `service.english`: the thesaurus turned round, the commonest Danish word for each gloss.

    python -m service.train_glossary

The thesaurus lists words by how common they are, each with its English glosses, the likeliest first; a gloss is put
into the Danish word of which it is the likeliest, among equals the commonest. The same thesaurus gives the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from index.train.thesaurus import Entry, read_thesaurus
from service.english import LEARNT, LONGEST

THESAURUS = Path(__file__).parents[1] / "index" / "train" / "data" / "thesaurus.tsv"
HEADER = (
    "# English words and phrases and the Danish that stands for them: index/train/data/thesaurus.tsv turned round by",
    "# service/train_glossary.py. Not written by hand; english.tsv is, and comes first.",
)
_BESIDE = re.compile(r"\(.*?\)")
_LEAD = re.compile(r"^(?:(?:of )?the|to|a|an)\s+")


def turned_round(entries: Iterable[Entry]) -> dict[str, str]:
    """Danish by English gloss, both in lower case, the glosses in order of the alphabet. entries: commonest first."""
    best: dict[str, tuple[int, int, str]] = {}
    for rank, entry in enumerate(entries):
        for place, gloss in enumerate(entry.english):
            english = _LEAD.sub("", _BESIDE.sub("", gloss.lower()).strip())
            if 1 <= len(english.split()) <= LONGEST and english.replace(" ", "").replace("-", "").isalpha():
                best[english] = min(best.get(english, (place, rank, entry.word)), (place, rank, entry.word))
    return {english: best[english][2] for english in sorted(best)}


def main() -> None:
    """Writes the glossary beside the one written by hand."""
    rows = (f"{english}\t{danish}" for english, danish in turned_round(read_thesaurus(THESAURUS)).items())
    LEARNT.write_text("\n".join((*HEADER, *rows)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
