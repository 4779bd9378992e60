"""Three questions to begin with, made from what is stored."""

from __future__ import annotations

from service.web.site import Site

TEMPLATES = (
    "Hvad er erfaringerne fra {name}?",
    "Hvilke kommuner deltog i {name}?",
    "Hvad er næste skridt for {name}?",
)


def suggestions(site: Site) -> list[str]:
    """Three questions about projects that the stored sections belong to, else about documents; [] without any."""
    present = set().union(*site.store.projects_in().values())
    projects = [p for p in sorted(site.catalogue.projects, key=lambda p: p.order) if p.id in present]
    names = [f"projektet {p.title}" for p in projects[1:] + projects[:1]]
    if names:
        return [template.format(name=name) for template, name in zip(TEMPLATES, names, strict=False)]
    shortest = sorted(site.store.documents(), key=lambda d: (len(d.title), d.title))
    return [f"Hvad handler »{d.title}« om?" for d in shortest[:3]]
