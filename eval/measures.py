"""What is measured: every figure with its definition, source and range. Each is a mean of one value a question.

A value of None means that the measure does not apply to the question. A missing answer never takes a question out:
it scores the worst value wherever the measure applies.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from eval.case import Case, evidence_cited, facts_found, pages_cited, verdict

Judge = Callable[[Case], float | None]


@dataclass(frozen=True, slots=True)
class Measure:
    """title and definition are Danish, for the page; low and high bound every value and every mean."""

    name: str
    title: str
    definition: str
    source: str
    judge: Judge
    low: float = 0.0
    high: float = 1.0
    higher_is_better: bool = True

    @property
    def is_share(self) -> bool:
        return (self.low, self.high) == (0.0, 1.0)


_RANKING = {
    "recall@1": "Success@1: the first source holds the evidence, all groups of it. Source: ir-measures.",
    "recall@5": "Success@5: the first five sources hold the evidence, all groups of it. Source: ir-measures.",
    "recall@10": "Success@10: the first ten sources hold the evidence, all groups of it. Source: ir-measures.",
    "mrr": "1 over the rank at which the last group of evidence is met, within ten. Source: ir-measures.",
    "ndcg@10": "Gain of each relevant passage of ten, discounted by rank. Source: Järvelin & Kekäläinen (2002).",
}


def _ranked(name: str) -> Judge:
    def judge(case: Case) -> float | None:
        return case.ranking.get(name, 0.0) if case.gold.passages else None

    judge.__doc__ = f"""{_RANKING[name]} 0 without a ranking, None without evidence. Range 0–1. See `eval.ranking`."""
    return judge


def correct(case: Case) -> float | None:
    """1 when the answer holds every fact, or a question that must not be answered was refused; else 0. Range 0–1.
    Source: the exact-match accuracy of RGB (Chen et al. 2024), refusals included."""
    return float(verdict(case) == "right")


def citation_support(case: Case) -> float | None:
    """Share of citations that are sound: byte-exact copy of stored text, inside the cited passage, on the page named,
    pointed at by the answer. 0 for an answer without citations or none at all, None for a refusal. Range 0–1.
    Source: the citation check of Azure's evaltools, made exact."""
    if case.abstained:
        return None
    return sum(check.sound for check in case.citations) / len(case.citations) if case.citations else 0.0


def citation_recall(case: Case) -> float | None:
    """Share of the answer's statements that their citations together support; 0 when an answerable question got no
    answer, None for a question that was rightly refused. Range 0–1. Source: ALCE (Gao et al. 2023), with a
    deterministic entailment check and without leaving empty answers out."""
    if case.abstained:
        return 0.0 if case.question.answerable else None
    return sum(claim.supported for claim in case.claims) / len(case.claims) if case.claims else 0.0


def citation_precision(case: Case) -> float | None:
    """Share of the answer's markers that are needed: the statement is supported, and by this citation alone or not
    without it; 0 without markers and for an answerable question refused, None for a right refusal. Range 0–1.
    Source: ALCE (Gao et al. 2023)."""
    if case.abstained:
        return 0.0 if case.question.answerable else None
    flags = [flag for claim in case.claims for flag in claim.precise]
    return sum(flags) / len(flags) if flags else 0.0


def cited_evidence(case: Case) -> float | None:
    """1 when every group of evidence has an anchor in a cited passage, else 0; None without evidence. Range 0–1.
    Source: citations_matched of Azure's evaltools, judged on passages instead of file names."""
    return float(evidence_cited(case)) if case.gold.passages else None


def right_page(case: Case) -> float | None:
    """1 when every group of evidence has one of its pages among the pages cited, else 0. Range 0–1. Own definition."""
    return float(pages_cited(case)) if case.gold.pages else None


def faithfulness(case: Case) -> float | None:
    """Share of statements that any source shown supports; 0 without statements, None for a refusal. Range 0–1.
    Source: faithfulness of ragas (Es et al. 2024), with a deterministic check."""
    if case.abstained:
        return None
    return sum(claim.faithful for claim in case.claims) / len(case.claims) if case.claims else 0.0


def judged_recall(case: Case) -> float | None:
    """`citation_recall` with a language model as judge of support; None where none was asked or it gave no verdict.
    Range 0–1. Source: ALCE (Gao et al. 2023), whose judge is a language model too."""
    if case.abstained or case.answer is None:
        return None
    return _share(case.second.supported) if case.second else None


def judged_precision(case: Case) -> float | None:
    """`citation_precision` with a language model as judge of support; None as `judged_recall`. Range 0–1.
    Source: ALCE (Gao et al. 2023)."""
    if case.abstained or case.answer is None:
        return None
    return _share(case.second.precise) if case.second else None


def judges_agree(case: Case) -> float | None:
    """Share of the statements over which the rule and the language model agree; None as `judged_recall`. Range 0–1.
    Own definition."""
    if case.second is None or not case.claims:
        return None
    pairs = zip((claim.supported for claim in case.claims), case.second.supported, strict=True)
    return _share([rule == model for rule, model in pairs])


def tokens(case: Case) -> float | None:
    """Tokens of every call to the language model for the question, prompts and completions together, as its server
    counts them; 0 without a call, None when the server did not count one or there was no answer. Range 0–∞.
    Source: the `usage` of the OpenAI interface."""
    if case.answer is None or case.answer.usage.untold:
        return None
    return float(case.answer.usage.tokens)


def refusal_precision(case: Case) -> float | None:
    """Of the questions refused, the share that must not be answered. Range 0–1. Source: RefusalBench (2025)."""
    return float(not case.question.answerable) if case.abstained else None


def refusal_recall(case: Case) -> float | None:
    """Of the questions that must not be answered, the share refused. Range 0–1. Source: rejection rate of RGB."""
    return None if case.question.answerable else float(case.abstained)


def false_refusals(case: Case) -> float | None:
    """Of the answerable questions, the share refused or left without any answer; lower is better. Range 0–1.
    Own definition."""
    return float(not case.answered) if case.question.answerable else None


def followups(case: Case) -> float | None:
    """`correct` over the questions that lean on earlier turns. Range 0–1. Own definition."""
    return correct(case) if case.question.history else None


def crag(case: Case) -> float | None:
    """+1 right, +0.5 partly right, 0 refused though answerable, −1 wrong or no answer. Range −1–1.
    Source: CRAG (Yang et al. 2024); a right refusal counts as right."""
    return {"right": 1.0, "partial": 0.5, "refused": 0.0, "wrong": -1.0, "failed": -1.0}[verdict(case)]


def _share(flags: Sequence[bool]) -> float:
    return sum(flags) / len(flags) if flags else 0.0


MEASURES: tuple[Measure, ...] = (
    Measure("correct", "Rigtige svar", "Svaret har alle nøgleoplysninger, eller assistenten sagde fra med rette.",
            "RGB (Chen m.fl. 2024)", correct),
    Measure("facts", "Nøgleoplysninger", "Andel af nøgleoplysningerne, som svaret indeholder.", "egen", facts_found),
    Measure("citation_support", "Holdbare kilder", "Andel af henvisningerne, hvis citat står ordret på siden.",
            "Azure evaltools, gjort eksakt", citation_support),
    Measure("citation_recall", "Belagte udsagn", "Andel af udsagnene, som deres egne henvisninger dækker.",
            "ALCE (Gao m.fl. 2023)", citation_recall),
    Measure("citation_precision", "Nødvendige kilder", "Andel af henvisningerne, som udsagnet har brug for.",
            "ALCE (Gao m.fl. 2023)", citation_precision),
    Measure("cited_evidence", "Rigtig kilde", "Det rette sted er blandt de uddrag, svaret henviser til.",
            "Azure citations_matched", cited_evidence),
    Measure("right_page", "Rigtig side", "Den rette side er blandt dem, svaret henviser til.", "egen", right_page),
    Measure("faithfulness", "Tro mod kilderne", "Andel af udsagnene, som en af de viste kilder dækker.",
            "ragas (Es m.fl. 2024)", faithfulness),
    Measure("judged_recall", "Belagte udsagn, dømt af sprogmodellen",
            "Andel af udsagnene, som deres egne henvisninger dækker efter sprogmodellens dom.",
            "ALCE (Gao m.fl. 2023)", judged_recall),
    Measure("judged_precision", "Nødvendige kilder, dømt af sprogmodellen",
            "Andel af henvisningerne, som udsagnet har brug for efter sprogmodellens dom.",
            "ALCE (Gao m.fl. 2023)", judged_precision),
    Measure("judges_agree", "Regel og sprogmodel er enige",
            "Andel af udsagnene, som reglen og sprogmodellen dømmer ens.", "egen", judges_agree),
    Measure("refusal_precision", "Sagde fra med rette", "Andel af afvisningerne, hvor dokumenterne ikke svarer.",
            "RefusalBench (2025)", refusal_precision),
    Measure("refusal_recall", "Opdagede ubesvarlige", "Andel af de spørgsmål, der ikke må besvares, som blev afvist.",
            "RGB (Chen m.fl. 2024)", refusal_recall),
    Measure("false_refusals", "Sagde fra med urette", "Andel af de besvarlige spørgsmål, som ikke fik et svar.",
            "egen", false_refusals, higher_is_better=False),
    Measure("followups", "Opfølgende spørgsmål", "Rigtige svar blandt de spørgsmål, der bygger på det foregående.",
            "egen", followups),
    Measure("crag", "Samlet score", "+1 rigtigt, +½ delvist, 0 afvist med urette, −1 forkert.",
            "CRAG (Yang m.fl. 2024)", crag, low=-1.0),
    Measure("recall@1", "Fundet som nr. 1", "Det rette sted står først blandt kilderne.", "ir-measures",
            _ranked("recall@1")),
    Measure("recall@5", "Fundet blandt 5", "Det rette sted er blandt de første fem kilder.", "ir-measures",
            _ranked("recall@5")),
    Measure("recall@10", "Fundet blandt 10", "Det rette sted er blandt de første ti kilder.", "ir-measures",
            _ranked("recall@10")),
    Measure("mrr", "Middelplacering (MRR)", "1 delt med placeringen af det rette sted.", "ir-measures", _ranked("mrr")),
    Measure("ndcg@10", "nDCG@10", "Hvor højt de rette uddrag ligger samlet set.", "Järvelin & Kekäläinen 2002",
            _ranked("ndcg@10")),
    Measure("tokens", "Tokens pr. spørgsmål", "Tokens ind og ud af sprogmodellen; 0, når svaret er ordret.",
            "usage i OpenAI's grænseflade", tokens, high=inf, higher_is_better=False),
)  # fmt: skip
BY_NAME: Mapping[str, Measure] = {measure.name: measure for measure in MEASURES}


def scores(case: Case) -> dict[str, float]:
    """measure name → value, for the measures that apply to the case."""
    values = ((measure.name, measure.judge(case)) for measure in MEASURES)
    return {name: value for name, value in values if value is not None}
