"""The session cookie: unreadable to scripts, sent only by pages of this very site."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.shared.cookies import Cookie, SameSite

from tollgate.http.credentials import COOKIE, is_secure


def starting_session(
    body: Any, token: str, lasts_s: int, headers: Mapping[str, str]
) -> Response[Any]:
    """200 with `body`, and the token as a cookie that lasts as many seconds."""
    return Response(
        status_code=200,
        content_type="application/json",
        body=body,
        cookies=[_cookie(token, lasts_s, headers)],
    )


def ending_session(headers: Mapping[str, str]) -> Response[str]:
    """204, and the cookie forgotten."""
    return Response(status_code=204, body="", cookies=[_cookie("", 0, headers)])


def _cookie(value: str, lasts_s: int, headers: Mapping[str, str]) -> Cookie:
    return Cookie(
        name=COOKIE,
        value=value,
        path="/",
        secure=is_secure(headers),
        http_only=True,
        max_age=lasts_s,
        same_site=SameSite.STRICT_MODE,
    )
