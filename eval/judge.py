"""A language model as a second judge of whether citations carry what they stand behind. Off unless a run asks for it.

It judges by ALCE's definitions (Gao et al. 2023), as the rules of `eval.support` do, so that the two can be compared.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from pathlib import Path

from corpus.answers import Answer
from corpus.errors import GeneratorUnavailable
from corpus.marked import squash
from eval.cited import Cited
from eval.matching import statements
from eval.support import premises_of, support_of
from service.generate import Generator, Prompt

_SYSTEM = (Path(__file__).parent / "prompts" / "dommer.txt").read_text(encoding="utf-8")
_SAYS = re.compile(r"\W*(ja|nej)\b", re.IGNORECASE)
_BRACKETS = str.maketrans("<>", "‹›")


@dataclass(frozen=True, slots=True)
class Judgement:
    """supported: a flag a statement. precise: a flag a marker. Of one answer, in order."""

    supported: tuple[bool, ...]
    precise: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Second:
    """The judge. timeout_s: how long it may take over one answer."""

    generator: Generator
    timeout_s: float

    def judge(self, answer: Answer, cited: Cited) -> Judgement | None:
        """Its verdicts, None when it could not be reached, was too slow or said neither yes nor no.

        A statement that stands in its source letter for letter is supported, and is not asked about.
        """
        premises, until = premises_of(answer, cited), time.monotonic() + self.timeout_s

        def entails(premise: str, claim: str) -> bool:
            return bool(squash(claim)) and (squash(claim) in squash(premise) or self._says_yes(premise, claim, until))

        try:
            found = [support_of(statement, premises, entails) for statement in statements(answer.text)]
        except GeneratorUnavailable:
            return None
        return Judgement(tuple(s for s, _ in found), tuple(flag for _, flags in found for flag in flags))

    def _says_yes(self, premise: str, claim: str, until: float) -> bool:
        texts = (("kilde", premise), ("påstand", claim))
        shown = "\n\n".join(f"<{name}>\n{text.translate(_BRACKETS)}\n</{name}>" for name, text in texts)
        said = self.generator.complete((Prompt("system", _SYSTEM), Prompt("user", shown)), until=until)
        match = _SAYS.match(said)
        if match is None:
            raise GeneratorUnavailable("Sprogmodellen svarede hverken ja eller nej.", detail=said[:200])
        return match[1].lower() == "ja"
