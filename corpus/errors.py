"""Every error of ours, in one tree.

KlimasvarError
├── InputError               the user's input cannot be used
│   ├── EmptyQuestion
│   ├── QuestionTooLong
│   ├── UnknownSetting
│   ├── InvalidSetting
│   ├── InvalidFilter
│   └── InvalidQuestionSet
├── DocumentError            a file cannot be read
│   ├── FileMissing
│   ├── FileTooLarge
│   ├── UnsupportedFile
│   ├── UnreadableFile
│   ├── PasswordProtected
│   ├── EmptyDocument
│   └── SuspiciousFile       a bomb, or a parser that ran out of its limits
├── NotFound                 no such document, page, passage, conversation or answer
├── StoreError               the database cannot be used
├── IngestBusy               another ingest holds the data folder
├── DownloadError            a web source could not be fetched
├── SearchIndexError
│   ├── IndexMissing         nothing is indexed yet
│   ├── IndexCorrupt         a file differs from its manifest
│   └── IndexMismatch        made with another embedder, dimension or analyser
├── EmbedderUnavailable      the model cannot be loaded
├── GeneratorUnavailable     the language model does not answer
└── ServiceError             the server cannot start (port in use, ...)

`str(error)` is one Danish sentence for the user: what was wrong, with which value, what to do next.
`detail` is English, for the log.
"""

from __future__ import annotations


class KlimasvarError(Exception):
    """The root. exit_code: what a command returns, from sysexits.h (1 when nothing there fits)."""

    exit_code = 1

    def __init__(self, message: str, *, detail: str = "") -> None:
        super().__init__(message)
        self.detail = detail


class InputError(KlimasvarError):
    exit_code = 64


class EmptyQuestion(InputError):
    pass


class QuestionTooLong(InputError):
    pass


class UnknownSetting(InputError):
    exit_code = 78


class InvalidSetting(InputError):
    exit_code = 78


class InvalidFilter(InputError):
    pass


class InvalidQuestionSet(InputError):
    exit_code = 65


class DocumentError(KlimasvarError):
    exit_code = 65


class FileMissing(DocumentError):
    exit_code = 66


class FileTooLarge(DocumentError):
    pass


class UnsupportedFile(DocumentError):
    pass


class UnreadableFile(DocumentError):
    pass


class PasswordProtected(DocumentError):
    pass


class EmptyDocument(DocumentError):
    pass


class SuspiciousFile(DocumentError):
    pass


class NotFound(KlimasvarError):
    exit_code = 66


class StoreError(KlimasvarError):
    exit_code = 74


class IngestBusy(KlimasvarError):
    exit_code = 75


class DownloadError(KlimasvarError):
    exit_code = 69


class SearchIndexError(KlimasvarError):
    exit_code = 69


class IndexMissing(SearchIndexError):
    exit_code = 69


class IndexCorrupt(SearchIndexError):
    exit_code = 74


class IndexMismatch(SearchIndexError):
    exit_code = 78


class EmbedderUnavailable(KlimasvarError):
    exit_code = 69


class GeneratorUnavailable(KlimasvarError):
    exit_code = 69


class ServiceError(KlimasvarError):
    exit_code = 69
