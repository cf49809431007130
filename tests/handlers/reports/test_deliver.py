"""The delivery job over the real store, to a file and to a real topic with a queue behind it."""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
from msgspec.structs import replace

from functions.reports import deliver
from functions.reports.deps import Deps, Settings, build
from tests.contract.stores.test_outbox import ORGANIZATION, notice
from tests.events import load
from tollgate.alerts import service
from tollgate.errors import Unavailable
from tollgate.kit.connections import ConnectionPool
from tollgate.kit.ids import new_id
from tollgate.settings import (
    AlertSettings,
    AwsSettings,
    MailSettings,
    PublicSettings,
    SecretSettings,
    TableSettings,
)

pytestmark = pytest.mark.aws

NOTHING = {"delivered": 0, "undeliverable": 0, "letters_sent": 0, "letters_waiting": 0}


@dataclass(frozen=True)
class Inbox:
    """A topic, and the queue that is subscribed to it."""

    arn: str
    queue: str
    sqs: Any

    def received(self) -> list[dict[str, Any]]:
        answer = self.sqs.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10)
        return [json.loads(message["Body"]) for message in answer.get("Messages", [])]


@pytest.fixture
def aws(aws_settings: AwsSettings) -> AwsSettings:
    return replace(aws_settings, sns_endpoint=aws_settings.dynamodb_endpoint)


@pytest.fixture
def inbox(aws: AwsSettings) -> Iterator[Inbox]:
    def client(service: str) -> Any:
        return boto3.client(
            service,
            region_name=aws.region,
            endpoint_url=aws.sns_endpoint,
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )

    sns, sqs, name = client("sns"), client("sqs"), f"alerts-{uuid.uuid4().hex[:8]}"
    arn = sns.create_topic(Name=name)["TopicArn"]
    queue = sqs.create_queue(QueueName=name)["QueueUrl"]
    attributes = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])
    endpoint = attributes["Attributes"]["QueueArn"]
    sns.subscribe(TopicArn=arn, Protocol="sqs", Endpoint=endpoint)
    yield Inbox(arn, queue, sqs)
    sqs.delete_queue(QueueUrl=queue)
    sns.delete_topic(TopicArn=arn)
    sns.close()
    sqs.close()


@pytest.fixture
def organization(tables: TableSettings, dynamodb_client: Any) -> str:
    item = {"pk": {"S": "system"}, "sk": {"S": f"ORG#{ORGANIZATION}"}}
    dynamodb_client.put_item(TableName=tables.directory, Item=item)
    return ORGANIZATION


@pytest.fixture
def pool() -> Iterator[ConnectionPool]:
    found = ConnectionPool()
    yield found
    found.close()


Make = Callable[[str | None, Path | None], Deps]


@pytest.fixture
def make(aws: AwsSettings, tables: TableSettings, pool: ConnectionPool) -> Make:
    """Dependencies that deliver to a topic, to a file, or nowhere."""

    def made(topic: str | None, file: Path | None) -> Deps:
        alerts = AlertSettings(topic, str(file) if file else None)
        secret = SecretSettings(arn=None, file=None, value='{"pepper": "p"}')
        settings = Settings(aws, tables, secret, alerts, MailSettings(), PublicSettings())
        return build(settings, pool)

    return made


@pytest.mark.usefixtures("organization")
def test_notices_reach_the_topic_once_and_are_forgotten(make: Make, inbox: Inbox) -> None:
    told = notice(title="Über\nbudget: 100 %" + "!" * 200)
    given = make(inbox.arn, None)
    given.outbox.put(told)
    assert deliver.answer(given) == {**NOTHING, "delivered": 1}
    assert deliver.answer(given) == NOTHING
    [envelope] = inbox.received()
    assert envelope["Subject"].startswith("Tollgate: ?ber budget: 100 %!")
    assert len(envelope["Subject"]) == 100
    attributes = {name: item["Value"] for name, item in envelope["MessageAttributes"].items()}
    assert attributes == {"kind": told.kind, "organization_id": ORGANIZATION}
    message = json.loads(envelope["Message"])
    assert message["id"] == told.id
    assert message["title"] == told.title
    assert message["audience"] == list(told.audience)
    assert message["details"] == told.details
    assert message["created_at"] == "2025-11-21T04:40:00.000Z"


@pytest.mark.usefixtures("organization")
def test_notices_become_lines_of_a_file(make: Make, tmp_path: Path) -> None:
    file = tmp_path / "alerts.jsonl"
    given = make(None, file)
    made = [notice(), notice()]
    for each in made:
        given.outbox.put(each)
    assert deliver.answer(given)["delivered"] == 2
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert {line["id"] for line in lines} == {each.id for each in made}


@pytest.mark.usefixtures("organization")
def test_with_nowhere_to_go_they_stay(make: Make, caplog: pytest.LogCaptureFixture) -> None:
    given = make(None, None)
    told = notice()
    given.outbox.put(told)
    with caplog.at_level(logging.WARNING):
        assert deliver.answer(given) == {**NOTHING, "undeliverable": 1}
    assert "1 notices wait" in caplog.text
    assert list(given.outbox.waiting(ORGANIZATION)) == [told]


@pytest.mark.usefixtures("organization")
def test_a_topic_that_refuses_fails_the_run_and_loses_nothing(make: Make, inbox: Inbox) -> None:
    given = make(f"{inbox.arn}-gone", None)
    told = notice()
    given.outbox.put(told)
    with pytest.raises(Unavailable, match="404"):
        deliver.answer(given)
    assert list(given.outbox.waiting(ORGANIZATION)) == [told]


@pytest.mark.usefixtures("organization")
def test_a_run_is_bounded(make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST_PER_RUN", 2)
    given = make(None, tmp_path / "alerts.jsonl")
    for _ in range(3):
        given.outbox.put(notice())
    assert [deliver.answer(given)["delivered"] for _ in range(3)] == [2, 1, 0]


def test_organizations_that_are_not_listed_have_no_notices(make: Make, tmp_path: Path) -> None:
    given = make(None, tmp_path / "alerts.jsonl")
    given.outbox.put(notice(organization_id=new_id("org")))
    assert deliver.answer(given)["delivered"] == 0


def test_the_handler_reads_its_environment(
    aws: AwsSettings,
    tables: TableSettings,
    pool: ConnectionPool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    environment = {
        "AWS_REGION": aws.region,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_ENDPOINT_URL_DYNAMODB": str(aws.dynamodb_endpoint),
        "TOLLGATE_STORE_TIMEOUT_MS": "5000",
        "TOLLGATE_DIRECTORY_TABLE": tables.directory,
        "TOLLGATE_ACCOUNTS_TABLE": tables.accounts,
        "TOLLGATE_JOURNAL_TABLE": tables.journal,
        "TOLLGATE_POLICIES_TABLE": tables.policies,
        "TOLLGATE_ALERT_FILE": str(tmp_path / "alerts.jsonl"),
        "TOLLGATE_SECRET_VALUE": '{"pepper": "p"}',
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(deliver, "ConnectionPool", lambda: pool)
    deliver.deps.cache_clear()
    try:
        done = deliver.lambda_handler(load("reports/deliver"), None)
    finally:
        deliver.deps.cache_clear()
        logging.basicConfig(force=True)
    assert done == NOTHING
