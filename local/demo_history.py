"""The calls of a demonstration: records as the proxy leaves them, drawn from a seed.

Every day has its own random numbers, so a shorter history is the end of a longer one. What a call
used is invented; what it held and cost follows from the catalog's prices.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from random import Random
from typing import Final, NamedTuple, TypeVar

from msgspec.structs import replace

from local.demo_cast import EVALUATING, EVALUATION_KEY, Habit, Member
from tollgate.errors import BudgetExhausted, Forbidden, RateLimited, TollgateError
from tollgate.kit.ids import new_id
from tollgate.ledger.models import Outcome, RequestRecord, State
from tollgate.ledger.rules import account_refs, rate_refs
from tollgate.prices.service import Price, price_for
from tollgate.providers.models import Operation, Usage
from tollgate.proxy.outcomes import lost, unreached

SEED: Final = 20
DAY_MS: Final = 86_400_000

_CALLS_PER_DAY: Final = 75
_LATEST_MS: Final = 15 * 60_000
"""The last calls are this old, so that every one of them has ended."""
_WEEKDAYS: Final = (1.0, 1.1, 1.12, 1.05, 0.9, 0.35, 0.3)
_HOURS: Final = (2, 1, 1, 1, 1, 2, 4, 9, 18, 27, 30, 28, 22, 26, 30, 29, 25, 18, 11, 8, 6, 5, 4, 3)
_SPIKE: Final = (38, 39, 40)
"""The days, counted back from today, on which an evaluation ran without end."""
_SPIKE_CALLS: Final = 160
_LIMITS: Final = (256, 1024, 2048, 4096, 8192, 16_384, 32_768)
_ADOPTED: Final = 170
_BEFORE: Final = {"claude-opus-5": "claude-opus-4-5", "claude-sonnet-5": "claude-sonnet-4-5"}
"""What was called instead until `_ADOPTED` days ago."""
_REFUSED, _FAILED, _UNKNOWN, _CUT, _CLAMPED = 0.02, 0.018, 0.004, 0.005, 0.01
_UNREACHED: Final = 0.2
"""The share of the failed calls that did not reach their provider."""
_FULL_WINDOWS: Final = 0.7
"""The share of the refused calls that met a full rate window; the others met a spent budget."""
_PROVIDER_ERRORS: Final = {"openai": (429, 500, 503), "anthropic": (429, 500, 529)}
_PATHS: Final = {
    Operation.CHAT: "POST /v1/chat/completions",
    Operation.MESSAGES: "POST /v1/messages",
    Operation.EMBEDDINGS: "POST /v1/embeddings",
}
_STOPS: Final = {
    Operation.CHAT: ("stop", "tool_calls", "length"),
    Operation.MESSAGES: ("end_turn", "tool_use", "max_tokens"),
}
_TIME_TO_CALL_MS: Final = 900_000 + 60_000

_T = TypeVar("_T")


class _Call(NamedTuple):
    """One call before it is known how it ends; `limit` is the output that it may have."""

    random: Random
    member: Member
    habit: Habit
    model: str
    operation: Operation
    created_ms: int
    usage: Usage
    limit: int
    stream: bool

    @property
    def provider(self) -> str:
        return "anthropic" if self.operation is Operation.MESSAGES else "openai"

    @property
    def is_allowed(self) -> bool:
        return not self.member.plan.models or self.model in self.member.plan.models


def history(
    members: Sequence[Member], *, now_ms: int, days: int, seed: int = SEED
) -> Iterator[RequestRecord]:
    """The records of the `days` days before `now_ms`, the latest day first.

    Only the ids are not drawn from `seed`: like all ids they are unique.
    """
    for back in range(days):
        random = Random(f"{seed}:{back}")  # noqa: S311 - nothing here is secret
        yield from _day(random, members, now_ms, back)


def _day(
    random: Random, members: Sequence[Member], now_ms: int, back: int
) -> Iterator[RequestRecord]:
    """One calendar day in UTC; today ends where its calls have."""
    start_ms = (now_ms // DAY_MS - back) * DAY_MS
    weights = [member.plan.weight for member in members]
    for _ in range(_volume(random, start_ms, back)):
        [member] = random.choices(members, weights)
        moment = start_ms + _time_of_day(random)
        record = _record(_call(random, member, member.plan.habit, moment, back))
        if moment < now_ms - _LATEST_MS:
            yield record
    evaluators = [member for member in members if member.plan.name == EVALUATION_KEY]
    for member in evaluators if back in _SPIKE else ():
        for _ in range(_SPIKE_CALLS):
            moment = start_ms + random.randrange(DAY_MS)
            yield _record(_call(random, member, EVALUATING, moment, back))


def _volume(random: Random, start_ms: int, back: int) -> int:
    """Twice as many calls as on average today, a fifth of it a year ago, fewer at weekends."""
    growth = 1.75 - 1.4 * min(back, 365) / 365
    weekday = _WEEKDAYS[datetime.fromtimestamp(start_ms / 1000, UTC).weekday()]
    return round(_CALLS_PER_DAY * growth * weekday * random.uniform(0.85, 1.15))


def _time_of_day(random: Random) -> int:
    [hour] = random.choices(range(24), _HOURS)
    return hour * 3_600_000 + random.randrange(3_600_000)


def _call(random: Random, member: Member, habit: Habit, created_ms: int, back: int) -> _Call:
    model = _weighted(random, habit.models)
    if back > _ADOPTED:
        model = _BEFORE.get(model, model)
    operation = _operation(model)
    usage = _usage(random, habit, operation)
    fitting = [limit for limit in _LIMITS if limit >= usage.output_tokens]
    return _Call(
        random,
        member,
        habit,
        model,
        operation,
        created_ms,
        usage,
        limit=random.choice(fitting[:2]) if operation.has_output else 0,
        stream=operation.has_output and random.random() < habit.streamed,
    )


def _weighted(random: Random, weights: Mapping[_T, int]) -> _T:
    [chosen] = random.choices(list(weights), list(weights.values()))
    return chosen


def _operation(model: str) -> Operation:
    if model.startswith("claude-"):
        return Operation.MESSAGES
    return Operation.EMBEDDINGS if "embedding" in model else Operation.CHAT


def _usage(random: Random, habit: Habit, operation: Operation) -> Usage:
    """Long-tailed counts; a cache serves most of an input that it knows."""
    tokens = _around(random, habit.input, most=120_000)
    output = _around(random, habit.output, most=_LIMITS[-1]) if operation.has_output else 0
    if random.random() >= habit.cached:
        return Usage(tokens, output)
    read = int(tokens * random.uniform(0.4, 0.9))
    written = int((tokens - read) * 0.6) if operation is Operation.MESSAGES else 0
    return Usage(tokens, output, cache_read_tokens=read, cache_write_tokens=written)


def _around(random: Random, median: int, *, most: int) -> int:
    return min(most, max(1, round(random.lognormvariate(math.log(median), 0.7))))


def _record(call: _Call) -> RequestRecord:
    blank = _blank(call)
    fate = call.random.random()
    if fate < _REFUSED or not call.is_allowed:
        return _refused(call, blank)
    price = price_for(call.provider, call.model, call.created_ms)
    record = _admitted(call, blank, price)
    fate -= _REFUSED
    if fate < _FAILED:
        return record.closed(_failed(call))
    if fate < _FAILED + _UNKNOWN:
        ended_ms = call.created_ms + call.random.randint(30_000, 120_000)
        return record.closed(lost(record, ended_ms, "the provider's answer broke off"))
    return record.closed(_answered(call, record, price, cut=fate < _FAILED + _UNKNOWN + _CUT))


def _blank(call: _Call) -> RequestRecord:
    """What is known of a call before it is priced; a refused one stays like this."""
    principal = call.member.principal
    return RequestRecord(
        organization_id=principal.organization_id,
        request_id=new_id("req", now_ms=call.created_ms),
        nonce=f"{call.random.getrandbits(128):032x}",
        state=State.ADMITTED,
        created_ms=call.created_ms,
        deadline_ms=call.created_ms + _TIME_TO_CALL_MS,
        key_id=principal.key_id,
        user_id=principal.user_id,
        team_path=principal.team_path,
        operation=_PATHS[call.operation],
        model=call.model,
        provider="",
        upstream_model="",
        stream=call.stream,
        hold=0,
        input_tokens_held=0,
        output_tokens_held=0,
        tokens_held=0,
        accounts=(),
        rates=(),
        price_version="",
        policy_version=principal.policy_version,
        decision="allow",
        body_hash=sha256(call.random.randbytes(16)).hexdigest(),
    )


def _refused(call: _Call, blank: RequestRecord) -> RequestRecord:
    error = _refusal(call)
    at_ms = call.created_ms + call.random.randint(4, 30)
    return replace(
        blank,
        state=State.REFUSED,
        decision="deny",
        refusal={"status": error.status, "code": error.code, "message": error.message},
        outcome=Outcome(State.REFUSED, cost=0, ended_ms=at_ms, status=error.status),
    )


def _refusal(call: _Call) -> TollgateError:
    key_id = call.member.principal.key_id
    if not call.is_allowed:
        return Forbidden(f"this API key may not use the model {call.model!r}")
    if call.random.random() < _FULL_WINDOWS:
        return RateLimited(f"the rate limit of {key_id} is reached for this minute")
    return BudgetExhausted(f"the monthly budget of {key_id} is exhausted")


def _admitted(call: _Call, blank: RequestRecord, price: Price) -> RequestRecord:
    principal = call.member.principal
    is_clamped = call.operation.has_output and call.random.random() < _CLAMPED
    output = max(16, call.usage.output_tokens) if is_clamped else call.limit
    bound = call.usage.input_tokens + call.random.randint(0, 24)
    return replace(
        blank,
        operation=call.operation.value,
        provider=call.provider,
        upstream_model=call.model,
        hold=price.hold(bound, output, audio=False),
        input_tokens_held=bound,
        output_tokens_held=output,
        tokens_held=call.usage.input_tokens + output,
        accounts=account_refs(principal, call.created_ms),
        rates=rate_refs(principal, call.created_ms),
        price_version=price.version,
        decision="clamp" if is_clamped else "allow",
        tags=call.member.plan.tags,
    )


def _failed(call: _Call) -> Outcome:
    at_ms = call.created_ms + call.random.randint(80, 4000)
    if call.random.random() < _UNREACHED:
        return unreached(at_ms, 503, f"the provider {call.provider} cannot be reached")
    status = call.random.choice(_PROVIDER_ERRORS[call.provider])
    error = f"the provider answered {status}"
    return Outcome(State.FAILED, cost=0, ended_ms=at_ms, status=status, error=error)


def _answered(call: _Call, record: RequestRecord, price: Price, *, cut: bool) -> Outcome:
    """Settled, or cut short by the provider in its stream: then tokens were counted here."""
    is_cut = cut and call.stream
    usage = replace(call.usage, cache_read_tokens=0, cache_write_tokens=0) if is_cut else call.usage
    cost = price.cost(usage)
    first_ms = call.created_ms + 180 + usage.input_tokens // 40 + call.random.randrange(500)
    return Outcome(
        state=State.FAILED if is_cut else State.SETTLED,
        cost=cost.nano,
        ended_ms=first_ms + usage.output_tokens * call.random.randint(9, 18) + 5,
        status=200,
        usage={
            name: getattr(usage, name) for name in usage.__struct_fields__ if getattr(usage, name)
        },
        usage_source="counted" if is_cut else "provider",
        arithmetic=cost.arithmetic,
        finish_reason=None if is_cut else _finish(call, record),
        provider_request_id=f"req_{call.random.getrandbits(96):024x}",
        first_byte_ms=first_ms if call.stream else None,
        error="the provider ended its stream early" if is_cut else None,
    )


def _finish(call: _Call, record: RequestRecord) -> str | None:
    if not call.operation.has_output:
        return None
    stop, tool, length = _STOPS[call.operation]
    if call.usage.output_tokens >= record.output_tokens_held:
        return length
    return tool if call.random.random() < call.habit.tools else stop
