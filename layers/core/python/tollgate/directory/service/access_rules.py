"""Access rules: what an organization forbids whatever roles allow; see `tollgate.access.guard`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace

from tollgate.access.conditions import Asking
from tollgate.auth.models import Caller
from tollgate.directory.models import AccessRule, Organization, Page, Status, User
from tollgate.directory.permission_catalog import unknown
from tollgate.directory.service.changes import Directory, change, create, get, is_there
from tollgate.errors import BadRequest, Conflict, Forbidden, WouldLockOut
from tollgate.kit.ids import new_id

if TYPE_CHECKING:
    from tollgate.access.guard import Guard

MOST_RULES: Final = 50
EDIT: Final = "security.edit"


def guard_for(directory: Directory, organization: Organization, asking: Asking) -> Guard | None:
    """What the organization forbids whoever asks; None without rules.

    An organization that never had one costs nothing: neither a read nor Cedar's import.
    """
    if not organization.has_access_rules:
        return None
    rules = _enabled(directory, organization.id)
    return _guard(rules, asking) if rules else None


def list_rules(
    directory: Directory, caller: Caller, *, limit: int, after: str | None
) -> Page[AccessRule]:
    """Rules in the order of creation."""
    return directory.store.page(
        AccessRule, caller.organization_id, limit=limit, after=after, keep=is_there
    )


def get_rule(directory: Directory, caller: Caller, rule_id: str) -> AccessRule:
    """One rule of the caller's organization. Raises `NotFound`."""
    return get(directory, caller, AccessRule, rule_id)


def create_rule(directory: Directory, caller: Caller, values: Mapping[str, Any]) -> AccessRule:
    """A new rule of `values` (fields of `AccessRule`), in force from the next request on.

    Raises `BadRequest` naming an unknown action or what is wrong with the condition, `WouldLockOut`
    when it would forbid the caller to change it again, and `Forbidden` where it could forbid that
    to an owner and the caller is none.
    """
    at_ms = directory.clock()
    blank = AccessRule(
        id=new_id("rule", now_ms=at_ms),
        organization_id=caller.organization_id,
        name="",
        actions=(),
        condition="",
        created_ms=at_ms,
    )
    rule = _checked(directory, caller, replace(blank, **values))
    there = directory.store.everything(AccessRule, caller.organization_id)
    if sum(map(is_there, there)) >= MOST_RULES:
        raise Conflict(f"an organization has {MOST_RULES} access rules at most")
    create(directory, caller, rule)
    return rule


def update_rule(
    directory: Directory,
    caller: Caller,
    rule_id: str,
    changes: Mapping[str, Any],
    if_match: int | None = None,
) -> AccessRule:
    """Applies `changes` (fields of `AccessRule`). Raises as `create_rule`."""
    before = get_rule(directory, caller, rule_id)
    after = _checked(directory, caller, replace(before, **changes))
    return change(directory, caller, before, after, if_match=if_match)


def delete_rule(
    directory: Directory, caller: Caller, rule_id: str, if_match: int | None = None
) -> None:
    """Ends the rule."""
    before = get_rule(directory, caller, rule_id)
    after = replace(before, status=Status.DELETED)
    change(directory, caller, before, after, verb="deleted", if_match=if_match)


def _enabled(directory: Directory, organization_id: str) -> tuple[AccessRule, ...]:
    rules = directory.store.everything(AccessRule, organization_id)
    return tuple(rule for rule in rules if rule.enabled and is_there(rule))


def _guard(rules: tuple[AccessRule, ...], asking: Asking) -> Guard:
    from tollgate.access.guard import Guard  # noqa: PLC0415 - Cedar's import takes 30 ms

    return Guard(rules, asking)


def _checked(directory: Directory, caller: Caller, rule: AccessRule) -> AccessRule:
    from tollgate.access.guard import check_rule, concerns  # noqa: PLC0415 - Cedar's import takes 30 ms

    for action in unknown(rule.actions):
        raise BadRequest(f"there is no permission {action!r}", param="actions")
    rule = replace(rule, reads_resource=check_rule(rule.condition))
    if rule.enabled and concerns(rule, EDIT):
        if not caller.may("*"):
            # Its condition could hold for owners at every other address, and they repair things.
            raise Forbidden(f"only an owner forbids {EDIT}", param="actions")
        _check_author(rule, _asking(directory, caller))
    return rule


def _check_author(rule: AccessRule, asking: Asking) -> None:
    if _forbids(rule, asking):
        raise WouldLockOut("this rule would forbid you to change it again", param="condition")


def _forbids(rule: AccessRule, asking: Asking) -> bool:
    guard = _guard((rule,), asking)
    try:
        guard.check(EDIT)
        guard.check_resource(EDIT, rule)
    except Forbidden:
        return True
    return False


def _asking(directory: Directory, caller: Caller) -> Asking:
    organization_id = caller.organization_id
    organization = get(directory, caller, Organization, organization_id)
    user_id = caller.user_id
    person = directory.store.get(User, organization_id, user_id) if user_id else None
    return Asking(
        kind=caller.actor.type,
        actor_id=caller.actor.id,
        person=person,
        methods=caller.methods,
        address=caller.address,
        at_ms=directory.clock(),
        time_zone=organization.time_zone,
    )
