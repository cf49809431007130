"""The stream's handlers with real events: a batch, a poisoned batch, a schedule."""

from __future__ import annotations

import json
from typing import Any

import pytest

from functions.usage import ingest, rollup
from tests import journal_records as journal
from tests.events import EVENTS
from tests.postgres import open_at
from tollgate.usage.database import Database, DatabaseUnavailable
from tollgate.usage.models import GroupBy, SummaryQuery
from tollgate.usage.service import summarize

pytestmark = pytest.mark.postgres


def load_event(name: str) -> dict[str, Any]:
    """A stream's event has no headers, so it is read as it is."""
    event: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8"))
    return event


def _nobody(_: object) -> int:
    """Tells nobody anything."""
    return 0


def _total(database: Database) -> tuple[int, int]:
    start = journal.CREATED_MS
    query = SummaryQuery(journal.ORGANIZATION, start, start + 1000, GroupBy.KEY)
    totals = summarize(database, query).totals
    return totals.requests, totals.cost_nano


def test_a_batch_of_the_stream_becomes_facts(database: Database) -> None:
    event = load_event("usage/ingest")
    assert ingest.answer(database, event, _nobody) == {"batchItemFailures": []}
    assert _total(database) == (3, 6_150_000 * 2)
    assert ingest.answer(database, event, _nobody) == {"batchItemFailures": []}
    assert _total(database) == (3, 6_150_000 * 2)


def test_a_poisoned_record_is_named_and_counted(
    database: Database, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    event = load_event("usage/ingest")
    event["Records"][2]["dynamodb"]["NewImage"]["created_ms"] = {"N": "soon"}
    answer = ingest.answer(database, event, _nobody)
    assert answer == {"batchItemFailures": [{"itemIdentifier": f"{1003:021d}"}]}
    assert _total(database)[0] == 2
    metrics = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (metrics["UsageRecordsFailed"], metrics["UsageFactsWritten"]) == (1, 3)
    assert f"{1003:021d}" in caplog.text


def test_a_database_that_sleeps_fails_the_whole_batch(tmp_path: object) -> None:
    database = open_at(f"postgresql:///x?host={tmp_path}")
    with pytest.raises(DatabaseUnavailable):
        ingest.answer(database, load_event("usage/ingest"), _nobody)


def test_the_schedule_rolls_up_and_prepares_months(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest.answer(database, load_event("usage/ingest"), _nobody)
    before = _total(database)
    monkeypatch.setattr(rollup, "database", lambda: database)
    first = rollup.lambda_handler(load_event("usage/rollup"), None)
    assert first["hours"] == 1
    assert rollup.lambda_handler(load_event("usage/rollup"), None) == {
        "hours": 0,
        "days": 0,
        "partitions": 0,
    }
    assert _total(database) == before
