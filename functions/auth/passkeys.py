"""Routes of passkeys: signing in with one, and one's own."""

from aws_lambda_powertools.event_handler import Response

from functions.auth.deps import Deps
from functions.auth.mfa_schemas import (
    NewPasskey,
    PasskeyName,
    PasskeyQuestion,
    PasskeySignIn,
    PasskeyView,
    PublicKey,
    Registered,
)
from tollgate.auth.service import throttle
from tollgate.auth.service.deps import Origin
from tollgate.http import Page, Resolver, no_content, page_of, public, signed_in
from tollgate.http.signing_in import Token, answer_signed_in
from tollgate.mfa.service import registration, verification
from tollgate.mfa.service.deps import Mfa

PATH = "/api/v1/auth/passkeys"
TAGS = ["passkeys"]


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds them to the app."""
    mfa = Mfa(deps.auth, deps.mail)
    _add_sign_in(app, mfa)
    _add_registration(app, mfa)
    _add_care(app, mfa)


def _add_sign_in(app: Resolver, mfa: Mfa) -> None:
    @app.post(
        f"{PATH}/authentication-options",
        summary="What to ask a browser for, to sign in with a passkey alone",
        tags=TAGS,
        **public(),
    )
    def passkey_sign_in_options(_body: PasskeyQuestion | None = None) -> PublicKey:
        return PublicKey(public_key=verification.sign_in_options(mfa))

    @app.post(f"{PATH}/authenticate", summary="Sign in with a passkey alone", tags=TAGS, **public())
    def sign_in_with_passkey(body: PasskeySignIn) -> Response[Token]:
        origin = _origin(app)
        with throttle.attempt(mfa.auth, origin, "passkey"):
            opened = verification.sign_in(mfa, body.passkey, origin)
        return answer_signed_in(mfa.auth, opened, body.delivery, app.header)


def _add_registration(app: Resolver, mfa: Mfa) -> None:
    @app.post(
        f"{PATH}/registration-options",
        summary="What to ask a browser for, to make a passkey",
        tags=TAGS,
        **signed_in(restricted=True),
    )
    def passkey_registration_options() -> PublicKey:
        return PublicKey(public_key=registration.options(mfa, app.caller))

    @app.post(
        f"{PATH}/reauthentication-options",
        summary="What to ask a browser for, to prove again who one is",
        tags=TAGS,
        **signed_in(restricted=True),
    )
    def passkey_reauthentication_options() -> PublicKey:
        return PublicKey(public_key=registration.step_up_options(mfa, app.caller))

    @app.post(
        PATH,
        summary="Add a passkey that a browser made",
        tags=TAGS,
        status_code=201,
        **signed_in(restricted=True, shown_once=("backup_codes",)),
    )
    def add_passkey(body: NewPasskey) -> Registered:
        with throttle.attempt(mfa.auth, _origin(app), "passkey"):
            passkey, codes = registration.register(mfa, app.caller, body.passkey, body.name)
        shown = list(codes) or None
        return Registered(**PasskeyView.of(passkey).model_dump(), backup_codes=shown)


def _add_care(app: Resolver, mfa: Mfa) -> None:
    @app.get(PATH, summary="One's own passkeys", tags=TAGS, **signed_in(restricted=True))
    def list_passkeys() -> Page[PasskeyView]:
        found = registration.list_passkeys(mfa, app.caller)
        return page_of(PasskeyView, map(PasskeyView.of, found), None)

    @app.patch(f"{PATH}/<passkey_id>", summary="Name a passkey", tags=TAGS, **signed_in())
    def rename_passkey(passkey_id: str, body: PasskeyName) -> PasskeyView:
        return PasskeyView.of(registration.rename(mfa, app.caller, passkey_id, body.name))

    @app.delete(
        f"{PATH}/<passkey_id>",
        summary="Remove a passkey",
        tags=TAGS,
        status_code=204,
        **signed_in(),
    )
    def remove_passkey(passkey_id: str) -> Response[str]:
        registration.remove(mfa, app.caller, passkey_id)
        return no_content()


def _origin(app: Resolver) -> Origin:
    return Origin(app.request_id, app.address, app.agent)
