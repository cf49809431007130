"""Policies from files: what applying them would do, doing it, and writing such files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final

from msgspec.structs import replace

from tollgate.auth.models import Caller
from tollgate.errors import BadRequest, Conflict
from tollgate.policies import documents, plans, yaml_files
from tollgate.policies.models import PolicyType
from tollgate.policies.service.activation import draft_deletion
from tollgate.policies.service.bulk import MOST_OPERATIONS, at_path, together
from tollgate.policies.service.changes import Draft, Policies, get_for_change, need
from tollgate.policies.service.reading import show
from tollgate.policies.service.saving import draft_new, draft_saved
from tollgate.policies.versions import Policy, PolicyStatus, Shown

MOST_DOCUMENTS: Final = 500


def read_documents(
    text: str | None,
    given: Sequence[Mapping[str, Any]] | None,
    parameters: Mapping[str, Any] | None,
) -> list[dict[str, Any]]:
    """The canonical documents of YAML text or of a list; exactly one of them must be there."""
    if (text is None) is (given is None):
        raise BadRequest("send either yaml or documents", param="yaml")
    if text is not None:
        found = yaml_files.load(text, parameters)
    else:
        found = [_canonical(each, index) for index, each in enumerate(given or ())]
    if len(found) > MOST_DOCUMENTS:
        raise BadRequest(f"at most {MOST_DOCUMENTS} policies at once", param="documents")
    return found


def _canonical(raw: Mapping[str, Any], index: int) -> dict[str, Any]:
    try:
        return documents.canonical(raw)
    except BadRequest as error:
        where = ".".join(filter(None, ("documents", str(index), error.param)))
        raise BadRequest(error.message, param=where) from error


def plan(
    policies: Policies,
    caller: Caller,
    wanted: Sequence[Mapping[str, Any]],
    manager: str,
    *,
    force: bool = False,
) -> plans.PolicyPlan:
    """What `apply` would do now; it changes nothing."""
    names = {document["name"] for document in wanted}
    concerned = [
        policy
        for policy in policies.store.everything(caller.organization_id)
        if policy.deleted_ms is None
        and (policy.owners.get(plans.WHOLE) == manager or not names.isdisjoint(policy.names))
    ]
    current = [
        plans.Managed(
            policy_id=shown.policy.id,
            version=shown.policy.version,
            document=shown.version.document,
            owners=shown.policy.owners,
        )
        for shown in show(policies, concerned)
    ]
    return plans.plan(current, wanted, manager, force=force)


def apply(
    policies: Policies,
    caller: Caller,
    planned: plans.PolicyPlan,
    *,
    status: PolicyStatus = PolicyStatus.ACTIVE,
    message: str = "",
) -> list[Shown]:
    """Carries out a plan: new policies with `status`, changed ones in force where they are.

    It happens in transactions of up to 15 policies. Where a later one fails, the earlier ones
    stand, and another apply does the rest. Raises `Conflict` on a plan with conflicts, or where a
    policy was changed since.
    """
    if planned.conflicts:
        names = ", ".join(item.name for item in planned.conflicts)
        raise Conflict(f"others changed these since: {names}", param="force")
    concerned = [item for item in planned.items if _is_to_do(policies, caller, item)]
    done: list[Shown] = []
    for items in _groups(concerned):
        drafts = [
            at_path(
                f"documents.{item.name}",
                partial(_draft, policies, caller, item, status=status, message=message),
            )
            for item in items
        ]
        done += together(policies, caller, drafts)
    return done


def _is_to_do(policies: Policies, caller: Caller, item: plans.PlanItem) -> bool:
    """Whether anything changes, if only who owns what."""
    if item.change is not plans.Change.UNCHANGED or item.policy_id is None:
        return True
    found = policies.store.get(caller.organization_id, item.policy_id)
    return found is not None and dict(found.owners) != dict(item.owners)


def _groups(items: Sequence[plans.PlanItem]) -> Iterator[Sequence[plans.PlanItem]]:
    for start in range(0, len(items), MOST_OPERATIONS):
        yield items[start : start + MOST_OPERATIONS]


def _draft(
    policies: Policies,
    caller: Caller,
    item: plans.PlanItem,
    *,
    status: PolicyStatus,
    message: str,
) -> Draft:
    if item.policy_id is None:
        need(caller, "policies.create")
        return draft_new(
            policies,
            caller,
            item.document or {},
            status=status,
            message=message,
            owners=item.owners,
        )
    before = _unchanged_since(policies, caller, item)
    if item.document is None:
        need(caller, "policies.delete")
        return draft_deletion(policies, before, message)
    if item.change is plans.Change.UNCHANGED:
        after = replace(before, owners=item.owners)
        return Draft(before=before, after=after, verb="adopted", message=message)
    return draft_saved(
        policies,
        caller,
        before,
        item.document,
        status=PolicyStatus.DRAFT if status is PolicyStatus.DRAFT else None,
        message=message,
        owners=item.owners,
        verb="applied",
    )


def _unchanged_since(policies: Policies, caller: Caller, item: plans.PlanItem) -> Policy:
    policy = get_for_change(policies, caller, item.policy_id or "", None)
    if policy.version != item.version:
        raise Conflict("this policy was changed meanwhile; plan again")
    return policy


def export(
    policies: Policies,
    caller: Caller,
    *,
    type_: PolicyType | None = None,
    status: PolicyStatus | None = None,
) -> list[Mapping[str, Any]]:
    """The documents of all policies that are not deleted, as they are shown, by name."""
    now_ms = policies.clock()
    found = [
        policy
        for policy in policies.store.everything(caller.organization_id)
        if policy.deleted_ms is None
        and type_ in (None, policy.type)
        and status in (None, policy.status(now_ms))
    ]
    shown = [each.version.document for each in show(policies, found)]
    return sorted(shown, key=lambda document: str(document["name"]))


def as_yaml(exported: Sequence[Mapping[str, Any]]) -> str:
    """Documents as a file that `plan` and `apply` read."""
    return yaml_files.dump(exported)


def as_json(exported: Sequence[Mapping[str, Any]]) -> str:
    """The same as `{"documents": […]}`."""
    shown = [documents.outside(document) for document in exported]
    return json.dumps({"documents": shown}, ensure_ascii=False, indent=2)
