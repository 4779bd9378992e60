"""Who takes part in one project and not in another, by the lists of participants."""

from __future__ import annotations

import re

from service.chosen import Chosen
from service.filters import danish_key
from service.listing import listed
from service.lookup_question import TAKES_PART
from service.lookup_types import Lookup, Row
from service.names import NameBook
from service.question import Question
from service.span_names import fewest_spans

_BUT_NOT = re.compile(r"\b(?:men|og|but|and) (?:ikke|not)\b", re.IGNORECASE)


def in_one_alone(question: Question, chosen: Chosen, names: NameBook) -> Lookup | None:
    """Those on the list of the project named first and not on that of the other; None for another question.

    None as well where a list is missing, may be seen in part only, or is "alle kommuner".
    """
    projects = question.projects()
    if question.kind not in ("list", "who", "number", "what"):
        return None
    if len(projects) != 2 or not (_BUT_NOT.search(question.own) and TAKES_PART.search(question.own)):
        return None
    lists = [chosen.mentions("participant", project=project) for project in projects]
    whole = all(found and chosen.tells_all(found) for found in lists)
    if not whole or any(m.scope for found in lists for m in found):
        return None
    ours, theirs = ({m.value for m in found} for found in lists)
    first, other = (f"»{names.title(project)}«" for project in projects)
    cited = tuple(span for found in lists for span in fewest_spans(chosen, found))
    left = sorted(ours - theirs, key=danish_key)
    said = listed(left) if left else "Ingen."
    return Lookup(
        f"På deltagerlisten for {first}, men ikke på den for {other}, står:", (Row(said, cited),), "kun i den ene"
    )
