"""The life of a data-plane call, on one page.

1 authenticate   a key proves a principal, cached under the organization's stamp
2 parse          strictly, only what governance needs
3 govern         route, price and count the call; what the policies make of it, with reasons
4 admit          one transaction: record, holds, windows, stamp; or one record of the refusal
5 forward        the provider's own bytes where the dialects agree, a translation where not
6 filter         what must not leave is cut or redacted before the client sees it
7 settle         one transaction: the true cost; the reply carries it
"""

from __future__ import annotations

import logging
import zlib
from collections.abc import Callable
from functools import cache, partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct, field
from msgspec.structs import replace

from tollgate.approvals.requests import approval_id, opening
from tollgate.aws.dynamodb import StoreUnavailable
from tollgate.errors import ApprovalRequired, NotFound, TollgateError, Unavailable
from tollgate.kit.clock import Clock, now_ms
from tollgate.kit.ids import derived_id, new_id
from tollgate.kit.money import to_usd
from tollgate.ledger.models import (
    GrantSpent,
    Outcome,
    Principal,
    RequestRecord,
    State,
    StoredAnswer,
)
from tollgate.ledger.principals import PrincipalDirectory
from tollgate.ledger.service import Admitted, Ledger, Plan, Replayed
from tollgate.policies.models import Action, Decision
from tollgate.providers.adapters import prepare
from tollgate.providers.calls import read_call
from tollgate.providers.errors_wire import render_error
from tollgate.providers.models import Dialect, ModelCall, Operation, UpstreamRequest
from tollgate.providers.wire import encode, parse_object
from tollgate.proxy.authentication import Shown, authenticate
from tollgate.proxy.balances import Balances
from tollgate.proxy.contents import Contents
from tollgate.proxy.decisions import headers_of, of_limit, plan_of, record_fields
from tollgate.proxy.forwarding import Forwarding, Transport
from tollgate.proxy.governance import Governance, Governed, Refused
from tollgate.proxy.listing import list_models
from tollgate.proxy.models import DataPathSecret, HttpRequest, Reply
from tollgate.proxy.outcomes import Heard, ended
from tollgate.proxy.quotes import CallQuote
from tollgate.proxy.request_headers import idempotency_key, tags
from tollgate.proxy.routing import Routed, canonical_name, route
from tollgate.proxy.windows import Windows

if TYPE_CHECKING:
    from tollgate.proxy.output_filter import OutputFilter

logger = logging.getLogger(__name__)

_OPERATIONS: Final = {
    ("POST", "/v1/chat/completions"): Operation.CHAT,
    ("POST", "/v1/embeddings"): Operation.EMBEDDINGS,
    ("POST", "/v1/messages"): Operation.MESSAGES,
    ("POST", "/v1/messages/count_tokens"): Operation.COUNT_TOKENS,
}
_OFFERED: Final = f"there are GET /v1/models and POST {', '.join(path for _, path in _OPERATIONS)}"
_JSON: Final = {"content-type": "application/json"}
_SETTLING_RESERVE_MS: Final = 15_000
"""What a function keeps of its own time to settle in, however slow the provider is."""

_RECORD_GRACE_MS: Final = 60_000
"""After a function's own end its record is left alone this long before the reaper takes it."""


class Gateway(Struct, frozen=True):
    """What the data path works with; `secret` is fetched on first use and kept."""

    ledger: Ledger
    principals: PrincipalDirectory
    balances: Balances
    secret: Callable[[], DataPathSecret]
    transport: Transport
    clock: Clock = now_ms
    windows: Windows = field(default_factory=Windows)


def handle(gateway: Gateway, request: HttpRequest) -> Reply:
    """The reply to any `/v1` request; never raises."""
    dialect = _dialect(request)
    reply = _answered(_Call(gateway, request, new_id("req", now_ms=gateway.clock())), dialect)
    if dialect is Dialect.ANTHROPIC and "x-request-id" in reply.headers:
        reply.headers["request-id"] = reply.headers["x-request-id"]
    return reply


def _answered(call: _Call, dialect: Dialect) -> Reply:
    try:
        return call.reply()
    except Refused as refused:
        return call.refusal(dialect, refused.error, refused)
    except TollgateError as error:
        return call.refusal(dialect, error)
    except Exception:
        logger.exception("call failed: %s", call.request_id)
        return call.refusal(dialect, TollgateError("internal error"))


class _Call:
    """One call's state on its way through the steps."""

    def __init__(self, gateway: Gateway, request: HttpRequest, request_id: str) -> None:
        self._gateway = gateway
        self._request = request
        self._created_ms = gateway.clock()
        self._principal: Principal | None = None
        self._shown: Shown | None = None
        self._call: ModelCall | None = None
        self._record: RequestRecord | None = None
        self._governed: Governed | None = None
        self._prepared: Callable[[int], UpstreamRequest] | None = None
        self._output: OutputFilter | None = None
        self._routed: Routed | None = None
        self._spent: frozenset[str] = frozenset()
        self._delayed = False
        self._nonce = request_id
        self.request_id = request_id

    @property
    def _patience_until_ms(self) -> int:
        return self._created_ms + self._request.remaining_ms - _SETTLING_RESERVE_MS

    def reply(self) -> Reply:
        gateway, request = self._gateway, self._request
        secret = gateway.secret()
        principal, self._shown = authenticate(
            request.headers, request.address, gateway.principals, secret.pepper, self._created_ms
        )
        self._check(principal)
        if (request.method, request.path) == ("GET", "/v1/models"):
            return self._list_models(secret)
        operation = _OPERATIONS.get((request.method, request.path))
        if operation is None:
            raise NotFound(f"no such operation: {request.method} {request.path}; {_OFFERED}")
        self._call = call = read_call(operation, parse_object(request.body))
        self._routed = route(call.model, secret.providers)
        governance = Governance(request, secret.providers, self._created_ms)
        admitted = self._admit(principal, partial(self._planned, governance, call))
        if isinstance(admitted, Replayed):
            return _replay(admitted, self._output, call)
        return self._forward(admitted)

    def _list_models(self, secret: DataPathSecret) -> Reply:
        """No admission checks the stamp of this one, so the principal is asked for anew."""
        assert self._principal is not None  # noqa: S101 - authenticated before
        principal = self._gateway.principals.current(self._principal)
        self._check(principal)
        return list_models(principal, secret.providers, self._request, self._created_ms)

    def _check(self, principal: Principal) -> None:
        """Holds the request against a principal, anew against each that is read meanwhile."""
        assert self._shown is not None  # noqa: S101 - authenticated before
        self._principal = principal
        self._shown.check(principal, self._gateway.clock())

    def _admit(
        self, principal: Principal, planned: Callable[[Principal], Plan[CallQuote]]
    ) -> Admitted[CallQuote] | Replayed:
        while True:
            try:
                return self._gateway.ledger.admit(
                    principal, planned, wait_until_ms=self._patience_until_ms
                )
            except GrantSpent as spent:
                self._spent |= {spent.grant_id}

    def _planned(
        self, governance: Governance, call: ModelCall, principal: Principal
    ) -> Plan[CallQuote]:
        """The call as the principal may make it now; asked anew whenever that may have changed."""
        self._check(principal)
        self._governed = None
        try:
            self._governed = governed = governance.govern(principal, call, self._spent)
            self._routed = governed.routed
            prepared = cache(partial(self._prepare, governed))
            if not _is_counted_here(governed):
                # What cannot be carried there is refused before anything is held for it.
                prepared(governed.quote.limit)
        except (Refused, TollgateError):
            # Prices, rights and policies that are kept may refuse what today's do not.
            current = self._gateway.principals.current(principal)
            if current is principal:
                raise
            return self._planned(governance, call, current)
        self._prepared = prepared
        self._output = _output_filter(governed)
        self._delay(governed.decision.delay_ms)
        draft = self._draft(principal, governed)
        return plan_of(draft, governed, self._gateway.clock(), principal.time_zone)

    def _delay(self, delay_ms: int) -> None:
        """Makes a throttled call wait, once, and never beyond its own time."""
        room_ms = self._patience_until_ms - self._gateway.clock()
        if delay_ms and not self._delayed:
            self._delayed = True
            self._gateway.ledger.pause(max(0, min(delay_ms, room_ms)) / 1000)

    def _prepare(self, governed: Governed, limit: int) -> UpstreamRequest:
        call, routed = governed.call, governed.routed
        return prepare(
            call,
            governed.raw,
            routed.provider,
            routed.upstream_model,
            limit if call.operation.has_output else None,
            passthrough_headers=self._request.headers,
        )

    def _draft(self, principal: Principal, governed: Governed) -> RequestRecord:
        key = idempotency_key(self._request.headers)
        if key is not None:
            parts = (principal.organization_id, principal.key_id, key)
            self.request_id = derived_id("req", *parts)
        call, routed = governed.call, governed.routed
        asked = self._call.model if self._call else call.model
        return replace(
            self._blank(principal),
            request_id=self.request_id,
            operation=call.operation,
            model=call.model,
            requested_model=asked if asked != call.model else None,
            provider=routed.provider.name,
            upstream_model=routed.upstream_model,
            stream=call.stream,
            price_version=governed.quote.price.version,
            tags=tags(self._request.headers),
            idempotent=key is not None,
            **record_fields(governed.decision, governed.took_us),
        )

    def _blank(self, principal: Principal) -> RequestRecord:
        return RequestRecord(
            organization_id=principal.organization_id,
            request_id=self.request_id,
            nonce=self._nonce,
            state=State.ADMITTED,
            created_ms=self._created_ms,
            deadline_ms=self._created_ms + self._request.remaining_ms + _RECORD_GRACE_MS,
            key_id=principal.key_id,
            user_id=principal.user_id,
            team_path=principal.team_path,
            operation=f"{self._request.method} {self._request.path}"[:100],
            model=self._call.model if self._call else "",
            provider="",
            upstream_model="",
            stream=self._call.stream if self._call else False,
            hold=0,
            input_tokens_held=0,
            output_tokens_held=0,
            tokens_held=0,
            accounts=(),
            rates=(),
            price_version="",
            policy_version=principal.policy_version,
            decision="allow",
            body_hash=sha256(self._request.body).hexdigest(),
        )

    def _forward(self, admitted: Admitted[CallQuote]) -> Reply:
        governed, prepared = self._governed, self._prepared
        assert governed is not None and prepared is not None  # noqa: S101, PT018 - planned before
        call = governed.call
        self._record = record = admitted.record
        self.request_id = record.request_id
        self._gateway.balances.move(record, -record.hold)
        self._gateway.windows.admitted(record)
        if _is_counted_here(governed):
            return self._counted(record, governed.quote)
        return Forwarding(
            record=record,
            call=call,
            provider=governed.routed.provider,
            upstream=prepared(record.output_tokens_held // call.choices),
            quote=admitted.plan.quote,
            output=self._output,
            transport=self._gateway.transport,
            clock=self._gateway.clock,
            patience_until_ms=self._patience_until_ms,
            settle=partial(self._settle, record),
            opening_headers=self._headers(record),
        ).reply()

    def _counted(self, record: RequestRecord, quote: CallQuote) -> Reply:
        """The count of tokens for a provider that does not count for others."""
        body, headers = encode({"input_tokens": quote.tokens.estimate}), dict(_JSON)
        outcome = ended(record, quote, Heard(status=200, complete=True), self._gateway.clock())
        kept = StoredAnswer(200, dict(_JSON), zlib.compress(body)) if record.idempotent else None
        return Reply(200, headers | self._settle(record, outcome, kept), body)

    def _settle(
        self, record: RequestRecord, outcome: Outcome, answer: StoredAnswer | None
    ) -> dict[str, str]:
        try:
            self._gateway.ledger.close(record, outcome, answer)
        except StoreUnavailable:
            # The answer is paid for and belongs to the caller; the reaper will charge the hold.
            logger.critical("unsettled: %s cost %d", record.request_id, outcome.cost)
            return self._headers(record, outcome)
        self._gateway.balances.move(record, record.hold - outcome.cost)
        self._gateway.windows.settled(record, outcome)
        if outcome.cost > record.hold:
            logger.critical(
                "overspend: %s cost %d nano-dollars and held %d",
                record.request_id,
                outcome.cost,
                record.hold,
            )
        return self._headers(record, outcome) | {"x-tollgate-cost-usd": to_usd(outcome.cost)}

    def _headers(self, record: RequestRecord, outcome: Outcome | None = None) -> dict[str, str]:
        output = outcome.output_policies if outcome else ()
        decision = outcome.decision if outcome else None
        headers = {
            "x-request-id": record.request_id,
            "x-tollgate-decision": decision or record.decision,
            "x-tollgate-policy-version": record.policy_version,
            "x-tollgate-provider": record.provider,
        }
        remaining = self._gateway.balances.least(record)
        if remaining is not None:
            headers["x-tollgate-budget-remaining-usd"] = to_usd(remaining)
        headers |= headers_of((*record.policies, *output))
        return headers | self._gateway.windows.headers(record, self._gateway.clock())

    def refusal(
        self, dialect: Dialect, error: TollgateError, refused: Refused | None = None
    ) -> Reply:
        """Records a refusal of a known principal, unless the call itself has a record already."""
        headers: dict[str, str] = {}
        if self._principal is not None and self._record is None and error.status < 500:
            error, limit = of_limit(error)
            if refused is not None and refused.routed is not None:
                self._routed = refused.routed
            record = self._refused(self._principal, error, refused, limit)
            headers = headers_of(record.policies)
            headers["x-tollgate-policy-version"] = record.policy_version
            error = self._write_refusal(record, error)
        status, own, body = render_error(dialect, error, self.request_id)
        headers |= own | {"x-tollgate-decision": _decision_of(error)}
        return Reply(status, headers, body)

    def _write_refusal(self, record: RequestRecord, error: TollgateError) -> TollgateError:
        """Commits the refusal, with the request for the approval that it asks for."""
        opened = None
        if isinstance(error, ApprovalRequired):
            opened = self._opening(record)
            record = replace(record, approval_id=approval_id(opened))
            error.fields = {**error.fields, "approval_id": record.approval_id}
        try:
            self._gateway.ledger.store.refuse(record, opened)
        except Unavailable as unavailable:
            return unavailable
        return error

    def _opening(self, record: RequestRecord) -> dict[str, Any]:
        """The pending approval of a call that needs one."""
        assert self._principal is not None  # noqa: S101 - a stranger's call asks for nothing
        principal = self._principal
        asking = [r for r in record.policies if r["action"] == Action.REQUIRE_APPROVAL.value]
        first = asking[0]
        bundle = principal.bundle
        return opening(
            organization_id=record.organization_id,
            key_id=record.key_id,
            user_id=record.user_id,
            request_id=record.request_id,
            model=canonical_name(self._routed) if self._routed else record.model,
            at_ms=record.created_ms,
            reasons=asking,
            actions=bundle.actions_of(first["policy_id"], first["version"]) if bundle else {},
            grants=principal.grants,
        )

    def _refused(
        self,
        principal: Principal,
        error: TollgateError,
        refused: Refused | None,
        limit: dict[str, Any] | None,
    ) -> RequestRecord:
        self.request_id = new_id("req", now_ms=self._created_ms)
        refusal = {"status": error.status, "code": error.code, "message": error.message[:500]}
        decision, took_us = Decision(), 0
        if refused is not None:
            decision, took_us = refused.decision, refused.took_us
        elif self._governed is not None:
            decision, took_us = self._governed.decision, self._governed.took_us
        fields = record_fields(decision, took_us)
        if limit is not None:
            fields["policies"] = (limit, *fields["policies"])
        fields["decision"] = _decision_of(error)
        return replace(
            self._blank(principal),
            state=State.REFUSED,
            refusal=refusal,
            outcome=Outcome(
                state=State.REFUSED, cost=0, ended_ms=self._gateway.clock(), status=error.status
            ),
            **fields,
        )


def _output_filter(governed: Governed) -> OutputFilter | None:
    rules, call = governed.decision.output, governed.call
    if not rules:
        return None
    from tollgate.proxy.hidden_context import detectors_for  # noqa: PLC0415 - 10 ms of imports
    from tollgate.proxy.output_filter import OutputFilter  # noqa: PLC0415

    detectors = detectors_for(rules, Contents(call))
    return OutputFilter(rules, call.operation.dialect, open_detector=detectors)


def _decision_of(error: TollgateError) -> str:
    if isinstance(error, ApprovalRequired):
        return "require_approval"
    return "deny" if error.status < 500 else "error"


def _is_counted_here(governed: Governed) -> bool:
    """Only Anthropic's dialect has an operation that counts."""
    counts = governed.call.operation is Operation.COUNT_TOKENS
    return counts and governed.routed.provider.dialect is Dialect.OPENAI


def _replay(replayed: Replayed, output: OutputFilter | None, call: ModelCall) -> Reply:
    """The answer that was kept, as the policies of today let the client have it."""
    record, answer = replayed.record, replayed.answer
    cost = record.outcome.cost if record.outcome else 0
    headers = answer.headers | {
        "x-request-id": record.request_id,
        "x-tollgate-cost-usd": to_usd(cost),
        "x-tollgate-decision": record.decision,
        "x-tollgate-provider": record.provider,
        "idempotent-replayed": "true",
    }
    body = zlib.decompress(answer.body)
    is_stream = answer.headers.get("content-type") == "text/event-stream"
    if output is not None and is_stream:
        guard = output.open_stream(wants_usage=call.wants_stream_usage)
        body = guard.feed(body) + guard.finish(b"")
    elif output is not None:
        body = output.whole(body).body
    return Reply(answer.status, headers, body)


def _dialect(request: HttpRequest) -> Dialect:
    anthropic = request.path.startswith("/v1/messages") or "anthropic-version" in request.headers
    return Dialect.ANTHROPIC if anthropic else Dialect.OPENAI
