"""PynamoDB bound to this deployment's tables, and transactions whose refusals are domain errors.

Item models are declared without a table; a store binds them to one, so that nothing is read at
import and two stores can live in one process. Only stores import this module.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Final, TypeVar

from pynamodb.attributes import Attribute, UnicodeAttribute
from pynamodb.connection import Connection, TableConnection
from pynamodb.constants import LIST, MAP
from pynamodb.exceptions import DoesNotExist, PynamoDBException, TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from tollgate.aws.attributes import from_attribute, to_attribute
from tollgate.aws.keys import can_be_key
from tollgate.errors import Conflict, TollgateError, Unavailable
from tollgate.settings import AwsSettings

_CONNECT_S: Final = 0.5
_READ_S: Final = 2.0
_ATTEMPTS: Final = 7
_FIRST_PAUSE_S: Final = 0.01
_MALFORMED: Final = frozenset({"SerializationException", "ValidationException"})
_CONTENTION: Final = frozenset({"TransactionConflict", "TransactionInProgress", "ThrottlingError"})


class MapOf(Attribute[dict[str, Any]]):
    """A map of JSON-like values as a plain dict; numbers are integers."""

    attr_type = MAP

    def serialize(self, value: dict[str, Any]) -> Any:
        return to_attribute(value)[MAP]

    def deserialize(self, value: Any) -> dict[str, Any]:
        plain: dict[str, Any] = from_attribute({MAP: value})
        return plain


class ListOf(Attribute[list[Any]]):
    """A list of JSON-like values as a plain list."""

    attr_type = LIST

    def serialize(self, value: list[Any]) -> Any:
        return to_attribute(value)[LIST]

    def deserialize(self, value: Any) -> list[Any]:
        plain: list[Any] = from_attribute({LIST: value})
        return plain


class Item(Model):
    """Any item of `tollgate.tables`."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    @classmethod
    def _get_connection(cls) -> TableConnection:
        is_new = cls._connection is None
        table = super()._get_connection()
        if is_new:
            # PynamoDB would make a botocore client per model, each some 30 ms of CPU.
            shared = _connection(cls.Meta.settings)  # type: ignore[attr-defined]
            table.connection._client = shared.client  # noqa: SLF001
        return table


BoundItem = TypeVar("BoundItem", bound=Item)


def _client_options(settings: AwsSettings) -> dict[str, Any]:
    return {
        "region": settings.region,
        "host": settings.dynamodb_endpoint,
        "connect_timeout_seconds": settings.patience_s(_CONNECT_S),
        "read_timeout_seconds": settings.patience_s(_READ_S),
        "max_retry_attempts": 2,
        "aws_access_key_id": settings.access_key_id,
        "aws_secret_access_key": settings.secret_access_key,
        "aws_session_token": settings.session_token,
    }


@lru_cache(maxsize=4)
def _connection(settings: AwsSettings) -> Connection:
    return Connection(**_client_options(settings))


def bind(model: type[BoundItem], table: str, settings: AwsSettings) -> type[BoundItem]:
    """`model` as items of the table named `table`."""
    meta = type(
        "Meta", (), {"table_name": table, "settings": settings, **_client_options(settings)}
    )
    return type(model.__name__, (model,), {"Meta": meta})


@contextmanager
def reads() -> Iterator[None]:
    """Turns a store that does not answer into `Unavailable`.

    What it will never take is a fault of ours, which waiting does not mend, and is raised as it is.
    """
    try:
        yield
    except DoesNotExist:
        raise
    except PynamoDBException as error:
        if error.cause_response_code in _MALFORMED:
            raise
        raise Unavailable("the directory did not answer in time", retry_after=1) from error


def is_refused(error: Unavailable) -> bool:
    """Whether a single write under `reads` failed for its condition, not for the store."""
    cause = error.__cause__
    code = cause.cause_response_code if isinstance(cause, PynamoDBException) else None
    return code == "ConditionalCheckFailedException"


def fetch(model: type[BoundItem], pk: str, sk: str) -> BoundItem | None:
    """The item, read consistently, or None, also for a key that none can have.

    Raises `Unavailable`.
    """
    if not can_be_key(pk, sk):
        return None
    try:
        with reads():
            return model.get(pk, sk, consistent_read=True)
    except DoesNotExist:
        return None


class Transaction:
    """Writes that happen all or not at all.

    Every write says what its failed condition means. Contention is retried with growing, jittered
    pauses; each try carries one idempotency token, so an answer that got lost is not applied twice.
    """

    def __init__(self, settings: AwsSettings) -> None:
        self._connection = _connection(settings)
        self._writes: dict[str, list[tuple[TollgateError, Callable[[TransactWrite], None]]]] = {
            # The order in which PynamoDB numbers the writes of a transaction.
            "check": [],
            "delete": [],
            "put": [],
            "update": [],
        }

    def check(
        self, model: type[Item], pk: str, sk: str, condition: Condition, refused: TollgateError
    ) -> None:
        """Requires `condition` of an item that is not written; else `refused` is raised."""
        self._writes["check"].append(
            (refused, lambda write: write.condition_check(model, pk, sk, condition))
        )

    def delete(
        self, item: Item, refused: TollgateError, condition: Condition | None = None
    ) -> None:
        """Removes an item."""
        self._writes["delete"].append((refused, lambda write: write.delete(item, condition)))

    def put(self, item: Item, refused: TollgateError, condition: Condition | None = None) -> None:
        """Writes a whole item."""
        self._writes["put"].append((refused, lambda write: write.save(item, condition)))

    def update(
        self,
        item: Item,
        actions: list[Action],
        refused: TollgateError,
        condition: Condition | None = None,
    ) -> None:
        """Changes some attributes of an item."""
        self._writes["update"].append(
            (refused, lambda write: write.update(item, actions, condition))
        )

    def commit(self) -> None:
        """Raises the error of the first write whose condition failed, or `Unavailable`.

        A transaction that the store will never take is raised as PynamoDB's own error.
        """
        for attempt in range(_ATTEMPTS):
            if attempt:
                time.sleep(_FIRST_PAUSE_S * 2**attempt * random.uniform(0.5, 1.5))  # noqa: S311
            try:
                return self._attempt()
            except TransactWriteError as error:
                self._raise_refusal(error)
                if _is_malformed(error):
                    raise
                if not _is_contention(error):
                    raise Unavailable("the change was not stored", retry_after=1) from error
        raise Conflict("others are changing the same things; try again", retry_after=1)

    def _attempt(self) -> None:
        with TransactWrite(connection=self._connection) as write:
            for writes in self._writes.values():
                for _, apply in writes:
                    apply(write)

    def _raise_refusal(self, error: TransactWriteError) -> None:
        refusals = [refused for writes in self._writes.values() for refused, _ in writes]
        for refused, reason in zip(refusals, error.cancellation_reasons, strict=False):
            if reason is not None and reason.code == "ConditionalCheckFailed":
                raise refused from error


Beside = Callable[[Transaction], None]
"""Adds writes of another domain, which stand and fall with a change."""


def _is_contention(error: TransactWriteError) -> bool:
    return bool(_codes(error) & _CONTENTION)


def _is_malformed(error: TransactWriteError) -> bool:
    return error.cause_response_code in _MALFORMED or "ValidationError" in _codes(error)


def _codes(error: TransactWriteError) -> set[str]:
    return {reason.code for reason in error.cancellation_reasons if reason is not None}
