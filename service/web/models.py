"""What the API takes in. Unknown fields are refused, and so is text that is not Unicode."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def _is_unicode(value: str) -> str:
    if any("\ud800" <= c <= "\udfff" for c in value):
        raise ValueError("lone surrogate")
    return value


Text = Annotated[str, AfterValidator(_is_unicode)]
Values = Text | list[Text]
"""One value, or several of which any will do."""


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TurnIn(Strict):
    role: Literal["user", "assistant"]
    content: Text


class FiltersIn(Strict):
    project: Values = ""
    theme: Values = ""
    municipality: Values = ""
    document_id: Values = ""
    kind: Values = ""
    year: Values = ""


class AskIn(Strict):
    """conversation_id: "new" starts a conversation that is kept; absent, nothing is kept."""

    question: Text
    history: list[TurnIn] = Field(default_factory=list, max_length=1000)
    conversation_id: Text = ""
    filters: FiltersIn = FiltersIn()
    stream: bool = False


class SearchIn(Strict):
    q: Text = ""
    k: int = Field(default=10, ge=1, le=100)
    explain: bool = False
    project: list[Text] = Field(default_factory=list)
    theme: list[Text] = Field(default_factory=list)
    municipality: list[Text] = Field(default_factory=list)
    document_id: list[Text] = Field(default_factory=list)
    kind: list[Text] = Field(default_factory=list)
    year: list[Text] = Field(default_factory=list)


class FeedbackIn(Strict):
    useful: bool
    reasons: list[Literal["Forkert", "Mangler noget", "Forkert kilde", "Uklart skrevet"]] = Field(
        default_factory=list, max_length=4
    )
    note: Annotated[Text, Field(max_length=2000)] = ""


class TitleIn(Strict):
    title: Annotated[Text, Field(min_length=1, max_length=200)]


class AskForm(Strict):
    """The chat page's form; the names are those of its addresses."""

    spoergsmaal: Text = ""
    samtale: Text = ""
    projekt: list[Text] = Field(default_factory=list)
    tema: list[Text] = Field(default_factory=list)
    kommune: list[Text] = Field(default_factory=list)
    dokument: list[Text] = Field(default_factory=list)
    art: list[Text] = Field(default_factory=list)
    aar: list[Text] = Field(default_factory=list)


Line = Annotated[Text, Field(max_length=500)]


class EditForm(Strict):
    """What a person may write about a document: the fields of `corpus.edits.FIELDS`."""

    title: Line = ""
    publisher: Line = ""
    published: Line = ""
    kind: Line = ""
    project: Line = ""
    network: Line = ""
    licence: Line = ""
    url: Line = ""
