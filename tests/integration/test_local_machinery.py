"""The local run by itself: what it promises functions and clients, shown with small functions."""

from __future__ import annotations

import base64
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import boto3
import psutil
import psycopg
import pytest

from tests.stack import Stack, environment, running_stack, start_stack, temporary_data_dir
from tests.waiting import PATIENCE_S, eventually

pytestmark = [pytest.mark.stack, pytest.mark.enable_socket]

MODULE = "tests.local_run"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    scratch = tmp_path_factory.mktemp("events")
    often = dict.fromkeys(("TOLLGATE_REAPER_SECONDS", "TOLLGATE_DELIVER_SECONDS"), "0.5")
    changes = {**often, "TMPDIR": str(scratch)}
    with running_stack(changes, MODULE) as started:
        yield started


def connect(stack: Stack) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(stack.url.removeprefix("http://"), timeout=PATIENCE_S)


def get(stack: Stack, path: str, method: str = "GET", body: bytes = b"") -> tuple[int, Any, bytes]:
    with closing(connect(stack)) as connection:
        connection.request(method, path, body)
        with connection.getresponse() as response:
            return response.status, response.headers, response.read()


def environment_of(stack: Stack, function: str) -> dict[str, str]:
    """What the function's process started with, once it has started."""

    def found() -> dict[str, str] | None:
        for process in family(stack):
            with suppress(psutil.Error):  # it has just ended
                environment = process.environ()
                if environment.get("AWS_LAMBDA_FUNCTION_NAME") == function:
                    return environment
        return None

    return eventually(found) or {}


def dynamodb(stack: Stack) -> Any:
    environment = environment_of(stack, "proxy")
    return boto3.client(
        "dynamodb",
        region_name=environment["AWS_REGION"],
        endpoint_url=environment["AWS_ENDPOINT_URL_DYNAMODB"],
        aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
    )


def test_a_function_gets_the_event_and_its_answer_arrives(run: Stack) -> None:
    status, headers, content = get(run, "/api/v1/users/a%20b?x=1&x=2", "POST", b"\xff\x00")
    answer = json.loads(content)
    assert status == 200
    assert headers.get_all("set-cookie") == ["a=1", "b=2"]
    assert headers["x-flag"] == "true"
    assert answer["event"]["pathParameters"] == {"proxy": "a b"}
    assert answer["event"]["multiValueQueryStringParameters"] == {"x": ["1", "2"]}
    assert base64.b64decode(answer["event"]["body"]) == b"\xff\x00"
    assert 20_000 < answer["remaining_ms"] <= 29_000


def test_a_function_sees_only_what_it_needs(run: Stack) -> None:
    seen = set(json.loads(get(run, "/api/v1/users")[2])["environment"])
    assert {"TOLLGATE_ACCOUNTS_TABLE", "TOLLGATE_SECRET_FILE", "AWS_REGION"} <= seen
    assert "DATABASE_URL" not in seen
    assert not {name for name in seen if name.endswith(("_API_KEY", "_PASSWORD"))}


def test_each_chunk_arrives_before_the_next_is_made(run: Stack, tmp_path: Path) -> None:
    seen: list[bytes] = []
    with closing(connect(run)) as connection:
        connection.request("GET", f"/v1/x?chunks=4&heard={tmp_path}")
        response = connection.getresponse()
        while chunk := response.read1(100):
            (tmp_path / str(len(seen))).touch()
            seen.append(chunk)
    assert seen == [b"data: %d\n\n" % number for number in range(4)]


def test_a_client_that_leaves_does_not_stop_the_function(run: Stack, tmp_path: Path) -> None:
    settled = tmp_path / "settled"
    with closing(connect(run)) as connection:
        connection.request("GET", f"/v1/x?chunks=5&heard={tmp_path}&settled={settled}")
        with connection.getresponse() as response:
            response.read1(10)
    for number in range(5):
        (tmp_path / str(number)).touch()
    eventually(settled.exists)


def test_a_stream_that_breaks_off_is_an_error_for_the_client(run: Stack) -> None:
    with pytest.raises(http.client.IncompleteRead):
        get(run, "/v1/x?chunks=3&fails_at=2")
    status, _, content = get(run, "/v1/messages?chunks=3&fails_at=0")
    assert status == 502
    assert json.loads(content)["type"] == "error"


def test_many_calls_share_one_process(run: Stack, tmp_path: Path) -> None:
    connections = [connect(run) for _ in range(16)]
    for connection in connections:
        connection.request("GET", f"/v1/x?chunks=2&meet=16&place={tmp_path}")
    assert all(c.getresponse().read().endswith(b"1\n\n") for c in connections)
    for connection in connections:
        connection.close()


def test_a_crashed_function_answers_502_and_comes_back(run: Stack) -> None:
    assert get(run, "/api/v1/auth/crash")[0] == 502
    assert get(run, "/api/v1/auth/raise")[0] == 502
    assert get(run, "/api/v1/auth/fine")[0] == 200


@pytest.mark.parametrize("name", ["reaper", "deliver"])
def test_schedules_run(run: Stack, name: str) -> None:
    scratch = Path(environment_of(run, "proxy")["TMPDIR"])
    eventually(lambda: len(list(scratch.glob(f"{name}-*"))) >= 2)
    event = json.loads(next(scratch.glob(f"{name}-*")).read_text())
    assert event["source"] == "aws.events"


def test_alerts_go_to_a_file_and_webhooks_may_be_local(run: Stack) -> None:
    proxy = environment_of(run, "proxy")
    eventually(lambda: any(Path(proxy["TMPDIR"]).glob("deliver-*")))
    assert environment_of(run, "deliver")["TOLLGATE_ALERT_FILE"].endswith("/alerts.jsonl")
    assert proxy["TOLLGATE_LOOPBACK_WEBHOOKS"] == "1"
    assert "TOLLGATE_ALERT_FILE" not in proxy


def test_the_stream_reaches_its_consumer(run: Stack) -> None:
    client = dynamodb(run)
    for number in range(250):
        client.put_item(
            TableName="tollgate-journal",
            Item={"pk": {"S": f"org#{number}"}, "sk": {"S": "REQUEST"}},
        )
    scratch = Path(environment_of(run, "proxy")["TMPDIR"])

    def delivered() -> list[str]:
        batches = [json.loads(path.read_text()) for path in sorted(scratch.glob("ingest-*"))]
        assert all(len(batch["Records"]) <= 100 for batch in batches)
        records = [record for batch in batches for record in batch["Records"]]
        return [record["dynamodb"]["Keys"]["pk"]["S"] for record in records]

    eventually(lambda: len(delivered()) >= 250)
    assert delivered() == [f"org#{number}" for number in range(250)]


def test_the_store_answers_nobody_else(run: Stack) -> None:
    environment = environment_of(run, "proxy")
    stranger = boto3.client(
        "dynamodb",
        region_name="us-east-1",
        endpoint_url=environment["AWS_ENDPOINT_URL_DYNAMODB"],
        aws_access_key_id="guess",
        aws_secret_access_key="guess",
    )
    with pytest.raises(stranger.exceptions.ClientError, match="unknown access key"):
        stranger.list_tables()


def test_only_the_loopback_listens(run: Stack) -> None:
    hosts = set()
    for process in (psutil.Process(run.process.pid), *family(run)):
        with suppress(psutil.NoSuchProcess):  # PostgreSQL's own come and go
            connections = process.net_connections("inet")
            hosts |= {c.laddr.ip for c in connections if c.status == psutil.CONN_LISTEN}
    assert hosts == {"127.0.0.1"}


def test_a_taken_port_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, temporary_data_dir() as data_dir:
        port = str(taken.getsockname()[1])
        with pytest.raises(RuntimeError, match=f"port {port} is taken"):
            start_stack(data_dir, {"TOLLGATE_PORT": port}, "local")


def test_a_second_run_over_the_same_data_is_refused(run: Stack) -> None:
    with pytest.raises(RuntimeError, match="another Tollgate is running"):
        start_stack(run.data_dir, {}, "local")


def alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    return [process for process in processes if _lives(process)]


def _lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def family(stack: Stack) -> list[psutil.Process]:
    """Every process of a run; PostgreSQL's are children of the supervisor too."""
    return psutil.Process(stack.process.pid).children(recursive=True)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_outlives_the_supervisor(number: int) -> None:
    with running_stack({}, MODULE) as stack:
        processes = family(stack)
        assert len(processes) > 8
        os.kill(stack.process.pid, number)
        stack.process.wait(PATIENCE_S)
        psutil.wait_procs(processes, timeout=PATIENCE_S)
        assert alive(processes) == []


@pytest.mark.parametrize("count", [0, 1, 3, 6])
def test_an_interrupted_start_leaves_nothing(count: int) -> None:
    """Interrupted with so many processes begun."""
    with temporary_data_dir() as data_dir:
        process = subprocess.Popen(
            [sys.executable, "-m", MODULE],
            env=environment(data_dir, {}),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        supervisor = psutil.Process(process.pid)
        eventually(lambda: len(supervisor.children(recursive=True)) >= count)
        processes = supervisor.children(recursive=True)
        # Not SIGINT: whoever runs the tests in the background of a shell has it ignored until then.
        process.terminate()
        process.wait(PATIENCE_S)
        psutil.wait_procs(processes, timeout=PATIENCE_S)
        assert alive(processes) == []
        assert not list(data_dir.rglob("postmaster.pid"))


def test_a_running_call_is_finished_before_the_stop(tmp_path: Path) -> None:
    with running_stack({"TOLLGATE_DRAIN_SECONDS": "120"}, MODULE) as stack:
        with closing(connect(stack)) as connection:
            connection.request("GET", f"/v1/x?chunks=5&heard={tmp_path}")
            with connection.getresponse() as response:
                response.read1(10)
                stack.process.send_signal(signal.SIGINT)
                eventually(lambda: get(stack, "/api/v1/users")[0] == 503)
                for number in range(5):
                    (tmp_path / str(number)).touch()
                assert response.read().endswith(b"data: 4\n\n")
        assert stack.process.wait(PATIENCE_S) == 0


def test_what_was_acknowledged_survives_the_death_of_everything() -> None:
    with temporary_data_dir() as data_dir:
        scratch = data_dir.parent / "events"
        scratch.mkdir()
        stack = start_stack(data_dir, {"TMPDIR": str(scratch)}, MODULE)
        client = dynamodb(stack)
        database = environment_of(stack, "ingest")["DATABASE_URL"]
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute("CREATE TABLE kept (n int)")
            connection.execute("INSERT INTO kept VALUES (1)")
        for number in range(300):
            client.transact_write_items(
                ClientRequestToken=f"token-{number}", TransactItems=transaction(number)
            )
        stack.kill_all()

        stack = start_stack(data_dir, {"TMPDIR": str(scratch)}, MODULE)
        try:
            client = dynamodb(stack)
            client.transact_write_items(
                ClientRequestToken="token-299", TransactItems=transaction(299)
            )
            counter = client.get_item(TableName="tollgate-accounts", Key=COUNTER)["Item"]
            assert counter["n"] == {"N": "300"}
            count = client.scan(TableName="tollgate-journal", Select="COUNT")["Count"]
            assert count == 300
            with psycopg.connect(environment_of(stack, "ingest")["DATABASE_URL"]) as connection:
                assert connection.execute("SELECT n FROM kept").fetchall() == [(1,)]
            eventually(lambda: ingested(scratch) == {f"org#{number}" for number in range(300)})
        finally:
            stack.stop()


COUNTER = {"pk": {"S": "org"}, "sk": {"S": "BUDGET"}}


def transaction(number: int) -> list[dict[str, Any]]:
    item = {"pk": {"S": f"org#{number}"}, "sk": {"S": "REQUEST"}}
    update = {
        "TableName": "tollgate-accounts",
        "Key": COUNTER,
        "UpdateExpression": "ADD n :one",
        "ExpressionAttributeValues": {":one": {"N": "1"}},
    }
    return [{"Put": {"TableName": "tollgate-journal", "Item": item}}, {"Update": update}]


def ingested(scratch: Path) -> set[str]:
    return {
        record["dynamodb"]["Keys"]["pk"]["S"]
        for path in scratch.glob("ingest-*")
        for record in json.loads(path.read_text())["Records"]
    }
