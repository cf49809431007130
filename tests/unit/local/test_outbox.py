"""The local outbox: what is shown, as what, and to whom."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from local.dashboard import Dashboard
from local.gateway import Gateway
from local.outbox import Outbox
from tests.unit.local.test_gateway import OK, Functions, call
from tests.unit.mail.test_delivery import letter
from tollgate.mail.delivery import write

FIRST = letter()
SECOND = replace(
    FIRST,
    id="mail_01jd3v6k8mx2q4r7tn5x",
    subject="<script>alert(1)</script>",
    text='<b onclick="x">Bold</b> & http://localhost:8787/verify-email?token=tgl_y&a=b\n',
)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    directory = tmp_path / "outbox"
    for each in (FIRST, SECOND):
        write(directory, "tollgate@localhost", each)
    (tmp_path / "secret.eml").write_text("To: x\n\nsecret")
    return directory


def get(
    directory: Path, path: str, host: str = "localhost:8787", client: str = "127.0.0.1"
) -> tuple[int, str]:
    answer = Outbox(directory).answer("GET", path, host, client)
    headers = dict(answer.headers)
    assert headers[b"cache-control"] == b"no-store"
    assert b"default-src 'none'" in headers[b"content-security-policy"]
    return answer.status, answer.body.decode()


def test_lists_letters_newest_first(directory: Path) -> None:
    status, page = get(directory, "/outbox")
    assert status == 200
    assert page.index(SECOND.id) < page.index(FIRST.id)
    assert "Choose a new password, to ada@acme.example" in page


def test_nothing_yet(tmp_path: Path) -> None:
    assert get(tmp_path / "none", "/outbox/") == get(tmp_path / "none", "/outbox")
    assert "No letter was sent yet" in get(tmp_path / "none", "/outbox")[1]


def test_a_letter_has_links_to_follow(directory: Path) -> None:
    status, page = get(directory, f"/outbox/{FIRST.id}")
    link = "https://tollgate.example/reset-password?token=tgl_x"
    assert status == 200
    assert f'<a href="{link}">{link}</a>' in page


def test_nothing_in_a_letter_becomes_markup(directory: Path) -> None:
    for path in ("/outbox", f"/outbox/{SECOND.id}"):
        _, page = get(directory, path)
        assert "<script" not in page
        assert "<b onclick" not in page
    assert 'href="http://localhost:8787/verify-email?token=tgl_y&amp;a=b"' in page


@pytest.mark.parametrize(
    "path", ["/outbox/../secret", "/outbox/mail_x", "/outbox/.mail_01jd3v6k8mx2q4r7tn5w.part"]
)
def test_serves_letters_alone(directory: Path, path: str) -> None:
    assert get(directory, path)[0] == 404


@pytest.mark.parametrize(
    ("host", "client"),
    [
        ("rebound.example:8787", "127.0.0.1"),
        ("", "127.0.0.1"),
        ("localhost:8787", "192.168.1.7"),
        ("localhost:8787", ""),
        ("192.168.1.1:8787", "192.168.1.7"),
    ],
)
def test_is_shown_on_this_machine_alone(directory: Path, host: str, client: str) -> None:
    for path in ("/outbox", f"/outbox/{FIRST.id}"):
        status, page = get(directory, path, host, client)
        assert status == 403
        assert "tgl_x" not in page


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8787", "[::1]:8787"])
def test_this_machine_has_several_names(directory: Path, host: str) -> None:
    assert get(directory, "/outbox", host, "::1")[0] == 200


def test_is_only_read(directory: Path) -> None:
    assert Outbox(directory).answer("DELETE", "/outbox", "localhost", "127.0.0.1").status == 405


def test_the_front_door_shows_it(directory: Path) -> None:
    functions = Functions(OK)
    gateway = Gateway(functions, Dashboard(Path("/nonexistent")), outbox=Outbox(directory))
    status, _, pieces, _ = call(gateway, f"/outbox/{FIRST.id}")
    assert (status, b"tgl_x" in pieces[0]) == (200, True)
    assert call(gateway, "/outboxes")[0] == 503
    assert json.dumps(functions.events) == "[]"
