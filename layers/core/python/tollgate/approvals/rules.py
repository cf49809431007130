"""The pure rules of approvals: who may decide, what each step makes of one, what it grants."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from msgspec.structs import replace

from tollgate.approvals.models import (
    Approval,
    Ending,
    GrantForm,
    Grants,
    Kind,
    State,
    Vote,
)
from tollgate.auth.models import Caller
from tollgate.errors import BadRequest, Conflict, Forbidden, Unprocessable
from tollgate.journal.models import Actor

DECIDE: Final = "approvals.decide"
DAY_MS: Final = 24 * 3_600_000
LONGEST_GRANT_MS: Final = 366 * DAY_MS
GRANT_MS: Final = DAY_MS
"""How long a grant holds for which nobody named an end."""
MOST_GRANTS: Final = 500
_ENDED_KEPT: Final = 100
_ENDED_KEPT_MS: Final = 30 * DAY_MS
"""Ended grants stay in the bundle's head so long, as the longest approval waits: a call that is
refused again then opens another approval, and does not find the one that it had."""


def may_decide(approval: Approval, caller: Caller, roles: Collection[str]) -> bool:
    """Whether the caller is an approver: by permission or, signed in, by one of `roles`.

    An API key decides by its permission alone: the roles of its person are not its own.
    """
    if caller.may(DECIDE):
        return True
    signed_in = caller.actor.type == "user"
    return signed_in and not set(roles).isdisjoint(approval.approvers)


def check_powers(approval: Approval, caller: Caller) -> None:
    """Nobody approves what they could not give themselves. Raises `Forbidden`."""
    for permission in approval.permissions:
        if not caller.holds(permission):
            raise Forbidden(f"you do not hold {permission!r} yourself")
    if approval.budget_raise is None:
        return
    kind = approval.budget_raise.target_type
    edit = {"key": "api_keys.edit"}.get(kind.value, f"{kind}s.edit")
    if not caller.may("budgets.edit") and not caller.may(edit):
        raise Forbidden(
            f"raising this budget needs the permission {edit} or budgets.edit",
            fields={"required_permission": edit},
        )


def check_four_eyes(
    approval: Approval, deciding: Collection[str], involved: Collection[str]
) -> None:
    """Raises `Forbidden` unless whoever decides is somebody, and somebody else.

    `deciding` are all that stand behind the deciding credential, `involved` behind the request.
    """
    if not any(each.startswith("usr_") for each in deciding):
        raise Forbidden("an approval is decided by a person")
    if not set(deciding).isdisjoint(involved):
        raise Forbidden("somebody else has to decide this: you asked for it, or it is for you")
    if any(not set(deciding).isdisjoint(vote.people) for vote in approval.votes):
        raise Forbidden("you have approved this already; another person has to")


def check_pending(approval: Approval, at_ms: int) -> None:
    """Raises `Conflict` saying what has become of an approval that is not pending any more."""
    state = approval.state(at_ms)
    if state is not State.PENDING:
        raise Conflict(f"this approval is {state} already", fields={"state": state.value})


def approved(
    approval: Approval,
    vote: Vote,
    *,
    form: GrantForm | None = None,
    until_ms: int | None = None,
) -> Approval:
    """One more yes, and approved with the last that was required.

    `form` and `until_ms` replace what was asked for. Raises `BadRequest` on a form that does not
    suit, and an end that is past or too far away.
    """
    check_form(approval.kind, form)
    after = replace(
        approval,
        votes=(*approval.votes, vote),
        grant=form or approval.grant,
        until_ms=until_ms or approval.until_ms,
        updated_ms=vote.at_ms,
        version=approval.version + 1,
    )
    after = replace(after, grant_until_ms=_grant_until(after, vote.at_ms))
    if len(after.votes) < approval.required:
        return replace(after, grant_until_ms=None)
    ending = Ending(vote.actor, vote.at_ms, vote.comment)
    return replace(after, decided=State.APPROVED, ending=ending)


def check_form(kind: Kind, form: GrantForm | None) -> None:
    """Raises `BadRequest` on one use of what no call uses up, such as access to a model."""
    if form is GrantForm.ONCE and kind is not Kind.POLICY_EXCEPTION:
        raise BadRequest("only an exception from a policy is for one call", param="grant")


def _grant_until(approval: Approval, at_ms: int) -> int | None:
    if approval.kind is Kind.BUDGET_RAISE:
        return None
    until_ms = approval.until_ms or at_ms + GRANT_MS
    if not at_ms < until_ms <= at_ms + LONGEST_GRANT_MS:
        raise BadRequest("until lies ahead, by at most 366 days", param="until")
    return until_ms


def ended(
    approval: Approval, state: State, actor: Actor, at_ms: int, comment: str = ""
) -> Approval:
    """Rejected, cancelled or revoked."""
    return replace(
        approval,
        decided=state,
        ending=Ending(actor, at_ms, comment),
        updated_ms=at_ms,
        version=approval.version + 1,
    )


def grant_values(approval: Approval) -> dict[str, Any]:
    """What calls rest on, as values of `tollgate.policies.models.Grant`; its id is the approval's.

    Raises `ValueError` for an approval that gave none.
    """
    if approval.grant_until_ms is None:
        raise ValueError("this approval gives no grant")
    values: dict[str, Any] = {
        "id": approval.id,
        "kind": approval.kind.value,
        "until_ms": approval.grant_until_ms,
        "user_id": approval.user_id,
        "key_id": None if approval.user_id else approval.key_id,
        "policy_ids": [approval.policy_id] if approval.policy_id else [],
        "rules": list(approval.rules),
        "models": list(approval.models),
        "permissions": list(approval.permissions),
        "uses": 1 if approval.grant is GrantForm.ONCE else None,
    }
    return {name: value for name, value in values.items() if value not in (None, [])}


def with_grant(grants: Grants, grant: Mapping[str, Any], at_ms: int) -> Grants:
    """The head's grants with one more. Raises `Unprocessable` when there are too many."""
    kept = pruned(grants, at_ms)
    if sum(each["until_ms"] > at_ms for each in kept) >= MOST_GRANTS:
        raise Unprocessable(f"at most {MOST_GRANTS} grants hold at one time; revoke some")
    return (*(each for each in kept if each["id"] != grant["id"]), grant)


def without_grant(grants: Grants, grant_id: str, at_ms: int) -> Grants:
    """The head's grants after one was taken back."""
    return tuple(each for each in pruned(grants, at_ms) if each["id"] != grant_id)


def pruned(grants: Iterable[Mapping[str, Any]], at_ms: int) -> Grants:
    """Without those that ended long ago, or that more recently ended ones leave no room for."""
    ordered = sorted(grants, key=lambda each: -each["until_ms"])
    living = [each for each in ordered if each["until_ms"] > at_ms]
    over = [each for each in ordered if at_ms - _ENDED_KEPT_MS < each["until_ms"] <= at_ms]
    return (*living, *over[:_ENDED_KEPT])
