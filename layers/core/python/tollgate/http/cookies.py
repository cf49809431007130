"""The session cookie: unreadable to scripts, sent only by pages of this very site."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.shared.cookies import Cookie, SameSite

from tollgate.http.credentials import COOKIE, cookie_value, is_secure

FLOW_COOKIE: Final = "tollgate_sso"
FLOW_LASTS_S: Final = 600


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


def leaving_for_provider(location: str, flow: str, headers: Mapping[str, str]) -> Response[str]:
    """302 to an identity provider, with what the browser has to bring back."""
    return _redirect(location, [_flow_cookie(flow, FLOW_LASTS_S, headers)])


def back_from_provider(
    location: str, session: tuple[str, int] | None, headers: Mapping[str, str]
) -> Response[str]:
    """302 to a page, with a new session's token and life in seconds unless signing in failed."""
    cookies = [_flow_cookie("", 0, headers)]
    if session is not None:
        cookies.append(_cookie(*session, headers))
    return _redirect(location, cookies)


def flow_of(headers: Mapping[str, str]) -> str | None:
    """What `leaving_for_provider` gave the browser, or None."""
    return cookie_value(headers, FLOW_COOKIE)


def moved(location: str) -> Response[str]:
    """302 to the same under another name."""
    return _redirect(location, [])


def _redirect(location: str, cookies: list[Cookie]) -> Response[str]:
    return Response(status_code=302, body="", headers={"Location": location}, cookies=cookies)


def _flow_cookie(value: str, lasts_s: int, headers: Mapping[str, str]) -> Cookie:
    """`Lax`, as the browser comes back by another site's redirect."""
    return Cookie(
        name=FLOW_COOKIE,
        value=value,
        path="/api/v1/auth",
        secure=is_secure(headers),
        http_only=True,
        max_age=lasts_s,
        same_site=SameSite.LAX_MODE,
    )
