"""The reader's training in small: a transformer of two layers, a few lines a file, and the files written for it."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import lzma
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer

from index.cross_encoder import BundledCrossEncoder
from index.static import FloatMatrix
from index.train.asked import passage_key
from index.train.cross_encoder import Packer, Reader, ReadingSchedule, log_odds, told_apart, train_reader
from index.train.export_reader import export_reader
from index.train.gloss import Glosser
from index.train.groups import REPORTED, Group, document_groups, law_groups, mined_groups, spelt_alike_groups
from index.train.reader import ReaderRecipe, make_reader
from index.train.reading import TrainingData
from index.train.recipe import WorkFolderTaken
from index.train.reports import read_reports, report_groups
from index.train.taught import Amounts
from index.train.transfer import English, WordForWord, first_rows, read_function_words
from index.train.transformer import framed, under_rows
from index.train.vocabulary import train_tokenizer
from index.train.written import Near, parts_of, read_documents, read_law_questions

WIDTH = 32
ENGLISH_WORDS = (
    "[cls]",
    "[sep]",
    "[unk]",
    "car",
    "bus",
    "drives",
    "stops",
    "waste",
    "refuse",
    "school",
    "the",
    "a",
    "12",
)
LAW = (
    "Kommunen køber strøm til skolerne. Prisen aftales for et år. Strømmen skal være grøn.",
    "Affaldet sorteres i husholdningerne. Plast lægges for sig. Kommunen henter det hver uge.",
)
TEXT = (
    "Udlånet råder over 14 cykler til familierne. Værkstedet står for service af dem. Byrådet vedtog ordningen i maj."
)
DOCUMENTS = [
    {
        "id": f"a{i}", "title": f"Plan {i}", "heading": "Drift", "text": TEXT,
        "asked": [["Hvem holder dem i stand?", "Værkstedet står for service af dem."]],
        "near": [["Hvad kostede de 14 cykler?", "attribute", "Selve købet beløb sig til 310.000 kr."],
                 ["Hvor står cyklerne?", "attribute", ""]],
    }
    for i in range(13)
]  # fmt: skip
REPORTS = [
    {
        "id": f"a{i}", "report": "To ordninger",
        "sections": [{"title": "Lånehjulet", "heading": "Økonomi", "text": TEXT},
                     {"title": "Gadesalg", "heading": "Økonomi", "text": "Boderne står for salget. Byrådet så det."}],
        "asked": [["Hvem holder cyklerne i stand?", 0, "Værkstedet står for service af dem."]],
        "near": [["Hvem holder boderne i stand?", "scope"]],
    }
    for i in (1, 12)
]  # fmt: skip
TINY = ReaderRecipe(
    amounts=Amounts(words=200, segments=15, provisions=10, speeches=10, english=5), share=1.0, pool=4, carry_steps=6,
    carry_tokens=200, steps=6, groups=4,
)  # fmt: skip


class HashEmbedder:
    """A direction a word, for embedder and teacher alike."""

    model_id = fingerprint = "hash"
    dimension = WIDTH

    def embed(self, texts: Sequence[str], *, name: str) -> FloatMatrix:
        return self.embed_passages(texts)

    def embed_queries(self, texts: Sequence[str]) -> FloatMatrix:
        return self.embed_passages(texts)

    def embed_passages(self, texts: Sequence[str]) -> FloatMatrix:
        def of(word: str) -> FloatMatrix:
            seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "little")
            return np.random.default_rng(seed).normal(size=WIDTH).astype(np.float32)

        words = [text.lower().replace(".", "").replace("?", "").split() or [""] for text in texts]
        vectors = np.array([np.sum([of(word) for word in held], axis=0) for held in words])
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Threads wait longer for one another than such small matrices take."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> TrainingData:
    """A training folder of a few lines a file, and what was written for it."""
    root = tmp_path_factory.mktemp("traening")
    folder, written, lexical = root / "training", root / "skrevet", root / "lexical"
    for made in (folder, written, lexical):
        made.mkdir()
    words = sorted(set(" ".join((*LAW, TEXT)).lower().replace(".", "").split()))
    (lexical / "word_frequencies.tsv").write_text("".join(f"{word}\t20\n" for word in words), "utf-8")
    law = [{"title": f"Lov om sag {i}", "text": text} for i, text in enumerate(LAW)]
    section = [{"title": "Drift", "heading": f"Del {i}", "text": LAW[i % 2]} for i in range(20)]
    files = {
        "law.jsonl.xz": _lines(law * 6),
        "folketinget.txt.xz": "".join(f"Ordfører (A): {text} En bus stopper en bus stopper.\n" for text in LAW * 6),
        "msdocs_heading_section.jsonl.xz": _lines(section),
        "libreoffice_heading_section.jsonl.xz": _lines(section),
        "parallel_en_da.tsv.xz": "the car drives\tbilen kører\na bus stops\ten bus stopper\nthe school\tskolen\n" * 5,
        "synonyms.tsv.xz": "bil\tkøretøj\tsynonym\nbus\tkøretøj\tbroader\n" * 6,
        "dictionary_da_en.tsv.xz": "bus\tbus\tword\nskole\tschool\tword\n",
        "reading.jsonl.xz": _lines(DOCUMENTS),
        "reports.jsonl.xz": _lines(REPORTS),
    }
    for name, text in files.items():
        (written if name in ("reading.jsonl.xz", "reports.jsonl.xz") else folder).joinpath(name).write_bytes(
            lzma.compress(text.encode())
        )
    definition = {
        "title": "Lov",
        "text": "1) Affald: det, som man skiller sig af med og ikke vil have; Ved affald forstås.",
    }
    (folder / "law.jsonl.xz").write_bytes(lzma.compress(_lines([*law * 6, definition]).encode()))
    (written / "thesaurus.tsv").write_text("affald\twaste | refuse\tskrald | det man smider ud\n", "utf-8")
    (written / "questions.tsv").write_text(f"hvem tømmer skraldet?\t{passage_key(LAW[1])}\n", "utf-8")
    (written / "function_words.tsv").write_text("# småord\nen\ta\nhvor mange\thow many\n", "utf-8")
    key = passage_key(LAW[0])
    lines = (
        f"{key}\tasked\t-\tHvad skal strømmen være?\n{key}\tnear\tactor\tHvem sælger den?\n{'0' * 16}\tasked\t-\t?\n"
    )
    (written / "near.tsv").write_text("# kommentar\n" + lines, "utf-8")
    return TrainingData(folder, written)


@pytest.fixture(scope="module")
def tokenizer(data: TrainingData) -> Tokenizer:
    return train_tokenizer(data, size=300)


@pytest.fixture(scope="module")
def english() -> English:
    transformers = pytest.importorskip("transformers")
    numbers = {word: i for i, word in enumerate(ENGLISH_WORDS)}
    return English(
        _bert(transformers, len(ENGLISH_WORDS)),
        lambda text: [numbers.get(word, 2) for word in text.split()],
        first=0,
        last=1,
        unknown=2,
    )


def test_written_documents_hold_what_they_are_asked() -> None:
    documents = list(read_documents(TrainingData(Path())))
    assert len({document.key for document in documents}) == len(documents) == 5426
    for document in documents:
        assert all(question.strip() and answer in document.text for question, answer in document.asked), document.key
        assert document.title
        assert parts_of(document.text)
        assert all(near.question.strip() and near.answer not in parts_of(document.text) for near in document.near)
    assert sum(bool(near.answer) for document in documents for near in document.near) == 15760


def test_written_reports_hold_what_they_are_asked() -> None:
    reports = list(read_reports(TrainingData(Path())))
    assert len({report.key for report in reports}) == len(reports)
    for report in reports:
        assert len({section.title for section in report.sections}) > 1, report.key
        assert all(q.strip() and part in report.sections[at].text for q, at, part in report.asked), report.key
        assert report.near
    assert sum(report.is_held_out for report in reports) > len(reports) / 20


def test_written_law_questions_are_whole() -> None:
    questions = list(read_law_questions(TrainingData(Path())))
    assert sum(question.answered for question in questions) == 3084
    assert len(questions) == 6517
    assert all(len(question.passage) == 16 and question.question.strip() for question in questions)
    assert read_function_words(TrainingData(Path()).written / "function_words.tsv")["hvor mange"] == "how many"


def test_a_row_starts_where_english_puts_its_words(tokenizer: Tokenizer, english: English) -> None:
    glosses = {"bus": ("bus",), "affald": ("waste", "refuse")}
    rows, held = first_rows(tokenizer, glosses, small={}, counts={}, english=english), english.rows()
    assert rows.shape == (tokenizer.get_vocab_size() + 2, WIDTH)
    wanted = {"bus": held[ENGLISH_WORDS.index("bus")], "affald": held[[7, 8]].mean(0)}
    pieces = {word: set(tokenizer.encode(word).ids) for word in wanted}
    for word, other in (("bus", "affald"), ("affald", "bus")):
        for piece in pieces[word] - pieces[other]:
            assert _cosine(rows[piece], wanted[word]) == pytest.approx(1, abs=1e-5)
    np.testing.assert_array_equal(rows[-2:], held[[0, 1]])


def test_sentences_are_glossed_word_for_word_or_not_at_all() -> None:
    small = {"hvor mange": "how many", "en": "a"}
    glosser = Glosser({}, {"bus": ("bus",), "skole": ("school",)}, trusted={}, freq=Counter())
    translate = WordForWord(glosser, {"stopper": ("stops",)}, small, random.Random(0))
    assert translate("Hvor mange skolen: en bus stopper?") == "how many school a bus stops"
    assert translate("xyzzy stopper") is None
    assert translate("") is None


def test_texts_stand_between_their_marks() -> None:
    ids, mask = framed(np.array([5, 6, 7]), np.array([0, 2, 2]), first=8, last=9)
    assert ids.tolist() == [[8, 5, 6, 9], [8, 9, 0, 0], [8, 7, 9, 0]]
    assert mask.tolist() == [[1, 1, 1, 1], [1, 1, 0, 0], [1, 1, 1, 0]]


def test_groups_part_the_answering_sentence_from_its_removal(data: TrainingData) -> None:
    learnt, held = document_groups(list(read_documents(data)), HashEmbedder(), random.Random(0))
    assert list(dict.fromkeys(group.question for group in held[:5])) == _questions(DOCUMENTS[0])
    assert len(learnt) == 11 * 5, "every twelfth document is held out"
    asked, asked_alone, twin, twin_alone, near = learnt[:5]
    answer = "Værkstedet står for service af dem."
    assert [group.kind for group in learnt[:5]] == ["asked", "asked alone", "twin", "twin alone", "near"]
    assert all(answer in group.answering[0] for group in (asked, asked_alone))
    assert answer not in "".join((*asked.silent, *(text for text in asked_alone.others if "Plan 1 " in text)))
    for group in (twin, twin_alone):
        assert all("310.000" in text and text.startswith("Plan 1 › Drift: ") for text in group.answering)
        assert "310.000" not in "".join((*group.silent, *group.others))
    assert not any(group.unlike for group in learnt)
    assert not near.answering
    assert near.silent


def test_a_paired_document_sets_a_question_that_looks_alike_against_the_answer(data: TrainingData) -> None:
    plain = list(read_documents(data))[1]
    near = (Near("Hvem betaler for dem?", "attribute", "Boligforeningen betaler."),)
    document = dataclasses.replace(plain, near=near, paired=True)
    asked, asked_alone, twin, _ = document_groups([document], HashEmbedder(), random.Random(0))[0]
    assert asked.unlike == asked_alone.unlike == "Hvem betaler for dem?"
    assert "Værkstedet står for service" in twin.silent[0], "it is silent what answers the other of the pair"


def test_a_question_that_names_its_subject_stands_beside_sentences_that_are_spelt_like_it(data: TrainingData) -> None:
    _, plain, second, *_ = read_documents(data)
    asked = (("Hvem servicerer cykeludlånet?", plain.asked[0][1]),)
    named = dataclasses.replace(plain, title="Cykeludlån", asked=asked)
    (group,) = spelt_alike_groups([named, second])
    assert group.answering == ("Cykeludlån › Drift: Værkstedet står for service af dem.",)
    assert group.others
    assert all(text.startswith("Plan 2 › Drift: ") for text in group.others), "the document's own sentences may answer"
    assert list(spelt_alike_groups([plain, second])) == [], "what names nothing may be answered anywhere"


def test_a_sentence_on_one_project_stands_among_those_on_the_others(data: TrainingData) -> None:
    reports = list(read_reports(data))
    asked, near = report_groups(reports, HashEmbedder())
    assert [report.is_held_out for report in reports] == [False, True]
    assert asked.answering == ("Lånehjulet › Økonomi: Værkstedet står for service af dem.",)
    assert set(asked.others) == set(reports[0].parts()) - set(asked.answering)
    assert "Gadesalg › Økonomi: Boderne står for salget." in asked.others
    assert (near.question, near.answering) == ("Hvem holder boderne i stand?", ())
    assert set(near.silent) | set(near.others) == set(reports[0].parts())


def test_paired_documents_written_as_reports_are_read_oftener(data: TrainingData) -> None:
    _, plain, *_ = read_documents(data)
    long = dataclasses.replace(
        plain, paired=True, text=plain.text.replace(". ", ", som det fremgår af aftalen for det kommende år. ")
    )
    answer = next(part for part in parts_of(long.text) if part.startswith("Værkstedet"))
    long = dataclasses.replace(long, asked=((plain.asked[0][0], answer),), near=plain.near[:1])
    weights = [
        {group.weight for group in document_groups([document], HashEmbedder(), random.Random(0))[0]}
        for document in (plain, dataclasses.replace(plain, paired=True, near=plain.near[:1]), long)
    ]
    assert weights == [{1.0}, {1.0}, {REPORTED}]


def test_law_questions_find_their_passages(data: TrainingData) -> None:
    asked, near = law_groups(data, HashEmbedder())
    assert asked.answering == (f"Lov om sag 0: {LAW[0]}",)
    assert near.silent == asked.answering
    assert set(near.others) < set(parts_of(LAW[0]))


def test_mined_texts_are_others_than_the_passage(data: TrainingData) -> None:
    (group,) = mined_groups(data, HashEmbedder(), pool=9, chance=random.Random(0))
    assert group.answering == (f"Lov om sag 1: {LAW[1]}",)
    assert not set(group.others) & set(group.answering)


def test_the_recipe_goes_on_after_a_stop_to_the_same_reader(
    data: TrainingData, tokenizer: Tokenizer, english: English, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.train.steps.CHECKPOINT_EVERY", 2)
    monkeypatch.setattr("index.train.steps.REPORT_EVERY", 1)

    def make(folder: str, *, stop_at: str = "never", recipe: ReaderRecipe = TINY) -> Reader:
        helper = HashEmbedder()
        return make_reader(
            data, recipe, english, helper, tokenizer, helper, work=tmp_path / folder, report=_stop_at(stop_at)
        )

    whole = _numbers(make("whole"))
    for stop in ("3/6", "groups", "5/6"):
        with pytest.raises(KeyboardInterrupt):
            make("broken", stop_at=stop)
    for name, numbers in _numbers(make("broken")).items():
        np.testing.assert_array_equal(numbers, whole[name], err_msg=name)
    with pytest.raises(WorkFolderTaken):
        make("whole", recipe=ReaderRecipe(seed=1))


def test_it_learns_to_tell_the_answer_from_its_removal(tokenizer: Tokenizer, english: English, tmp_path: Path) -> None:
    """What is asked for stands in one text and not in the other; which words are asked for changes."""
    reader, packer = _reader(tokenizer, english), Packer(tokenizer)
    groups = list(_toy_groups())
    learnt, held = groups[::2], groups[1::2]
    before = told_apart(reader, packer, held)
    schedule = ReadingSchedule(steps=150, groups=12, rows_rate=3e-3, layers_rate=2e-3, head_rate=2e-3)
    train_reader(reader, packer, learnt, schedule, checkpoint=tmp_path / "reader.pt", report=_stop_at("never"))
    after = told_apart(reader, packer, held)
    assert before < 0.8
    assert after > 0.9


@pytest.mark.filterwarnings("ignore")
def test_exported_reader_gives_the_same_log_odds(tokenizer: Tokenizer, english: English, tmp_path: Path) -> None:
    pytest.importorskip("onnx")
    reader, packer = _reader(tokenizer, english), Packer(tokenizer)
    texts = [LAW[0], "Kort.", TEXT * 6]
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    wanted = log_odds(reader, packer, [("Hvem køber strøm?", text) for text in texts])
    assert np.ptp(wanted) > 0.01
    for quantised, error in ((False, 1e-4), (True, 1e-2)):
        export_reader(reader, tokenizer, tmp_path / "model", quantised=quantised)
        bundled = BundledCrossEncoder(tmp_path / "model", tokenizer=tmp_path / "tokenizer.json")
        np.testing.assert_allclose(bundled.read("Hvem køber strøm?", texts), wanted, atol=error)


@pytest.mark.filterwarnings("ignore")
def test_an_exported_reader_is_opened_with_the_weights_it_had(
    tokenizer: Tokenizer, english: English, tmp_path: Path
) -> None:
    pytest.importorskip("onnx")
    from index.train.reopen import reopened

    reader = _reader(tokenizer, english)
    for number, weight in enumerate(reader.parameters()):
        # Equal weights, as the zeros that a transformer begins with, would be written once.
        torch.nn.init.normal_(weight, std=0.1, generator=torch.Generator().manual_seed(number))
    for quantised, error in ((False, 1e-7), (True, 2e-2)):
        export_reader(reader, tokenizer, tmp_path, quantised=quantised)
        again = _numbers(reopened(english, tokenizer, tmp_path))
        for name, numbers in _numbers(reader).items():
            np.testing.assert_allclose(again[name], numbers, atol=error, err_msg=name)


def test_the_mean_of_readers_has_the_mean_of_their_weights(tokenizer: Tokenizer, english: English) -> None:
    pytest.importorskip("onnx")
    from index.train.reopen import averaged

    readers = [_reader(tokenizer, english) for _ in range(3)]
    for number, reader in enumerate(readers):
        for weight in reader.parameters():
            torch.nn.init.constant_(weight, float(number * number))
    assert all(np.allclose(numbers, 5 / 3) for numbers in _numbers(averaged(readers)).values())
    with pytest.raises(ValueError, match="no readers"):
        averaged([])


def _toy_groups() -> Iterator[Group]:
    things, places = (
        ("strøm", "plast", "affald", "service", "cykler", "prisen"),
        ("skolerne", "familierne", "ordningen"),
    )
    for thing in things:
        for other in things:
            for place in places:
                if other != thing:
                    yield Group("twin", f"{thing}?", (f"{place} {thing}",), (f"{place} {other}",))


def _reader(tokenizer: Tokenizer, english: English) -> Reader:
    size = tokenizer.get_vocab_size() + 2
    rows = np.random.default_rng(0).normal(0, 0.3, (size, WIDTH)).astype(np.float32)
    return Reader(under_rows(english.bert, rows), seed=0)


def _bert(transformers: Any, vocabulary: int) -> Any:
    config = transformers.BertConfig(
        vocab_size=vocabulary, hidden_size=WIDTH, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64,
        max_position_embeddings=192, initializer_range=0.1,
    )  # fmt: skip
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        return transformers.BertModel(config)


def _numbers(reader: Reader) -> dict[str, FloatMatrix]:
    return {name: held.numpy() for name, held in reader.state_dict().items()}


def _questions(document: dict[str, Any]) -> list[str]:
    return [row[0] for row in (*document["asked"], *document["near"])]


def _lines(rows: Sequence[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _cosine(a: FloatMatrix, b: FloatMatrix) -> float:
    return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


def _stop_at(mark: str) -> Callable[[str], None]:
    def report(line: str) -> None:
        if line.startswith(mark):
            raise KeyboardInterrupt

    return report
