"""New policies and new versions of policies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from msgspec.structs import replace

from tollgate.auth.models import Caller
from tollgate.directory.models import ApiKey, Team, User
from tollgate.directory.service import changes as directory_changes
from tollgate.directory.service.identities import role_book
from tollgate.errors import BadRequest, NotFound, Unprocessable
from tollgate.journal.models import Actor
from tollgate.kit.ids import new_id
from tollgate.policies import documents, timeline
from tollgate.policies.items import name_key
from tollgate.policies.models import Level, PolicyType
from tollgate.policies.plans import owners_after
from tollgate.policies.schema.envelope import ENVELOPE
from tollgate.policies.service.activation import check_tests, finish, in_force, timing
from tollgate.policies.service.changes import (
    Draft,
    Policies,
    get_for_change,
    get_version,
    need,
)
from tollgate.policies.versions import (
    MOST_NAMES,
    MOST_VERSIONS,
    Policy,
    PolicyStatus,
    PolicyVersion,
    Shown,
)

_ENTITIES: Final[dict[Level, type[Any]]] = {Level.TEAM: Team, Level.USER: User, Level.KEY: ApiKey}


def by_hand(caller: Caller) -> str:
    """Who owns a field that somebody set through the API or the dashboard."""
    return f"{caller.actor.type}:{caller.actor.id}"


def create_policy(
    policies: Policies,
    caller: Caller,
    raw: Mapping[str, Any],
    *,
    status: PolicyStatus = PolicyStatus.ACTIVE,
    message: str = "",
) -> Shown:
    """A new policy of a document, in force at once if `status` is active."""
    made = draft_new(policies, caller, raw, status=status, message=message)
    return finish(policies, caller, made)


def draft_new(
    policies: Policies,
    caller: Caller,
    raw: Mapping[str, Any],
    *,
    status: PolicyStatus = PolicyStatus.ACTIVE,
    message: str = "",
    owners: Mapping[str, str] | None = None,
) -> Draft:
    """The creation, worked out. `owners` are those of its fields if not the caller's."""
    document = documents.canonical(raw)
    _check_scope(policies, caller, document, {})
    at_ms = policies.clock()
    policy_id = new_id("pol", now_ms=at_ms)
    saved = _version(caller.actor, policy_id, 1, document, message=message, at_ms=at_ms)
    policy = Policy(
        id=policy_id,
        organization_id=caller.organization_id,
        name=document["name"],
        description=document.get("description", ""),
        type=PolicyType(document["type"]),
        names=(document["name"],),
        owners=owners or owners_after({}, None, document, by_hand(caller)),
        created_ms=at_ms,
        created_by=caller.actor.id,
        updated_ms=at_ms,
    )
    policy = _with_status(caller, policy, saved, status, at_ms)
    return Draft(
        before=None,
        after=policy,
        verb="created",
        message=message,
        saved=saved,
        details=timing(policy, saved.version),
        journalled=({}, document),
    )


def save_policy(
    policies: Policies,
    caller: Caller,
    policy_id: str,
    raw: Mapping[str, Any],
    *,
    whole: bool = True,
    status: PolicyStatus | None = None,
    message: str = "",
    if_match: int | None = None,
) -> Shown:
    """A new version, unless the document says nothing new.

    `raw` is the whole document, or (not `whole`) the fields of it that change, each as a whole.
    With status `active` the version is in force at once, with `draft` what is in force stays, with
    `disabled` nothing is; without one it is in force if the policy is active.
    """
    before = get_for_change(policies, caller, policy_id, if_match)
    made = draft_saved(policies, caller, before, raw, whole=whole, status=status, message=message)
    return finish(policies, caller, made)


def draft_saved(
    policies: Policies,
    caller: Caller,
    before: Policy,
    raw: Mapping[str, Any],
    *,
    whole: bool = True,
    status: PolicyStatus | None = None,
    message: str = "",
    owners: Mapping[str, str] | None = None,
    verb: str = "changed",
) -> Draft:
    """The change of a document, worked out. `owners` are those after it if not the caller's."""
    at_ms = policies.clock()
    latest = get_version(policies, before, before.latest_version)
    if not whole:
        shown = get_version(policies, before, before.shown_version(at_ms))
        raw = _patched(shown.document, raw)
    document = documents.canonical({"name": before.name, "type": before.type.value, **raw})
    if document["type"] != before.type:
        raise BadRequest("a policy keeps its type; make another one", param="type")
    _check_scope(policies, caller, document, latest.document)
    changed = documents.differences(latest.document, document)
    saved = latest
    after = before
    if changed:
        if owners is None:
            owners = owners_after(before.owners, latest.document, document, by_hand(caller))
        saved = _version(
            caller.actor, before.id, latest.version + 1, document, message=message, at_ms=at_ms
        )
        after = _renamed(before, document, saved.version, owners)
    status = status or (before.status(at_ms) if before.current(at_ms) else PolicyStatus.DRAFT)
    after = _with_status(caller, after, saved, status, at_ms)
    return Draft(
        before=before,
        after=after,
        verb="saved" if status is PolicyStatus.DRAFT else verb,
        message=message,
        saved=saved if changed else None,
        details=timing(after, saved.version),
        journalled=_sides(changed),
    )


def _with_status(
    caller: Caller, policy: Policy, version: PolicyVersion, status: PolicyStatus, at_ms: int
) -> Policy:
    if status is PolicyStatus.DISABLED:
        need(caller, "policies.activate")
        return replace(policy, spans=timeline.stop(policy.spans, at_ms))
    if status is not PolicyStatus.ACTIVE:
        return policy
    need(caller, "policies.activate")
    check_tests(version, at_ms)
    return in_force(policy, version, from_ms=at_ms, now_ms=at_ms)


def _patched(document: Mapping[str, Any], raw: Mapping[str, Any]) -> dict[str, Any]:
    """A document with the fields that `raw` names, under whatever spelling, replaced."""
    shown = documents.outside(document)
    named = {each.shown_name for each in ENVELOPE.fields if each.spellings().keys() & raw.keys()}
    return {name: value for name, value in shown.items() if name not in named} | dict(raw)


def _sides(changed: list[dict[str, Any]]) -> tuple[dict[str, Any], dict[str, Any]]:
    before = {each["path"]: each["before"] for each in changed}
    after = {each["path"]: each["after"] for each in changed}
    return before, after


def _version(
    author: Actor,
    policy_id: str,
    number: int,
    document: Mapping[str, Any],
    *,
    message: str,
    at_ms: int,
) -> PolicyVersion:
    if number > MOST_VERSIONS:
        raise Unprocessable(f"a policy has at most {MOST_VERSIONS} versions")
    return PolicyVersion(
        policy_id=policy_id,
        version=number,
        document=document,
        content_hash=documents.content_hash(document),
        author=author,
        message=message,
        created_ms=at_ms,
    )


def _renamed(
    before: Policy,
    document: Mapping[str, Any],
    version: int,
    owners: Mapping[str, str],
) -> Policy:
    """The head as the new latest version has it."""
    name = document["name"]
    names = before.names
    if name_key(name) not in map(name_key, names):
        names = (*names, name)
    if len(names) > MOST_NAMES:
        raise Unprocessable(f"a policy has at most {MOST_NAMES} names in its life", param="name")
    return replace(
        before,
        name=name,
        description=document.get("description", ""),
        names=names,
        latest_version=version,
        owners=owners,
    )


def _check_scope(
    policies: Policies, caller: Caller, document: Mapping[str, Any], known: Mapping[str, Any]
) -> None:
    """A policy for somebody who is not there would look right and govern nobody."""
    scope = document.get("scope") or {}
    known_ids = (known.get("scope") or {}).get("ids", ())
    level = Level(scope.get("level", Level.ORGANIZATION))
    for index, id_ in enumerate(scope.get("ids", ())):
        if id_ not in known_ids:
            _check_subject(policies, caller, level, id_, f"scope.ids.{index}")


def _check_subject(policies: Policies, caller: Caller, level: Level, id_: str, param: str) -> None:
    if level is Level.ROLE:
        if not role_book(policies.directory, caller.organization_id).knows(id_):
            raise BadRequest(f"there is no role {id_!r}", param=param)
        return
    try:
        directory_changes.get(policies.directory, caller, _ENTITIES[level], id_)
    except NotFound as error:
        raise BadRequest(error.message, param=param) from error


def assign_policy(
    policies: Policies,
    caller: Caller,
    policy_id: str,
    level: Level,
    id_: str,
    *,
    message: str = "",
    if_match: int | None = None,
) -> Shown:
    """One more team, person, role or key in the scope; the first one narrows the organization's.

    Raises `BadRequest` when the scope is of another level, which a document has one of.
    """
    before = get_for_change(policies, caller, policy_id, if_match)
    shown = get_version(policies, before, before.shown_version(policies.clock()))
    scope = shown.document.get("scope") or {}
    param = "role" if level is Level.ROLE else f"{level.value}_id"
    held = Level(scope.get("level", Level.ORGANIZATION))
    if held not in (level, Level.ORGANIZATION):
        raise BadRequest(f"the scope of this policy is of level {held.value}", param=param)
    _check_subject(policies, caller, level, id_, param)
    ids = list(dict.fromkeys([*scope.get("ids", ()), id_]))
    raw = {"scope": {"level": level.value, "ids": ids}}
    made = draft_saved(policies, caller, before, raw, whole=False, message=message, verb="assigned")
    return finish(policies, caller, made)
