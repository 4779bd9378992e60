"""Proposed questions on the Kvalitet pages: "Gem som test", votes, drafts; a person accepts, edits or declines each."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from corpus.errors import InputError
from eval.drafts import drafts
from eval.proposals import ORIGINS, decide, one_waiting, propose_answer, propose_drafts, waiting
from eval.question_form import FIELDS, fields_of, filled, with_question
from eval.questions import KINDS, QuestionSet
from eval.sets import kept_name, known_sets, named_set, own_sets, save_set
from eval.views import expected_of
from service.web.models import Text
from service.web.site import SiteDep
from service.web.templating import page

PATH = "/kvalitet/forslag"
NEW_SET = "egne-spørgsmål"
FormText = Annotated[Text, Form()]

pages = APIRouter(include_in_schema=False)


async def _fields(request: Request) -> dict[str, str]:
    return {name: str(value) for name, value in (await request.form()).items()}


Fields = Annotated[dict[str, str], Depends(_fields)]
"""Every field of the form that was sent."""


@pages.get(PATH)
def proposals(request: Request, site: SiteDep) -> Response:
    """What waits for a decision, and where drafts are asked for."""
    found = [(p, expected_of(p.question)) for p in waiting(site.settings.data, site.everyone)]
    documents = site.store.documents()
    shown = {"found": found, "origins": ORIGINS, "kinds": KINDS, "documents": documents}
    return page(request, "quality_proposals.html", tab="quality", **shown)


@pages.post(PATH)
def propose(request: Request, site: SiteDep, svar: FormText) -> Response:
    """Keeps a saved answer (its id in `svar`) as a proposal: 201 with its address for a script, else its page."""
    proposal = propose_answer(site.settings.data, site.journal, svar)
    url = f"{PATH}/{proposal.proposal_id}"
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse({"url": url, "message": "Spørgsmålet er gemt som forslag til en test."}, status_code=201)
    return RedirectResponse(url, status_code=303)


@pages.post(f"{PATH}/udkast")
def draft_from(site: SiteDep, dokument: FormText) -> Response:
    """Drafts questions from a document."""
    title = site.store.document(dokument).title
    found = propose_drafts(site.settings.data, drafts(site.store, site.settings, dokument), about=title)
    if not found:
        raise InputError(f"Der er ingen tal, navne eller lister at spørge om i »{title}«. Skriv spørgsmålene selv.")
    return RedirectResponse(f"{PATH}/{found[0].proposal_id}", status_code=303)


@pages.get(f"{PATH}/{{proposal_id}}")
def one(request: Request, site: SiteDep, proposal_id: str, saet: Text = "") -> Response:
    """One proposal in a form."""
    question = one_waiting(site.settings.data, site.everyone, proposal_id).question
    return _shown(request, site, proposal_id, fields_of(question), (), saet)


@pages.post(f"{PATH}/{{proposal_id}}")
def decided(request: Request, site: SiteDep, proposal_id: str, form: Fields) -> Response:
    """Declines the proposal, or puts it in a set as it was edited; then the next one."""
    data = site.settings.data
    found = waiting(data, site.everyone)
    proposal = one_waiting(data, site.everyone, proposal_id)
    target = kept_name(form.get("nytsaet", "").strip() or form.get("saet", "") or NEW_SET)
    if form.get("valg") == "tag":
        read = filled(form, replace(proposal.question, question_id=proposal_id))
        if read.question is None:
            return _shown(request, site, proposal_id, dict(read.fields), read.problems, target)
        held = named_set(target, data) if target in known_sets(data) else QuestionSet(target, ())
        target = save_set(data, with_question(QuestionSet(target, held.questions), read.question))
    decide(data, proposal_id)
    ids = [p.proposal_id for p in found]
    later = ids[ids.index(proposal_id) + 1 :]
    return RedirectResponse(f"{PATH}/{later[0]}?saet={target}" if later else PATH, status_code=303)


def _shown(
    request: Request, site: SiteDep, proposal_id: str, fields: dict[str, str], problems: tuple[str, ...], target: str
) -> Response:
    found = waiting(site.settings.data, site.everyone)
    place = [p.proposal_id for p in found].index(proposal_id)
    shown = {
        "proposal": found[place], "place": place + 1, "total": len(found), "origins": ORIGINS, "fields": fields,
        "names": FIELDS, "kinds": KINDS, "problems": problems, "sets": own_sets(site.settings.data), "target": target,
        "skip": found[place + 1].proposal_id if place + 1 < len(found) else "", "new_set": NEW_SET,
    }  # fmt: skip
    return page(request, "quality_proposal.html", tab="quality", **shown)
