"""One operation of AWS Secrets Manager: reading a secret's text."""

from __future__ import annotations

import json
from typing import Final

from tollgate.aws.signing import Credentials, signed_headers
from tollgate.errors import Unavailable
from tollgate.kit.connections import AnswerLost, ConnectionPool, NotSent
from tollgate.settings import AwsSettings

_TIMEOUT_S: Final = 2.0


def get_secret_value(aws: AwsSettings, pool: ConnectionPool, arn: str) -> str:
    """The current text of a secret. Raises `Unavailable` when it cannot be read."""
    url = aws.secrets_endpoint or f"https://secretsmanager.{aws.region}.amazonaws.com"
    body = json.dumps({"SecretId": arn}).encode()
    headers = signed_headers(
        Credentials(aws.access_key_id, aws.secret_access_key, aws.session_token),
        service="secretsmanager",
        region=aws.region,
        url=url,
        target="secretsmanager.GetSecretValue",
        content_type="application/x-amz-json-1.1",
        body=body,
    )
    try:
        response = pool.request(
            "POST", f"{url}/", headers, body, connect_timeout=_TIMEOUT_S, read_timeout=_TIMEOUT_S
        )
        raw = response.read()
    except (NotSent, AnswerLost) as error:
        raise Unavailable(f"the runtime secret cannot be read: {error}", retry_after=5) from error
    if response.status != 200:
        raise Unavailable("the runtime secret cannot be read", retry_after=5)
    text: str = json.loads(raw)["SecretString"]
    return text
