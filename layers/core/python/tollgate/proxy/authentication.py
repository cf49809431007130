"""From a request's credential to the principal that it proves."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Protocol

from tollgate.directory.rules import parse_token
from tollgate.errors import Unauthenticated
from tollgate.ledger.models import Principal


class Principals(Protocol):
    def get(self, organization_id: str, key_id: str) -> Principal: ...

    def load(self, organization_id: str, key_id: str) -> Principal: ...


def authenticate(headers: Mapping[str, str], principals: Principals, pepper: bytes) -> Principal:
    """The principal whose key the request carries, in either dialect's header.

    A principal kept from before may refuse what was allowed since, so a refusal is asked anew once.
    Raises `Unauthenticated` or `Forbidden`.
    """
    organization_id, key_id, secret = parse_token(_credential(headers))
    principal = principals.get(organization_id, key_id)
    digest = hmac.new(pepper, secret.encode(), "sha256").hexdigest()
    if not hmac.compare_digest(digest, principal.secret_hash):
        raise Unauthenticated("unknown API key")
    if principal.refusal is not None:
        principal = principals.load(organization_id, key_id)
    return principal


def _credential(headers: Mapping[str, str]) -> str:
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token.strip():
        return token.strip()
    token = headers.get("x-api-key", "").strip()
    if not token:
        raise Unauthenticated("send an API key as `Authorization: Bearer` or `x-api-key`")
    return token
