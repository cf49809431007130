"""Single sign-on by OpenID Connect: `/api/v1/auth/{sso,oauth}/*`, `/api/v1/sso-connections`."""

from functools import cache, partial
from typing import Any

from functions.sso import connections, sign_in
from functions.sso.deps import Deps, Settings, build
from tollgate.directory.service.network import allows_origin
from tollgate.http import Resolver, make_resolver


def make_app(deps: Deps) -> Resolver:
    """The routes over `deps`."""
    app = make_resolver(
        "sso",
        authenticate=deps.authenticate,
        receipts=deps.receipts,
        clock=deps.sso.auth.directory.clock,
        origins=partial(allows_origin, deps.sso.auth.directory),
    )
    for routes in (connections, sign_in):
        routes.add_routes(app, deps)
    return app


@cache
def app() -> Resolver:
    """The app of this environment."""
    return make_app(build(Settings.from_env()))


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """API Gateway proxy event (payload 1.0) to response."""
    return app().resolve(event, context)
