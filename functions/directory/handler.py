"""Organizations, teams, people and API keys: `/api/v1/{organizations,teams,users,api-keys}`."""

from functools import cache, partial
from typing import Any

from functions.directory import (
    access_reviews,
    access_rules,
    activity,
    api_keys,
    elevations,
    invitations,
    members,
    mfa_recovery,
    offboarding,
    organizations,
    people_import,
    roles,
    teams,
    users,
)
from functions.directory.deps import Deps, Settings, build
from tollgate.directory.service.network import allows_origin
from tollgate.http import Resolver, make_resolver


def make_app(deps: Deps) -> Resolver:
    """The routes over `deps`."""
    app = make_resolver(
        "directory",
        authenticate=deps.authenticate,
        receipts=deps.receipts,
        clock=deps.directory.clock,
        forms=True,
        origins=partial(allows_origin, deps.directory),
    )
    for routes in (
        organizations,
        teams,
        members,
        people_import,
        users,
        offboarding,
        activity,
        mfa_recovery,
        invitations,
        roles,
        access_rules,
        api_keys,
        elevations,
        access_reviews,
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
