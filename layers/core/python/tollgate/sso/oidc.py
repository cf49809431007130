"""OpenID Connect's authorization code flow with PKCE, from the relying party's side."""

from __future__ import annotations

from base64 import b64encode
from typing import Any, Final
from urllib.parse import quote, urlencode

from tollgate.errors import Forbidden, ProviderFailed
from tollgate.sso import flow as flows
from tollgate.sso.discovery import Discovery
from tollgate.sso.models import Connection, Flow, Identity, Metadata, Provider
from tollgate.sso.rules import PRESETS
from tollgate.sso.tokens import identity_of, verified_claims

_LONGEST_HINT: Final = 254


def authorization_url(
    metadata: Metadata, connection: Connection, flow: Flow, login_hint: str | None
) -> str:
    """Where the browser is sent."""
    asked = {
        "response_type": "code",
        "client_id": connection.client_id,
        "redirect_uri": flow.redirect_uri,
        "scope": " ".join(connection.scopes or PRESETS[connection.provider].scopes),
        "state": flow.state,
        "nonce": flow.nonce,
        "code_challenge": flows.challenge(flow),
        "code_challenge_method": "S256",
    }
    if login_hint:
        asked["login_hint"] = login_hint[:_LONGEST_HINT]
    separator = "&" if "?" in metadata.authorization_endpoint else "?"
    return metadata.authorization_endpoint + separator + urlencode(asked)


def check_answer(metadata: Metadata, issuer: str | None) -> None:
    """Refuses the answer of another provider, sent here to be mixed up (RFC 9207)."""
    if (metadata.sends_issuer and issuer is None) or issuer not in (None, metadata.issuer):
        raise Forbidden("this answer comes from another identity provider")


def identify(
    discovery: Discovery, connection: Connection, flow: Flow, code: str, secret: str | None
) -> Identity:
    """The person behind a code. Raises `Forbidden` or `ProviderFailed`."""
    metadata = discovery.metadata(connection.issuer)
    answer = _exchange(discovery, metadata, connection, secret, _grant(connection, flow, code))
    token = answer.get("id_token")
    if not isinstance(token, str):
        raise ProviderFailed("the identity provider sent no ID token")
    claims = dict(
        verified_claims(
            token,
            issuer=metadata.issuer,
            client_id=connection.client_id,
            nonce=flow.nonce,
            find_key=discovery.key_finder(metadata.jwks_uri),
        )
    )
    if metadata.userinfo_endpoint and not _wanted(connection) <= claims.keys():
        claims = _with_userinfo(discovery, metadata.userinfo_endpoint, answer, claims)
    return identity_of(claims, group_claim_of(connection))


def _wanted(connection: Connection) -> set[str]:
    """Claims that are asked for elsewhere when the ID token leaves them out, as thin ones do."""
    groups = group_claim_of(connection) if connection.group_mappings else None
    return {"email", groups} if groups else {"email"}


def group_claim_of(connection: Connection) -> str | None:
    """The connection's own, else what its provider usually has."""
    return connection.group_claim or PRESETS[connection.provider].group_claim


def _grant(connection: Connection, flow: Flow, code: str) -> dict[str, str]:
    return {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": flow.redirect_uri,
        "code_verifier": flow.verifier,
        "client_id": connection.client_id,
    }


def _exchange(
    discovery: Discovery,
    metadata: Metadata,
    connection: Connection,
    secret: str | None,
    form: dict[str, str],
) -> dict[str, Any]:
    headers = {}
    if secret is not None and connection.provider is Provider.MICROSOFT:
        form["client_secret"] = secret
    elif secret is not None:
        headers["authorization"] = f"Basic {_basic(connection.client_id, secret)}"
    answer = discovery.web.post_form(metadata.token_endpoint, form, headers)
    if not isinstance(answer, dict):
        raise ProviderFailed("the identity provider's answer cannot be read")
    return answer


def _basic(client_id: str, secret: str) -> str:
    """RFC 6749, 2.3.1: both are form-encoded first."""
    return b64encode(f"{quote(client_id, safe='')}:{quote(secret, safe='')}".encode()).decode()


def _with_userinfo(
    discovery: Discovery, url: str, answer: dict[str, Any], claims: dict[str, Any]
) -> dict[str, Any]:
    """More claims of the same person; what the ID token says is not replaced."""
    token = answer.get("access_token")
    if not isinstance(token, str) or not token.isprintable():
        return claims
    more = discovery.web.get_json(url, {"authorization": f"Bearer {token}"})
    if not isinstance(more, dict) or more.get("sub") != claims["sub"]:
        raise Forbidden("the identity provider describes somebody else than it signed in")
    return {**more, **claims}
