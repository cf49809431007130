"""When keys were last used, in DynamoDB: written at most once a minute, and never in the way."""

from __future__ import annotations

import logging

import pytest
from msgspec.structs import replace

from tollgate.directory.key_uses import EVERY_MS, KeyUses
from tollgate.settings import AwsSettings, TableSettings

pytestmark = pytest.mark.aws
ORG, START_MS = "org_a", 1_795_253_400_000


@pytest.fixture
def uses(aws_settings: AwsSettings, tables: TableSettings) -> KeyUses:
    return KeyUses(aws_settings, tables)


@pytest.fixture
def elsewhere(aws_settings: AwsSettings, tables: TableSettings) -> KeyUses:
    """Another function of the same deployment, which knows nothing of the first one's writes."""
    return KeyUses(aws_settings, tables)


def test_the_first_use_and_one_a_minute_later_count(uses: KeyUses, elsewhere: KeyUses) -> None:
    for writer in (uses, elsewhere):
        for later_ms in (0, 1, EVERY_MS - 1):
            writer.note(ORG, "key_a", START_MS + later_ms)
            assert uses.between(ORG) == {"key_a": START_MS}
    uses.note(ORG, "key_a", START_MS + EVERY_MS)
    assert uses.between(ORG) == {"key_a": START_MS + EVERY_MS}


def test_an_earlier_use_that_is_told_late_takes_nothing_back(
    uses: KeyUses, elsewhere: KeyUses
) -> None:
    uses.note(ORG, "key_a", START_MS)
    elsewhere.note(ORG, "key_a", START_MS - 10 * EVERY_MS)
    assert uses.between(ORG) == {"key_a": START_MS}


def test_is_read_by_organization_and_span(uses: KeyUses) -> None:
    for organization, key in ((ORG, "key_a"), (ORG, "key_b"), (ORG, "key_c"), ("org_b", "key_b")):
        uses.note(organization, key, START_MS)
    assert set(uses.between(ORG)) == {"key_a", "key_b", "key_c"}
    assert set(uses.between(ORG, "key_b", "key_b")) == {"key_b"}


def test_a_store_that_is_down_is_in_nobodys_way(
    aws_settings: AwsSettings, tables: TableSettings, caplog: pytest.LogCaptureFixture
) -> None:
    nowhere = replace(aws_settings, dynamodb_endpoint="http://127.0.0.1:9")
    with caplog.at_level(logging.WARNING):
        KeyUses(nowhere, tables).note(ORG, "key_a", START_MS)
    assert "the use of key_a was not noted" in caplog.text
