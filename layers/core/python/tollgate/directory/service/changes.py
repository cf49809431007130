"""How any change takes effect: read, compare versions, commit with event, stamps and balances."""

from __future__ import annotations

from typing import Any, Final, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from tollgate.auth.models import Caller
from tollgate.aws.items import Beside
from tollgate.directory import rules
from tollgate.directory.items import attributes_of
from tollgate.directory.models import (
    AccessRule,
    ApiKey,
    Entity,
    Organization,
    Role,
    Status,
    Team,
    User,
)
from tollgate.directory.store import AccountMoved, Change, DirectoryStore, Resize
from tollgate.errors import Conflict, NotFound, PreconditionFailed
from tollgate.journal.models import Event, Target
from tollgate.kit.clock import Clock, now_ms
from tollgate.kit.ids import new_id
from tollgate.ledger.models import AccountRef
from tollgate.ledger.rules import period_key

_ATTEMPTS: Final = 3
RESOURCE: Final[dict[type[Entity], str]] = {
    Organization: "organization",
    Team: "team",
    User: "user",
    ApiKey: "api_key",
    Role: "role",
    AccessRule: "access_rule",
}
"""What each kind of entity is called."""
_PERSONAL: Final = frozenset({"name", "email"})
"""Of a person: the journal outlives them, so that it says only that these changed."""
_NOT_KEPT: Final = "(personal)"
_SECRETS: Final = frozenset({"secret_hash", "previous_hash", "password_hash", "password_history"})
Found = TypeVar("Found", Organization, Team, User, ApiKey, Role, AccessRule)


class Directory(Struct, frozen=True):
    """The directory's store and clock."""

    store: DirectoryStore
    clock: Clock = now_ms


def event_of(
    caller: Caller,
    at_ms: int,
    verb: str,
    before: Entity | None,
    after: Entity,
    *,
    reason: str | None = None,
) -> Event:
    """The journal event of a change: the changed attributes before and after, never a secret."""
    kind = RESOURCE[type(after)]
    old = _journalled(before) if before else {}
    new = _journalled(after)
    changed = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
    details: dict[str, Any] = {
        side: {name: _shown(after, name, values) for name in sorted(changed & values.keys())}
        for side, values in (("before", old), ("after", new))
    }
    if reason:
        details["reason"] = reason
    return Event(
        event_id=new_id("evt", now_ms=at_ms),
        organization_id=after.organization_id,
        action=f"{kind}.{verb}",
        actor=caller.actor,
        target=Target(kind, after.id),
        created_ms=at_ms,
        request_id=caller.request_id,
        details=details,
    )


def _journalled(entity: Entity) -> dict[str, Any]:
    values = attributes_of(entity)
    return {name: values[name] for name in values.keys() - _SECRETS - {"login_email"}}


def _shown(entity: Entity, name: str, values: dict[str, Any]) -> Any:
    if isinstance(entity, User) and (name in _PERSONAL or entity.anonymized_ms is not None):
        return _NOT_KEPT
    return values[name]


def get(directory: Directory, caller: Caller, kind: type[Found], entity_id: str) -> Found:
    """One entity of the caller's organization. Raises `NotFound`."""
    entity = directory.store.get(kind, caller.organization_id, entity_id)
    if entity is None or entity.status is Status.DELETED:
        raise NotFound(f"no {RESOURCE[kind]} with id {entity_id}")
    check_rules(caller, entity)
    return entity


def check_rules(caller: Caller, entity: Entity) -> None:
    """Holds what is acted upon against the organization's access rules; see `Caller.guard`."""
    if caller.guard is not None and caller.action is not None:
        caller.guard.check_resource(caller.action, entity)


def create(
    directory: Directory,
    caller: Caller,
    entity: Entity,
    *,
    active: tuple[tuple[type[Entity], str], ...] = (),
    unchanged: tuple[Entity, ...] = (),
    beside: Beside | None = None,
) -> None:
    """Commits a new entity with what `beside` adds; see `Change`."""
    check_rules(caller, entity)
    event = event_of(caller, entity.created_ms, "created", None, entity)
    change = Change(before=None, after=entity, event=event, active=active, unchanged=unchanged)
    directory.store.commit(change, beside)


def change(
    directory: Directory,
    caller: Caller,
    before: Found,
    after: Found,
    *,
    verb: str = "changed",
    reason: str | None = None,
    if_match: int | None = None,
    active: tuple[tuple[type[Entity], str], ...] = (),
    unchanged: tuple[Entity, ...] = (),
    beside: Beside | None = None,
) -> Found:
    """Commits `before` becoming `after`, with what `beside` adds, and returns its new version."""
    if if_match is not None and if_match != before.version:
        raise PreconditionFailed(f"the current version is {before.version}, not {if_match}")
    if not rules.changes(before, after):
        return before
    check_rules(caller, before)
    check_rules(caller, after)
    after = replace(after, version=before.version + 1)
    event = event_of(caller, directory.clock(), verb, before, after, reason=reason)
    for _ in range(_ATTEMPTS):
        change = Change(
            before=before,
            after=after,
            event=event,
            active=active,
            unchanged=unchanged,
            resizes=_resizes(directory, before, after),
            stamp=rules.governs(before, after),
        )
        try:
            directory.store.commit(change, beside)
        except AccountMoved:
            continue
        return after
    raise Conflict("calls keep moving this balance; try again", retry_after=1)


def _resizes(directory: Directory, before: Entity, after: Entity) -> tuple[Resize, ...]:
    if isinstance(before, Role | AccessRule) or isinstance(after, Role | AccessRule):
        return ()
    if before.budgets == after.budgets:
        return ()
    time_zone = _time_zone(directory, after)
    refs = (
        AccountRef(
            scope_id=after.id,
            period=budget.period,
            period_key=period_key(budget.period, directory.clock(), time_zone),
            limit=budget.limit,
        )
        for budget in after.budgets
    )
    read = ((ref, directory.store.account_limit(after.organization_id, ref)) for ref in refs)
    return tuple(Resize(ref, old) for ref, old in read if old != ref.limit)


def _time_zone(directory: Directory, entity: Entity) -> str:
    if isinstance(entity, Organization):
        return entity.time_zone
    organization_id = entity.organization_id
    organization = directory.store.get(Organization, organization_id, organization_id)
    return organization.time_zone if organization else "UTC"


def is_there(entity: Entity) -> bool:
    """Whether the entity is shown at all; what was deleted stays in the table for the record."""
    return entity.status is not Status.DELETED
