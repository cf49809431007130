"""Routes that change many policies at once: bulk operations, and files from Git."""

from typing import Annotated, Literal

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from functions.policies.deps import Deps
from functions.policies.plan_schemas import AppliedView, BulkBody, FilesBody, PlanView
from functions.policies.policies import StatusFilter, TypeFilter
from functions.policies.schemas import PoliciesView, PolicyView
from tollgate.http import Resolver, requires
from tollgate.policies.plans import PolicyPlan
from tollgate.policies.service import applying, bulk
from tollgate.policies.versions import PolicyStatus

PATH = "/api/v1/policies"
TAGS = ["policies"]
Format = Annotated[Literal["yaml", "json"], Query()]


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds them to the app."""
    _add_bulk(app, deps)
    _add_files(app, deps)
    _add_export(app, deps)


def _add_bulk(app: Resolver, deps: Deps) -> None:
    @app.post(
        f"{PATH}/bulk",
        summary="Several changes: all of them, or none",
        tags=TAGS,
        **requires("policies.view"),
    )
    def bulk_policies(body: BulkBody) -> PoliciesView:
        shown = bulk.run(deps.policies, app.caller, body.tasks())
        now_ms = deps.clock()
        return PoliciesView(items=[PolicyView.of(each, now_ms) for each in shown])


def _add_files(app: Resolver, deps: Deps) -> None:
    policies = deps.policies

    def planned(body: FilesBody) -> PolicyPlan:
        wanted = applying.read_documents(body.yaml, body.documents, body.parameters)
        return applying.plan(policies, app.caller, wanted, body.manager, force=body.force)

    @app.post(
        f"{PATH}/plan",
        summary="What applying files would do",
        tags=TAGS,
        **requires("policies.view"),
    )
    def plan_policies(body: FilesBody) -> PlanView:
        return PlanView.of(planned(body))

    @app.post(f"{PATH}/apply", summary="Apply files", tags=TAGS, **requires("policies.edit"))
    def apply_policies(body: FilesBody) -> AppliedView:
        plan = planned(body)
        status = PolicyStatus.DRAFT if body.draft else PolicyStatus.ACTIVE
        shown = applying.apply(policies, app.caller, plan, status=status, message=body.message)
        now_ms = deps.clock()
        return AppliedView(
            plan=PlanView.of(plan), policies=[PolicyView.of(each, now_ms) for each in shown]
        )


def _add_export(app: Resolver, deps: Deps) -> None:
    @app.get(
        f"{PATH}/export",
        summary="All policies as a file",
        tags=TAGS,
        responses={
            200: {
                "description": "The policies",
                "content": {
                    "application/yaml": {"schema": {"description": "A document per policy"}},
                    "application/json": {"schema": {"type": "object"}},
                },
            }
        },
        **requires("policies.view"),
    )
    def export_policies(
        *,
        format: Format = "yaml",  # noqa: A002 - the parameter's public name
        type: TypeFilter = None,  # noqa: A002
        status: StatusFilter = None,
    ) -> Response[str]:
        found = applying.export(deps.policies, app.caller, type_=type, status=status)
        if format == "yaml":
            body, content_type = applying.as_yaml(found), "application/yaml"
        else:
            body, content_type = applying.as_json(found), "application/json"
        headers = {"Content-Disposition": f'attachment; filename="policies.{format}"'}
        return Response(200, content_type=content_type, body=body, headers=headers)
