"""The retriever: order, filter, reasons, typing mistakes, reranking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.answers import Hit
from corpus.errors import EmbedderUnavailable
from corpus.sqlstore import SqlStore
from index.fuse import LEGS, learnt_weights
from index.generation import build_generation, open_generation
from index.rerank import RERANKED, CrossEncoderReranker
from index.retrieve import Retriever
from tests.fakes import HashEmbedder, content_of

TEXTS = (
    "Kantinerne fik mindre madspild. Der blev vejet rester hver dag.",
    "Medarbejderne kørte sammen på arbejde. Samkørsel sparer brændstof.",
    "Møbler blev brugt igen i stedet for at købe nye.",
    "Skolerne samler plast i egne beholdere. Kommunen henter plasten.",
)


@pytest.fixture
def retriever(store: SqlStore, tmp_path: Path) -> Retriever:
    store.put(content_of("a", TEXTS))
    build_generation(store, HashEmbedder(), tmp_path / "index")
    return open_generation(tmp_path / "index", embedder_for=lambda _: HashEmbedder()).retriever


def ids(hits: Sequence[Hit]) -> list[str]:
    return [hit.passage_id for hit in hits]


def test_scores_fall_and_k_holds(retriever: Retriever) -> None:
    hits = retriever.search("madspild og plast i kantinen", k=3)
    assert len(hits) == 3
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    assert ids(retriever.search("madspild og plast i kantinen", k=1)) == ids(hits)[:1]
    assert retriever.search("madspild", k=0) == []


@pytest.mark.parametrize("query", ["", "   ", "?!…", "🙂", "xqzw"])
def test_a_question_without_evidence_finds_nothing(retriever: Retriever, query: str) -> None:
    only_words = replace(retriever, weights={"words": 1.0})
    assert only_words.search(query, k=5) == []


def test_a_filter_is_a_wall(retriever: Retriever) -> None:
    assert ids(retriever.search("madspild", k=5, allowed={"a#p0002"})) in ([], ["a#p0002"])
    assert retriever.search("madspild", k=5, allowed=set()) == []
    assert retriever.search("madspild", k=5, allowed={"findes ikke"}) == []
    everything = {f"a#p{n:04d}" for n in range(4)}
    free = retriever.search("plast i skolerne", k=5)
    assert retriever.search("plast i skolerne", k=5, allowed=everything) == free


def test_reasons_name_the_legs_that_found_it(retriever: Retriever) -> None:
    every = replace(retriever, weights=dict.fromkeys(LEGS, 1.0))
    (first, *_) = every.search("madspild i kantinerne", k=1)
    reasons = dict(first.reasons)
    assert set(reasons) <= set(LEGS)
    assert {"words", "parts", "grams", "vector"} <= set(reasons)
    assert all(score > 0 for score in reasons.values())
    (first, *_) = replace(retriever, weights={"parts": 1.0}).search("madspild i kantinerne", k=1)
    assert not {"words", "grams", "context"} & {leg for leg, _ in first.reasons}


def test_a_sentence_is_known_by_the_heading_it_stands_under(store: SqlStore, tmp_path: Path) -> None:
    store.put(content_of("a", ["Det gik godt for alle."], heading="Plast"))
    store.put(content_of("b", ["Det gik godt for alle."], heading="Madspild"))
    build_generation(store, HashEmbedder(), tmp_path)
    retriever = open_generation(tmp_path, embedder_for=lambda _: HashEmbedder()).retriever
    found = {h.passage_id[0]: dict(h.reasons)["sentence"] for h in retriever.search("gik det godt: madspild", k=2)}
    assert found["b"] > found["a"]


def test_words_that_stand_in_one_sentence_belong_together(store: SqlStore, tmp_path: Path) -> None:
    store.put(content_of("a", ["Elbiler kører på strøm. Madspild koster penge."]))
    store.put(content_of("b", ["Elbiler koster penge. Madspild kører på strøm."]))
    build_generation(store, HashEmbedder(dimension=1024), tmp_path)
    retriever = open_generation(tmp_path, embedder_for=lambda _: HashEmbedder(dimension=1024)).retriever
    found = {h.passage_id[0]: dict(h.reasons)["late"] for h in retriever.search("madspild koster penge", k=2)}
    assert found["a"] > found["b"]


def test_the_shares_of_a_hit_add_up_to_its_score(retriever: Retriever) -> None:
    for hit in retriever.search("madspild og plast i kantinerne", k=3):
        assert sum(share for _, share in hit.shares) == pytest.approx(hit.score, abs=1e-5)
        assert {leg for leg, _ in hit.shares} <= {leg for leg, _ in hit.reasons}


def test_a_typing_mistake_is_read_as_the_word_that_stands_there(retriever: Retriever) -> None:
    query = retriever.read("hvor meget brænstof sparer samkørsel")
    assert query.corrections == (("brænstof", "brændstof"),)
    assert query.text == "hvor meget brændstof sparer samkørsel"
    assert ids(retriever.search("brænstof", k=1)) == ["a#p0001"]
    assert [hit.query for hit in retriever.search("brænstof", k=1)] == ["brændstof"]


def test_equal_passages_come_in_order_of_id(store: SqlStore, tmp_path: Path) -> None:
    store.put(content_of("z", ["Det samme sted."], heading="Ens"))
    store.put(content_of("b", ["Det samme sted."], heading="Ens"))
    build_generation(store, HashEmbedder(), tmp_path)
    retriever = open_generation(tmp_path, embedder_for=lambda _: HashEmbedder()).retriever
    hits = retriever.search("samme sted", k=5)
    assert ids(hits) == ["b#p0000", "z#p0000"]
    assert hits[0].score == hits[1].score


def test_the_learnt_weights_are_whole() -> None:
    weights = learnt_weights()
    assert set(weights) == set(LEGS)
    assert all(weight >= 0 for weight in weights.values())
    assert sum(weights.values()) == pytest.approx(1.0, abs=0.01)


def test_a_reranker_orders_the_best_and_keeps_the_rest(retriever: Retriever) -> None:
    def backwards(query: str, hits: list[Hit]) -> list[Hit]:
        return hits[::-1]

    plain = retriever.search("plast og madspild", k=4)
    assert ids(replace(retriever, rerank=backwards).search("plast og madspild", k=4)) == ids(plain)[::-1]


@pytest.mark.slow
def test_a_cross_encoder_from_a_folder_reorders(tmp_path: Path) -> None:
    hits = [Hit(f"p{n:02d}", 1.0 - n / 100) for n in range(RERANKED + 2)]
    reranker = CrossEncoderReranker(
        str(tiny_cross_encoder(tmp_path)), texts=lambda found: {i: f"tekst {i}" for i in found}
    )
    ranked = reranker("spørgsmål", hits)
    scores = [dict(hit.reasons)["reranker"] for hit in ranked[:RERANKED]]
    assert scores == sorted(scores, reverse=True)
    assert sorted(ids(ranked)) == ids(hits)
    assert ids(ranked)[RERANKED:] == ids(hits)[RERANKED:]
    assert [h.score for h in ranked] == [h.score for h in hits]
    assert reranker("spørgsmål", []) == []


def test_a_cross_encoder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tom").mkdir()
    with pytest.raises(EmbedderUnavailable, match="efterrangering"):
        CrossEncoderReranker(str(tmp_path / "tom"), texts=lambda found: {})


def tiny_cross_encoder(folder: Path) -> Path:
    """A BERT of two small layers with random weights, saved as a hub model would be."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    torch.manual_seed(1)
    home = folder / "tiny"
    home.mkdir()
    letters = "abcdefghijklmnopqrstuvwxyz0123456789æøå"
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    pieces = [*special, *letters, *(f"##{letter}" for letter in letters)]
    (home / "vocab.txt").write_text("\n".join(pieces), "utf-8")
    BertTokenizerFast(str(home / "vocab.txt")).save_pretrained(home)
    config = BertConfig(
        vocab_size=83, hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64, num_labels=1
    )
    BertForSequenceClassification(config).save_pretrained(home)
    return home
