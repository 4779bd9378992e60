"""Every error as a response: `{"error": …}` for programs, a page for people, always one Danish sentence."""

from __future__ import annotations

import logging
from http import HTTPStatus

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException as StarletteHTTPException

from corpus import errors
from service.web.templating import page

log = logging.getLogger("klimasvar.web")

STATUS: tuple[tuple[type[errors.KlimasvarError], int], ...] = (
    (errors.NotFound, 404),
    (errors.FileTooLarge, 413),
    (errors.UnsupportedFile, 415),
    (errors.InputError, 422),
    (errors.DocumentError, 422),
    (errors.IngestBusy, 409),
    (errors.DownloadError, 502),
    (errors.KlimasvarError, 503),
)
MESSAGES = {
    403: "Du har ikke adgang til denne side. Spørg den, der driver tjenesten.",
    404: "Siden findes ikke.",
    405: "Adressen kan ikke bruges på den måde. Gå til forsiden.",
    413: "Forespørgslen er for stor.",
}
KINDS = {
    "missing": "mangler",
    "extra_forbidden": "kendes ikke",
    "json_invalid": "er ikke gyldig JSON",
    "string_type": "skal være en tekst",
    "bool_parsing": "skal være true eller false",
    "int_parsing": "skal være et heltal",
    "literal_error": "har en værdi, der ikke kendes",
    "value_error": "indeholder tegn, der ikke er gyldig tekst",
}


def status_of(error: errors.KlimasvarError) -> int:
    """The HTTP status for an error of ours; 503 for what is no fault of the user."""
    return next(status for kind, status in STATUS if isinstance(error, kind))


def wants_json(request: Request) -> bool:
    """True for the API and for scripts on our pages."""
    path, accept = request.url.path, request.headers.get("accept", "")
    if path.startswith("/api/") or path in {"/healthz", "/readyz"}:
        return True
    return "text/html" not in accept and ("application/json" in accept or "text/event-stream" in accept)


def refuse(request: Request, status: int, message: str) -> Response:
    """The error in the form that the caller reads."""
    if wants_json(request):
        response: Response = JSONResponse({"error": message}, status)
    else:
        response = page(request, "error.html", status=status, message=message, tab="")
        response.status_code = status
    if status in (HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS):
        response.headers["retry-after"] = "5"
    return response


def install(app: FastAPI) -> None:
    """Puts the handlers on the app."""

    @app.exception_handler(errors.KlimasvarError)
    def ours(request: Request, error: errors.KlimasvarError) -> Response:
        status = status_of(error)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            log.warning("%s %s: %s %s", request.method, request.url.path, type(error).__name__, error.detail)
        return refuse(request, status, str(error))

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> Response:
        return refuse(request, 422, describe(error))

    @app.exception_handler(StarletteHTTPException)
    def http(request: Request, error: StarletteHTTPException) -> Response:
        own = isinstance(error, HTTPException) and error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        message = str(error.detail) if own else MESSAGES.get(error.status_code, "Forespørgslen kan ikke læses.")
        response = refuse(request, error.status_code, message)
        response.headers.update(error.headers or {})
        return response


def describe(error: RequestValidationError) -> str:
    """The first fault in Danish; the value itself is never repeated."""
    fault = error.errors()[0]
    if fault["type"] == "json_invalid":
        return "Forespørgslen er ikke gyldig JSON."
    where = [str(part) for part in fault["loc"] if part not in {"body", "query", "path"}]
    name = ".".join(where).encode("utf-8", "replace").decode("utf-8")[:80] or "Indholdet"
    kind = KINDS.get(fault["type"], "har en værdi, der ikke kan bruges")
    return f"Feltet »{name}« {kind}." if where else f"Forespørgslens indhold {kind}."
