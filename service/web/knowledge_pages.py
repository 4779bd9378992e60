"""The online library: projects, municipalities, the matrix, two projects side by side, and every figure."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from corpus.catalogue import Network, Project
from corpus.errors import NotFound
from service.web.knowledge import Knowledge, heading_key
from service.web.known import Topic
from service.web.models import Text
from service.web.site import SiteDep
from service.web.templating import page

router = APIRouter(include_in_schema=False)

SHOWN_MENTIONS = 12


def _project(knowledge: Knowledge, project_id: str) -> Project:
    project = knowledge.projects.get(project_id)
    if project is None:
        raise NotFound(f"Projektet »{project_id[:60]}« findes ikke. Se listen under Projekter.")
    return project


@router.get("/projekter")
def projects(request: Request, site: SiteDep) -> Response:
    """Every project of the catalogue under its network, with how much is known of it."""
    knowledge = Knowledge(site)
    roles = knowledge.roles()
    members = {
        p: sum(any(r.project == p for r in mine) for mine in roles.values()) for p in knowledge.projects.values()
    }
    known = {n.id for n in site.catalogue.networks}
    within: list[tuple[Network | None, list[Project]]] = [
        (n, [p for p in members if p.network == n.id]) for n in site.catalogue.networks
    ]
    groups = [*within, (None, [p for p in members if p.network not in known])]
    return page(
        request,
        "projects.html",
        tab="library",
        groups=[(network, mine) for network, mine in groups if mine],
        members=members,
        tools={p.id: knowledge.tools(p.id) for p in members},
    )


@router.get("/projekter/{project_id}")
def one_project(project_id: str, request: Request, site: SiteDep) -> Response:
    """A project: what is told of it, figures, participants, quotes and tools, each with its place."""
    knowledge = Knowledge(site)
    project = _project(knowledge, project_id)
    roles = knowledge.roles()
    members = [(name, role) for name, mine in roles.items() for role in mine if role.project == project]
    return page(
        request,
        "project.html",
        tab="library",
        project=project,
        network=next((n.title for n in site.catalogue.networks if n.id == project.network), ""),
        topics=knowledge.topics(project_id),
        figures=knowledge.figures(project_id),
        members=members,
        others=knowledge.others(project_id),
        quotes=knowledge.quotes(project=project_id),
        tools=knowledge.tools(project_id),
        siblings=[p for p in knowledge.projects.values() if p != project],
    )


@router.get("/kommuner")
def matrix(request: Request, site: SiteDep) -> Response:
    """Municipalities against projects: who took part, and who led."""
    knowledge = Knowledge(site)
    return page(
        request, "matrix.html", tab="library", roles=knowledge.roles(), projects=list(knowledge.projects.values())
    )


@router.get("/kommuner/{name}")
def municipality(name: str, request: Request, site: SiteDep) -> Response:
    """A municipality: its projects and roles, its people's quotes, and where else it is named."""
    knowledge = Knowledge(site)
    roles = knowledge.roles()
    if name not in roles:
        raise NotFound(f"Kommunen »{name[:60]}« er ikke nævnt i dokumenterne. Se listen under Kommuner.")
    organisation = f"{name} Kommune"
    staff = [m for m in knowledge.mentions("person") if organisation in m.attribute("organisation")]
    people = {m.value: (m.attribute("title"), p) for m, p in zip(staff, knowledge.places(staff), strict=True)}
    named = knowledge.places([m for m in knowledge.mentions("municipality") if m.value == name])
    places = [p for p in dict.fromkeys(named) if len(p.sentence) > len(name) + 12]
    return page(
        request,
        "municipality.html",
        tab="library",
        municipality=name,
        roles=roles[name],
        quotes=knowledge.quotes(organisation=organisation),
        people=people,
        places=places[:SHOWN_MENTIONS],
        more=max(0, len(places) - SHOWN_MENTIONS),
    )


@router.get("/sammenlign")
def compare(request: Request, site: SiteDep, a: Text = "", b: Text = "") -> Response:
    """Two projects side by side on the headings that they share."""
    knowledge = Knowledge(site)
    order = list(knowledge.projects)
    chosen = [_project(knowledge, wanted or order[i]) for i, wanted in enumerate((a, b))] if len(order) > 1 else []
    rows = _side_by_side(*(knowledge.topics(p.id) for p in chosen)) if chosen else []
    roles = knowledge.roles()
    members = [[n for n, mine in roles.items() for r in mine if r.project == p] for p in chosen]
    return page(
        request,
        "compare.html",
        tab="library",
        projects=list(knowledge.projects.values()),
        chosen=chosen,
        rows=rows,
        members=members,
        figures=[knowledge.figures(p.id) for p in chosen],
    )


def _side_by_side(left: list[Topic], right: list[Topic]) -> list[tuple[str, Topic, Topic]]:
    """(heading, left, right) for each heading that both have, in the order of the left."""
    by_key = {heading_key(t.heading, ()): t for t in right}
    rows = []
    for topic in left:
        other = by_key.get(heading_key(topic.heading, by_key))
        if other is not None:
            rows.append((topic.heading, topic, other))
    return rows


@router.get("/tal")
def figures(request: Request, site: SiteDep, projekt: Text = "") -> Response:
    """Every number with its unit, denominator, named source and place."""
    knowledge = Knowledge(site)
    if projekt:
        _project(knowledge, projekt)
    found = knowledge.figures(projekt)
    return page(request, "figures.html", tab="library", figures=found, projects=knowledge.projects, projekt=projekt)
