from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

import pytest
from pydantic import BaseModel

from tests.control_plane import Answer, send
from tests.events import load
from tollgate.auth.models import Caller, Credential
from tollgate.errors import (
    BudgetExhausted,
    Conflict,
    IdempotencyInFlight,
    IdempotencyMismatch,
    NotFound,
    RateLimited,
    TollgateError,
    Unauthenticated,
)
from tollgate.http import Resolver, make_resolver, no_content, public, requires, signed_in
from tollgate.http.idempotency import KeptAnswer, Receipt
from tollgate.http.resolver import SECURITY_HEADERS
from tollgate.journal.models import Actor
from tollgate.kit.permissions import Rights

PATH = "/api/v1/things"
_numbers = count()
"""A logger of its own for each app: it writes to what standard output was when it was made."""


class Thing(BaseModel):
    name: str
    size: int = 1


class Made(BaseModel):
    name: str
    version: int
    secret: str | None = None


@dataclass
class MemoryReceipts:
    """Answers kept in a dict; `running` are claims."""

    kept: dict[str, tuple[str, KeptAnswer]] = field(default_factory=dict)
    running: set[str] = field(default_factory=set)

    def claim(self, receipt: Receipt, now_ms: int) -> KeptAnswer | None:
        if receipt.name in self.running:
            raise IdempotencyInFlight("running", retry_after=1)
        if receipt.name not in self.kept:
            self.running.add(receipt.name)
            return None
        body_hash, answer = self.kept[receipt.name]
        if body_hash != receipt.body_hash:
            raise IdempotencyMismatch("another body")
        return answer

    def keep(self, receipt: Receipt, answer: KeptAnswer, now_ms: int) -> None:
        self.running.discard(receipt.name)
        self.kept[receipt.name] = (receipt.body_hash, answer)

    def release(self, receipt: Receipt) -> None:
        self.running.discard(receipt.name)


def authenticate(credential: Credential) -> Caller:
    token = credential.token
    if token not in ("full", "none"):
        raise Unauthenticated("unknown")
    return Caller(
        organization_id="org_a",
        actor=Actor("user", f"usr_{token}"),
        user_id=f"usr_{token}",
        grants=(Rights(frozenset({"things.*"} if token == "full" else set())),),
        request_id=credential.request_id,
        by_cookie=credential.by_cookie,
    )


@dataclass
class App:
    """A resolver with routes of every kind, and the calls that reached them."""

    receipts: MemoryReceipts = field(default_factory=MemoryReceipts)
    calls: list[str] = field(default_factory=list)
    raises: Exception | None = None
    resolver: Resolver = field(init=False)

    def __post_init__(self) -> None:
        app = make_resolver(
            f"test-{next(_numbers)}", authenticate=authenticate, receipts=self.receipts
        )
        self.resolver = app

        @app.post(PATH, status_code=201, **requires("things.make", shown_once=("secret",)))
        def make(body: Thing) -> Made:
            self.calls.append(body.name)
            if self.raises:
                raise self.raises
            return Made(name=body.name, version=len(self.calls), secret="once")

        @app.get(PATH, **signed_in())
        def view() -> Made:
            return Made(name=app.caller.actor.id, version=3)

        @app.delete(PATH, status_code=204, **requires("things.drop"))
        def drop() -> Any:
            return no_content()

        @app.get("/api/v1/open", **public())
        def open_() -> Made:
            if self.raises:
                raise self.raises
            return Made(name="open", version=1)

        @app.get("/api/v1/forgotten")
        def forgotten() -> Made:
            self.calls.append("forgotten")
            return Made(name="forgotten", version=1)

        @app.get("/api/v1/broken", **public())
        def broken() -> Made:
            return {"name": 5}  # type: ignore[return-value]

    def ask(self, method: str, path: str = PATH, *, bearer: str = "full", **more: Any) -> Answer:
        event = load(
            "directory/create_team" if method == "POST" else "directory/get_team",
            bearer=bearer,
            **{"body": None, "httpMethod": method, "path": path, **more},
        )
        return send(self.resolver, event)


@pytest.fixture
def app() -> App:
    return App()


class TestAccess:
    def test_the_caller_reaches_the_route(self, app: App) -> None:
        answer = app.ask("GET")
        assert (answer.status, answer.json["name"]) == (200, "usr_full")

    def test_without_a_credential(self, app: App) -> None:
        answer = app.ask("GET", bearer="")
        assert (answer.status, answer.json["code"]) == (401, "invalid_api_key")
        assert answer.headers["content-type"] == "application/problem+json"

    def test_without_the_permission(self, app: App) -> None:
        answer = app.ask("POST", bearer="none", body={"name": "x"})
        assert answer.status == 403
        assert answer.json["required_permission"] == "things.make"
        assert app.calls == []

    def test_a_route_without_a_permission_is_not_there(self, app: App) -> None:
        answer = app.ask("GET", "/api/v1/forgotten")
        assert (answer.status, answer.json["code"]) == (404, "not_found")
        assert app.calls == []

    def test_a_public_route_ignores_a_bad_credential(self, app: App) -> None:
        assert app.ask("GET", "/api/v1/open", bearer="bad").status == 200

    def test_a_stranger_is_told_nothing_about_their_input(self, app: App) -> None:
        assert app.ask("POST", bearer="", body={"size": "x"}).status == 401
        assert app.ask("POST", bearer="none", body={"size": "x"}).status == 403

    @pytest.mark.parametrize(
        ("headers", "status"),
        [
            ({}, 403),
            ({"X-Requested-With": "fetch"}, 201),
            ({"Sec-Fetch-Site": "same-origin"}, 201),
            ({"Sec-Fetch-Site": "same-site"}, 403),
            ({"Sec-Fetch-Site": "cross-site", "X-Requested-With": "fetch"}, 403),
            ({"Origin": "https://api.example.com"}, 201),
            ({"Origin": "https://evil.example"}, 403),
            ({"Origin": "null"}, 403),
        ],
    )
    def test_changes_by_cookie_come_from_own_pages(
        self, app: App, headers: dict[str, str], status: int
    ) -> None:
        cookie = {"Cookie": "tollgate_session=full"}
        answer = app.ask("POST", bearer="", body={"name": "x"}, headers=cookie | headers)
        assert answer.status == status
        assert app.ask("GET", bearer="", headers=cookie).status == 200

    def test_a_broken_cookie_is_no_credential(self, app: App) -> None:
        assert app.ask("GET", bearer="", headers={"Cookie": "tollgate_session; =;;"}).status == 401


class TestInput:
    @pytest.mark.parametrize(
        ("body", "status", "field"),
        [
            ({"name": 5}, 400, "name"),
            ({"name": "x", "size": "big"}, 400, "size"),
            (None, 400, ""),
            ("", 400, ""),
            ("{", 400, None),
            ('{"name": "x", "name": "y"}', 400, "name"),
            ('{"name": "x", "size": Infinity}', 400, None),
            ('{"name": "\\ud800"}', 400, None),
            ('{"name": "x", "\\udc00\\ud800": 1}', 400, None),
            ("[" * 100_000, 400, None),
            ("9" * 5000, 400, None),
            ('"' + "x" * 1_000_001 + '"', 413, None),
        ],
    )
    def test_is_refused_precisely(
        self, app: App, body: object, status: int, field: str | None
    ) -> None:
        answer = app.ask("POST", body=body)
        assert answer.status == status, answer.json
        assert answer.json.get("field") == field
        assert app.calls == []

    def test_several_fields_are_all_named(self, app: App) -> None:
        problem = app.ask("POST", body={"name": 5, "size": "x"}).json
        assert {entry["name"] for entry in problem["fields"]} == {"name", "size"}
        assert problem["type"] == "urn:tollgate:error:invalid_request"

    @pytest.mark.parametrize("media", ["text/plain", "application/x-www-form-urlencoded"])
    def test_only_json_is_read(self, app: App, media: str) -> None:
        answer = app.ask("POST", body="name=x", headers={"Content-Type": media})
        assert (answer.status, answer.json["code"]) == (415, "unsupported_media_type")

    def test_base64_bodies_are_read(self, app: App) -> None:
        text = base64.b64encode(json.dumps({"name": "é"}).encode()).decode()
        assert app.ask("POST", body=text, isBase64Encoded=True).status == 201
        assert app.calls == ["é"]

    def test_both_halves_of_a_character_are_read(self, app: App) -> None:
        assert app.ask("POST", body='{"name": "\\ud83d\\ude00"}').status == 201
        assert app.calls == ["\U0001f600"]

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"path": "/api/v1/things/%00"}, None),
            ({"query": {"q": "a\x00b"}}, "q"),
            ({"query": {"a\x00b": ""}}, "a\x00b"),
        ],
    )
    def test_a_nul_in_the_address_is_refused(
        self, app: App, changes: dict[str, Any], field: str | None
    ) -> None:
        answer = app.ask("GET", **changes)
        assert (answer.status, answer.field) == (400, field)
        assert app.calls == []

    @pytest.mark.parametrize("body", ["/w==", "not base64!"])
    def test_bytes_that_are_no_text_are_refused(self, app: App, body: str) -> None:
        assert app.ask("POST", body=body, isBase64Encoded=True).status == 400


class TestProblems:
    @pytest.mark.parametrize(
        ("error", "status", "code"),
        [
            (NotFound("none"), 404, "not_found"),
            (Conflict("taken", param="email"), 409, "conflict"),
            (BudgetExhausted("spent", fields={"remaining_usd": "0.5"}), 402, "budget_exhausted"),
        ],
    )
    def test_known_errors_keep_their_shape(
        self, app: App, error: TollgateError, status: int, code: str
    ) -> None:
        app.raises = error
        answer = app.ask("GET", "/api/v1/open")
        problem = answer.json
        assert (answer.status, problem["status"], problem["code"]) == (status, status, code)
        assert problem["detail"] == error.message
        assert problem.get("field") == error.param
        assert error.fields.items() <= problem.items()
        assert problem["request_id"] == answer.headers["x-request-id"]

    def test_retry_after_is_in_whole_seconds(self, app: App) -> None:
        app.raises = RateLimited("slow down", retry_after=1.2)
        assert app.ask("GET", "/api/v1/open").headers["retry-after"] == "2"

    def test_unknown_errors_say_nothing(self, capsys: pytest.CaptureFixture[str]) -> None:
        app = App()
        app.raises = RuntimeError("password is hunter2")
        answer = app.ask("GET", "/api/v1/open")
        assert (answer.status, answer.json["code"]) == (500, "internal_error")
        assert "hunter2" not in str(answer.json)
        assert "hunter2" in capsys.readouterr().out

    def test_an_answer_of_the_wrong_shape_is_our_fault(self, app: App) -> None:
        assert app.ask("GET", "/api/v1/broken").status == 500

    @pytest.mark.parametrize(("method", "path"), [("GET", "/api/v1/no"), ("PUT", PATH)])
    def test_there_is_nothing_elsewhere(self, app: App, method: str, path: str) -> None:
        answer = app.ask(method, path)
        assert (answer.status, answer.json["code"]) == (404, "not_found")


class TestHeaders:
    def test_every_answer_carries_them(self, app: App) -> None:
        for answer in (app.ask("GET"), app.ask("GET", bearer=""), app.ask("POST", body="{")):
            for name, value in SECURITY_HEADERS.items():
                assert answer.headers[name.lower()] == value
            assert answer.headers["x-request-id"] == "5f0c2d1e-8a37-4b52-9c8e-6d1f0a2b3c4d"

    def test_a_correlation_id_is_echoed_when_it_is_harmless(self, app: App) -> None:
        good = app.ask("GET", headers={"X-Correlation-Id": "trace-1"})
        assert good.headers["x-correlation-id"] == "trace-1"
        bad = app.ask("GET", headers={"X-Correlation-Id": "a\r\nSet-Cookie: x"})
        assert "x-correlation-id" not in bad.headers

    def test_a_versioned_answer_has_its_etag(self, app: App) -> None:
        assert app.ask("GET").headers["etag"] == '"3"'

    def test_no_content_is_empty(self, app: App) -> None:
        answer = app.ask("DELETE")
        assert (answer.status, answer.json) == (204, None)

    def test_a_request_is_one_line_of_json(self, capsys: pytest.CaptureFixture[str]) -> None:
        app = App()
        app.ask("GET")
        app.ask("GET", "/api/v1/open", bearer="")
        first, second = map(json.loads, capsys.readouterr().out.splitlines())
        assert first["request_id"] == "5f0c2d1e-8a37-4b52-9c8e-6d1f0a2b3c4d"
        assert (first["status"], first["actor_id"]) == (200, "usr_full")
        assert "actor_id" not in second


HEADERS: Final = {"Idempotency-Key": "one"}


class TestIdempotency:
    def test_the_first_answer_is_given_again_without_its_secret(self, app: App) -> None:
        first = app.ask("POST", body={"name": "x"}, headers=HEADERS)
        again = app.ask("POST", body={"name": "x"}, headers=HEADERS)
        assert (again.status, again.headers["etag"]) == (201, first.headers["etag"])
        assert again.json == {**first.json, "secret": None}
        assert app.calls == ["x"]

    def test_another_body_is_refused(self, app: App) -> None:
        app.ask("POST", body={"name": "x"}, headers=HEADERS)
        assert app.ask("POST", body={"name": "y"}, headers=HEADERS).status == 422

    def test_a_second_while_the_first_runs_is_refused(self, app: App) -> None:
        app.receipts.running.add(_receipt_name({"name": "x"}, HEADERS))
        answer = app.ask("POST", body={"name": "x"}, headers=HEADERS)
        assert (answer.status, answer.json["code"]) == (409, "idempotency_in_flight")
        assert answer.headers["retry-after"] == "1"

    @pytest.mark.parametrize("error", [Conflict("no"), RuntimeError("bug")])
    def test_a_failure_gives_the_key_back(self, app: App, error: Exception) -> None:
        app.raises = error
        app.ask("POST", body={"name": "x"}, headers=HEADERS)
        app.raises = None
        assert app.ask("POST", body={"name": "x"}, headers=HEADERS).status == 201

    def test_strangers_cannot_replay(self, app: App) -> None:
        app.ask("POST", body={"name": "x"}, headers=HEADERS)
        for bearer, status in (("", 401), ("none", 403)):
            answer = app.ask("POST", body={"name": "x"}, headers=HEADERS, bearer=bearer)
            assert answer.status == status


def _receipt_name(body: dict[str, Any], headers: dict[str, str]) -> str:
    probe = App()
    probe.ask("POST", body=body, headers=headers)
    [name] = probe.receipts.kept
    return name
