"""From a request's credential to the principal that it proves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from tollgate.directory.rules import hash_secret, is_secret, parse_token
from tollgate.errors import AddressRefused, Unauthenticated
from tollgate.kit.guarded import Guarded
from tollgate.ledger.models import Principal


class Principals(Protocol):
    def get(self, organization_id: str, key_id: str) -> Principal: ...

    def load(self, organization_id: str, key_id: str) -> Principal: ...

    def current(self, principal: Principal) -> Principal: ...


class Shown(Guarded, frozen=True):
    """What a request shows of itself: the stored form of its secret, and where it comes from."""

    hidden = frozenset({"digest"})

    digest: str
    address: str | None

    def opens(self, principal: Principal, now_ms: int) -> bool:
        """Whether the secret is the key's, or the one before its rotation while that is good."""
        return is_secret(
            self.digest,
            principal.secret_hash,
            principal.previous_hash,
            principal.previous_until_ms,
            now_ms,
        )

    def comes_from_inside(self, principal: Principal) -> bool:
        """Whether the key and its organization may be used from this address."""
        return all(networks.hold(self.address) for networks in principal.networks)

    def check(self, principal: Principal, now_ms: int) -> None:
        """Raises what stands against a call: a replaced secret, a revocation, the address."""
        if not self.opens(principal, now_ms):
            raise Unauthenticated("unknown API key")
        principal.authorize(now_ms)
        if not self.comes_from_inside(principal):
            raise AddressRefused("this API key may not be used from this address")


def authenticate(
    headers: Mapping[str, str],
    address: str | None,
    principals: Principals,
    pepper: bytes,
    now_ms: int,
) -> tuple[Principal, Shown]:
    """The principal whose key the request carries, in either dialect's header.

    A principal kept from before may refuse what was allowed since, so a refusal is asked anew once:
    after a rotation it does not know the new secret. Raises `Unauthenticated`; what else stands
    against a call is `Shown.check`'s to say.
    """
    organization_id, key_id, secret = parse_token(_credential(headers))
    principal = principals.get(organization_id, key_id)
    shown = Shown(hash_secret(pepper, secret), address)
    if not shown.opens(principal, now_ms):
        principal = principals.current(principal)
        if not shown.opens(principal, now_ms):
            raise Unauthenticated("unknown API key")
    if principal.refusal is not None or not shown.comes_from_inside(principal):
        principal = principals.load(organization_id, key_id)
    return principal, shown


def _credential(headers: Mapping[str, str]) -> str:
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token.strip():
        return token.strip()
    token = headers.get("x-api-key", "").strip()
    if not token:
        raise Unauthenticated("send an API key as `Authorization: Bearer` or `x-api-key`")
    return token
