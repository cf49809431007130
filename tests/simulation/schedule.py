"""One schedule: who acts in a world, and what must hold after every step and at its end."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from tests.simulation.world import KEYS, ORGANIZATION, TEAM, Died, Violation, World
from tollgate.directory.rules import make_token
from tollgate.ledger.models import RequestRecord, State
from tollgate.ledger.rules import account_key, rate_key, slot_key
from tollgate.proxy.models import HttpRequest, Reply
from tollgate.proxy.pipeline import handle
from tollgate.usage.rules import facts_of

_DAY_MS: Final = 86_400_000


class Schedule:
    """Clients, who administers keys and policies, the reaper and the consumer in one world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.facts: dict[str, int] = {}
        self.delivered = 0
        self._abandoned: list[Iterator[bytes]] = []
        self._checked = 0
        self._gateways = [world.gateway() for _ in range(2)]
        world.scheduler.check = self.check_now

    def run(self) -> None:
        """Raises `Violation` when an invariant breaks, at the step that breaks it."""
        try:
            self._play()
            self._quiesce()
            self.check_end()
        finally:
            # What died with its process must not be finished by the garbage collector, which runs
            # in the middle of whatever another world is doing.
            self.world.scheduler.over = True
            self._abandoned.clear()

    def _play(self) -> None:
        world, dice = self.world, self.world.random
        for number in range(dice.randint(3, 7)):
            world.scheduler.spawn(lambda number=number: self._client(number))  # type: ignore[misc]
        world.scheduler.spawn(self._reaper)
        world.scheduler.spawn(self._consumer)
        if dice.random() < 0.3:
            world.scheduler.spawn(self._administrator)
        if dice.random() < 0.5:
            world.scheduler.spawn(self._policy_maker)
        world.scheduler.run()

    def _client(self, number: int) -> None:
        dice = self.world.random
        shared = number % 2 == 0 and dice.random() < 0.6
        marker = "shared" if shared else f"call-{number}"
        gateway = dice.choice(self._gateways)
        for _ in range(dice.randint(1, 3)):
            key_id = KEYS[0] if shared else dice.choice(KEYS)
            request = self._request(key_id, marker, idempotent=shared)
            reply = handle(gateway, request)
            self._read(reply)
            if reply.status < 500:
                return
            marker = marker if shared else marker + "-again"
            self.world.pause(dice.random())

    def _request(self, key_id: str, marker: str, *, idempotent: bool) -> HttpRequest:
        dice = self.world.random
        body = {
            "model": "scripted/echo",
            "messages": [{"role": "user", "content": marker}],
            "max_tokens": 20 if idempotent else dice.choice((5, 20, 60)),
            "stream": False if idempotent else dice.random() < 0.5,
        }
        token = make_token(ORGANIZATION, key_id, self.world.secrets[key_id])
        headers = {"authorization": f"Bearer {token}", "x-tollgate-tags": f"marker={marker}"}
        if idempotent:
            headers["idempotency-key"] = marker
        return HttpRequest(
            "POST", "/v1/chat/completions", headers, json.dumps(body).encode(), 120_000
        )

    def _read(self, reply: Reply) -> None:
        if isinstance(reply.body, bytes):
            return
        chunks: Iterator[bytes] = reply.body
        for _ in chunks:
            fate = self.world.random.random()
            if fate < 0.04:
                self._abandoned.append(chunks)
                raise Died
            if fate < 0.10 and hasattr(chunks, "close"):
                chunks.close()
                return

    def _administrator(self) -> None:
        self.world.pause(self.world.random.random())
        key_id = self.world.random.choice(KEYS)
        self.world.store.revoked.add(key_id)
        self.world.store.epochs[ORGANIZATION] += 1

    def _policy_maker(self) -> None:
        for _ in range(self.world.random.randint(1, 3)):
            self.world.pause(self.world.random.choice((0.1, 1, 10)))
            self.world.change_policies()

    def _reaper(self) -> None:
        for _ in range(self.world.random.randint(1, 4)):
            self.world.pause(self.world.random.choice((1, 1, 5, 30, 150)))
            self.world.ledger.reap(ORGANIZATION)

    def _consumer(self) -> None:
        for _ in range(self.world.random.randint(2, 6)):
            self.world.pause(self.world.random.random())
            self._deliver(self.world.random.randint(1, 8))

    def _deliver(self, count: int) -> None:
        """A batch, sometimes once more from earlier: delivery is at least once, in item order."""
        dice = self.world.random
        start = max(0, self.delivered - dice.choice((0, 0, 1, 5)))
        for record in self.world.store.stream[start : self.delivered + count]:
            for fact in facts_of(record):
                known = self.facts.setdefault(fact.event_id, fact.cost_nano)
                if known != fact.cost_nano:
                    raise Violation(f"I3: {fact.event_id} told two costs")
        if dice.random() < 0.9:
            self.delivered = min(self.delivered + count, len(self.world.store.stream))

    def _quiesce(self) -> None:
        """No call is in flight any more: one reaper cycle later nothing may be held."""
        world = self.world
        world.store.faults = None
        world.scheduler.now_ms += 400_000
        while world.ledger.reap(ORGANIZATION):
            pass
        while self.delivered < len(world.store.stream):
            self._deliver(50)

    def check_now(self) -> None:
        """What holds after every write: accounts add up, and open calls hold what they should."""
        store = self.world.store
        if store.effects == self._checked:
            return
        self._checked = store.effects
        for name, account in [*store.accounts.items(), *store.used.items()]:
            if account.available + account.held + account.spent != account.limit:
                raise Violation(f"I1: {name} does not add up: {account}")
        for name, account in store.accounts.items():
            if account.spent + account.held > account.limit:
                raise Violation(f"I1: {name} is overspent: {account}")
        self._check_open_calls()

    def _check_open_calls(self) -> None:
        """Each call under way has its slots and its holds, and nothing else has any."""
        store = self.world.store
        taken: Counter[tuple[str, str]] = Counter()
        held: Counter[tuple[str, str]] = Counter()
        for record in store.records.values():
            if record.state is State.ADMITTED:
                taken.update(slot_key(ORGANIZATION, ref) for ref in record.slots)
                for ref in record.accounts:
                    held[account_key(ORGANIZATION, ref)] += record.hold
        for name, number in store.slots.items():
            if number != taken[name]:
                raise Violation(f"I2: {name} has {number} taken for {taken[name]} open calls")
        for name, account in [*store.accounts.items(), *store.used.items()]:
            if account.held != held[name]:
                raise Violation(f"I2: {name} holds {account.held} for {held[name]}")

    def check_end(self) -> None:
        self.check_now()
        for name, account in [*self.world.store.accounts.items(), *self.world.store.used.items()]:
            if account.held:
                raise Violation(f"I2: {name} still holds {account.held}")
        for name, number in self.world.store.slots.items():
            if number:
                raise Violation(f"I2: {name} still has {number} slots taken")
        records = list(self.world.store.records.values())
        for record in records:
            self._check_record(record)
        self._check_idempotency(records)
        self._check_totals(records)
        self._check_policies(records)

    def _check_record(self, record: RequestRecord) -> None:
        if record.state is State.ADMITTED or record.outcome is None:
            raise Violation(f"I3: {record.request_id} never ended")
        if f"{record.request_id}:request" not in self.facts:
            raise Violation(f"I3: {record.request_id} never reached the log")
        billed = sum(
            call.billed
            for call in self.world.provider_calls
            if call.request_id == record.request_id
        )
        if (record.adjust or {}).get("reason") == "overspend":
            raise Violation(f"I1: {record.request_id} cost more than was held")
        if charged(record) < billed:
            raise Violation(f"{record.request_id} was billed {billed}, charged {charged(record)}")
        if record.outcome.usage_source == "provider" and charged(record) != billed:
            raise Violation(f"{record.request_id} was charged {charged(record)} for {billed}")

    def _check_idempotency(self, records: list[RequestRecord]) -> None:
        ended = (State.SETTLED, State.UNKNOWN)
        calls = Counter(
            record.tags["marker"]
            for record in records
            if record.idempotent and record.state in ended
        )
        for marker, count in calls.items():
            if count > 1:
                raise Violation(f"one Idempotency-Key ({marker}) was charged {count} times")

    def _check_totals(self, records: list[RequestRecord]) -> None:
        charges = sum(charged(record) for record in records)
        told = sum(self.facts.values())
        for scope in (TEAM, ORGANIZATION):
            spent = sum(
                account.spent
                for (pk, _), account in self.world.store.accounts.items()
                if pk.endswith(scope)
            )
            if not spent == charges == told:
                raise Violation(f"I3: {scope} spent {spent}, charged {charges}, told {told}")

    def _check_policies(self, records: list[RequestRecord]) -> None:
        """What policies counted is what their calls cost and used."""
        spent: Counter[tuple[str, str]] = Counter()
        tokens: Counter[tuple[str, str]] = Counter()
        for record in records:
            for ref in record.accounts:
                spent[account_key(ORGANIZATION, ref)] += charged(record)
            for rate in record.rates:
                tokens[rate_key(ORGANIZATION, rate)] += used(record)
        for name, account in self.world.store.used.items():
            if account.spent != spent[name]:
                raise Violation(f"I3: {name} spent {account.spent}, charged {spent[name]}")
        for name, window in self.world.store.windows.items():
            # The windows of past minutes are left as they are: they limit nobody.
            if "#DAY" in name[1] and window.tokens != tokens[name]:
                raise Violation(f"{name} counts {window.tokens} tokens for {tokens[name]}")


def charged(record: RequestRecord) -> int:
    """What a record cost in the end, nano-dollars."""
    cost = record.outcome.cost if record.outcome else 0
    difference: int = (record.adjust or {}).get("difference", 0)
    return cost + difference


def used(record: RequestRecord) -> int:
    """The tokens that a record used in the end."""
    outcome = record.outcome
    if outcome is None:
        return record.tokens_held
    if record.adjust is not None:
        outcome = replace(outcome, usage=record.adjust["usage"], usage_source="provider")
    return outcome.tokens_used(record)
