"""Second factors as they are kept, and what a sign-in waits for.

All times are epoch milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final


class Method(StrEnum):
    """How a second factor is shown; a backup code stands in for a lost one."""

    TOTP = "totp"
    WEBAUTHN = "webauthn"
    BACKUP_CODE = "backup_code"


MFA: Final = "mfa"
"""What a session's methods (RFC 8176) hold when more than one factor was shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Totp:
    """An authenticator app's secret, sealed. `last_step` is the last time step that was used."""

    sealed: str = field(repr=False)
    last_step: int
    confirmed_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TotpSetup:
    """A secret that was shown and waits for its first code, until `expires_ms`."""

    sealed: str = field(repr=False)
    expires_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Passkey:
    """A WebAuthn credential of one person.

    `id` follows from `credential_id`; `public_key` is COSE. `synced` tells a passkey that its
    provider copies to other devices from one that never leaves its authenticator. `used_ms` is None
    until the first use.
    """

    id: str
    credential_id: bytes
    public_key: bytes = field(repr=False)
    sign_count: int
    name: str
    transports: tuple[str, ...] = ()
    aaguid: str = ""
    synced: bool = False
    created_ms: int
    used_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """A sign-in whose first factor was right: `proven` says which. It opens nothing by itself."""

    id: str
    organization_id: str
    user_id: str
    token_hash: str = field(repr=False)
    proven: tuple[str, ...]
    methods: tuple[str, ...]
    tries: int = 0
    created_ms: int
    expires_ms: int


@dataclass(frozen=True, slots=True)
class Challenged:
    """A challenge and its token, which is not stored."""

    challenge: Challenge
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Proof:
    """What somebody shows as a second factor: exactly one of these.

    `passkey` is the credential that `navigator.credentials.get()` gave, as JSON.
    """

    code: str | None = field(default=None, repr=False)
    backup_code: str | None = field(default=None, repr=False)
    passkey: dict[str, Any] | None = field(default=None, repr=False)


class RecoveryKind(StrEnum):
    """`reset` takes all second factors away, `bypass` waives them for some hours."""

    RESET = "reset"
    BYPASS = "bypass"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """What one administrator asked for and another one has to confirm before `expires_ms`."""

    kind: RecoveryKind
    organization_id: str
    user_id: str
    reason: str
    hours: int | None
    asked_by: str
    asked_ms: int
    expires_ms: int
