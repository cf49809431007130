"""One call's way into the ledger.

1 hold what the call may cost at most, on every account, with the record, under the stamp
2 a moved stamp, or a window that ended: ask again whether the call may be made, and start over
3 an account of a new period: open it and start over
4 a full limit that only counts: write its reason down and start over without it
5 a full window or no free slot: wait as long as the limit and the call's patience allow, or refuse
6 too little left: lower the output that the call may have to what is affordable, or refuse

Until the transaction of 1 succeeds nothing of the call is stored, its idempotency record included.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection
from typing import Any, Final, Generic, TypeVar

from msgspec.structs import replace

from tollgate.errors import (
    Conflict,
    IdempotencyInFlight,
    IdempotencyMismatch,
    PolicyDenied,
    Unavailable,
)
from tollgate.kit.clock import Clock
from tollgate.kit.ids import derived_id
from tollgate.ledger.models import (
    Account,
    AccountRef,
    GrantSpent,
    Principal,
    RateRef,
    Rejection,
    RequestRecord,
    SlotRef,
    State,
)
from tollgate.ledger.plans import (
    Admitted,
    LedgerStore,
    Plan,
    Principals,
    Quote,
    Quoted,
    Replayed,
)
from tollgate.ledger.refusals import (
    approval_required,
    budget_exhausted,
    slots_taken,
    window_full,
)
from tollgate.ledger.rules import LIMITS_AT_MOST, account_refs, rate_refs
from tollgate.policies.models import SEVERITY, Action

IDEMPOTENCY_KEPT_MS: Final = 24 * 3600 * 1000
_ATTEMPTS: Final = 40
_LOWERED_AT_MOST: Final = 6
_CONTENTION_BUDGET_S: Final = 2.0
_NEXT_WINDOW_JITTER_MS: Final = 200
_SLOT_POLL_S: Final = (0.2, 0.8)
_SPOKEN: Final = {Action.LOG: Action.ALLOW, Action.QUEUE: Action.THROTTLE}

Reason = dict[str, Any]
Limit = AccountRef | RateRef | SlotRef
Ref = TypeVar("Ref", AccountRef, RateRef, SlotRef)


class Admission(Generic[Quoted]):
    """The state of one admission; `run` once.

    `patience_ms` is the moment until which the call may wait for room, by default its deadline.
    """

    def __init__(
        self,
        principal: Principal,
        planned: Callable[[Principal], Plan[Quoted]],
        *,
        store: LedgerStore,
        principals: Principals,
        clock: Clock,
        pause: Callable[[float], None],
        patience_ms: int | None = None,
    ) -> None:
        self._principal = principal
        self._planned = planned
        self._store = store
        self._principals = principals
        self._clock = clock
        self._pause = pause
        self._started_ms = clock()
        self._patience_ms = patience_ms
        self._attempt, self._lowered = 0, 0
        self._backed_off_s, self._waited_ms = 0.0, 0
        self._waited_for: list[Reason] = []
        self._ask()

    def run(self) -> Admitted[Quoted] | Replayed:
        """The committed record or an earlier answer; raises the refusal."""
        while self._attempt < _ATTEMPTS:
            self._attempt += 1
            if self._windows_end_ms is not None and self._clock() >= self._windows_end_ms:
                self._ask()
            record = self._record()
            rejection = self._store.admit(record, self._principal.epoch, self._plan.grants)
            if rejection is None:
                return Admitted(record, self._plan)
            ended = self._meet(record, rejection)
            if ended is not None:
                return ended
        raise _too_busy()

    def _ask(self) -> None:
        """Plans the call anew, as of now."""
        self._plan = plan = self._planned(self._principal)
        draft = plan.draft
        self._accounts = account_refs(self._principal, draft.created_ms) + plan.accounts
        self._rates = rate_refs(self._principal, self._clock()) + plan.rates
        self._output = _fitting(self._rates, plan.quote)
        self._slots = plan.slots
        self._exceeded: list[Reason] = []
        self._windows_end_ms = min((ref.ends_ms for ref in self._rates), default=None)
        limits = len(self._accounts) + len(self._rates) + len(self._slots) + len(plan.grants)
        if limits > LIMITS_AT_MOST:
            raise PolicyDenied(
                f"{limits} limits apply to this call, and {LIMITS_AT_MOST} are the most that "
                "can be held together"
            )

    def _record(self) -> RequestRecord:
        draft, quote, output = self._plan.draft, self._plan.quote, self._output
        met = [*self._waited_for, *self._exceeded]
        lowered = output < quote.wanted_output
        return replace(
            draft,
            hold=quote.hold(output),
            input_tokens_held=quote.input_tokens,
            output_tokens_held=output,
            tokens_held=quote.counted_tokens + output,
            accounts=self._accounts,
            rates=self._rates,
            slots=self._slots,
            policy_version=self._principal.policy_version,
            policies=_joined(draft.policies, met) if met else draft.policies,
            decision=_decided(draft.decision, met, lowered) if met or lowered else draft.decision,
        )

    def _meet(
        self, record: RequestRecord, rejection: Rejection
    ) -> Admitted[Quoted] | Replayed | None:
        """Does what a rejection asks for; None to try again."""
        existing = rejection.existing
        if existing is not None and existing.nonce == record.nonce:
            return Admitted(existing, self._plan)
        if rejection.stale:
            before = self._principal
            self._principal = self._principals.load(before.organization_id, before.key_id)
            self._ask()
        elif existing is not None:
            return self._meet_earlier(record, existing)
        elif rejection.spent:
            raise GrantSpent(rejection.spent[0].grant_id)
        elif rejection.missing:
            self._store.open_accounts(
                record.organization_id, rejection.missing, self._principal.epoch
            )
        elif rejection.full or rejection.busy or rejection.insufficient:
            self._make_room(record, rejection)
        else:
            self._back_off()
        return None

    def _meet_earlier(self, record: RequestRecord, existing: RequestRecord) -> Replayed | None:
        """What the earlier call under this id answers; None when its id is free to be succeeded."""
        if not record.idempotent:
            raise Conflict("this request id is taken; send the call again")
        expired = existing.created_ms + IDEMPOTENCY_KEPT_MS <= record.created_ms
        if expired or existing.state is State.FAILED:
            successor = derived_id("req", existing.request_id)
            self._plan = replace(self._plan, draft=replace(self._plan.draft, request_id=successor))
            return None
        asked = (record.operation, record.body_hash)
        if (existing.operation, existing.body_hash) != asked:
            # Two operations may take one body, and their answers differ.
            raise IdempotencyMismatch(
                "this Idempotency-Key was used with another request", param="Idempotency-Key"
            )
        if existing.state is State.ADMITTED:
            raise IdempotencyInFlight(
                "the first call with this Idempotency-Key has not ended", retry_after=1
            )
        answer = self._store.get_answer(existing.organization_id, existing.request_id)
        if answer is None:
            raise Conflict(
                "the first call with this Idempotency-Key ended, but its answer was not kept",
                param="Idempotency-Key",
                fields={"request_id": existing.request_id},
            )
        return Replayed(existing, answer)

    def _make_room(self, record: RequestRecord, rejection: Rejection) -> None:
        """Passes what only counts, refuses what cannot change, lowers the output, or waits."""
        for ref, account in rejection.insufficient:
            enough = account.available >= record.hold
            if ref.approval_reason is not None and (ref.soft or enough):
                raise approval_required(ref, account)
        refs: list[Limit] = [ref for ref, _ in rejection.insufficient]
        refs += [ref for ref, _ in rejection.full]
        refs += rejection.busy
        soft = [ref for ref in refs if ref.soft]
        if soft:
            self._pass(soft)
            return
        self._refuse_what_cannot_wait(record, rejection)
        if rejection.insufficient:
            self._lowered += 1
            self._output = _affordable(
                rejection.insufficient, self._plan.quote, self._output, self._lowered
            )
        else:
            self._wait(rejection)

    def _pass(self, soft: list[Limit]) -> None:
        """Counts in soft limits from now on whether there is room or not."""
        self._accounts = _passed(self._accounts, soft)
        self._rates = _passed(self._rates, soft)
        self._slots = _passed(self._slots, soft)
        self._exceeded += [ref.reason for ref in soft if ref.reason is not None]

    def _refuse_what_cannot_wait(self, record: RequestRecord, rejection: Rejection) -> None:
        """Of several full windows the one that ends last is named."""
        for ref, window in sorted(rejection.full, key=lambda entry: -entry[0].ends_ms):
            fits = ref.requests != 0 and (ref.tokens is None or record.tokens_held <= ref.tokens)
            if not fits or ref.ends_ms > self._until(ref):
                raise window_full(ref, window, self._clock())
        for slot in rejection.busy:
            if max(self._clock(), self._started_ms + self._waited_ms) >= self._until(slot):
                raise slots_taken(slot)

    def _until(self, ref: RateRef | SlotRef) -> int:
        """Until when the call may wait for this limit."""
        patience_ms = self._patience_ms
        if patience_ms is None:
            patience_ms = self._plan.draft.deadline_ms
        return min(self._started_ms + ref.wait_ms, patience_ms)

    def _wait(self, rejection: Rejection) -> None:
        """For the windows to end, or else a moment for a slot to be given back."""
        now_ms = self._clock()
        full = [ref for ref, _ in rejection.full]
        waited_for = full or rejection.busy
        until_ms = min(map(self._until, waited_for))
        if full:
            wanted_ms = max(ref.ends_ms for ref in full)
            wanted_ms += random.randrange(_NEXT_WINDOW_JITTER_MS)  # noqa: S311 - jitter
        else:
            self._attempt -= 1  # a slot is asked for as long as there is time
            wanted_ms = now_ms + round(1000 * random.uniform(*_SLOT_POLL_S))  # noqa: S311 - jitter
        wait_ms = max(1, min(wanted_ms, until_ms) - now_ms)
        self._waited_ms += wait_ms
        self._waited_for += [ref.reason for ref in waited_for if ref.reason is not None]
        self._pause(wait_ms / 1000)

    def _back_off(self) -> None:
        if self._backed_off_s > _CONTENTION_BUDGET_S:
            raise _too_busy()
        longest = 0.01 * 2 ** min(self._attempt - 1, 5)
        seconds = random.uniform(0.002, longest)  # noqa: S311 - jitter
        self._pause(seconds)
        self._backed_off_s += seconds


def _fitting(rates: tuple[RateRef, ...], quote: Quote) -> int:
    """The wanted output; where the caller asked for none, no more than an empty window holds."""
    rooms = [ref.tokens for ref in rates if ref.tokens is not None and not ref.soft]
    if quote.sets_max_output or not rooms:
        return quote.wanted_output
    most = min(rooms) - quote.counted_tokens
    return min(quote.wanted_output, most) if most >= quote.least_output else quote.wanted_output


def _too_busy() -> Unavailable:
    return Unavailable("the accounts of this call are too busy", retry_after=1)


def _affordable(
    insufficient: tuple[tuple[AccountRef, Account], ...], quote: Quote, output: int, round_: int
) -> int:
    """The most output that the poorest account can hold; raises `BudgetExhausted`."""
    ref, account = min(insufficient, key=lambda entry: _usable(*entry))
    least, usable = quote.least_output, _usable(ref, account)
    affordable = min(quote.affordable_output(usable), output - 1)
    # Others take what was left while we ask for it: after a few rounds that is the answer.
    if usable <= 0 or affordable < least or round_ > _LOWERED_AT_MOST:
        raise budget_exhausted(ref, account, quote.hold(least))
    return affordable


def _usable(ref: AccountRef, account: Account) -> int:
    """What this call may hold without an approval, or with one that it will be asked for."""
    return account.available if ref.approval_reason else account.available - ref.reserve


def _passed(refs: tuple[Ref, ...], soft: Collection[Limit]) -> tuple[Ref, ...]:
    return tuple(replace(ref, full=True) if ref in soft else ref for ref in refs)


def _joined(policies: tuple[Reason, ...], met: list[Reason]) -> tuple[Reason, ...]:
    """The reasons of the decision and of the limits that were met, each once."""
    joined = list(policies)
    for reason in met:
        if reason not in joined:
            joined.append(reason)
    return tuple(joined)


def _decided(decision: str, met: list[Reason], lowered: bool) -> str:  # noqa: FBT001
    """The most severe of what was done about a call that is let through."""
    actions = [Action(decision), *(Action(r["action"]) for r in met if not r.get("shadow"))]
    if lowered:
        actions.append(Action.CLAMP)
    done = [action for action in actions if SEVERITY[action] <= SEVERITY[Action.QUEUE]]
    worst = max(done, key=SEVERITY.__getitem__)
    return _SPOKEN.get(worst, worst).value
