"""Several changes at once: all of them happen, or none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import partial
from typing import Any, Final

from msgspec import Struct, field

from tollgate.auth.models import Caller
from tollgate.errors import BadRequest, TollgateError
from tollgate.policies import templates
from tollgate.policies.service.activation import (
    draft_activation,
    draft_deactivation,
    draft_deletion,
)
from tollgate.policies.service.changes import Draft, Policies, commit, get_for_change, need
from tollgate.policies.service.reading import show
from tollgate.policies.service.saving import draft_new, draft_saved
from tollgate.policies.versions import Policy, PolicyStatus, Shown

MOST_OPERATIONS: Final = 15
"""What fits one transaction of the table with all that belongs to each change."""


class Operation(StrEnum):
    """What is done to one policy."""

    CREATE = "create"
    UPDATE = "update"
    ACTIVATE = "activate"
    DEACTIVATE = "deactivate"
    DELETE = "delete"


_PERMISSION: Final = {
    Operation.CREATE: "policies.create",
    Operation.UPDATE: "policies.edit",
    Operation.ACTIVATE: "policies.activate",
    Operation.DEACTIVATE: "policies.activate",
    Operation.DELETE: "policies.delete",
}


class Task(Struct, frozen=True, kw_only=True):
    """One operation. `document` is a whole document to create and the changed fields to update."""

    operation: Operation
    policy_id: str | None = None
    document: Mapping[str, Any] = field(default_factory=dict)
    status: PolicyStatus | None = None
    version: int | None = None
    message: str = ""
    if_match: int | None = None


def run(policies: Policies, caller: Caller, tasks: Sequence[Task]) -> list[Shown]:
    """Carries out all tasks in one transaction, in whatever number fits one.

    An error names its task: `operations.3.rules.requests_per_minute`.
    """
    if not 0 < len(tasks) <= MOST_OPERATIONS:
        raise BadRequest(f"send 1 to {MOST_OPERATIONS} operations", param="operations")
    ids = [task.policy_id for task in tasks if task.policy_id]
    if len(set(ids)) < len(ids):
        raise BadRequest("one policy is named twice", param="operations")
    drafts = [
        at_path(f"operations.{index}", partial(_draft, policies, caller, task))
        for index, task in enumerate(tasks)
    ]
    return together(policies, caller, drafts)


def instantiate(
    policies: Policies,
    caller: Caller,
    template_id: str,
    parameters: Mapping[str, Any],
    *,
    status: PolicyStatus = PolicyStatus.ACTIVE,
    prefix: str = "",
    message: str = "",
) -> list[Shown]:
    """All policies of a template, in one transaction; `prefix` goes before their names."""
    template = templates.template(template_id)
    made = templates.instantiate(template, parameters)
    message = message or f"from the template {template_id}"
    drafts = [
        at_path(
            f"policies.{index}",
            partial(
                draft_new,
                policies,
                caller,
                {**document, "name": f"{prefix}{document['name']}"},
                status=status,
                message=message,
            ),
        )
        for index, document in enumerate(made)
    ]
    return together(policies, caller, drafts)


def together(policies: Policies, caller: Caller, drafts: Sequence[Draft]) -> list[Shown]:
    """Commits the drafts that change something, and shows all policies in their order."""
    changing = [draft for draft in drafts if draft.after != draft.before]
    done: dict[str, Policy] = {}
    if changing:
        done = {policy.id: policy for policy in commit(policies, caller, changing)}
    return show(policies, [done.get(draft.after.id, draft.after) for draft in drafts])


def at_path(path: str, work: Callable[[], Draft]) -> Draft:
    """`work`, its errors naming the field under `path`."""
    try:
        return work()
    except TollgateError as error:
        where = f"{path}.{error.param}" if error.param else path
        raise type(error)(error.message, param=where, fields=error.fields) from error


def _draft(policies: Policies, caller: Caller, task: Task) -> Draft:
    need(caller, _PERMISSION[task.operation])
    if task.operation is Operation.CREATE:
        status = task.status or PolicyStatus.ACTIVE
        return draft_new(policies, caller, task.document, status=status, message=task.message)
    if task.policy_id is None:
        raise BadRequest("this operation needs the id of a policy", param="id")
    before = get_for_change(policies, caller, task.policy_id, task.if_match)
    match task.operation:
        case Operation.UPDATE:
            return draft_saved(
                policies,
                caller,
                before,
                task.document,
                whole=False,
                status=task.status,
                message=task.message,
            )
        case Operation.ACTIVATE:
            return draft_activation(policies, before, task.version, message=task.message)
        case Operation.DEACTIVATE:
            return draft_deactivation(policies, before, task.message)
        case _:
            return draft_deletion(policies, before, task.message)
