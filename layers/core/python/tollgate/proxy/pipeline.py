"""The life of a data-plane call, on one page.

1 authenticate   a key proves a principal, cached under the organization's stamp
2 parse          strictly, only what governance needs
3 authorize      may this principal use this model at all
4 route          the model's provider, its price, the tokens that the call brings
5 admit          one transaction: record, holds, windows, stamp; or one record of the refusal
6 forward        the provider's own bytes where the dialects agree, a translation where not
7 settle         one transaction: the true cost; the reply carries it
"""

from __future__ import annotations

import logging
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, partial
from hashlib import sha256
from typing import Final

from tollgate.aws.dynamodb import StoreUnavailable
from tollgate.errors import Forbidden, NotFound, TollgateError, Unavailable
from tollgate.kit.clock import Clock, now_ms
from tollgate.kit.ids import derived_id, new_id
from tollgate.kit.money import to_usd
from tollgate.kit.permissions import permits
from tollgate.ledger.models import Outcome, Principal, RequestRecord, State, StoredAnswer
from tollgate.ledger.principals import PrincipalDirectory
from tollgate.ledger.service import Admitted, Ledger, Plan, Replayed
from tollgate.providers.adapters import prepare
from tollgate.providers.calls import read_call
from tollgate.providers.errors_wire import render_error
from tollgate.providers.models import (
    Dialect,
    ModelCall,
    Operation,
    ProviderSpec,
    UpstreamRequest,
)
from tollgate.providers.wire import encode, parse_object
from tollgate.proxy.authentication import authenticate
from tollgate.proxy.balances import Balances
from tollgate.proxy.forwarding import Forwarding, Transport
from tollgate.proxy.listing import allowed, list_models
from tollgate.proxy.models import DataPathSecret, HttpRequest, Reply
from tollgate.proxy.quotes import CallQuote, output_limit, quote
from tollgate.proxy.request_headers import idempotency_key, tags
from tollgate.proxy.routing import Routed, route
from tollgate.proxy.windows import Windows
from tollgate.tokens.count import count

logger = logging.getLogger(__name__)

_OPERATIONS: Final = {
    ("POST", "/v1/chat/completions"): Operation.CHAT,
    ("POST", "/v1/embeddings"): Operation.EMBEDDINGS,
    ("POST", "/v1/messages"): Operation.MESSAGES,
    ("POST", "/v1/messages/count_tokens"): Operation.COUNT_TOKENS,
}
_SETTLING_RESERVE_MS: Final = 15_000
"""What a function keeps of its own time to settle in, however slow the provider is."""

_RECORD_GRACE_MS: Final = 60_000
"""After a function's own end its record is left alone this long before the reaper takes it."""


@dataclass(frozen=True, slots=True)
class Gateway:
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
    call = _Call(gateway, request, new_id("req", now_ms=gateway.clock()))
    try:
        return call.reply()
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
        self._call: ModelCall | None = None
        self._record: RequestRecord | None = None
        self._nonce = request_id
        self.request_id = request_id

    def reply(self) -> Reply:
        gateway, request = self._gateway, self._request
        secret = gateway.secret()
        principal = authenticate(request.headers, gateway.principals, secret.pepper)
        self._principal = principal
        principal.authorize(gateway.clock())
        if (request.method, request.path) == ("GET", "/v1/models"):
            return list_models(principal, secret.providers, request.headers)
        operation = _OPERATIONS.get((request.method, request.path))
        if operation is None:
            raise NotFound(f"no such operation: {request.method} {request.path}")
        self._call = call = read_call(operation, parse_object(request.body))
        routed = route(call.model, secret.providers)
        if operation is Operation.COUNT_TOKENS and routed.provider.dialect is Dialect.OPENAI:
            return _counted(call, routed)
        prepared = cache(partial(self._prepared, call, routed))
        # What cannot be carried to the provider is refused before anything is held for it.
        prepared(output_limit(call, routed, 0))

        def planned(current: Principal) -> Plan[CallQuote]:
            current.authorize(gateway.clock())
            _authorize(current, call.model, routed, secret.providers)
            quoted = quote(call, request.body, routed, current, self._created_ms)
            return Plan(self._draft(current, call, routed, quoted), quoted)

        admitted = gateway.ledger.admit(principal, planned)
        if isinstance(admitted, Replayed):
            return _replay(admitted)
        return self._forward(admitted, call, routed, prepared)

    def _prepared(self, call: ModelCall, routed: Routed, limit: int) -> UpstreamRequest:
        return prepare(
            call,
            self._request.body,
            routed.provider,
            routed.upstream_model,
            limit if call.operation.has_output else None,
            passthrough_headers=self._request.headers,
        )

    def _draft(
        self, principal: Principal, call: ModelCall, routed: Routed, quote: CallQuote
    ) -> RequestRecord:
        key = idempotency_key(self._request.headers)
        if key is not None:
            parts = (principal.organization_id, principal.key_id, key)
            self.request_id = derived_id("req", *parts)
        return replace(
            self._blank(principal),
            request_id=self.request_id,
            operation=call.operation,
            model=call.model,
            provider=routed.provider.name,
            upstream_model=routed.upstream_model,
            stream=call.stream,
            price_version=quote.price.version,
            tags=tags(self._request.headers),
            idempotent=key is not None,
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
            policy_version=f"epoch-{principal.epoch}",
            decision="allow",
            body_hash=sha256(self._request.body).hexdigest(),
        )

    def _forward(
        self,
        admitted: Admitted[CallQuote],
        call: ModelCall,
        routed: Routed,
        prepared: Callable[[int], UpstreamRequest],
    ) -> Reply:
        self._record = record = admitted.record
        self.request_id = record.request_id
        self._gateway.balances.move(record, -record.hold)
        self._gateway.windows.admitted(record)
        clamp = record.output_tokens_held // call.choices
        return Forwarding(
            record=record,
            call=call,
            provider=routed.provider,
            upstream=prepared(clamp),
            quote=admitted.plan.quote,
            transport=self._gateway.transport,
            clock=self._gateway.clock,
            patience_until_ms=self._created_ms + self._request.remaining_ms - _SETTLING_RESERVE_MS,
            settle=partial(self._settle, record),
            opening_headers=self._headers(record),
        ).reply()

    def _settle(
        self, record: RequestRecord, outcome: Outcome, answer: StoredAnswer | None
    ) -> dict[str, str]:
        try:
            self._gateway.ledger.close(record, outcome, answer)
        except StoreUnavailable:
            # The answer is paid for and belongs to the caller; the reaper will charge the hold.
            logger.critical("unsettled: %s cost %d", record.request_id, outcome.cost)
            return self._headers(record)
        self._gateway.balances.move(record, record.hold - outcome.cost)
        self._gateway.windows.settled(record, outcome)
        if outcome.cost > record.hold:
            logger.critical(
                "overspend: %s cost %d nano-dollars and held %d",
                record.request_id,
                outcome.cost,
                record.hold,
            )
        return self._headers(record) | {"x-tollgate-cost-usd": to_usd(outcome.cost)}

    def _headers(self, record: RequestRecord) -> dict[str, str]:
        headers = {
            "x-request-id": record.request_id,
            "x-tollgate-decision": record.decision,
            "x-tollgate-policy-version": record.policy_version,
            "x-tollgate-provider": record.provider,
        }
        remaining = self._gateway.balances.least(record)
        if remaining is not None:
            headers["x-tollgate-budget-remaining-usd"] = to_usd(remaining)
        return headers | self._gateway.windows.headers(record, self._gateway.clock())

    def refusal(self, dialect: Dialect, error: TollgateError) -> Reply:
        """Records a refusal of a known principal, unless the call itself has a record already."""
        if self._principal is not None and self._record is None and error.status < 500:
            try:
                self._gateway.ledger.store.refuse(self._refused(self._principal, error))
            except Unavailable as unavailable:
                error = unavailable
        status, headers, body = render_error(dialect, error, self.request_id)
        headers["x-tollgate-decision"] = "deny" if status < 500 else "error"
        return Reply(status, headers, body)

    def _refused(self, principal: Principal, error: TollgateError) -> RequestRecord:
        self.request_id = new_id("req", now_ms=self._created_ms)
        refusal = {"status": error.status, "code": error.code, "message": error.message[:500]}
        return replace(
            self._blank(principal),
            state=State.REFUSED,
            decision="deny",
            refusal=refusal,
            outcome=Outcome(
                state=State.REFUSED, cost=0, ended_ms=self._gateway.clock(), status=error.status
            ),
        )


def _authorize(
    principal: Principal, model: str, routed: Routed, providers: Mapping[str, ProviderSpec]
) -> None:
    needed = f"llm.use.{routed.provider.name}"
    if not permits(principal.permissions, needed):
        raise Forbidden(f"this API key lacks the permission {needed}", param="model")
    if not allowed(principal.models, model, providers):
        raise Forbidden(f"this API key may not use the model {model!r}", param="model")


def _counted(call: ModelCall, routed: Routed) -> Reply:
    tokens = count(call, routed.priced_as, routed.upstream_model)
    body = encode({"input_tokens": tokens.estimate})
    return Reply(200, {"content-type": "application/json"}, body)


def _replay(replayed: Replayed) -> Reply:
    record, answer = replayed.record, replayed.answer
    cost = record.outcome.cost if record.outcome else 0
    headers = answer.headers | {
        "x-request-id": record.request_id,
        "x-tollgate-cost-usd": to_usd(cost),
        "x-tollgate-decision": record.decision,
        "x-tollgate-provider": record.provider,
        "idempotent-replayed": "true",
    }
    return Reply(answer.status, headers, zlib.decompress(answer.body))


def _dialect(request: HttpRequest) -> Dialect:
    anthropic = request.path.startswith("/v1/messages") or "anthropic-version" in request.headers
    return Dialect.ANTHROPIC if anthropic else Dialect.OPENAI
