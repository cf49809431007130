"""What is done about a broken rule, who hears of it, and what a caller is told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from tollgate.policies.models import Action
from tollgate.policies.schema.kinds import FLAG, ID, choice, fraction, list_of, text, whole
from tollgate.policies.schema.records import Field, Kind, Record, at, refuse, said

ACTION_ALIASES: Final[Mapping[str, str]] = {
    "permit": "allow",
    "audit": "log",
    "monitor": "log",
    "record": "log",
    "warning": "warn",
    "limit": "clamp",
    "mask": "redact",
    "anonymize": "redact",
    "route": "reroute",
    "fallback": "reroute",
    "delay": "throttle",
    "slow_down": "throttle",
    "approval": "require_approval",
    "require_approvals": "require_approval",
    "block": "deny",
    "block_requests": "deny",
    "block_request": "deny",
    "reject": "deny",
    "refuse": "deny",
}
ACTION: Final = choice([action.value for action in Action], ACTION_ALIASES)

_NOTIFYING: Final = {"alert": "notify_admins", "notify": "notify_admins"}
_AT_THRESHOLD: Final = choice(
    ["notify_users", "notify_admins", "log", "warn", "require_approval", "deny"],
    {
        **ACTION_ALIASES,
        **_NOTIFYING,
        "notify_user": "notify_users",
        "notify_admin": "notify_admins",
    },
)
_AT_PERCENT: Final = re.compile(r"at_([0-9]{1,3})_percent")
_BELOW_THE_LIMIT: Final = ("notify_users", "notify_admins", "require_approval")


def _read_threshold(percent: str, action: Any, path: str) -> tuple[int, str]:
    digits = percent.removesuffix("%").strip()
    if not re.fullmatch("[0-9]{1,3}", digits) or not 1 <= int(digits) <= 100:
        refuse(f"a threshold is a percentage from 1 to 100, not {said(percent)}", path)
    read: str = _AT_THRESHOLD.read(action, path)
    if int(digits) < 100 and read not in _BELOW_THE_LIMIT:
        refuse(
            f"below 100 % the actions are {', '.join(_BELOW_THE_LIMIT)}; to {read} earlier, "
            "lower the limit",
            path,
        )
    return int(digits), read


def _read_thresholds(value: Any, path: str) -> dict[str, str]:
    if not isinstance(value, Mapping) or not value:
        refuse(f'must be actions by percentage, such as {{"90": "deny"}}, not {said(value)}', path)
    read = [
        _read_threshold(str(percent), action, at(path, str(percent)))
        for percent, action in value.items()
    ]
    return _by_percent(read, path)


def _by_percent(thresholds: list[tuple[int, str]], path: str) -> dict[str, str]:
    if len(dict(thresholds)) < len(set(thresholds)):
        refuse("a percentage is given twice", path)
    return {str(percent): action for percent, action in sorted(thresholds)}


def _read_notify(value: Any, path: str) -> list[str]:
    """True is the administrators; `user`, `admin` and roles as they stand."""
    if isinstance(value, bool):
        return ["admins"] if value else []
    names = list_of(ID, most=20, least=0).read(value, path)
    words = {"user": "users", "admin": "admins", "caller": "users"}
    return list(dict.fromkeys(words.get(name, name) for name in names))


_NOTIFY: Final = Kind(
    read=_read_notify,
    label="list of `users` (the caller), `admins`, or roles; or `true` for `admins`",
    schema={"type": "array", "items": {"type": "string"}},
)

ACTIONS: Final = Record(
    "actions",
    [
        Field(
            "on_violation",
            ACTION,
            "What is done when a rule is broken",
            ("on_exceed", "on_exceeded", "on_detect", "on_match", "action", "default_action"),
            default="deny; clamp for `max_output_tokens`, require_approval for "
            "`require_approval_for`, reroute for `routes`",
        ),
        Field(
            "reroute_to", text(), "The model to use instead, with `reroute`", ("fallback_model",)
        ),
        Field(
            "delay_seconds",
            fraction(0, 60),
            "How long a throttled call waits",
            ("delay", "throttle_seconds"),
        ),
        Field(
            "max_wait_seconds",
            fraction(0, 60),
            "How long a call may wait for room",
            ("max_wait", "queue_seconds"),
            default="5 with throttle, 30 with queue",
        ),
        Field(
            "approvers",
            list_of(ID, most=20),
            "Roles that may approve",
            ("approver_roles",),
            default="owner, admin",
        ),
        Field(
            "approval_timeout_hours",
            whole(most=720),
            "How long an approval may be waited for",
            ("timeout_hours",),
            default="24",
        ),
        Field(
            "grant",
            choice(["once", "window"], {"one_time": "once", "time_boxed": "window"}),
            "An approval holds for one call, or for a time",
            default="once",
        ),
        Field("notify", _NOTIFY, "Who hears of it"),
        Field("message", text(500), "What the caller is told"),
        Field(
            "thresholds",
            Kind(
                read=_read_thresholds,
                label="object: action by percentage",
                schema={"type": "object", "additionalProperties": dict(_AT_THRESHOLD.schema)},
            ),
            "What is done at so many percent of a cost limit; also written `at_90_percent`",
        ),
        Field("log_violation", FLAG, "Kept; violations are stored in any case", default="true"),
    ],
)

_NOTIFY_FLAGS: Final = {
    "notify_admin": "admins",
    "notify_admins": "admins",
    "notify_on_violation": "admins",
    "notify_user": "users",
    "notify_users": "users",
}
_ON_VIOLATION: Final = (
    "on_violation",
    "on_exceed",
    "on_exceeded",
    "on_detect",
    "on_match",
    "action",
)


def read_actions(raw: Any, path: str) -> dict[str, Any]:
    """Canonical actions, with the older forms folded in.

    `at_90_percent` becomes a threshold, `notify_admin` and its like join `notify`, and an action
    that only notifies becomes `log` with a notification.
    """
    if not isinstance(raw, Mapping):
        refuse(f"actions must be an object, not {said(raw)}", path)
    rest: dict[str, Any] = {}
    notified: list[str] = []
    thresholds: list[tuple[int, str]] = []
    for name, value in raw.items():
        where = at(path, str(name))
        if name in _NOTIFY_FLAGS:
            notified += [_NOTIFY_FLAGS[name]] if FLAG.read(value, where) else []
        elif isinstance(name, str) and (match := _AT_PERCENT.fullmatch(name)):
            thresholds.append(_read_threshold(match[1], value, where))
        elif name in _ON_VIOLATION and isinstance(value, str) and value.lower() in _NOTIFYING:
            rest[name] = "log"
            notified.append("admins")
        else:
            rest[name] = value
    if thresholds and "thresholds" in rest:
        refuse("thresholds and at_…_percent are one setting, given twice", at(path, "thresholds"))
    actions = ACTIONS.read(rest, path)
    if thresholds:
        actions["thresholds"] = _by_percent(thresholds, path)
    notify = list(dict.fromkeys([*actions.pop("notify", ()), *notified]))
    if notify:
        actions["notify"] = notify
    return ACTIONS.in_order(actions)
