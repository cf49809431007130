"""Organizations, teams, people and API keys: `/api/v1/{organizations,teams,users,api-keys}`."""

from functools import cache
from typing import Any

from functions.directory import api_keys, organizations, teams, users
from functions.directory.deps import Deps, Settings, build
from tollgate.http import Resolver, make_resolver


def make_app(deps: Deps) -> Resolver:
    """The routes over `deps`."""
    app = make_resolver(
        "directory",
        authenticate=deps.authenticate,
        receipts=deps.receipts,
        clock=deps.directory.clock,
    )
    for routes in (organizations, teams, users, api_keys):
        routes.add_routes(app, deps)
    return app


@cache
def app() -> Resolver:
    """The app of this environment."""
    return make_app(build(Settings.from_env()))


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """API Gateway proxy event (payload 1.0) to response."""
    return app().resolve(event, context)
