"""Signing in and out, and the first-run set-up: `/api/v1/auth/*`, `/api/v1/admin/*`."""

from functools import cache, partial
from typing import Any

from functions.auth import bootstrap, sign_in
from functions.auth.deps import Deps, Settings, build
from tollgate.auth.service.authentication import authenticate
from tollgate.http import Resolver, make_resolver


def make_app(deps: Deps) -> Resolver:
    """The routes over `deps`."""
    app = make_resolver("auth", authenticate=partial(authenticate, deps.auth))
    for routes in (sign_in, bootstrap):
        routes.add_routes(app, deps)
    return app


@cache
def app() -> Resolver:
    """The app of this environment."""
    return make_app(build(Settings.from_env()))


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """API Gateway proxy event (payload 1.0) to response."""
    return app().resolve(event, context)
