"""The one place where the parts are wired together."""

from __future__ import annotations

from service.events import NO_FILTERS, Answered, Assistant, Event, SourcesFound, TextPiece

__all__ = ["NO_FILTERS", "Answered", "Assistant", "Event", "SourcesFound", "TextPiece"]
