from __future__ import annotations

import pytest

from corpus.answers import Message
from corpus.catalogue import Catalogue, CatalogueDocument, Project
from corpus.types import DocumentContent, Filters
from service.answer import Answerer
from service.asked_places import is_among
from service.events import NO_FILTERS, Answered
from service.listing import counted, listed
from service.names import NameBook
from service.refuse_text import is_refusal
from service.thread import WHICH
from tests.service.fakes import HashEmbedder, MemoryStore, Noted, OverlapRetriever, Part, make_content
from tests.service.havne import answerer, ask


@pytest.fixture(scope="module")
def made() -> Answerer:
    return answerer()


def test_projects_of_a_place_come_one_a_row_with_a_citation_each(made: Answerer) -> None:
    answer = ask(made, "Hvilke projekter deltager Rødvig i?")
    rows = [line for line in answer.text.splitlines() if line.startswith("- ")]
    assert rows == ["- **Tanghaver ved kajen:** deltager [1]", "- **Flydende broer:** deltager [2]"]
    assert all("Rødvig" in c.quote for c in answer.citations)


def test_the_coordinator_is_told_apart_from_participants(made: Answerer) -> None:
    assert "tovholder og deltager" in ask(made, "Hvilke projekter er Hundested med i?").text
    assert "Hundested" in ask(made, "Hvem er tovholder for Tanghaver ved kajen?").text


@pytest.mark.parametrize(
    "question",
    [
        "Hvem stod for tangprojektet?",
        "Hvilke kommuner stod bag projektet om Tanghaver ved kajen?",
        "Hvem kørte tanghaveprojektet?",
        "hvem kordinerede tanghave projektet",
        "Hvilken kommune koordinerer Tanghaver ved kajen?",
    ],
)
def test_who_ran_a_project_is_its_coordinator(made: Answerer, question: str) -> None:
    assert ask(made, question).text.startswith("Tovholder ifølge materialet:\n\n**Tanghaver ved kajen:** Hundested")


@pytest.mark.parametrize(
    "question", ["hvilke komuner er med i tang haver vedkajen?", "Hvilke kommuner deltager i tanghavre ved kajn?"]
)
def test_a_name_may_be_spelt_otherwise(made: Answerer, question: str) -> None:
    assert ask(made, question).text.startswith("Deltagere i »Tanghaver ved kajen«:")


@pytest.mark.parametrize("who", ["kommunaldirektører", "projektledere", "skoler"])
def test_who_else_took_part_is_not_the_list_of_municipalities(made: Answerer, who: str) -> None:
    assert not ask(made, f"Hvilke {who} deltog i Tanghaver ved kajen?").text.startswith("Deltagere i »")


@pytest.mark.parametrize("question", ["Hvad hedder de to projekter?", "Hvad hedder de 2 projekter i rækken?"])
def test_what_the_projects_are_called_is_which_they_are(made: Answerer, question: str) -> None:
    assert ask(made, question).text.startswith("I materialet er der disse projekter:")


def test_who_ran_a_part_of_a_project_is_no_question_for_its_coordinator(made: Answerer) -> None:
    assert "Tovholder" not in ask(made, "Hvem stod for dykningen i tangprojektet?").text


@pytest.mark.parametrize(
    "question",
    [
        "Hvem kan jeg kontakte om Tanghaver ved kajen?",
        "hvem skal man spørge om tangprojektet",
        "Hvem kan vi tale med om blæretang på bundgarnspæle?",
        "Who should we contact about Tanghaver ved kajen?",
    ],
)
def test_whom_one_turns_to_is_the_coordinator_of_what_it_is_about(made: Answerer, question: str) -> None:
    assert "**Tanghaver ved kajen:** Hundested [1]" in ask(made, question).text


@pytest.mark.parametrize("question", ["Hvad er en tovholder?", "Hvad laver en tovholder?", "Hvor mange deltog i alt?"])
def test_what_a_coordinator_is_and_how_many_there_are_in_all_is_not_asked_back(made: Answerer, question: str) -> None:
    assert ask(made, question).status != "clarify"


@pytest.mark.parametrize(
    "question", ["Hvem kan jeg kontakte om ålekvabber i akvarier?", "Hvem skal vi spørge om tang i køkkenhaver?"]
)
def test_nobody_is_told_to_turn_to_about_what_the_material_does_not_have(made: Answerer, question: str) -> None:
    assert "Tovholder" not in ask(made, question).text


def test_whom_one_turns_to_about_something_else_is_not_the_coordinator_of_what_was_spoken_of(made: Answerer) -> None:
    before = "Hvad handler Tanghaver ved kajen om?"
    history = [Message("user", before), Message("assistant", ask(made, before).text)]
    asked, told = "Hvem kan jeg kontakte om pas?", "Hvem kan jeg kontakte om det?"
    texts = [e.answer.text for q in (asked, told) for e in made.stream(q, history=history) if isinstance(e, Answered)]
    assert ["**Tanghaver ved kajen:** Hundested" in text for text in texts] == [False, True]


def test_things_that_the_material_does_not_have_are_no_subjects_of_projects(made: Answerer) -> None:
    assert "|---" not in ask(made, "Sammenlign ålekvabber i akvarier og kajakker").text


def test_nobody_is_told_to_turn_to_where_no_project_has_a_coordinator(made: Answerer) -> None:
    assert "Tovholder" not in ask(made, "Hvem kan jeg kontakte om Flydende broer?").text


@pytest.mark.parametrize(
    ("question", "told"),
    [("Hvem er Asta Mølgård?", True), ("Hvem er Anders And?", False), ("Hvem er Bo Ib Hav?", False)],
)
def test_who_somebody_is_that_the_material_does_not_name_is_not_told(made: Answerer, question: str, told: bool) -> None:
    assert bool(ask(made, question).citations) == told


def test_who_is_quoted_is_named_with_their_title(made: Answerer) -> None:
    answer = ask(made, "Hvem er citeret om Flydende broer?")
    assert answer.text == "Citeret om »Flydende broer«:\n\nAsta Mølgård, havnefoged, Rødvig Havn [1]"
    assert "Citeret" not in ask(made, "Hvem er citeret om Tanghaver ved kajen?").text


def test_why_there_is_a_coordinator_is_no_question_for_who(made: Answerer) -> None:
    assert "Tovholder ifølge" not in ask(made, "Hvorfor har Tanghaver ved kajen en tovholder?").text


def test_how_many_coordinators_there_are_is_their_number_and_no_other(made: Answerer) -> None:
    who = "Tovholder ifølge materialet:"
    assert ask(made, "Hvor mange tovholdere har Tanghaver ved kajen?").text.startswith(who)
    assert not ask(made, "Hvor mange timer brugte tovholderen i Tanghaver ved kajen?").text.startswith(who)


def test_coordinators_are_compared_where_one_project_is_named_by_a_part(made: Answerer) -> None:
    assert (
        "**Tanghaver ved kajen:** Hundested" in ask(made, "Sammenlign tovholderne for tanghaver og Flydende broer").text
    )


@pytest.mark.parametrize("question", ["Hvilke havne er tovholdere?", "Hvem er tovholdere?", "tovholdere"])
def test_every_coordinator_is_told_of_each_project(made: Answerer, question: str) -> None:
    answer = ask(made, question.replace("havne", "kommuner"))
    assert answer.text == "Tovholder ifølge materialet:\n\n**Tanghaver ved kajen:** Hundested [1]"


@pytest.mark.parametrize("question", ["Er Rødvig med?", "Hvad laver Rødvig?", "Hvilke projekter er Rødvig med i?"])
def test_a_place_alone_is_asked_for_its_projects(made: Answerer, question: str) -> None:
    answer = ask(made, question)
    assert answer.text.splitlines()[2:] == [
        "- **Tanghaver ved kajen:** deltager [1]", "- **Flydende broer:** deltager [2]",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "question", ["Hvad laver havnefogeden i Rødvig?", "Hvorfor er Rødvig med?", "Hvad er Rødvigs klimamål?"]
)
def test_what_else_is_asked_of_a_place_is_searched_for(made: Answerer, question: str) -> None:
    assert "står i materialet ved" not in ask(made, question).text


def test_who_is_in_most_projects_is_counted_over_the_lists(made: Answerer) -> None:
    answer = ask(made, "Hvem deltager i flest projekter?")
    assert answer.text.splitlines()[2:] == [
        "- **2 projekter:** Marstal og Rødvig [1][2]", "- **1 projekt:** Hundested, Skagen og Thyborøn [1][2]",
    ]  # fmt: skip


def test_a_town_whose_name_ends_as_a_source_does_is_no_source(made: Answerer) -> None:
    assert "består af" not in ask(made, "Er Roskilde med?").text


def test_who_was_in_both_is_the_overlap(made: Answerer) -> None:
    answer = ask(made, "Hvem deltog i både Tanghaver ved kajen og Flydende broer?")
    assert "Marstal og Rødvig" in answer.text
    assert len(answer.citations) == 2


def test_who_was_in_several_is_told_of_each(made: Answerer) -> None:
    answer = ask(made, "Hvem deltog i Tanghaver ved kajen og Flydende broer?")
    assert answer.text.split("\n\n")[1:] == [
        "**Tanghaver ved kajen:** Skagen, Hundested, Rødvig og Marstal. [1]",
        "**Flydende broer:** Rødvig, Marstal og Thyborøn. [2]",
    ]


@pytest.mark.parametrize(("place", "says"), [("Skagen", "Ja, Skagen er med"), ("Thyborøn", "Nej, Thyborøn står ikke")])
def test_whether_a_place_takes_part_is_answered_with_the_list(made: Answerer, place: str, says: str) -> None:
    answer = ask(made, f"Deltager {place} i Tanghaver ved kajen?")
    assert answer.text.startswith(says)
    assert answer.citations[0].quote == "Skagen, Hundested, Rødvig og Marstal."


def test_whether_a_coordinator_takes_part_is_answered_with_its_role(made: Answerer) -> None:
    catalogue = Catalogue(projects=(Project("havn", "Havnen i tal", 1),))
    text = ((("Havnen i tal", "Om"), "havn", "text", ("Havnen i tal ledes af Skagen.",)),)
    mentions: list[Noted] = [
        ("coordinator", "Skagen", "Skagen", (("project", "havn"),)), ("municipality", "Skagen", "Skagen", ()),
    ]  # fmt: skip
    store = MemoryStore(make_content("havn", "Havnen", text, mentions=mentions))
    led = Answerer(store, OverlapRetriever(store), HashEmbedder(), catalogue, threshold=0.0)
    assert ask(led, "Er Skagen med i Havnen i tal?").text.startswith("Tovholder ifølge materialet:")
    others = ask(led, "Hvilke havne ud over Skagen er med i Havnen i tal?").text
    assert not others.startswith("Tovholder ifølge materialet:")


def test_a_count_is_of_the_list(made: Answerer) -> None:
    assert "nævner 3 deltagere" in ask(made, "Hvor mange deltager i Flydende broer?").text


def test_somebody_is_who_the_source_says(made: Answerer) -> None:
    answer = ask(made, "Hvem er Asta Mølgård?")
    assert answer.citations[0].quote == "Asta Mølgård, havnefoged, Rødvig Havn"


def test_a_comparison_is_a_table_over_shared_headings(made: Answerer) -> None:
    answer = ask(made, "Sammenlign Tanghaver ved kajen og Flydende broer")
    lines = answer.text.splitlines()
    assert lines[0] == "| | Tanghaver ved kajen | Flydende broer |"
    assert "| **Hvad handlede forsøget om** |" in lines[2]
    assert "Næste skridt" not in answer.text
    assert all(f"[{c.marker}]" in answer.text for c in answer.citations)


def test_a_comparison_of_one_heading_keeps_to_it(made: Answerer) -> None:
    lines = ask(made, "Sammenlign deltagerne i Tanghaver ved kajen og Flydende broer").text.splitlines()
    cells = "Skagen, Hundested, Rødvig og Marstal. [1] | Rødvig, Marstal og Thyborøn. [2]"
    assert lines[2:] == [f"| **Deltagere** | {cells} |"]


def test_a_question_with_two_equal_readings_is_asked_back(made: Answerer) -> None:
    answer = ask(made, "Hvem deltager?")
    assert (answer.status, answer.citations) == ("clarify", ())
    assert answer.text == WHICH
    assert all(title in question for title, question in zip(("Tanghaver", "broer"), answer.suggestions, strict=True))


def test_each_reading_of_an_unclear_question_is_offered_and_can_be_answered(made: Answerer) -> None:
    offered = ask(made, "Hvem deltog?").suggestions
    assert offered == ("Hvem deltog i »Tanghaver ved kajen«?", "Hvem deltog i »Flydende broer«?")
    assert [ask(made, question).status for question in offered] == ["answered", "answered"]


@pytest.mark.parametrize(
    "question",
    [
        "Hvilke skoler i Skagen var med i Tanghaver ved kajen?", "Hvad skal Rødvig være med til at løfte?",
        "Hvad koster det at være med i Tanghaver ved kajen?", "Kan dykkere være med i Tanghaver ved kajen?",
        "Hvad fik folk ud af at deltage i Tanghaver ved kajen?",
    ],
)  # fmt: skip
def test_a_question_for_something_else_is_not_looked_up(made: Answerer, question: str) -> None:
    assert "Slået op" not in dict(ask(made, question).trace)


def test_names_are_listed_as_danes_list_them() -> None:
    assert (listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])) == ("a", "a og b", "a, b og c")


@pytest.mark.parametrize(
    "question", ["Hvem var med i Tanghaver ved kajen?", "Hvem har været med i Tanghaver ved kajen?"]
)
def test_who_was_in_it_is_the_list(made: Answerer, question: str) -> None:
    answer = ask(made, question)
    assert answer.text.startswith("Deltagere i »Tanghaver ved kajen«:")


def test_a_list_that_names_everybody_is_cited_alone(made: Answerer) -> None:
    answer = ask(made, "Hvem deltog i Tanghaver ved kajen?")
    assert [c.quote for c in answer.citations] == ["Skagen, Hundested, Rødvig og Marstal."]


def test_who_was_in_a_project_without_a_list_is_what_its_heading_says_or_unknown() -> None:
    told = ("Ingen liste er ført over forsøgets folk.", "Mest kom der folk fra lystbådehavnen.")
    parts = (
        (("Fyrtårne", "Hvad handlede forsøget om?"), "fyr", "text", ("Fyrtårnene fik nye pærer i forsøget.",)),
        (("Fyrtårne", "Deltagere"), "fyr", "text", told),
        (("Bolværker", "Erfaringer"), "bol", "text", ("Bolværkerne i forsøget rådner nedefra.",)),
    )  # fmt: skip
    store = MemoryStore(make_content("kyst", "Kystens forsøg", parts))  # type: ignore[arg-type]
    projects = (Project("fyr", "Fyrtårne", 1), Project("bol", "Bolværker", 2), Project("mole", "Lystbåde", 3))
    catalogue = Catalogue(projects=projects)
    made = Answerer(store, OverlapRetriever(store), HashEmbedder(), catalogue, threshold=0.0)
    assert [c.quote for c in ask(made, "Hvem deltog i Fyrtårne?").citations] == list(told)
    assert ask(made, "Hvem deltog i Bolværker?").status == "not_found"
    assert ask(made, "Hvad lærte man i Bolværker?").status == "answered"
    assert "Slået op" not in dict(ask(made, "Hvem deltog i Lystbåde?").trace)  # the library holds nothing of it


def test_a_part_of_a_name_is_enough_beside_a_named_project_and_what_is_the_same_is_left_out() -> None:
    about, said = "Hvad handlede forsøget om?", "Arket er skrevet af efter havnerådets rapport."
    elsewhere = ("Fyrtårnet står ved et bolværk, og et bolværk mere er bestilt.", "Et tredje bolværk er revet ned.")
    parts = (
        (("Fyrtårne", about), "fyr", "text", elsewhere),
        (("Fyrtårne", "Om arket"), "fyr", "text", (said,)),
        (("Bedre bolværker", about), "bol", "text", ("Pælene rådner nedefra.",)),
        (("Bedre bolværker", "Om arket"), "bol", "text", (said,)),
    )  # fmt: skip
    store = MemoryStore(make_content("kyst", "Kystens forsøg", parts))  # type: ignore[arg-type]
    catalogue = Catalogue(projects=(Project("fyr", "Fyrtårne", 1), Project("bol", "Bedre bolværker", 2)))
    made = Answerer(store, OverlapRetriever(store), HashEmbedder(), catalogue, threshold=0.0)
    lines = ask(made, "Sammenlign fyrtårne og bolværker").text.splitlines()
    assert lines[0] == "| | Fyrtårne | Bedre bolværker |"
    assert [line.split("|")[1].strip() for line in lines[2:]] == ["**Hvad handlede forsøget om**"]


@pytest.mark.parametrize(
    "question",
    ["Sammenlign blæretang og kajakker", "Hvad er forskellen på projektet om tang og projektet om kajakker?"],
)
def test_subjects_of_projects_are_enough_to_compare_these(made: Answerer, question: str) -> None:
    assert ask(made, question).text.startswith("| | Tanghaver ved kajen | Flydende broer |")


def test_what_was_told_of_before_is_not_compared_with_what_is_named(made: Answerer) -> None:
    talk = [
        Message("user", "Hvad handler Tanghaver ved kajen om?"),
        Message("assistant", "Tanghaver ved kajen er tang. [1]"),
    ]
    named = list(made.stream("Sammenlign blæretang og kajakker", history=talk))[-1]
    assert isinstance(named, Answered)
    assert named.answer.text.startswith("| | Tanghaver ved kajen | Flydende broer |")
    pointed = list(made.stream("Sammenlign det med blæretang", history=talk))[-1]
    assert isinstance(pointed, Answered)
    assert "|---" not in pointed.answer.text, "a word that points at something is no subject"


def test_a_difference_between_two_things_is_not_one_between_projects(made: Answerer) -> None:
    assert "|---" not in ask(made, "Hvad er forskellen på blæretang og kajakker?").text


def test_a_word_for_projects_in_a_name_names_none() -> None:
    parts = ((("Fyrtårne",), "fyr", "text", ("Fyrtårnet lyser.",)), (("Bolværker",), "bol", "text", ("De rådner.",)))
    named = (Project("fyr", "100% fyrtårne", 1, aliases=("projektet om fyrtårne",)), Project("bol", "Bolværker", 2))
    store = MemoryStore(make_content("kyst", "Kystens forsøg", parts))
    names = NameBook(store, Catalogue(projects=named))
    assert names.projects_like("Sammenlign projekterne om bolværker") == ("bol",)
    assert names.projects_like("projektet om fyrtårne") == ("fyr",)
    assert names.projects_like("Hvor mange procent, 58% eller 100, er det?") == ()


def test_a_part_of_a_name_tells_whose_coordinator_is_asked_for() -> None:
    parts = (
        (("Fyrtårne", "Om"), "fyr", "text", ("Bolværket og det andet bolværk ved fyrtårnet er af tang.",)),
        (("Bedre bolværker", "Tovholder"), "bol", "text", ("Hundested.",)),
    )  # fmt: skip
    mentions = [("coordinator", "Hundested", "Hundested", (("project", "bol"),))]
    store = MemoryStore(make_content("kyst", "Kystens forsøg", parts, mentions=mentions))  # type: ignore[arg-type]
    catalogue = Catalogue(projects=(Project("fyr", "Fyrtårne", 1), Project("bol", "Bedre bolværker", 2)))
    made = Answerer(store, OverlapRetriever(store), HashEmbedder(), catalogue, threshold=0.0)
    assert "**Bedre bolværker:** Hundested" in ask(made, "Hvem er tovholder for bolværker?").text


@pytest.fixture(scope="module")
def two_years() -> Answerer:
    """One project whose participants and coordinator stand otherwise in each of two documents."""

    def year(name: str, lists: tuple[tuple[str, ...], ...], leads: str) -> DocumentContent:
        sentences = [f"{', '.join(places)} pudsede lamper." for places in lists]
        parts: list[Part] = [
            *((("Fyrtårne", f"Deltagere {n}"), "fyr", "text", (text,)) for n, text in enumerate(sentences)),
            (("Fyrtårne", "Tovholder"), "fyr", "text", (f"Havnerådet i {leads} ledte arbejdet.",)),
        ]
        joins: list[Noted] = [("participant", p, p, (("project", "fyr"),)) for places in lists for p in places]
        named: list[Noted] = [("municipality", p, p, ()) for places in lists for p in places]
        led: Noted = ("coordinator", leads, leads, (("project", "fyr"),))
        return make_content(name, f"Fyr i {name}", parts, mentions=[*joins, *named, led])

    store = MemoryStore(
        year("nord", (("Skagen", "Rødvig"),), "Hirtshals"), year("syd", (("Rødvig",), ("Gedser", "Marstal")), "Rødby")
    )
    catalogue = Catalogue(projects=(Project("fyr", "Fyrtårne", 1), Project("bol", "Bolværker", 2)))
    return Answerer(store, OverlapRetriever(store), HashEmbedder(), catalogue, threshold=0.0)


NORD, SYD = Filters(documents=("nord",)), Filters(documents=("syd",))


@pytest.mark.parametrize(
    ("question", "filters", "says"),
    [
        ("Hvem deltog i Fyrtårne?", NORD, "Deltagere i »Fyrtårne«:\n\nSkagen, Rødvig pudsede lamper. [1]"),
        ("Hvem er tovholder for Fyrtårne?", SYD, "Tovholder ifølge det valgte dokument:\n\n**Fyrtårne:** Rødby [1]"),
        ("Deltager Gedser i Fyrtårne?", NORD, "Nej, Gedser står ikke på deltagerlisten for »Fyrtårne«:"),
        ("Deltager Gedser i Fyrtårne?", SYD, "Ja, Gedser er med i »Fyrtårne«:"),
        ("Hvor mange deltager i Fyrtårne?", NORD, "Deltagerlisten for »Fyrtårne« nævner 2 deltagere:"),
        ("Hvor mange deltager i Fyrtårne?", SYD, "Deltagerlisten for »Fyrtårne« nævner 3 deltagere:"),
        ("Hvor mange deltager i Fyrtårne?", NO_FILTERS, "Deltagerlisten for »Fyrtårne« nævner 4 deltagere:"),
        ("Hvilke projekter deltager Gedser i?", SYD, "Gedser står i det valgte dokument ved dette projekt:"),
    ],
)
def test_what_is_looked_up_keeps_to_the_chosen_documents(
    two_years: Answerer, question: str, filters: Filters, says: str
) -> None:
    answer = ask(two_years, question, filters)
    assert answer.text.startswith(says)
    assert not filters or {c.document_id for c in answer.citations} == set(filters.documents)


def test_what_stands_outside_the_chosen_documents_is_neither_looked_up_nor_referred_to(two_years: Answerer) -> None:
    answer = ask(two_years, "Hvilke projekter deltager Gedser i?", NORD)
    assert "Slået op" not in dict(answer.trace)
    assert {c.document_id for c in answer.citations} <= {"nord"}
    none = ask(two_years, "Hvem er tovholder for Fyrtårne?", Filters(projects=("bol",)))
    assert none.status == "not_found"
    assert "tovholder" not in none.text


def test_a_list_that_a_filter_shows_in_part_tells_who_is_on_it_but_neither_number_nor_absence(
    two_years: Answerer,
) -> None:
    part = Filters(municipalities=("Gedser",))
    present = ask(two_years, "Deltager Marstal i Fyrtårne?", part)
    assert present.text == "Ja, Marstal er med i »Fyrtårne«:\n\nGedser, Marstal pudsede lamper. [1]"
    for question in ("Deltager Rødvig i Fyrtårne?", "Hvor mange deltager i Fyrtårne?", "Hvem deltager i Fyrtårne?"):
        assert "Slået op" not in dict(ask(two_years, question, part).trace)


def test_a_comparison_keeps_to_the_chosen_documents(made: Answerer) -> None:
    answer = ask(made, "Sammenlign Tanghaver ved kajen og Flydende broer", Filters(projects=("tang",)))
    assert "Sammenlignet" not in dict(answer.trace)


def test_only_projects_with_a_list_in_the_chosen_documents_are_asked_back(made: Answerer) -> None:
    assert ask(made, "Hvem deltager?", Filters(projects=("tang",))).status != "clarify"


@pytest.mark.parametrize(
    "question", ["Hvem deltog ikke i Flydende broer?", "Hvilke kommuner er ikke med i Flydende broer?"]
)
def test_who_does_not_take_part_is_whom_the_material_names_beside_the_list(made: Answerer, question: str) -> None:
    answer = ask(made, question)
    first, second = answer.text.splitlines()[0], answer.text.splitlines()[2]
    assert first.startswith("Nævnt i materialet, men ikke som deltager i eller tovholder for »Flydende broer«.")
    assert second.startswith("Hundested og Skagen [")
    assert answer.citations[-1].quote == "Rødvig, Marstal og Thyborøn."


def test_who_does_not_take_part_is_not_told_of_a_list_that_is_seen_in_part(made: Answerer) -> None:
    answer = ask(made, "Hvem deltog ikke i Tanghaver ved kajen?", Filters(municipalities=("Thyborøn",)))
    assert answer.status == "not_found"


def test_all_projects_are_told_with_a_citation_each(made: Answerer) -> None:
    answer = ask(made, "Hvilke projekter er der?")
    rows = [line for line in answer.text.splitlines() if line.startswith("- ")]
    assert rows == ["- **Tanghaver ved kajen** [1]", "- **Flydende broer** [2]"]
    assert answer.citations[1].quote == "Flydende broer lader kajakker lægge til uden trapper."


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Hvilke HB havneprojekter er der?", True),
        ("Hvad er HB havneprojekterne?", False),
        ("Hvilke mål er der?", False),
    ],
)
def test_all_projects_are_told_by_what_a_title_calls_them_together(question: str, told: bool) -> None:
    parts = ((("Fyrtårne",), "fyr", "text", ("Fyrtårne skal lyse.",)), (("Mål",), "", "text", ("Mål er der nok af.",)))
    document = CatalogueDocument("kyst", "Mål for HB havneprojekter – kort fortalt", "kyst.pdf")
    catalogue = Catalogue(projects=(Project("fyr", "Fyrtårne", 1),), documents=(document,))
    store = MemoryStore(make_content("kyst", document.title, parts))
    answer = ask(Answerer(store, OverlapRetriever(store), HashEmbedder(), catalogue, threshold=0.0), question)
    assert answer.text.startswith("I materialet er der disse projekter:\n\n- **Fyrtårne** [1]") is told


@pytest.mark.parametrize(
    ("chosen", "name"),
    [
        (Filters(documents=("havne",)), "det valgte dokument"),
        (Filters(projects=("tang",)), "det valgte materiale"),
        (NO_FILTERS, "materialet"),
    ],
)
def test_a_refusal_says_what_was_looked_in(chosen: Filters, name: str) -> None:
    answer = ask(answerer(threshold=2.0), "Hvad koster forsøget?", chosen)
    assert answer.text.startswith(f"Det fremgår ikke af {name}.")
    assert is_refusal(answer.text)


@pytest.mark.parametrize(
    "name", ["100% havvind", "100 % havvind", "100pct havvind", "100 pct. havvind", "hundrede procent havvind"]
)
def test_a_name_with_a_share_is_known_however_the_share_is_written(name: str) -> None:
    wind: Part = (("Vind", "Deltagere"), "vind", "text", ("Skagen og Gedser.",))
    noted: list[Noted] = [("participant", p, p, (("project", "vind"),)) for p in ("Skagen", "Gedser")]
    store = MemoryStore(make_content("vind", "Vind", (wind,), mentions=noted))
    catalogue = Catalogue(projects=(Project("vind", "100% havvind", 1), Project("sol", "Havsol", 2)))
    made = Answerer(store, OverlapRetriever(store), HashEmbedder(), catalogue, threshold=0.0)
    answer = ask(made, f"Hvem deltager i {name}?")
    assert answer.text.startswith("Deltagere i »100% havvind«:")


def test_a_coordinator_is_not_told_to_be_absent() -> None:
    part: Part = (("Fyr", "Deltagere"), "fyr", "text", ("Skagen og Gedser.", "Rødby er tovholder, og Dragør så til."))
    noted: list[Noted] = [("municipality", p, p, ()) for p in ("Skagen", "Gedser", "Rødby", "Dragør")]
    noted += [("participant", p, p, (("project", "fyr"),)) for p in ("Skagen", "Gedser")]
    noted += [("coordinator", "Rødby", "Rødby", (("project", "fyr"),))]
    store = MemoryStore(make_content("fyr", "Fyr", (part,), mentions=noted))
    catalogue = Catalogue(projects=(Project("fyr", "Fyrtårne", 1),))
    made = Answerer(store, OverlapRetriever(store), HashEmbedder(), catalogue, threshold=0.0)
    assert ask(made, "Hvem deltog ikke i Fyrtårne?").text.splitlines()[2].startswith("Dragør [")


def test_a_municipality_that_the_material_does_not_name_is_not_on_the_list(made: Answerer) -> None:
    told = ask(made, "Deltager Roskilde og Skagen i Tanghaver ved kajen?").text
    assert told.startswith("Ja, Skagen er med i »Tanghaver ved kajen«, men Roskilde står ikke på listen:")
    assert ask(made, "Deltager Roskilde i Flydende broer?").text.startswith("Nej, Roskilde står ikke på deltagerlisten")


def test_a_follow_up_on_another_place_asks_of_that_alone(made: Answerer) -> None:
    history = [Message("user", "Deltager Skagen i Tanghaver ved kajen?"), Message("assistant", "Ja [1].")]
    last = list(made.stream("Er Roskilde også med?", history=history))[-1]
    assert isinstance(last, Answered)
    assert last.answer.text.startswith("Nej, Roskilde står ikke på deltagerlisten")


@pytest.mark.parametrize("question", ["Hvor mange var de?", "hvor mange er det", "antal?"])
def test_those_told_are_counted(made: Answerer, question: str) -> None:
    history = [Message("user", "Hvem deltager i Flydende broer?"), Message("assistant", "Rødvig m.fl. [1].")]
    last = list(made.stream(question, history=history))[-1]
    assert isinstance(last, Answered)
    assert last.answer.text.startswith("Deltagerlisten for »Flydende broer« nævner 3 deltagere:")


@pytest.mark.parametrize(
    ("participants", "told"),
    [
        ({"Skagen", "Region Nordjylland", "Rødvig"}, "3 deltagere, 2 kommuner og Region Nordjylland"),
        ({"Skagen"}, "1 deltager"),
        ({"Region Nordjylland"}, "1 deltager"),
    ],
)
def test_a_region_is_not_counted_as_a_municipality(participants: set[str], told: str) -> None:
    assert counted(participants) == told


@pytest.mark.parametrize(
    ("question", "intro"),
    [
        ("Er Hundested tovholder for Tanghaver ved kajen?", "Ja, Hundested er tovholder for »Tanghaver ved kajen«:"),
        ("Er Skagen tovholder for tangprojektet?", "Nej, Skagen står ikke som tovholder for »Tanghaver ved kajen«:"),
        ("Er Hundested tovholder for noget?", "Ja, Hundested er tovholder for:"),
        ("Er Roskilde tovholder for noget?", "Nej, Roskilde står ikke som tovholder i materialet:"),
    ],
)
def test_whether_a_place_coordinates_is_answered_with_yes_or_no(made: Answerer, question: str, intro: str) -> None:
    assert ask(made, question).text == f"{intro}\n\n**Tanghaver ved kajen:** Hundested [1]"


@pytest.mark.parametrize("event", ["kampagnen", "webinarerne", "workshoppen"])
def test_who_took_part_in_something_held_is_not_the_projects_list(made: Answerer, event: str) -> None:
    told = ask(made, f"Hvem deltog i {event} om Tanghaver ved kajen?").text
    assert not told.startswith("Deltagere i »")


@pytest.mark.parametrize(
    "question",
    [
        "Hvad lærte deltagerne af Tanghaver ved kajen?",
        "Hvad fik deltagerne ud af Tanghaver ved kajen?",
        "Hvor mange procent af kommunerne deltager i Tanghaver ved kajen?",
        "Hvor ligger Rødvig?",
    ],
)
def test_what_those_who_take_part_did_is_not_their_list(made: Answerer, question: str) -> None:
    assert "Slået op" not in dict(ask(made, question).trace)


def test_projects_that_a_place_is_not_in_are_those_with_a_list_without_it(made: Answerer) -> None:
    told = ask(made, "Hvilke projekter er Thyborøn ikke med i?").text
    assert told == "Thyborøn står ikke på deltagerlisten for disse projekter:\n\n- **Tanghaver ved kajen** [1]"


def test_the_coordinators_of_the_projects_spoken_of_are_all_of_them(made: Answerer) -> None:
    history = [Message("user", "Hvilke projekter er der?"), Message("assistant", "- **Tanghaver ved kajen** [1]")]
    last = list(made.stream("Hvem er tovholder for dem?", history=history))[-1]
    assert isinstance(last, Answered)
    assert last.answer.text.startswith("Tovholder ifølge materialet:")


def test_the_project_with_most_participants_comes_first(made: Answerer) -> None:
    first, _, *rows = ask(made, "Hvilket projekt har flest deltagere?").text.splitlines()
    assert first == "Så mange står på deltagerlisterne i materialet: Tanghaver ved kajen (4) og Flydende broer (3):"
    assert rows == ["- **Tanghaver ved kajen** [1]", "- **Flydende broer** [2]"]


def test_projects_that_somebody_coordinates_are_those_alone(made: Answerer) -> None:
    told = ask(made, "Hvilke projekter er Hundested tovholder for?").text
    assert "tovholder og deltager" not in told
    assert "**Tanghaver ved kajen:** tovholder [1]" in told


@pytest.mark.parametrize(
    "question", ["Hvem er tovholder for hvert projekt?", "Giv mig en liste over tovholderne for alle projekter"]
)
def test_every_coordinator_is_asked_for_in_many_words(made: Answerer, question: str) -> None:
    assert "**Tanghaver ved kajen:** Hundested [1]" in ask(made, question).text


@pytest.mark.parametrize(
    ("place", "scopes", "among"),
    [
        ("Ballerup", {"Region Hovedstaden"}, True),
        ("Ballerup", {"KKR Hovedstaden"}, True),
        ("Odense", {"Region Hovedstaden"}, False),
        ("Odense", {"Danmark"}, True),
        ("Region Hovedstaden", {"Region Hovedstaden"}, False),
        ("Ballerup", set(), False),
    ],
)
def test_all_municipalities_of_a_region_are_those_alone(place: str, scopes: set[str], among: bool) -> None:
    assert is_among(place, scopes) is among


@pytest.mark.parametrize(
    "question", ["Hvem er den anden havnefoged ved siden af Asta Mølgård?", "Hvem i Hundested stod for tangprojektet?"]
)
def test_who_is_asked_for_beside_or_within_what_is_named_is_not_that(made: Answerer, question: str) -> None:
    assert not {"person, 1 fund", "tovholder, 1 fund"} & {value for _, value in ask(made, question).trace}


def test_who_somebody_is_and_more_is_not_answered_by_that_alone(made: Answerer) -> None:
    told = ask(made, "Hvem er Asta Mølgård, og hvad siger hun om broerne?").text
    assert "Broerne gynger" in told


def test_one_that_it_does_not_name_takes_part_in_nothing_that_is_not_said(made: Answerer) -> None:
    answer = ask(made, "Er Roskilde med?")
    assert answer.citations == ()
    assert ("Slået op", "ukendt kommune, 0 fund") in answer.trace


def test_what_both_places_are_in_names_no_project_of_one_alone(made: Answerer) -> None:
    both = ask(made, "Hvilke projekter er både Rødvig og Thyborøn med i?").text
    assert both.startswith("Både Rødvig og Thyborøn står i materialet ved dette projekt:")
    assert "Tanghaver" not in both
    assert ask(made, "Hvilke projekter er både Skagen og Thyborøn med i?").status == "not_found"


def test_who_of_several_places_is_in_a_project_is_told(made: Answerer) -> None:
    told = ask(made, "Hvilke projekter er Hundested og Thyborøn med i?").text
    assert "- **Tanghaver ved kajen:** tovholder (Hundested) og deltager (Hundested)" in told
    assert "- **Flydende broer:** deltager (Thyborøn)" in told


def test_projects_that_neither_place_is_in_leave_out_those_of_each(made: Answerer) -> None:
    told = ask(made, "Hvilke projekter er hverken Thyborøn eller Asserbo med i?").text
    assert "**Tanghaver ved kajen**" in told
    assert "Flydende" not in told
    none = ask(made, "Hvilke projekter er hverken Thyborøn eller Skagen med i?").text
    assert none.startswith("Alle projekter, hvis deltagere er nævnt i materialet, har Thyborøn eller Skagen med:")


@pytest.mark.parametrize(
    ("question", "intro"),
    [
        ("Er Hundested og Skagen tovholder for Tanghaver ved kajen?",
         "Ja, Hundested er tovholder for »Tanghaver ved kajen«, men Skagen står ikke som tovholder:"),
        ("Er Hundested og Skagen tovholder for noget?",
         "Ja, Hundested er tovholder, men Skagen står ikke som tovholder:"),
        ("Er Skagen tovholder for noget?", "Nej, Skagen står ikke som tovholder i materialet:"),
        ("Er Rødvig ikke med i Flydende broer?", "Jo, Rødvig er med i »Flydende broer«:"),
    ],
)  # fmt: skip
def test_yes_and_no_are_told_of_each_place(made: Answerer, question: str, intro: str) -> None:
    assert ask(made, question).text.startswith(intro)


def test_those_who_do_not_take_part_are_counted_where_their_number_is_asked(made: Answerer) -> None:
    assert "»Flydende broer«, er 2 kommuner." in ask(made, "Hvor mange kommuner er ikke med i Flydende broer?").text


def test_who_answers_for_one_part_of_a_project_is_not_its_coordinator(made: Answerer) -> None:
    assert "Hundested" in ask(made, "Hvem er ansvarlig for arbejdet med Tanghaver ved kajen?").text
    answer = ask(made, "Hvem er ansvarlig for dykkernes kaffe i Tanghaver ved kajen?")
    assert not answer.text.startswith("Tovholder ifølge")


def test_every_coordinator_is_told_where_all_projects_are_asked_of(made: Answerer) -> None:
    assert "**Tanghaver ved kajen:** Hundested" in ask(made, "Hvem er tovholder for alle projekter?").text


def test_an_answer_that_is_not_shown_has_no_confidence(made: Answerer) -> None:
    first = ask(made, "Hvem deltager i Flydende broer?")
    history = [Message("user", "Hvem deltager i Flydende broer?"), Message("assistant", first.text)]
    last = list(made.stream("Er der andre?", history=history))[-1]
    assert isinstance(last, Answered)
    assert (last.answer.status, last.answer.confidence) == ("not_found", 0.0)


def test_those_in_fewest_projects_and_the_shortest_list_come_first(made: Answerer) -> None:
    assert "- **1 projekt:** Hundested, Skagen og Thyborøn" in ask(made, "Hvem er med i færrest projekter?").text
    shortest = ask(made, "Hvilket projekt har færrest deltagere?").text
    assert "Flydende broer (3) og Tanghaver ved kajen (4)" in shortest


def test_the_longer_of_two_lists_that_were_spoken_of_is_told(made: Answerer) -> None:
    history = [Message("user", "Sammenlign Tanghaver ved kajen og Flydende broer"), Message("assistant", "De er her.")]
    last = list(made.stream("Hvem har flest deltagere af de to?", history=history))[-1]
    assert isinstance(last, Answered)
    assert "Tanghaver ved kajen (4) og Flydende broer (3)" in last.answer.text


def test_a_word_of_a_project_may_be_what_somebody_is_in() -> None:
    made = answerer()
    assert ask(made, "Hvem er med i broer?").text.startswith("Deltagere i »Flydende broer«:")
    assert "Deltagere i »Flydende broer«" not in ask(made, "Hvem er med i arbejdsgruppen om broer?").text
