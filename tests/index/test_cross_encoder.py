"""The bundled cross-encoder: what it tells apart, and what is said when it cannot be run."""

from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import EmbedderUnavailable
from index.cross_encoder import CONFIG, FOLDER, BundledCrossEncoder
from index.onnx import MODEL

ABOUT = "Legepladser › Erfaringer: "
TOLD = (
    ("Hvad kostede de nye gynger?", "Gyngerne blev købt for 84.000 kr.", "Gyngerne er lavet af robinietræ."),
    ("Hvem passer bedene om sommeren?", "Beboerforeningen vander og luger i juli.", "Bedene blev anlagt i 2019."),
    ("Hvorfor blev åbningen udsat?", "Leverandøren gik konkurs, så vi måtte vente.", "Åbningen fandt sted i maj."),
    ("Hvor mange skoler er med?", "Der deltager 17 skoler i alt.", "Skolerne ligger i hele kommunen."),
)


@pytest.fixture(scope="module")
def encoder() -> BundledCrossEncoder:
    return BundledCrossEncoder()


def test_a_sentence_that_answers_is_told_from_one_on_the_same_thing(encoder: BundledCrossEncoder) -> None:
    for question, answering, beside in TOLD:
        yes, no = encoder.read(question, [ABOUT + answering, ABOUT + beside])
        assert yes > no, question


def test_every_text_gets_its_own_number_in_order(encoder: BundledCrossEncoder) -> None:
    question, *texts = TOLD[0]
    there, back = encoder.read(question, texts), encoder.read(question, texts[::-1])
    assert there.dtype == np.float32
    np.testing.assert_allclose(there, back[::-1], atol=1e-4, err_msg="what stands beside a text does not move its odds")
    assert encoder.read(question, []).shape == (0,)
    assert np.isfinite(encoder.read("", ["", "ord " * 900])).all()


def test_threads_share_it() -> None:
    fresh = BundledCrossEncoder()
    with ThreadPoolExecutor(4) as threads:
        read = list(threads.map(lambda told: fresh.read(told[0], told[1:]), TOLD * 3))
    for n, told in enumerate(TOLD * 3):
        np.testing.assert_allclose(read[n], fresh.read(told[0], told[1:]), atol=1e-4)


def test_it_runs_without_torch() -> None:
    script = (
        "import sys; from index.cross_encoder import BundledCrossEncoder; "
        "BundledCrossEncoder().read('klima', ['klima']); "
        "print(sorted({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_damage_is_said_when_it_is_opened_or_first_asked(tmp_path: Path) -> None:
    with pytest.raises(EmbedderUnavailable, match="Geninstallér"):
        BundledCrossEncoder(tmp_path)
    shutil.copy(FOLDER / CONFIG, tmp_path)
    (tmp_path / MODEL).write_bytes(b"no model")
    with pytest.raises(EmbedderUnavailable, match="Geninstallér"):
        BundledCrossEncoder(tmp_path).read("klima", ["klima"])
