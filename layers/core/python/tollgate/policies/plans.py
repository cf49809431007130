"""What applying files would do: created, changed, removed, and where somebody else has a say.

Every value of a policy has an owner, the last who set it: `git:repo`, or `user:usr_…`. Who applies
files owns what they say. A value that somebody else has set since, or taken away, is *drift*: when
the files say otherwise it is a conflict, unless the apply is forced. What the files no longer say
and their manager owns is removed; what others added stays.

Owners are kept by path in outside names (`rules.monthly_limit_usd`). Two kinds of path are not in
the document: the empty one, whose owner applied the whole policy, and one that somebody took away
from another, so that it is not quietly put back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

from msgspec import Struct, field

from tollgate.errors import BadRequest
from tollgate.policies.documents import canonical, differences, leaves, outside

WHOLE: Final = ""
"""The path whose owner applied the policy, and may remove it."""

Owners = Mapping[str, str]


class Change(StrEnum):
    """What becomes of a policy."""

    CREATE = "create"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    DELETE = "delete"
    CONFLICT = "conflict"


class Managed(Struct, frozen=True, kw_only=True):
    """A policy as it is now; `document` is canonical."""

    policy_id: str
    version: int
    document: Mapping[str, Any]
    owners: Owners = field(default_factory=dict)


class Drift(Struct, frozen=True):
    """A value that `owner` set (None: took away) since, and what the files say instead."""

    path: str
    owner: str
    current: Any
    wanted: Any


class PlanItem(Struct, frozen=True, kw_only=True):
    """One policy of a plan.

    `document` is the canonical result, None for a removal. `reason` says why a conflict is one.
    `owners` are those after the change.
    """

    change: Change
    name: str
    policy_id: str | None = None
    version: int | None = None
    document: Mapping[str, Any] | None = None
    differences: tuple[Mapping[str, Any], ...] = ()
    drift: tuple[Drift, ...] = ()
    owners: Owners = field(default_factory=dict)
    reason: str = ""


class PolicyPlan(Struct, frozen=True):
    """Everything that an apply would do, in the order of the files, removals last."""

    manager: str
    items: tuple[PlanItem, ...]

    @property
    def conflicts(self) -> tuple[PlanItem, ...]:
        """Items that keep the plan from being applied."""
        return tuple(item for item in self.items if item.change is Change.CONFLICT)

    @property
    def counts(self) -> dict[str, int]:
        """How many policies of each change."""
        return {
            change.value: sum(item.change is change for item in self.items) for change in Change
        }


def plan(
    current: Sequence[Managed],
    wanted: Sequence[Mapping[str, Any]],
    manager: str,
    *,
    force: bool = False,
) -> PolicyPlan:
    """What applying `wanted` (canonical documents, known by name) as `manager` would do.

    Raises `BadRequest` when two of them have one name.
    """
    by_name = {each.document["name"]: each for each in current}
    names = [document["name"] for document in wanted]
    if twice := [name for name in names if names.count(name) > 1]:
        raise BadRequest(f"two policies are named {twice[0]!r}", param="documents")
    items = [
        _changed(by_name[document["name"]], document, manager, force=force)
        if document["name"] in by_name
        else _created(document, manager)
        for document in wanted
    ]
    items += [
        _removed(each, manager, force=force)
        for each in current
        if each.owners.get(WHOLE) == manager and each.document["name"] not in names
    ]
    return PolicyPlan(manager, tuple(items))


def _created(document: Mapping[str, Any], manager: str) -> PlanItem:
    return PlanItem(
        change=Change.CREATE,
        name=document["name"],
        document=document,
        differences=tuple(differences(None, document)),
        owners=owners_after({}, None, document, manager, applied=document),
    )


def _changed(before: Managed, wanted: Mapping[str, Any], manager: str, *, force: bool) -> PlanItem:
    stated = leaves(outside(wanted))
    drift = _drift(before, stated, manager)
    reason = "" if force or not drift else _changed_by(drift)
    try:
        after = canonical(_merged(before, stated, manager))
    except BadRequest as error:
        # What others added and what the files now say do not go together.
        after, reason = dict(before.document), f"{error.param}: {error.message}"
    if wanted["type"] != before.document["type"]:
        reason = f"type: it is a {before.document['type']} policy; another type needs another name"
    changed = tuple(differences(before.document, after))
    happens = Change.UPDATE if changed else Change.UNCHANGED
    return PlanItem(
        change=Change.CONFLICT if reason else happens,
        name=wanted["name"],
        policy_id=before.policy_id,
        version=before.version,
        document=after,
        differences=changed,
        drift=drift,
        owners=owners_after(before.owners, before.document, after, manager, applied=wanted),
        reason=reason,
    )


def _drift(before: Managed, stated: Mapping[str, Any], manager: str) -> tuple[Drift, ...]:
    current = leaves(outside(before.document))
    return tuple(
        Drift(path, owner, current.get(path), value)
        for path, value in stated.items()
        if (owner := before.owners.get(path, manager)) != manager and current.get(path) != value
    )


def _changed_by(drift: Iterable[Drift]) -> str:
    return f"changed since by {', '.join(sorted({each.owner for each in drift}))}"


def _merged(before: Managed, stated: Mapping[str, Any], manager: str) -> dict[str, Any]:
    """The current values without those that the manager owns, and with those that it states."""
    values = leaves(outside(before.document))
    kept = {path: value for path, value in values.items() if before.owners.get(path) != manager}
    merged: dict[str, Any] = {}
    for path, value in {**kept, **stated}.items():
        *sections, name = path.split(".")
        place = merged
        for section in sections:
            place = place.setdefault(section, {})
        place[name] = value
    return merged


def _removed(before: Managed, manager: str, *, force: bool) -> PlanItem:
    current = leaves(outside(before.document))
    drift = tuple(
        Drift(path, owner, current.get(path), None)
        for path, owner in before.owners.items()
        if owner != manager and path != WHOLE
    )
    return PlanItem(
        change=Change.CONFLICT if drift and not force else Change.DELETE,
        name=before.document["name"],
        policy_id=before.policy_id,
        version=before.version,
        differences=tuple(differences(before.document, None)),
        drift=drift,
        reason=f"to be deleted, but {_changed_by(drift)}" if drift and not force else "",
    )


def owners_after(
    owners: Owners,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any],
    manager: str,
    *,
    applied: Mapping[str, Any] | None = None,
) -> dict[str, str]:
    """Who owns what once `manager` has changed `before` (None: created) into `after`.

    Whoever changes a value owns it. With `applied`, the canonical document of a file, `manager`
    owns all that it says, and the whole.
    """
    old = {} if before is None else leaves(outside(before))
    new = leaves(outside(after))
    result = {path: owner for path, owner in owners.items() if path not in old or path in new}
    taken = [path for path in old if path not in new and owners.get(path, manager) != manager]
    changed = [path for path, value in new.items() if path not in old or old[path] != value]
    result |= dict.fromkeys((*taken, *changed), manager)
    if applied is not None:
        result |= dict.fromkeys(leaves(outside(applied)), manager)
    if applied is not None or before is None:
        result[WHOLE] = manager
    return dict(sorted(result.items()))
