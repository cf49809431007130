"""A guardrail of the emulator's, asked as a policy would ask Amazon's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from msgspec.structs import replace

from tollgate.detectors.models import DetectorUnavailable, Match
from tollgate.detectors.remote import bedrock
from tollgate.detectors.remote.context import RemoteContext, configure
from tollgate.kit.connections import ConnectionPool
from tollgate.settings import AwsSettings

pytestmark = pytest.mark.aws


@pytest.fixture
def guardrail(aws_settings: AwsSettings) -> Iterator[dict[str, Any]]:
    client = boto3.client(
        "bedrock",
        region_name=aws_settings.region,
        endpoint_url=aws_settings.dynamodb_endpoint,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    made = client.create_guardrail(
        name="words",
        blockedInputMessaging="no",
        blockedOutputsMessaging="no",
        wordPolicyConfig={"wordsConfig": [{"text": "heron"}]},
    )
    pool = ConnectionPool()
    aws = replace(aws_settings, bedrock_endpoint=aws_settings.dynamodb_endpoint)
    configure(RemoteContext(aws, pool, dict))
    yield {"guardrail_id": made["guardrailId"], "guardrail_version": "DRAFT", "timeout_ms": 5000}
    configure(None)
    pool.close()
    client.delete_guardrail(guardrailIdentifier=made["guardrailId"])
    client.close()


def test_a_blocked_word_is_found_where_it_stands(guardrail: dict[str, Any]) -> None:
    detector = bedrock.open(guardrail)
    assert detector.scan("the heron flies") == [Match(4, 9, "bedrock.word")]
    assert detector.scan("the stork flies") == []


def test_an_unknown_guardrail_is_no_answer(guardrail: dict[str, Any]) -> None:
    with pytest.raises(DetectorUnavailable, match="404"):
        bedrock.open({**guardrail, "guardrail_id": "zzzzzzzzzz"}).scan("text")
