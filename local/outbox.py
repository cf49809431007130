"""`/outbox`: the letters of the local run, which has no mail server, as pages.

Letters hold links that open accounts, so they are shown to a browser on this machine alone: the
caller's address must be a loopback one, and so must the name under which it calls, or any website
could have its own name point here and read along (DNS rebinding).
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from email import policy
from email.parser import BytesParser
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from local.events import HttpAnswer

PATH: Final = "/outbox"
_SHOWN: Final = 200
_NAME: Final = re.compile(r"mail_[0-9a-z]{20}")
_LINK: Final = re.compile(r"https?://[^\s<>&\"']+(?:&amp;[^\s<>&\"']+)*")
_HEADERS: Final = [
    (b"content-type", b"text/html; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; base-uri 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
]


@dataclass(frozen=True, slots=True)
class _Letter:
    name: str
    to: str
    subject: str
    date: str
    text: str


class Outbox:
    """The `.eml` files in a directory, newest first; nothing else of it is served."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def answer(self, method: str, path: str, host: str, client: str) -> HttpAnswer:
        """The list at `/outbox`, a letter at `/outbox/<id>`; `host` is the `Host` header."""
        if method not in {"GET", "HEAD"}:
            return HttpAnswer(405, [*_HEADERS, (b"allow", b"GET, HEAD")], b"")
        if not (_is_loopback(client) and _is_loopback(_without_port(host))):
            return _page(403, "Forbidden", "<p>Letters are shown on this machine alone.</p>")
        name = path.removeprefix(PATH).strip("/")
        if not name:
            return _page(200, "Outbox", self._list())
        file = self._directory / f"{name}.eml"
        if not _NAME.fullmatch(name) or not file.is_file():
            return _page(404, "Not found", f"<p>There is no such letter. {_BACK}</p>")
        return _page(200, "Letter", _shown(_read(file)))

    def _list(self) -> str:
        # Ids begin with the moment, so names sort by it.
        files = sorted(self._directory.glob("mail_*.eml"), reverse=True)[:_SHOWN]
        rows = "".join(_row(_read(file)) for file in files)
        return f"<ul>{rows}</ul>" if rows else "<p>No letter was sent yet.</p>"


_BACK: Final = f'<a href="{PATH}">All letters</a>'


def _read(file: Path) -> _Letter:
    message = BytesParser(policy=policy.default).parsebytes(file.read_bytes())
    return _Letter(
        name=file.stem,
        to=str(message["To"]),
        subject=str(message["Subject"]),
        date=str(message["Date"]),
        text=message.get_content(),
    )


def _row(letter: _Letter) -> str:
    about = html.escape(f"{letter.subject}, to {letter.to}, {letter.date}")
    return f'<li><a href="{PATH}/{letter.name}">{about}</a></li>'


def _shown(letter: _Letter) -> str:
    text = _LINK.sub(lambda link: f'<a href="{link[0]}">{link[0]}</a>', html.escape(letter.text))
    head = html.escape(f"To {letter.to}, {letter.date}")
    return f"<h2>{html.escape(letter.subject)}</h2><p>{head}</p><pre>{text}</pre><p>{_BACK}</p>"


def _page(status: int, title: str, body: str) -> HttpAnswer:
    text = (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{title} · Tollgate</title><h1>{title}</h1>{body}</html>"
    )
    return HttpAnswer(status, list(_HEADERS), text.encode())


def _without_port(host: str) -> str:
    return re.sub(r":\d+$", "", host).strip("[]")


def _is_loopback(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
