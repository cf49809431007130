"""What the data plane loads before its first call: a cold start pays for each of it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[3]
ENVIRONMENT: Final = {
    "AWS_REGION": "eu-west-1",
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "TOLLGATE_DIRECTORY_TABLE": "directory",
    "TOLLGATE_ACCOUNTS_TABLE": "accounts",
    "TOLLGATE_JOURNAL_TABLE": "journal",
    "TOLLGATE_POLICIES_TABLE": "policies",
    "TOLLGATE_SECRET_VALUE": '{"pepper": "p"}',
}
LOADED: Final = """
import sys
before = set(sys.modules)
import tollgate.runtime.loop
import functions.proxy.handler
functions.proxy.handler.gateway()
loaded = set(sys.modules) - before
import json
print(json.dumps(sorted(loaded)))
"""
FORBIDDEN: Final = {
    *(
        "asyncio",
        "dataclasses",
        "email",
        "http",
        "pathlib",
        "ssl",
        "tempfile",
        "unicodedata",
        "zoneinfo",
    ),
    *("argon2", "aws_lambda_powertools", "boto3", "botocore", "cryptography", "jwt", "pydantic"),
    *("pynamodb", "yaml", "psycopg"),
    *("cedarpy", "phonenumbers", "re2", "splintr"),
    *("tollgate.auth", "tollgate.http", "tollgate.mfa", "tollgate.scim", "tollgate.sso"),
    *("tollgate.control_plane", "tollgate.policies.schema", "tollgate.policies.service"),
    *("tollgate.directory.service", "tollgate.directory.store", "tollgate.detectors.catalog"),
    *("tollgate.detectors.injection", "tollgate.detectors.pii", "tollgate.detectors.secrets"),
    *("tollgate.policies.cedar", "tollgate.prices.build", "tollgate.usage"),
}
"""With all that lies below them: what the control plane needs, what a plain call does not, and what
a part of the standard library costs more than it brings."""


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    command = [sys.executable, "-c", LOADED]
    run = subprocess.run(command, env=ENVIRONMENT, cwd=ROOT, capture_output=True, check=True)
    return set(json.loads(run.stdout))


def test_only_what_a_plain_call_needs(loaded):
    below = {name for name in loaded for part in FORBIDDEN if f"{name}.".startswith(f"{part}.")}
    assert not below
    assert "tollgate.proxy.pipeline" in loaded


def test_few_modules(loaded):
    assert len(loaded) < 230, sorted(loaded)


@pytest.mark.parametrize(
    ("more", "ready"), [({}, True), ({"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}, False)]
)
def test_what_a_first_call_would_wait_for_is_prepared(more, ready):
    """TLS too, where the store is reached by it."""
    code = """
import sys
import functions.proxy.handler
functions.proxy.handler.prepare()
print("splintr" in sys.modules, "ssl" in sys.modules)
"""
    run = subprocess.run(
        [sys.executable, "-c", code],
        env=ENVIRONMENT | more,
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    assert run.stdout.split() == [b"True", str(ready).encode()]
