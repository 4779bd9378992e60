"""The subword vocabulary: Unigram (Kudo 2018) over word types, the frequent ones damped.

No mark separates the start of a word from its inside: »kampagne« alone and at the end of
»samkørselskampagne« is one piece with one vector, so a compound means what its parts mean.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

from index.train.reading import TrainingData, words_of

UNKNOWN = "<unk>"
LONGEST_PIECE = 16
DAMPING = 0.5
ENGLISH_SHARE = 0.1
MOST = 1000


def train_tokenizer(data: TrainingData, *, size: int) -> Tokenizer:
    """A tokenizer of `size` pieces: NFKC, lower case, split at blanks and punctuation, then Unigram."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    trainer = trainers.UnigramTrainer(
        vocab_size=size,
        special_tokens=[UNKNOWN],
        unk_token=UNKNOWN,
        max_piece_length=LONGEST_PIECE,
        show_progress=False,
    )
    tokenizer.train_from_iterator(_damped(count_words(data)), trainer)
    return tokenizer


def count_words(data: TrainingData) -> Counter[str]:
    """Counts of word forms: law, parliament, documentation, dictionaries, and English at a small share."""
    counts = data.frequencies()
    english: Counter[str] = Counter()
    for en, da in data.parallel():
        counts.update(words_of(da))
        english.update(words_of(en))
    for section in data.headings():
        counts.update(words_of(section.heading))
    for word, other in data.synonyms():
        counts.update(words_of(f"{word} {other}"))
    for danish, meaning, _ in data.dictionary():
        counts.update(words_of(danish) * 4)
        english.update(words_of(meaning))
    for word, count in english.items():
        counts[word] += round(count * ENGLISH_SHARE)
    return +counts


def _damped(counts: Counter[str]) -> Iterator[str]:
    for word, count in sorted(counts.items()):
        repeats = min(MOST, max(1, round(count**DAMPING)))
        yield " ".join([word] * repeats)
