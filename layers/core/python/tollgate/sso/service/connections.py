"""What an organization is connected to: made, changed, tried and removed by its administrators."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from tollgate.auth.models import Caller
from tollgate.errors import (
    BadRequest,
    Conflict,
    Forbidden,
    NotFound,
    PreconditionFailed,
    TollgateError,
)
from tollgate.journal.models import Event, Target
from tollgate.kit.ids import new_id
from tollgate.provisioning.models import GroupMapping
from tollgate.provisioning.service import check_teams, checked_roles
from tollgate.sealing import seal, unseal
from tollgate.sso import github, rules
from tollgate.sso.models import Connection, JustInTime, Provider
from tollgate.sso.service.deps import Sso
from tollgate.sso.store import attributes_of

MOST_CONNECTIONS: Final = 20
_PURPOSE: Final = "sso-client-secret"


class Check(Struct, frozen=True):
    """One thing that was tried, and what came of it."""

    name: str
    ok: bool
    detail: str


def get(sso: Sso, caller: Caller, connection_id: str) -> Connection:
    """One connection of the caller's organization. Raises `NotFound`."""
    connection = sso.store.get(caller.organization_id, connection_id)
    if connection is None:
        raise NotFound(f"no SSO connection with id {connection_id}")
    return connection


def list_all(sso: Sso, caller: Caller) -> list[Connection]:
    """All connections of the caller's organization."""
    return sso.store.everything(caller.organization_id)


def create(sso: Sso, caller: Caller, values: Mapping[str, Any]) -> Connection:
    """A new connection of `values`: fields of `Connection`, and `client_secret` as text."""
    if len(list_all(sso, caller)) >= MOST_CONNECTIONS:
        raise Conflict(f"an organization has at most {MOST_CONNECTIONS} SSO connections")
    at_ms = sso.auth.directory.clock()
    provider = Provider(values["provider"])
    preset = rules.PRESETS[provider]
    blank = Connection(
        id=new_id("sso", now_ms=at_ms),
        organization_id=caller.organization_id,
        name="",
        provider=provider,
        issuer=preset.issuer or "",
        client_id="",
        created_ms=at_ms,
    )
    after = _checked(sso, caller, blank, _with_values(sso, blank, values))
    sso.store.save(None, after, _event(sso, caller, "created", None, after))
    return after


def update(
    sso: Sso,
    caller: Caller,
    connection_id: str,
    values: Mapping[str, Any],
    if_match: int | None = None,
) -> Connection:
    """Applies `values` as `create` takes them. Raises `PreconditionFailed`, `Conflict`."""
    before = get(sso, caller, connection_id)
    if if_match is not None and if_match != before.version:
        raise PreconditionFailed(f"the current version is {before.version}, not {if_match}")
    after = _checked(sso, caller, before, _with_values(sso, before, values))
    if after == before:
        return before
    after = replace(after, version=before.version + 1)
    sso.store.save(before, after, _event(sso, caller, "changed", before, after))
    return after


def delete(sso: Sso, caller: Caller, connection_id: str) -> None:
    """Removes a connection; whom it brought stays, with the roles that they have."""
    before = get(sso, caller, connection_id)
    sso.store.remove(before, _event(sso, caller, "deleted", before, None))


def client_secret(sso: Sso, connection: Connection) -> str | None:
    """The client secret in the clear; None for a public client."""
    if connection.sealed_secret is None:
        return None
    pepper = sso.auth.secret().pepper
    return unseal(pepper, _PURPOSE, connection.id, connection.sealed_secret).decode()


def try_out(sso: Sso, caller: Caller, connection_id: str) -> list[Check]:
    """Asks the provider for all that can be asked without a person."""
    connection = get(sso, caller, connection_id)
    if connection.provider is Provider.GITHUB:
        return [
            _try("api", lambda: sso.discovery.web.get_json(f"{github.api_of(connection)}/meta"))
        ]
    discovered = _try("discovery", lambda: sso.discovery.metadata(connection.issuer))
    if not discovered.ok:
        return [discovered]
    metadata = sso.discovery.metadata(connection.issuer)
    return [discovered, _try("keys", lambda: sso.discovery.keys(metadata.jwks_uri))]


def _try(name: str, ask: Callable[[], object]) -> Check:
    try:
        ask()
    except TollgateError as error:
        return Check(name, ok=False, detail=error.message)
    return Check(name, ok=True, detail="answers as it should")


def _with_values(sso: Sso, before: Connection, values: Mapping[str, Any]) -> Connection:
    fields = dict(values)
    if "client_secret" in fields:
        secret = fields.pop("client_secret")
        fields["sealed_secret"] = secret and _seal(sso, before.id, secret)
    if fields.get("provider", before.provider) != before.provider:
        raise BadRequest("provider: make a new connection for another provider", param="provider")
    return replace(before, **fields)


def _seal(sso: Sso, connection_id: str, secret: str) -> str:
    return seal(sso.auth.secret().pepper, _PURPOSE, connection_id, secret.encode())


def _checked(sso: Sso, caller: Caller, before: Connection, after: Connection) -> Connection:
    """The connection with tidy URLs, and roles that exist and that the caller may give."""
    if not after.issuer:
        raise BadRequest("issuer: this provider has none of its own; name it", param="issuer")
    loopback = sso.discovery.web.loopback
    issuer = rules.check_url(after.issuer, "issuer", loopback=loopback)
    rules.check_issuer(after.provider, issuer)
    api_url = after.api_url and rules.check_url(after.api_url, "api_url", loopback=loopback)
    if after.enforced and not after.domains:
        raise BadRequest("domains: name those that passwords are off for", param="domains")
    after = replace(after, issuer=issuer, api_url=api_url)
    if _means_the_same(before, after):
        return after
    # Whoever says which provider is believed gives what its people get, as if by hand.
    if not caller.holds("sso.edit"):
        raise Forbidden("you may change connections for a while only; this would last longer")
    return replace(
        after,
        by_owner=caller.holds("*"),
        jit=_checked_jit(sso, caller, after.jit),
        group_mappings=tuple(
            _checked_mapping(sso, caller, mapping) for mapping in after.group_mappings
        ),
    )


def _means_the_same(before: Connection, after: Connection) -> bool:
    """Whether nobody may come in, or gets anything, who would not before."""
    shown = replace(after, name=before.name, scopes=before.scopes, enforced=before.enforced)
    return replace(shown, enabled=before.enabled or after.enabled) == before


def _checked_jit(sso: Sso, caller: Caller, jit: JustInTime) -> JustInTime:
    directory = sso.auth.directory
    roles = checked_roles(directory, caller, jit.default_roles, "jit.default_roles")
    check_teams(directory, caller.organization_id, jit.default_team_ids, "jit.default_team_ids")
    return replace(jit, default_roles=roles)


def _checked_mapping(sso: Sso, caller: Caller, mapping: GroupMapping) -> GroupMapping:
    directory = sso.auth.directory
    roles = checked_roles(directory, caller, mapping.roles, "group_mappings.roles")
    check_teams(directory, caller.organization_id, mapping.team_ids, "group_mappings.team_ids")
    return replace(mapping, roles=roles)


def _event(
    sso: Sso, caller: Caller, verb: str, before: Connection | None, after: Connection | None
) -> Event:
    old, new = _journalled(before), _journalled(after)
    changed = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
    connection = after or before
    return sso.auth.event(
        caller.organization_id,
        caller.actor,
        Target("sso_connection", connection.id if connection else ""),
        action=f"sso_connection.{verb}",
        request_id=caller.request_id,
        before={name: old[name] for name in changed if name in old},
        after={name: new[name] for name in changed if name in new},
    )


def _journalled(connection: Connection | None) -> dict[str, Any]:
    """What the journal says of a connection: of its secret only that there is another."""
    if connection is None:
        return {}
    values = attributes_of(connection)
    values["client_secret"] = (values.pop("sealed_secret") or "")[:8]
    return {name: value for name, value in values.items() if value is not None}
