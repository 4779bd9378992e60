"""The store keeps whole documents, replaces them whole, and forgets them whole."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from corpus.database import MIGRATIONS, newest_revision, open_database
from corpus.errors import NotFound, StoreError
from corpus.glyphs import pack_boxes
from corpus.rows import PIECE
from corpus.sqlstore import SqlStore
from corpus.store import Store, joined
from corpus.types import Document, DocumentContent, Filters, Flag, GlyphRun, Mention, Page, Passage, Section
from tests.service.fakes import MemoryStore

TEXT = "Rørby sorterer mad. Fem skoler er med."


def content(document_id: str = "rapport", *, project: str = "mad", published: str = "2024-03-01") -> DocumentContent:
    document = Document(
        document_id, "Rapport", "rapport.pdf", "application/pdf", "ab" * 32, 1, published=published, network="forbrug"
    )
    section = Section(f"{document_id}:s0", document_id, 0, "Mad", ("Rapport", "Mad"), 1, 0, len(TEXT), 1, 1, project)
    boxes = pack_boxes([(0.1 + 0.01 * i, 0.2, 0.11 + 0.01 * i, 0.22) for i in range(len(TEXT))])
    passage = Passage(
        f"{document_id}:0", document_id, section.section_id, 0, TEXT, 0, len(TEXT), 1, 1, "Rapport › Mad", "text",
        ((0, 19), (20, len(TEXT))), project,
    )  # fmt: skip
    mention = Mention(
        f"{document_id}:m0", document_id, passage.passage_id, section.section_id, "municipality", "Rørby", "Rørby",
        0, 5, 1, (("role", "participant"),),
    )  # fmt: skip
    return DocumentContent(
        document, TEXT, (Page(document_id, 1, "7", 595.0, 842.0),), (section,), (passage,), (mention,),
        (GlyphRun(0, len(TEXT), 1, boxes),), (Flag("ocr", "Side 1 er læst med OCR.", 1),),
    )  # fmt: skip


def test_what_is_put_comes_back_equal(store: SqlStore) -> None:
    put = content()
    store.put(put)
    assert store.documents() == [put.document]
    assert store.text("rapport", 6, 18) == "sorterer mad"
    assert store.pages("rapport") == list(put.pages)
    assert store.sections("rapport") == list(put.sections)
    assert store.passages(["rapport:0", "rapport:0"]) == [put.passages[0], put.passages[0]]
    assert list(store.iter_passages()) == store.passages_of("rapport") == list(put.passages)
    assert store.mentions(kind="municipality", value="Rørby") == list(put.mentions)
    assert store.mentions(kind="person") == []
    assert store.flags("rapport") == list(put.flags)


def test_parts_of_the_library_are_read_by_themselves(store: SqlStore) -> None:
    first, second = content("a", project="mad"), content("b", project="plast")
    bare = dataclasses.replace(first.sections[0], section_id="a:s1", ordinal=1, heading="Tom")
    store.put(dataclasses.replace(first, sections=(*first.sections, bare)))
    store.put(second)
    assert store.documents(["b", "c"]) == [second.document]
    assert store.sections_with_text("a") == list(first.sections)
    assert store.sections_of(["a:0", "b:0", "a:0"]) == {"a:s0": first.sections[0], "b:s0": second.sections[0]}
    assert list(store.iter_passages("plast")) == list(second.passages)
    assert store.sections_headed("om") == [bare]
    assert store.projects_in() == {"a": {"mad"}, "b": {"plast"}}
    assert store.flag_counts() == {"a": 1, "b": 1}


def of_projects() -> list[DocumentContent]:
    """Two documents: one with sections in and outside a project, one with a project of its own."""
    first, second = content("a", project="mad"), content("b", project="plast")
    bare = dataclasses.replace(first.sections[0], section_id="a:s1", ordinal=1, heading="Tom", project="")
    loose = dataclasses.replace(first.passages[0], passage_id="a:1", section_id="a:s1", ordinal=1, project="")
    both = {"sections": (*first.sections, bare), "passages": (*first.passages, loose)}
    return [dataclasses.replace(first, **both), second]


@pytest.mark.parametrize("kind", ["sql", "memory"])
def test_every_store_reads_no_more_than_is_asked_for(store: SqlStore, kind: str) -> None:
    first, second = of_projects()
    for one in (second, first):
        store.put(one)
    held: Store = store if kind == "sql" else MemoryStore(second, first)
    assert held.sections_of_projects() == [first.sections[0], second.sections[0]]
    assert held.passages_in(["b:s0", "a:s1", "a:s1", "nej"]) == [first.passages[1], second.passages[0]]
    assert held.passages_in([]) == []
    there = held.passages_there(["b:0", "nej", "a:0", "b:0"])
    assert list(there.items()) == [("b:0", second.passages[0]), ("a:0", first.passages[0])]
    whole = held.joined_there(["b:0", "nej", "a:0", "b:0"])
    assert list(whole) == ["b:0", "a:0"]
    assert list(whole.values()) == joined(held, there.values())


def test_boxes_follow_the_characters(store: SqlStore) -> None:
    store.put(content())
    (box,) = store.boxes("rapport", 0, 5)
    assert (box.page, round(box.left, 3), round(box.right, 3)) == (1, 0.1, 0.15)
    assert store.boxes("rapport", 500, 600) == ()


def test_a_long_text_is_read_by_its_slices(store: SqlStore) -> None:
    long = "".join(chr(200 + n % 300) for n in range(2 * PIECE + 7))
    store.put(dataclasses.replace(content(), text=long))
    edges = (0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, len(long) - 1, len(long), len(long) + 5)
    assert all(store.text("rapport", a, b) == long[a:b] for a in edges for b in edges)
    assert all(store.text("rapport", a) == long[a:] for a in edges)
    store.put(dataclasses.replace(content(), text=""))
    assert store.text("rapport") == ""


def test_put_replaces_whole_and_remove_leaves_nothing(store: SqlStore) -> None:
    store.put(content())
    before = store.digest()
    store.put(dataclasses.replace(content(), passages=(), mentions=(), flags=()))
    assert store.passages_of("rapport") == []
    assert store.mentions() == []
    assert store.digest() != before
    store.remove("rapport")
    assert store.documents() == []
    with pytest.raises(NotFound, match="rapport"):
        store.text("rapport")
    with pytest.raises(NotFound):
        store.remove("rapport")


def test_a_write_that_fails_changes_nothing(store: SqlStore) -> None:
    store.put(content())
    broken = content()
    twice = dataclasses.replace(broken, passages=(broken.passages[0], broken.passages[0]))
    with pytest.raises(StoreError, match="gemme"):
        store.put(twice)
    assert store.passages_of("rapport") == list(content().passages)


def test_the_digest_does_not_depend_on_order_but_on_content(store: SqlStore, tmp_path: Path) -> None:
    other = SqlStore(open_database(f"sqlite:///{tmp_path}/other.db"))
    for one, ids in ((store, ("a", "b")), (other, ("b", "a"))):
        for document_id in ids:
            one.put(content(document_id))
    assert store.digest() == other.digest()
    other.remove("a")
    assert store.digest() != other.digest()


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), {"a:0", "b:0"}),
        (Filters(projects=("mad",)), {"a:0"}),
        (Filters(networks=("forbrug",)), {"a:0", "b:0"}),
        (Filters(municipalities=("Rørby",), documents=("b",)), {"b:0"}),
        (Filters(years=("2019",)), {"b:0"}),
        (Filters(years=("2019",), projects=("mad",)), set()),
        (Filters(municipalities=("x' OR 1=1 --",)), set()),
    ],
)
def test_filters_choose_passages(store: SqlStore, filters: Filters, expected: set[str]) -> None:
    store.put(content("a"))
    store.put(content("b", project="bil", published="2019"))
    assert store.select(filters) == expected


def test_missing_passages_are_named(store: SqlStore) -> None:
    with pytest.raises(NotFound, match="findes ikke"):
        store.passages(["nej:1"])


def test_a_database_that_is_up_to_date_opens_without_alembic(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/k.db"
    open_database(url)
    script = (
        "import sys; from corpus.database import open_database; open_database(sys.argv[1]); "
        "print('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script, url], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert newest_revision() == ScriptDirectory.from_config(config).get_current_head()


def test_texts_of_an_older_database_are_read_and_go_back(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/k.db"
    engine = open_database(url)
    store = SqlStore(engine)
    store.put(content())
    long = dataclasses.replace(content("bog"), text="æble " * PIECE)
    store.put(long)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0002")
        assert set(connection.execute(text("SELECT text FROM texts")).scalars()) == {TEXT, long.text}
    older = SqlStore(open_database(url))
    assert (older.text("bog"), older.text("bog", 40_000, 40_004)) == (long.text, "æble")
    assert older.text("rapport", 6, 14) == "sorterer"


def test_a_database_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/k.db"
    open_database(url)
    with create_engine(url).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="nyere"):
        open_database(url)


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="kan ikke åbnes"):
        open_database(f"sqlite:///{tmp_path}/ingen/k.db")


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("oracle+cx_oracle://u:hemmelig@h/db", "pakken cx_Oracle mangler"),
        ("postgresql://u:hemmelig@h:abc/db", "KLIMASVAR_DATABASE_URL kan ikke læses"),
        ("hvadsomhelst", "kan ikke åbnes"),
    ],
)
def test_an_address_that_leads_nowhere_is_one_sentence_without_the_password(url: str, says: str) -> None:
    with pytest.raises(StoreError, match=says) as raised:
        open_database(url)
    assert "hemmelig" not in str(raised.value) + raised.value.detail
