"""Who may do what: accounts, a trusted proxy, roles, sessions, and everyone's conversations kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from corpus.accounts import ADMINISTRATOR, EDITOR, READER, ROLES
from corpus.errors import InvalidSetting
from service.passwords import hash_password, matches
from service.settings import Settings
from service.web.access import login_mode, needed
from service.web.login_page import TRIES
from tests.web.conftest import World, make_world
from tests.web.fakes import PDF_ID, SHEET_ID
from tests.web.test_api import QUESTION
from tests.web.test_library import EVENTS, NOTE

HTML = {"accept": "text/html"}
PASSWORD = "fire helt almindelige ord"
PEOPLE = {"lis": READER, "rie": EDITOR, "ada": ADMINISTRATOR}
NO_LOGIN = {
    "/healthz",
    "/readyz",
    "/favicon.ico",
    "/log-ind",
    "/tilgaengelighed",
    "/was",
    "/static/{digest}/{place:path}",
}
HASHED = hash_password(PASSWORD)


@pytest.fixture
def guarded(tmp_path: Path) -> World:
    """A library with accounts, one in each role."""
    world = make_world(tmp_path, login="konti")
    for name, role in PEOPLE.items():
        world.app.state.site.accounts.add(name, role, HASHED)
    return world


@pytest.fixture
def people(guarded: World) -> Iterator[dict[str, TestClient]]:
    """A browser for each person, logged in; "" is nobody's."""
    browsers = {name: TestClient(guarded.app, base_url="http://127.0.0.1") for name in ("", *PEOPLE)}
    for name in PEOPLE:
        assert log_in(browsers[name], name).status_code == 303
    yield browsers
    for browser in browsers.values():
        browser.close()


def log_in(client: TestClient, name: str, password: str = PASSWORD, onward: str = "/") -> object:
    form = {"navn": name, "kode": password, "videre": onward}
    return client.post("/log-ind", data=form, headers=HTML, follow_redirects=False)


def routes(app: FastAPI) -> list[tuple[str, str]]:
    """Every (method, path) with something in place of its parameters."""
    routers = [r.original_router for r in app.routes if hasattr(r, "original_router")]
    listed = [r for router in routers for r in router.routes if isinstance(r, APIRoute)]
    found = [(method, r.path) for r in listed for method in sorted(r.methods)]
    assert len(found) > 50
    return found


def filled(path: str) -> str:
    return re.sub(r"\{number[^}]*\}", "1", re.sub(r"\{document_id\}", PDF_ID, path)).replace("{", "").replace("}", "")


def test_without_a_login_nothing_is_served_but_a_listed_few(guarded: World) -> None:
    with TestClient(guarded.app, base_url="http://127.0.0.1") as client:
        for method, path in routes(guarded.app):
            reply = client.request(method, filled(path), headers=HTML, follow_redirects=False)
            if path in NO_LOGIN:
                assert "Log ind for at bruge" not in reply.text, path
            elif method == "GET" and not path.startswith("/api/"):
                assert reply.status_code == 303, path
                assert reply.headers["location"].startswith("/log-ind?videre=/"), path
            else:
                assert reply.status_code == 401, (method, path)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_reaches_what_it_may_and_nothing_above(
    guarded: World, people: dict[str, TestClient], role: str
) -> None:
    client = next(people[name] for name, held in PEOPLE.items() if held == role)
    for method, path in routes(guarded.app):
        takes = needed(method, filled(path))
        if takes and ROLES.index(takes) > ROLES.index(role):
            assert client.request(method, filled(path), headers=HTML).status_code == 403, (method, path)
        elif method == "GET" and takes:
            assert client.get(filled(path), headers=HTML).status_code != 403, path


@pytest.mark.parametrize("end", ["%0A", "%00"])
def test_no_role_grows_by_what_ends_an_address(guarded: World, people: dict[str, TestClient], end: str) -> None:
    for method, path in routes(guarded.app):
        assert people["rie"].request(method, f"{filled(path)}{end}", headers=HTML).status_code == 404, (method, path)
    new = {"navn": "eva", "rolle": ADMINISTRATOR, "kode": PASSWORD}
    assert people["rie"].post(f"/drift/brugere{end}", data=new).status_code == 404
    assert {a.name for a in guarded.app.state.site.accounts.accounts()} == set(PEOPLE)


def test_a_change_that_no_rule_names_takes_an_editor() -> None:
    assert needed("POST", "/noget/nyt") == EDITOR
    assert needed("POST", "/drift/noget") == ADMINISTRATOR
    assert needed("GET", "/drift/") == ADMINISTRATOR
    assert needed("DELETE", "/api/documents/x") == EDITOR
    assert needed("GET", "/healthz/../drift") == READER


def test_a_reader_may_not_change_the_library(guarded: World, people: dict[str, TestClient]) -> None:
    for path in (f"/dokumenter/{SHEET_ID}/slet", f"/dokumenter/{SHEET_ID}/laes-igen", "/dokumenter/hent"):
        assert people["lis"].post(path).status_code == 403
    files = {"filer": ("a.md", NOTE)}
    assert people["lis"].post("/dokumenter/tilfoej", files=files, headers=EVENTS).status_code == 403
    assert guarded.store.document(SHEET_ID)
    assert "Tilføj dokumenter" not in people["lis"].get("/dokumenter").text
    assert "Tilføj dokumenter" in people["rie"].get("/dokumenter").text


def test_a_login_leads_on_to_where_one_was_going(people: dict[str, TestClient]) -> None:
    reply = people[""].get("/kilder?q=regn", headers=HTML, follow_redirects=False)
    assert reply.headers["location"] == "/log-ind?videre=/kilder%3Fq%3Dregn"
    assert log_in(people[""], "LIS ", onward="/kilder?q=regn").headers["location"] == "/kilder?q=regn"  # type: ignore[attr-defined]
    for outside in ("https://ude.example", "//ude.example", "/\\ude.example", "/\tx", "javascript:alert(1)"):
        assert log_in(people[""], "lis", onward=outside).headers["location"] == "/"  # type: ignore[attr-defined]


def test_the_cookie_is_closed_to_scripts_and_other_sites(guarded: World) -> None:
    with TestClient(guarded.app, base_url="https://127.0.0.1") as client:
        cookie = log_in(client, "lis").headers["set-cookie"]  # type: ignore[attr-defined]
    for word in ("HttpOnly", "SameSite=lax", "Secure", "Path=/"):
        assert word in cookie
    stored = (guarded.settings.data / "klimasvar.db").read_bytes()
    token = re.search(r"=([\w-]{40,});", cookie)
    assert token is not None
    assert token[1].encode() not in stored


def test_a_wrong_password_and_an_unknown_name_are_told_alike(guarded: World) -> None:
    with TestClient(guarded.app, base_url="http://127.0.0.1") as client:
        wrong, unknown = log_in(client, "lis", "forkert"), log_in(client, "findesikke", "forkert")
        assert wrong.status_code == unknown.status_code == 401  # type: ignore[attr-defined]
        assert wrong.text == unknown.text  # type: ignore[attr-defined]
        for _ in range(TRIES):
            log_in(client, "lis", "forkert")
        assert log_in(client, "lis").status_code == 429  # type: ignore[attr-defined]


def test_one_who_guesses_does_not_shut_out_the_others_behind_the_same_server(guarded: World) -> None:
    with TestClient(guarded.app, base_url="http://127.0.0.1", client=("127.0.0.1", 4711)) as client:
        for number in range(TRIES):
            client.headers["x-forwarded-for"] = f"10.0.0.{number}, 10.0.0.7"
            log_in(client, f"gæt{number}", "forkert")
        assert log_in(client, "lis").status_code == 429  # type: ignore[attr-defined]
        client.headers["x-forwarded-for"] = "10.0.0.7, 10.0.0.8"
        assert log_in(client, "lis").status_code == 303  # type: ignore[attr-defined]
    with TestClient(guarded.app, base_url="http://127.0.0.1", client=("10.0.0.9", 4711)) as direct:
        for number in range(TRIES):
            direct.headers["x-forwarded-for"] = f"10.0.1.{number}"
            log_in(direct, f"gæt{number}", "forkert")
        assert log_in(direct, "rie").status_code == 429  # type: ignore[attr-defined]


def test_another_site_cannot_log_in_or_act_for_one(people: dict[str, TestClient]) -> None:
    forged = {"sec-fetch-site": "cross-site", **HTML}
    assert people[""].post("/log-ind", data={"navn": "lis", "kode": PASSWORD}, headers=forged).status_code == 403
    assert people["ada"].post("/drift/ryd", headers=forged).status_code == 403


def test_logging_out_ends_the_session_on_the_server(people: dict[str, TestClient]) -> None:
    people[""].cookies.update(people["lis"].cookies)
    assert people[""].get("/api/documents").status_code == 200
    assert people["lis"].post("/log-ud", follow_redirects=False).status_code == 303
    assert people[""].get("/api/documents").status_code == 401


def test_a_change_counts_from_the_next_request(people: dict[str, TestClient]) -> None:
    admin = people["ada"]
    assert people["rie"].get(f"/dokumenter/{SHEET_ID}/ret").status_code == 200
    admin.post("/drift/brugere/rie/rolle", data={"rolle": READER})
    assert people["rie"].get(f"/dokumenter/{SHEET_ID}/ret").status_code == 403
    admin.post("/drift/brugere/rie/luk")
    assert people["rie"].get("/api/documents").status_code == 401
    assert log_in(people["rie"], "rie").status_code == 401  # type: ignore[attr-defined]
    admin.post("/drift/brugere/rie/luk")
    assert log_in(people["rie"], "rie").status_code == 303  # type: ignore[attr-defined]
    admin.post("/drift/brugere/lis/kode", data={"kode": "et andet langt kodeord"})
    assert people["lis"].get("/api/documents").status_code == 401


def test_there_is_always_an_administrator(people: dict[str, TestClient], guarded: World) -> None:
    for path in ("rolle", "luk", "slet"):
        reply = people["ada"].post(f"/drift/brugere/ada/{path}", data={"rolle": READER}, headers=HTML)
        assert reply.status_code == 422
        assert "mindst én administrator" in reply.text
    assert people["ada"].post("/drift/brugere/rie/rolle", headers=HTML).status_code == 422
    people["ada"].post("/drift/brugere", data={"navn": "eva", "rolle": ADMINISTRATOR, "kode": PASSWORD})
    assert people["ada"].post("/drift/brugere/ada/slet", follow_redirects=False).status_code == 303
    assert [a.name for a in guarded.app.state.site.accounts.accounts()] == ["eva", "lis", "rie"]


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"navn": "ny", "rolle": READER, "kode": "kort"}, "mindst 12 tegn"),
        ({"navn": "to ord", "rolle": READER, "kode": PASSWORD}, "uden mellemrum"),
        ({"navn": "ny", "rolle": "konge", "kode": PASSWORD}, "findes ikke"),
        ({"navn": "LIS", "rolle": READER, "kode": PASSWORD}, "allerede"),
    ],
)
def test_a_bad_account_is_refused(people: dict[str, TestClient], form: dict[str, str], says: str) -> None:
    reply = people["ada"].post("/drift/brugere", data=form, headers=HTML)
    assert reply.status_code == 422
    assert says in reply.text


def test_one_changes_ones_own_password(people: dict[str, TestClient]) -> None:
    wrong = people["lis"].post("/konto", data={"nuvaerende": "forkert", "ny": "et nyt langt kodeord"}, headers=HTML)
    assert (wrong.status_code, "er forkert" in wrong.text) == (422, True)
    people["lis"].post("/konto", data={"nuvaerende": PASSWORD, "ny": "et nyt langt kodeord"}, headers=HTML)
    assert people["lis"].get("/api/documents").status_code == 401
    assert log_in(people["lis"], "lis", "et nyt langt kodeord").status_code == 303  # type: ignore[attr-defined]


def test_who_has_anothers_browser_cannot_guess_the_password_for_long(people: dict[str, TestClient]) -> None:
    for number in range(TRIES):
        assert people["lis"].post("/konto", data={"nuvaerende": f"gæt {number}"}, headers=HTML).status_code == 422
    right = {"nuvaerende": PASSWORD, "ny": "et nyt langt kodeord"}
    assert people["lis"].post("/konto", data=right, headers=HTML).status_code == 429
    assert people["lis"].get("/api/documents").status_code == 200


def test_nobody_sees_another_ones_conversations(people: dict[str, TestClient]) -> None:
    mine = people["lis"].post("/api/ask", json={"question": QUESTION, "conversation_id": "new"}).json()
    talk, answer = mine["conversation_id"], mine["answer_id"]
    other = people["rie"]
    for method, path in (
        ("GET", f"/api/conversations/{talk}"),
        ("GET", f"/samtaler/{talk}"),
        ("GET", f"/svar/{answer}"),
        ("GET", f"/svar/{answer}/word"),
        ("GET", f"/api/answers/{answer}"),
        ("DELETE", f"/api/conversations/{talk}"),
        ("POST", f"/samtaler/{talk}/slet"),
    ):
        assert other.request(method, path).status_code == 404, path
    assert other.patch(f"/api/conversations/{talk}", json={"title": "x"}).status_code == 404
    assert other.post(f"/samtaler/{talk}/navn", data={"titel": "x"}).status_code == 404
    assert other.post(f"/api/answers/{answer}/feedback", json={"useful": True}).status_code == 404
    asked = {"question": QUESTION, "conversation_id": talk}
    assert other.post("/api/ask", json=asked).status_code == 404
    assert other.post("/spoerg", data={"spoergsmaal": QUESTION, "samtale": talk}).status_code == 404
    assert other.get("/api/conversations").json() == {"conversations": []}
    assert people["lis"].get(f"/svar/{answer}").status_code == 200
    assert people["ada"].get(f"/svar/{answer}").status_code == 200
    assert people["ada"].get(f"/svar/{answer}/word").status_code == 200


def test_a_removed_user_takes_the_conversations_along(people: dict[str, TestClient], guarded: World) -> None:
    people["lis"].post("/api/ask", json={"question": QUESTION, "conversation_id": "new"})
    people["ada"].post("/drift/brugere/lis/slet")
    assert guarded.journal.of(None).conversations() == []


def proxied(tmp_path: Path, **settings: object) -> TestClient:
    world = make_world(tmp_path, login="proxy", **settings)
    return TestClient(world.app, base_url="http://127.0.0.1", client=("10.0.0.7", 4711))


def test_a_trusted_proxy_says_who_it_is(tmp_path: Path) -> None:
    with proxied(tmp_path, proxy_addresses="10.0.0.7") as client:
        assert client.get("/api/documents").status_code == 401
        lis = {"X-Remote-User": "Lis@by.dk"}
        assert client.get("/api/documents", headers=lis).status_code == 200
        assert client.get("/drift", headers=lis).status_code == 403
        role = {**lis, "X-Remote-Role": "administrator"}
        assert client.get("/drift", headers=role).status_code == 200
        editor = {"X-Remote-User": b"rie", "X-Remote-Role": "redaktør".encode()}
        assert client.get(f"/dokumenter/{SHEET_ID}/ret", headers=editor).status_code == 200
        assert client.get("/api/documents", headers={**lis, "X-Remote-Role": "konge"}).status_code == 401
        assert client.get("/log-ind").status_code == 404


def test_the_headers_are_worth_nothing_from_elsewhere(tmp_path: Path) -> None:
    with proxied(tmp_path) as client:
        headers = {"X-Remote-User": "lis", "X-Remote-Role": "administrator", "X-Forwarded-For": "127.0.0.1"}
        assert client.get("/api/documents", headers=headers).status_code == 401


@pytest.mark.parametrize(
    ("settings", "mode"),
    [
        ({}, "ingen"),
        ({"allow_network": True}, "konti"),
        ({"login": "konti"}, "konti"),
        ({"login": "proxy", "allow_network": True}, "proxy"),
    ],
)
def test_login_follows_from_where_the_server_can_be_reached(settings: dict[str, object], mode: str) -> None:
    assert login_mode(Settings(**settings)) == mode  # type: ignore[arg-type]


def test_no_login_on_a_network_is_refused() -> None:
    with pytest.raises(InvalidSetting, match="kræver login"):
        login_mode(Settings(login="ingen", allow_network=True))
    with pytest.raises(InvalidSetting, match="KLIMASVAR_LOGIN"):
        login_mode(Settings(login="saml"))


def test_a_password_matches_its_hash_alone() -> None:
    assert matches(HASHED, PASSWORD)
    assert not matches(HASHED, PASSWORD + " ")
    assert not matches("", "nobody")
    assert not matches("ikke et aftryk", PASSWORD)
    assert PASSWORD not in HASHED
