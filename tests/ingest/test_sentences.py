"""Where Danish sentences end."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.sentences import sentences


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Jf. § 3, stk. 2, gælder reglen også her.",
        "Kommunen kan f.eks. Aalborg eller Odense.",
        "Bl.a. Gate 21 har bidraget.",
        "Mødet holdes d. 1. april i Allerød.",
        "Planen gælder fra den 1. januar 2024 og frem.",
        "Det koster ca. 5 mio. kroner om året.",
        "Forslaget kom fra H. C. Andersen og J. Jensen.",
        "§ 5. Kommunen fører tilsyn.",
        "Stk. 2. Ministeren kan fastsætte regler.",
        "Se gate21.dk/projekter og www.kl.dk for mere.",
        "Det er nr. 3 af i alt 14 anbefalinger (jf. bilag 2).",
        "Prisen steg med 1.200 kr. pr. bolig.",
        "Dr. Hansen talte om CO2 og ph.d. Larsen om vind.",
    ],
)
def test_one_sentence_stays_one(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Dato: 3. maj 2031 Sagsnr.: 31-4 Deltagere: Bo", ["Dato: 3. maj 2031", "Sagsnr.: 31-4", "Deltagere: Bo"]),
        ("Vi spurgte Lone: Hvad nu? Svar: Intet.", ["Vi spurgte Lone: Hvad nu?", "Svar: Intet."]),
        ("Andelen er 92 %. Så er det slut.", ["Andelen er 92 %.", "Så er det slut."]),
        ("Det er fra 2050. Projektet fortsatte.", ["Det er fra 2050.", "Projektet fortsatte."]),
        ("Er det slut? Nej! Det er ikke.", ["Er det slut?", "Nej!", "Det er ikke."]),
        ("Han sagde: ”Ja.” Og så gik han.", ["Han sagde: ”Ja.”", "Og så gik han."]),
        ("Tovholder var Region H. Resten fulgte.", ["Tovholder var Region H.", "Resten fulgte."]),
        ("Der var møder, webinarer m.v. Alle kom.", ["Der var møder, webinarer m.v.", "Alle kom."]),
        ("Det kræver tid (og penge). 15 kommuner er med.", ["Det kræver tid (og penge).", "15 kommuner er med."]),
        ("Kampagnen hed ’Hvem kører?’. Den løb i maj.", ["Kampagnen hed ’Hvem kører?’.", "Den løb i maj."]),
    ],
)
def test_sentences_end_where_they_end(text: str, parts: list[str]) -> None:
    assert split(text) == parts


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="aB1 .?!,§()”-\n", max_size=80))
def test_spans_are_in_order_trimmed_and_lose_nothing(text: str) -> None:
    spans = sentences(text)
    covered = "".join(text[start:end] for start, end in spans)
    assert covered.replace(" ", "").replace("\n", "") == text.replace(" ", "").replace("\n", "")
    last = 0
    for start, end in spans:
        assert last <= start < end
        last = end
