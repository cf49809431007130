"""The local DynamoDB emulator as fixtures: one process per session, fresh tables per test.

`tests/conftest.py` offers them to every suite, so that a session starts one emulator. `emulator` is
the endpoint's URL, `aws_settings` how to reach it, `tables` the names of tables made for this one
test from `tollgate.tables` (and removed after it). A suite that uses them is marked `aws`; it opens
sockets to 127.0.0.1 only.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final

import boto3
import pytest
from botocore.config import Config

from local.settings import MINISTACK
from tollgate.aws.dynamodb import DynamoDB
from tollgate.kit.connections import ConnectionPool
from tollgate.settings import AwsSettings, TableSettings
from tollgate.tables import TABLES, Table

ROOT: Final = Path(__file__).resolve().parent.parent
HOME: Final = ROOT / ".tools" / f"ministack-{MINISTACK}"
STARTS_WITHIN_S: Final = 180.0
"""How long a process may take to come up; one that ends is noticed at once."""
_PROGRAM: Final = (
    "import sys; from local.lifeline import end_with_parent; end_with_parent(int(sys.argv.pop()));"
    " from ministack.app import main; main()"
)
"""The emulator, which ends with us: also when the tests are killed."""
_ENVIRONMENT: Final = {
    "BIND_HOST": "127.0.0.1",
    "IOT_MTLS_ENABLED": "0",
    "SFTP_ENABLED": "0",
    "PERSIST_STATE": "0",
    "LOG_LEVEL": "ERROR",
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
}


def install() -> Path:
    """The emulator's interpreter, in an environment of its own because it pins its own botocore."""
    python = HOME / "bin" / "python"
    if not (HOME / "bin" / "ministack").exists():
        uv = str(Path(sys.executable).parent / "uv")
        subprocess.run([uv, "venv", "--quiet", str(HOME)], check=True)
        wanted = ["-r", str(ROOT / "local" / "emulator-requirements.txt")]
        subprocess.run(
            [uv, "pip", "install", "--quiet", "--python", str(python), *wanted], check=True
        )
    return python


@contextmanager
def reserved_port() -> Iterator[int]:
    """A port that nobody else is given meanwhile, for a server that opens it by its number.

    A bound socket that does not listen keeps others away, who ask for any port; the server itself
    may bind it beside, as both reuse the address.
    """
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind(("127.0.0.1", 0))
        yield holder.getsockname()[1]


def _await_health(process: subprocess.Popen[bytes], url: str) -> None:
    deadline = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the emulator ended with {process.returncode}")
        try:
            with urllib.request.urlopen(f"{url}/_ministack/health", timeout=10):
                return
        except urllib.error.HTTPError:
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError("the emulator did not answer in time")


@contextmanager
def running_emulator() -> Iterator[str]:
    """Starts the emulator on a free port; yields its URL and ends it afterwards."""
    with reserved_port() as port, _emulator_at(port) as url:
        yield url


@contextmanager
def _emulator_at(port: int) -> Iterator[str]:
    environment = {"PATH": os.environ.get("PATH", ""), "GATEWAY_PORT": str(port), **_ENVIRONMENT}
    reading, writing = os.pipe()
    process = subprocess.Popen(
        [str(install()), "-c", _PROGRAM, str(reading)],
        cwd=ROOT,
        env=environment,
        pass_fds=[reading],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(reading)
    try:
        url = f"http://127.0.0.1:{port}"
        _await_health(process, url)
        yield url
    finally:
        process.terminate()
        try:
            process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        os.close(writing)


def client_for(settings: AwsSettings) -> Any:
    """A boto3 DynamoDB client without retries: a test sees what the store answered first."""
    return boto3.client(
        "dynamodb",
        region_name=settings.region,
        endpoint_url=settings.dynamodb_endpoint,
        aws_access_key_id=settings.access_key_id,
        aws_secret_access_key=settings.secret_access_key,
        config=Config(retries={"total_max_attempts": 1}, connect_timeout=60, read_timeout=60),
    )


def _indexes(table: Table) -> list[dict[str, Any]]:
    return [
        {
            "IndexName": index.name,
            "KeySchema": [
                {"AttributeName": index.partition, "KeyType": "HASH"},
                *([{"AttributeName": index.sort, "KeyType": "RANGE"}] if index.sort else []),
            ],
            "Projection": {"ProjectionType": "KEYS_ONLY" if index.keys_only else "ALL"},
        }
        for index in table.indexes
    ]


@cache
def _store(endpoint: str) -> DynamoDB:
    """The product's client: nearly every test makes tables, and boto3 takes nine times as long."""
    settings = AwsSettings("eu-west-1", "test", "test", None, endpoint, store_timeout_s=60.0)
    return DynamoDB(settings, ConnectionPool())


def create_table(client: Any, table: Table, name: str) -> None:
    """Creates `table` of `tollgate.tables` under `name`, its indexes and stream included.

    `client` is boto3's; it says where.
    """
    attributes = {"pk", "sk"} | {
        attribute
        for index in table.indexes
        for attribute in (index.partition, index.sort)
        if attribute
    }
    indexes = _indexes(table)
    options: dict[str, Any] = {"GlobalSecondaryIndexes": indexes} if indexes else {}
    if table.stream:
        view = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
        options["StreamSpecification"] = view
    payload = {
        "TableName": name,
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [
            {"AttributeName": attribute, "AttributeType": "S"} for attribute in sorted(attributes)
        ],
        "KeySchema": [
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ],
        **options,
    }
    _store(client.meta.endpoint_url).call("CreateTable", payload)


@pytest.fixture(scope="session")
def emulator() -> Iterator[str]:
    with running_emulator() as url:
        yield url


@pytest.fixture(scope="session")
def aws_settings(emulator: str) -> AwsSettings:
    return AwsSettings(
        region="eu-west-1",
        access_key_id="test",
        secret_access_key="test",
        session_token=None,
        dynamodb_endpoint=emulator,
        # What a busy machine adds to the emulator's answers says nothing of the code.
        store_timeout_s=30.0,
    )


@pytest.fixture(scope="session")
def dynamodb_client(aws_settings: AwsSettings) -> Any:
    return client_for(aws_settings)


@contextmanager
def fresh_tables(client: Any) -> Iterator[TableSettings]:
    """Every table of `tollgate.tables`, empty, under names of their own; removed afterwards."""
    suffix = uuid.uuid4().hex[:12]
    names = {table.name: f"{table.name}-{suffix}" for table in TABLES}
    for table in TABLES:
        create_table(client, table, names[table.name])
    yield TableSettings(**names)
    for name in names.values():
        _store(client.meta.endpoint_url).call("DeleteTable", {"TableName": name})


@pytest.fixture
def tables(dynamodb_client: Any) -> Iterator[TableSettings]:
    with fresh_tables(dynamodb_client) as made:
        yield made
