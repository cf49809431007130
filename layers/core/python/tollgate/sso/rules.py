"""Pure rules of single sign-on: what a connection may look like, and where a browser may go."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from msgspec import Struct

from tollgate.auth.models import SSO
from tollgate.errors import BadRequest, Forbidden
from tollgate.kit.mailboxes import canonical_mailbox
from tollgate.mfa.models import MFA
from tollgate.sso.models import Connection, Identity, Provider

LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
_NO_TENANT: Final = frozenset({"", "common", "organizations", "consumers", "v2.0"})
_DOMAIN: Final = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
_KNOWN: Final = frozenset({"pwd", "pin", "kba"})
_HELD: Final = frozenset({"otp", "hwk", "swk", "sms", "tel", "sc", "fido"})
_METHOD: Final = re.compile(r"[a-z]{2,10}")
"""How RFC 8176 names look; providers have some of their own."""


class Preset(Struct, frozen=True):
    """What a provider is asked for unless a connection says otherwise."""

    issuer: str | None
    scopes: tuple[str, ...]
    group_claim: str | None = "groups"


_STANDARD: Final = ("openid", "email", "profile")
PRESETS: Final[Mapping[Provider, Preset]] = {
    Provider.GOOGLE: Preset("https://accounts.google.com", _STANDARD, None),
    Provider.GITHUB: Preset("https://github.com", ("read:user", "user:email", "read:org")),
    Provider.MICROSOFT: Preset(None, _STANDARD),
    Provider.OKTA: Preset(None, (*_STANDARD, "groups")),
    Provider.OIDC: Preset(None, _STANDARD),
}


def check_url(url: str, param: str, *, loopback: bool) -> str:
    """HTTPS to a named public host; plain HTTP to this machine where `loopback` allows it.

    Answers the URL without a slash at its end. Raises `BadRequest` naming `param`. What the name
    leads to is looked at when it is connected to (`tollgate.sso.web`).
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        raise BadRequest(f"{param}: not a URL", param=param) from error
    if "@" in parts.netloc or parts.query or parts.fragment or not host or not url.isascii():
        raise BadRequest(f"{param}: a URL of a host without user, query or fragment", param=param)
    local = host in LOOPBACK
    if not (local and loopback) and (parts.scheme != "https" or local):
        raise BadRequest(f"{param}: an https:// URL of a public host", param=param)
    if parts.scheme not in ("http", "https"):
        raise BadRequest(f"{param}: an https:// URL", param=param)
    return url.rstrip("/")


def other_name_of_this_machine(public_url: str, host: str) -> bool:
    """Whether a request to `host` used another name of this machine than `public_url` has."""
    ours, asked = urlsplit(public_url).hostname, urlsplit(f"//{host}").hostname
    return ours in LOOPBACK and asked in LOOPBACK and asked != ours


def check_issuer(provider: Provider, issuer: str) -> None:
    """A Microsoft issuer names one directory: the shared ones let everybody's people in.

    Raises `BadRequest`.
    """
    path = urlsplit(issuer).path.strip("/").split("/")
    if provider is Provider.MICROSOFT and path[0] in _NO_TENANT:
        raise BadRequest(
            "issuer: name your directory, https://login.microsoftonline.com/<tenant id>/v2.0",
            param="issuer",
        )


def domain_of(text: str) -> str:
    """A mail domain in lower case. Raises `ValueError` on anything else."""
    domain = text.strip().lower().removeprefix("@")
    if not _DOMAIN.fullmatch(domain):
        raise ValueError("not a mail domain, such as example.com")
    return domain


def local_path(text: str | None) -> str:
    """Where to go after signing in: a path of this site, `/` for anything else.

    A browser reads `//host`, `/\\host` and control characters as ways to elsewhere.
    """
    path = text or "/"
    is_local = path.startswith("/") and not path.startswith(("//", "/\\"))
    if not is_local or not path.isprintable() or not path.isascii() or "\\" in path or " " in path:
        return "/"
    parts = urlsplit(path)
    return path if not parts.scheme and not parts.netloc and len(path) <= 2000 else "/"


def admitted_email(connection: Connection, identity: Identity) -> str:
    """The address that an account may be found or made by.

    Raises `Forbidden` when the provider does not vouch for it, or it is of a domain that the
    connection does not speak for.
    """
    try:
        email = canonical_mailbox(identity.email or "")
    except ValueError as error:
        raise Forbidden("the identity provider names no e-mail address") from error
    verified = identity.email_verified
    if verified is False or (verified is None and not connection.trust_email):
        raise Forbidden("the identity provider does not say that the e-mail address is verified")
    domain = email.rpartition("@")[2]
    if domain not in connection.domains:
        raise Forbidden(f"this connection is not for addresses of {domain}")
    if connection.provider is Provider.GOOGLE and not _google_vouches(identity, domain):
        raise Forbidden("this Google account does not belong to the Workspace of its address")
    return email


def _google_vouches(identity: Identity, domain: str) -> bool:
    """Google does so for an address of another domain only in an account of that Workspace."""
    return domain in ("gmail.com", str(identity.claims.get("hd", "")).lower())


def session_methods(connection: Connection, identity: Identity) -> tuple[str, ...]:
    """How the session says that its person signed in: `sso`, and second factors if trusted.

    Something known and something held together are more than one factor, also where the provider
    does not say `mfa` itself.
    """
    if not connection.trust_mfa:
        return (SSO,)
    said = dict.fromkeys(name for name in identity.methods if _METHOD.fullmatch(name))
    if _KNOWN & said.keys() and _HELD & said.keys():
        said[MFA] = None
    return (SSO, *said)
