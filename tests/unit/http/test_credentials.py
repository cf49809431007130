from __future__ import annotations

import pytest

from tollgate.http.credentials import bearer_token, is_secure, session_cookie


@pytest.mark.parametrize(
    ("header", "token"),
    [("Bearer abc", "abc"), ("bearer  abc ", "abc"), ("Basic abc", None), ("Bearer ", None)],
)
def test_bearer_token(header: str, token: str | None) -> None:
    assert bearer_token({"authorization": header}) == token


@pytest.mark.parametrize(
    ("header", "token"),
    [
        ("tollgate_session=abc", "abc"),
        ("a=b; tollgate_session=abc; c=d", "abc"),
        ("tollgate_session=", None),
        ("other=abc", None),
        ("", None),
    ],
)
def test_session_cookie(header: str, token: str | None) -> None:
    assert session_cookie({"cookie": header}) == token


@pytest.mark.parametrize(
    ("headers", "secure"),
    [
        ({"x-forwarded-proto": "https", "host": "api.example.com"}, True),
        ({"x-forwarded-proto": "https", "host": "localhost"}, True),
        ({"x-forwarded-proto": "http", "host": "192.168.1.2:8787"}, False),
        ({"host": "127.0.0.1:8787"}, False),
        ({"host": "[::1]:8787"}, False),
        ({"host": "api.example.com"}, True),
        ({}, True),
    ],
)
def test_cookies_are_secure_but_for_plain_http(headers: dict[str, str], secure: bool) -> None:
    assert is_secure(headers) is secure
