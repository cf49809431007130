"""Our signature is botocore's signature."""

from datetime import UTC, datetime

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as BotocoreCredentials
from hypothesis import given
from hypothesis import strategies as st

from tollgate.aws.signing import Credentials, signed_headers

AT = datetime(2026, 11, 21, 9, 30, 5, tzinfo=UTC)
TARGET = "DynamoDB_20120810.TransactWriteItems"
CONTENT_TYPE = "application/x-amz-json-1.0"


def _botocore_signature(credentials: Credentials, region: str, url: str, body: bytes) -> str:
    theirs = BotocoreCredentials(
        credentials.access_key_id, credentials.secret_access_key, credentials.session_token
    )
    headers = {
        "Content-Type": CONTENT_TYPE,
        "X-Amz-Target": TARGET,
        "X-Amz-Date": AT.strftime("%Y%m%dT%H%M%SZ"),
    }
    request = AWSRequest("POST", f"{url}/", headers=headers, data=body)
    request.context["timestamp"] = headers["X-Amz-Date"]
    signer = SigV4Auth(theirs, "dynamodb", region)
    if credentials.session_token:
        request.headers["X-Amz-Security-Token"] = credentials.session_token
    canonical = signer.canonical_request(request)
    signature: str = signer.signature(signer.string_to_sign(request, canonical), request)
    return signature


@given(
    secret=st.text(min_size=1, max_size=60),
    token=st.none() | st.text("ABCabc019+/=", min_size=1),
    region=st.sampled_from(["us-east-1", "eu-central-1"]),
    url=st.sampled_from(["https://dynamodb.us-east-1.amazonaws.com", "http://127.0.0.1:4566"]),
    body=st.binary(max_size=200),
)
def test_agrees_with_botocore(
    secret: str, token: str | None, region: str, url: str, body: bytes
) -> None:
    credentials = Credentials("AKIDEXAMPLE", secret, token)
    headers = signed_headers(
        credentials,
        service="dynamodb",
        region=region,
        url=url,
        target=TARGET,
        content_type=CONTENT_TYPE,
        body=body,
        at=AT,
    )
    assert headers["authorization"].endswith(
        f"Signature={_botocore_signature(credentials, region, url, body)}"
    )


@pytest.mark.parametrize(
    ("service", "path", "content_type"),
    [
        ("sns", "/", "application/x-www-form-urlencoded"),
        ("bedrock", "/guardrail/gr1/version/1/apply", "application/json"),
        ("bedrock", "/guardrail/arn%3Aaws%3Abedrock%2Fgr%201/version/DRAFT/apply", "text/plain"),
    ],
)
def test_agrees_on_paths_and_without_a_target(service: str, path: str, content_type: str) -> None:
    url = f"https://{service}.eu-west-1.amazonaws.com{path}"
    sent = {"Content-Type": content_type, "X-Amz-Date": AT.strftime("%Y%m%dT%H%M%SZ")}
    request = AWSRequest("POST", url, headers=sent, data=b"body")
    request.context["timestamp"] = sent["X-Amz-Date"]
    signer = SigV4Auth(BotocoreCredentials("AKID", "secret"), service, "eu-west-1")
    canonical = signer.canonical_request(request)
    signature = signer.signature(signer.string_to_sign(request, canonical), request)
    headers = signed_headers(
        Credentials("AKID", "secret"),
        service=service,
        region="eu-west-1",
        url=url,
        content_type=content_type,
        body=b"body",
        at=AT,
    )
    assert headers["authorization"].endswith(f"Signature={signature}")


def test_credentials_do_not_show_their_secret() -> None:
    assert "hush" not in repr(Credentials("AKID", "hush", "hush-token"))
