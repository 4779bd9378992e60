"""The whole of `python -m service.train`, over a note and a handful of questions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from service import refuse, score, train, verify
from service.library import add_documents
from service.settings import Settings
from service.train_scorer import OTHERS

NOTE = """# Havnens forsøg

## Tang

Dykkere plantede blæretang på fjorten gamle bundgarnspæle, og ålekvabberne fandt læ der. Forsøget kostede 250.000
kroner, som havnerådet betalte. Sælerne åd ikke tangen, selv om nogle fiskere havde frygtet det i begyndelsen.

## Broer

Flydende broer lader kajakker lægge til uden trapper, som var glatte om vinteren. Asta Mølgård leder havnens arbejde
med broerne og holder øje med, at lågerne bliver lukket. Broerne gynger, men ingen er faldet i vandet endnu.
"""
KNOWN = {
    "Hvor mange bundgarnspæle fik blæretang?": ("fjorten gamle bundgarnspæle", "fjorten"),
    "Hvad kostede forsøget?": ("Forsøget kostede 250.000", "250.000"),
    "Åd sælerne tangen?": ("Sælerne åd ikke tangen", "ikke"),
    "Hvad kan kajakker gøre ved flydende broer?": ("lægge til uden trapper", "trapper"),
    "Hvem leder havnens arbejde med broerne?": ("Asta Mølgård leder", "asta"),
    "Er nogen faldet i vandet?": ("ingen er faldet i vandet", "ingen"),
}
UNKNOWN = (
    "Hvad koster en busbillet?",
    "Hvem er borgmester på månen?",
    "Hvor mange køer er der?",
    "Hvornår er det jul?",
)


def _questions(path: Path, rows: list[dict[str, object]]) -> str:
    kept = [{**row, "id": f"q{n * 7}"} for n, row in enumerate(rows * 3)]
    path.write_text("\n".join(json.dumps(row) for row in kept), "utf-8")
    return str(path)


@pytest.mark.slow
def test_one_command_learns_every_weight_and_the_same_ones_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "havn.md").write_text(NOTE, "utf-8")
    settings = Settings(data=tmp_path / "data")
    add_documents(settings, [tmp_path / "havn.md"])
    silent: list[dict[str, object]] = [{"question": q, "answerable": False} for q in UNKNOWN]
    known: list[dict[str, object]] = [
        {"question": q, "evidence": [a], "facts": [[f]], "answerable": True} for q, (a, f) in KNOWN.items()
    ]
    marked = _questions(tmp_path / "kendt.jsonl", [*known, *silent])
    unanswered = _questions(tmp_path / "tavs.jsonl", silent)
    learnt = []
    for turn in ("en", "to"):
        for module, name in ((score, "score"), (refuse, "refuse"), (verify, "verify")):
            monkeypatch.setattr(module, "WEIGHTS", tmp_path / f"{name}-{turn}.json")
        data = str(settings.data)
        others = [given for kind in OTHERS for given in (f"--{kind}", data, unanswered)]
        train.main(["--set", data, marked, *others, "--falsely", "0.2"])
        learnt.append([json.loads(m.WEIGHTS.read_text("utf-8")) for m in (score, refuse, verify)])
    assert learnt[0] == learnt[1]
    named = (("weights", score.FEATURES), ("about", refuse.FEATURES), ("weights", verify.FEATURES))
    for file, (part, features) in zip(learnt[0], named, strict=True):
        assert tuple(file[part]) == features
        assert "python -m service.train_" in file["provenance"]
    assert "kendt.jsonl" in learnt[0][0]["provenance"]
    assert tuple(learnt[0][1]["said"]) == refuse.SAID
    assert learnt[0][1]["provenance"].count("tavs.jsonl") == len(OTHERS)
