"""Replays over a real PostgreSQL: a table by hand, and a naive interpreter of random traffic."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests import journal_records as journal
from tests.policy_records import REASON, governed
from tollgate.directory.models import ApiKey, Organization, Status, Team, User
from tollgate.errors import BadRequest
from tollgate.policies.replay import in_scope, replay
from tollgate.policies.replayed import Replayed
from tollgate.policies.roster import Roster
from tollgate.usage.database import Database
from tollgate.usage.models import UsageFact
from tollgate.usage.rules import facts_of
from tollgate.usage.service import ingest, record_facts

pytestmark = pytest.mark.postgres

NOW = 1_795_253_400_000  # 2026-11-21T09:30:00Z
DAY = 86_400_000
HOUR = 3_600_000
ZONE = "America/New_York"
CENT = 10_000_000


def _roster(zone: str = "UTC") -> Roster:
    organization = Organization(
        id=journal.ORGANIZATION, name="Acme", slug="acme", time_zone=zone, created_ms=0
    )
    teams = {
        name: Team(
            id=name,
            organization_id=organization.id,
            name=name,
            parent_team_id=parent,
            created_ms=0,
        )
        for name, parent in (("team_root", None), ("team_a", "team_root"), ("team_b", "team_root"))
    }
    users = {
        name: User(
            id=name,
            organization_id=organization.id,
            email=f"{name}@acme.example",
            name=name,
            roles=roles,
            team_ids=team_ids,
            status=status,
            created_ms=0,
        )
        for name, roles, team_ids, status in (
            ("usr_1", ("developer",), ("team_a",), Status.ACTIVE),
            ("usr_2", ("admin",), ("team_b",), Status.ACTIVE),
            ("usr_3", ("developer",), (), Status.SUSPENDED),
        )
    }
    keys = {
        name: ApiKey(
            id=name,
            organization_id=organization.id,
            name=name,
            secret_hash="",
            last4="",
            user_id=user_id,
            created_by="usr_2",
            created_ms=NOW - 40 * DAY,
        )
        for name, user_id in (("key_1", "usr_1"), ("key_2", "usr_2"), ("key_s", None))
    }
    return Roster(organization, users, teams, keys, {}, NOW)


def _fact(number: int, at_ms: int, **changes: Any) -> UsageFact:
    [base] = facts_of(journal.stream_record(journal.settled()))
    request_id = f"req_{number:020d}"
    values = {
        "request_id": request_id,
        "event_id": f"{request_id}:request",
        "occurred_ms": at_ms,
        "key_id": "key_1",
        "user_id": "usr_1",
        "team_path": ("team_a", "team_root"),
        "cost_nano": CENT,
        "hold_nano": 2 * CENT,
        "input_tokens": 100,
        "output_tokens": 50,
        "latency_ms": 1000,
        **changes,
    }
    return base._replace(**values)


def _replay(database: Database, document: Mapping[str, Any], **more: Any) -> Replayed:
    values = {"days": 7, "now_ms": NOW, **more}
    roster = values.pop("roster", _roster())
    return replay(database, roster, {"name": "draft", **document}, **values)


TABLE = [
    _fact(1, NOW - 3 * DAY),
    _fact(2, NOW - 3 * DAY + HOUR, model="o3", upstream_model="o3", cost_nano=5 * CENT),
    _fact(3, NOW - 2 * DAY, key_id="key_2", user_id="usr_2", team_path=(), cost_nano=7 * CENT),
    _fact(4, NOW - 2 * DAY + 1, model="openai/o3", upstream_model="o3", key_id="key_s", user_id=""),
    _fact(5, NOW - DAY, state="refused", cost_nano=0, hold_nano=0, model="o3", upstream_model=""),
    _fact(6, NOW - 8 * DAY, model="o3", upstream_model="o3"),
    _fact(7, NOW, model="o3", upstream_model="o3"),
]


def test_a_model_list_by_hand(database: Database) -> None:
    record_facts(database, TABLE)
    document = {"type": "usage", "rules": {"denied_models": ["o3"]}}
    found = _replay(database, document)
    # 1 to 5 lie in the span; 2, 4 and 5 ask for o3, and 5 was refused then already.
    assert (found.evaluated, found.would) == (5, {"allow": 2, "deny": 3})
    assert (found.affected.calls, found.affected.cost_nano) == (3, 6 * CENT)
    assert (found.refused.calls, found.refused_then) == (3, 1)
    assert (found.newly_refused.calls, found.newly_refused.cost_nano) == (2, 6 * CENT)
    assert {name: share.calls for name, share in found.users.items()} == {"usr_1": 2}
    assert {name: share.calls for name, share in found.keys.items()} == {"key_1": 2, "key_s": 1}
    assert {name: share.calls for name, share in found.teams.items()} == {
        "team_a": 3,
        "team_root": 3,
    }
    assert {name: share.calls for name, share in found.models.items()} == {"o3": 2, "openai/o3": 1}
    days = {day.day: (day.calls, day.refused.calls) for day in found.days.values()}
    assert days == {"2026-11-18": (2, 1), "2026-11-19": (2, 1), "2026-11-20": (1, 1)}
    assert [example.request_id for example in found.examples] == [
        f"req_{number:020d}" for number in (2, 4, 5)
    ]
    assert found.examples[2].before == "refused"
    assert (found.by_rule, found.truncated) == ({"denied_models": 3}, False)


def test_enforcement_scope_and_conditions_count_as_they_do_live(database: Database) -> None:
    record_facts(database, TABLE)
    rules = {"denied_models": ["o3"]}
    monitored = _replay(database, {"type": "usage", "rules": rules, "enforcement_level": "monitor"})
    assert (monitored.would, monitored.wanted) == (
        {"allow": 2, "log": 3},
        {"allow": 2, "deny": 3},
    )
    assert (monitored.affected.calls, monitored.refused.calls) == (3, 0)
    for more, denied in (
        ({"scope": {"level": "user", "ids": ["usr_1"]}}, 2),
        ({"scope": {"level": "team", "ids": ["team_root"]}}, 3),
        ({"scope": {"level": "team", "ids": ["team_b"]}}, 0),
        ({"scope": {"level": "role", "ids": ["developer"]}}, 2),
        ({"scope": {"level": "key", "ids": ["key_s"]}}, 1),
        ({"conditions": {"time": {"from": "10:00", "until": "11:00"}}}, 1),
        ({"effective_from": NOW + DAY}, 3),
    ):
        found = _replay(database, {"type": "usage", "rules": rules, **more})
        assert found.would["deny"] == denied, more


def test_what_is_not_stored_is_left_out_and_said(database: Database) -> None:
    record_facts(database, TABLE)
    rules = {"allowed_regions": ["eu-west-1"], "allowed_tools": ["none"]}
    found = _replay(database, {"type": "usage", "rules": rules})
    assert found.would == {"allow": 5}
    said = " ".join(found.limitations)
    assert "allowed_regions" in said
    assert "allowed_tools" in said
    places = {"conditions": {"locations": ["DE"]}, "rules": {"denied_models": ["o3"]}}
    elsewhere = _replay(database, {"type": "usage", **places})
    assert elsewhere.would == {"allow": 5}
    assert "locations" in " ".join(elsewhere.limitations)


def test_findings_of_the_time_stand_for_content(database: Database) -> None:
    found_then = {**REASON, "findings": {"pii.email": 2, "secrets.aws-access-token": 1}}
    named = {**REASON, "policy_id": "pol_b", "findings": {"pattern.account": 1}}
    record = governed(found_then, named, request_id="req_a", created_ms=NOW - DAY)
    plain = governed(request_id="req_b", created_ms=NOW - DAY + 1)
    ingest(database, [journal.stream_record(record), journal.stream_record(plain, sequence=2)])
    for rules, denied in (
        ({"categories": ["pii"]}, 1),
        ({"detectors": ["pii.email"]}, 1),
        ({"detectors": ["secrets"]}, 1),
        ({"detectors": ["pii.iban"]}, 0),
        ({"categories": ["pii"], "scan_input": False, "scan_output": True}, 1),
        ({"patterns": [{"name": "account", "pattern": "AC-[0-9]+"}]}, 1),
        ({"patterns": [{"pattern": "AC-[0-9]+"}], "keywords": ["secret"]}, 0),
    ):
        found = _replay(database, {"type": "content_filter", "rules": rules})
        assert (found.evaluated, found.would["deny"]) == (2, denied), rules
        assert any("Content is not stored" in each for each in found.limitations)


def test_a_rerouted_call_is_asked_for_the_model_that_was_wanted(database: Database) -> None:
    record = governed(REASON, request_id="req_a", created_ms=NOW - DAY, requested_model="o3")
    ingest(database, [journal.stream_record(record)])
    found = _replay(database, {"type": "usage", "rules": {"denied_models": ["o3"]}})
    assert found.would == {"deny": 1}
    assert found.examples[0].model == "o3"


def test_a_late_settlement_counts_with_what_it_cost_in_truth(database: Database) -> None:
    record = journal.settled_late("req_a", created_ms=NOW - DAY)
    ingest(database, [journal.stream_record(record)])
    found = _replay(database, {"type": "usage", "rules": {"denied_models": ["*"]}})
    assert (found.evaluated, found.refused.cost_nano) == (1, 6_150_000)


def test_a_dear_call_is_cut_short_or_denied(database: Database) -> None:
    record_facts(
        database,
        [
            _fact(1, NOW - DAY, hold_nano=9 * CENT),
            _fact(2, NOW - DAY + 1, hold_nano=9 * CENT, operation="embeddings"),
            _fact(3, NOW - DAY + 2, hold_nano=CENT),
        ],
    )
    document = {"type": "cost_limit", "rules": {"max_cost_per_request_nano": 3 * CENT}}
    found = _replay(database, document)
    assert found.would == {"clamp": 1, "deny": 1, "allow": 1}


def test_the_newest_calls_are_taken_where_there_are_too_many(database: Database) -> None:
    record_facts(database, [_fact(number, NOW - DAY + number) for number in range(50)])
    document = {"type": "usage", "rules": {"denied_models": ["*"]}}
    found = _replay(database, document, most_calls=20)
    assert (found.evaluated, found.truncated, found.start_ms) == (20, True, NOW - DAY + 30)
    whole = _replay(database, document, most_calls=50)
    assert (whole.evaluated, whole.truncated) == (50, False)


def test_a_replay_ends_when_its_time_is_over(database: Database) -> None:
    record_facts(database, [_fact(number, NOW - DAY + number) for number in range(1200)])
    ticks = iter(range(100))
    found = _replay(
        database,
        {"type": "usage", "rules": {"denied_models": ["*"]}},
        most_s=1.5,
        clock=lambda: float(next(ticks)),
    )
    assert (found.evaluated, found.truncated, found.until_ms) == (500, True, NOW - DAY + 500)


@pytest.mark.parametrize("days", [0, 91, -1])
def test_a_replay_covers_at_most_ninety_days(database: Database, days: int) -> None:
    with pytest.raises(BadRequest):
        _replay(database, {"type": "usage", "rules": {}}, days=days)


def test_another_organizations_calls_are_not_there(database: Database) -> None:
    record_facts(database, [_fact(1, NOW - DAY, organization_id="org_other")])
    assert _replay(database, {"type": "usage", "rules": {"denied_models": ["*"]}}).evaluated == 0


@pytest.mark.parametrize(
    ("document", "users", "keys"),
    [
        ({}, {"usr_1", "usr_2"}, {"key_1", "key_2", "key_s"}),
        ({"scope": {"level": "user", "ids": ["usr_1"]}}, {"usr_1"}, {"key_1"}),
        (
            {"scope": {"level": "team", "ids": ["team_root"]}},
            {"usr_1", "usr_2"},
            {"key_1", "key_2"},
        ),
        ({"scope": {"level": "role", "ids": ["admin"]}}, {"usr_2"}, {"key_2"}),
        ({"conditions": {"keys": ["key_s"]}}, set(), {"key_s"}),
        ({"conditions": {"teams": ["team_b"]}}, {"usr_2"}, {"key_2"}),
        ({"scope": {"level": "user", "ids": ["usr_3"]}}, set(), set()),
    ],
)
def test_who_is_in_scope_today(document: dict[str, Any], users: set[str], keys: set[str]) -> None:
    scope = in_scope(_roster(), {"name": "draft", "type": "usage", **document})
    assert (set(scope.users), set(scope.keys)) == (users, keys)


# A naive interpreter: every limit is counted anew for each call from the calls let through before.

DOCUMENTS: list[dict[str, Any]] = [
    {"type": "rate_limit", "rules": {"requests_per_hour": 3, "per": "user"}},
    {"type": "rate_limit", "rules": {"tokens_per_day": 2000}},
    {
        "type": "rate_limit",
        "rules": {"requests_per_minute": 1, "tokens_per_hour": 900, "per": "key"},
    },
    {"type": "rate_limit", "rules": {"concurrent_requests": 2}},
    {
        "type": "rate_limit",
        "rules": {"requests_per_minute": 2},
        "actions": {"on_violation": "throttle", "max_wait_seconds": 20},
    },
    {"type": "rate_limit", "rules": {"requests_per_hour": 2}, "enforcement_level": "warn"},
    {"type": "cost_limit", "rules": {"daily_limit_nano": 20 * CENT, "per": "model"}},
    {
        "type": "cost_limit",
        "rules": {"weekly_limit_nano": 50 * CENT, "per_user_limit_nano": 30 * CENT},
    },
    {
        "type": "cost_limit",
        "rules": {"daily_limit_nano": 40 * CENT},
        "actions": {"thresholds": {"50": "require_approval"}},
    },
    {"type": "usage", "rules": {"allowed_models": ["gpt-4o", "gpt-4o-mini"]}},
    {
        "type": "usage",
        "rules": {"denied_models": ["o3"], "requests_per_day": 4},
        "scope": {"level": "user", "ids": ["usr_1"]},
    },
]


def _traffic(seed: int) -> list[UsageFact]:
    rng = random.Random(seed)
    moment, facts = NOW - 3 * DAY, []
    for number in range(rng.randrange(60, 140)):
        moment += rng.choice([1, 700, 20_000, 59_000, HOUR // 2, 3 * HOUR])
        if moment >= NOW:
            break
        model = rng.choice(["gpt-4o", "gpt-4o-mini", "o3"])
        user = rng.choice(["usr_1", "usr_2", ""])
        facts.append(
            _fact(
                number,
                moment,
                model=model,
                upstream_model=model,
                user_id=user,
                key_id={"usr_1": "key_1", "usr_2": "key_2", "": "key_s"}[user],
                team_path=(),
                cost_nano=rng.randrange(1, 9) * CENT,
                input_tokens=rng.randrange(1, 400),
                output_tokens=rng.randrange(0, 200),
                latency_ms=rng.choice([100, 5_000, 90_000]),
            )
        )
    return facts


class Naive:
    """What the documents above mean, written down once more without any index or counter."""

    def __init__(self, document: Mapping[str, Any], zone: str) -> None:
        self.rules = document["rules"]
        self.actions = document.get("actions", {})
        self.scope = document.get("scope", {}).get("ids")
        self.soft = document.get("enforcement_level") == "warn"
        self.zone = ZoneInfo(zone)
        self.through: list[tuple[UsageFact, int]] = []

    def _local(self, ms: int) -> datetime:
        return datetime.fromtimestamp(ms / 1000, UTC).astimezone(self.zone)

    def _window(self, period: str, ms: int) -> object:
        local = self._local(ms)
        return {
            "minute": ms // 60_000,
            "hour": ms // HOUR,
            "day": local.date(),
            "daily": local.date(),
            "weekly": local.isocalendar()[:2],
            "monthly": (local.year, local.month),
        }[period]

    def _who(self, fact: UsageFact) -> object:
        match self.rules.get("per"):
            case "user":
                return fact.user_id or fact.key_id
            case "key":
                return fact.key_id
            case "model":
                return fact.model
        return None

    def _before(self, fact: UsageFact, period: str, at_ms: int) -> Iterator[UsageFact]:
        for other, counted_ms in self.through:
            same = self._window(period, counted_ms) == self._window(period, at_ms)
            if same and self._who(other) == self._who(fact):
                yield other

    def _rate_full(self, fact: UsageFact, period: str, at_ms: int) -> bool:
        before = list(self._before(fact, period, at_ms))
        requests = self.rules.get(f"requests_per_{period}")
        tokens = self.rules.get(f"tokens_per_{period}")
        used = sum(other.input_tokens + other.output_tokens for other in before)
        return (requests is not None and len(before) >= requests) or (
            tokens is not None and used + fact.input_tokens + fact.output_tokens > tokens
        )

    def ask(self, fact: UsageFact) -> tuple[str, bool]:
        """The action, and whether the call is refused."""
        if self.scope is not None and fact.user_id not in self.scope:
            return "allow", False
        if fact.model in self.rules.get("denied_models", ()):
            return "deny", True
        if fact.model not in self.rules.get("allowed_models", (fact.model,)):
            return "deny", True
        wants = self.actions.get("on_violation", "deny")
        spoke, counted_ms = self._rates(fact, wants)
        if counted_ms is None:
            return wants, True
        slots = self.rules.get("concurrent_requests")
        if slots is not None and len(self._running(fact.occurred_ms)) >= slots:
            return "deny", True
        verdict = self._money(fact)
        if verdict is not None:
            return verdict, True
        self.through.append((fact, counted_ms))
        return ("warn" if self.soft else wants) if spoke else "allow", False

    def _rates(self, fact: UsageFact, wants: str) -> tuple[bool, int | None]:
        """Whether a window is full, and when the call counts; None where it is refused."""
        full = [
            period
            for period in ("minute", "hour", "day")
            if self._rate_full(fact, period, fact.occurred_ms)
        ]
        if not full or self.soft:
            return bool(full), fact.occurred_ms
        ends = (fact.occurred_ms // 60_000 + 1) * 60_000
        wait = self.actions.get("max_wait_seconds", 5) * 1000
        waits = wants == "throttle" and full == ["minute"] and ends - fact.occurred_ms <= wait
        if waits and not self._rate_full(fact, "minute", ends):
            return True, ends
        return True, None

    def _running(self, at_ms: int) -> list[UsageFact]:
        return [
            other
            for other, _ in self.through
            if other.occurred_ms + (other.latency_ms or 0) > at_ms
        ]

    def _money(self, fact: UsageFact) -> str | None:
        verdicts = []
        for period in ("daily", "weekly"):
            limit = self.rules.get(f"{period}_limit_nano")
            if limit is None:
                continue
            used = sum(other.cost_nano for other in self._before(fact, period, fact.occurred_ms))
            after = used + fact.cost_nano
            percent = min(map(int, self.actions.get("thresholds", {})), default=100)
            if after > limit:
                verdicts.append("deny")
            elif after > limit * percent // 100:
                verdicts.append("require_approval")
        each = self.rules.get("per_user_limit_nano")
        if each is not None:
            mine = sum(
                other.cost_nano
                for other, counted in self.through
                if (other.user_id or other.key_id) == (fact.user_id or fact.key_id)
                and self._window("monthly", counted) == self._window("monthly", fact.occurred_ms)
            )
            if mine + fact.cost_nano > each:
                verdicts.append("deny")
        return max(verdicts, key=["require_approval", "deny"].index, default=None)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda each: str(sorted(each["rules"])))
def test_random_traffic_is_replayed_as_a_naive_interpreter_does(
    database: Database, document: dict[str, Any]
) -> None:
    for seed in range(6):
        facts = _traffic(seed)
        with database.transaction() as connection:
            connection.execute("TRUNCATE usage_facts, dirty_hours")
        record_facts(database, facts)
        naive = Naive(document, ZONE)
        expected = [naive.ask(fact) for fact in facts]
        found = _replay(database, document, roster=_roster(ZONE))
        assert found.evaluated == len(facts)
        assert found.would == Counter(action for action, _ in expected), seed
        refused = [fact for fact, (_, no) in zip(facts, expected, strict=True) if no]
        assert found.refused.calls == len(refused), seed
        assert found.refused.cost_nano == sum(fact.cost_nano for fact in refused), seed
        assert _by_day(found) == _expected_days(facts, expected), seed


def _by_day(found: Replayed) -> dict[str, int]:
    return {day.day: day.refused.calls for day in found.days.values() if day.refused.calls}


def _expected_days(
    facts: Sequence[UsageFact], expected: Sequence[tuple[str, bool]]
) -> dict[str, int]:
    days: dict[str, int] = defaultdict(int)
    for fact, (_, refused) in zip(facts, expected, strict=True):
        local = datetime.fromtimestamp(fact.occurred_ms / 1000, ZoneInfo(ZONE))
        days[local.date().isoformat()] += refused
    return {day: count for day, count in days.items() if count}
