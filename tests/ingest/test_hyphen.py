"""A line-end hyphen goes or stays, and the reason is told."""

from __future__ import annotations

import pytest

from ingest.hyphen import decide
from ingest.lexicon import attested, compound


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("en kommu-", "ne i byen", "kommune"),
        ("kommunernes ejendomsfunktio-", "nærer, der", "ejendomsfunktionærer"),
        ("en stor dial-", "og med borgerne", "dialog"),
        ("Kom-", "munerne er", "Kommunerne"),
        ("ved Hoved-", "staden.", "Hovedstaden"),
        ("hen imod Klima-", "alliancen i regionen", "Klimaalliancen"),
        ("samar-", "bejde", "samarbejde"),
        ("rørpost-", "anlæg", "rørpostanlæg"),
    ],
)
def test_a_divided_word_is_joined(before: str, after: str, joined: str) -> None:
    decision = decide(before, after)
    assert decision.removed
    assert not decision.spaced
    assert (before.split()[-1][:-1] + after.split()[0]).strip(",.") == joined


@pytest.mark.parametrize(
    ("before", "after", "spaced", "reason"),
    [
        ("med person-", "og varebiler", True, "udeladt fælles led"),
        ("Energi-", "og klimaplaner", True, "udeladt fælles led"),
        ("ind-", "eller udvendig", True, "udeladt fælles led"),
        ("i Høje-", "Taastrup", False, "navn"),
        ("den regionale DK2020-", "organisering", False, "tal"),
        ("alle KKR-", "kommuner", False, "forkortelse"),
        ("en e-", "mail", False, "forled"),
        ("den ikke-", "brændbare", False, "forled"),
    ],
)
def test_a_hyphen_that_belongs_to_the_word_stays(before: str, after: str, spaced: bool, reason: str) -> None:
    decision = decide(before, after)
    assert not decision.removed
    assert decision.spaced is spaced
    assert reason in decision.reason


def test_the_document_itself_is_the_first_witness() -> None:
    assert decide("en case-", "baseret plan").removed
    assert not decide("en case-", "baseret plan", own=frozenset({"case-baseret"})).removed
    assert "står i dokumentet" in decide("af sam-", "kørsel", own=frozenset({"samkørsel"})).reason


def test_the_document_is_a_witness_in_another_form_too() -> None:
    own = frozenset({"vand-varmepumper"})
    decision = decide("en luft til vand-", "varmepumpe på taget", own=own)
    assert (decision.removed, decision.spaced) == (False, False)
    assert "»vand-varmepumper« står i dokumentet" in decision.reason
    assert decide("en luft til vand-", "varmepumpe", own=own | {"vandvarmepumperne"}).removed
    assert decide("en luft til vand-", "varmekilde", own=own).removed


def test_a_hyphen_among_signs_is_left_alone() -> None:
    decision = decide("(1)-", "§ 4")
    assert not decision.removed


def test_the_lexicon_is_lower_case_and_knows_common_words() -> None:
    forms = attested()
    assert len(forms) > 100_000
    assert {"kommune", "og", "klimaplan"} <= forms
    assert all(form == form.lower() for form in list(forms)[:1000])


def test_compounds_are_split_into_attested_parts() -> None:
    assert compound("møbelreparatører") == ("møbel", "reparatører")
    assert compound("qqqqxxxx") is None
