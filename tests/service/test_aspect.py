from __future__ import annotations

import pytest

from service.aspect import Aspect, asked_aspect, headed_aspect


@pytest.mark.parametrize(
    ("question", "aspect"),
    [
        ("Hvad går tangforsøget ud på?", "about"),
        ("hvad handlede projektet om", "about"),
        ("Hvad er et bundgarn for noget?", "about"),
        ("Hvad er formålet med broerne?", "about"),
        ("Hvad er tanghaver?", "about"),
        ("What is seaweed farming?", "about"),
        ("Hvad fik havnene ud af det?", "gained"),
        ("Hvilke resultater gav dykningen?", "gained"),
        ("Hvad er det næste skridt for tangen?", "ahead"),
        ("Hvad er prisen for en bro?", ""),
        ("Hvem handlede med fisk om natten?", ""),
        ("Hvilket kapitel handler om sæler?", ""),
        ("Hvor mange sæler var der?", ""),
    ],
)
def test_the_side_of_a_subject_is_told_by_the_question(question: str, aspect: Aspect) -> None:
    assert asked_aspect(question) == aspect


@pytest.mark.parametrize(
    ("path", "aspect"),
    [
        (("Tanghaver", "Hvad handlede forsøget om?"), "about"),
        (("Baggrund og formål", "Kysten"), "about"),
        (("Tanghaver", "Erfaringer"), "gained"),
        (("Hvad er tang?", "Konklusion"), "gained"),
        (("Tanghaver", "Næste skridt"), "ahead"),
        (("Tanghaver", "Deltagere"), ""),
        ((), ""),
    ],
)
def test_the_nearest_heading_that_tells_a_side_decides(path: tuple[str, ...], aspect: Aspect) -> None:
    assert headed_aspect(path) == aspect
