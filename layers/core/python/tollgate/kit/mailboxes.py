"""E-mail addresses as they are kept: one way to write each, and none that looks like another."""

from __future__ import annotations

import re
from typing import Final

_ATOM: Final = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_MAILBOX: Final = re.compile(
    rf"(?=[^@]{{1,64}}@){_ATOM}(?:\.{_ATOM})*@(?=.{{1,253}}$){_LABEL}(?:\.{_LABEL})*"
)
"""RFC 5321 without quoted local parts: mail servers read a comma or a bracket as two addresses."""


def canonical_mailbox(text: str) -> str:
    """The address in lower case. Raises `ValueError`.

    ASCII alone: letters of other scripts look like ours, and the lower case of some is one of ours
    (of the Kelvin sign it is `k`), so that one person's address would become another's.
    """
    address = text.strip()
    if not address.isascii():
        raise ValueError("an email address is ASCII; write its domain as xn--…")
    address = address.lower()
    if not _MAILBOX.fullmatch(address):
        raise ValueError("not an email address")
    return address
