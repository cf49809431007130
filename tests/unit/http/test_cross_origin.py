"""Pages of other sites, and the address of a caller: what the resolver makes of both."""

from __future__ import annotations

from typing import Any

import pytest

from tests.control_plane import Answer, send
from tests.events import load
from tests.unit.http.test_resolver import PATH, authenticate
from tollgate.errors import Unavailable
from tollgate.http import Resolver, make_resolver, public, signed_in
from tollgate.http.cross_origin import Origins
from tollgate.settings import EdgeSettings

PAGE = "https://app.example.com"
ELSEWHERE = "https://elsewhere.example.com"
ASKING = {"Access-Control-Request-Method": "PATCH", "Sec-Fetch-Site": "cross-site"}
SECRET = "what only the distribution adds"


def listed(origin: str, organization_id: str | None) -> bool:
    """`PAGE` is listed by `org_a`, which the caller belongs to; `ELSEWHERE` by another one."""
    if organization_id is None:
        return origin in (PAGE, ELSEWHERE)
    return (origin, organization_id) == (PAGE, "org_a")


def app_of(origins: Origins | None = listed, secret: str | None = None) -> Resolver:
    app = make_resolver(
        "cross-origin", authenticate=authenticate, origins=origins, edge=EdgeSettings(secret=secret)
    )

    @app.get(PATH, **signed_in())
    def view() -> dict[str, str | None]:
        return {"address": app.address, "edge": app.header.get("x-tollgate-edge")}

    @app.post("/api/v1/open", **public())
    def open_() -> dict[str, str]:
        return {}

    return app


def ask(
    app: Resolver, method: str = "GET", path: str = PATH, bearer: str = "full", **headers: str
) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    event = load("directory/list_teams", bearer=bearer, headers=named)
    event |= {"path": path, "httpMethod": method}
    return send(app, event)


def allowed(answer: Answer) -> str | None:
    return answer.headers.get("access-control-allow-origin")


@pytest.mark.parametrize("origin", [PAGE, ELSEWHERE])
def test_a_listed_origin_may_ask_without_a_credential(origin: str) -> None:
    answer = ask(app_of(), "OPTIONS", bearer="", Origin=origin, **ASKING)
    assert answer.status == 204
    assert allowed(answer) == origin
    assert "PATCH" in answer.headers["access-control-allow-methods"]
    assert "Authorization" in answer.headers["access-control-allow-headers"]
    assert answer.headers["access-control-max-age"] == "600"
    assert answer.headers["vary"] == "Origin"


def test_its_script_reads_the_answer() -> None:
    answer = ask(app_of(), Origin=PAGE)
    assert (answer.status, allowed(answer)) == (200, PAGE)
    assert "ETag" in answer.headers["access-control-expose-headers"]
    assert answer.headers["vary"] == "Origin"


@pytest.mark.parametrize("bearer", ["", "wrong"])
def test_its_script_reads_a_refusal(bearer: str) -> None:
    answer = ask(app_of(), bearer=bearer, Origin=PAGE)
    assert (answer.status, allowed(answer)) == (401, PAGE)


def test_an_origin_that_only_another_organization_lists_reads_nothing_of_ours() -> None:
    answer = ask(app_of(), Origin=ELSEWHERE)
    assert (answer.status, allowed(answer)) == (200, None)


@pytest.mark.parametrize("origin", ["https://evil.example.com", "null", "*", ""])
def test_any_other_origin_gets_nothing(origin: str) -> None:
    preflight = ask(app_of(), "OPTIONS", bearer="", Origin=origin, **ASKING)
    assert (preflight.status, preflight.json["code"]) == (403, "forbidden")
    answer = ask(app_of(), Origin=origin)
    assert allowed(preflight) is allowed(answer) is None


def test_credentials_that_a_browser_adds_are_never_allowed() -> None:
    for answer in (
        ask(app_of(), Origin=PAGE),
        ask(app_of(), "OPTIONS", bearer="", Origin=PAGE, **ASKING),
    ):
        assert "access-control-allow-credentials" not in answer.headers
    by_cookie = {"Cookie": "tollgate_session=full", "Sec-Fetch-Site": "cross-site"}
    app = app_of()
    change = ask(app, "POST", "/api/v1/open", bearer="", Origin=PAGE, **by_cookie)
    assert change.status == 403


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_our_own_pages_are_not_looked_up(site: str) -> None:
    def unexpected(origin: str, organization_id: str | None) -> bool:
        raise AssertionError(origin)

    answer = ask(app_of(unexpected), Origin=PAGE, **{"Sec-Fetch-Site": site})
    assert (answer.status, allowed(answer)) == (200, None)


def test_without_a_list_there_is_no_preflight() -> None:
    assert ask(app_of(None), "OPTIONS", bearer="", Origin=PAGE, **ASKING).status == 404
    assert allowed(ask(app_of(None), Origin=PAGE)) is None


def test_another_options_request_is_no_preflight() -> None:
    assert ask(app_of(), "OPTIONS", Origin=PAGE).status == 404


def test_a_list_that_cannot_be_read_lists_nobody() -> None:
    def down(origin: str, organization_id: str | None) -> bool:
        raise Unavailable("down")

    answer = ask(app_of(down), Origin=PAGE)
    assert (answer.status, allowed(answer)) == (200, None)
    assert ask(app_of(down), "OPTIONS", bearer="", Origin=PAGE, **ASKING).status == 503


def test_one_caller_leaves_nothing_for_the_next() -> None:
    app = app_of()
    assert allowed(ask(app, Origin=ELSEWHERE)) is None
    assert allowed(ask(app, bearer="", Origin=ELSEWHERE)) == ELSEWHERE


@pytest.mark.parametrize(
    ("shown", "address"), [(SECRET, "203.0.113.7"), ("a guess", "203.0.113.10")]
)
def test_the_address_is_what_the_edge_saw_if_it_was_the_edge(shown: str, address: str) -> None:
    headers: dict[str, Any] = {
        "X-Forwarded-For": "10.0.0.1, 203.0.113.7, 203.0.113.10",
        "X-Tollgate-Edge": shown,
    }
    answer = ask(app_of(secret=SECRET), **headers)
    assert answer.json == {"address": address, "edge": None}
