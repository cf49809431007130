"""What may be done to approvals: asking, deciding, withdrawing, taking back.

The organization is always the caller's. Functions raise `NotFound` for what is not there or not in
the caller's reach, `Forbidden` where somebody else has to decide, `Conflict` when an approval is
not in the state for it or was changed meanwhile, `PreconditionFailed` when `if_match` is not the
current version, and `Unavailable`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from tollgate.approvals import budgets, notices, rules
from tollgate.approvals.asking import draft
from tollgate.approvals.models import (
    Approval,
    Filters,
    GrantForm,
    Grants,
    Kind,
    Page,
    State,
    Vote,
    Wanted,
)
from tollgate.approvals.people import deciding, involved
from tollgate.approvals.store import ApprovalStore, Step
from tollgate.auth.models import Caller
from tollgate.directory.models import User
from tollgate.directory.roles import roles_of
from tollgate.directory.service.changes import Directory
from tollgate.errors import BadRequest, Conflict, Forbidden, NotFound, PreconditionFailed
from tollgate.journal.models import Event, Target
from tollgate.kit.clock import Clock, now_ms
from tollgate.kit.ids import is_id, new_id
from tollgate.policies.heads import HeadMoved
from tollgate.policies.roster import custom_roles
from tollgate.policies.service.changes import Policies

_ATTEMPTS: Final = 6
_PAUSE_S: Final = 0.05


class Approvals(Struct, frozen=True):
    """The approvals' store, the directory and the policies that they are about, and the clock."""

    store: ApprovalStore
    directory: Directory
    policies: Policies
    clock: Clock = now_ms


def ask(approvals: Approvals, caller: Caller, wanted: Wanted) -> Approval:
    """Opens an approval, for the caller or (with `approvals.create`) for somebody else."""
    approval = draft(approvals.directory, approvals.policies, caller, wanted, approvals.clock())
    step = Step(
        before=None,
        after=approval,
        event=_event(caller, approval, "opened", approval.created_ms),
        notice=notices.opened(approval),
    )
    approvals.store.commit(step)
    return approval


def list_approvals(
    approvals: Approvals, caller: Caller, filters: Filters, *, limit: int, after: str | None
) -> Page:
    """One page of what the caller may see, newest first: all, their own, or theirs to decide."""
    if after is not None and not is_id(after, "apr"):
        raise BadRequest("this is not a cursor of ours", param="cursor")
    now, roles = approvals.clock(), _roles(approvals, caller)

    def keep(approval: Approval) -> bool:
        return (
            _visible(approval, caller, roles)
            and filters.state in (None, approval.state(now))
            and filters.kind in (None, approval.kind)
            and filters.policy_id in (None, approval.policy_id)
            and filters.user_id in (None, approval.user_id)
            and filters.key_id in (None, approval.key_id)
            and (not filters.mine or _may_be_asked(approval, caller, roles))
        )

    return approvals.store.page(caller.organization_id, limit=limit, after=after, keep=keep)


def get_approval(approvals: Approvals, caller: Caller, approval_id: str) -> Approval:
    """One approval that the caller may see."""
    approval = approvals.store.get(caller.organization_id, approval_id)
    if approval is None or not _visible(approval, caller, _roles(approvals, caller)):
        raise NotFound(f"no approval with id {approval_id}")
    return approval


def _visible(approval: Approval, caller: Caller, roles: Collection[str]) -> bool:
    if caller.may("approvals.view") or rules.may_decide(approval, caller, roles):
        return True
    return _is_own(approval, caller)


def _may_be_asked(approval: Approval, caller: Caller, roles: Collection[str]) -> bool:
    """Whether it waits for the caller among others: nobody decides what is their own."""
    return rules.may_decide(approval, caller, roles) and not _is_own(approval, caller)


def _is_own(approval: Approval, caller: Caller) -> bool:
    own = {caller.actor.id, caller.user_id} - {None}
    asked = {approval.requested_by.id, approval.user_id}
    return not own.isdisjoint(asked) or approval.key_id == caller.actor.id


def _roles(approvals: Approvals, caller: Caller) -> frozenset[str]:
    """All roles of a person who is signed in: given, for a while (an elevation), and inherited."""
    if caller.actor.type != "user" or caller.user_id is None:
        return frozenset()
    user = approvals.directory.store.get(User, caller.organization_id, caller.user_id)
    if user is None:
        return frozenset()
    custom = custom_roles(approvals.directory, caller.organization_id)
    return roles_of(user, custom, (), approvals.clock())


def approve(
    approvals: Approvals,
    caller: Caller,
    approval_id: str,
    *,
    comment: str = "",
    form: GrantForm | None = None,
    until_ms: int | None = None,
    if_match: int | None = None,
) -> Approval:
    """One person's yes; with the last that is required, what was asked for is in force at once.

    `form` and `until_ms` narrow or stretch the grant to what the approver means to give.
    """
    before = _to_decide(approvals, caller, approval_id, if_match)
    rules.check_powers(before, caller)
    people = deciding(approvals.directory, caller)
    rules.check_four_eyes(before, people, involved(approvals.directory, before))
    at_ms = approvals.clock()
    vote = Vote(caller.actor, tuple(sorted(people)), at_ms, comment)
    after = rules.approved(before, vote, form=form, until_ms=until_ms)
    if after.decided is not State.APPROVED:
        approvals.store.commit(_step(caller, before, after, "endorsed", comment))
    elif after.kind is Kind.BUDGET_RAISE:
        step = _step(caller, before, after, "approved", comment)
        budgets.raise_budget(
            approvals.directory, caller, after, lambda writes: approvals.store.add(writes, step)
        )
    else:
        grant = rules.grant_values(after)
        step = _step(caller, before, after, "approved", comment)
        _commit_grants(approvals, step, lambda grants: rules.with_grant(grants, grant, at_ms))
    return after


def reject(
    approvals: Approvals,
    caller: Caller,
    approval_id: str,
    *,
    comment: str,
    if_match: int | None = None,
) -> Approval:
    """Somebody else's no, and why."""
    before = _to_decide(approvals, caller, approval_id, if_match)
    people = deciding(approvals.directory, caller)
    rules.check_four_eyes(before, people, involved(approvals.directory, before))
    at_ms = approvals.clock()
    after = rules.ended(before, State.REJECTED, caller.actor, at_ms, comment)
    approvals.store.commit(_step(caller, before, after, "rejected", comment))
    return after


def cancel(
    approvals: Approvals,
    caller: Caller,
    approval_id: str,
    *,
    comment: str = "",
    if_match: int | None = None,
) -> Approval:
    """Whoever asked, or whom it is for, does not want it any more."""
    before = _current(approvals, caller, approval_id, if_match)
    if not _is_own(before, caller):
        raise Forbidden("only who asked for it may withdraw it; reject it instead")
    at_ms = approvals.clock()
    rules.check_pending(before, at_ms)
    after = rules.ended(before, State.CANCELLED, caller.actor, at_ms, comment)
    approvals.store.commit(_step(caller, before, after, "cancelled", comment))
    return after


def revoke(
    approvals: Approvals,
    caller: Caller,
    approval_id: str,
    *,
    comment: str = "",
    if_match: int | None = None,
) -> Approval:
    """Takes back what was approved: the next call does without it.

    An approver may, and whoever has it: giving something up needs no second person.
    """
    before = _current(approvals, caller, approval_id, if_match)
    if not _is_own(before, caller):
        _check_may_decide(approvals, caller, before)
    at_ms = approvals.clock()
    if not before.holds(at_ms):
        raise Conflict("there is nothing to take back: it is not approved, or has ended")
    after = rules.ended(before, State.REVOKED, caller.actor, at_ms, comment)
    step = _step(caller, before, after, "revoked", comment)
    if after.kind is Kind.BUDGET_RAISE:
        budgets.take_back(
            approvals.directory, caller, after, lambda writes: approvals.store.add(writes, step)
        )
    else:
        _commit_grants(approvals, step, lambda grants: rules.without_grant(grants, after.id, at_ms))
    return after


def _to_decide(
    approvals: Approvals, caller: Caller, approval_id: str, if_match: int | None
) -> Approval:
    before = _current(approvals, caller, approval_id, if_match)
    _check_may_decide(approvals, caller, before)
    rules.check_pending(before, approvals.clock())
    return before


def _current(
    approvals: Approvals, caller: Caller, approval_id: str, if_match: int | None
) -> Approval:
    before = get_approval(approvals, caller, approval_id)
    if if_match is not None and if_match != before.version:
        raise PreconditionFailed(f"the current version is {before.version}, not {if_match}")
    return before


def _check_may_decide(approvals: Approvals, caller: Caller, approval: Approval) -> None:
    if not rules.may_decide(approval, caller, _roles(approvals, caller)):
        raise Forbidden(
            f"this needs the permission {rules.DECIDE} or one of the roles "
            f"{', '.join(approval.approvers)}",
            fields={"required_permission": rules.DECIDE, "approvers": list(approval.approvers)},
        )


def _commit_grants(approvals: Approvals, step: Step, changed: Callable[[Grants], Grants]) -> None:
    """Commits with the grants as they then are; other changes of policies may come in between."""
    organization_id = step.after.organization_id
    for attempt in range(_ATTEMPTS):
        if attempt:
            time.sleep(_PAUSE_S * attempt)
        head = approvals.store.heads.read_head(organization_id)
        try:
            return approvals.store.commit(replace(step, head=head, grants=changed(head.grants)))
        except HeadMoved:
            continue
    raise Conflict("others are changing policies; try again", retry_after=1)


def _step(caller: Caller, before: Approval, after: Approval, verb: str, comment: str) -> Step:
    event = _event(caller, after, verb, after.updated_ms, before=before, comment=comment)
    return Step(before=before, after=after, event=event, notice=notices.changed(after, verb))


def _event(
    caller: Caller,
    approval: Approval,
    verb: str,
    at_ms: int,
    *,
    before: Approval | None = None,
    comment: str = "",
) -> Event:
    details = {"after": _journalled(approval)}
    if before is not None:
        details["before"] = {"state": before.decided.value}
    if comment:
        details["reason"] = comment  # type: ignore[assignment]
    return Event(
        event_id=new_id("evt", now_ms=at_ms),
        organization_id=approval.organization_id,
        action=f"approval.{verb}",
        actor=caller.actor,
        target=Target("approval", approval.id),
        created_ms=at_ms,
        request_id=caller.request_id,
        details=details,
    )


def _journalled(approval: Approval) -> dict[str, object]:
    raised = approval.budget_raise
    values: dict[str, object] = {
        "state": approval.decided.value,
        "kind": approval.kind.value,
        "user_id": approval.user_id,
        "key_id": approval.key_id,
        "policy_id": approval.policy_id,
        "rules": list(approval.rules),
        "models": list(approval.models),
        "permissions": list(approval.permissions),
        "target_id": raised.target_id if raised else None,
        "period": raised.period if raised else None,
        "amount_nano": raised.amount if raised else None,
        "grant": approval.grant.value,
        "grant_until_ms": approval.grant_until_ms,
        "votes": len(approval.votes),
        "required": approval.required,
    }
    return {name: value for name, value in values.items() if value not in (None, [])}
