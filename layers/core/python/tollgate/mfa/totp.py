"""Time-based one-time passwords (RFC 6238): SHA-1, six digits, steps of thirty seconds.

That is what every authenticator app understands. A code counts in its own step and in the one
before and after it (RFC 6238, 5.2), and a step counts once.
"""

from __future__ import annotations

import hmac
from base64 import b32encode
from io import BytesIO
from secrets import token_bytes
from typing import Final

STEP_S: Final = 30
DRIFT: Final = 1
DIGITS: Final = 6
_SECRET_BYTES: Final = 20
"""160 bits, as long as SHA-1's output (RFC 4226, 4, R6)."""


def new_secret() -> bytes:
    """A fresh secret of 160 bits."""
    return token_bytes(_SECRET_BYTES)


def shown(secret: bytes) -> str:
    """The secret as people type it: base 32 (RFC 4648)."""
    return b32encode(secret).decode()


def matching_step(secret: bytes, code: str, now_ms: int, last_step: int) -> int | None:
    """The time step that `code` is right in, if that is later than `last_step`; else None.

    Every step is compared, so that the time tells nothing.
    """
    from pyotp import TOTP  # noqa: PLC0415 - only the functions that check codes have it

    generator = TOTP(shown(secret), digits=DIGITS, interval=STEP_S)
    given = "".join(code.split()).encode(errors="replace")
    current = now_ms // 1000 // STEP_S
    found: int | None = None
    for step in range(current - DRIFT, current + DRIFT + 1):
        right = hmac.compare_digest(generator.generate_otp(max(step, 0)).encode(), given)
        if right and step > last_step:
            found = step
    return found


def provisioning_uri(secret: bytes, *, account: str, issuer: str) -> str:
    """The `otpauth://` address that a QR code carries; a colon ends the issuer, so it has none."""
    from pyotp import TOTP  # noqa: PLC0415 - only the functions that check codes have it

    generator = TOTP(shown(secret), digits=DIGITS, interval=STEP_S)
    return generator.provisioning_uri(name=account, issuer_name=issuer.replace(":", " "))


def qr_svg(uri: str) -> str:
    """The address as a QR code: an SVG document, black on white whatever the page's colours."""
    import segno  # noqa: PLC0415 - 50 ms of import that only an enrolment needs

    document = BytesIO()
    code = segno.make(uri, error="m", micro=False)
    code.save(document, kind="svg", scale=4, border=4, light="#fff", xmldecl=False, nl=False)
    return document.getvalue().decode()
