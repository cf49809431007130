"""What admission works with: the call as it was planned, its quote, and the ports behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Generic, Protocol, TypeVar

from msgspec import Struct

from tollgate.ledger.models import (
    AccountRef,
    Closing,
    GrantUse,
    Outcome,
    Principal,
    RateRef,
    Rejection,
    RequestRecord,
    SlotRef,
    StoredAnswer,
)


class LedgerStore(Protocol):
    """What the ledger asks of a store: every method is one atomic step.

    Each may raise `StoreUnavailable`, after which its effect is unknown; each may then be repeated
    without applying anything twice.
    """

    def admit(
        self, record: RequestRecord, epoch: int, grants: Sequence[GrantUse] = ()
    ) -> Rejection | None: ...

    def open_accounts(
        self, organization_id: str, refs: Iterable[AccountRef], epoch: int
    ) -> bool: ...

    def refuse(self, record: RequestRecord, opening: Mapping[str, Any] | None = None) -> None: ...

    def close(
        self, record: RequestRecord, outcome: Outcome, answer: StoredAnswer | None = None
    ) -> Closing: ...

    def overdue(self, organization_id: str, before_ms: int, limit: int) -> list[RequestRecord]: ...

    def get_answer(self, organization_id: str, request_id: str) -> StoredAnswer | None: ...


class Principals(Protocol):
    """Where principals come from; `load` reads anew."""

    def load(self, organization_id: str, key_id: str) -> Principal: ...


class Quote(Protocol):
    """What a call may cost: tokens in, tokens wanted, and the price between them.

    `input_tokens` is an upper bound that money is held for, `counted_tokens` an estimate for the
    token windows. Output tokens are those of all choices together; below `least_output` an answer
    would be of no use; `sets_max_output` says whether the caller asked for so many.
    `affordable_output` is negative where not even the input can be held.
    """

    @property
    def input_tokens(self) -> int: ...

    @property
    def counted_tokens(self) -> int: ...

    @property
    def wanted_output(self) -> int: ...

    @property
    def least_output(self) -> int: ...

    @property
    def sets_max_output(self) -> bool: ...

    def hold(self, output_tokens: int) -> int: ...

    def affordable_output(self, available: int) -> int: ...


Quoted = TypeVar("Quoted", bound=Quote)


class Plan(Struct, Generic[Quoted], frozen=True):
    """A call as one principal may make it.

    `draft` lacks only what admission decides: accounts, windows, slots, holds and the output clamp.
    The limits here come on top of the principal's own; windows are those of this moment, and
    `grants` are used up by one.
    """

    draft: RequestRecord
    quote: Quoted
    rates: tuple[RateRef, ...] = ()
    slots: tuple[SlotRef, ...] = ()
    accounts: tuple[AccountRef, ...] = ()
    grants: tuple[GrantUse, ...] = ()


class Admitted(Struct, Generic[Quoted], frozen=True):
    """The committed record, and the plan that it follows."""

    record: RequestRecord
    plan: Plan[Quoted]


class Replayed(Struct, frozen=True):
    """An earlier call under the same Idempotency-Key had this outcome."""

    record: RequestRecord
    answer: StoredAnswer
