"""Usage as JSON: dollars as decimal strings, times as RFC 3339 with `Z`."""

from collections.abc import Sequence
from typing import Any, Self

from pydantic import BaseModel

from tollgate.kit.clock import to_rfc3339
from tollgate.kit.money import to_usd
from tollgate.ledger.models import RequestRecord
from tollgate.usage.models import GroupBy, Summary, SummaryQuery, Totals, UsageFact


class TotalsView(BaseModel):
    """Sums. `requests` counts the refused and the failed (`errors`) too; times are averages."""

    requests: int
    refused: int
    errors: int
    input_tokens: int
    output_tokens: int
    total_tokens: int
    cache_read_tokens: int
    cache_write_tokens: int
    reasoning_tokens: int
    audio_tokens: int
    cost_usd: str
    avg_latency_ms: int | None
    avg_first_byte_ms: int | None


class GroupView(TotalsView):
    """The sums of one day, hour, model, provider, team, user, key or operation."""

    group: str


class UsageSummaryView(BaseModel):
    """Usage in a span of time, in all and by group."""

    start: str
    end: str
    time_zone: str
    group_by: GroupBy
    requests: int
    refused: int
    errors: int
    input_tokens: int
    output_tokens: int
    total_tokens: int
    total_cost_usd: str
    totals: TotalsView
    items: list[GroupView]

    @classmethod
    def of(cls, query: SummaryQuery, summary: Summary) -> Self:
        totals = totals_values(summary.totals)
        return cls(
            **span_values(query),
            **{name: totals[name] for name in cls.model_fields.keys() & totals.keys()},
            total_cost_usd=totals["cost_usd"],
            totals=TotalsView(**totals),
            items=[GroupView(group=name, **totals_values(sums)) for name, sums in summary.groups],
        )


def span_values(query: SummaryQuery) -> dict[str, Any]:
    """What was asked, as it was understood."""
    return {
        "start": to_rfc3339(query.start_ms),
        "end": to_rfc3339(query.end_ms),
        "time_zone": query.time_zone,
        "group_by": query.group_by,
    }


def totals_values(totals: Totals) -> dict[str, Any]:
    """The fields of `TotalsView`."""
    return {
        "requests": totals.requests,
        "refused": totals.refused,
        "errors": totals.errors,
        "input_tokens": totals.input_tokens,
        "output_tokens": totals.output_tokens,
        "total_tokens": totals.input_tokens + totals.output_tokens,
        "cache_read_tokens": totals.cache_read_tokens,
        "cache_write_tokens": totals.cache_write_tokens,
        "reasoning_tokens": totals.reasoning_tokens,
        "audio_tokens": totals.audio_tokens,
        "cost_usd": to_usd(totals.cost_nano),
        "avg_latency_ms": _average(totals.latency_ms, totals.timed),
        "avg_first_byte_ms": _average(totals.first_byte_ms, totals.first_bytes),
    }


def _average(total: int, count: int) -> int | None:
    return round(total / count) if count else None


class RequestRow(BaseModel):
    """One request of the list. `cost_usd` is what was charged when it ended."""

    id: str
    created_at: str
    state: str
    status: int | None
    key_id: str
    user_id: str | None
    team_id: str | None
    operation: str
    model: str
    upstream_model: str
    provider: str
    stream: bool
    input_tokens: int
    output_tokens: int
    cost_usd: str
    latency_ms: int | None
    first_byte_ms: int | None
    decision: str
    refusal_code: str | None
    tags: dict[str, str]

    @classmethod
    def of(cls, fact: UsageFact) -> Self:
        return cls(
            id=fact.request_id,
            created_at=to_rfc3339(fact.occurred_ms),
            cost_usd=to_usd(fact.cost_nano),
            user_id=fact.user_id or None,
            team_id=fact.team_id or None,
            tags=dict(fact.tags),
            **{name: getattr(fact, name) for name in _SAME_IN_ROW},
        )


_SAME_IN_ROW = (
    "state",
    "status",
    "key_id",
    "operation",
    "model",
    "upstream_model",
    "provider",
    "stream",
    "input_tokens",
    "output_tokens",
    "latency_ms",
    "first_byte_ms",
    "decision",
    "refusal_code",
)


class ChargeView(BaseModel):
    """One line of a cost: this many tokens (or calls) of a unit at its price."""

    unit: str
    tokens: int
    price_usd_per_million: str


class HoldView(BaseModel):
    """An account that the call was held on."""

    scope_id: str
    period: str
    period_key: str
    limit_usd: str


class RefusalView(BaseModel):
    """Why a call was not let through."""

    status: int
    code: str
    message: str


class AdjustView(BaseModel):
    """What the true cost differed by from what was charged at first; negative is money back."""

    cost_usd: str
    reason: str


class RequestView(BaseModel):
    """Everything that is known of one call. `cost_usd` is the true cost, adjustment included."""

    id: str
    created_at: str
    ended_at: str | None
    deadline_at: str
    state: str
    status: int | None
    key_id: str
    user_id: str | None
    team_path: list[str]
    operation: str
    model: str
    provider: str
    upstream_model: str
    stream: bool
    decision: str
    policy_version: str
    price_version: str
    hold_usd: str
    cost_usd: str | None
    accounts: list[HoldView]
    input_tokens_held: int
    output_tokens_held: int
    usage: dict[str, int]
    usage_source: str | None
    arithmetic: list[ChargeView]
    finish_reason: str | None
    provider_request_id: str | None
    first_byte_ms: int | None
    latency_ms: int | None
    error: str | None
    refusal: RefusalView | None
    adjust: AdjustView | None
    tags: dict[str, str]

    @classmethod
    def of(cls, record: RequestRecord) -> Self:
        return cls(
            id=record.request_id,
            created_at=to_rfc3339(record.created_ms),
            deadline_at=to_rfc3339(record.deadline_ms),
            state=record.state.value,
            team_path=list(record.team_path),
            hold_usd=to_usd(record.hold),
            accounts=[
                HoldView(
                    scope_id=ref.scope_id,
                    period=ref.period.value,
                    period_key=ref.period_key,
                    limit_usd=to_usd(ref.limit),
                )
                for ref in record.accounts
            ],
            refusal=RefusalView(**record.refusal) if record.refusal else None,
            adjust=_adjust(record),
            **_ending(record),
            **{name: getattr(record, name) for name in _SAME_IN_REQUEST},
        )


_SAME_IN_REQUEST = (
    "key_id",
    "user_id",
    "operation",
    "model",
    "provider",
    "upstream_model",
    "stream",
    "decision",
    "policy_version",
    "price_version",
    "input_tokens_held",
    "output_tokens_held",
    "tags",
)


def _adjust(record: RequestRecord) -> AdjustView | None:
    if record.adjust is None:
        return None
    difference = int(record.adjust["difference"])
    return AdjustView(cost_usd=to_usd(difference), reason=str(record.adjust.get("reason", "")))


def _ending(record: RequestRecord) -> dict[str, Any]:
    """How it ended, as far as it has: all None and empty for a call under way."""
    ended = record.outcome
    adjust = record.adjust or {}
    if ended is None:
        refusal = record.refusal or {}
        unknown: dict[str, Any] = dict.fromkeys(_OF_ENDING)
        return unknown | {"status": refusal.get("status"), "usage": {}, "arithmetic": []}
    return {
        "ended_at": to_rfc3339(ended.ended_ms),
        "status": ended.status,
        "cost_usd": to_usd(ended.cost + int(adjust.get("difference", 0))),
        "usage": adjust.get("usage") or ended.usage,
        "usage_source": "provider" if adjust.get("usage") else ended.usage_source,
        "arithmetic": _charges(ended.arithmetic),
        "finish_reason": ended.finish_reason,
        "provider_request_id": ended.provider_request_id,
        "first_byte_ms": _since(record, ended.first_byte_ms),
        "latency_ms": _since(record, ended.ended_ms),
        "error": ended.error,
    }


_OF_ENDING = (
    "ended_at",
    "cost_usd",
    "usage_source",
    "finish_reason",
    "provider_request_id",
    "first_byte_ms",
    "latency_ms",
    "error",
)


def _since(record: RequestRecord, moment: int | None) -> int | None:
    return None if moment is None else max(0, moment - record.created_ms)


def _charges(arithmetic: Sequence[dict[str, Any]]) -> list[ChargeView]:
    return [
        ChargeView(
            unit=entry["unit"],
            tokens=entry["tokens"],
            price_usd_per_million=entry["usd_per_million"],
        )
        for entry in arithmetic
    ]
