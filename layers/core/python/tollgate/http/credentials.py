"""Where a request carries its credential, and whether a browser was tricked into sending it."""

from __future__ import annotations

from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import urlsplit

from tollgate.errors import Forbidden

COOKIE: Final = "tollgate_session"
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_OTHERS: Final = frozenset({"cross-site", "same-site"})
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


def bearer_token(headers: Mapping[str, str]) -> str | None:
    """The token of `Authorization: Bearer`, or None. `headers` have lower-case names."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


def session_cookie(headers: Mapping[str, str]) -> str | None:
    """The session cookie's token, or None."""
    return cookie_value(headers, COOKIE)


def cookie_value(headers: Mapping[str, str], name: str) -> str | None:
    """The value of a cookie, or None."""
    try:
        cookie = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return None
    return cookie.value or None if cookie else None


def check_origin(method: str, headers: Mapping[str, str], *, by_cookie: bool) -> None:
    """Refuses changes that another site made a browser send. Raises `Forbidden`.

    A change by cookie must show that a page of this origin sent it: by `Sec-Fetch-Site`, by an
    `Origin` that is the host asked, or by `X-Requested-With`, which another site's page could only
    send after a preflight that is never granted. One without a cookie, such as signing in, is
    refused when the browser says that a page of another site sent it, a sibling's too (which could
    sign an account of its own in here), unless it carries a token.
    """
    if method in _SAFE:
        return
    site = headers.get("sec-fetch-site", "")
    if by_cookie and not _is_same_origin(site, headers):
        raise Forbidden("a change by cookie must come from this site's own pages")
    if site in _OTHERS and "authorization" not in headers:
        raise Forbidden("another site may not do this")


def _is_same_origin(site: str, headers: Mapping[str, str]) -> bool:
    if site:
        return site == "same-origin"
    origin = urlsplit(headers.get("origin", "")).netloc
    return "x-requested-with" in headers or (origin != "" and origin == headers.get("host"))


def is_secure(headers: Mapping[str, str]) -> bool:
    """Whether cookies are `Secure`: always, but for plain HTTP, which only the local run speaks."""
    protocol = headers.get("x-forwarded-proto")
    if protocol:
        return protocol != "http"
    return urlsplit(f"//{headers.get('host', '')}").hostname not in _LOOPBACK
