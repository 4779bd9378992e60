"""A llama of a few thousand weights that is taught one reply, in the form that real servers load."""

from __future__ import annotations

from pathlib import Path

import torch
from tokenizers import Tokenizer
from tokenizers.decoders import ByteLevel as ByteLevelDecoder
from tokenizers.models import BPE
from tokenizers.pre_tokenizers import ByteLevel
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

END = "<slut>"
TEMPLATE = "{% if add_generation_prompt %}<svar>{% endif %}"
"""The conversation is left out: what is tested is the way there and back, not what so small a model understands."""
STEPS = 120


def make_model(folder: Path, reply: str) -> None:
    """Writes a model that answers everything with `reply`."""
    letters = {letter: number for number, letter in enumerate(sorted(ByteLevel.alphabet()))}
    plain = Tokenizer(BPE(vocab=letters, merges=[]))
    plain.pre_tokenizer, plain.decoder = ByteLevel(add_prefix_space=False), ByteLevelDecoder()
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=plain, eos_token=END, pad_token=END, bos_token="<svar>")
    tokenizer.chat_template = TEMPLATE
    torch.set_num_threads(1)
    torch.manual_seed(7)
    config = LlamaConfig(
        vocab_size=len(tokenizer), hidden_size=64, intermediate_size=128, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=4, max_position_embeddings=512, eos_token_id=tokenizer.eos_token_id,
        bos_token_id=tokenizer.bos_token_id, pad_token_id=tokenizer.pad_token_id,
    )  # fmt: skip
    model = LlamaForCausalLM(config)
    rows = torch.tensor([[tokenizer.bos_token_id, *tokenizer.encode(reply), tokenizer.eos_token_id]])
    optimiser = torch.optim.AdamW(model.parameters(), lr=3e-3)
    for _ in range(STEPS):
        optimiser.zero_grad()
        loss = model(input_ids=rows, labels=rows).loss
        loss.backward()
        optimiser.step()
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
