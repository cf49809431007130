"""What second factors and passkeys take and give."""

from typing import Annotated, Any, Literal, Self

from pydantic import AliasChoices, BaseModel, Field

from tollgate.directory.fields import Body, Name
from tollgate.http.signing_in import Delivery
from tollgate.kit.clock import to_rfc3339
from tollgate.mfa.models import Passkey, Proof
from tollgate.mfa.service.enrolment import SETUP_MS, Setup, State

Code = Annotated[str, Field(min_length=1, max_length=32, examples=["492039"])]
BackupCode = Annotated[str, Field(min_length=1, max_length=64, examples=["7k2m-qx04-c9rt"])]
Secret = Annotated[str, Field(min_length=1, max_length=1024)]
Credential = Annotated[
    dict[str, Any],
    Field(description="What `navigator.credentials` gave, as `toJSON()` writes it."),
]
PASSKEY = AliasChoices("passkey", "credential")


class OneProof(Body):
    """A second factor: exactly one of the three."""

    code: Code | None = None
    backup_code: BackupCode | None = None
    passkey: Credential | None = Field(default=None, validation_alias=PASSKEY)

    def proof(self) -> Proof:
        """As the domain takes it."""
        return Proof(code=self.code, backup_code=self.backup_code, passkey=self.passkey)


class Verification(OneProof):
    """The second step of a sign-in; `session_id` is another name of `mfa_token`."""

    mfa_token: Annotated[str, Field(min_length=1, max_length=256)] = Field(
        validation_alias=AliasChoices("mfa_token", "session_id")
    )
    delivery: Delivery = "token"


class Confirmation(Body):
    """A code of the authenticator app that is being set up."""

    code: Code


class MaybeConfirmation(Body):
    """With a code it confirms, without one it begins."""

    code: Code | None = None


class Disabling(OneProof):
    """The password (of somebody who has one), and a second factor."""

    password: Secret = ""


class Renewal(OneProof):
    """A second factor, or the password."""

    password: Secret | None = None


class PasskeySignIn(Body):
    """A passkey, answering the options that were asked for."""

    passkey: Credential = Field(validation_alias=PASSKEY)
    delivery: Delivery = "token"


class PasskeyQuestion(Body):
    """`email` may be sent and makes no difference: the options are the same for everybody."""

    email: Annotated[str, Field(max_length=254)] | None = None


class NewPasskey(Body):
    """A passkey that the browser made, and what to call it."""

    passkey: Credential = Field(validation_alias=PASSKEY)
    name: Name = "Passkey"


class PasskeyName(Body):
    """What to call a passkey."""

    name: Name


class Waiting(Body):
    """The token of a sign-in that waits for a second factor."""

    mfa_token: Annotated[str, Field(min_length=1, max_length=256)]


class MfaView(BaseModel):
    """One's own second factors.

    From `required_by` on a session without one can do nothing but enrol one. `accepted_methods` are
    those that the organization takes. Until `waived_until` the password alone is enough.
    """

    enabled: bool
    methods: list[str]
    totp: bool
    passkeys: int
    backup_codes_left: int
    required: bool
    required_by: str | None
    accepted_methods: list[str]
    waived_until: str | None
    advice: str | None

    @classmethod
    def of(cls, state: State) -> Self:
        user = state.user
        return cls(
            enabled=bool(user.mfa_methods),
            methods=list(user.mfa_methods),
            totp="totp" in user.mfa_methods,
            passkeys=state.passkeys,
            backup_codes_left=state.backup_codes_left,
            required=state.required,
            required_by=_at(state.due_ms),
            accepted_methods=list(state.accepted),
            waived_until=_at(state.waived_until_ms),
            advice=state.advice,
        )


class SetupView(BaseModel):
    """What to show an authenticator app; nothing counts before `/api/v1/auth/mfa/enable`."""

    secret: str
    otpauth_uri: str
    qr_svg: str
    expires_in: int = SETUP_MS // 1000

    @classmethod
    def of(cls, setup: Setup) -> Self:
        return cls(secret=setup.secret, otpauth_uri=setup.uri, qr_svg=setup.svg)


class Enabled(BaseModel):
    """Backup codes are shown this once."""

    enabled: Literal[True] = True
    backup_codes: list[str] | None


class BackupCodes(BaseModel):
    """Shown this once; each is good once."""

    backup_codes: list[str] | None


class PublicKey(BaseModel):
    """Options for `navigator.credentials`, in WebAuthn's own JSON; good for five minutes."""

    public_key: dict[str, Any]


class PasskeyView(BaseModel):
    """A passkey. `synced`: its provider copies it to other devices of the person."""

    id: str
    name: str
    synced: bool
    transports: list[str]
    aaguid: str
    created_at: str
    last_used_at: str | None

    @classmethod
    def of(cls, passkey: Passkey) -> Self:
        return cls(
            id=passkey.id,
            name=passkey.name,
            synced=passkey.synced,
            transports=list(passkey.transports),
            aaguid=passkey.aaguid,
            created_at=to_rfc3339(passkey.created_ms),
            last_used_at=_at(passkey.used_ms),
        )


class Registered(PasskeyView):
    """A new passkey, with backup codes, shown this once, if there were none."""

    backup_codes: list[str] | None = None


def _at(moment_ms: int | None) -> str | None:
    return None if moment_ms is None else to_rfc3339(moment_ms)
