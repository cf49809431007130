"""How a forwarded call ended, in the ledger's terms.

The true usage is the provider's. Where it ended its answer and reported none, or zeros beside it,
tokens are counted here. Where its answer was lost on the way it may have worked on unseen, so
what was held is charged.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from tollgate.ledger.models import Outcome, RequestRecord, State
from tollgate.prices.service import PriceUnknown
from tollgate.providers.models import Usage
from tollgate.proxy.quotes import CallQuote
from tollgate.tokens.count import count_text

_LONGEST_WORD: Final = 256


class Heard(Struct, frozen=True):
    """What came back from the provider.

    `complete` is false where the provider ended an answer early, `lost` is why the rest of one
    never arrived. `usage` is the provider's last report, `input_usage` one that it began with.
    """

    status: int
    complete: bool
    lost: str | None = None
    usage: Usage | None = None
    input_usage: Usage | None = None
    output_text: str = ""
    finish_reason: str | None = None
    provider_request_id: str | None = None
    first_byte_ms: int | None = None
    service_tier: str | None = None
    error: str | None = None


def ended(record: RequestRecord, quote: CallQuote, heard: Heard, at_ms: int) -> Outcome:
    """The outcome of a call that the provider answered, well or not."""
    outcome = Outcome(
        state=State.SETTLED if heard.complete else State.FAILED,
        cost=0,
        ended_ms=at_ms,
        status=heard.status,
        finish_reason=_short(heard.finish_reason),
        provider_request_id=_short(heard.provider_request_id),
        first_byte_ms=heard.first_byte_ms,
        error=heard.error,
    )
    if heard.status >= 400 and heard.usage is None:
        return replace(outcome, state=State.FAILED)
    if heard.lost is not None and not _is_final(heard):
        begun = lost(record, at_ms, heard.lost)
        return replace(begun, first_byte_ms=heard.first_byte_ms)
    return _priced(outcome, record, quote, heard)


def _short(word: str | None) -> str | None:
    """A provider's word; one without end would not fit into the record, which then never closes."""
    return word and word[:_LONGEST_WORD]


def lost(record: RequestRecord, at_ms: int, error: str) -> Outcome:
    """The provider may have done the work, and its answer is lost: what was held is charged."""
    return Outcome(
        state=State.UNKNOWN,
        cost=record.hold,
        ended_ms=at_ms,
        status=504,
        usage_source="held",
        error=error,
    )


def unreached(at_ms: int, status: int, error: str) -> Outcome:
    """The provider cannot have acted: the call cost nothing."""
    return Outcome(state=State.FAILED, cost=0, ended_ms=at_ms, status=status, error=error)


def _priced(outcome: Outcome, record: RequestRecord, quote: CallQuote, heard: Heard) -> Outcome:
    if quote.is_free:
        return outcome
    usage, source = _true_usage(quote, heard)
    counted = {
        name: getattr(usage, name) for name in usage.__struct_fields__ if getattr(usage, name)
    }
    try:
        price = quote.served(heard.service_tier)
        cost = price.cost(usage)
    except PriceUnknown as unknown:
        return replace(
            outcome,
            cost=record.hold,
            usage=counted,
            usage_source="held",
            error=f"charged what was held: {unknown}",
        )
    return replace(
        outcome,
        cost=cost.nano,
        usage=counted,
        usage_source=source,
        arithmetic=cost.arithmetic,
        price_version=price.version if price != quote.price else None,
    )


def _true_usage(quote: CallQuote, heard: Heard) -> tuple[Usage, str]:
    usage = heard.usage
    if usage is not None and _is_final(heard) and (usage.output_tokens or not heard.output_text):
        return usage, "provider"
    output = count_text(heard.output_text, quote.upstream_model) if heard.output_text else 0
    for reported in (heard.usage, heard.input_usage):
        if reported is not None and reported.input_tokens:
            # A stream that ended early had told its input, and of its output what it had begun.
            return replace(reported, output_tokens=max(reported.output_tokens, output)), "counted"
    return Usage(input_tokens=quote.tokens.estimate, output_tokens=output), "counted"


def _is_final(heard: Heard) -> bool:
    """Whether the usage is of all of the answer: some servers report it anew with each chunk."""
    ended = heard.complete or heard.finish_reason is not None
    return ended and heard.usage is not None and heard.usage.input_tokens > 0
