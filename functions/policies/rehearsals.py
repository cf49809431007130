"""Routes that ask policies about a call that nobody made, and that run their tests."""

from functions.policies.deps import Deps
from functions.policies.rehearsal_schemas import EvaluationBody, EvaluationView, TestRun, TestsView
from tollgate.http import Resolver, requires
from tollgate.policies.service import evaluation

PATH = "/api/v1/policies"
TAGS = ["policies"]


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds them to the app."""
    policies = deps.policies

    @app.post(
        f"{PATH}/evaluate",
        summary="What everything in force would do about a call",
        tags=TAGS,
        **requires("policies.view"),
    )
    def evaluate_policies(body: EvaluationBody) -> EvaluationView:
        found = evaluation.evaluate_everything(policies, app.caller, body.case())
        return EvaluationView.of(found)

    @app.post(
        f"{PATH}/<policy_id>/evaluate",
        summary="What one policy would do about a call",
        tags=TAGS,
        **requires("policies.view"),
    )
    def evaluate_policy(policy_id: str, body: EvaluationBody) -> EvaluationView:
        found = evaluation.evaluate_policy(
            policies, app.caller, policy_id, body.case(), body.version
        )
        return EvaluationView.of(found)

    @app.post(
        f"{PATH}/<policy_id>/test",
        summary="Run the policy's tests",
        tags=TAGS,
        **requires("policies.view"),
    )
    def test_policy(policy_id: str, body: TestRun | None = None) -> TestsView:
        number = body.version if body else None
        return TestsView.of(*evaluation.run_tests(policies, app.caller, policy_id, number))
