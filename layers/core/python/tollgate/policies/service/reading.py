"""What there is: policies, their versions and history, and the bundles that were in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from tollgate.auth.models import Caller
from tollgate.errors import BadRequest
from tollgate.kit.ids import is_id
from tollgate.policies import documents
from tollgate.policies.models import Entry, PolicyType
from tollgate.policies.service.changes import (
    Policies,
    bundle_entries,
    get_policy,
    get_version,
)
from tollgate.policies.versions import Policy, PolicyStatus, PolicyVersion, Shown, Step


class Part(Struct, frozen=True):
    """Some of a list; `next_after` is the position that the next part starts behind."""

    items: tuple[Any, ...]
    next_after: str | None


class VersionChange(Struct, frozen=True):
    """A version and how it differs from the one before it, by field path."""

    version: PolicyVersion
    differences: Sequence[Mapping[str, Any]]


def list_policies(
    policies: Policies,
    caller: Caller,
    *,
    limit: int,
    after: str | None,
    type_: PolicyType | None = None,
    status: PolicyStatus | None = None,
    text: str | None = None,
) -> Part:
    """`Shown` in the order of creation, whose name or description holds `text` in any case.

    Deleted ones are listed only when `status` asks for them.
    """
    now_ms = policies.clock()
    wanted = text.casefold() if text else ""
    if after is not None and not is_id(after, "pol"):
        raise BadRequest("this is not a cursor of ours", param="cursor")

    def keep(policy: Policy) -> bool:
        as_of_now = policy.status(now_ms)
        return (
            (as_of_now is not PolicyStatus.DELETED if status is None else as_of_now is status)
            and type_ in (None, policy.type)
            and wanted in f"{policy.name}\n{policy.description}".casefold()
        )

    page = policies.store.page(caller.organization_id, limit=limit, after=after, keep=keep)
    return Part(tuple(show(policies, page.items)), page.next_after)


def show(policies: Policies, found: Sequence[Policy]) -> list[Shown]:
    """Policies with the versions that a reader sees of them."""
    if not found:
        return []
    now_ms = policies.clock()
    keys = {policy.id: (policy.id, policy.shown_version(now_ms)) for policy in found}
    versions = policies.store.versions(found[0].organization_id, keys.values())
    return [Shown(policy, versions[keys[policy.id]]) for policy in found]


def read_policy(policies: Policies, caller: Caller, policy_id: str) -> Shown:
    """One policy, a deleted one too: records of calls go on naming it."""
    [shown] = show(policies, [get_policy(policies, caller, policy_id)])
    return shown


def list_versions(
    policies: Policies, caller: Caller, policy_id: str, *, limit: int, below: int | None
) -> Part:
    """`VersionChange`s, the newest first."""
    policy = get_policy(policies, caller, policy_id)
    found = policies.store.versions_of(
        policy.organization_id, policy.id, limit=limit + 1, below=below
    )
    items = tuple(
        VersionChange(version, _differences(earlier, version))
        for version, earlier in zip(found[:limit], [*found[1:], None], strict=False)
    )
    return Part(items, str(items[-1].version.version) if len(found) > limit else None)


def read_version(
    policies: Policies, caller: Caller, policy_id: str, number: int
) -> tuple[Policy, VersionChange]:
    """One version of a policy."""
    policy = get_policy(policies, caller, policy_id)
    version = get_version(policies, policy, number)
    earlier = get_version(policies, policy, number - 1) if number > 1 else None
    return policy, VersionChange(version, _differences(earlier, version))


def _differences(
    earlier: PolicyVersion | None, version: PolicyVersion
) -> Sequence[Mapping[str, Any]]:
    return documents.differences(earlier.document if earlier else None, version.document)


def history(
    policies: Policies, caller: Caller, policy_id: str, *, limit: int, below: int | None
) -> Part:
    """`Step`s, the newest first: what was saved, activated and ended by whom, when and why."""
    policy = get_policy(policies, caller, policy_id)
    steps: list[Step] = policies.store.steps(
        policy.organization_id, policy.id, limit=limit + 1, below=below
    )
    next_after = str(steps[limit - 1].number) if len(steps) > limit else None
    return Part(tuple(steps[:limit]), next_after)


def read_bundle(policies: Policies, caller: Caller, hash_: str | None) -> tuple[str, list[Entry]]:
    """The hash and entries of a bundle that is or was in force; None is the one in force now.

    Its hash is the `policy_version` of the records of its time. Raises `NotFound`.
    """
    if hash_ is None:
        hash_ = policies.store.heads.read_head(caller.organization_id).hash
    return hash_, bundle_entries(policies, caller.organization_id, hash_)
