"""Routes that hold a draft against the calls that were really made."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from functions.policies.deps import Deps
from functions.policies.replay_schemas import ReplayBody, ReplayView
from tollgate.http import Resolver, requires
from tollgate.policies.service.replaying import IMPACT_DAYS, replay_policy

PATH = "/api/v1/policies"
TAGS = ["policies"]
Version = Annotated[int | None, Query(ge=1, description="The latest when left out.")]


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds them to the app."""

    @app.post(
        f"{PATH}/<policy_id>/replay",
        summary="What a version would have done to past calls",
        tags=TAGS,
        **requires("policies.view"),
    )
    def replay_past_calls(policy_id: str, body: ReplayBody | None = None) -> ReplayView:
        asked = body or ReplayBody()
        return ReplayView.of(
            replay_policy(
                deps.policies,
                deps.database,
                app.caller,
                policy_id,
                days=asked.days,
                version=asked.version,
                raw=asked.document,
            )
        )

    @app.get(
        f"{PATH}/<policy_id>/impact",
        summary="Whom a version would meet, by the last seven days",
        tags=TAGS,
        **requires("policies.view"),
    )
    def policy_impact(policy_id: str, version: Version = None) -> ReplayView:
        return ReplayView.of(
            replay_policy(
                deps.policies,
                deps.database,
                app.caller,
                policy_id,
                days=IMPACT_DAYS,
                version=version,
            )
        )
