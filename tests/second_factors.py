"""People of the control plane with second factors: an authenticator app, a passkey."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pyotp

from tests.authenticator import Authenticator
from tests.control_plane import PASSWORD, PUBLIC_URL, Answer, Control

STEP_MS = 30_000


@dataclass
class App:
    """An authenticator app on somebody's telephone, and the backup codes that they wrote down."""

    secret: str
    backup_codes: list[str] = field(default_factory=list)

    def code(self, now_ms: int) -> str:
        """What it shows at that moment."""
        return str(pyotp.TOTP(self.secret).at(now_ms // 1000))

    def next_code(self, control: Control) -> str:
        """What it shows once the current code is over: a step counts once."""
        control.now_ms += STEP_MS
        return self.code(control.now_ms)


def enrol_app(control: Control, bearer: str | None = None) -> App:
    """Sets an authenticator app up for the owner, or whoever `bearer` is."""
    begun = control.ask("auth/set_up_mfa", bearer=bearer)
    assert begun.status == 200, begun.json
    app = App(begun.json["secret"])
    body = {"code": app.code(control.now_ms)}
    done = control.ask("auth/enable_mfa", bearer=bearer, body=body)
    assert done.status == 200, done.json
    app.backup_codes = done.json["backup_codes"]
    return app


def add_passkey(
    control: Control, key: Authenticator, bearer: str | None = None, name: str = "Laptop"
) -> Answer:
    """Registers a passkey of the owner, or of whoever `bearer` is."""
    asked = control.ask("auth/passkey_registration_options", bearer=bearer)
    assert asked.status == 200, asked.json
    made = key.create(asked.json["public_key"], PUBLIC_URL)
    body = {"passkey": made, "name": name}
    return control.ask("auth/add_passkey", bearer=bearer, body=body)


def first_step(control: Control, email: str = "owner@acme.example") -> dict[str, Any]:
    """The challenge that a right password opens."""
    answer = control.login(email, PASSWORD)
    assert answer.status == 200, answer.json
    assert answer.json["requires_mfa"] is True
    assert "set-cookie" not in answer.headers
    challenge: dict[str, Any] = answer.json
    return challenge


def second_step(control: Control, challenge: dict[str, Any], **proof: Any) -> Answer:
    """Showing a second factor."""
    body = {"mfa_token": challenge["mfa_token"], **proof}
    return control.ask("auth/verify_mfa", bearer="", body=body)


def passkey_sign_in(control: Control, key: Authenticator, **lies: Any) -> Answer:
    """Signing in with a passkey alone."""
    asked = control.ask("auth/passkey_sign_in_options", bearer="")
    assert asked.status == 200, asked.json
    shown = key.get(asked.json["public_key"], **({"origin": PUBLIC_URL} | lies))
    return control.ask("auth/sign_in_with_passkey", bearer="", body={"passkey": shown})


def require_mfa(control: Control, **more: Any) -> None:
    """Lets the owner's organization require a second factor."""
    body = {"mfa": {"required": True, **more}}
    answer = control.ask("auth/change_security_settings", body=body)
    assert answer.status == 200, answer.json
