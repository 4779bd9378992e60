"""The training in small: every stage on data that can be worked out by hand, and the whole on a tiny folder."""

from __future__ import annotations

import hashlib
import json
import lzma
import random
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from index.embed import open_embedder
from index.static import FloatMatrix, StaticEmbedder
from index.train.asked import passage_key, question_pairs
from index.train.contrast import PairSignal, Schedule, StaticTrainer
from index.train.finish import LENGTH_POWER, draw_together, even_lengths, turn_axes
from index.train.gloss import Glosser, align
from index.train.measure import GramIndex, Question, recall, zscore
from index.train.noise import ask, mistype
from index.train.pairs import leave_one_out
from index.train.reading import TrainingData
from index.train.recipe import Recipe, WorkFolderTaken, train
from index.train.texts import load_texts, save_texts, tokenise
from index.train.thesaurus import Entry, meaning_pairs, read_thesaurus
from index.train.vocabulary import train_tokenizer

SEGMENTS = (
    ("the car drives", "bilen kører"),
    ("the car stops", "bilen stopper"),
    ("a bus drives", "en bus kører"),
    ("a bus stops", "en bus stopper"),
    ("the train drives", "toget kører"),
) * 3
SENTENCES = (
    "Kommunen køber strøm til skolerne. Prisen aftales for et år. Strømmen skal være grøn.",
    "Affaldet sorteres i husholdningerne. Plast lægges for sig. Kommunen henter det hver uge.",
    "Borgeren søger om en bolig. Ansøgningen besvares inden en måned. Afslag kan påklages.",
)


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> TrainingData:
    """A training folder of a few lines a file."""
    root = tmp_path_factory.mktemp("traening")
    folder = root / "training"
    folder.mkdir()
    (root / "lexical").mkdir()
    words = " ".join(SENTENCES).lower().replace(".", "").split()
    table = "".join(f"{word}\t{20 + words.count(word)}\n" for word in sorted(set(words)))
    (root / "lexical" / "word_frequencies.tsv").write_text(table, "utf-8")
    law = [{"title": f"Lov om sag {i}", "text": SENTENCES[i % 3]} for i in range(60)]
    section = [{"title": "Drift", "heading": f"Del {i}", "text": SENTENCES[i % 3]} for i in range(40)]
    files = {
        "law.jsonl.xz": "".join(json.dumps(row) + "\n" for row in law),
        "folketinget.txt.xz": "".join(f"Ordfører (A): {text}\n" for text in SENTENCES * 10),
        "msdocs_heading_section.jsonl.xz": "".join(json.dumps(row) + "\n" for row in section),
        "libreoffice_heading_section.jsonl.xz": "".join(json.dumps(row) + "\n" for row in section),
        "parallel_en_da.tsv.xz": "".join(f"{en}\t{da}\n" for en, da in SEGMENTS),
        "synonyms.tsv.xz": "bil\tkøretøj\tsynonym\nbus\tkøretøj\tbroader\naffald\tskrald\tsynonym\n" * 8,
        "dictionary_da_en.tsv.xz": "bus\tbus\tword\nskole\tschool\tword\nskole\ta place of learning\tdefinition\n",
    }
    for name, text in files.items():
        (folder / name).write_bytes(lzma.compress(text.encode()))
    written = root / "skrevet"
    written.mkdir()
    (written / "thesaurus.tsv").write_text("# kommentar\naffald\twaste | refuse\tskrald | det man smider ud\n", "utf-8")
    questions = f"# kommentar\nhvem tømmer skraldet?\t{passage_key(SENTENCES[1])}\nukendt?\t{'0' * 16}\n"
    (written / "questions.tsv").write_text(questions, "utf-8")
    return TrainingData(folder, written)


class HashTeacher:
    """A teacher that knows nothing but never forgets: each word has its own random direction."""

    def embed(self, texts: Sequence[str], *, name: str) -> FloatMatrix:
        def of(word: str) -> FloatMatrix:
            seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "little")
            return np.random.default_rng(seed).normal(size=24).astype(np.float32)

        vectors = np.array([np.sum([of(word) for word in (text.split() or [""])], axis=0) for text in texts])
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def test_alignment_finds_the_word_that_stands_with_it() -> None:
    best = align(SEGMENTS)
    assert {word: best[word].english for word in ("kører", "stopper", "toget")} == {
        "kører": "drives",
        "stopper": "stops",
        "toget": "train",
    }
    assert best["kører"].count == 9


def test_gloss_goes_through_stem_and_compound() -> None:
    freq = {"skole": 50, "bus": 50}
    glosser = Glosser({}, {"skole": ("school",), "bus": ("bus",)}, trusted={}, freq=Counter(freq))
    assert glosser.gloss("skole") == ("school",)
    assert glosser.gloss("skolen") == ("school",), "same stem"
    assert glosser.gloss("skolebus") == ("school bus",), "the parts"
    assert glosser.gloss("12") == ("12",)
    assert glosser.gloss("xyzzy") == ()


def test_trusted_gloss_comes_first() -> None:
    glosser = Glosser({}, {"udbud": ("supply",)}, trusted={"udbud": ("call for tenders", "tender")}, freq=Counter())
    assert glosser.gloss("udbud") == ("call for tenders", "tender")


def test_questions_are_joined_to_their_passages_by_hash(data: TrainingData) -> None:
    assert list(question_pairs(data)) == [("hvem tømmer skraldet?", SENTENCES[1])]


def test_thesaurus_pairs_every_word_of_a_meaning(data: TrainingData) -> None:
    entries = read_thesaurus(data.written / "thesaurus.tsv")
    assert entries == [Entry("affald", ("waste", "refuse"), ("skrald", "det man smider ud"))]
    pairs = list(meaning_pairs(entries))
    assert len(pairs) == 6
    assert ("skrald", "affald") in pairs


def test_written_thesaurus_is_whole() -> None:
    entries = read_thesaurus(TrainingData(Path()).written / "thesaurus.tsv")
    assert len({entry.word for entry in entries}) == len(entries) == 10160
    assert all(text.strip() for entry in entries for text in (*entry.english, *entry.danish))


def test_noise_is_seeded_and_small() -> None:
    noisy = [mistype("klimaplanen er godkendt", random.Random(i)) for i in range(200)]
    assert noisy == [mistype("klimaplanen er godkendt", random.Random(i)) for i in range(200)]
    assert sum(text != "klimaplanen er godkendt" for text in noisy) > 120
    assert all(abs(len(text) - 23) <= 3 for text in noisy)
    assert mistype("og i", random.Random(0)) == "og i", "short words are left alone"
    assert "affald" in ask("affald", random.Random(0))


def test_leave_one_out_parts_a_text() -> None:
    left, right = leave_one_out(SENTENCES[0], 6, random.Random(0)) or ("", "")
    assert left in SENTENCES[0]
    assert left not in right
    assert sorted(" ".join((left, right)).split()) == sorted(SENTENCES[0].split())
    assert leave_one_out("Kun en sætning.", 6, random.Random(0)) is None


def test_batches_hold_the_texts_tokens(data: TrainingData, tmp_path: Path) -> None:
    tokenizer = train_tokenizer(data, size=120)
    texts = ["bus", "affald og plast", "bus", ""]
    made = tokenise(tokenizer, texts)
    save_texts(tmp_path / "t.npz", made)
    made = load_texts(tmp_path / "t.npz")
    ids, offsets = made.batch(np.array([1, 3, 0]), np.random.default_rng(0), longest=50)
    wanted = [tokenizer.encode(texts[i]).ids for i in (1, 3, 0)]
    assert ids.tolist() == [token for text in wanted for token in text]
    assert offsets.tolist() == [0, len(wanted[0]), len(wanted[0])]
    assert made.keys[0] == made.keys[2] != made.keys[1]
    ids, _ = made.batch(np.array([1]), np.random.default_rng(0), longest=2)
    assert len(ids) == min(2, len(wanted[0]))


def test_words_and_compound_parts_share_a_piece(data: TrainingData) -> None:
    tokenizer = train_tokenizer(data, size=400)
    assert set(tokenizer.encode("plast").tokens) <= set(tokenizer.encode("plast strøm").tokens)
    assert tokenizer.encode("PLAST").ids == tokenizer.encode("plast").ids


def test_training_pulls_pairs_together_and_resumes_to_the_same_rows(data: TrainingData, tmp_path: Path) -> None:
    tokenizer = train_tokenizer(data, size=200)
    sides = ["bil", "affald", "skole"], ["køretøj", "skrald", "lærer"]
    signals = {"synonym": PairSignal(*(tokenise(tokenizer, side) for side in sides), weight=1.0, grouped=False)}
    rows = np.random.default_rng(0).normal(size=(tokenizer.get_vocab_size(), 16)).astype(np.float32)
    schedule = Schedule(steps=200, batch=3, learning_rate=0.02)

    def run(work: Path, *, stop_at: str = "never") -> FloatMatrix:
        work.mkdir(exist_ok=True)
        return StaticTrainer(rows, signals, schedule, work).run(_stop_at(stop_at))

    whole = run(tmp_path / "whole")
    similar = np.array([[_cosine(whole, tokenizer, a, b) for b in sides[1]] for a in sides[0]])
    assert similar.argmax(1).tolist() == [0, 1, 2]
    # A run stopped after its checkpoint at step 100 goes on to the very same rows.
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "broken", stop_at="200/")
    np.testing.assert_array_equal(run(tmp_path / "broken"), whole)


def test_finish_keeps_directions_and_orders_axes() -> None:
    rows = np.random.default_rng(0).normal(size=(500, 16)).astype(np.float32) * np.linspace(0.1, 2, 16)
    rows = np.asarray(rows, np.float32)
    done = turn_axes(even_lengths(rows))
    unit, turned = (r / np.linalg.norm(r, axis=1, keepdims=True) for r in (rows, done))
    np.testing.assert_allclose(turned @ turned.T, unit @ unit.T, atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(done, axis=1), np.linalg.norm(rows, axis=1) ** LENGTH_POWER, rtol=1e-4)
    spread = (done**2).sum(0)
    assert (np.diff(spread) <= 1e-3).all(), "the first axes hold the most"
    np.testing.assert_allclose(turn_axes(even_lengths(rows)), done)


def test_neighbours_draw_a_row_towards_what_they_share() -> None:
    chance = np.random.default_rng(0)
    centres = np.linalg.qr(chance.normal(size=(64, 64)))[0][:6]
    noisy = np.repeat(centres[:5], 6, axis=0) + chance.normal(0, 0.07, (30, 64))
    rows = np.asarray(np.vstack([noisy, centres[5:]]) * chance.uniform(0.2, 3, (31, 1)), np.float32)
    drawn = draw_together(rows)
    before, after = ([_angle(row, centres[i // 6]) for i, row in enumerate(found[:30])] for found in (rows, drawn))
    assert np.mean(after) > np.mean(before) + 0.05
    np.testing.assert_allclose(np.linalg.norm(drawn, axis=1), np.linalg.norm(rows, axis=1), rtol=1e-4)
    np.testing.assert_allclose(drawn[30], rows[30], atol=1e-5, err_msg="a row without neighbours stays")
    np.testing.assert_array_equal(draw_together(rows), drawn)


def test_whole_recipe_on_a_tiny_folder(data: TrainingData, tmp_path: Path) -> None:
    from index.train.export import export

    recipe = Recipe(vocabulary=600, dimension=16, segments=15, steps=30, second_steps=10)
    lines: list[str] = []
    trained = train(data, recipe, HashTeacher(), work=tmp_path / "work", report=lines.append)
    assert trained.rows.shape == (trained.tokenizer.get_vocab_size(), 16)
    export(tmp_path / "model", trained.tokenizer, trained.rows)
    model = open_embedder(str(tmp_path / "model"))
    assert isinstance(model, StaticEmbedder)
    np.testing.assert_allclose(np.linalg.norm(model.embed_queries(["affald og plast"])), 1, atol=1e-5)
    again = train(data, recipe, HashTeacher(), work=tmp_path / "work", report=lines.append)
    np.testing.assert_array_equal(again.rows, trained.rows)
    with pytest.raises(WorkFolderTaken):
        train(data, Recipe(vocabulary=500), HashTeacher(), work=tmp_path / "work", report=lines.append)


def test_recall_needs_every_group() -> None:
    passages = [("", "Den første tekst."), ("", "Den anden tekst."), ("", "Den tredje tekst.")]
    scores = np.array([[3, 2, 1], [3, 2, 1]], np.float32)
    questions = [
        Question("?", "plain", (("første",),)),
        Question("?", "plain", (("første",), ("tredje", "findes ikke"))),
    ]
    found = recall(scores, questions, passages)
    assert (found.at1, found.at5) == (0.5, 1.0)
    assert found.mrr == pytest.approx((1 + 1 / 3) / 2)


def test_gram_index_finds_parts_of_compounds() -> None:
    index = GramIndex(["samkørselskampagne for pendlere", "indkøb af møbler", "plan for plast"])
    scores = index.scores("samkørsel")
    assert scores.argmax() == 0
    assert scores[1] == scores[2] == 0
    np.testing.assert_allclose(zscore(scores[None]).mean(), 0, atol=1e-6)


def _angle(a: FloatMatrix, b: FloatMatrix) -> float:
    return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


def _cosine(rows: FloatMatrix, tokenizer: Tokenizer, a: str, b: str) -> float:
    left, right = (rows[tokenizer.encode(word).ids].mean(0) for word in (a, b))
    return float(left @ right / np.linalg.norm(left) / np.linalg.norm(right))


def _stop_at(mark: str) -> Callable[[str], None]:
    def report(line: str) -> None:
        if line.startswith(mark):
            raise KeyboardInterrupt

    return report
