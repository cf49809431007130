"""Signing in to Aurora: the token that botocore's own client would make, and a checked server."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest

from tollgate.settings import AwsSettings, DatabaseSettings
from tollgate.usage.database import CERTIFICATES, iam_parameters, iam_token

AWS = AwsSettings("eu-west-1", "AKIDEXAMPLE", "secret", "session/token+x", None)
HOST = "tollgate.cluster-abc.eu-west-1.rds.amazonaws.com"
DATABASE = DatabaseSettings(url=None, host=HOST, port=5432, name="tollgate", user="tollgate")


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)

    def now(*_: Any, **__: Any) -> datetime:
        return moment.replace(tzinfo=None)

    monkeypatch.setattr("botocore.auth.get_current_datetime", now)


@pytest.mark.usefixtures("frozen")
def test_the_token_is_the_one_that_the_sdk_signs() -> None:
    client = boto3.client(
        "rds",
        region_name=AWS.region,
        aws_access_key_id=AWS.access_key_id,
        aws_secret_access_key=AWS.secret_access_key,
        aws_session_token=AWS.session_token,
    )
    theirs = client.generate_db_auth_token(HOST, 5432, "tollgate", AWS.region)
    ours = iam_token(DATABASE, AWS)
    assert parse_qs(urlsplit(f"//{ours}").query) == parse_qs(urlsplit(f"//{theirs}").query)
    assert ours.startswith(f"{HOST}:5432/?Action=connect&DBUser=tollgate&")


def test_the_server_is_checked_against_the_roots_of_rds() -> None:
    parameters = iam_parameters(DATABASE, AWS)
    assert (parameters["sslmode"], parameters["sslrootcert"]) == ("verify-full", str(CERTIFICATES))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(CERTIFICATES)
    names = {
        dict(part[0] for part in root["subject"])["commonName"] for root in context.get_ca_certs()
    }
    assert {name.replace("eu-west-1", "us-east-1") for name in names if "eu-west-1" in name} == {
        f"Amazon RDS us-east-1 Root CA {kind} G1" for kind in ("RSA2048", "RSA4096", "ECC384")
    }
