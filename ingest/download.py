"""Files of the catalogue fetched from the web: politely, only from public addresses, never more than was asked for."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self
from urllib.parse import SplitResult, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from corpus.catalogue import Catalogue, CatalogueDocument
from corpus.errors import DocumentError, DownloadError
from ingest.addresses import Address, is_public, resolve
from ingest.media import SUFFIXES, media_type
from ingest.naming import slug

if TYPE_CHECKING:
    import httpx

AGENT = "klimasvar"
_HEADERS = {"User-Agent": f"{AGENT}/0.1", "Accept-Encoding": "identity"}
_ROBOTS_BYTES = 512_000


@dataclass(frozen=True, slots=True)
class DownloadLimits:
    """pause_s: between two requests to one server; its own Crawl-delay counts when longer, up to most_pause_s."""

    max_bytes: int = 200_000_000
    timeout_s: float = 30.0
    total_s: float = 600.0
    redirects: int = 5
    pause_s: float = 1.0
    most_pause_s: float = 10.0


@dataclass(frozen=True, slots=True)
class DownloadReport:
    """path: where the file lies, None when it failed. error: the Danish sentence, "" otherwise."""

    document_id: str
    url: str
    status: Literal["fetched", "unchanged", "failed"]
    path: Path | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class _Known:
    """What is remembered of the last download, to ask whether anything is new."""

    url: str
    etag: str = ""
    modified: str = ""


class Downloader:
    """Fetches into `folder`, one file a catalogue entry. allowed: which addresses may be reached.

    A context manager: its connections are closed at the end.
    """

    def __init__(
        self, folder: Path, *, limits: DownloadLimits | None = None, allowed: Callable[[Address], bool] = is_public
    ) -> None:
        import httpx  # not with this module: most who start the program fetch nothing

        self._folder = folder
        self._limits = limits or DownloadLimits()
        self._allowed = allowed
        self._client = httpx.Client(headers=_HEADERS, timeout=self._limits.timeout_s, trust_env=False)
        self._robots: dict[str, RobotFileParser] = {}
        self._last: dict[str, float] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def fetch_all(self, catalogue: Catalogue, *, skip: Callable[[CatalogueDocument], bool]) -> Iterator[DownloadReport]:
        """A row for each entry with a web address that `skip` lets through, as soon as it is fetched."""
        for entry in catalogue.documents:
            if entry.url.startswith(("http://", "https://")) and not skip(entry):
                try:
                    yield self.fetch(entry)
                except DownloadError as error:
                    yield DownloadReport(entry.id, entry.url, "failed", error=str(error))

    def fetch(self, entry: CatalogueDocument) -> DownloadReport:
        """The file of one entry, under its own file name. Raises DownloadError; nothing is left behind then."""
        target = self._folder / slug(entry.id) / Path(entry.file).name
        memory = target.with_name("hentet.json")
        known = _remembered(memory, entry.url) if target.exists() else _Known(entry.url)
        beside = target.with_name(f".{target.name}.{os.getpid()}")
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            fresh = self._get(entry.url, beside, known)
            if fresh is None:
                return DownloadReport(entry.id, entry.url, "unchanged", target)
            _check_kind(beside, entry)
            os.replace(beside, target)
            memory.write_text(json.dumps(asdict(fresh)), encoding="utf-8")
        finally:
            beside.unlink(missing_ok=True)
        return DownloadReport(entry.id, entry.url, "fetched", target)

    def _get(self, url: str, into: Path, known: _Known) -> _Known | None:
        """What to remember of the file now in `into`, or None when the server says that nothing is new."""
        deadline = time.monotonic() + self._limits.total_s
        conditions = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
        address = url
        for _ in range(self._limits.redirects + 1):
            self._ask_permission(address)
            with self._request(address, {k: v for k, v in conditions.items() if v}) as response:
                if response.has_redirect_location:
                    address = urljoin(address, response.headers.get("location", ""))
                    continue
                if response.status_code == 304:
                    return None
                if response.status_code != 200:
                    raise DownloadError(f"{url} svarede {response.status_code}. Tjek adressen i kataloget.")
                self._save(response, into, deadline, url)
                return _Known(url, response.headers.get("etag", ""), response.headers.get("last-modified", ""))
        raise DownloadError(f"{url} sender videre for mange gange.")

    def _request(self, url: str, headers: dict[str, str]) -> _Response:
        """Connects to an address that was checked, under the name that was asked for (no second look-up)."""
        import httpx

        parts = _parts(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        host = parts.hostname or ""
        number = resolve(host, port, allowed=self._allowed)
        self._pause(host)
        shown = f"[{number}]" if ":" in number else number
        path = parts.path or "/"
        request = self._client.build_request(
            "GET",
            f"{parts.scheme}://{shown}:{port}{path}" + (f"?{parts.query}" if parts.query else ""),
            headers={"Host": parts.netloc, **headers},
            extensions={"sni_hostname": host},
        )
        try:
            return _Response(self._client.send(request, stream=True, follow_redirects=False))
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise DownloadError(f"{url} kan ikke hentes. Prøv igen senere.", detail=repr(error)) from error

    def _save(self, response: httpx.Response, into: Path, deadline: float, url: str) -> None:
        import httpx

        limit = self._limits.max_bytes
        too_large = DownloadError(f"{url} fylder mere end grænsen på {limit / 1e6:.0f} MB og hentes ikke.")
        if int(response.headers.get("content-length", "0") or 0) > limit:
            raise too_large
        taken = 0
        try:
            with into.open("wb") as file:
                for piece in response.iter_raw(1 << 16):
                    taken += len(piece)
                    if taken > limit:
                        raise too_large
                    if time.monotonic() > deadline:
                        raise DownloadError(f"{url} tager for lang tid at hente.")
                    file.write(piece)
        except (httpx.HTTPError, OSError) as error:
            raise DownloadError(f"{url} blev afbrudt under hentningen. Prøv igen.", detail=repr(error)) from error

    def _ask_permission(self, url: str) -> None:
        """Raises DownloadError when the site's robots.txt asks programs to stay away."""
        parts = _parts(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            rules = RobotFileParser()
            rules.parse(self._robots_lines(f"{site}/robots.txt"))
            self._robots[site] = rules
        if not self._robots[site].can_fetch(AGENT, url):
            raise DownloadError(f"{parts.hostname} beder programmer om ikke at hente {parts.path} (robots.txt).")

    def _robots_lines(self, url: str) -> list[str]:
        """The rules; none when there is no file. A server in trouble is left in peace, as RFC 9309 asks."""
        with self._request(url, {}) as response:
            if response.status_code >= 500:
                return ["User-agent: *", "Disallow: /"]
            if response.status_code != 200:
                return []
            taken = b""
            for piece in response.iter_raw(1 << 14):
                taken += piece
                if len(taken) > _ROBOTS_BYTES:
                    break
            return taken.decode("utf-8", "replace").splitlines()

    def _pause(self, host: str) -> None:
        rules = next((rules for site, rules in self._robots.items() if urlsplit(site).hostname == host), None)
        asked = float(rules.crawl_delay(AGENT) or 0) if rules else 0.0
        pause = max(self._limits.pause_s, min(asked, self._limits.most_pause_s))
        wait = self._last.get(host, -1e9) + pause - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        self._last[host] = time.monotonic()


class _Response:
    """A streamed response that closes itself."""

    def __init__(self, response: httpx.Response) -> None:
        self._response = response

    def __enter__(self) -> httpx.Response:
        return self._response

    def __exit__(self, *_: object) -> None:
        self._response.close()


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or (parts.port or 1) < 1:
            raise ValueError("scheme, host or user")
    except ValueError as error:
        raise DownloadError(f"{url} er ikke en webadresse, der kan hentes.", detail=str(error)) from error
    return parts


def _remembered(memory: Path, url: str) -> _Known:
    try:
        known = _Known(**json.loads(memory.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return _Known(url)
    return known if known.url == url else _Known(url)


def _check_kind(path: Path, entry: CatalogueDocument) -> None:
    """Raises DownloadError when the server sent another kind of file than the catalogue names: often a web page."""
    try:
        kind = media_type(path)
    except DocumentError as error:
        raise DownloadError(f"{entry.url} gav ikke et dokument, der kan læses.", detail=str(error)) from error
    wanted = Path(entry.file).suffix.lower().replace(".htm", ".html").replace(".htmll", ".html")
    if SUFFIXES.get(kind, "") != wanted:
        raise DownloadError(
            f"{entry.url} gav ikke filen {entry.file}, men noget andet ({kind}). Hent filen selv, og indlæs den."
        )
