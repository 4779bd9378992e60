from __future__ import annotations

from pathlib import Path

import pytest
from eval_fakes import Run, contents
from hypothesis import settings as hypothesis_settings

from corpus.answers import Message
from corpus.database import open_database
from corpus.sqlstore import SqlStore
from eval.commands import main
from eval.question_files import write_jsonl
from eval.questions import ExpectedSource, Question, QuestionSet
from index.generation import build_generation
from service.assistant import embedder_of, open_engine
from service.settings import Settings

hypothesis_settings.register_profile("eval", deadline=None, max_examples=40)
hypothesis_settings.load_profile("eval")


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


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the three small documents, indexed with the bundled model."""
    data = tmp_path_factory.mktemp("library")
    settings = Settings(data=data)
    store = SqlStore(open_engine(settings))
    for content in contents():
        store.put(content)
    build_generation(store, embedder_of(settings), data / "index")
    return data


@pytest.fixture
def klimasvar(library: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = 0
        try:
            main([*arguments, "--data", str(library)] if "--help" not in arguments else list(arguments))
        except SystemExit as stop:
            code = int(stop.code or 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


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


@pytest.fixture
def set_file(small_set: QuestionSet, tmp_path: Path) -> str:
    write_jsonl(tmp_path / "lille.jsonl", small_set)
    return str(tmp_path / "lille.jsonl")
