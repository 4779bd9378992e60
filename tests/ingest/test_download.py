"""Downloads against a local server: limits, redirects, robots, ETag; and no way to a closed network."""

from __future__ import annotations

import ipaddress
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from corpus.catalogue import Catalogue, CatalogueDocument
from corpus.errors import DownloadError
from corpus.sqlstore import SqlStore
from eval.commands import main
from ingest.addresses import is_public, resolve
from ingest.download import Downloader, DownloadLimits
from ingest.pipeline import ingest_paths
from service.library import fetch_sources
from service.settings import Settings
from tests.ingest import ingest_samples as samples

PAGE = b"<!doctype html><html><body><h1>Stier</h1><p>Kommunen bygger.</p></body></html>"
LOCAL = ipaddress.ip_network("127.0.0.0/8")


class Site(BaseHTTPRequestHandler):
    """A web site with a file for each way of going wrong."""

    asked: list[str]
    robots = b"User-agent: *\nDisallow: /lukket/\n"
    document = b""

    def do_GET(self) -> None:
        type(self).asked.append(self.path)
        port = self.server.server_address[1]
        moves = {
            "/flyttet": "/plan.html",
            "/ind": "http://192.168.0.1/plan.html",
            "/fil": "file:///etc/passwd",
            "/ring": "/ring",
            "/navn": f"http://localhost:{port}/plan.html",
        }
        if self.path in moves:
            self._answer(302, b"", Location=moves[self.path])
        elif self.path == "/robots.txt":
            self._answer(200, self.robots)
        elif self.path == "/plan.docx":
            self._answer(200, self.document)
        elif self.path == "/loegn":
            self._answer(200, PAGE, **{"Content-Length": "900000000"})
        elif self.path == "/stor.html":
            self._answer(200, PAGE + b" " * 300_000)
        elif self.path == "/mangler":
            self._answer(404, b"")
        elif self.headers.get("If-None-Match") == '"v1"':
            self._answer(304, b"")
        else:
            self._answer(200, PAGE, ETag='"v1"')

    def _answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the test's output stays clean."""


@pytest.fixture
def site() -> Iterator[str]:
    Site.asked, Site.robots = [], b"User-agent: *\nDisallow: /lukket/\n"
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def downloader(tmp_path: Path) -> Downloader:
    limits = DownloadLimits(max_bytes=200_000, timeout_s=5, pause_s=0, redirects=3)
    return Downloader(tmp_path / "hentet", limits=limits, allowed=lambda address: address in LOCAL)


def entry(url: str, file: str = "plan.html") -> CatalogueDocument:
    return CatalogueDocument("plan", "Plan", file, url=url)


@pytest.mark.parametrize("path", ["/plan.html", "/flyttet"])
def test_a_file_is_fetched_under_its_own_name(site: str, downloader: Downloader, tmp_path: Path, path: str) -> None:
    report = downloader.fetch(entry(site + path))
    assert (report.status, report.path) == ("fetched", tmp_path / "hentet" / "plan" / "plan.html")
    assert report.path is not None
    assert report.path.read_bytes() == PAGE


def test_an_unchanged_file_is_not_sent_again(site: str, downloader: Downloader) -> None:
    assert downloader.fetch(entry(site + "/plan.html")).status == "fetched"
    assert downloader.fetch(entry(site + "/plan.html")).status == "unchanged"


def test_a_word_file(site: str, downloader: Downloader, tmp_path: Path) -> None:
    Site.document = samples.docx_file(tmp_path / "x.docx").read_bytes()
    report = downloader.fetch(entry(site + "/plan.docx", "plan.docx"))
    assert report.path is not None
    assert report.path.read_bytes() == Site.document


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/ind", "lukket net"),
        ("/fil", "ikke en webadresse"),
        ("/ring", "for mange gange"),
        ("/loegn", "fylder mere end"),
        ("/stor.html", "fylder mere end"),
        ("/mangler", "svarede 404"),
        ("/lukket/plan.html", "robots.txt"),
    ],
)
def test_what_is_not_fetched(site: str, downloader: Downloader, tmp_path: Path, path: str, message: str) -> None:
    with pytest.raises(DownloadError, match=message):
        downloader.fetch(entry(site + path))
    assert [p for p in (tmp_path / "hentet").rglob("*") if p.is_file()] == []


def test_a_web_page_is_not_taken_for_the_report(site: str, downloader: Downloader) -> None:
    with pytest.raises(DownloadError, match=r"gav ikke filen rapport\.pdf"):
        downloader.fetch(entry(site + "/plan.html", "rapport.pdf"))


def test_a_failed_download_keeps_the_old_file(site: str, downloader: Downloader) -> None:
    path = downloader.fetch(entry(site + "/plan.html")).path
    with pytest.raises(DownloadError):
        downloader.fetch(entry(site + "/mangler"))
    assert path is not None
    assert path.read_bytes() == PAGE


def test_robots_are_asked_once_a_site_and_before_anything_else(site: str, downloader: Downloader) -> None:
    downloader.fetch(entry(site + "/plan.html"))
    downloader.fetch(entry(site + "/flyttet"))
    assert Site.asked == ["/robots.txt", "/plan.html", "/flyttet", "/plan.html"]


def test_every_entry_is_a_row(site: str, downloader: Downloader) -> None:
    catalogue = Catalogue(
        documents=(
            CatalogueDocument("a", "A", "a.html", url=site + "/plan.html"),
            CatalogueDocument("b", "B", "b.html", url=site + "/mangler"),
            CatalogueDocument("c", "C", "c.html", url=""),
            CatalogueDocument("d", "D", "d.html", url=site + "/plan.html"),
        )
    )
    rows = list(downloader.fetch_all(catalogue, skip=lambda document: document.id == "d"))
    assert [(row.document_id, row.status) for row in rows] == [("a", "fetched"), ("b", "failed")]


def test_a_closed_port_is_a_sentence(downloader: Downloader) -> None:
    with pytest.raises(DownloadError, match="kan ikke hentes"):
        downloader.fetch(entry("http://127.0.0.1:9/plan.html"))


CLOSED = [
    "127.0.0.1", "127.8.9.1", "10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
    "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1",
    "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "2001:db8::1",
]  # fmt: skip


@pytest.mark.parametrize("number", CLOSED)
def test_closed_addresses(number: str) -> None:
    assert not is_public(ipaddress.ip_address(number))


@pytest.mark.parametrize("number", ["8.8.8.8", "193.163.1.1", "2a00:1450:400f:80d::200e"])
def test_public_addresses(number: str) -> None:
    assert is_public(ipaddress.ip_address(number))


URLS = [
    "http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/", "http://127.1/", "http://[::1]/", "http://0/",
    "http://[::ffff:7f00:1]/", "http://localhost/", "http://127.0.0.1:80/", "http://[0:0:0:0:0:0:0:1]/",
]  # fmt: skip


@pytest.mark.parametrize("url", URLS)
def test_a_closed_address_in_disguise(tmp_path: Path, url: str) -> None:
    with pytest.raises(DownloadError, match="lukket net"):
        Downloader(tmp_path, limits=DownloadLimits(pause_s=0)).fetch(entry(url))


@pytest.mark.parametrize(
    "url", ["ftp://x.dk/a", "file:///etc/passwd", "http://", "http://a@b.dk/", "http://x.dk:99999/", "javascript:1"]
)
def test_what_is_no_web_address(tmp_path: Path, url: str) -> None:
    with pytest.raises(DownloadError, match="ikke en webadresse"):
        Downloader(tmp_path).fetch(entry(url))


def test_one_closed_address_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(2, 1, 6, "", (number, 80)) for number in ("8.8.8.8", "127.0.0.1")]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: rows)
    with pytest.raises(DownloadError, match="lukket net"):
        resolve("x.dk", 80, allowed=is_public)


def test_no_connection_is_left_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[httpx.Client] = []
    start = httpx.Client.__init__

    def noted(self: httpx.Client, **options: Any) -> None:
        start(self, **options)
        made.append(self)

    monkeypatch.setattr(httpx.Client, "__init__", noted)
    catalogue = tmp_path / "kilder.toml"
    catalogue.write_text("", encoding="utf-8")
    assert fetch_sources(Settings(data=tmp_path, catalogue=str(catalogue))) == []
    assert [client.is_closed for client in made] == [True]


def test_what_is_fetched_is_read_and_stored(site: str, downloader: Downloader, store: SqlStore, tmp_path: Path) -> None:
    catalogue = Catalogue(documents=(entry(site + "/plan.html"),))
    fetched = [row.path for row in downloader.fetch_all(catalogue, skip=lambda _: False) if row.path]
    (report,) = ingest_paths(fetched, store=store, catalogue=catalogue, data=tmp_path / "data")
    assert (report.status, report.document_id, report.passages) == ("added", "plan", 1)
    document = store.document("plan")
    assert (document.title, document.url) == ("Plan", site + "/plan.html")
    assert [passage.text for passage in store.passages_of("plan")] == ["Kommunen bygger."]


def test_the_command_fetches_nothing_from_a_closed_net_and_reads_the_rest(
    site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    catalogue = tmp_path / "kilder.toml"
    catalogue.write_text(
        f'[[documents]]\nid = "plan"\ntitle = "Plan"\nfile = "plan.html"\nurl = "{site}/plan.html"\n', encoding="utf-8"
    )
    monkeypatch.setenv("KLIMASVAR_CATALOGUE", str(catalogue))
    note = samples.md_file(tmp_path / "notat.md")
    with pytest.raises(SystemExit) as ended:
        main(["ingest", str(note), "--sources", "--json", "--data", str(tmp_path / "data")])
    said = capsys.readouterr()
    assert ended.value.code == 65
    assert "lukket net" in said.err
    assert [(row["filename"], row["status"]) for row in map(json.loads, said.out.splitlines())] == [
        ("notat.md", "added")
    ]
    assert Site.asked == []
