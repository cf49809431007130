"""Letters as messages and files: what they look like, and that nothing in one becomes a header."""

from __future__ import annotations

import stat
from email import policy
from email.parser import BytesParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tollgate.errors import Unavailable
from tollgate.mail.delivery import as_message, open_send, write
from tollgate.mail.models import Letter
from tollgate.settings import AwsSettings, MailSettings

AWS = AwsSettings("eu-west-1", "test", "test", None, None)
SENDER = "no-reply@tollgate.example"


def letter(**changes: Any) -> Letter:
    made = Letter(
        id="mail_01jd3v6k8mx2q4r7tn5w",
        organization_id="org_1",
        kind="password.reset",
        to="ada@acme.example",
        subject="Choose a new password",
        text="Hello Ada,\n\nhttps://tollgate.example/reset-password?token=tgl_x\n",
        created_ms=1_795_253_400_000,
    )
    return replace(made, **changes)


def test_a_letter_is_a_message() -> None:
    message = BytesParser(policy=policy.default).parsebytes(as_message(SENDER, letter()).as_bytes())
    assert (message["From"], message["To"]) == (SENDER, "ada@acme.example")
    assert message["Subject"] == "Choose a new password"
    assert message["Date"] == "Sat, 21 Nov 2026 09:30:00 +0000"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content().splitlines() == letter().text.splitlines()


def test_a_link_is_whole_in_the_file() -> None:
    link = f"https://tollgate.example/reset-password?token=tgl_{'a' * 64}"
    assert link.encode() in as_message(SENDER, letter(text=f"Grüße: {link}\n")).as_bytes()


@given(subject=st.text(max_size=300), text=st.text(max_size=300))
def test_nothing_that_somebody_wrote_becomes_a_header(subject: str, text: str) -> None:
    plain = {name.lower() for name in as_message(SENDER, letter())}
    made = as_message(SENDER, letter(subject=subject, text=text))
    read = BytesParser(policy=policy.default).parsebytes(made.as_bytes())
    assert {name.lower() for name in read} == plain
    assert read["To"] == "ada@acme.example"


def test_a_name_with_a_header_in_it_stays_on_the_subjects_line() -> None:
    made = as_message(SENDER, letter(subject="Hi\r\nBcc: x@evil.example\x00\u2028now"))
    assert made["Subject"] == "Hi Bcc: x@evil.example now"
    assert made["Bcc"] is None


@pytest.mark.parametrize(
    "address",
    [
        "ada@acme.example, eve@evil.example",
        "ada,eve@evil.example",
        "<eve@evil.example>",
        '"ada"@acme.example',
        "ada@acme.example\r\nBcc: eve@evil.example",
        "ada@acme.example\n",
        "ada",
        "",
        "group:ada@acme.example;",
    ],
)
def test_one_address_is_one_address(address: str) -> None:
    with pytest.raises(Unavailable):
        as_message(SENDER, letter(to=address))


def test_a_file_is_its_owners_alone(tmp_path: Path) -> None:
    outbox = tmp_path / "data" / "outbox"
    for _ in range(2):
        write(outbox, SENDER, letter())
    [file] = outbox.iterdir()
    assert file.name == "mail_01jd3v6k8mx2q4r7tn5w.eml"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(outbox.stat().st_mode) == 0o700


def test_a_directory_comes_before_ses(tmp_path: Path) -> None:
    send = open_send(MailSettings(SENDER, str(tmp_path)), AWS)
    assert send is not None
    send(letter())
    assert SENDER in (tmp_path / "mail_01jd3v6k8mx2q4r7tn5w.eml").read_text()


def test_nothing_configured_is_no_mail() -> None:
    assert open_send(MailSettings(), AWS) is None


def test_a_letter_does_not_show_its_text_when_it_is_logged() -> None:
    assert "tgl_x" not in repr(letter())
