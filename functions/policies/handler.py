"""Policies and what comes of them: `/api/v1/{policies,policy-templates,violations,approvals}`."""

from functools import cache, partial
from typing import Any

from functions.policies import (
    approvals,
    explanations,
    plans,
    policies,
    rehearsals,
    replay,
    templates,
    versions,
    violations,
)
from functions.policies.deps import Deps, Settings, build
from tollgate.directory.service.network import allows_origin
from tollgate.http import Resolver, make_resolver


def make_app(deps: Deps) -> Resolver:
    """The routes over `deps`."""
    app = make_resolver(
        "policies",
        authenticate=deps.authenticate,
        receipts=deps.receipts,
        clock=deps.clock,
        origins=partial(allows_origin, deps.directory),
    )
    for routes in (
        policies,
        versions,
        rehearsals,
        plans,
        templates,
        replay,
        violations,
        approvals,
        explanations,
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
