"""When a policy applies: its conditions, all of which must hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tollgate.errors import BadRequest
from tollgate.kit.clock import WEEKDAYS
from tollgate.policies import detecting
from tollgate.policies.schema.content import CONTENT, with_named_patterns
from tollgate.policies.schema.kinds import (
    CLOCK_TIME,
    COUNTRY,
    DAY,
    FLAG,
    ID,
    MODEL,
    NANO,
    NETWORK,
    PATTERN,
    TAG,
    USD,
    ZONE,
    checked,
    choice,
    list_of,
    lowered,
    mapping,
    text,
    whole,
)
from tollgate.policies.schema.records import Field, Kind, Record, at, refuse, said, suggestion
from tollgate.policies.situation import matches
from tollgate.providers.models import Operation

_DAYS: Final = {
    name: name[:3]
    for name in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
}
_GROUPS: Final = {"weekdays": WEEKDAYS[:5], "weekend": WEEKDAYS[5:], "daily": WEEKDAYS}
_DAY_OF_WEEK: Final = choice(WEEKDAYS, _DAYS)
_BUSINESS_HOURS: Final = {"days": list(WEEKDAYS[:5]), "from": "09:00", "until": "17:00"}


def _read_days(value: Any, path: str) -> list[str]:
    if isinstance(value, str) and value.lower() in _GROUPS:
        value = list(_GROUPS[value.lower()])
    days = list_of(_DAY_OF_WEEK, most=50).read(value, path)
    return sorted(days, key=WEEKDAYS.index)


_HOURS: Final = Record(
    "time",
    [
        Field(
            "days",
            Kind(
                read=_read_days,
                label="list of `mon` to `sun`, or `weekdays`, `weekend`",
                schema={"type": "array", "items": dict(_DAY_OF_WEEK.schema)},
            ),
            "On these days; hours past midnight belong to the day on which they began",
            default="every day",
        ),
        Field("from", CLOCK_TIME, "From this time on", ("start", "start_time"), default="00:00"),
        Field("until", CLOCK_TIME, "Until before it", ("end", "end_time", "to"), default="24:00"),
        Field("time_zone", ZONE, "In this zone", ("timezone", "tz"), default="the organization's"),
    ],
)


def _read_hours(value: Any, path: str) -> dict[str, Any]:
    if value == "business_hours":
        return dict(_BUSINESS_HOURS)
    hours = _HOURS.read(value, path)
    if not hours.keys() & {"days", "from", "until"}:
        refuse("needs days, from or until", path)
    if hours.get("from", "00:00") == hours.get("until", "24:00"):
        refuse("begins and ends at the same time", path)
    if hours.get("from") == "24:00":
        refuse("a day begins at 00:00", at(path, "from"))
    return hours


HOURS: Final = Kind(
    read=_read_hours,
    label="`{days, from, until, time_zone}`, or `business_hours` (weekdays, 09:00 to 17:00)",
    schema=_HOURS.schema(),
)

_DATES: Final = Record(
    "dates",
    [
        Field("from", DAY, "From this day on", ("start", "start_date")),
        Field("until", DAY, "Until before this day", ("end", "end_date", "to")),
    ],
)


def _read_dates(value: Any, path: str) -> dict[str, str]:
    dates = _DATES.read(value, path)
    if not dates:
        refuse("needs from or until", path)
    if "from" in dates and "until" in dates and dates["until"] <= dates["from"]:
        refuse("until must be later than from", at(path, "until"))
    return dates


def _bounds(kind: Kind, label: str) -> Kind:
    """The least and the most of a number, both included."""
    record = Record(
        "a range",
        [
            Field("min", kind, "At least", ("minimum", "at_least")),
            Field("max", kind, "At most", ("maximum", "at_most")),
        ],
    )

    def read(value: Any, path: str) -> dict[str, int]:
        bounds = record.read(value, path)
        if not bounds:
            refuse("needs min or max", path)
        if bounds.get("min", 0) > bounds.get("max", bounds.get("min", 0)):
            refuse("min is more than max", at(path, "min"))
        return bounds

    return Kind(read=read, show=record.show, label=label, schema=record.schema())


_TOKENS: Final = _bounds(whole(least=0), "`{min, max}`")
_COST_NANO: Final = _bounds(NANO, "`{min, max}` in nano-dollars")
_COST_USD: Final = _bounds(USD, "`{min, max}` in dollars")

_ONE_VALUE: Final = ("equals", "not_equals", "contains", "not_contains", "starts_with")
_NUMBER_OPERATORS: Final = ("equals", "not_equals", "greater_than", "less_than", "in", "not_in")
_TEXT_OPERATORS: Final = (*_ONE_VALUE, "in", "not_in")
_OPERATOR: Final = choice(
    [*_ONE_VALUE, "greater_than", "less_than", "in", "not_in"],
    {
        "==": "equals",
        "eq": "equals",
        "is": "equals",
        "!=": "not_equals",
        "ne": "not_equals",
        "is_not": "not_equals",
        ">": "greater_than",
        "gt": "greater_than",
        "<": "less_than",
        "lt": "less_than",
        "includes": "contains",
    },
)
_NUMBER_FIELDS: Final = ("cost_nano", "input_tokens", "max_output_tokens")
_TEXT_FIELDS: Final = (
    "model",
    "provider",
    "operation",
    "user",
    "team",
    "role",
    "key",
    "prompt",
    "country",
    "address",
)
_FIELD: Final = choice(
    [*_TEXT_FIELDS, *_NUMBER_FIELDS, "tag.<name>"],
    {"cost": "cost_nano", "cost_usd": "cost_nano", "tokens": "input_tokens", "ip": "address"},
)
_COMPARISON: Final = Record(
    "a comparison",
    [
        Field("field", text(110), "What is compared"),
        Field("operator", text(20), "How it is compared"),
        Field("value", text(), "With what; a list for `in` and `not_in`"),
    ],
)


def _read_comparison(value: Any, path: str) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        refuse(f"must be {{field, operator, value}}, not {said(value)}", path)
    for name in value:
        if name not in ("field", "operator", "value"):
            refuse(f"a comparison has field, operator and value, no {said(name)}", at(path, name))
    for name in ("field", "operator", "value"):
        if value.get(name) is None:
            refuse(f"a comparison needs its {name}", at(path, name))
    field = _read_field(value["field"], at(path, "field"))
    operator = _OPERATOR.read(value["operator"], at(path, "operator"))
    allowed = _NUMBER_OPERATORS if field in _NUMBER_FIELDS else _TEXT_OPERATORS
    if operator not in allowed:
        refuse(f"{field} knows {', '.join(allowed)}, not {operator}", at(path, "operator"))
    kind = _value_kind(field, is_nano=value["field"] == "cost_nano")
    if operator in ("in", "not_in"):
        kind = list_of(kind)
    return {
        "field": field,
        "operator": operator,
        "value": kind.read(value["value"], at(path, "value")),
    }


def _read_field(value: Any, path: str) -> str:
    if isinstance(value, str) and value.startswith("tag."):
        return f"tag.{TAG.read(value.removeprefix('tag.'), path)}"
    field: str = _FIELD.read(value, path)
    return field


def _value_kind(field: str, *, is_nano: bool) -> Kind:
    if field == "cost_nano":
        return NANO if is_nano else USD
    if field in _NUMBER_FIELDS:
        return whole(least=0)
    return lowered(text(1_000)) if field == "model" else text(1_000)


def _show_comparison(entry: Mapping[str, Any]) -> dict[str, Any]:
    if entry["field"] != "cost_nano":
        return dict(entry)
    value = entry["value"]
    shown = [USD.show(each) for each in value] if isinstance(value, list) else USD.show(value)
    return {**entry, "field": "cost_usd", "value": shown}


def _read_content(value: Any, path: str) -> dict[str, Any]:
    content = CONTENT.in_order(with_named_patterns(CONTENT.read(value, path)))
    refs = detecting.refs(content)
    if not refs:
        refuse("needs keywords, patterns, detectors or categories", path)
    for ref in refs:
        if ref.name in detecting.OF_ANSWERS:
            refuse(f"{ref.name} looks at answers alone, and there is none yet", path)
    return content


def _read_cedar(value: Any, path: str) -> str:
    from tollgate.policies.cedar import check_expression  # noqa: PLC0415 - 30 ms that few need

    expression: str = _EXPRESSION.read(value, path)
    try:
        check_expression(expression)
    except BadRequest as error:
        refuse(error.message, path)
    return expression


_OPERATIONS: Final = [each.value for each in Operation]


def _operation(value: str) -> str:
    if not any(matches(value, each) for each in _OPERATIONS):
        raise ValueError(f"there is no operation {said(value)}{suggestion(value, _OPERATIONS)}")
    return value


_EXPRESSION: Final = text(8_000)
_IDS: Final = list_of(ID)
_PATTERNS: Final = list_of(PATTERN)

_FIELDS: Final = (
    Field("users", _IDS, "The caller is one of these people", ("user", "user_id", "user_ids")),
    Field(
        "teams",
        _IDS,
        "The caller belongs to one of these teams, directly or through a team below it",
        ("team", "team_id", "team_ids"),
    ),
    Field("roles", _IDS, "The caller has one of these roles", ("role",)),
    Field(
        "keys",
        _IDS,
        "The call comes with one of these API keys",
        ("key", "key_id", "key_ids", "api_key", "api_keys"),
    ),
    Field("models", list_of(MODEL), "The model has one of these names", ("model",)),
    Field("providers", _PATTERNS, "The provider is one of these", ("provider",)),
    Field(
        "operations",
        list_of(checked(PATTERN, _operation, PATTERN.label, _OPERATIONS[0])),
        f"The call is one of {', '.join(f'`{each}`' for each in _OPERATIONS)}",
        ("operation",),
    ),
    Field("stream", FLAG, "The answer is streamed, or is not", ("streaming",)),
    Field(
        "tags",
        mapping("tags", TAG, list_of(text())),
        "Every named tag of the call has one of these values",
        ("tag",),
    ),
    Field("tools", _PATTERNS, "The call offers the model one of these tools", ("tool",)),
    Field("time", HOURS, "The time of day", ("time_window", "time_of_day", "hours")),
    Field(
        "dates",
        Kind(read=_read_dates, label="`{from, until}`", schema=_DATES.schema()),
        "The day; `until` is not included",
        ("date", "date_range"),
    ),
    Field(
        "estimated_cost_nano",
        _COST_NANO,
        "What the call may cost at most",
        outside="estimated_cost_usd",
        other=dict.fromkeys(
            ("estimated_cost_usd", "estimated_cost", "cost", "cost_usd"), _COST_USD
        ),
    ),
    Field("input_tokens", _TOKENS, "How many tokens the call brings", ("tokens",)),
    Field("max_output_tokens", _TOKENS, "How many tokens the answer may have", ("max_tokens",)),
    Field(
        "locations",
        list_of(COUNTRY),
        "The caller is in one of these countries",
        ("location", "country", "countries"),
    ),
    Field(
        "addresses",
        list_of(NETWORK),
        "The caller's address lies in one of these networks",
        ("address", "ip_addresses", "ip_ranges"),
    ),
    Field(
        "content",
        Kind(read=_read_content, label="object", schema=CONTENT.schema()),
        "Any of this is found in the prompt",
    ),
    Field(
        "match",
        list_of(
            Kind(
                read=_read_comparison,
                show=_show_comparison,
                label="`{field, operator, value}`",
                schema=_COMPARISON.schema(),
            ),
            most=50,
        ),
        "Comparisons, as a rule builder writes them",
    ),
    Field(
        "cedar",
        Kind(read=_read_cedar, label="Cedar expression", schema=_EXPRESSION.schema),
        "The body of a Cedar `when`, over `principal`, `resource` and `context`",
        ("expression", "when"),
    ),
)

CONDITIONS: Final = Record("conditions", _FIELDS)
PLAIN_CONDITIONS: Final = Record("conditions", [f for f in _FIELDS if f.name != "cedar"])
"""Without Cedar, for routes: those are looked at one by one on the way of every call."""

COMPARISON_FIELDS: Final = (*_TEXT_FIELDS, "cost_usd", *_NUMBER_FIELDS[1:], "tag.<name>")
COMPARISON_OPERATORS: Final = {"text": _TEXT_OPERATORS, "number": _NUMBER_OPERATORS}
HOURS_FIELDS: Final = _HOURS
