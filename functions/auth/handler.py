"""Signing in and out, and the first-run set-up: `/api/v1/auth/*`, `/api/v1/admin/*`."""

from functools import cache, partial
from typing import Any

from functions.auth import (
    bootstrap,
    invitations,
    mfa,
    network,
    passkeys,
    passwords,
    recovery,
    registration,
    security_settings,
    sessions,
    sign_in,
    tokens,
)
from functions.auth.deps import Deps, Settings, build
from tollgate.auth.service.authentication import authenticate
from tollgate.directory.service.network import allows_origin
from tollgate.http import Resolver, make_resolver


def make_app(deps: Deps) -> Resolver:
    """The routes over `deps`."""
    app = make_resolver(
        "auth",
        authenticate=partial(authenticate, deps.auth),
        origins=partial(allows_origin, deps.auth.directory),
    )
    for routes in (
        sign_in,
        tokens,
        sessions,
        security_settings,
        bootstrap,
        invitations,
        network,
        passwords,
        registration,
        mfa,
        passkeys,
        recovery,
    ):
        routes.add_routes(app, deps)
    return app


@cache
def app() -> Resolver:
    """The app of this environment."""
    return make_app(build(Settings.from_env()))


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """API Gateway proxy event (payload 1.0) to response."""
    return app().resolve(event, context)
