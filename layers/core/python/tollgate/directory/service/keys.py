"""API keys: issued once in clear, looked up by id, revoked for good."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec.structs import replace

from tollgate.auth.models import Caller
from tollgate.directory import rules
from tollgate.directory.models import ApiKey, Entity, Page, Purpose, Status, Team, User
from tollgate.directory.permission_names import expanded
from tollgate.directory.service.changes import Directory, change, create
from tollgate.directory.service.identities import rights_of
from tollgate.directory.service.ranks import holds_all
from tollgate.directory.service.reach import extent, get_in_reach, reached_teams
from tollgate.errors import Conflict, Forbidden, NotFound, Unprocessable
from tollgate.kit.base62 import new_secret
from tollgate.kit.ids import new_id
from tollgate.kit.permissions import Rights, split_scope


def list_keys(
    directory: Directory,
    caller: Caller,
    *,
    limit: int,
    after: str | None,
    status: Status | None = None,
    user_id: str | None = None,
    team_id: str | None = None,
    unused_since_ms: int | None = None,
) -> Page[ApiKey]:
    """Keys in the order of creation, revoked ones too, as far as `api_keys.view` reaches.

    With `unused_since_ms` only those that were made and last used before then.
    """
    reached = extent(directory, caller, "api_keys.view")
    uses: Mapping[str, int] = {}
    if unused_since_ms is not None:
        uses = directory.store.key_uses.between(caller.organization_id)

    def keep(key: ApiKey) -> bool:
        last_ms = max(key.created_ms, uses.get(key.id, 0))
        return (
            reached.covers(key)
            and status in (None, key.status)
            and user_id in (None, key.user_id)
            and team_id in (None, key.team_id)
            and (unused_since_ms is None or last_ms < unused_since_ms)
        )

    return directory.store.page(ApiKey, caller.organization_id, limit=limit, after=after, keep=keep)


def last_uses(directory: Directory, keys: Iterable[ApiKey]) -> dict[str, int]:
    """When each of these keys of one organization was last used; one that never was is absent."""
    found = sorted(keys, key=lambda key: key.id)
    if not found:
        return {}
    organization_id = found[0].organization_id
    return directory.store.key_uses.between(organization_id, found[0].id, found[-1].id)


def get_key(
    directory: Directory, caller: Caller, key_id: str, needed: str = "api_keys.view"
) -> ApiKey:
    """One key; to somebody whose `needed` does not reach it, it is not there."""
    return get_in_reach(directory, caller, ApiKey, key_id, needed)


def own_key(directory: Directory, caller: Caller, key_id: str) -> ApiKey:
    """One of the caller's own keys. Raises `NotFound`."""
    key = get_key(directory, caller, key_id)
    if caller.user_id is None or key.user_id != caller.user_id:
        raise NotFound(f"no api_key with id {key_id}")
    return key


def create_key(
    directory: Directory, caller: Caller, pepper: bytes, values: Mapping[str, Any]
) -> tuple[ApiKey, str]:
    """A new key of `values` (fields of `ApiKey`) and its token, which nothing can show again.

    Raises `BadRequest` on an unknown person or team, `Forbidden` on a permission, person, team or
    tags that are not the caller's to give, `Unprocessable` on a key that would serve both model
    calls and the control plane.
    """
    at_ms = directory.clock()
    key_id = new_id("key", now_ms=at_ms)
    blank = ApiKey(
        id=key_id,
        organization_id=caller.organization_id,
        name="",
        secret_hash="",
        last4="",
        created_by=caller.actor.id,
        created_ms=at_ms,
    )
    key = _one_purpose(rules.applied(blank, values))
    key = check_may_issue(directory, caller, key)
    if key.tags and not _administers(directory, caller, key, "api_keys.create"):
        raise Forbidden("tags steer policies; you may not set them yourself", param="tags")
    key, token = with_new_secret(key, pepper)
    create(directory, caller, key, active=_references(key))
    return key, token


def with_new_secret(key: ApiKey, pepper: bytes) -> tuple[ApiKey, str]:
    """The key under a fresh secret, and the token that holds it."""
    secret = new_secret()
    token = rules.make_token(key.organization_id, key.id, secret, key.purpose)
    return replace(key, secret_hash=rules.hash_secret(pepper, secret), last4=token[-4:]), token


def check_may_issue(directory: Directory, caller: Caller, key: ApiKey) -> ApiKey:
    """The key as the caller may be handed a token of it.

    With `api_keys.create` that is any, in some teams only their service keys, and otherwise a key
    that is the caller's own. Raises `Forbidden` on a permission, person or team that is not the
    caller's to give.
    """
    key = _as_issued(directory, caller, key)
    _check_holds(directory, caller, key, key.permissions)
    return key


def _as_issued(directory: Directory, caller: Caller, key: ApiKey) -> ApiKey:
    """The key with whom it belongs to where the caller makes it.

    An elevation lets nobody issue what is not their own: it would last longer.
    """
    if caller.holds("api_keys.create"):
        return key
    if caller.user_id is None or key.user_id not in (None, caller.user_id):
        raise Forbidden("you may create keys for yourself only", param="user_id")
    if key.team_id in (reached_teams(directory, caller, "api_keys.create") or ()):
        return key
    if key.team_id is not None and key.team_id not in caller.team_ids:
        raise Forbidden("you are not a member of this team", param="team_id")
    return replace(key, user_id=caller.user_id)


def _check_holds(
    directory: Directory, caller: Caller, key: ApiKey, permissions: Iterable[str]
) -> None:
    """Raises `Forbidden` on what the caller could not do by such a key without it.

    What is one's own is another's by another's key, so there the scope counts for nothing. A key
    that is not the caller's own does not ask their roles again: it would outlive the condition
    under which they hold something.
    """
    is_own = key.user_id == caller.user_id
    for_another = key.user_id not in (None, caller.user_id)
    lasting = caller if is_own else _unconditionally(directory, caller)
    # Its calls are charged to its team, where a role in that team is enough.
    team_id = key.team_id if key.purpose is Purpose.MODEL else None
    for permission in permissions:
        needed = expanded((permission,))
        if for_another:
            needed = frozenset(split_scope(each)[0] for each in needed)
        if not holds_all(directory, caller, needed, team_id):
            raise Forbidden(f"you do not hold {permission!r} yourself", param="permissions")
        if not holds_all(directory, lasting, needed, team_id):
            raise Forbidden(
                f"you hold {permission!r} under a condition, which only a key of your own keeps",
                param="permissions",
            )


def _unconditionally(directory: Directory, caller: Caller) -> Caller:
    """The caller with what the person's roles give at any time and place; a service key has it."""
    if caller.user_id is None:
        return caller
    person = directory.store.get(User, caller.organization_id, caller.user_id)
    always = rights_of(directory, person) if person is not None else Rights(frozenset())
    return replace(caller, grants=(*caller.grants, always))


def _one_purpose(key: ApiKey) -> ApiKey:
    """The key with the purpose that follows from its permissions, unless it says one itself."""
    follows = rules.purpose_of(key.permissions)
    if follows is None or (key.permissions and key.purpose not in (None, follows)):
        raise Unprocessable(
            "a key is either for model calls (llm.…) or for the control plane; make two",
            param="permissions",
        )
    return replace(key, purpose=key.purpose or follows)


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
    """Applies `changes` (fields of `ApiKey`). Raises `Conflict` on a revoked key.

    Tags steer policies: to change those of one's own key takes more than `api_keys.edit.own`.
    """
    before = get_key(directory, caller, key_id, "api_keys.edit")
    if before.status is Status.REVOKED:
        raise Conflict("this key is revoked")
    after = rules.applied(before, changes)
    _check_holds(directory, caller, after, set(after.permissions) - set(before.permissions))
    if before.purpose is not None and after.permissions != before.permissions:
        _one_purpose(after)
    if after.tags != before.tags and not _administers(directory, caller, before, "api_keys.edit"):
        raise Forbidden("tags steer policies; you may not change them yourself", param="tags")
    return change(directory, caller, before, after, if_match=if_match)


def _administers(directory: Directory, caller: Caller, key: ApiKey, needed: str) -> bool:
    """Whether `needed` reaches the key for another reason than that it is the caller's own."""
    reached = extent(directory, caller, needed)
    return replace(reached, own_id=None).covers(key)


def revoke_key(
    directory: Directory, caller: Caller, key_id: str, if_match: int | None = None
) -> ApiKey:
    """Ends the key for good, effective on its next call; revoking twice changes nothing."""
    before = get_key(directory, caller, key_id, "api_keys.revoke")
    after = replace(before, status=Status.REVOKED)
    return change(directory, caller, before, after, verb="revoked", if_match=if_match)
