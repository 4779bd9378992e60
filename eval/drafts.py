"""Every proposal for a document: by rule, and by the language model where the settings name one."""

from __future__ import annotations

from corpus.store import Store
from eval.draft import draft
from eval.draft_model import draft_with
from eval.questions import Question
from service.generate import open_model
from service.settings import Settings


def drafts(store: Store, settings: Settings, document_id: str) -> tuple[Question, ...]:
    """The rules' proposals, then the model's, no question twice. Raises NotFound, GeneratorUnavailable."""
    found = draft(store, document_id)
    model = open_model(settings)
    if model is None:
        return found
    try:
        written = draft_with(model.generator, store, document_id, timeout_s=model.timeout_s)
    finally:
        model.generator.close()
    known = {question.text.lower() for question in found}
    return (*found, *(question for question in written if question.text.lower() not in known))
