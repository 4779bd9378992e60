"""A llama of a few thousand weights that is taught one reply, in the form that real servers load."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import torch
from tokenizers import Tokenizer
from tokenizers.decoders import ByteLevel as ByteLevelDecoder
from tokenizers.models import BPE
from tokenizers.pre_tokenizers import ByteLevel
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from service.generate import Endpoint
from service.generate_openai import OpenAIGenerator

SERVE = Path(sys.executable).with_name("transformers")
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


@contextmanager
def served_model(reply: str) -> Iterator[OpenAIGenerator]:
    """A client of `transformers serve` with a model that answers everything with `reply`."""
    with TemporaryDirectory() as made, socket.socket() as free:
        folder = Path(made)
        make_model(folder, reply)
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        command = [str(SERVE), "serve", made, "--host", "127.0.0.1", "--port", str(port), "--device", "cpu"]
        offline = {"HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1", "HF_HOME": str(folder / "home")}
        with subprocess.Popen(command, env={**os.environ, **offline}, stdout=subprocess.DEVNULL) as server:
            try:
                _wait_for(f"http://127.0.0.1:{port}/health", server)
                generator = OpenAIGenerator(
                    Endpoint(f"http://127.0.0.1:{port}/v1", made, silence_s=120.0, max_tokens=200)
                )
                yield generator
                generator.close()
            finally:
                server.terminate()


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 200
    while time.monotonic() < until:
        assert server.poll() is None, "the server ended"
        try:
            if httpx.get(url, timeout=5).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise AssertionError("the server did not come up")
