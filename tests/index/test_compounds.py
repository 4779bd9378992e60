"""Compound splitting against the split compounds of DaSem."""

from __future__ import annotations

from pathlib import Path

from index.compounds import split_compound


def pieces(word: str) -> list[str]:
    return [word[start:end] for start, end in split_compound(word)]


def test_linking_letters_belong_to_no_part() -> None:
    assert pieces("handlingsplan") == ["handling", "plan"]
    assert pieces("virksomhed") == ["virksomhed"]
    assert pieces("") == [""]


def test_nine_in_ten_compounds_come_apart_exactly(testdata: Path) -> None:
    lines = (testdata / "lexical" / "compounds_dasem.txt").read_text("utf-8").split()
    split = [line.split("|") for line in lines if "|" in line]
    right = sum(pieces("".join(parts)) == [p for p in parts if p not in ("s", "e")] for parts in split)
    assert len(split) > 1300
    assert right / len(split) >= 0.90


def test_the_parts_of_compounds_stay_whole(testdata: Path) -> None:
    lines = (testdata / "lexical" / "compounds_dasem.txt").read_text("utf-8").split()
    simple = {part for line in lines for part in line.split("|") if len(part) >= 6 and "|" in line}
    simple -= {line.replace("|", "") for line in lines}
    whole = sum(len(pieces(part)) == 1 for part in simple)
    # A fifth of them are compounds themselves (lovforslag, aktieselskabet), which the list leaves whole.
    assert whole / len(simple) >= 0.75
