"""A raise of a budget, real at once: the entity, its balance and its approval in one commit."""

from __future__ import annotations

from typing import Any, Final

from msgspec.structs import replace

from tollgate.approvals.models import Approval, Raise, TargetType
from tollgate.auth.models import Caller
from tollgate.aws.items import Beside
from tollgate.directory.models import ApiKey, Limited, Organization, Team, User
from tollgate.directory.service.changes import Directory, change, get
from tollgate.errors import BadRequest, Conflict, NotFound
from tollgate.kit.money import LARGEST
from tollgate.ledger.models import Budget

_KINDS: Final[dict[TargetType, Any]] = {
    TargetType.KEY: ApiKey,
    TargetType.USER: User,
    TargetType.TEAM: Team,
    TargetType.ORGANIZATION: Organization,
}


def check_raise(directory: Directory, caller: Caller, raised: Raise) -> None:
    """Raises `BadRequest` where there is no such budget, or it would be beyond all amounts."""
    try:
        entity = _target(directory, caller, raised)
    except NotFound as error:
        raise BadRequest(error.message, param="target_id") from error
    budget = _budget(entity, raised)
    if budget is None:
        raise BadRequest(f"there is no {raised.period} budget to raise", param="period")
    if budget.limit + raised.amount > LARGEST:
        raise BadRequest("this is more than a budget can be", param="amount_usd")


def raise_budget(directory: Directory, caller: Caller, approval: Approval, beside: Beside) -> None:
    """Adds the amount, in this period's balance too, together with what `beside` writes.

    Raises `Conflict` when there is no such budget any more.
    """
    _move(directory, caller, approval, 1, beside)


def take_back(directory: Directory, caller: Caller, approval: Approval, beside: Beside) -> None:
    """Takes the amount off again, down to nothing; what was spent stays spent."""
    _move(directory, caller, approval, -1, beside)


def _move(
    directory: Directory, caller: Caller, approval: Approval, sign: int, beside: Beside
) -> None:
    raised = approval.budget_raise
    if raised is None:
        raise ValueError("this approval raises no budget")
    try:
        before: Any = _target(directory, caller, raised)
    except NotFound as error:
        raise Conflict(error.message) from error
    budget = _budget(before, raised)
    if budget is None:
        raise Conflict(f"there is no {raised.period} budget any more")
    limit = min(LARGEST, max(0, budget.limit + sign * raised.amount))
    moved = tuple(replace(each, limit=limit) if each is budget else each for each in before.budgets)
    after = replace(before, budgets=moved)
    change(directory, caller, before, after, reason=f"approval {approval.id}", beside=beside)


def _target(directory: Directory, caller: Caller, raised: Raise) -> Limited:
    if raised.target_type is TargetType.ORGANIZATION and raised.target_id != caller.organization_id:
        raise NotFound(f"no organization with id {raised.target_id}")
    found: Limited = get(directory, caller, _KINDS[raised.target_type], raised.target_id)
    return found


def _budget(entity: Limited, raised: Raise) -> Budget | None:
    return next((each for each in entity.budgets if each.period == raised.period), None)
