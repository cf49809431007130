"""Provisioning by SCIM 2.0 (RFC 7643, RFC 7644): `/scim/v2/*`."""

from functools import cache
from typing import Any

from functions.scim import about, groups, people
from functions.scim.deps import Deps, Settings, build
from tollgate.http import Resolver
from tollgate.http.scim import make_scim_resolver


def make_app(deps: Deps) -> Resolver:
    """The routes over `deps`."""
    app = make_scim_resolver(
        "scim",
        authenticate=deps.authenticate,
        receipts=deps.receipts,
        clock=deps.scim.auth.directory.clock,
    )
    for routes in (about, people, groups):
        routes.add_routes(app, deps)
    return app


@cache
def app() -> Resolver:
    """The app of this environment."""
    return make_app(build(Settings.from_env()))


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """API Gateway proxy event (payload 1.0) to response."""
    return app().resolve(event, context)
