"""Routes of second factors: enrolment, backup codes, and the second step of signing in.

Where other systems call the same thing otherwise, those names are served too.
"""

from aws_lambda_powertools.event_handler import Response

from functions.auth.deps import Deps
from functions.auth.mfa_schemas import (
    BackupCodes,
    Confirmation,
    Disabling,
    Enabled,
    MaybeConfirmation,
    MfaView,
    Renewal,
    SetupView,
    Verification,
    Waiting,
)
from tollgate.auth.service import throttle
from tollgate.auth.service.deps import Origin
from tollgate.http import Resolver, no_content, public, signed_in
from tollgate.http.challenges import ChallengeView
from tollgate.http.signing_in import Token, answer_signed_in
from tollgate.mfa.service import enrolment, verification
from tollgate.mfa.service.challenges import live_challenge
from tollgate.mfa.service.deps import Mfa

PATH = "/api/v1/auth/mfa"
TAGS = ["mfa"]


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds them to the app."""
    mfa = Mfa(deps.auth, deps.mail)
    _add_sign_in(app, mfa)
    _add_enrolment(app, mfa)
    _add_other_names(app, mfa)
    _add_care(app, mfa)


def _add_sign_in(app: Resolver, mfa: Mfa) -> None:
    @app.post(f"{PATH}/verify", summary="Show a second factor to sign in", tags=TAGS, **public())
    def verify_mfa(body: Verification) -> Response[Token]:
        origin = _origin(app)
        with throttle.attempt(mfa.auth, origin, "mfa"):
            opened = verification.verify(mfa, body.mfa_token, body.proof(), origin)
        return answer_signed_in(mfa.auth, opened, body.delivery, app.header)

    @app.post(
        f"{PATH}/challenge",
        summary="What a sign-in waits for, with fresh options for a passkey",
        tags=TAGS,
        **public(),
    )
    def get_mfa_challenge(body: Waiting) -> ChallengeView:
        with throttle.attempt(mfa.auth, _origin(app), "mfa"):
            challenge = live_challenge(mfa.auth, body.mfa_token)
        options = verification.second_factor_options(mfa, challenge)
        now_ms = mfa.auth.directory.clock()
        return ChallengeView.of(challenge, body.mfa_token, now_ms, options)


def _add_enrolment(app: Resolver, mfa: Mfa) -> None:
    @app.get(PATH, summary="One's own second factors", tags=TAGS, **signed_in(restricted=True))
    def get_mfa() -> MfaView:
        return MfaView.of(enrolment.state_of(mfa, mfa.person(app.caller)))

    @app.post(
        f"{PATH}/setup",
        summary="Begin with an authenticator app",
        tags=TAGS,
        **signed_in(restricted=True, shown_once=("secret", "otpauth_uri", "qr_svg")),
    )
    def set_up_mfa() -> SetupView:
        return SetupView.of(enrolment.begin(mfa, app.caller))

    @app.post(
        f"{PATH}/enable",
        summary="Confirm an authenticator app by its first code",
        tags=TAGS,
        **signed_in(restricted=True, shown_once=("backup_codes",)),
    )
    def enable_mfa(body: Confirmation) -> Enabled:
        return _enabled(app, mfa, body.code)


def _add_other_names(app: Resolver, mfa: Mfa) -> None:
    once = ("backup_codes", "secret", "otpauth_uri", "qr_svg")

    @app.post(
        f"{PATH}/verify-setup",
        summary="Confirm an authenticator app by its first code",
        tags=TAGS,
        **signed_in(restricted=True, shown_once=once),
    )
    def verify_mfa_setup(body: Confirmation) -> Enabled:
        return _enabled(app, mfa, body.code)

    @app.post(
        "/api/v1/mfa/enable",
        summary="Begin with an authenticator app, or with a code confirm it",
        tags=TAGS,
        **signed_in(restricted=True, shown_once=once),
    )
    def begin_or_enable_mfa(body: MaybeConfirmation | None = None) -> SetupView | Enabled:
        if body is None or body.code is None:
            return SetupView.of(enrolment.begin(mfa, app.caller))
        return _enabled(app, mfa, body.code)

    @app.post(
        "/api/v1/mfa/verify",
        summary="Confirm an authenticator app by its first code",
        tags=TAGS,
        **signed_in(restricted=True, shown_once=once),
    )
    def verify_new_mfa(body: Confirmation) -> Enabled:
        return _enabled(app, mfa, body.code)

    @app.post(
        "/api/v1/mfa/disable",
        summary="Remove the authenticator app",
        tags=TAGS,
        status_code=204,
        **signed_in(),
    )
    def disable_mfa_too(body: Disabling) -> Response[str]:
        return _disabled(app, mfa, body)


def _add_care(app: Resolver, mfa: Mfa) -> None:
    @app.post(
        f"{PATH}/disable",
        summary="Remove the authenticator app",
        tags=TAGS,
        status_code=204,
        **signed_in(),
    )
    def disable_mfa(body: Disabling) -> Response[str]:
        return _disabled(app, mfa, body)

    @app.post(
        f"{PATH}/backup-codes",
        summary="Make ten new backup codes; earlier ones no longer count",
        tags=TAGS,
        **signed_in(restricted=True, shown_once=("backup_codes",)),
    )
    def renew_backup_codes(body: Renewal) -> BackupCodes:
        proof = None if body.password is not None else body.proof()
        with throttle.attempt(mfa.auth, _origin(app), "mfa"):
            codes = enrolment.renew_backup_codes(mfa, app.caller, proof, body.password)
        return BackupCodes(backup_codes=list(codes))


def _enabled(app: Resolver, mfa: Mfa, code: str) -> Enabled:
    with throttle.attempt(mfa.auth, _origin(app), "mfa"):
        codes = enrolment.enable(mfa, app.caller, code)
    return Enabled(backup_codes=list(codes))


def _disabled(app: Resolver, mfa: Mfa, body: Disabling) -> Response[str]:
    with throttle.attempt(mfa.auth, _origin(app), "mfa"):
        enrolment.disable(mfa, app.caller, body.proof(), body.password)
    return no_content()


def _origin(app: Resolver) -> Origin:
    return Origin(app.request_id, app.address, app.agent)
