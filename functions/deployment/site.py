"""On deploy: publishes the dashboard, and writes down where people reach it.

The dashboard goes from the zip of its build to the bucket behind CloudFront. Old files stay, since
a page that is open may still ask for them; pages go last, so that none names a file that is not
there yet.
"""

from __future__ import annotations

import io
import mimetypes
from collections.abc import Iterator
from typing import Any, Final, NamedTuple
from zipfile import ZipFile

from functions.deployment.answer import answer

SYSTEM: Final = "system"
SORT_KEY: Final = "DEPLOYMENT"
"""As `tollgate.public_url` reads them, which this function's layers cannot import."""

_FOREVER: Final = "public, max-age=31536000, immutable"
_ASK_FIRST: Final = "no-cache"
_IMMUTABLE: Final = "_app/immutable/"
_TYPES: Final = {".js": "text/javascript", ".webmanifest": "application/manifest+json"}


class SiteFile(NamedTuple):
    """One file of the dashboard as it is served."""

    key: str
    body: bytes
    content_type: str
    cache_control: str


def lambda_handler(event: dict[str, Any], _context: Any) -> None:
    """A custom resource.

    Its properties are `SourceBucket`, `SourceKey` and `Bucket`, `DirectoryTable` and `PublicUrl`.
    """
    answer(event, _deploy)


def _deploy(properties: dict[str, Any]) -> None:
    publish(_client("s3"), properties)
    announce(_client("dynamodb"), properties)


def announce(client: Any, properties: dict[str, Any]) -> None:
    """Writes the address into the directory table; `client` is botocore's for DynamoDB.

    Functions exist before the distribution, so that no variable can tell them.
    """
    client.put_item(
        TableName=properties["DirectoryTable"],
        Item={
            "pk": {"S": SYSTEM},
            "sk": {"S": SORT_KEY},
            "public_url": {"S": properties["PublicUrl"]},
        },
    )


def publish(client: Any, properties: dict[str, Any]) -> None:
    """Copies every file; `client` is botocore's for S3."""
    source = client.get_object(Bucket=properties["SourceBucket"], Key=properties["SourceKey"])
    for file in site_files(source["Body"].read()):
        client.put_object(
            Bucket=properties["Bucket"],
            Key=file.key,
            Body=file.body,
            ContentType=file.content_type,
            CacheControl=file.cache_control,
        )


def site_files(archive: bytes) -> Iterator[SiteFile]:
    """The files of a zip, pages last."""
    with ZipFile(io.BytesIO(archive)) as zipped:
        names = [info.filename for info in zipped.infolist() if not info.is_dir()]
        for name in sorted(names, key=lambda name: (name.endswith(".html"), name)):
            yield SiteFile(
                key=name,
                body=zipped.read(name),
                content_type=content_type(name),
                cache_control=_FOREVER if name.startswith(_IMMUTABLE) else _ASK_FIRST,
            )


def content_type(name: str) -> str:
    """By extension; text is UTF-8. Browsers are told not to guess, so nothing is left out."""
    suffix = name[name.rfind(".") :] if "." in name else ""
    kind = _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    is_text = kind.startswith("text/") or kind in ("application/json", "image/svg+xml")
    return f"{kind}; charset=utf-8" if is_text else kind


def _client(service: str) -> Any:
    # From Lambda's own runtime; this function has no layer that carries it.
    from botocore.session import get_session  # type: ignore[import-untyped]  # noqa: PLC0415

    return get_session().create_client(service)
