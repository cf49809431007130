"""Where notices go: an SNS topic, or a file that somebody reads."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from tollgate.alerts.models import Notice
from tollgate.aws.signing import Credentials, signed_headers
from tollgate.errors import Unavailable
from tollgate.kit.clock import to_rfc3339
from tollgate.kit.connections import AnswerLost, ConnectionPool, NotSent
from tollgate.settings import AlertSettings, AwsSettings

Deliver = Callable[[Notice], None]
"""Hands a notice over. Raises `Unavailable` or `OSError` when that failed."""

_TIMEOUT_S: Final = 5.0
_SUBJECT_LENGTH: Final = 100
_FORM: Final = "application/x-www-form-urlencoded"


def open_delivery(
    settings: AlertSettings, aws: AwsSettings, pool: ConnectionPool
) -> Deliver | None:
    """Delivery as configured, None where it is not; the topic comes before the file."""
    if settings.topic_arn:
        topic = settings.topic_arn
        return lambda notice: publish(aws, pool, topic, notice)
    if settings.file:
        path = Path(settings.file)
        return lambda notice: append(path, notice)
    return None


def publish(aws: AwsSettings, pool: ConnectionPool, topic_arn: str, notice: Notice) -> None:
    """Publishes to the topic: text for e-mail, the whole notice as JSON for everything else.

    Subscriptions can filter by the attributes `organization_id` and `kind`.
    """
    url = aws.sns_endpoint or f"https://sns.{aws.region}.amazonaws.com"
    body = urlencode(_publish_form(topic_arn, notice)).encode()
    headers = signed_headers(
        Credentials(aws.access_key_id, aws.secret_access_key, aws.session_token),
        service="sns",
        region=aws.region,
        url=url,
        content_type=_FORM,
        body=body,
    )
    try:
        response = pool.request(
            "POST", f"{url}/", headers, body, connect_timeout=_TIMEOUT_S, read_timeout=_TIMEOUT_S
        )
        answer = response.read()
    except (NotSent, AnswerLost) as error:
        raise Unavailable(f"the alert topic did not answer: {error}") from error
    if response.status != 200:
        raise Unavailable(f"the alert topic answered {response.status}: {answer[:300]!r}")


def append(path: Path, notice: Notice) -> None:
    """Adds the notice to a file as one line of JSON."""
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(as_values(notice), ensure_ascii=False) + "\n")


def as_values(notice: Notice) -> dict[str, Any]:
    """The notice as it leaves the product, JSON-like."""
    return {
        "id": notice.id,
        "organization_id": notice.organization_id,
        "kind": notice.kind,
        "subject": notice.subject,
        "title": notice.title,
        "body": notice.body,
        "audience": list(notice.audience),
        "created_at": to_rfc3339(notice.created_ms),
        "details": notice.details,
    }


def _publish_form(topic_arn: str, notice: Notice) -> dict[str, str]:
    """SNS's query protocol, operation Publish of 2010-03-31."""
    messages = {"default": json.dumps(as_values(notice)), "email": _letter(notice)}
    form = {
        "Action": "Publish",
        "Version": "2010-03-31",
        "TopicArn": topic_arn,
        "Subject": _subject_line(notice.title),
        "MessageStructure": "json",
        "Message": json.dumps(messages),
    }
    attributes = {"organization_id": notice.organization_id, "kind": notice.kind}
    for number, (name, value) in enumerate(attributes.items(), 1):
        entry = f"MessageAttributes.entry.{number}"
        form[f"{entry}.Name"] = name
        form[f"{entry}.Value.DataType"] = "String"
        form[f"{entry}.Value.StringValue"] = value
    return form


def _letter(notice: Notice) -> str:
    return f"{notice.title}\n\n{notice.body}\n\n{to_rfc3339(notice.created_ms)} · {notice.id}\n"


def _subject_line(title: str) -> str:
    """SNS takes printable ASCII on one line, at most 100 characters of it."""
    line = " ".join(title.split()).encode("ascii", "replace").decode()
    return f"Tollgate: {line}"[:_SUBJECT_LENGTH]
