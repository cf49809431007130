"""From a parsed call to one that the policies let through, with what admission must hold it to.

A call may come out changed: rerouted to another model, findings redacted, fewer output tokens. It
is decided anew after each rerouting and redaction, so that no change escapes the policies.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from tollgate.errors import (
    ApprovalRequired,
    Forbidden,
    PolicyDenied,
    TollgateError,
    Unprocessable,
)
from tollgate.ledger.models import Principal
from tollgate.policies.decide import decide
from tollgate.policies.models import SEVERITY, Action, Decision, Reason
from tollgate.providers.calls import read_call
from tollgate.providers.models import ModelCall, ProviderSpec
from tollgate.providers.wire import encode, parse_object
from tollgate.proxy.authorization import authorize_model
from tollgate.proxy.contents import Contents
from tollgate.proxy.facts import facts_of, subject_of
from tollgate.proxy.models import HttpRequest
from tollgate.proxy.quotes import CallQuote, quote
from tollgate.proxy.routing import Routed, route

_CHANGES_AT_MOST: Final = 4
_PUBLIC: Final = frozenset(
    {"policy_id", "version", "name", "rule", "action", "message", "findings"}
)
_REFUSING: Final = (Action.DENY, Action.REQUIRE_APPROVAL)


class Governed(Struct, frozen=True):
    """A call as it goes on, and why. `took_us` is what deciding cost in microseconds."""

    call: ModelCall
    raw: bytes
    routed: Routed
    quote: CallQuote
    decision: Decision
    took_us: int = 0


class Refused(Exception):
    """The policies refuse a call: what the caller gets, and the decision that led to it.

    `routed` is where the call that they decided about would have gone.
    """

    def __init__(
        self, error: PolicyDenied | ApprovalRequired, decision: Decision, took_us: int
    ) -> None:
        super().__init__(error.message)
        self.error = error
        self.decision = decision
        self.took_us = took_us
        self.routed: Routed | None = None


class Governance(Struct, frozen=True):
    """What deciding about one request works with; `at_ms` is when it arrived."""

    request: HttpRequest
    providers: Mapping[str, ProviderSpec]
    at_ms: int

    def govern(
        self, principal: Principal, call: ModelCall, spent: frozenset[str] = frozenset()
    ) -> Governed:
        """The call as `principal` may make it; `spent` are grants that are used up.

        Raises `Refused`, and whatever routing, authorizing and pricing raise.
        """
        started = time.perf_counter_ns()
        raw = self.request.body
        taken: tuple[Reason, ...] = ()
        decision = Decision()
        for _ in range(_CHANGES_AT_MOST):
            try:
                governed = self._decided(principal, call, raw, spent)
            except (Forbidden, Unprocessable) as error:
                if decision.reroute is None:
                    raise
                raise _led_nowhere(decision, error, started) from error
            decision = _joined(taken, governed.decision)
            if decision.action in _REFUSING:
                refused = Refused(_error(decision), decision, _us_since(started))
                refused.routed = governed.routed
                raise refused
            if decision.reroute is not None:
                raw = encode({**call.body, "model": decision.reroute})
            elif decision.redact:
                raw = governed.contents.redacted(decision.redact)
            else:
                final = _clamped(governed.quote, decision, started)
                return Governed(call, raw, governed.routed, *final, _us_since(started))
            call = read_call(call.operation, parse_object(raw))
            taken = decision.reasons
        raise _refused(replace(decision, reasons=taken), _changes, started)

    def _decided(
        self, principal: Principal, call: ModelCall, raw: bytes, spent: frozenset[str]
    ) -> _Round:
        routed = route(call.model, self.providers)
        authorize_model(principal, call.model, routed, self.at_ms, self.request.address)
        quoted = quote(call, raw, routed, principal, self.at_ms)
        contents = Contents(call, organization_id=principal.organization_id)
        if principal.bundle is None:
            return _Round(routed, quoted, contents, Decision())
        subject = subject_of(principal, self.at_ms)
        decision = decide(
            principal.bundle,
            subject,
            facts_of(self.request, call, routed, quoted, subject=subject, at_ms=self.at_ms),
            contents.scan,
            principal.grants,
            spent=spent,
        )
        return _Round(routed, quoted, contents, decision)


class _Round(Struct, frozen=True):
    routed: Routed
    quote: CallQuote
    contents: Contents
    decision: Decision


def _joined(taken: Iterable[Reason], decision: Decision) -> Decision:
    """A decision with the reasons of the changes before it, each policy's rule once."""
    kept = [reason for reason in taken if _changes(reason)]
    if not kept:
        return decision
    said = {(reason.policy_id, reason.version, reason.rule) for reason in kept}
    more = [r for r in decision.reasons if (r.policy_id, r.version, r.rule) not in said]
    return _with_reasons(decision, [*kept, *more])


def _with_reasons(decision: Decision, reasons: list[Reason]) -> Decision:
    ordered = tuple(sorted(reasons, key=lambda reason: -SEVERITY[reason.action]))
    enforced = [reason.action for reason in ordered if not reason.shadow]
    return replace(decision, reasons=ordered, action=enforced[0] if enforced else Action.ALLOW)


def _changes(reason: Reason) -> bool:
    return not reason.shadow and reason.action in (Action.REROUTE, Action.REDACT)


def _clamped(quote: CallQuote, decision: Decision, started: int) -> tuple[CallQuote, Decision]:
    """The quote with no more output than the policies allow, in all of its choices together."""
    if decision.clamp is not None:
        each = decision.clamp // quote.call.choices
        if each == 0:
            raise _refused(decision, lambda reason: reason.action is Action.CLAMP, started)
        quote = replace(quote, limit=min(quote.limit, each))
    most, reason = decision.max_cost, decision.max_cost_reason
    if most is None or reason is None or quote.hold(quote.wanted_output) <= most:
        return quote, decision
    affordable = quote.affordable_output(most)
    if affordable < quote.least_output or not quote.call.operation.has_output:
        decision = _with_reasons(decision, [reason, *decision.reasons])
        raise Refused(_error(decision), decision, _us_since(started))
    clamped = replace(reason, action=Action.CLAMP)
    return (
        replace(quote, limit=affordable // quote.call.choices),
        _with_reasons(decision, [*decision.reasons, clamped]),
    )


def _refused(decision: Decision, denies: Callable[[Reason], bool], started: int) -> Refused:
    """The refusal of a call for reasons that meant to change it, and could not."""
    reasons = [
        replace(reason, action=Action.DENY) if denies(reason) else reason
        for reason in decision.reasons
    ]
    decision = _with_reasons(decision, reasons)
    return Refused(_error(decision), decision, _us_since(started))


def _led_nowhere(decision: Decision, error: TollgateError, started: int) -> Refused:
    """The refusal of a call that was sent to a model which it cannot use."""
    why = f"it would go to {decision.reroute} instead, but {error.message}"
    reasons = tuple(
        replace(reason, message=f"{reason.message}; {why}") if _reroutes(reason) else reason
        for reason in decision.reasons
    )
    return _refused(replace(decision, reasons=reasons), _reroutes, started)


def _reroutes(reason: Reason) -> bool:
    return not reason.shadow and reason.action is Action.REROUTE


def _error(decision: Decision) -> PolicyDenied | ApprovalRequired:
    told = [r for r in decision.reasons if r.action is decision.action and not r.shadow]
    kind = ApprovalRequired if decision.action is Action.REQUIRE_APPROVAL else PolicyDenied
    return kind(told[0].message, fields={"policies": [public(r.as_values()) for r in told]})


def public(reason: Mapping[str, Any]) -> dict[str, Any]:
    """What a refused caller may know of a reason."""
    return {name: value for name, value in reason.items() if name in _PUBLIC}


def _us_since(started: int) -> int:
    return (time.perf_counter_ns() - started) // 1000
