"""API keys: issued once in clear, looked up by id, revoked for good."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from tollgate.auth.models import Caller
from tollgate.directory import rules
from tollgate.directory.models import ApiKey, Entity, Page, Status, Team, User
from tollgate.directory.service.changes import Directory, change, create, get
from tollgate.errors import Conflict, Forbidden, NotFound
from tollgate.kit.base62 import new_secret
from tollgate.kit.ids import new_id


def list_keys(
    directory: Directory,
    caller: Caller,
    *,
    limit: int,
    after: str | None,
    status: Status | None = None,
    user_id: str | None = None,
    team_id: str | None = None,
) -> Page[ApiKey]:
    """Keys in the order of creation, revoked ones too; without `api_keys.view` only own ones."""

    def keep(key: ApiKey) -> bool:
        return (
            _in_reach(caller, key, "api_keys.view")
            and status in (None, key.status)
            and user_id in (None, key.user_id)
            and team_id in (None, key.team_id)
        )

    return directory.store.page(ApiKey, caller.organization_id, limit=limit, after=after, keep=keep)


def get_key(
    directory: Directory, caller: Caller, key_id: str, needed: str = "api_keys.view"
) -> ApiKey:
    """One key; someone who holds `needed` only for their own finds no other."""
    key = get(directory, caller, ApiKey, key_id)
    if not _in_reach(caller, key, needed):
        raise NotFound(f"no api_key with id {key_id}")
    return key


def _in_reach(caller: Caller, key: ApiKey, needed: str) -> bool:
    return caller.may(needed) or (key.user_id is not None and key.user_id == caller.user_id)


def create_key(
    directory: Directory, caller: Caller, pepper: bytes, values: Mapping[str, Any]
) -> tuple[ApiKey, str]:
    """A new key of `values` (fields of `ApiKey`) and its token, which nothing can show again.

    Raises `BadRequest` on an unknown person or team, `Forbidden` on a permission, person or team
    that is not the caller's to give.
    """
    at_ms = directory.clock()
    key_id = new_id("key", now_ms=at_ms)
    secret = new_secret()
    token = rules.make_token(caller.organization_id, key_id, secret)
    blank = ApiKey(
        id=key_id,
        organization_id=caller.organization_id,
        name="",
        secret_hash=rules.hash_secret(pepper, secret),
        last4=token[-4:],
        created_by=caller.actor.id,
        created_ms=at_ms,
    )
    key = _owned(caller, rules.applied(blank, values))
    _check_permissions(caller, key.permissions)
    create(directory, caller, key, active=_references(key))
    return key, token


def _owned(caller: Caller, key: ApiKey) -> ApiKey:
    if caller.may("api_keys.create"):
        return key
    if caller.user_id is None or key.user_id not in (None, caller.user_id):
        raise Forbidden("you may create keys for yourself only", param="user_id")
    if key.team_id is not None and key.team_id not in caller.team_ids:
        raise Forbidden("you are not a member of this team", param="team_id")
    return replace(key, user_id=caller.user_id)


def _check_permissions(caller: Caller, permissions: Iterable[str]) -> None:
    for permission in permissions:
        if not caller.may(permission):
            raise Forbidden(f"you do not hold {permission!r} yourself", param="permissions")


def _references(key: ApiKey) -> tuple[tuple[type[Entity], str], ...]:
    pairs: tuple[tuple[type[Entity], str | None], ...] = (
        (User, key.user_id),
        (Team, key.team_id),
    )
    return tuple((kind, entity_id) for kind, entity_id in pairs if entity_id is not None)


def update_key(
    directory: Directory,
    caller: Caller,
    key_id: str,
    changes: Mapping[str, Any],
    if_match: int | None = None,
) -> ApiKey:
    """Applies `changes` (fields of `ApiKey`). Raises `Conflict` on a revoked key."""
    before = get_key(directory, caller, key_id, "api_keys.edit")
    if before.status is Status.REVOKED:
        raise Conflict("this key is revoked")
    after = rules.applied(before, changes)
    _check_permissions(caller, set(after.permissions) - set(before.permissions))
    return change(directory, caller, before, after, if_match=if_match)


def revoke_key(
    directory: Directory, caller: Caller, key_id: str, if_match: int | None = None
) -> ApiKey:
    """Ends the key for good, effective on its next call; revoking twice changes nothing."""
    before = get_key(directory, caller, key_id, "api_keys.revoke")
    after = replace(before, status=Status.REVOKED)
    return change(directory, caller, before, after, verb="revoked", if_match=if_match)
