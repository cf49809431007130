"""Signing in and out, and the first-run set-up: `/api/v1/auth/*`, `/api/v1/admin/bootstrap`."""

from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Self

from aws_lambda_powertools.event_handler import Response

from functions.auth.schemas import Bootstrap, Bootstrapped, Login, Me, Token
from tollgate.auth import service
from tollgate.control_plane import open_auth
from tollgate.http import Resolver, make_resolver, public, signed_in
from tollgate.http.cookies import ending_session, starting_session
from tollgate.kit.clock import Clock, now_ms
from tollgate.settings import AwsSettings, SecretSettings, TableSettings

SETUP_HEADER = "x-tollgate-setup-token"


@dataclass(frozen=True, slots=True)
class Settings:
    """Of this function; raises `SettingMissing` naming the variable."""

    aws: AwsSettings
    tables: TableSettings
    secret: SecretSettings

    @classmethod
    def from_env(cls) -> Self:
        return cls(AwsSettings.from_env(), TableSettings.from_env(), SecretSettings.from_env())


@dataclass(frozen=True, slots=True)
class Deps:
    """Stores, secret and clock."""

    auth: service.Auth


def build(settings: Settings, clock: Clock = now_ms) -> Deps:
    """Over DynamoDB; opens no connection yet."""
    return Deps(open_auth(settings.aws, settings.tables, settings.secret, clock))


def make_app(deps: Deps) -> Resolver:
    """The routes over `deps`."""
    auth = deps.auth
    app = make_resolver("auth", authenticate=partial(service.authenticate, auth))

    @app.post("/api/v1/auth/login", summary="Sign in", tags=["auth"], **public())
    def login(body: Login) -> Response[Token]:
        opened = service.login(
            auth,
            email=body.email.strip().lower(),
            password=body.password,
            organization_id=body.organization_id,
            request_id=app.request_id,
        )
        answer = Token.of(opened)
        return starting_session(answer, opened.token, answer.expires_in, app.header)

    @app.post(
        "/api/v1/auth/logout", summary="Sign out", tags=["auth"], status_code=204, **signed_in()
    )
    def logout() -> Response[str]:
        service.logout(auth, app.caller)
        return ending_session(app.header)

    @app.get("/api/v1/auth/me", summary="Who calls", tags=["auth"], **signed_in())
    def me() -> Me:
        return Me.of(app.caller, service.person_of(auth, app.caller))

    @app.post(
        "/api/v1/admin/bootstrap",
        summary="Set up the first organization and its owner, once",
        tags=["auth"],
        status_code=201,
        **public(),
    )
    def bootstrap(body: Bootstrap) -> Bootstrapped:
        organization, owner = service.bootstrap(
            auth,
            tenant=body.tenant(),
            setup_token=app.header.get(SETUP_HEADER, ""),
            request_id=app.request_id,
        )
        return Bootstrapped.of(organization, owner)

    return app


@cache
def app() -> Resolver:
    """The app of this environment."""
    return make_app(build(Settings.from_env()))


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """API Gateway proxy event (payload 1.0) to response."""
    return app().resolve(event, context)
