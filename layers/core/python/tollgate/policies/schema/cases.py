"""Test cases that are kept with a policy: who calls, with what, and what must come of it."""

from __future__ import annotations

from typing import Any, Final

from tollgate.policies.schema.actions import ACTION
from tollgate.policies.schema.kinds import (
    COUNTRY,
    FLAG,
    ID,
    MOMENT,
    NANO,
    PATTERN,
    TAG,
    USD,
    ZONE,
    list_of,
    mapping,
    text,
    whole,
)
from tollgate.policies.schema.records import Field, Kind, Record, at, refuse

_LONGEST_CONTENT: Final = 20_000
_MOST_CASES: Final = 100

_WINDOWS: Final = ("minute", "hour", "day", "month")
_PERIODS: Final = ("daily", "weekly", "monthly", "yearly", "total")

_SUBJECT: Final = Record(
    "subject",
    [
        Field("user", ID, "Id of the person", ("user_id",)),
        Field("key", ID, "Id of the API key", ("key_id", "api_key_id")),
        Field(
            "teams",
            list_of(list_of(ID, most=10), most=20),
            "One entry per team: its id, or the ids from the team up to the root",
            ("team", "team_ids", "team_id", "team_paths"),
        ),
        Field("roles", list_of(ID, most=50), "Roles", ("role",)),
        Field("tags", mapping("tags", TAG, text()), "Tags of the key"),
        Field("time_zone", ZONE, "The organization's zone", default="UTC"),
        Field("key_age_days", whole(least=0, most=36_500), "Days since the key was made"),
    ],
)

USED: Final = Record(
    "used",
    [
        *(
            Field(f"{unit}_per_{window}", whole(least=0), f"{unit} in this {window} so far")
            for unit in ("requests", "tokens")
            for window in _WINDOWS
        ),
        Field("concurrent_requests", whole(least=0), "Calls that are running"),
        *(
            Field(
                f"{period}_cost_nano",
                NANO,
                f"Dollars held and spent, {period}",
                outside=f"{period}_cost_usd",
                other=dict.fromkeys((f"{period}_cost_usd", f"{period}_cost"), USD),
            )
            for period in _PERIODS
        ),
        Field(
            "user_cost_nano",
            NANO,
            "Dollars held and spent by the caller, for `per_user_limit_usd`",
            outside="user_cost_usd",
            other=dict.fromkeys(("user_cost_usd", "user_cost"), USD),
        ),
    ],
)

_REQUEST: Final = Record(
    "request",
    [
        Field("model", text(), "The model as called", default="gpt-4o"),
        Field(
            "model_names",
            list_of(text(), most=20),
            "Every name that the model goes by",
            default="`model` and `provider/model`",
        ),
        Field("provider", text(), "The provider", default="openai"),
        Field("operation", PATTERN, "What is asked for", default="chat.completions"),
        Field("stream", FLAG, "Whether the answer is streamed", default="false"),
        Field("region", text(64), "Where the provider processes the call"),
        Field("input_tokens", whole(least=0), "Tokens that the call brings", ("tokens",)),
        Field(
            "max_output_tokens",
            whole(least=0),
            "Tokens that it asks for",
            ("max_tokens", "max_completion_tokens"),
        ),
        Field(
            "estimated_cost_nano",
            NANO,
            "What it costs",
            outside="estimated_cost_usd",
            other=dict.fromkeys(("estimated_cost_usd", "estimated_cost", "cost", "cost_usd"), USD),
        ),
        Field("tags", mapping("tags", TAG, text()), "Tags of the call"),
        Field("tools", list_of(text(), most=100), "Tools that it offers"),
        Field("has_images", FLAG, "Whether it brings images", default="false"),
        Field("address", text(50), "The caller's address", ("ip", "ip_address")),
        Field("country", COUNTRY, "The caller's country", ("location",)),
        Field("at_ms", MOMENT, "When", ("time",), outside="at", other={"at": MOMENT}),
        Field("used", USED.kind(), "What was used before it, for counted limits"),
    ],
)

_EXPECT: Final = Record(
    "expect",
    [
        Field("action", ACTION, "What must be done", ("decision",)),
        Field("rule", text(100), "Which rule must say so"),
    ],
)
_CONTENT: Final = text(_LONGEST_CONTENT, least=0)

_CASE: Final = Record(
    "a test",
    [
        Field("name", text(), "What it shows"),
        Field("subject", _SUBJECT.kind(), "Who calls"),
        Field("request", _REQUEST.kind(), "The call", ("context",)),
        Field("content", _CONTENT, "The prompt", ("prompt", "input")),
        Field("output", _CONTENT, "The answer", ("response",)),
        Field(
            "expect",
            _EXPECT.kind(),
            "`{action, rule}`: the most severe action that is taken, and the rule that asks for it",
            other={
                "expected_action": Kind(
                    read=lambda value, path: {"action": ACTION.read(value, path)},
                    label="action",
                )
            },
        ),
    ],
)


def _read_case(value: Any, path: str) -> dict[str, Any]:
    case = _CASE.read(value, path)
    for name in ("name", "expect"):
        if name not in case:
            refuse(f"a test needs {name!r}", at(path, name))
    if "action" not in case["expect"]:
        refuse("a test must say which action it expects", at(path, "expect.action"))
    return case


def _read_cases(value: Any, path: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = _CASES.read(value, path)
    names = [case["name"] for case in cases]
    if len(set(names)) < len(names):
        refuse("two tests have one name", path)
    return cases


_CASES: Final = list_of(
    Kind(read=_read_case, show=_CASE.show, label="test", schema=_CASE.schema()),
    least=0,
    most=_MOST_CASES,
)
CASES: Final = Kind(read=_read_cases, show=_CASES.show, label="list of tests", schema=_CASES.schema)
SUBJECT: Final = _SUBJECT
REQUEST: Final = _REQUEST
CASE: Final = _CASE
EXPECT: Final = _EXPECT
