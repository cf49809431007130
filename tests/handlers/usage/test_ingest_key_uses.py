"""A batch of the stream also tells when keys were last used."""

from __future__ import annotations

import pytest

from functions.usage import ingest
from tests import journal_records as journal
from tests.handlers.usage.test_ingest import load_event
from tollgate.directory.key_uses import KeyUses
from tollgate.settings import AwsSettings, TableSettings
from tollgate.usage.database import Database

pytestmark = [pytest.mark.postgres, pytest.mark.aws]


def test_last_use_follows_the_calls(
    database: Database,
    aws_settings: AwsSettings,
    tables: TableSettings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    uses = KeyUses(aws_settings, tables)
    monkeypatch.setattr(ingest, "database", lambda: database)
    monkeypatch.setattr(ingest, "telling", lambda: lambda _records: 0)
    monkeypatch.setattr(ingest, "key_uses", lambda: uses)
    event = load_event("usage/ingest")
    assert ingest.lambda_handler(event, None) == {"batchItemFailures": []}
    expected: dict[str, int] = {}
    for record in event["Records"]:
        image = record["dynamodb"].get("NewImage", {})
        if "key_id" in image:
            key, at_ms = image["key_id"]["S"], int(image["created_ms"]["N"])
            expected[key] = max(at_ms, expected.get(key, 0))
    assert expected
    assert uses.between(journal.ORGANIZATION) == expected
