"""One request record, read from the journal itself: complete the moment the call has ended."""

from __future__ import annotations

from tollgate.auth.models import Caller
from tollgate.aws.dynamodb import DynamoDB
from tollgate.aws.keys import can_be_key
from tollgate.errors import NotFound
from tollgate.ledger.models import RequestRecord
from tollgate.ledger.records import record_from_item
from tollgate.ledger.rules import request_key
from tollgate.settings import TableSettings


def get_request(
    dynamodb: DynamoDB, tables: TableSettings, caller: Caller, request_id: str
) -> RequestRecord:
    """A call of the caller's organization, as far as the caller's `requests.view` reaches.

    Raises `NotFound` for every other, and `StoreUnavailable`.
    """
    pk, sk = request_key(caller.organization_id, request_id)
    item = None
    if can_be_key(pk, sk):
        key = {"pk": {"S": pk}, "sk": {"S": sk}}
        question = {"TableName": tables.journal, "Key": key, "ConsistentRead": True}
        item = dynamodb.call("GetItem", question).get("Item")
    record = record_from_item(item) if item else None
    if record is None or not _in_reach(caller, record):
        raise NotFound(f"no request with id {request_id}")
    return record


def _in_reach(caller: Caller, record: RequestRecord) -> bool:
    reach = caller.reach("requests.view")
    own = record.user_id is not None and record.user_id == caller.user_id
    return reach.everything or (own and reach.own) or not reach.teams.isdisjoint(record.team_path)
