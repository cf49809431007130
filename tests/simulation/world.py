"""A deterministic world around the real data path: one seed, one schedule.

Clients, an administrator, the reaper and the stream's consumer are greenlets. Each store call, each
provider chunk and each pause hands control back to the scheduler, which picks who goes on, moves
the clock, and injects faults: a crash before or after a write took effect, a time-out whose write
did or did not take effect, a transaction conflict, a duplicate or early redelivery of the stream.
Functions' clocks differ by up to a minute. Policies limit calls at one time, requests, tokens and
cost, and change while calls are under way.

What runs is the product: `proxy.pipeline.handle`, `ledger.service.Ledger` and
`usage.rules.facts_of`. Only the store (in memory, under the contract suite), the provider's wire
and the clock are stood in.
"""

from __future__ import annotations

import hmac
import json
import random
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

from greenlet import getcurrent, greenlet
from msgspec.structs import replace

from tests.simulation.policies import Policies
from tollgate.aws.dynamodb import StoreUnavailable
from tollgate.errors import Unauthenticated
from tollgate.kit.base62 import new_secret
from tollgate.ledger.memory import MemoryLedgerStore
from tollgate.ledger.models import (
    AccountRef,
    Budget,
    Closing,
    Outcome,
    Period,
    Principal,
    RateLimit,
    Rejection,
    RequestRecord,
    Scope,
    State,
    StoredAnswer,
)
from tollgate.ledger.records import record_to_item
from tollgate.ledger.rules import rate_key, slot_key
from tollgate.ledger.service import Ledger
from tollgate.providers.models import Dialect, ProviderSpec, UpstreamRequest
from tollgate.providers.transport import ProviderSilent, ProviderUnreachable, Timeouts
from tollgate.proxy.balances import Balances
from tollgate.proxy.models import DataPathSecret
from tollgate.proxy.pipeline import Gateway

ORGANIZATION: Final = "org_" + "0" * 20
KEYS: Final = ("key_" + "1" * 20, "key_" + "2" * 20)
USER: Final = "usr_" + "3" * 20
TEAM: Final = "team_" + "4" * 20
PEPPER: Final = b"pepper"
START_MS: Final = 1_795_000_000_000
REMAINING_MS: Final = 120_000


class Died(BaseException):
    """The process that ran this actor is gone."""


class Violation(BaseException):
    """An invariant does not hold; the message says which and for which record or account.

    No `Exception`, since the pipeline answers those with a 500.
    """


@dataclass
class Scheduler:
    """Runs greenlets one step at a time, in an order that follows from the seed."""

    random: random.Random
    now_ms: int = START_MS
    actors: list[greenlet] = field(default_factory=list)
    over: bool = False
    check: Callable[[], None] = lambda: None

    def spawn(self, body: Callable[[], None]) -> None:
        def run() -> None:
            with suppress(Died):
                body()

        self.actors.append(greenlet(run))

    def point(self) -> None:
        """Where an actor may be interleaved with others; elsewhere it does nothing."""
        current = getcurrent()
        if current.parent is not None and not self.over:
            current.parent.switch()

    def run(self) -> None:
        while self.actors:
            self.check()
            actor = self.random.choice(self.actors)
            self.now_ms += self.random.choice((0, 0, 1, 3, 40))
            actor.switch()
            if actor.dead:
                self.actors.remove(actor)


@dataclass
class Faults:
    """Chances of each fault per store call."""

    crash: float = 0.02
    timeout: float = 0.03
    conflict: float = 0.05


class SimulatedStore(MemoryLedgerStore):
    """The in-memory store with an interleaving point and a possible fault at every call."""

    def __init__(self, scheduler: Scheduler, faults: Faults) -> None:
        super().__init__()
        self.scheduler = scheduler
        self.faults: Faults | None = faults
        self.effects = 0
        self.revoked: set[str] = set()
        self.stream: list[dict[str, Any]] = []

    def step(self, write: Callable[[], Any], conflict: Any = None) -> Any:
        def effect() -> Any:
            self.effects += 1
            return write()

        self.scheduler.point()
        faults, dice = self.faults, self.scheduler.random.random()
        if faults is None:
            return effect()
        if dice < faults.crash:
            raise Died
        if dice < faults.crash + faults.timeout:
            raise StoreUnavailable("simulated: lost before it took effect")
        if conflict is not None and dice < faults.crash + faults.timeout + faults.conflict:
            return conflict
        answer = effect()
        self.scheduler.point()
        dice = self.scheduler.random.random()
        if dice < faults.crash:
            raise Died
        if dice < faults.crash + faults.timeout:
            raise StoreUnavailable("simulated: it took effect, and the answer was lost")
        return answer

    def admit(self, record: RequestRecord, epoch: int, grants: Any = ()) -> Rejection | None:
        def effect() -> Rejection | None:
            rejection = super(SimulatedStore, self).admit(record, epoch, grants)
            if rejection is None and record.key_id in self.revoked:
                raise Violation(f"a revoked key was admitted: {record.request_id}")
            if rejection is None:
                self.check_limits(record)
            self.emit(record)
            return rejection

        rejection: Rejection | None = self.step(effect, Rejection(contended=True))
        return rejection

    def check_limits(self, record: RequestRecord) -> None:
        """No limit that refuses is exceeded by a call that was just admitted under it."""
        for ref in record.accounts:
            account = self.get_account(ORGANIZATION, ref)
            if not ref.soft and (account is None or account.available < 0):
                raise Violation(f"I1: {ref.scope_id} admitted {record.request_id} over {account}")
        for rate in record.rates:
            window = self.windows[rate_key(ORGANIZATION, rate)]
            if rate.requests is not None and window.requests > rate.requests:
                raise Violation(f"{rate.scope_id} counts {window} over {rate.requests} requests")
            if rate.tokens is not None and window.tokens > rate.tokens:
                raise Violation(f"{rate.scope_id} counts {window} over {rate.tokens} tokens")
        for slot in record.slots:
            if not slot.soft and self.slots[slot_key(ORGANIZATION, slot)] > slot.limit:
                raise Violation(f"{slot.scope_id} has more than {slot.limit} calls at once")

    def open_accounts(self, organization_id: str, refs: Iterable[AccountRef], epoch: int) -> bool:
        opened: bool = self.step(
            lambda: super(SimulatedStore, self).open_accounts(organization_id, refs, epoch)
        )
        return opened

    def refuse(self, record: RequestRecord, opening: Any = None) -> None:
        def effect() -> None:
            super(SimulatedStore, self).refuse(record, opening)
            self.emit(record)

        self.step(effect)

    def close(
        self, record: RequestRecord, outcome: Outcome, answer: StoredAnswer | None = None
    ) -> Closing:
        if self.scheduler.over:
            return Closing.ALREADY

        def effect() -> Closing:
            closing = super(SimulatedStore, self).close(record, outcome, answer)
            self.emit(record)
            return closing

        closing: Closing = self.step(effect, Closing.CONTENDED)
        return closing

    def emit(self, record: RequestRecord) -> None:
        """What the table's stream would carry: the record's image after the write."""
        stored = self.records.get((record.organization_id, record.request_id))
        if stored is not None:
            self.stream.append({"dynamodb": {"NewImage": record_to_item(stored)}})


class SimulatedPrincipals:
    """A warm function's cache over a directory that an administrator changes underneath."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._cache: dict[str, Principal] = {}

    def get(self, organization_id: str, key_id: str) -> Principal:
        return self._cache.get(key_id) or self.load(organization_id, key_id)

    def current(self, principal: Principal) -> Principal:
        self._world.store.step(lambda: None)
        stale = principal.epoch != self._world.store.epochs[principal.organization_id]
        return self.load(principal.organization_id, principal.key_id) if stale else principal

    def load(self, organization_id: str, key_id: str) -> Principal:
        self._world.store.step(lambda: None)
        self._cache[key_id] = self._world.principal(key_id)
        return self._cache[key_id]


@dataclass
class ProviderCall:
    """One call that reached the provider, and what the provider bills for it (nano-dollars)."""

    request_id: str
    billed: int = 0


class World:
    """One organization with budgets on three levels, policies, two keys, and who acts on it."""

    def __init__(
        self,
        seed: int,
        *,
        store_type: type[SimulatedStore] = SimulatedStore,
        ledger_type: type[Ledger] = Ledger,
    ) -> None:
        self.random = random.Random(seed)
        random.seed(seed)
        self.scheduler = Scheduler(self.random)
        self.store = store_type(self.scheduler, Faults())
        self.store.epochs[ORGANIZATION] = 1
        self.limits = {
            KEYS[0]: self.random.choice((150_000, 400_000, 1_000_000)),
            KEYS[1]: 10**9,
            TEAM: self.random.choice((300_000, 2_000_000)),
            ORGANIZATION: self.random.choice((500_000, 10**9)),
        }
        self.policies = {1: Policies.drawn(self.random)}
        self.secrets = {key: new_secret() for key in KEYS}
        self.provider_calls: list[ProviderCall] = []
        self.ledger = ledger_type(
            self.store,
            SimulatedPrincipals(self),
            clock=lambda: self.scheduler.now_ms,
            pause=self.pause,
        )

    def change_policies(self) -> None:
        """As activation does: the policies and the stamp at once."""
        self.store.epochs[ORGANIZATION] += 1
        self.policies[self.store.epochs[ORGANIZATION]] = Policies.drawn(self.random)

    def pause(self, seconds: float) -> None:
        self.scheduler.now_ms += round(seconds * 1000)
        self.scheduler.point()

    def gateway(self) -> Gateway:
        """A warm function of its own: its own caches over the common store, its own clock."""
        principals = SimulatedPrincipals(self)
        skew_ms = self.random.choice((0, 0, -900, 900, -30_000, 30_000))

        def clock() -> int:
            return self.scheduler.now_ms + skew_ms

        return Gateway(
            ledger=replace(self.ledger, principals=principals, clock=clock),
            principals=principals,
            balances=Balances(self.store.get_account),
            secret=lambda: DataPathSecret(
                PEPPER, {"scripted": ProviderSpec("scripted", Dialect.OPENAI, "http://scripted")}
            ),
            transport=self.transport,
            clock=clock,
        )

    def principal(self, key_id: str) -> Principal:
        revoked = key_id in self.store.revoked | self.store.frozen_keys
        month = Period.MONTHLY
        epoch = self.store.epochs[ORGANIZATION]
        return Principal(
            organization_id=ORGANIZATION,
            key_id=key_id,
            user_id=USER,
            team_id=TEAM,
            team_path=(TEAM,),
            scopes=(
                Scope(key_id, (Budget(self.limits[key_id], month),), RateLimit(1_000, 10**9)),
                Scope(USER),
                Scope(TEAM, (Budget(self.limits[TEAM], Period.DAILY),)),
                Scope(ORGANIZATION, (Budget(self.limits[ORGANIZATION], month),)),
            ),
            epoch=epoch,
            time_zone="America/Los_Angeles",
            secret_hash=hmac.new(PEPPER, self.secrets[key_id].encode(), "sha256").hexdigest(),
            refusal=Unauthenticated("revoked") if revoked else None,
            permissions=frozenset({"llm.use.*"}),
            bundle=self.policies[max(e for e in self.policies if e <= epoch)].bundle,
        )

    def transport(
        self, _provider: ProviderSpec, request: UpstreamRequest, _timeouts: Timeouts
    ) -> SimulatedAnswer:
        body = json.loads(request.body)
        call = self._recorded(body["messages"][0]["content"])
        self.scheduler.point()
        fate = self.random.random()
        if fate < 0.05:
            raise ProviderUnreachable("simulated")
        used = self.random.randint(1, body["max_tokens"])
        call.billed = 1_000 * _prompt_tokens(body) + 4_000 * used
        if fate < 0.10:
            raise ProviderSilent("simulated")
        if fate < 0.15:
            call.billed = 0
            return SimulatedAnswer(self, 500, [b'{"error":{"message":"simulated"}}'])
        broken = fate < 0.22
        if broken:
            call.billed = 0
        return SimulatedAnswer(self, 200, _answer(body, used, broken=broken), broken=broken)

    def _recorded(self, marker: str) -> ProviderCall:
        """I3: nothing reaches the provider before its record is committed, and only once."""
        open_records = [
            record
            for record in self.store.records.values()
            if record.tags.get("marker") == marker and record.state is State.ADMITTED
        ]
        called = {call.request_id for call in self.provider_calls}
        fresh = [record for record in open_records if record.request_id not in called]
        if not fresh:
            raise Violation(f"I3: the provider was called for {marker} without an open record")
        call = ProviderCall(fresh[0].request_id)
        self.provider_calls.append(call)
        return call


class SimulatedAnswer:
    """The provider's answer, one interleaving point per chunk."""

    def __init__(
        self, world: World, status: int, chunks: list[bytes], *, broken: bool = False
    ) -> None:
        self._world = world
        self._chunks = chunks
        self._broken = broken
        self.status = status
        self.headers: dict[str, str] = {"content-type": "application/json"}

    def read(self) -> bytes:
        return b"".join(self.chunks())

    def chunks(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self._world.scheduler.point()
            yield chunk
        if self._broken:
            raise ProviderSilent("simulated: cut off")

    def close(self) -> None:
        """Nothing to give back."""


def _prompt_tokens(body: dict[str, Any]) -> int:
    return len(body["messages"][0]["content"].split("-"))


def _answer(body: dict[str, Any], used: int, *, broken: bool) -> list[bytes]:
    usage = {"prompt_tokens": _prompt_tokens(body), "completion_tokens": used}
    message = {"role": "assistant", "content": "ok"}
    if not body.get("stream"):
        answer = {"choices": [{"message": message, "finish_reason": "stop"}], "usage": usage}
        whole = json.dumps(answer).encode()
        return [whole[:20]] if broken else [whole]
    deltas = [
        {"choices": [{"index": 0, "delta": {"content": "ok"}, "finish_reason": None}]},
        {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]},
        {"choices": [], "usage": usage},
    ]
    chunks = [b"data: " + json.dumps(delta).encode() + b"\n\n" for delta in deltas]
    return chunks[:1] if broken else [*chunks, b"data: [DONE]\n\n"]
