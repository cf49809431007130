"""AWS Signature Version 4 for requests that are posted.

The algorithm is the one of the AWS General Reference, "Create a signed AWS API request"; the tests
hold it to botocore's signer. It exists because importing botocore costs a cold start more than
everything else that the proxy needs.
"""

from __future__ import annotations

import hmac
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from urllib.parse import quote, urlsplit

from msgspec import Struct


class Credentials(Struct, frozen=True):
    """As the Lambda service hands them to a function; never logged."""

    access_key_id: str
    secret_access_key: str
    session_token: str | None = None

    def __repr__(self) -> str:
        return f"Credentials({self.access_key_id!r}, …)"


@lru_cache(maxsize=8)
def _signing_key(secret: str, date: str, region: str, service: str) -> bytes:
    key = f"AWS4{secret}".encode()
    for part in (date, region, service, "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return key


def signed_headers(
    credentials: Credentials,
    *,
    service: str,
    region: str,
    url: str,
    target: str | None = None,
    content_type: str,
    body: bytes,
    at: datetime | None = None,
) -> dict[str, str]:
    """The headers of a POST of `body` to `url`, signature included, `Host` excluded.

    `target` is the `X-Amz-Target` of the operation, such as `DynamoDB_20120810.GetItem`, where the
    service has one. The path of `url` is percent-encoded as it is sent; it has no query.
    """
    moment = (at or datetime.now(UTC)).strftime("%Y%m%dT%H%M%SZ")
    parts = urlsplit(url)
    headers = {"content-type": content_type, "host": parts.netloc, "x-amz-date": moment}
    if target:
        headers["x-amz-target"] = target
    if credentials.session_token:
        headers["x-amz-security-token"] = credentials.session_token
    names = ";".join(sorted(headers))
    canonical_headers = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    # What is signed is the path as sent, encoded once more (S3 alone is different).
    path = quote(parts.path or "/", safe="/-_.~")
    canonical = f"POST\n{path}\n\n{canonical_headers}\n{names}\n{sha256(body).hexdigest()}"
    scope = f"{moment[:8]}/{region}/{service}/aws4_request"
    to_sign = f"AWS4-HMAC-SHA256\n{moment}\n{scope}\n{sha256(canonical.encode()).hexdigest()}"
    key = _signing_key(credentials.secret_access_key, moment[:8], region, service)
    signature = hmac.new(key, to_sign.encode(), "sha256").hexdigest()
    headers["authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={credentials.access_key_id}/{scope}, "
        f"SignedHeaders={names}, Signature={signature}"
    )
    del headers["host"]
    return headers
