"""Routes of signing in and out."""

from aws_lambda_powertools.event_handler import Response

from functions.auth.deps import Deps
from functions.auth.schemas import Login, Me, Token
from tollgate.auth.service import authentication, sessions, sign_in
from tollgate.auth.service.sign_in import Origin
from tollgate.http import Resolver, public, signed_in
from tollgate.http.cookies import ending_session, starting_session

TAGS = ["auth"]


def origin_of(app: Resolver) -> Origin:
    """Where the request comes from."""
    return Origin(app.request_id, app.address, app.agent)


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds them to the app."""
    auth = deps.auth

    @app.post("/api/v1/auth/login", summary="Sign in", tags=TAGS, **public())
    def login(body: Login) -> Response[Token]:
        opened = sign_in.login(
            auth,
            email=body.email.strip().lower(),
            password=body.password,
            organization_id=body.organization_id,
            origin=origin_of(app),
        )
        answer = Token.of(opened)
        return starting_session(answer, opened.token, answer.expires_in, app.header)

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
