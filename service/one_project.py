"""The projects that a text means, and whether a side of one alone is asked for."""

from __future__ import annotations

from service.aspect import asks_side_alone
from service.names import MEANT, Entity, NameBook
from service.words import words


def projects_meant(question: str, names: NameBook) -> list[Entity]:
    """The projects that the question means, by a name or by a word of one: "boliger"."""
    like = names.projects_like(question)
    named = [e for e in names.find(question) if e.kind == "project" and (e.sure >= MEANT or e.value in like)]
    held = {e.value for e in named}
    told = ((w, names.projects_like(w.surface)) for w in words(question) if w.content)
    said = (Entity("project", p[0], w.surface, w.start, w.end, MEANT) for w, p in told if len(p) == 1)
    return [*named, *(e for e in said if e.value not in held)]


def called(project: Entity, names: NameBook) -> str:
    """What the text calls the project, or its title where that is a word of it alone."""
    return project.surface if project.sure > MEANT else names.title(project.value)


def side_of_one(question: str, names: NameBook) -> Entity | None:
    """The one project of which the question asks a side and nothing else: "Hvad er formålet med tanghaverne?"."""
    projects = {e.value: e for e in projects_meant(question, names)}
    if len(projects) != 1:
        return None
    project = next(iter(projects.values()))
    return project if asks_side_alone(f"{question[: project.start]}det{question[project.end :]}") else None
