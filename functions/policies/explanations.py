"""The route that says why a request was decided as it was."""

from functions.policies.deps import Deps
from functions.policies.explanation_schemas import ExplanationView
from tollgate.http import Resolver, requires
from tollgate.policies.service.explaining import explain
from tollgate.usage.journal import get_request


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds it to the app."""

    @app.get(
        "/api/v1/requests/<request_id>/explanation",
        summary="Why it was decided so, and what can be done",
        tags=["requests"],
        **requires("requests.view.own"),
    )
    def explain_request(request_id: str) -> ExplanationView:
        record = get_request(deps.dynamodb, deps.tables, app.caller, request_id)
        return ExplanationView.of(explain(deps.policies, app.caller, record))
