"""A small transformer that the embedder tests share."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def tiny_bert(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of two layers with random weights, in sentence-transformers' own format."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    torch.manual_seed(0)
    source, folder = tmp_path_factory.mktemp("bert"), tmp_path_factory.mktemp("model") / "tiny-e5-small"
    letters = "abcdefghijklmnopqrstuvwxyzæøå0123456789.,?:"
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{c}" for c in letters)]
    (source / "vocab.txt").write_text("\n".join(words), "utf-8")
    BertTokenizerFast(str(source / "vocab.txt"), strip_accents=False).save_pretrained(source)
    config = BertConfig(
        vocab_size=len(words), hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64
    )
    BertModel(config).save_pretrained(source)
    transformer = Transformer(str(source), max_seq_length=128)
    SentenceTransformer(modules=[transformer, Pooling(32)], device="cpu").save(str(folder))
    return folder
