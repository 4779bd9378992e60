"""Facts lifted out: each span says what it is, lists are complete, and what is doubtful is left out."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from corpus.catalogue import MATERIALS, load_catalogue
from corpus.types import DocumentContent, Mention
from ingest.assemble import assemble
from ingest.blocks import Block, ReadDocument
from ingest.dates import find_dates
from ingest.figures import find_figures
from ingest.guard import Limits
from ingest.people import find_people
from ingest.places import find_places, municipalities
from ingest.read import read_file

CATALOGUE = load_catalogue()


def assembled(path: Path) -> DocumentContent:
    read = read_file(path, Limits())
    entry = CATALOGUE.match(path.name)
    return assemble(read, document_id="d", filename=path.name, sha256="0", entry=entry, catalogue=CATALOGUE)


def content_of(*blocks: Block) -> DocumentContent:
    read = ReadDocument("text/plain", blocks)
    return assemble(read, document_id="d", filename="d.txt", sha256="0", entry=None, catalogue=CATALOGUE)


def mentions(content: DocumentContent, kind: str) -> list[Mention]:
    return [mention for mention in content.mentions if mention.kind == kind]


def test_the_table_holds_every_municipality_and_region() -> None:
    by_region = {
        region: [n for n, r in municipalities().items() if r == region] for region in municipalities().values()
    }
    assert {region: len(names) for region, names in by_region.items()} == {
        "Region Hovedstaden": 29,
        "Region Sjælland": 17,
        "Region Syddanmark": 22,
        "Region Midtjylland": 19,
        "Region Nordjylland": 11,
    }


@pytest.mark.parametrize("name", list(municipalities()))
def test_every_municipality_is_found_in_its_usual_forms(name: str) -> None:
    genitive = name if name.endswith("s") else f"{name}s"
    text = f"Både {name}, {genitive} borgmester og {name} Kommunes plan."
    assert [place.value for place in find_places(text)] == [name, name, name]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Høje Taastrup, Høje-Taastrup og Høje Tåstrup", ["Høje-Taastrup"] * 3),
        ("Lyngby-Tårbæk og Lyngby-Taarbæk Kommune", ["Lyngby-Taarbæk"] * 2),
        ("Århus, Ålborg, Åbenrå og Fåborg-Midtfyn", ["Aarhus", "Aalborg", "Aabenraa", "Faaborg-Midtfyn"]),
        ("Bornholms Regionskommune", ["Bornholm"]),
        ("Region H. støtter. Region Hovedstadens plan.", ["Region Hovedstaden"] * 2),
        ("Vejen er lang. Skive er et ord. En skive brød.", []),
        ("Vejen Kommune og Skive Kommune", ["Vejen", "Skive"]),
        ("Aalborg Universitet, Københavns Universitet og Roskilde Festival", []),
        ("Storkøbenhavn, Allerødvej og gladsaxe", []),
    ],
)
def test_places_and_what_only_looks_like_one(text: str, expected: list[str]) -> None:
    assert [place.value for place in find_places(text)] == expected


def test_a_misspelling_is_corrected_only_in_company() -> None:
    (place,) = [p for p in find_places("Deltagere er Gladsaxe, Bellerup og Herlev.") if p.corrected]
    assert place.value == "Ballerup"
    assert not find_places("Bellerup er et efternavn, og Lillerød er en by.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("77% af kommunerne i regionen vil køre på el.", ("77", "%", "kommunerne i regionen", "")),
        ("Der er 92 procent tilbage.", ("92", "%", "", "")),
        ("27 af de 29 kommuner har en plan.", ("27", "kommuner", "29 kommuner", "")),
        ("Mere end 300 milliarder kroner om året.", ("300", "mia. kroner", "", "Mere end")),
        ("Det er 70.000 tons plast.", ("70.000", "tons", "", "")),
        ("Mindst otte kommuner er i gang.", ("8", "kommuner", "", "Mindst")),
        ("Knap en tredjedel af udledningen stammer fra biler.", ("1/3", "", "udledningen", "Knap")),
        ("Prisen er 4,5 mio. kr. i alt.", ("4,5", "mio. kr.", "", "")),
    ],
)
def test_figures(text: str, expected: tuple[str, str, str, str]) -> None:
    (figure,) = find_figures(text)
    assert (figure.value, figure.unit, figure.denominator, figure.modifier) == expected


@pytest.mark.parametrize(
    "text",
    [
        "I 2024 sker det.",
        "Se § 3, stk. 2.",
        "DK2020-organisering",
        "Side 14 handler om det.",
        "den 1. april 2022",
        "Konsulenterne fra Gate 21 støttede kommunerne undervejs.",
        "Vi spurgte Agenda 21 borgere om det.",
        "Realdania 21 hjælper foreninger.",
        "De to mener noget andet.",
        "De 29 kommunerne",
    ],
)
def test_what_is_no_figure(text: str) -> None:
    assert find_figures(text) == []


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("I Gladsaxe 21 skoler og ingen andre.", "21 skoler"),
        ("Alle 21 skoler er med.", "21 skoler"),
        ("Det gælder Brohus' 21 skoler og Gladsaxes 21 skoler.", "21 skoler"),
        ("I dag har Region Hovedstaden 29 kommuner.", "29 kommuner"),
        ("Vi så 27 af 29\nEmne: planer", "27 af 29"),
        ("Det tager Realdania 21 dage.", "21 dage"),
    ],
)
def test_a_number_behind_a_name_may_be_counted(text: str, surface: str) -> None:
    assert {text[figure.start : figure.end] for figure in find_figures(text)} == {surface}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ved udgangen af februar 2024 var det slut.", [("2024-02", "ved udgangen af")]),
        ("Den ventes ultimo 2024.", [("2024", "ultimo")]),
        ("Loven trådte i kraft i april 2022.", [("2022-04", "")]),
        ("Mødet er d. 1. april 2022 og 24-12-2023.", [("2022-04-01", ""), ("2023-12-24", "")]),
        ("I 2019 og inden 2030.", [("2019", ""), ("2030", "inden")]),
        ("I efteråret 2023 og 3. kvartal 2024.", [("2023", "i efteråret"), ("2024", "3. kvartal")]),
        ("DK2020 og 2000 kommuner og kl. 12.30.", []),
    ],
)
def test_dates(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(date.value, date.qualifier) for date in find_dates(text)] == expected


def test_people_with_title_and_organisation() -> None:
    text = (
        "Anne Marie von Berg, projektleder for Energi og Bolig, Vejle Kommune og Åge Holm-Juul, miljømedarbejder i "
        "Skive Kommune. Det siger borgmester Ib Lund."
    )
    assert [(p.name, p.title, p.organisation) for p in find_people(text)] == [
        ("Anne Marie von Berg", "projektleder for Energi og Bolig", "Vejle Kommune"),
        ("Åge Holm-Juul", "miljømedarbejder", "Skive Kommune"),
        ("Ib Lund", "borgmester", ""),
    ]


def test_a_list_of_participants_belongs_to_its_project() -> None:
    content = content_of(
        Block("heading", "Deltagere i madspild", level=1),
        Block("paragraph", "Deltagere: Region Hovedstaden, Allerød, Herlev og Ishøj."),
        Block("paragraph", "Greve Kommune har ikke deltaget."),
    )
    assert [m.value for m in mentions(content, "participant")] == ["Region Hovedstaden", "Allerød", "Herlev", "Ishøj"]


def test_sentences_and_rows_tell_who_coordinates() -> None:
    content = content_of(
        Block("heading", "Roller", level=1),
        Block("paragraph", "Herlev og Ishøj var tovholdere for projektet om madspild. Greve er ikke tovholder."),
        Block("row", "Projekt: Håndtering af madspild; Tovholder: Gladsaxe"),
    )
    found = [(m.value, m.attribute("project")) for m in mentions(content, "coordinator")]
    assert found == [("Herlev", "madspild"), ("Ishøj", "madspild"), ("Gladsaxe", "madspild")]


def test_a_quote_has_its_speaker() -> None:
    content = content_of(
        Block("heading", "Erfaringer", level=1),
        Block("quote", "Det er svært, men vi når det."),
        Block("speaker", "Ib Lund, klimakoordinator, Vejle Kommune"),
    )
    (quote,) = mentions(content, "quote")
    assert quote.surface == "Det er svært, men vi når det."
    assert quote.attributes == (
        ("organisation", "Vejle Kommune"),
        ("speaker", "Ib Lund"),
        ("title", "klimakoordinator"),
    )


def test_a_figure_carries_its_source() -> None:
    content = content_of(
        Block("heading", "Tal", level=1),
        Block("figure", "58 % af kommunerne i regionen arbejder med mad."),
        Block("source", "Kilde: Ea Energianalyse"),
    )
    (figure,) = mentions(content, "figure")
    assert (figure.value, figure.attribute("source")) == ("58 %", "Ea Energianalyse")


def test_every_span_holds_its_surface(testdata: Path) -> None:
    for path in (testdata / "report" / "vip-klimaprojekterne.pdf", MATERIALS / "kort-fortalt.pdf"):
        content = assembled(path)
        passages = {p.passage_id: p for p in content.passages}
        assert len(content.mentions) > 200
        for mention in content.mentions:
            assert content.text[mention.char_start : mention.char_end] == mention.surface
            passage = passages[mention.passage_id]
            assert passage.char_start <= mention.char_start < mention.char_end <= passage.char_end
            assert passage.page_first <= mention.page <= passage.page_last


def participation(content: DocumentContent, kind: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for mention in mentions(content, kind):
        found.setdefault(mention.attribute("project"), set()).add(mention.value)
    return found


def stated() -> dict[str, dict[str, set[str]]]:
    raw = tomllib.loads((MATERIALS / "kilde" / "deltagere.toml").read_text(encoding="utf-8"))
    return {key: {p: set(names) for p, names in raw[key].items()} for key in ("deltagere", "tovholdere")}


def test_the_reports_three_lists_are_complete(testdata: Path) -> None:
    content = assembled(testdata / "report" / "vip-klimaprojekterne.pdf")
    found = participation(content, "participant")
    listed = stated()["deltagere"]
    assert found == {
        "klimaplaner": {"Alle kommuner i Region Hovedstaden"},
        "drivmidler": listed["drivmidler"],
        "pendlervaner": listed["pendlervaner"],
        "boliger": listed["boliger"],
    }
    assert all(m.attribute("corrected") for m in mentions(content, "municipality") if "ellerup" in m.surface)


def test_the_reports_speakers(testdata: Path) -> None:
    content = assembled(testdata / "report" / "vip-klimaprojekterne.pdf")
    assert len(mentions(content, "quote")) == 6
    assert {m.value for m in mentions(content, "person") if not m.attribute("organisation")} == set()
    assert len({m.value for m in mentions(content, "person")}) == 8
    sources = {
        m.attribute("source")
        for m in mentions(content, "figure")
        if m.value in ("58 %", "77 %", "81 %", "73 %", "88 %")
    }
    assert sources == {"Ea Energianalyse"}


def test_the_digest_names_the_same_participants_and_coordinators() -> None:
    content = assembled(MATERIALS / "kort-fortalt.pdf")
    found = participation(content, "participant")
    assert {p: found[p] for p in ("drivmidler", "pendlervaner", "boliger")} == {
        p: names for p, names in stated()["deltagere"].items() if p != "klimaplaner"
    }
    assert participation(content, "coordinator") == stated()["tovholdere"]
