"""Routes of signing in and out."""

from aws_lambda_powertools.event_handler import Response

from functions.auth.deps import Deps
from functions.auth.schemas import Login, Me
from tollgate.auth.service import authentication, sessions, sign_in, throttle
from tollgate.auth.service.deps import Origin
from tollgate.http import Resolver, public, signed_in
from tollgate.http.challenges import ChallengeView, answer_challenged
from tollgate.http.cookies import ending_session
from tollgate.http.signing_in import Token, answer_signed_in
from tollgate.mfa.models import Challenged
from tollgate.mfa.service.deps import Mfa
from tollgate.mfa.service.verification import second_factor_options

TAGS = ["auth"]


def origin_of(app: Resolver) -> Origin:
    """Where the request comes from."""
    return Origin(app.request_id, app.address, app.agent)


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds them to the app."""
    auth, mfa = deps.auth, Mfa(deps.auth, deps.mail)

    @app.post("/api/v1/auth/login", summary="Sign in", tags=TAGS, **public())
    def login(body: Login) -> Response[Token | ChallengeView]:
        origin = origin_of(app)
        with throttle.attempt(auth, origin, "login"):
            opened = sign_in.login(
                auth,
                email=body.email.strip().lower(),
                password=body.password,
                organization_id=body.organization_id,
                origin=origin,
            )
        if isinstance(opened, Challenged):
            options = second_factor_options(mfa, opened.challenge)
            clock = auth.directory.clock
            return answer_challenged(opened.challenge, opened.token, clock, options)
        return answer_signed_in(auth, opened, body.delivery, app.header)

    @app.post(
        "/api/v1/auth/logout",
        summary="Sign out",
        tags=TAGS,
        status_code=204,
        **signed_in(restricted=True),
    )
    def logout() -> Response[str]:
        sessions.logout(auth, app.caller)
        return ending_session(app.header)

    @app.get("/api/v1/auth/me", summary="Who calls", tags=TAGS, **signed_in(restricted=True))
    def me() -> Me:
        return Me.of(app.caller, authentication.person_of(auth, app.caller))
