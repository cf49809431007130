"""The functions that CloudFormation calls: the secret, the dashboard's files, the answer."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any
from zipfile import ZipFile

import boto3
import pytest
from moto import mock_aws

from functions.deployment import answer as answers
from functions.deployment import schema
from functions.deployment.answer import answer
from functions.deployment.secret import complete, fill
from functions.deployment.site import (
    SORT_KEY,
    SYSTEM,
    announce,
    content_type,
    publish,
    site_files,
)
from tollgate import public_url
from tollgate.directory import models
from tollgate.usage.database import Database, DatabaseUnavailable


class Secrets:
    """One secret in moto's Secrets Manager."""

    def __init__(self) -> None:
        self.client = boto3.client("secretsmanager", region_name="eu-west-1")
        self.id = self.client.create_secret(Name="tollgate/test", SecretString="{}")["ARN"]

    @property
    def value(self) -> Any:
        return json.loads(self.client.get_secret_value(SecretId=self.id)["SecretString"])

    @value.setter
    def value(self, value: Any) -> None:
        self.client.put_secret_value(SecretId=self.id, SecretString=json.dumps(value))

    @property
    def version(self) -> str:
        version: str = self.client.get_secret_value(SecretId=self.id)["VersionId"]
        return version


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch) -> Iterator[Secrets]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    with mock_aws():
        yield Secrets()


def test_the_first_deployment_makes_pepper_and_setup_token(secrets: Secrets) -> None:
    secrets.value = {"providers": {}}
    fill(secrets.client, secrets.id)
    assert len(secrets.value["pepper"]) >= 43
    assert len(secrets.value["setup_token"]) >= 43
    assert len(secrets.value["edge"]) >= 43
    assert len({secrets.value[name] for name in ("pepper", "setup_token", "edge")}) == 3


def test_the_next_deployment_changes_nothing(secrets: Secrets) -> None:
    fill(secrets.client, secrets.id)
    secrets.value = operated = {**secrets.value, "providers": {"openai": {"api_key": "sk"}}}
    version = secrets.version
    fill(secrets.client, secrets.id)
    assert secrets.value == operated
    assert secrets.version == version


def test_an_operator_may_take_the_setup_token_back() -> None:
    assert complete({"setup_token": ""})["setup_token"] == ""


def test_a_secret_that_is_no_object_is_left_alone(secrets: Secrets) -> None:
    secrets.value = ["not", "ours"]
    with pytest.raises(TypeError):
        fill(secrets.client, secrets.id)
    assert secrets.value == ["not", "ours"]


def _archive(*names: str) -> bytes:
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as zipped:
        for name in names:
            zipped.writestr(name, name)
    return buffer.getvalue()


def test_pages_go_last_and_only_hashed_files_live_forever() -> None:
    files = list(site_files(_archive("200.html", "_app/immutable/a.js", "theme.js")))
    assert [file.key for file in files] == ["_app/immutable/a.js", "theme.js", "200.html"]
    assert [file.cache_control for file in files] == [
        "public, max-age=31536000, immutable",
        "no-cache",
        "no-cache",
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("200.html", "text/html; charset=utf-8"),
        ("_app/a.js", "text/javascript; charset=utf-8"),
        ("a.css", "text/css; charset=utf-8"),
        ("favicon.svg", "image/svg+xml; charset=utf-8"),
        ("a.woff2", "font/woff2"),
        ("version.json", "application/json; charset=utf-8"),
        ("LICENSE", "application/octet-stream"),
    ],
)
def test_content_types(name: str, expected: str) -> None:
    assert content_type(name) == expected


@pytest.mark.usefixtures("secrets")
def test_the_address_is_written_where_functions_read_it() -> None:
    client = boto3.client("dynamodb", region_name="us-east-1")
    keys = [("pk", "HASH"), ("sk", "RANGE")]
    client.create_table(
        TableName="directory",
        KeySchema=[{"AttributeName": name, "KeyType": kind} for name, kind in keys],
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name, _ in keys],
        BillingMode="PAY_PER_REQUEST",
    )
    for url in ("https://d1.cloudfront.net", "https://tollgate.acme.example"):
        announce(client, {"DirectoryTable": "directory", "PublicUrl": url})
    [item] = client.scan(TableName="directory")["Items"]
    assert item["public_url"]["S"] == "https://tollgate.acme.example"
    assert (item["pk"]["S"], item["sk"]["S"]) == (models.SYSTEM, public_url.SORT_KEY)
    assert (models.SYSTEM, public_url.SORT_KEY) == (SYSTEM, SORT_KEY)


@pytest.mark.usefixtures("secrets")
def test_publishing_copies_every_file() -> None:
    client = boto3.client("s3", region_name="us-east-1")
    for bucket in ("assets", "site"):
        client.create_bucket(Bucket=bucket)
    client.put_object(Bucket="assets", Key="k", Body=_archive("200.html", "_app/immutable/a.js"))
    publish(client, {"SourceBucket": "assets", "SourceKey": "k", "Bucket": "site"})
    script = client.get_object(Bucket="site", Key="_app/immutable/a.js")
    assert script["Body"].read() == b"_app/immutable/a.js"
    assert script["CacheControl"] == "public, max-age=31536000, immutable"
    page = client.get_object(Bucket="site", Key="200.html")
    assert page["ContentType"] == "text/html; charset=utf-8"


EVENT = {
    "RequestType": "Create",
    "ResponseURL": "https://example.com/answer",
    "StackId": "stack",
    "RequestId": "request",
    "LogicalResourceId": "Thing",
    "ResourceProperties": {"A": "1"},
}


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    documents: list[dict[str, Any]] = []

    class Response(io.BytesIO):
        pass

    def urlopen(request: Any, timeout: float) -> Response:
        assert request.get_method() == "PUT"
        assert timeout > 0
        documents.append(json.loads(request.data))
        return Response()

    monkeypatch.setattr(answers, "urlopen", urlopen)
    return documents


def test_success_is_answered_with_a_stable_id(sent: list[dict[str, Any]]) -> None:
    seen: list[dict[str, Any]] = []
    answer(EVENT, seen.append)
    assert seen == [{"A": "1"}]
    assert sent[0]["Status"] == "SUCCESS"
    assert sent[0]["PhysicalResourceId"] == "Thing"


def test_a_failure_is_answered_and_not_raised(sent: list[dict[str, Any]]) -> None:
    def fails(_: dict[str, Any]) -> None:
        raise OSError("no")

    answer({**EVENT, "PhysicalResourceId": "known"}, fails)
    assert sent[0]["Status"] == "FAILED"
    assert sent[0]["Reason"] == "OSError: no"
    assert sent[0]["PhysicalResourceId"] == "known"


def test_a_long_reason_stays_within_what_cloudformation_takes(sent: list[dict[str, Any]]) -> None:
    def fails(_: dict[str, Any]) -> None:
        raise OSError("ü" * 5_000)

    answer(EVENT, fails)
    assert sent[0]["Reason"].startswith("OSError: ü")
    assert len(json.dumps(sent[0])) < 4096


def test_deleting_does_no_work(sent: list[dict[str, Any]]) -> None:
    answer({**EVENT, "RequestType": "Delete"}, lambda _: pytest.fail("worked"))
    assert sent[0]["Status"] == "SUCCESS"


def test_the_schema_waits_for_a_database_that_wakes_up(monkeypatch: pytest.MonkeyPatch) -> None:
    asleep = [DatabaseUnavailable("resuming"), DatabaseUnavailable("resuming")]

    def upgrade(_: Database) -> str:
        if asleep:
            raise asleep.pop()
        return "v0001"

    monkeypatch.setattr(schema, "upgrade", upgrade)
    assert schema.patiently_upgraded(Database(dict), pause_s=0) == "v0001"


def test_a_database_that_never_wakes_up_fails_the_deployment(
    monkeypatch: pytest.MonkeyPatch, sent: list[dict[str, Any]]
) -> None:
    def upgrade(_: Database) -> str:
        raise DatabaseUnavailable("down")

    monkeypatch.setattr(schema, "upgrade", upgrade)
    monkeypatch.setattr(schema, "ATTEMPTS", 2)

    def work(_: dict[str, Any]) -> None:
        schema.patiently_upgraded(Database(dict), pause_s=0)

    answer(EVENT, work)
    assert sent[0]["Status"] == "FAILED"
    assert "DatabaseUnavailable" in sent[0]["Reason"]
