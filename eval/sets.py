"""Question sets by name: those that ship, and those of the data folder with every version they have had.

`<data>/eval/sets/<name>.jsonl` is the set as it is now; `<data>/eval/sets/<name>/<time>-<version>.jsonl` each version.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from corpus.errors import InvalidQuestionSet, NotFound
from eval.question_files import load_set, read_set, write_jsonl
from eval.questions import QuestionSet

SHIPPED = Path(__file__).parent / "data"
LONGEST_NAME = 60
"""In characters, of which each takes up to four of the 255 bytes that a file's name may have."""
ABOUT = {
    "digest": "til de medfølgende dokumenter",
    "report": "til rapporten om VIP klimaprojekterne, når den er indlæst",
    "documents": "til prøvedokumenter, der ikke følger med",
    "law": "til lovtekster, der ikke følger med",
    "silent": "uden svar i de medfølgende dokumenter",
    "elsewhere": "om helt andre emner",
}
"""What the questions of a shipped set are for, in Danish: "Spørgsmål …"."""
_TIME = "%Y%m%dT%H%M%S%fZ"


@dataclass(frozen=True, slots=True)
class SetVersion:
    """A version as it was kept. key: names it, and sorts by time. created: ISO 8601 in UTC.

    added, removed, changed: how many questions, against the version before.
    """

    key: str
    created: str
    version: str
    count: int
    added: int
    removed: int
    changed: int


def resolve_set(name: str, data: Path) -> QuestionSet:
    """The set of a file, of a name that is kept in the data folder, or of one that ships. Raises InvalidQuestionSet."""
    if Path(name).is_file():
        return load_set(Path(name))
    return named_set(name, data)


def named_set(name: str, data: Path) -> QuestionSet:
    """The set of the data folder, else the one that ships, with that name. Raises InvalidQuestionSet."""
    if _plain(name):
        for path in (_home(data) / f"{name}.jsonl", SHIPPED / f"{name}.jsonl"):
            if path.is_file():
                return load_set(path)
    known = ", ".join(known_sets(data)) or "ingen"
    raise InvalidQuestionSet(f"Spørgsmålssættet {name} findes ikke. Angiv en fil, eller vælg mellem: {known}.")


def known_sets(data: Path) -> list[str]:
    """The names that `resolve_set` knows, in alphabetical order."""
    return sorted({path.stem for folder in (_home(data), SHIPPED) for path in folder.glob("*.jsonl")})


def own_sets(data: Path) -> list[str]:
    """The names in the data folder, which may be edited."""
    return sorted(path.stem for path in _home(data).glob("*.jsonl"))


def kept_name(name: str) -> str:
    """The name that a set of this name is kept under: its letters, digits, "_", "." and "-"."""
    return re.sub(r"[^\w.-]+", "-", name).strip("-.")[:LONGEST_NAME].strip("-.") or "sæt"


def save_set(data: Path, question_set: QuestionSet) -> str:
    """Keeps the set, and as a new version when its questions are not those of the last; the name that it got."""
    name = kept_name(question_set.name)
    versions = _home(data) / name
    versions.mkdir(parents=True, exist_ok=True)
    kept = sorted(versions.glob("*.jsonl"))
    if not kept or _version_in(kept[-1]) != question_set.version[:12]:
        write_jsonl(versions / f"{datetime.now(UTC).strftime(_TIME)}-{question_set.version[:12]}.jsonl", question_set)
    write_jsonl(_home(data) / f"{name}.jsonl", question_set)
    return name


def set_versions(data: Path, name: str) -> list[SetVersion]:
    """Every version of a set of the data folder, newest first."""
    found: list[SetVersion] = []
    before: dict[str, object] = {}
    for path in sorted((_home(data) / name).glob("*.jsonl")) if _plain(name) else ():
        now: dict[str, object] = {q.question_id: q for q in read_set(path).question_set.questions}
        both = now.keys() & before.keys()
        created = datetime.strptime(path.stem.split("-")[0], _TIME).replace(tzinfo=UTC)
        changed = sum(now[i] != before[i] for i in both)
        counts = (len(now), len(now) - len(both), len(before) - len(both), changed)
        found.append(SetVersion(path.stem, created.isoformat(timespec="seconds"), _version_in(path), *counts))
        before = now
    return found[::-1]


def old_set(data: Path, name: str, key: str) -> QuestionSet:
    """The set as it was in a version. Raises NotFound."""
    path = _home(data) / name / f"{key}.jsonl"
    if not (_plain(name) and _plain(key) and path.is_file()):
        raise NotFound(f"Spørgsmålssættet {name} har ingen version {key}.")
    return QuestionSet(name, load_set(path).questions)


def _home(data: Path) -> Path:
    return data / "eval" / "sets"


def _plain(name: str) -> bool:
    return Path(name).name == name and name not in ("", ".", "..") and len(name) <= LONGEST_NAME


def _version_in(path: Path) -> str:
    return path.stem.rpartition("-")[2]
