"""HTTP to proxy events and back."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from local.events import AnswerInvalid, HttpRequest, http_answer, proxy_event
from local.routing import Match
from tollgate.routes import Route

REQUEST = HttpRequest(
    method="POST",
    path="/api/v1/users/a%20b",
    query="x=1&x=2&empty=&sp=a%20b",
    headers=[("accept", "a"), ("accept", "b"), ("x-forwarded-for", "10.0.0.1")],
    body=b'{"a": 1}',
    client="127.0.0.1",
    request_id="request-1",
)
MATCH = Match(Route("ANY", "/api/v1/users/{proxy+}", "directory"), {"proxy": "a b"})


def event(request: HttpRequest = REQUEST) -> dict[str, Any]:
    decoded: dict[str, Any] = json.loads(proxy_event(request, MATCH))
    return decoded


def test_an_event_has_the_shape_of_payload_1_0() -> None:
    made = event()
    assert made["resource"] == made["requestContext"]["resourcePath"] == "/api/v1/users/{proxy+}"
    assert made["path"] == "/api/v1/users/a%20b"
    assert made["pathParameters"] == {"proxy": "a b"}
    assert made["queryStringParameters"] == {"x": "2", "empty": "", "sp": "a b"}
    assert made["multiValueQueryStringParameters"]["x"] == ["1", "2"]
    assert made["headers"]["accept"] == "b"
    assert made["multiValueHeaders"]["accept"] == ["a", "b"]
    assert made["headers"]["x-forwarded-for"] == "10.0.0.1, 127.0.0.1"
    assert made["requestContext"]["identity"]["sourceIp"] == "127.0.0.1"
    assert made["requestContext"]["requestId"] == "request-1"
    assert (made["body"], made["isBase64Encoded"]) == ('{"a": 1}', False)


def test_what_is_absent_is_null() -> None:
    made = event(replace(REQUEST, query="", body=b""))
    assert made["queryStringParameters"] is None
    assert made["multiValueQueryStringParameters"] is None
    assert made["body"] is None


@settings(deadline=None)
@given(st.binary(max_size=50))
def test_every_body_arrives_unchanged(body: bytes) -> None:
    made = event(replace(REQUEST, body=body))
    text = made["body"] or ""
    arrived = base64.b64decode(text) if made["isBase64Encoded"] else text.encode()
    assert arrived == body


def test_an_answer_joins_both_kinds_of_headers() -> None:
    answer = http_answer(
        json.dumps(
            {
                "statusCode": 201,
                "headers": {"X-One": 1, "Set-Cookie": "lost"},
                "multiValueHeaders": {"set-cookie": ["a", "b"]},
                "body": "é",
            }
        ).encode()
    )
    assert answer.status == 201
    assert answer.body == "é".encode()
    assert answer.headers == [(b"x-one", b"1"), (b"set-cookie", b"a"), (b"set-cookie", b"b")]


def test_a_binary_answer_is_decoded() -> None:
    body = base64.b64encode(b"\xff\x00").decode()
    result = {"statusCode": 200, "body": body, "isBase64Encoded": True}
    assert http_answer(json.dumps(result).encode()).body == b"\xff\x00"


@pytest.mark.parametrize(
    "result",
    [
        b"null",
        b"{}",
        b'{"statusCode": "x"}',
        b'{"statusCode": 200, "body": {"not": "text"}}',
        b'{"statusCode": 200, "body": "?", "isBase64Encoded": true}',
        b'{"statusCode": 200, "headers": {"a": ["list"]}}',
    ],
)
def test_what_api_gateway_refuses_is_refused(result: bytes) -> None:
    with pytest.raises(AnswerInvalid):
        http_answer(result)
