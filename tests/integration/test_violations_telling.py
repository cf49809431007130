"""What people are told of the stream's news, over a real PostgreSQL and the emulator: once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from functions.usage.news import open_telling
from tests import journal_records as journal
from tests.policy_records import REASON, governed
from tollgate.alerts.models import Notice
from tollgate.alerts.outbox import Outbox
from tollgate.approvals.requests import approval_id, opening
from tollgate.aws.attributes import to_item
from tollgate.errors import Unavailable
from tollgate.ledger.models import AccountRef, Period, RequestRecord
from tollgate.ledger.rules import account_key
from tollgate.settings import AwsSettings, TableSettings
from tollgate.usage.database import Database
from tollgate.violations.telling import Telling, tell

pytestmark = [pytest.mark.postgres, pytest.mark.aws]

HOUR_MS = 3_600_000
POLICY = "pol_01jd3v6k8mx2q4r7tn80"
LOUD = {**REASON, "policy_id": POLICY, "notify": ["admins", "users"]}


@pytest.fixture
def telling(database: Database, aws_settings: AwsSettings, tables: TableSettings) -> Telling:
    return open_telling(database, aws_settings, tables, clock=lambda: journal.CREATED_MS)


@pytest.fixture
def waiting(aws_settings: AwsSettings, tables: TableSettings) -> Callable[[], list[Notice]]:
    outbox = Outbox(aws_settings, tables)
    return lambda: list(outbox.waiting(journal.ORGANIZATION))


def _delivered(telling: Telling) -> list[Notice]:
    """Delivers everything: what was told is no longer in the outbox."""
    notices = list(telling.outbox.waiting(journal.ORGANIZATION))
    for notice in notices:
        telling.outbox.remove(notice)
    return notices


def _records(*records: RequestRecord) -> list[dict[str, Any]]:
    return [journal.stream_record(record, sequence=number) for number, record in enumerate(records)]


def test_a_policy_tells_each_audience_once_an_hour(telling: Telling) -> None:
    calls = [
        governed(LOUD, request_id=f"req_{number}", user_id=user, created_ms=at_ms)
        for number, (user, at_ms) in enumerate(
            [
                ("usr_1", journal.CREATED_MS),
                ("usr_1", journal.CREATED_MS + 60_000),
                ("usr_2", journal.CREATED_MS + 120_000),
            ]
        )
    ]
    assert tell(telling, _records(*calls)) == 3
    told = _delivered(telling)
    assert sorted(notice.audience for notice in told) == [("admins",), ("users",), ("users",)]
    assert {notice.details["user_id"] for notice in told if notice.audience == ("users",)} == {
        "usr_1",
        "usr_2",
    }
    assert all(notice.kind == "policy.violated" and "pii.email" in notice.body for notice in told)
    assert tell(telling, _records(*calls)) == 0
    later = replace(calls[0], request_id="req_later", created_ms=journal.CREATED_MS + HOUR_MS)
    assert tell(telling, _records(later)) == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"shadow": True},
        {"action": "allow", "wanted": "deny", "grant_id": "apr_x"},
        {"notify": []},
    ],
)
def test_dry_runs_and_exceptions_are_nobodys_news(
    telling: Telling, changes: dict[str, Any]
) -> None:
    assert tell(telling, _records(governed({**LOUD, **changes}))) == 0


def test_an_approval_that_a_refused_call_opened_is_told_to_its_approvers_once(
    telling: Telling, tables: TableSettings, dynamodb_client: Any
) -> None:
    values = opening(
        organization_id=journal.ORGANIZATION,
        key_id="key_a",
        user_id="usr_a",
        request_id="req_a",
        model="gpt-4o",
        at_ms=journal.CREATED_MS,
        reasons=[{**LOUD, "action": "require_approval", "notify": []}],
        actions={"approvers": ["finance"]},
    )
    dynamodb_client.put_item(TableName=tables.policies, Item=to_item(values))
    refused = [
        journal.refused(f"req_{number}", approval_id=approval_id(values)) for number in range(3)
    ]
    assert tell(telling, _records(*refused)) == 1
    [notice] = _delivered(telling)
    assert (notice.kind, notice.subject) == ("approval.opened", approval_id(values))
    assert notice.audience == ("finance",)
    assert tell(telling, _records(*refused)) == 0


def _account(spent: int, dynamodb_client: Any, tables: TableSettings) -> AccountRef:
    scope = f"{POLICY}:usr_1:each"
    ref = AccountRef(scope, Period.MONTHLY, "2025-11", 10**10, alerts=(50, 75, 90))
    pk, sk = account_key(journal.ORGANIZATION, ref)
    item = to_item({"pk": pk, "sk": sk, "held": 0, "spent": spent})
    dynamodb_client.put_item(TableName=tables.accounts, Item=item)
    return ref


def test_a_budget_tells_each_threshold_that_it_crosses_once(
    telling: Telling, tables: TableSettings, dynamodb_client: Any
) -> None:
    def call(spent: int, number: int) -> list[dict[str, Any]]:
        ref = _account(spent, dynamodb_client, tables)
        return _records(journal.settled(f"req_{number}", accounts=(ref,)))

    assert tell(telling, call(4_999_999_999, 1)) == 0
    assert tell(telling, call(5_000_000_000, 2)) == 1
    assert tell(telling, call(5_000_000_001, 3)) == 0
    assert tell(telling, call(9_100_000_000, 4)) == 2
    told = _delivered(telling)
    assert sorted(notice.details["percent"] for notice in told) == [50, 75, 90]
    assert {notice.subject for notice in told} == {POLICY}
    assert "9.1 USD of 10 USD" in max(told, key=lambda each: each.details["percent"]).body
    assert {notice.audience for notice in told} == {("admins",)}
    assert tell(telling, call(9_900_000_000, 5)) == 0


def test_a_threshold_tells_whom_the_policy_names(
    telling: Telling, tables: TableSettings, dynamodb_client: Any
) -> None:
    actions = {"thresholds": {"50": "notify_users", "75": "notify_admins"}}
    asking = replace(telling, actions=lambda _, policy_id: actions if policy_id == POLICY else {})
    ref = _account(8 * 10**9, dynamodb_client, tables)
    assert tell(asking, _records(journal.settled(accounts=(ref,)))) == 2
    told = {notice.details["percent"]: notice.audience for notice in _delivered(telling)}
    assert told == {50: ("users",), 75: ("admins",)}


def test_a_dry_runs_budget_and_an_unopened_one_tell_nothing(telling: Telling) -> None:
    refs = [
        AccountRef(scope, Period.DAILY, "2025-11-21", 1, alerts=(50,))
        for scope in (f"{POLICY}~3:usr_1", f"{POLICY}:usr_unknown")
    ]
    assert tell(telling, _records(journal.settled(accounts=tuple(refs)))) == 0


def test_what_could_not_be_told_is_told_the_next_time(
    telling: Telling, waiting: Callable[[], list[Notice]]
) -> None:
    class Down(Outbox):
        def __init__(self) -> None:
            pass

        def put(self, notice: Notice) -> bool:
            raise Unavailable("the table is down")

    records = _records(governed(LOUD))
    with pytest.raises(Unavailable):
        tell(replace(telling, outbox=Down()), records)
    assert waiting() == []
    assert tell(telling, records) == 2
    assert len(waiting()) == 2


def test_records_that_cannot_be_read_are_no_news(telling: Telling) -> None:
    broken = _records(governed(LOUD))[0]
    broken["dynamodb"]["NewImage"]["created_ms"] = {"N": "soon"}
    assert tell(telling, [broken, journal.administrative(), journal.removal(governed(LOUD))]) == 0
