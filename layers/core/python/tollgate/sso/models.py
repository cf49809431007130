"""Connections to identity providers, and what these say of a person."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from msgspec import Struct, field

from tollgate.kit.guarded import Guarded
from tollgate.provisioning.models import GroupMapping


class Provider(StrEnum):
    """Who asserts identities: OpenID Connect by issuer, but for `github`, which speaks OAuth 2."""

    GOOGLE = "google"
    GITHUB = "github"
    MICROSOFT = "microsoft"
    OKTA = "okta"
    OIDC = "oidc"


class JustInTime(Struct, frozen=True):
    """Whether a person who is not known yet joins by signing in, and with what."""

    enabled: bool = False
    default_roles: tuple[str, ...] = ()
    default_team_ids: tuple[str, ...] = ()


class Connection(Guarded, frozen=True, kw_only=True):
    """An identity provider that an organization trusts for people of its mail `domains`.

    `issuer` is the provider's URL; `api_url` is GitHub's API. `sealed_secret` is the client secret
    under `tollgate.sealing`. `group_claim` names the claim with the person's groups. With
    `trust_email` an address counts as verified when the provider does not say whether it is.
    With `trust_mfa` the provider's word (`amr`) counts for a second factor. `enforced` turns
    passwords off for people of the domains, owners excepted. With `scim_groups` its mappings count
    for groups that come by SCIM, too. Owners sign in by it only if `by_owner`: if an owner was the
    last who set up whom it believes.
    """

    hidden = frozenset({"sealed_secret"})

    id: str
    organization_id: str
    name: str
    provider: Provider
    issuer: str
    client_id: str
    sealed_secret: str | None = None
    api_url: str | None = None
    scopes: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    jit: JustInTime = JustInTime()
    group_claim: str | None = None
    group_mappings: tuple[GroupMapping, ...] = ()
    trust_mfa: bool = False
    trust_email: bool = False
    enabled: bool = True
    enforced: bool = False
    scim_groups: bool = True
    by_owner: bool = False
    version: int = 1
    created_ms: int


class Pointer(Struct, frozen=True):
    """Where a connection lies, for who only knows its id, its provider or a mail domain."""

    connection_id: str
    organization_id: str
    provider: str


class Flow(Guarded, frozen=True, kw_only=True):
    """A sign-in between its start and its return; the browser keeps it, sealed.

    `state` and `nonce` bind the return and the ID token to this browser, `verifier` is PKCE's.
    """

    hidden = frozenset({"state", "nonce", "verifier"})

    connection_id: str
    organization_id: str
    state: str
    nonce: str
    verifier: str
    redirect_uri: str
    return_to: str
    expires_ms: int


class Identity(Guarded, frozen=True, kw_only=True):
    """A person as the provider describes them, all of it checked; `subject` never changes.

    `email_verified` is None where the provider does not say, `groups` where it has too many to
    name. `methods` is how they proved who they are (`amr`, RFC 8176).
    """

    hidden = frozenset({"claims"})

    issuer: str
    subject: str
    email: str | None = None
    email_verified: bool | None = None
    name: str | None = None
    groups: tuple[str, ...] | None = None
    methods: tuple[str, ...] = ()
    claims: Mapping[str, Any] = field(default_factory=dict)


class Metadata(Struct, frozen=True):
    """What of an issuer's discovery document a sign-in needs."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None
    sends_issuer: bool
    """Its answers carry `iss` (RFC 9207), and one without it is somebody else's."""
