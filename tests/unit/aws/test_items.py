from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError
from msgspec.structs import replace
from pynamodb.exceptions import (
    CancellationReason,
    GetError,
    TransactWriteError,
    VerboseClientError,
)

from tollgate.aws import items
from tollgate.aws.items import Item, Transaction, bind, fetch, reads
from tollgate.errors import Conflict, NotFound, Unavailable
from tollgate.settings import AwsSettings

SETTINGS = AwsSettings("eu-west-1", "test", "test", None, "http://127.0.0.1:9")


def cancelled(*codes: str) -> TransactWriteError:
    body = {"Error": {"Code": "TransactionCanceledException", "Message": ""}}
    cause = VerboseClientError(
        body, "TransactWriteItems", cancellation_reasons=[CancellationReason(c) for c in codes]
    )
    return TransactWriteError("cancelled", cause)


class Scripted:
    """A connection whose transactions end as told, then well."""

    client = None

    def __init__(self, *ends: Exception) -> None:
        self.ends = list(ends)
        self.calls = 0

    def transact_write_items(self, **_: Any) -> dict[str, Any]:
        self.calls += 1
        if self.ends:
            raise self.ends.pop(0)
        return {}


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    slept: list[float] = []
    monkeypatch.setattr(items.time, "sleep", slept.append)
    return slept


def transaction(monkeypatch: pytest.MonkeyPatch, connection: Scripted) -> Transaction:
    monkeypatch.setattr(items, "_connection", lambda _: connection)
    made = Transaction(SETTINGS)
    model = bind(Item, "table", SETTINGS)
    made.put(model("a", "b"), Conflict("put"), model.pk.does_not_exist())
    made.check(model, "a", "c", model.pk.exists(), NotFound("check"))
    return made


def test_contention_is_retried_with_growing_pauses(
    monkeypatch: pytest.MonkeyPatch, pauses: list[float]
) -> None:
    connection = Scripted(*[cancelled("TransactionConflict", "None")] * 3)
    transaction(monkeypatch, connection).commit()
    assert connection.calls == 4
    assert len(pauses) == 3
    assert pauses[0] < pauses[2]


def test_contention_without_end_is_a_conflict(
    monkeypatch: pytest.MonkeyPatch, pauses: list[float]
) -> None:
    connection = Scripted(*[cancelled("None", "TransactionConflict")] * 99)
    with pytest.raises(Conflict, match="try again"):
        transaction(monkeypatch, connection).commit()
    assert 1 < connection.calls < 20
    assert sum(pauses) < 5


@pytest.mark.parametrize(
    ("codes", "error"),
    [
        (("ConditionalCheckFailed", "None"), NotFound),
        (("None", "ConditionalCheckFailed"), Conflict),
        (("ConditionalCheckFailed", "ConditionalCheckFailed"), NotFound),
        (("TransactionConflict", "ConditionalCheckFailed"), Conflict),
        (("ProvisionedThroughputExceeded", "None"), Unavailable),
        (("ValidationError", "None"), TransactWriteError),
    ],
)
def test_a_failed_condition_is_its_writes_error_at_once(
    monkeypatch: pytest.MonkeyPatch,
    pauses: list[float],
    codes: tuple[str, ...],
    error: type[Exception],
) -> None:
    connection = Scripted(cancelled(*codes))
    with pytest.raises(error):
        transaction(monkeypatch, connection).commit()
    assert (connection.calls, pauses) == (1, [])


@pytest.mark.parametrize(
    ("code", "raised"),
    [
        ("ValidationException", GetError),
        ("SerializationException", GetError),
        ("ProvisionedThroughputExceededException", Unavailable),
        ("InternalServerError", Unavailable),
    ],
)
def test_only_what_waiting_can_mend_is_called_unavailable(
    code: str, raised: type[Exception]
) -> None:
    cause = ClientError({"Error": {"Code": code, "Message": ""}}, "GetItem")
    with pytest.raises(raised), reads():
        raise GetError("refused", cause)


@pytest.mark.parametrize(("pk", "sk"), [("", "a"), ("a", ""), ("a", "x" * 1025), ("a", "\ud800")])
def test_what_no_item_can_be_called_is_not_asked_for(pk: str, sk: str) -> None:
    # Nobody listens at the endpoint of these settings.
    assert fetch(bind(Item, "table", SETTINGS), pk, sk) is None


def test_two_bindings_do_not_meet() -> None:
    first, second = bind(Item, "first", SETTINGS), bind(Item, "second", SETTINGS)
    assert (first.Meta.table_name, second.Meta.table_name) == ("first", "second")
    assert not hasattr(Item, "Meta")


def test_a_store_that_is_given_more_time_is_given_it_here_too() -> None:
    usual, patient = (
        bind(Item, "table", replace(SETTINGS, store_timeout_s=seconds)).Meta  # type: ignore[attr-defined]
        for seconds in (0.3, 9.0)
    )
    assert (usual.connect_timeout_seconds, usual.read_timeout_seconds) == (0.5, 2.0)
    assert (patient.connect_timeout_seconds, patient.read_timeout_seconds) == (9.0, 9.0)
