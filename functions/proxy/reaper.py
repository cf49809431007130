"""Each minute: closes calls that nobody settled before their deadline, charging what they held."""

from __future__ import annotations

from functools import cache
from typing import Any

from tollgate.aws.dynamodb import DynamoDB
from tollgate.kit.connections import ConnectionPool
from tollgate.ledger.principals import PrincipalDirectory
from tollgate.ledger.service import Ledger, reap_all
from tollgate.ledger.store import DynamoLedgerStore
from tollgate.observability import configure_logging, emit_metrics
from tollgate.settings import AwsSettings, TableSettings


@cache
def ledger() -> tuple[Ledger, DynamoLedgerStore]:
    """The ledger of this environment."""
    configure_logging()
    tables = TableSettings.from_env()
    dynamodb = DynamoDB(AwsSettings.from_env(), ConnectionPool())
    store = DynamoLedgerStore(dynamodb, tables)
    return Ledger(store, PrincipalDirectory(dynamodb, tables)), store


def lambda_handler(_event: dict[str, Any], _context: Any) -> dict[str, int]:
    """Returns how many organizations it looked at and how many calls it closed."""
    reaper, store = ledger()
    organizations = store.organizations()
    closed = reap_all(reaper, organizations)
    emit_metrics({"ReapedRequests": closed})
    return {"organizations": len(organizations), "closed": closed}
