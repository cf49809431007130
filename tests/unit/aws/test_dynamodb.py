"""The store's client against answers that no emulator gives: time-outs, throttling, conflicts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.unit.ledger.test_service import draft
from tollgate.aws.dynamodb import DynamoDB, StoreRefused, StoreUnavailable
from tollgate.kit.connections import AnswerLost, NotSent
from tollgate.ledger.models import (
    AccountRef,
    Closing,
    Outcome,
    Period,
    RateRef,
    Rejection,
    State,
    Window,
)
from tollgate.ledger.store import DynamoLedgerStore
from tollgate.settings import AwsSettings, TableSettings

SETTINGS = AwsSettings("eu-west-1", "AKID", "secret", "token", None)
TABLES = TableSettings("directory", "accounts", "journal", "policies")


class Answer:
    def __init__(self, status: int, body: Any) -> None:
        self.status = status
        self._body = body if isinstance(body, bytes) else json.dumps(body).encode()

    def read(self) -> bytes:
        return self._body


class Pool:
    """Gives each scripted answer once, in order; an exception is raised."""

    def __init__(self, *answers: Answer | Exception) -> None:
        self._answers: Iterator[Answer | Exception] = iter(answers)
        self.requests: list[tuple[str, dict[str, str], dict[str, Any]]] = []

    def request(
        self, method: str, url: str, headers: dict[str, str], body: bytes, **timeouts: float
    ) -> Answer:
        assert method == "POST"
        assert timeouts == {"connect_timeout": 0.3, "read_timeout": 0.3}
        self.requests.append((url, headers, json.loads(body)))
        answer = next(self._answers)
        if isinstance(answer, Exception):
            raise answer
        return answer


def refused(code: str, status: int = 400, **more: Any) -> Answer:
    return Answer(status, {"__type": f"com.amazonaws.dynamodb.v20120810#{code}", **more})


def cancelled(*codes: str) -> Answer:
    reasons = [{"Code": code} for code in codes]
    return refused("TransactionCanceledException", CancellationReasons=reasons)


def client(*answers: Answer | Exception) -> tuple[DynamoDB, Pool]:
    pool: Any = Pool(*answers)
    return DynamoDB(SETTINGS, pool), pool


def test_a_call_is_signed_and_answered() -> None:
    dynamodb, pool = client(Answer(200, {"Item": {}}))
    assert dynamodb.call("GetItem", {"TableName": "t"}) == {"Item": {}}
    [(url, headers, body)] = pool.requests
    assert url == "https://dynamodb.eu-west-1.amazonaws.com/"
    assert headers["x-amz-target"] == "DynamoDB_20120810.GetItem"
    assert headers["x-amz-security-token"] == "token"
    assert headers["authorization"].startswith("AWS4-HMAC-SHA256 Credential=AKID/")
    assert body == {"TableName": "t"}


@pytest.mark.parametrize(
    "failure",
    [
        NotSent("refused"),
        AnswerLost("timed out"),
        refused("ThrottlingException"),
        refused("InternalServerError", 500),
        refused("ProvisionedThroughputExceededException"),
        refused("TransactionInProgressException"),
        Answer(502, b"<html>"),
    ],
)
def test_one_retry_with_the_very_same_request_then_unavailable(
    failure: Answer | Exception,
) -> None:
    dynamodb, pool = client(failure, Answer(200, {}))
    assert dynamodb.call("TransactWriteItems", {"ClientRequestToken": "once"}) == {}
    assert [body for _, _, body in pool.requests] == [{"ClientRequestToken": "once"}] * 2
    dynamodb, pool = client(failure, failure)
    with pytest.raises(StoreUnavailable) as unavailable:
        dynamodb.call("GetItem", {})
    assert unavailable.value.retry_after == 1
    assert len(pool.requests) == 2


def test_other_errors_are_not_retried() -> None:
    dynamodb, pool = client(refused("ConditionalCheckFailedException", message="no"))
    with pytest.raises(StoreRefused, match="ConditionalCheckFailedException: no"):
        dynamodb.call("PutItem", {})
    assert len(pool.requests) == 1


ACCOUNT = AccountRef("key_a", Period.TOTAL, "total", 10)
WINDOW = RateRef("key_a", "MINUTE#7", 480_000, 60, None)
RECORD = draft(accounts=(ACCOUNT,), rates=(WINDOW,), hold=5)


def store(*answers: Answer | Exception) -> tuple[DynamoLedgerStore, Pool]:
    dynamodb, pool = client(*answers)
    return DynamoLedgerStore(dynamodb, TABLES), pool


def test_a_transaction_conflict_is_contention() -> None:
    ledger, _ = store(cancelled("None", "None", "TransactionConflict", "None"))
    rejection = ledger.admit(RECORD, 1)
    assert rejection == Rejection(contended=True)


def test_reasons_are_read_by_their_place() -> None:
    failed = "ConditionalCheckFailed"
    ledger, _ = store(cancelled("None", failed, failed, failed))
    rejection = ledger.admit(RECORD, 1)
    assert rejection is not None
    assert rejection.stale
    assert rejection.missing == (ACCOUNT,)
    assert rejection.full == ((WINDOW, Window(0, 0)),)


def test_a_conflicting_settlement_is_contended_and_may_be_repeated() -> None:
    ledger, pool = store(cancelled("None", "TransactionConflict", "None"), Answer(200, {}))
    outcome = Outcome(State.SETTLED, 3, 1, 200)
    assert ledger.close(RECORD, outcome) is Closing.CONTENDED
    assert ledger.close(RECORD, outcome) is Closing.APPLIED
    tokens = [body["ClientRequestToken"] for _, _, body in pool.requests]
    assert len(set(tokens)) == 2


@pytest.mark.parametrize("code", ["ItemCollectionSizeLimitExceeded", "ValidationError"])
def test_a_cancellation_of_another_kind_is_unavailable(code: str) -> None:
    ledger, _ = store(cancelled("None", code, "None", "None"))
    with pytest.raises(StoreUnavailable):
        ledger.admit(RECORD, 1)
