"""Every function answers from its built asset under the real `awslambdaric`, nothing else near.

A missing dependency, a file left out of an asset or an import that works only in the checkout
fails here and not in an account.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

from infra_cdk.functions.catalog import DEPLOY_FUNCTIONS, HTTP_FUNCTIONS, JOB_FUNCTIONS
from infra_cdk.functions.spec import FunctionSpec
from tests.events import load
from tests.packaged import OURS, build_for_this_machine, first_answer
from tests.tenant import PEPPER
from tollgate.settings import AwsSettings, TableSettings

pytestmark = [
    pytest.mark.aws,
    pytest.mark.skipif(sys.platform != "linux", reason="awslambdaric exists for Linux only"),
]

FUNCTIONS = {spec.name: spec for spec in (*HTTP_FUNCTIONS, *JOB_FUNCTIONS)}
REFUSED = {
    "auth": "login",
    "directory": "list_users",
    "costs": "summary",
    "policies": "list_policies",
    "usage": "summary",
}


@pytest.fixture(scope="module")
def assets() -> Path:
    return build_for_this_machine()


@pytest.fixture
def environment(
    aws_settings: AwsSettings, tables: TableSettings, postgres: str, tmp_path: Path
) -> dict[str, str]:
    secret = tmp_path / "secret.json"
    secret.write_text(json.dumps({"pepper": PEPPER.decode(), "setup_token": "s", "providers": {}}))
    return {
        "AWS_REGION": aws_settings.region,
        "AWS_DEFAULT_REGION": aws_settings.region,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_ENDPOINT_URL": str(aws_settings.dynamodb_endpoint),
        "TOLLGATE_STORE_TIMEOUT_MS": "60000",
        "TOLLGATE_DIRECTORY_TABLE": tables.directory,
        "TOLLGATE_ACCOUNTS_TABLE": tables.accounts,
        "TOLLGATE_JOURNAL_TABLE": tables.journal,
        "TOLLGATE_POLICIES_TABLE": tables.policies,
        "TOLLGATE_SECRET_FILE": str(secret),
        "DATABASE_URL": postgres,
    }


def invoke(
    assets: Path, spec: FunctionSpec, event: Any, environment: dict[str, str], **more: Any
) -> Any:
    answer = first_answer(assets, spec, event, environment, **more)
    assert answer.kind == "response", answer.body
    return json.loads(answer.body)


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_the_control_plane_refuses_a_stranger(
    assets: Path, environment: dict[str, str], name: str
) -> None:
    event = load(f"{name}/{REFUSED[name]}", bearer="")
    reply = invoke(assets, FUNCTIONS[name], event, environment)
    assert reply["statusCode"] == 401, reply
    assert json.loads(reply["body"])["code"]


def test_health(assets: Path, environment: dict[str, str]) -> None:
    reply = invoke(assets, FUNCTIONS["status"], load("status/health"), environment)
    assert json.loads(reply["body"])["status"] == "healthy"


def test_the_proxy_refuses_a_stranger_whole_and_streamed(
    assets: Path, environment: dict[str, str]
) -> None:
    event = load("proxy/chat_completion")
    reply = invoke(assets, FUNCTIONS["proxy"], event, environment)
    assert reply["statusCode"] == 401
    streamed = first_answer(assets, FUNCTIONS["proxy"], event, environment, runtime=OURS)
    prelude, _, body = streamed.body.partition(b"\x00" * 8)
    assert json.loads(prelude)["statusCode"] == 401
    assert json.loads(body)["error"]["code"] == "invalid_api_key"


def test_the_jobs_run(assets: Path, environment: dict[str, str], migrated: object) -> None:
    del migrated
    report = invoke(assets, FUNCTIONS["proxy_reaper"], load("proxy/reaper_schedule"), environment)
    assert report == {"organizations": 0, "closed": 0}
    report = invoke(assets, FUNCTIONS["reports_deliver"], load("reports/deliver"), environment)
    waiting = {"letters_sent": 0, "letters_waiting": 0}
    assert report == {"delivered": 0, "undeliverable": 0, **waiting}
    report = invoke(assets, FUNCTIONS["usage_ingest"], load("usage/ingest"), environment)
    assert report == {"batchItemFailures": []}
    assert invoke(assets, FUNCTIONS["usage_rollup"], load("usage/rollup"), environment) is not None


class _CloudFormation(BaseHTTPRequestHandler):
    """The address that a custom resource answers to."""

    answers: ClassVar[list[dict[str, Any]]] = []

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.answers.append(json.loads(body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Nothing: a test prints what it asserts."""


@pytest.fixture
def response_url() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _CloudFormation)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/answer"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("spec", DEPLOY_FUNCTIONS, ids=lambda spec: spec.name)
def test_custom_resources_answer_cloudformation(
    assets: Path, environment: dict[str, str], response_url: str, spec: FunctionSpec
) -> None:
    event = {
        "RequestType": "Delete",
        "ResponseURL": response_url,
        "StackId": "stack",
        "RequestId": spec.name,
        "LogicalResourceId": "Thing",
        "PhysicalResourceId": "Thing",
        "ResourceProperties": {},
    }
    assert invoke(assets, spec, event, environment) is None
    [answer] = [a for a in _CloudFormation.answers if a["RequestId"] == spec.name]
    assert answer["Status"] == "SUCCESS", answer
