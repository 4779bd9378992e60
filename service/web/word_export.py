"""An answer as a Word document: question, answer, numbered sources with links, and how it was made.

The only importer of python-docx on this side of the house, when the first answer is fetched.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from fastapi import APIRouter, Request, Response

from service.verdicts import with_marks
from service.web.api import saved_body
from service.web.render import plain_text
from service.web.site import SiteDep
from service.web.templating import danish_time
from service.web.turns import Turn, make_turn, place_name, worded

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

router = APIRouter(include_in_schema=False)

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@router.get("/svar/{answer_id}/word")
def download(answer_id: str, request: Request, site: SiteDep) -> Response:
    """The saved answer as a .docx file."""
    journal = site.everyone if site.user and site.user.runs else site.journal
    turn = make_turn(saved_body(journal.answer(answer_id)), site.store)
    content = answer_document(turn, service=site.settings.name, base=str(request.base_url))
    headers = {"content-disposition": 'attachment; filename="svar.docx"'}
    return Response(content, media_type=WORD, headers=headers)


def answer_document(turn: Turn, *, service: str, base: str) -> bytes:
    """The bytes of a .docx; base: the address that the sources' links begin with."""
    from docx import Document

    document = Document()
    document.core_properties.title = _clean(str(turn.body["question"]))
    document.core_properties.author = service
    document.core_properties.language = "da-DK"
    document.add_heading(_clean(str(turn.body["question"])), level=1)
    marks = [(v["end"], f" ({v['label']})") for v in worded(turn.body) if v["verdict"] != "supported"]
    for line in plain_text(with_marks(str(turn.body["answer"]), marks)).split("\n"):
        item = line.startswith("- ")
        document.add_paragraph(_clean(line.removeprefix("- ")), style="List Bullet" if item else None)
    if turn.cited:
        document.add_heading("Kilder", level=2)
    for citation in turn.cited:
        paragraph = document.add_paragraph(f"[{citation['marker']}] ")
        if citation["url"]:
            _link(paragraph, _clean(place_name(citation)), urljoin(base, str(citation["url"])))
        else:
            paragraph.add_run(_clean(place_name(citation)))
        document.add_paragraph(_clean(f"»{citation['quote']}«"), style="Quote")
        if gone := citation.get("gone"):
            document.add_paragraph(str(gone))
    made = f"{f'{turn.mode}. ' if turn.mode else ''}Hentet fra {service}; svaret er givet {danish_time(turn.created)}."
    document.add_paragraph(f"{made} Svaret er fundet automatisk (AI); tjek kilden, før du bruger det.")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _clean(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return CONTROL.sub(" ", text)


def _link(paragraph: Paragraph, text: str, address: str) -> None:
    """Word's hyperlinks have no call of their own in python-docx: a relationship and an element are made by hand."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    identity = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link, run, words = OxmlElement("w:hyperlink"), OxmlElement("w:r"), OxmlElement("w:t")
    link.set(qn("r:id"), identity)
    style, properties = OxmlElement("w:u"), OxmlElement("w:rPr")
    style.set(qn("w:val"), "single")
    properties.append(style)
    words.text = text
    run.extend([properties, words])
    link.append(run)
    paragraph._p.append(link)
