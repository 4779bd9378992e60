"""Learns every weight that service/ ships, in one command: what is chosen, what is refused, what is supported.

    python -m service.train --set DATA QUESTIONS.jsonl [--set …] [--silent DATA FILE.jsonl …]
        [--elsewhere DATA FILE.jsonl …] [--twins DATA FILE.jsonl …] [--premises DATA FILE.jsonl …]
        [--synonyms FILE.tsv.xz]

Run it whenever the embedder, the analyser or a feature has changed, over indexes built with the new one. It writes
score_weights.json, refuse_weights.json (`service.train_scorer`, where the options are told) and verify_weights.json
(`service.train_verifier`, over the same data folders). The same data gives the same weights.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from service import train_scorer, train_verifier


def main(arguments: Sequence[str] | None = None) -> None:
    """Writes the three weight files beside the modules that read them."""
    parser = argparse.ArgumentParser(description="Lærer alle vægte igen.", allow_abbrev=False)
    parser.add_argument("--synonyms", default="")
    options, rest = parser.parse_known_args(sys.argv[1:] if arguments is None else arguments)
    train_scorer.main(rest)
    folders = list(dict.fromkeys(rest[n + 1] for n, word in enumerate(rest) if word == "--set"))
    train_verifier.main([*folders, *(["--synonyms", options.synonyms] if options.synonyms else [])])


if __name__ == "__main__":
    main()
