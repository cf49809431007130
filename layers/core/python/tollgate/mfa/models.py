"""Second factors as they are kept, and what a sign-in waits for.

All times are epoch milliseconds.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final

from msgspec import Struct

from tollgate.kit.guarded import Guarded


class Method(StrEnum):
    """How a second factor is shown; a backup code stands in for a lost one."""

    TOTP = "totp"
    WEBAUTHN = "webauthn"
    BACKUP_CODE = "backup_code"


MFA: Final = "mfa"
"""What a session's methods (RFC 8176) hold when more than one factor was shown."""


class Totp(Guarded, frozen=True, kw_only=True):
    """An authenticator app's secret, sealed. `last_step` is the last time step that was used."""

    hidden = frozenset({"sealed"})

    sealed: str
    last_step: int
    confirmed_ms: int


class TotpSetup(Guarded, frozen=True, kw_only=True):
    """A secret that was shown and waits for its first code, until `expires_ms`."""

    hidden = frozenset({"sealed"})

    sealed: str
    expires_ms: int


class Passkey(Guarded, frozen=True, kw_only=True):
    """A WebAuthn credential of one person.

    `id` follows from `credential_id`; `public_key` is COSE. `synced` tells a passkey that its
    provider copies to other devices from one that never leaves its authenticator. `used_ms` is None
    until the first use.
    """

    hidden = frozenset({"public_key"})

    id: str
    credential_id: bytes
    public_key: bytes
    sign_count: int
    name: str
    transports: tuple[str, ...] = ()
    aaguid: str = ""
    synced: bool = False
    created_ms: int
    used_ms: int | None = None


class Challenge(Guarded, frozen=True, kw_only=True):
    """A sign-in whose first factor was right: `proven` says which. It opens nothing by itself."""

    hidden = frozenset({"token_hash"})

    id: str
    organization_id: str
    user_id: str
    token_hash: str
    proven: tuple[str, ...]
    methods: tuple[str, ...]
    tries: int = 0
    created_ms: int
    expires_ms: int


class Challenged(Guarded, frozen=True):
    """A challenge and its token, which is not stored."""

    hidden = frozenset({"token"})

    challenge: Challenge
    token: str


class Proof(Guarded, frozen=True):
    """What somebody shows as a second factor: exactly one of these.

    `passkey` is the credential that `navigator.credentials.get()` gave, as JSON.
    """

    hidden = frozenset({"code", "backup_code", "passkey"})

    code: str | None = None
    backup_code: str | None = None
    passkey: dict[str, Any] | None = None


class RecoveryKind(StrEnum):
    """`reset` takes all second factors away, `bypass` waives them for some hours."""

    RESET = "reset"
    BYPASS = "bypass"


class Recovery(Struct, frozen=True, kw_only=True):
    """What one administrator asked for and another one has to confirm before `expires_ms`."""

    kind: RecoveryKind
    organization_id: str
    user_id: str
    reason: str
    hours: int | None
    asked_by: str
    asked_ms: int
    expires_ms: int
