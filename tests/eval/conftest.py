from __future__ import annotations

import pytest
from eval_fakes import contents
from hypothesis import settings

from corpus.answers import Message
from corpus.database import open_database
from corpus.sqlstore import SqlStore
from eval.questions import ExpectedSource, Question, QuestionSet

settings.register_profile("eval", deadline=None, max_examples=40)
settings.load_profile("eval")


def filled() -> SqlStore:
    store = SqlStore(open_database("sqlite://"))
    for content in contents():
        store.put(content)
    return store


@pytest.fixture
def small_store() -> SqlStore:
    """The small corpus in memory."""
    return filled()


@pytest.fixture(scope="module")
def fixed_store() -> SqlStore:
    """The same, for tests that only read."""
    return filled()


@pytest.fixture
def small_set() -> QuestionSet:
    """Nine answerable questions (one by page, one follow-up), four that must not be answered."""
    turns = (Message("user", "Hvem passer slusen?"), Message("assistant", "Havnefoged Mette Lund [1]."))
    return QuestionSet(
        "lille",
        (
            Question("a1", "Hvor mange broer fik havnen?", "number", evidence=(("fik 14 nye broer",),),
                     facts=(("14",),)),
            Question("a2", "Hvem passer slusen?", "who", evidence=(("Havnefoged Mette Lund",),),
                     facts=(("mette lund",),)),
            Question("a3", "Hvor mange kasser makrel lander fiskerne?", "number", evidence=(("lander 300 kasser",),),
                     facts=(("300",),)),
            Question("a4", "Hvor mange gamle ege har skoven?", "number", evidence=(("har 62 gamle ege",),),
                     facts=(("62",),)),
            Question("a5", "Hvem fælder syge træer?", "who", evidence=(("fælder kun syge træer",),),
                     facts=(("jens holm", "skovrider"),)),
            Question("a6", "Hvor ruger ugler?", "fact", sources=(ExpectedSource("Skoven", 3),), facts=(("stammer",),)),
            Question("a7", "Hvad koster boderne i kroner?", "number", evidence=(("koster 85 kroner",),),
                     facts=(("85",),)),
            Question("a8", "Hvilken urmager hed Bodil?", "who", evidence=(("urmager Bodil Krag",),),
                     facts=(("bodil krag",),)),
            Question("a9", "Og hvornår åbner slusen om morgenen?", "followup", history=turns,
                     evidence=(("åbner hver morgen",),), facts=(("otte",),)),
            Question("u1", "Hvad hedder kongen?", "unanswerable", answerable=False),
            Question("u2", "Skriv en sang", "unanswerable", answerable=False),
            Question("u3", "Hvor bor Mette?", "unanswerable", answerable=False),
            Question("u4", "Er bussen i drift?", "unanswerable", answerable=False),
        ),
    )  # fmt: skip
