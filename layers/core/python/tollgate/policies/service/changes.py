"""How any change takes effect: policies, their events, the bundle and the stamps in one commit."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from tollgate.auth.models import Caller
from tollgate.directory.models import Organization
from tollgate.directory.service.changes import Directory
from tollgate.errors import Conflict, Forbidden, NotFound, PreconditionFailed
from tollgate.journal.models import Event, Target
from tollgate.kit.clock import Clock, now_ms
from tollgate.kit.ids import new_id
from tollgate.policies.bundle import pack, unpack
from tollgate.policies.demands import demands_of
from tollgate.policies.heads import HeadMoved
from tollgate.policies.items import attributes_of
from tollgate.policies.models import Entry
from tollgate.policies.store import Change, Packed, PolicyStore
from tollgate.policies.versions import Policy, PolicyVersion, Step

_ATTEMPTS: Final = 12
_PAUSE_S: Final = 0.02
_LONGEST_PAUSE_S: Final = 0.4
_ENDED_MS: Final = 60_000
"""How long an entry that is over stays in new bundles: clocks differ."""
_NOT_JOURNALLED: Final = frozenset({"owners", "updated_ms", "version"})


class Policies(Struct, frozen=True):
    """The policies' store, the directory that scopes refer to, and the clock."""

    store: PolicyStore
    directory: Directory
    clock: Clock = now_ms


class Draft(Struct, frozen=True, kw_only=True):
    """A change that is worked out and not committed.

    `saved` is the version that comes with it, `details` what the history says besides `message`;
    `journalled` are fields of documents `(before, after)` by path.
    """

    before: Policy | None
    after: Policy
    verb: str
    message: str = ""
    saved: PolicyVersion | None = None
    details: Mapping[str, Any] | None = None
    journalled: tuple[Mapping[str, Any], Mapping[str, Any]] = ({}, {})


def get_policy(policies: Policies, caller: Caller, policy_id: str) -> Policy:
    """One policy of the caller's organization, deleted ones too. Raises `NotFound`."""
    policy = policies.store.get(caller.organization_id, policy_id)
    if policy is None:
        raise NotFound(f"no policy with id {policy_id}")
    return policy


def get_for_change(
    policies: Policies, caller: Caller, policy_id: str, if_match: int | None
) -> Policy:
    """The policy as read, if it may still be changed."""
    policy = get_policy(policies, caller, policy_id)
    if if_match is not None and if_match != policy.version:
        raise PreconditionFailed(f"the current version is {policy.version}, not {if_match}")
    if policy.deleted_ms is not None:
        raise Conflict("this policy is deleted")
    return policy


def get_version(policies: Policies, policy: Policy, version: int) -> PolicyVersion:
    """One version of a policy. Raises `NotFound`."""
    found = policies.store.version(policy.organization_id, policy.id, version)
    if found is None:
        raise NotFound(f"policy {policy.id} has no version {version}")
    return found


def need(caller: Caller, permission: str) -> None:
    """Raises `Forbidden` naming the permission that the caller does not hold."""
    if not caller.may(permission):
        raise Forbidden(
            f"this needs the permission {permission}", fields={"required_permission": permission}
        )


def commit(policies: Policies, caller: Caller, drafts: Sequence[Draft]) -> list[Policy]:
    """Commits all drafts or none and returns the policies with their new versions.

    What is in force follows in the same transaction. Changes of other policies that come in
    between are not in the way; the bundle is made again from what they left.
    """
    at_ms = policies.clock()
    changes = [_change(caller, at_ms, draft) for draft in drafts]
    if not any(_governs(draft) for draft in drafts):
        policies.store.commit(changes)
        return [change.after for change in changes]
    entries = _entries(policies, drafts, at_ms)
    for attempt in range(_ATTEMPTS):
        if attempt:
            pause = min(_PAUSE_S * 2**attempt, _LONGEST_PAUSE_S)
            time.sleep(pause * random.uniform(0.2, 1.0))  # noqa: S311
        try:
            _commit_bundle(policies, changes, entries, at_ms)
        except HeadMoved:
            continue
        return [change.after for change in changes]
    raise Conflict("others are changing policies; try again", retry_after=1)


def _commit_bundle(
    policies: Policies, changes: Sequence[Change], entries: Iterable[Entry], at_ms: int
) -> None:
    organization_id = changes[0].after.organization_id
    head = policies.store.heads.read_head(organization_id)
    changed = {change.after.id for change in changes}
    others = [
        entry
        for entry in bundle_entries(policies, organization_id, head.hash)
        if entry.policy_id not in changed and not _is_over(entry, at_ms)
    ]
    everything = [*others, *entries]
    before = _organization(policies, organization_id).policy_demands
    demands = demands_of(everything, before, at_ms)
    hash_, parts = pack(everything)
    packed = Packed(hash_, parts, None if demands == list(before) else demands)
    policies.store.commit(changes, head, packed)


def _organization(policies: Policies, organization_id: str) -> Organization:
    found = policies.directory.store.get(Organization, organization_id, organization_id)
    if found is None:
        raise NotFound(f"no organization with id {organization_id}")
    return found


def bundle_entries(policies: Policies, organization_id: str, hash_: str) -> list[Entry]:
    """The entries of a bundle; none without a hash. Raises `NotFound` on an unknown one."""
    if not hash_:
        return []
    parts = policies.store.bundle(organization_id, hash_)
    if not parts:
        raise NotFound(f"no bundle with hash {hash_}")
    return unpack(parts)


def _is_over(entry: Entry, at_ms: int) -> bool:
    return entry.until_ms is not None and entry.until_ms <= at_ms - _ENDED_MS


def _governs(draft: Draft) -> bool:
    old = (draft.before.spans, draft.before.dry_run) if draft.before else ((), None)
    return old != (draft.after.spans, draft.after.dry_run)


def _entries(policies: Policies, drafts: Sequence[Draft], at_ms: int) -> list[Entry]:
    """What the drafts' policies put into the bundle from now on."""
    wanted: list[tuple[Policy, int, int | None, int | None, bool]] = []
    for policy in (draft.after for draft in drafts):
        for span in policy.windows:
            if not span.is_over(at_ms):
                # What has begun has no start: a function whose clock is behind must see it too.
                from_ms = span.from_ms if span.from_ms > at_ms else None
                wanted.append((policy, span.version, from_ms, span.until_ms, False))
        if run := policy.rehearsing(at_ms):
            wanted.append((policy, run.version, None, run.until_ms, True))
    documents = _documents(policies, drafts, {(each[0].id, each[1]) for each in wanted})
    return [
        Entry(policy.id, version, documents[(policy.id, version)], from_ms, until_ms, shadow)
        for policy, version, from_ms, until_ms, shadow in wanted
    ]


def _documents(
    policies: Policies, drafts: Sequence[Draft], wanted: set[tuple[str, int]]
) -> dict[tuple[str, int], Mapping[str, Any]]:
    saved = {
        (draft.after.id, draft.saved.version): draft.saved.document
        for draft in drafts
        if draft.saved
    }
    organization_id = drafts[0].after.organization_id
    stored = policies.store.versions(organization_id, wanted - saved.keys())
    return saved | {key: version.document for key, version in stored.items()}


def _change(caller: Caller, at_ms: int, draft: Draft) -> Change:
    before = draft.before
    after = replace(draft.after, updated_ms=at_ms, version=before.version + 1 if before else 1)
    event_id = new_id("evt", now_ms=at_ms)
    step = Step(
        number=after.version,
        event_id=event_id,
        action=f"policy.{draft.verb}",
        actor=caller.actor,
        at_ms=at_ms,
        message=draft.message,
        details=draft.details or {},
    )
    event = Event(
        event_id=event_id,
        organization_id=after.organization_id,
        action=step.action,
        actor=caller.actor,
        target=Target("policy", after.id),
        created_ms=at_ms,
        request_id=caller.request_id,
        details=_details(draft, before, after),
    )
    return Change(before=before, after=after, event=event, step=step, saved=draft.saved)


def _details(draft: Draft, before: Policy | None, after: Policy) -> dict[str, Any]:
    """What changed, before and after; a fraction becomes text, which is all that events hold."""
    old = attributes_of(before) if before else {}
    new = attributes_of(after)
    changed = {
        name
        for name in (old.keys() | new.keys()) - _NOT_JOURNALLED
        if old.get(name) != new.get(name)
    }
    details: dict[str, Any] = {}
    sides = (("before", old, draft.journalled[0]), ("after", new, draft.journalled[1]))
    for side, values, document in sides:
        details[side] = {name: values[name] for name in sorted(changed) if name in values}
        if document:
            details[side]["document"] = _plain(document)
    if draft.message:
        details["reason"] = draft.message
    return details


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return str(value)
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value
