"""`make e2e-local`: the templates as they are, deployed to the local emulator by the plain CDK CLI.

    python -m infra_cdk.e2e [--keep]

What is proven: CloudFormation accepts the templates, custom resources run and answer, routes reach
their functions, and each function's role suffices, for the emulator checks signatures and policies
(`AUTH=true`). PostgreSQL is a real one beside it. What the emulator drops is asserted on the
templates instead (tests/infra): time to live, point-in-time recovery, encryption, streaming routes,
the network. The proxy is therefore invoked directly, with the event that API Gateway would send.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPResponse
from pathlib import Path
from typing import Any, Final

import psutil

from infra_cdk.build import build, host_target
from infra_cdk.config import ROOT
from local.database import Cluster
from local.settings import MINISTACK

CDK: Final = "aws-cdk@2.1148.1"
"""The newest command line that reads this library's cloud assembly; npm's `latest` does not."""
EMULATOR: Final = ROOT / ".tools" / f"ministack-{MINISTACK}" / "bin" / "python"
ACCOUNT: Final = "000000000000"
REGION: Final = "us-east-1"
STAGE: Final = "dev"
ROOT_KEY: Final = ("test", "test")
"""The emulator's well-known key of the account itself."""
STARTS_WITHIN_S: Final = 60.0
INGESTED_WITHIN_S: Final = 120.0
_CEILING: Final = {"input_usd_per_million": "10", "output_usd_per_million": "40"}
POLICY: Final = {
    "name": "No old models",
    "type": "usage",
    "rules": {"denied_models": ["gpt-3*"]},
}
OWNER: Final = {"email": "owner@example.com", "password": "correct horse battery staple"}


class CheckFailed(Exception):
    """The deployment did not do what it should; the message says what it did."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer, its body decoded when it is JSON."""

    status: int
    body: Any


@dataclass(frozen=True, slots=True)
class Cloud:
    """The emulator: its address, its certificate, and the environment of a client of it."""

    url: str
    certificate: Path
    environment: dict[str, str]
    key: tuple[str, str] = ROOT_KEY

    def aws(self, service: str) -> Any:
        """A client of one AWS service."""
        from botocore.session import get_session  # type: ignore[import-untyped]  # noqa: PLC0415

        return get_session().create_client(
            service,
            region_name=REGION,
            endpoint_url=self.url,
            aws_access_key_id=self.key[0],
            aws_secret_access_key=self.key[1],
            verify=str(self.certificate),
        )

    def cdk(self, *arguments: str) -> None:
        """Runs the CDK command line. Raises `CheckFailed` with what it printed."""
        command = ["npx", "--yes", CDK, *arguments, "-c", f"stage={STAGE}", "-c", "assets=host"]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise CheckFailed(f"cdk {arguments[0]}: {done.stdout[-4000:]}{done.stderr[-8000:]}")


@contextmanager
def emulator(directory: Path, variables: dict[str, str]) -> Iterator[Cloud]:
    """The emulator on a free loopback port; functions inherit `variables`, as they do its own.

    It speaks TLS, because buckets and queues refuse to be spoken to without.
    """
    port = _free_port()
    url = f"https://127.0.0.1:{port}"
    certificate = directory / "ministack-tls" / "server.crt"
    trust = dict.fromkeys(("AWS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"), str(certificate))
    keys = dict(zip(("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"), ROOT_KEY, strict=True))
    settings = {
        "AUTH": "true",
        "USE_SSL": "1",
        "BIND_HOST": "127.0.0.1",
        "MINISTACK_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "PERSIST_STATE": "0",
        "PATH": os.environ["PATH"],
        "TMPDIR": str(directory),
    }
    with (directory / "emulator.log").open("wb") as log:
        process = subprocess.Popen(
            [str(EMULATOR), "-m", "ministack"],
            env={**settings, **keys, **trust, "SSL_CERT_FILE": str(certificate), **variables},
            stdout=log,
            stderr=log,
        )
    try:
        _await(lambda: _open(f"{url}/_ministack/health", certificate).close())
        client = {
            **os.environ,
            **keys,
            **trust,
            "AWS_ENDPOINT_URL": url,
            "AWS_ENDPOINT_URL_S3": url,
        }
        client |= {"AWS_REGION": REGION, "AWS_DEFAULT_REGION": REGION, "CI": "1"}
        client |= {"CDK_DEFAULT_ACCOUNT": ACCOUNT, "CDK_DEFAULT_REGION": REGION}
        yield Cloud(url, certificate, client)
    finally:
        _end(process.pid)


@contextmanager
def scripted_provider() -> Iterator[str]:
    """The scripted model provider, by its address."""
    port = _free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "local.scripted", "--port", str(port)], cwd=ROOT
    )
    try:
        _await(lambda: socket.create_connection(("127.0.0.1", port), 1).close())
        yield f"http://127.0.0.1:{port}"
    finally:
        _end(process.pid)


class Api:
    """The deployed REST API, called the way a browser or a script calls it."""

    def __init__(self, cloud: Cloud) -> None:
        apis = cloud.aws("apigateway").get_rest_apis()["items"]
        self._certificate = cloud.certificate
        self._base = f"{cloud.url}/_aws/execute-api/{apis[0]['id']}/live"
        self.token: str | None = None

    def __call__(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> Answer:
        sent = {"content-type": "application/json", **(headers or {})}
        if self.token:
            sent["authorization"] = f"Bearer {self.token}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(  # noqa: S310 - our own loopback address
            self._base + path, data=data, headers=sent, method=method
        )
        try:
            with _open(request, self._certificate) as response:
                return Answer(response.status, _decoded(response.read()))
        except urllib.error.HTTPError as error:
            return Answer(error.code, _decoded(error.read()))

    def expect(
        self, status: int, method: str, path: str, *, quiet: bool = False, **call: Any
    ) -> Any:
        """The body of an answer with that status. Raises `CheckFailed` on another."""
        answer = self(method, path, **call)
        if answer.status != status:
            raise CheckFailed(f"{method} {path}: {answer.status} {answer.body}, not {status}")
        if not quiet:
            print(f"  {status} {method} {path}")
        return answer.body


def check(cloud: Cloud, provider: str) -> None:
    """From an empty deployment to a governed call and its cost, over the deployed routes."""
    secret = _provide(cloud, provider)
    api = Api(cloud)
    api.expect(200, "GET", "/api/v1/health")
    api.expect(401, "GET", "/api/v1/api-keys")
    tenant = {**OWNER, "name": "Owner", "organization_name": "Example"}
    setup = {"x-tollgate-setup-token": secret["setup_token"]}
    api.expect(201, "POST", "/api/v1/admin/bootstrap", body=tenant, headers=setup)
    api.token = api.expect(200, "POST", "/api/v1/auth/login", body=OWNER)["access_token"]
    key = {
        "name": "e2e",
        "permissions": ["llm.use.*"],
        "budget_usd": "1",
        "budget_period": "monthly",
    }
    once = {"idempotency-key": "e2e"}
    created = api.expect(201, "POST", "/api/v1/api-keys", body=key, headers=once)
    _call_model(cloud, created["key"])
    policy = api.expect(201, "POST", "/api/v1/policies", body=POLICY)
    request_id = _call_model(cloud, created["key"])
    api.expect(200, "GET", f"/api/v1/requests/{request_id}")
    api.expect(200, "GET", f"/api/v1/requests/{request_id}/explanation")
    _await_fact(api)
    api.expect(200, "GET", "/api/v1/costs/summary")
    api.expect(200, "GET", "/api/v1/budgets")
    api.expect(200, "PUT", "/api/v1/prices", body={"ceiling_price": _CEILING})
    _check_identity(api, created["id"])
    for job in ("proxy_reaper", "reports_deliver", "usage_rollup", "directory_retention"):
        _run_job(cloud, job)
    api.expect(200, "GET", f"/api/v1/policies/{policy['id']}")
    api.expect(200, "GET", "/api/v1/violations")
    api.expect(200, "GET", "/api/v1/approvals")
    api.expect(204, "DELETE", f"/api/v1/api-keys/{created['id']}")
    api.expect(204, "POST", "/api/v1/auth/logout", body={})
    _check_site(cloud)
    _check_enforcement(cloud)


def _check_identity(api: Api, key_id: str) -> None:
    """People, roles, keys, single sign-on and SCIM, each under its function's own role."""
    api.expect(200, "GET", "/.well-known/jwks.json")
    api.expect(200, "POST", "/api/v1/auth/mfa/setup", body={})
    rules = {"lockout": {"failures": 6}}
    api.expect(200, "PATCH", "/api/v1/admin/security-settings", body=rules)
    team = api.expect(201, "POST", "/api/v1/teams", body={"name": "Research"})
    role = {"name": "reader", "permissions": ["users.view"], "inherits": "standard_user"}
    api.expect(201, "POST", "/api/v1/roles", body=role)
    ada = {"email": "ada@example.com", "name": "Ada", "team_ids": [team["id"]]}
    person = api.expect(201, "POST", "/api/v1/users", body=ada)
    whose = f"/api/v1/users/{person['id']}"
    api.expect(200, "POST", f"{whose}/roles/reader", body={})
    api.expect(200, "GET", f"{whose}/permissions")
    api.expect(200, "GET", f"{whose}/activity")
    table = {"csv": "email,name,role,team\nbob@example.com,Bob,developer,research\n"}
    api.expect(200, "POST", "/api/v1/users/import", body=table)
    api.expect(200, "POST", f"/api/v1/api-keys/{key_id}/rotate", body={"overlap_hours": 1})
    connection = {
        "name": "Okta",
        "provider": "okta",
        "issuer": "https://example.okta.com",
        "client_id": "0oa1",
        "client_secret": "secret",
        "domains": ["example.com"],
    }
    api.expect(201, "POST", "/api/v1/sso-connections", body=connection)
    api.expect(201, "POST", "/api/v1/access-reviews", body={"name": "Autumn"})
    api.expect(200, "POST", f"{whose}/offboard", body={"reason": "left"})
    _check_scim(api)


def _check_scim(api: Api) -> None:
    bearer = {"name": "scim", "permissions": ["scim.provision"]}
    key = api.expect(201, "POST", "/api/v1/api-keys", body=bearer)["key"]
    owner, api.token = api.token, key
    sent = {
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "userName": "eve@example.com",
        "active": True,
    }
    media = {"content-type": "application/scim+json"}
    made = api.expect(201, "POST", "/scim/v2/Users", body=sent, headers=media)
    api.expect(204, "DELETE", f"/scim/v2/Users/{made['id']}")
    api.token = owner


def _provide(cloud: Cloud, provider: str) -> dict[str, Any]:
    """Names the scripted provider in the runtime secret, as an operator adds provider keys."""
    manager = cloud.aws("secretsmanager")
    secret_id = f"tollgate/{STAGE}"
    secret: dict[str, Any] = json.loads(
        manager.get_secret_value(SecretId=secret_id)["SecretString"]
    )
    for name in ("pepper", "setup_token"):
        if len(secret.get(name, "")) < 32:
            raise CheckFailed(f"the deployment left {name} out of the runtime secret")
    secret["providers"] = {"scripted": {"base_url": provider}}
    manager.put_secret_value(SecretId=secret_id, SecretString=json.dumps(secret))
    return secret


def _call_model(cloud: Cloud, key: str) -> str:
    """One governed call; returns its request id. Raises `CheckFailed` unless it succeeded."""
    event = json.loads((ROOT / "events" / "proxy" / "chat_completion.json").read_text())
    event["headers"] = {**event["headers"], "authorization": f"Bearer {key}"}
    answer = cloud.aws("lambda").invoke(
        FunctionName=f"tollgate-{STAGE}-proxy", Payload=json.dumps(event).encode()
    )
    response = json.loads(answer["Payload"].read())
    if response.get("statusCode") != 200:
        raise CheckFailed(f"the proxy: {response}")
    print("  200 POST /v1/chat/completions (invoked directly)")
    return str(response["headers"]["x-request-id"])


def _await_fact(api: Api) -> None:
    """Waits until the journal's stream brought the call into PostgreSQL."""
    deadline = time.monotonic() + INGESTED_WITHIN_S
    while not (found := api.expect(200, "GET", "/api/v1/usage/summary", quiet=True)["requests"]):
        if time.monotonic() > deadline:
            raise CheckFailed("the call never reached PostgreSQL")
        time.sleep(1)
    print(f"  {found} request ingested from the stream")


def _run_job(cloud: Cloud, name: str) -> None:
    answer = cloud.aws("lambda").invoke(FunctionName=f"tollgate-{STAGE}-{name}", Payload=b"{}")
    payload = answer["Payload"].read().decode()
    if "FunctionError" in answer:
        raise CheckFailed(f"{name}: {payload}")
    print(f"  {name} ran: {payload}")


def _check_site(cloud: Cloud) -> None:
    """The custom resource published the dashboard's files."""
    s3 = cloud.aws("s3")
    [bucket] = [
        found["Name"]
        for found in s3.list_buckets()["Buckets"]
        if found["Name"].startswith(f"tollgate-{STAGE}-web")
    ]
    page = s3.head_object(Bucket=bucket, Key="200.html")
    if page["CacheControl"] != "no-cache" or not page["ContentType"].startswith("text/html"):
        raise CheckFailed(f"the dashboard's page is served as {page}")
    print("  the dashboard is in its bucket")


def _check_enforcement(cloud: Cloud) -> None:
    """A principal without permissions is refused, so that what passed above passed by its role."""
    from botocore.exceptions import ClientError  # type: ignore[import-untyped]  # noqa: PLC0415

    iam = cloud.aws("iam")
    iam.create_user(UserName="nobody")
    key = iam.create_access_key(UserName="nobody")["AccessKey"]
    nobody = replace(cloud, key=(key["AccessKeyId"], key["SecretAccessKey"]))
    try:
        nobody.aws("dynamodb").list_tables()
    except ClientError as refused:
        print(f"  without a permission: {refused.response['Error']['Code']}")
        return
    raise CheckFailed("the emulator does not enforce permissions")


def _decoded(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        return raw.decode(errors="replace")


def _open(request: str | urllib.request.Request, certificate: Path) -> HTTPResponse:
    trusted = ssl.create_default_context(cafile=certificate)
    response: HTTPResponse = urllib.request.urlopen(  # noqa: S310 - our own loopback address
        request, timeout=60, context=trusted
    )
    return response


def _await(ready: Callable[[], object]) -> None:
    deadline = time.monotonic() + STARTS_WITHIN_S
    while True:
        try:
            ready()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _end(pid: int) -> None:
    """Ends a process and the workers that it started, which would outlive it."""
    try:
        process = psutil.Process(pid)
    except psutil.NoSuchProcess:
        return
    family = [*process.children(recursive=True), process]
    for member in family:
        member.terminate()
    for member in psutil.wait_procs(family, timeout=5)[1]:
        member.kill()


def main() -> None:
    parser = argparse.ArgumentParser(description="Deploy to the local emulator and call it.")
    parser.add_argument("--keep", action="store_true", help="keep the emulator's log")
    kept = parser.parse_args().keep
    directory = Path(tempfile.mkdtemp(prefix="tollgate-e2e-"))
    directory.chmod(0o755)
    build(host_target())
    try:
        with ExitStack() as stack:
            cluster = Cluster(directory / "database", {"fsync": "off"})
            stack.callback(cluster.stop)
            provider = stack.enter_context(scripted_provider())
            variables = {"DATABASE_URL": cluster.start()}
            cloud = stack.enter_context(emulator(directory, variables))
            started = time.monotonic()
            cloud.cdk("bootstrap", f"aws://{ACCOUNT}/{REGION}")
            cloud.cdk("deploy", "--all", "--require-approval", "never")
            print(f"deployed in {time.monotonic() - started:.0f} s")
            check(cloud, provider)
    except CheckFailed as failed:
        raise SystemExit(f"e2e: {failed}\nlog: {directory / 'emulator.log'}") from failed
    if not kept:
        shutil.rmtree(directory)


if __name__ == "__main__":
    main()
