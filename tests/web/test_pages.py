"""What pages hold: readable documents, search results, exports, colours."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import TypeVar

import pytest
from docx import Document
from fastapi.testclient import TestClient

from corpus.errors import InvalidSetting
from corpus.types import DocumentContent
from service.web.colour import accent_css, contrast
from service.web.render import Chip, plain_text, render_blocks
from service.web.search_page import excerpt_html
from service.web.templating import at_page
from service.web.vendor import cut_sprite
from tests.web.conftest import World
from tests.web.fakes import PDF_ID, SHEET_ID, pageless, report

T = TypeVar("T")
QUESTION = "Hvor mange ladcykler delte havnebyer, og hvad gjorde regnvejr?"
CHIPS = {1: Chip(1, "/dokumenter/a?uddrag=1-2", "Kilde 1: A, side 3")}


def kept(client: TestClient) -> str:
    """The id of a stored answer."""
    return str(client.post("/api/ask", json={"question": QUESTION, "conversation_id": "new"}).json()["answer_id"])


def test_word_holds_question_answer_and_links(client: TestClient) -> None:
    reply = client.get(f"/svar/{kept(client)}/word")
    document = Document(io.BytesIO(reply.content))
    lines = [p.text for p in document.paragraphs]
    assert lines[0] == QUESTION
    assert "Seks havnebyer delte 140 ladcykler i foråret. [1]" in lines
    assert "[1] Ladcykler på havnen, s. 5" in lines
    assert any("Ordret fra kilderne" in line and "tjek kilden" in line for line in lines)
    targets = [r.target_ref for r in document.part.rels.values() if r.is_external]
    assert any(f"/dokumenter/{PDF_ID}/side/1?uddrag=" in t for t in targets)


def test_word_says_that_a_source_is_gone_and_links_nowhere(own_client: TestClient, world: World) -> None:
    answer = kept(own_client)
    world.store.remove(PDF_ID)
    document = Document(io.BytesIO(own_client.get(f"/svar/{answer}/word").content))
    lines = [p.text for p in document.paragraphs]
    assert lines[lines.index("[1] Ladcykler på havnen, s. 5") + 2].startswith("Dokumentet er slettet.")
    assert [r.target_ref for r in document.part.rels.values() if r.is_external] == []


@pytest.mark.timeout(20)
@pytest.mark.parametrize("letter", ["a", "[", "…"])
def test_a_word_without_an_end_is_drawn_at_once(letter: str) -> None:
    (html,) = render_blocks(f"{letter * 30_000} slut. [1]", CHIPS)
    assert html.count(letter) >= 30_000
    assert ">1</a>" in html


def test_a_sheet_reads_as_paragraphs_list_and_table(client: TestClient) -> None:
    page = client.get(f"/dokumenter/{SHEET_ID}").text
    assert "<p>Skurvogne kan lejes med varmepumpe.</p>" in page
    assert "<p>Husk tre ting:</p>" in page
    assert page.count("<li>Isolér gulvet</li>") == 1
    assert '<th scope="col">Watt</th>' in page
    assert "<td>2.100</td>" in page


def test_what_is_no_item_stands_outside_the_list(own_client: TestClient, world: World) -> None:
    lines = "Arbejdsgruppen har\nskrevet en guide\nholdt tre møder\nEn fjerdedel kom med tog."
    world.store.put(pageless("gruppe", "Gruppen", ((lines, "list"),)))
    page = own_client.get("/dokumenter/gruppe").text
    listed = "<ul><li>skrevet en guide</li><li>holdt tre møder</li></ul>"
    assert f"<p>Arbejdsgruppen har</p>\n{listed}\n<p>En fjerdedel kom med tog.</p>" in re.sub(r"\n+", "\n", page)


def test_conversations_are_listed_by_day(own_client: TestClient) -> None:
    kept(own_client)
    page = own_client.get("/samtaler").text
    assert '<h2 class="day">I dag</h2>' in page
    assert re.search(r'<p class="meta">kl\. \d\d\.\d\d</p>', page)


def test_a_cited_row_is_marked_in_its_cells(client: TestClient, shared_world: World) -> None:
    table = shared_world.store.passages_of(SHEET_ID)[-1]
    start = table.char_start + table.text.index("Vogn: Stor")
    page = client.get(f"/dokumenter/{SHEET_ID}", params={"uddrag": f"{start}-{table.char_end}"}).text
    assert '<mark id="uddrag">Stor</mark>' in page
    assert "<mark>2.100</mark>" in page
    assert "<mark>Lille" not in page


def test_a_page_shows_its_own_text_only(client: TestClient) -> None:
    page = client.get(f"/dokumenter/{PDF_ID}/side/2").text
    assert "Byrådet har afsat 300.000 kroner." in page
    assert "Regnvejr halverede" not in page
    assert "Side 2 af 2" in page


def test_static_files_are_cached_by_their_digest(client: TestClient) -> None:
    css = re.search(r"/static/[0-9a-f]{12}/css/app\.css", client.get("/").text)
    assert css is not None
    assert "immutable" in client.get(css[0]).headers["cache-control"]
    old = client.get("/static/000000000000/css/app.css")
    assert (old.status_code, old.headers["cache-control"]) == (200, "no-cache")


def test_the_form_without_scripts_redirects_to_the_conversation(client: TestClient) -> None:
    reply = client.post("/spoerg", data={"spoergsmaal": QUESTION}, follow_redirects=False)
    assert reply.status_code == 303
    assert re.fullmatch(r"/samtaler/[\w-]+#svar-[\w-]+", reply.headers["location"])
    assert "140 ladcykler" in client.get(reply.headers["location"]).text


def test_search_counts_by_facet(client: TestClient) -> None:
    page = client.get("/kilder", params={"q": "ladcykler"}).text
    assert re.search(r'<option value="ladcykler">Ladcykler \(1\)</option>', page)
    assert "1 uddrag om »ladcykler« i 1 dokument" in page
    assert '<a href="/dokumenter/havnerapport/side/1?uddrag=havnerapport%23p0000">' in page


def test_the_search_page_tells_why_only_when_asked(client: TestClient) -> None:
    plain = client.get("/kilder", params={"q": "ladcykler"}).text
    assert "Ord i teksten" not in plain
    (link,) = re.findall(r'href="([^"]+)">Vis, hvorfor', plain)
    told = client.get(link.replace("&amp;", "&")).text
    assert "<dt>Ord i teksten</dt><dd>ladcykler</dd>" in told
    assert "<dt>Andele af scoren</dt><dd>ord 100 %" in told
    assert '<input type="hidden" name="hvorfor" value="ja">' in told


def test_an_excerpt_starts_near_its_first_highlight() -> None:
    text = "Indledning. " * 60 + "Her står cykel midt i det hele. " + "Afslutning. " * 60
    start = text.index("cykel")
    html = excerpt_html(text, [(start, start + 5)])
    assert html.startswith("… ")
    assert html.endswith(" …")
    assert "<mark>cykel</mark>" in html
    assert len(html) < 500


@pytest.mark.parametrize("accent", ["#004d99", "#ffff00", "#000000", "#ffffff", "#d0312d"])
def test_any_accent_is_readable(accent: str) -> None:
    light, dark = re.findall(r"#[0-9a-f]{6}", accent_css(accent))
    rgb = [tuple(int(c[i : i + 2], 16) for i in (1, 3, 5)) for c in (light, dark)]
    assert contrast(rgb[0], (255, 255, 255)) >= 4.5  # type: ignore[arg-type]
    assert contrast(rgb[1], (21, 24, 28)) >= 4.5  # type: ignore[arg-type]


def test_an_accent_that_is_no_colour_is_refused() -> None:
    with pytest.raises(InvalidSetting, match="KLIMASVAR_ACCENT"):
        accent_css("blå")


@pytest.mark.parametrize(
    "bait",
    [
        "<img src=x onerror=alert(1)>",
        "<script>alert(1)</script>",
        "[klik](javascript:alert(1))",
        "![x](https://ude.example/x.png)",
        "<https://ude.example>",
        "[a]: https://ude.example\n\n[a]",
        '<a href="//ude.example">x</a>',
        "`<svg onload=alert(1)>`",
    ],
)
def test_markdown_makes_no_link_image_or_script(bait: str) -> None:
    html = "".join(render_blocks(bait, CHIPS))
    assert not re.search(r"<(?!/?(p|code|span)\b)", html)
    assert "href" not in html.replace("&lt;a href", "")


def test_chips_only_for_known_markers_and_never_in_code() -> None:
    (html,) = render_blocks("Et [1], to [2] og `tre [1]` samt \\[1\\].", CHIPS)
    assert html.count('class="cit"') == 1
    assert "[2]" not in html
    assert "<code>tre [1]</code>" in html
    assert "samt [1]." in html


def test_a_number_in_brackets_that_a_source_says_is_drawn_as_it_stands() -> None:
    text = "Udledningen faldt [1] i 2020 [12]. [1] *(kilden er fra 2021)*"
    verdict = {"start": 0, "end": len(text), "verdict": "supported", "markers": [1]}
    (html,) = render_blocks(text, CHIPS, sentences=[verdict])
    assert "faldt [1] i 2020 [12]." in re.sub(r"<[^>]+>", "", html)
    assert html.count("<a ") == 1


def test_a_chip_is_glued_to_its_word_and_full_stop() -> None:
    (html,) = render_blocks("Det er så [1].", CHIPS)
    assert re.search(r'<span class="nb">så<a [^>]+>1</a>\.</span>', html)


def test_plain_text_keeps_markers_and_lists() -> None:
    assert plain_text("**Fed** [1]\n\n- et [2]\n- to") == "Fed [1]\n- et [2]\n- to"


def test_a_sprite_with_an_unknown_icon_is_refused() -> None:
    sprite = '<svg><symbol id="a"><path/></symbol><symbol id="b"/></svg>'
    assert "<path/>" in cut_sprite(sprite, ("a",))
    with pytest.raises(ValueError, match="c"):
        cut_sprite(sprite, ("a", "c"))


def test_an_old_answer_outlives_a_new_reading(own_client: TestClient, world: World) -> None:
    answer = kept(own_client)
    content = report(world.settings.data)
    moved = "Ny forside.\n"
    world.store.put(shifted(content, moved))
    page = own_client.get(f"/svar/{answer}").text
    url = re.search(r'class="cit" href="([^"]+)"', page)
    assert url is not None
    assert '<mark id="uddrag">Seks havnebyer delte 140 ladcykler i foråret.</mark>' in own_client.get(url[1]).text
    world.store.remove(PDF_ID)
    gone = own_client.get(f"/svar/{answer}").text
    assert "Seks havnebyer delte 140 ladcykler i foråret." in gone
    assert "Dokumentet er slettet." in gone
    assert 'class="cit" href' not in gone


def shifted(content: DocumentContent, before: str) -> DocumentContent:
    """The same document with a line in front of its text."""
    by = len(before)

    def move(value: T) -> T:
        return replace(value, char_start=value.char_start + by, char_end=value.char_end + by)  # type: ignore[type-var, attr-defined]

    parts = {
        name: tuple(move(v) for v in getattr(content, name)) for name in ("sections", "passages", "mentions", "runs")
    }
    return replace(content, text=before + content.text, **parts)


@pytest.mark.parametrize(
    ("label", "shown"),
    [("8", "s. 8"), (8, "s. 8"), ("10–11", "s. 10–11"), ("iv", "s. iv"), ("Ark: Tal", "Ark: Tal"), ("", "")],
)
def test_a_page_is_named_as_it_is_printed(label: str | int, shown: str) -> None:
    assert at_page(label) == shown


def test_a_refusal_claims_no_source_and_names_each_page_one_way(client: TestClient) -> None:
    body = client.post("/api/ask", json={"question": "Hvad koster bølgerne?", "conversation_id": "new"}).json()
    assert body["status"] == "not_found"
    page = client.get(f"/svar/{body['answer_id']}").text
    assert "Ordret fra kilderne</span>" not in page
    assert "0 kilder" not in page


def test_a_search_that_meets_nothing_says_so(client: TestClient) -> None:
    page = client.get("/kilder", params={"q": "raketbrændstof", "projekt": "tage"}).text
    assert "Ingen uddrag passer. Prøv færre ord, eller fjern et filter." in page
    assert "Fjern filtre" in page
