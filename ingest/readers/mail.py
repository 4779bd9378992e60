"""E-mail by the standard library: who, when and subject, then the text; attachments are named, not read."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage
from pathlib import Path

from corpus.types import Flag
from ingest.blocks import Block, ReadDocument
from ingest.encodings import decode
from ingest.media import EMAIL
from ingest.readers.cells import shown
from ingest.readers.errors import translated
from ingest.readers.plain import text_blocks
from ingest.readers.webpage import read_html
from ingest.tidy import tidy


class MailReader:
    """Reads .eml: the subject is the heading, the plain text is preferred to its HTML twin."""

    def read(self, path: Path) -> ReadDocument:
        """Raises a DocumentError."""
        with translated(path):
            message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            assert isinstance(message, EmailMessage)
            subject = tidy(str(message.get("subject", ""))) or "E-mail uden emne"
            sender = tidy(str(message.get("from", "")))
            date = getattr(message.get("date"), "datetime", None)
            body, flags = _body(message)
            line = "; ".join(
                f"{label}: {text}"
                for label, text in (
                    ("Fra", sender),
                    ("Til", tidy(str(message.get("to", "")))),
                    ("Dato", shown(date)),
                )
                if text
            )
            blocks = [Block("heading", subject, level=1), *([Block("row", line)] if line else []), *body]
            return ReadDocument(
                EMAIL,
                tuple(blocks) if body else (),
                title=subject,
                author=sender,
                published=date.date().isoformat() if date else "",
                flags=(*flags, *_attachments(message)),
            )


def _body(message: EmailMessage) -> tuple[list[Block], tuple[Flag, ...]]:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return [], ()
    payload = part.get_payload(decode=True)
    decoded = decode(payload if isinstance(payload, bytes) else b"", declared=part.get_content_charset("") or "")
    if part.get_content_type() == "text/html":
        read = read_html(decoded.text)
        return list(read.blocks), decoded.flags + read.flags
    return [Block("paragraph", b.text) if b.kind == "heading" else b for b in text_blocks(decoded.text)], decoded.flags


def _attachments(message: EmailMessage) -> list[Flag]:
    names = [tidy(part.get_filename() or "uden navn") for part in message.iter_attachments()]
    return [Flag("attachment", f"Den vedhæftede fil »{name}« er ikke læst; indlæs den for sig.") for name in names]
