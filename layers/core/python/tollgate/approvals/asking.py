"""From what somebody asks for to an approval: whom it is for, who decides, until when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from msgspec.structs import replace

from tollgate.approvals.budgets import check_raise
from tollgate.approvals.models import (
    DEFAULT_APPROVERS,
    Approval,
    GrantForm,
    Kind,
    Raise,
    TargetType,
    Wanted,
)
from tollgate.approvals.requests import timeout_of
from tollgate.approvals.rules import LONGEST_GRANT_MS, check_form
from tollgate.auth.models import Caller
from tollgate.directory.models import ApiKey, Status, User
from tollgate.directory.service.changes import Directory, get
from tollgate.errors import BadRequest, Forbidden, NotFound
from tollgate.kit.ids import new_id
from tollgate.policies.rule_names import liftable
from tollgate.policies.schema.records import said, suggestion
from tollgate.policies.service.changes import Policies, get_policy, get_version

_ANYBODYS: Final = "approvals.create"
_MODEL_CALLS: Final = "llm."
"""Permissions of model calls, which a grant can add; others belong into the key itself."""


def draft(
    directory: Directory, policies: Policies, caller: Caller, wanted: Wanted, at_ms: int
) -> Approval:
    """The approval that `wanted` opens at `at_ms`.

    Raises `BadRequest` naming the field that is missing, unknown or too much, `Forbidden` for
    somebody else's without `approvals.create`.
    """
    approval = Approval(
        id=new_id("apr", now_ms=at_ms),
        organization_id=caller.organization_id,
        kind=wanted.kind,
        reason=wanted.reason,
        requested_by=caller.actor,
        request_id=wanted.request_id,
        rules=wanted.rules,
        models=wanted.models,
        permissions=wanted.permissions,
        required=wanted.required,
        grant=wanted.grant or GrantForm.WINDOW,
        until_ms=wanted.until_ms,
        expires_ms=at_ms + timeout_of({}),
        created_ms=at_ms,
        updated_ms=at_ms,
    )
    check_form(wanted.kind, wanted.grant)
    if wanted.until_ms is not None and not at_ms < wanted.until_ms <= at_ms + LONGEST_GRANT_MS:
        raise BadRequest("until lies ahead, by at most 366 days", param="until")
    if wanted.kind is Kind.BUDGET_RAISE:
        return _for_budget(directory, caller, approval, wanted)
    approval = _for_subject(directory, caller, approval, wanted)
    if wanted.kind is Kind.POLICY_EXCEPTION:
        return _from_policy(policies, caller, approval, wanted)
    _check_access(wanted)
    return approval


def _for_subject(
    directory: Directory, caller: Caller, approval: Approval, wanted: Wanted
) -> Approval:
    """For a key, for a person, or for whoever asks."""
    if wanted.kind is Kind.KEY_SCOPE and wanted.key_id is None:
        raise BadRequest("name the key that lacks the permission", param="key_id")
    if wanted.key_id is not None:
        key = _key(directory, caller, wanted.key_id)
        return replace(approval, key_id=key.id, team_id=key.team_id)
    user_id = wanted.user_id or caller.user_id
    if user_id is None:
        return replace(approval, key_id=caller.actor.id)
    _check_user(directory, caller, user_id)
    return replace(approval, user_id=user_id)


def _key(directory: Directory, caller: Caller, key_id: str, param: str = "key_id") -> ApiKey:
    try:
        key = get(directory, caller, ApiKey, key_id)
    except NotFound as error:
        raise BadRequest(error.message, param=param) from error
    own = key.id == caller.actor.id or (key.user_id is not None and key.user_id == caller.user_id)
    if not own and not caller.may(_ANYBODYS):
        raise BadRequest(f"no api_key with id {key_id}", param=param)
    if key.status is not Status.ACTIVE:
        raise BadRequest("this key is not active", param=param)
    return key


def _check_user(directory: Directory, caller: Caller, user_id: str, param: str = "user_id") -> None:
    if user_id != caller.user_id and not caller.may(_ANYBODYS):
        raise Forbidden("you may ask for yourself only", param=param)
    try:
        get(directory, caller, User, user_id)
    except NotFound as error:
        raise BadRequest(error.message, param=param) from error


def _from_policy(
    policies: Policies, caller: Caller, approval: Approval, wanted: Wanted
) -> Approval:
    """Who decides, and for how long, is the policy's to say."""
    if wanted.policy_id is None:
        raise BadRequest("name the policy that stands against it", param="policy_id")
    try:
        policy = get_policy(policies, caller, wanted.policy_id)
    except NotFound as error:
        raise BadRequest(error.message, param="policy_id") from error
    if policy.deleted_ms is not None:
        raise BadRequest("this policy is deleted", param="policy_id")
    version = get_version(policies, policy, policy.shown_version(approval.created_ms))
    actions: Mapping[str, Any] = version.document.get("actions") or {}
    form = wanted.grant or (
        GrantForm.WINDOW if wanted.until_ms else GrantForm(actions.get("grant", GrantForm.ONCE))
    )
    return replace(
        approval,
        policy_id=policy.id,
        policy_name=policy.name,
        policy_version=version.version,
        rules=_rules(policy.name, version.document, wanted.rules),
        approvers=tuple(actions.get("approvers") or DEFAULT_APPROVERS),
        grant=form,
        expires_ms=approval.created_ms + timeout_of(actions),
    )


def _rules(policy: str, document: Mapping[str, Any], wanted: tuple[str, ...]) -> tuple[str, ...]:
    """The rules by the names that calls are refused under; none are all."""
    known = liftable(document)
    for index, name in enumerate(wanted):
        if name not in known:
            near = suggestion(name, known)
            raise BadRequest(f"{policy!r} has no rule {said(name)}{near}", param=f"rules.{index}")
    return tuple(dict.fromkeys(known[name] for name in wanted))


def _check_access(wanted: Wanted) -> None:
    if wanted.until_ms is None:
        raise BadRequest("say until when; access for good is a change of the key", param="until")
    if wanted.kind is Kind.MODEL_ACCESS and not wanted.models:
        raise BadRequest("name the models", param="models")
    if wanted.kind is Kind.KEY_SCOPE:
        if not wanted.permissions:
            raise BadRequest("name the permissions", param="permissions")
        others = [each for each in wanted.permissions if not each.startswith(_MODEL_CALLS)]
        if others:
            raise BadRequest(
                f"{others[0]!r} is no permission of model calls, such as llm.use.openai; "
                "change the key itself",
                param="permissions",
            )


def _for_budget(
    directory: Directory, caller: Caller, approval: Approval, wanted: Wanted
) -> Approval:
    raised = wanted.budget_raise
    if raised is None:
        raise BadRequest("say whose budget, and by how much", param="amount_usd")
    if raised.target_type is TargetType.KEY:
        _key(directory, caller, raised.target_id, "target_id")
    elif raised.target_type is TargetType.USER:
        _check_user(directory, caller, raised.target_id, "target_id")
    elif not caller.may(_ANYBODYS):
        raise Forbidden(f"this needs the permission {_ANYBODYS}", param="target_type")
    check_raise(directory, caller, raised)
    return replace(approval, budget_raise=raised, **_subject_of(raised))


def _subject_of(raised: Raise) -> dict[str, Any]:
    names = {TargetType.KEY: "key_id", TargetType.USER: "user_id", TargetType.TEAM: "team_id"}
    name = names.get(raised.target_type)
    return {name: raised.target_id} if name else {}
