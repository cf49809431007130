"""From an admitted record to a settled one: send, read or relay, and account for every ending."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final, Protocol

from msgspec import Struct
from msgspec.structs import replace

from tollgate.errors import ProviderFailed, Unavailable
from tollgate.kit.clock import Clock
from tollgate.ledger.models import Outcome, RequestRecord, StoredAnswer
from tollgate.policies.models import Reason
from tollgate.providers.adapters import open_stream, read_answer
from tollgate.providers.models import ModelCall, ProviderSpec, UpstreamRequest
from tollgate.providers.streams import StreamTranslator
from tollgate.providers.transport import (
    ProviderResponse,
    ProviderSilent,
    ProviderUnreachable,
    Timeouts,
)
from tollgate.proxy.decisions import most_severe
from tollgate.proxy.models import Reply
from tollgate.proxy.outcomes import Heard, ended, lost, unreached
from tollgate.proxy.quotes import CallQuote

if TYPE_CHECKING:
    from tollgate.proxy.output_filter import OutputFilter
    from tollgate.proxy.stream_guard import StreamGuard

logger = logging.getLogger(__name__)

_LARGEST_KEPT_ANSWER: Final = 350_000
_ADVICE: Final = ("retry-after", "retry-after-ms", "x-should-retry")
"""What providers tell of an error, and their SDKs read before they try again."""


class Transport(Protocol):
    """Sends one request to a provider; see `tollgate.providers.transport`."""

    def __call__(
        self, provider: ProviderSpec, request: UpstreamRequest, timeouts: Timeouts
    ) -> ProviderResponse: ...


class Forwarding(Struct, frozen=True):
    """One admitted call on its way.

    `output` is what the answer must pass before the client gets it, None where nothing must.
    `settle` closes the record and reports the reply's headers. The provider is waited for until
    `patience_until_ms` (epoch milliseconds).
    """

    record: RequestRecord
    call: ModelCall
    provider: ProviderSpec
    upstream: UpstreamRequest
    quote: CallQuote
    output: OutputFilter | None
    transport: Transport
    clock: Clock
    patience_until_ms: int
    settle: Callable[[Outcome, StoredAnswer | None], dict[str, str]]
    opening_headers: dict[str, str]

    def reply(self) -> Reply:
        """Raises `Unavailable` or `ProviderFailed` after recording why."""
        response = self._send()
        # Some servers answer a call for a stream whole: read as events, its usage would be lost.
        is_whole = response.headers.get("content-type", "").startswith("application/json")
        if self.call.stream and response.status < 400 and not is_whole:
            return Reply(response.status, self._stream_headers(), self._relay(response))
        return self._whole(response)

    def _send(self) -> ProviderResponse:
        time_left_ms = self.patience_until_ms - self.clock()
        if time_left_ms <= 0:
            self.settle(unreached(self.clock(), 503, "no time left to call the provider"), None)
            raise Unavailable("no time left to call the provider", retry_after=1)
        try:
            timeouts = Timeouts(answer=time_left_ms / 1000)
            return self.transport(self.provider, self.upstream, timeouts)
        except ProviderUnreachable as error:
            self.settle(unreached(self.clock(), error.status, error.message), None)
            raise
        except ProviderSilent as error:
            self.settle(lost(self.record, self.clock(), error.message), None)
            raise

    def _whole(self, response: ProviderResponse) -> Reply:
        try:
            raw = response.read()
        except ProviderSilent as error:
            self.settle(lost(self.record, self.clock(), error.message), None)
            raise
        answer = read_answer(self.call, self.provider, response.status, response.headers, raw)
        if response.status < 400 <= answer.status and answer.usage is None:
            unusable = f"the provider {self.provider.name} gave no usable answer"
            headers = self.settle(lost(self.record, self.clock(), unusable), None)
            return Reply(answer.status, {"content-type": "application/json"} | headers, answer.body)
        heard = Heard(
            status=answer.status,
            complete=answer.status < 400,
            usage=answer.usage,
            output_text=answer.output_text,
            finish_reason=answer.finish_reason,
            provider_request_id=answer.provider_request_id,
            service_tier=answer.service_tier,
            error=f"the provider answered {response.status}" if response.status >= 400 else None,
        )
        headers = {"content-type": "application/json"}
        if answer.status >= 400:
            headers |= _advice(response)
        body = answer.body
        reasons: tuple[Reason, ...] = ()
        if self.output is not None:
            whole = self.output.whole if heard.complete else self.output.error
            filtered = whole(body)
            body, reasons = filtered.body, filtered.reasons
        outcome = self._judged(ended(self.record, self.quote, heard, self.clock()), reasons)
        kept = self._kept(answer.status, headers, body) if heard.complete else None
        headers |= self.settle(outcome, kept)
        return Reply(answer.status, headers, body)

    def _judged(self, outcome: Outcome, reasons: tuple[Reason, ...]) -> Outcome:
        """The outcome with what the policies say about the answer."""
        if not reasons:
            return outcome
        actions = (self.record.decision, *(r.action.value for r in reasons if not r.shadow))
        return replace(
            outcome,
            output_policies=tuple(reason.as_values() for reason in reasons),
            decision=most_severe(actions),
        )

    def _stream_headers(self) -> dict[str, str]:
        return {"content-type": "text/event-stream", "cache-control": "no-cache"} | (
            self.opening_headers
        )

    def _relay(self, response: ProviderResponse) -> Iterator[bytes]:
        """Passes the stream on as it comes; the end reaches the client once it is settled.

        When nobody reads any more the rest is still drained: the provider bills for it, and its
        usage comes last.
        """
        stream = open_stream(self.call, self.provider, response.headers)
        arrivals = _Arrivals(response, stream, self.clock)
        guard: StreamGuard | _Unguarded = _Unguarded()
        if self.output is not None:
            guard = self.output.open_stream(wants_usage=self.call.wants_stream_usage)
        sent: list[bytes] = []
        settled = False
        try:
            for arrived in arrivals:
                passed = guard.feed(arrived)
                if self.record.idempotent:
                    sent.append(passed)
                if passed:
                    yield passed
            last = stream.abort(arrivals.error) if arrivals.error else stream.finish()
            last = guard.finish(last)
            settled = True
            self._settle_stream(stream, arrivals, guard, b"".join([*sent, last]))
            if last:
                yield last
        except GeneratorExit:
            if not settled:
                settled = True
                for arrived in arrivals:
                    guard.feed(arrived)
                guard.finish(stream.finish())
                self._settle_stream(stream, arrivals, guard, b"")
            raise
        finally:
            if not settled:
                self.settle(lost(self.record, self.clock(), "the answer could not be read"), None)

    def _settle_stream(
        self,
        stream: StreamTranslator,
        arrivals: _Arrivals,
        guard: StreamGuard | _Unguarded,
        sent: bytes,
    ) -> None:
        complete = stream.complete and stream.error is None
        usage = stream.usage
        reported = usage is not None and usage.input_tokens > 0 and usage.output_tokens > 0
        heard = Heard(
            status=200,
            complete=complete,
            lost=arrivals.error,
            usage=stream.usage,
            input_usage=stream.input_usage,
            output_text="" if complete and reported else stream.output_text,
            finish_reason=stream.finish_reason,
            provider_request_id=stream.provider_request_id,
            first_byte_ms=arrivals.first_ms,
            service_tier=stream.service_tier,
            error=_told(stream),
        )
        outcome = self._judged(ended(self.record, self.quote, heard, self.clock()), guard.reasons)
        headers = {"content-type": "text/event-stream"}
        self.settle(outcome, self._kept(200, headers, sent) if complete and sent else None)

    def _kept(self, status: int, headers: dict[str, str], body: bytes) -> StoredAnswer | None:
        if not self.record.idempotent:
            return None
        packed = zlib.compress(body)
        if len(packed) > _LARGEST_KEPT_ANSWER:
            logger.warning("answer too large to be replayed: %s", self.record.request_id)
            return None
        return StoredAnswer(status, dict(headers), packed)


def _advice(response: ProviderResponse) -> dict[str, str]:
    given = {name: response.headers[name] for name in _ADVICE if name in response.headers}
    return {name: value for name, value in given.items() if value.isascii() and value.isprintable()}


def _told(stream: StreamTranslator) -> str | None:
    """What a record says of an error; the provider's own words may repeat the prompt."""
    return "the provider reported an error" if stream.reported else stream.error


class _Unguarded:
    """What a stream passes that no policy asks about."""

    reasons: tuple[Reason, ...] = ()

    def feed(self, passed: bytes) -> bytes:
        return passed

    def finish(self, last: bytes) -> bytes:
        return last


class _Arrivals:
    """What to pass on of an answer until it ends or breaks off."""

    def __init__(self, response: ProviderResponse, stream: StreamTranslator, clock: Clock) -> None:
        self._response = response
        self._stream = stream
        self._chunks = response.chunks()
        self._clock = clock
        self.first_ms: int | None = None
        self.error: str | None = None

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if self.error is not None:
            raise StopIteration
        try:
            passed = self._stream.feed(next(self._chunks))
        except ProviderFailed as error:
            self.error = error.message
            self._response.close()
            raise StopIteration from error
        if self.first_ms is None:
            self.first_ms = self._clock()
        return passed
