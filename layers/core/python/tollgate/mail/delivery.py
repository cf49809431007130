"""Where letters go: Amazon SES, or a directory of `.eml` files in the local run."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Any, Final

from tollgate.aws.signing import Credentials, signed_headers
from tollgate.errors import Unavailable
from tollgate.kit.connections import AnswerLost, ConnectionPool, NotSent
from tollgate.mail.models import Letter
from tollgate.settings import AwsSettings, MailSettings

Send = Callable[[Letter], None]
"""Hands a letter over. Raises `Unavailable` or `OSError` when that failed."""

_TIMEOUT_S: Final = 5.0
_LOCAL_SENDER: Final = "tollgate@localhost"
_ADDRESS: Final = re.compile(r"[^\s\x00-\x1f\x7f()<>\[\]:;,\\\"@]{1,64}@[a-z0-9.-]{1,253}")
"""No quoted local parts: a comma or an angle bracket would make one address into two."""


def open_send(
    settings: MailSettings, aws: AwsSettings, pool: ConnectionPool | None = None
) -> Send | None:
    """Delivery as configured, None where it is not; a directory comes before SES."""
    if settings.directory:
        directory = Path(settings.directory)
        sender = settings.sender or _LOCAL_SENDER
        return lambda letter: write(directory, sender, letter)
    if settings.sender:
        sender, connections = settings.sender, pool or ConnectionPool()
        return lambda letter: send_by_ses(aws, connections, sender, letter)
    return None


def send_by_ses(aws: AwsSettings, pool: ConnectionPool, sender: str, letter: Letter) -> None:
    """`SendEmail` of the SES API v2. Raises `Unavailable` when SES does not take the letter."""
    host = aws.ses_endpoint or f"https://email.{aws.region}.amazonaws.com"
    url = f"{host}/v2/email/outbound-emails"
    body = json.dumps(send_email_request(sender, letter)).encode()
    headers = signed_headers(
        Credentials(aws.access_key_id, aws.secret_access_key, aws.session_token),
        service="ses",
        region=aws.region,
        url=url,
        content_type="application/json",
        body=body,
    )
    try:
        response = pool.request(
            "POST", url, headers, body, connect_timeout=_TIMEOUT_S, read_timeout=_TIMEOUT_S
        )
        answer = response.read()
    except (NotSent, AnswerLost) as error:
        raise Unavailable(f"SES did not answer: {error}") from error
    if response.status != 200:
        raise Unavailable(f"SES answered {response.status}: {answer[:300]!r}")


def write(directory: Path, sender: str, letter: Letter) -> None:
    """Puts the letter into `directory` as `<id>.eml`, readable by its owner alone.

    Sending it twice leaves one file. A reader never sees half of it.
    """
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = directory / f".{letter.id}.part"
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(as_message(sender, letter).as_bytes())
    unfinished.replace(directory / f"{letter.id}.eml")


def as_message(sender: str, letter: Letter) -> EmailMessage:
    """The letter as RFC 5322 wants it. Raises `Unavailable` on an address that is not one."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = _one_address(letter.to)
    message["Subject"] = _one_line(letter.subject)
    message["Date"] = format_datetime(datetime.fromtimestamp(letter.created_ms / 1000, UTC))
    message["Message-ID"] = f"<{letter.id}@tollgate>"
    message["X-Tollgate-Kind"] = letter.kind
    # Answers "I am out of office" would go to nobody.
    message["Auto-Submitted"] = "auto-generated"
    # As it is: whoever opens the file of the local run can copy a link whole.
    message.set_content(letter.text, cte="8bit")
    return message


def send_email_request(sender: str, letter: Letter) -> dict[str, Any]:
    """The body of `SendEmail`. Raises `Unavailable` on an address that is not one."""
    subject = {"Data": _one_line(letter.subject), "Charset": "UTF-8"}
    text = {"Data": letter.text, "Charset": "UTF-8"}
    return {
        "FromEmailAddress": sender,
        "Destination": {"ToAddresses": [_one_address(letter.to)]},
        "Content": {
            "Simple": {
                "Subject": subject,
                "Body": {"Text": text},
                "Headers": [{"Name": "Auto-Submitted", "Value": "auto-generated"}],
            }
        },
    }


def _one_address(address: str) -> str:
    if not _ADDRESS.fullmatch(address):
        raise Unavailable("this is not an address that can be written to")
    return address


def _one_line(text: str) -> str:
    """A subject is one line, whatever somebody's or an organization's name holds."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:200]
