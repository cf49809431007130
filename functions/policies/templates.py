"""Routes of policy templates."""

from functions.policies.deps import Deps
from functions.policies.schemas import PoliciesView, PolicyView
from functions.policies.template_schemas import InstantiationBody, TemplateSummary, TemplateView
from tollgate.http import Page, Resolver, page_of, requires
from tollgate.policies import templates
from tollgate.policies.service import bulk

PATH = "/api/v1/policy-templates"
TAGS = ["policy-templates"]


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds them to the app."""

    @app.get(PATH, summary="List", tags=TAGS, **requires("policies.view"))
    def list_policy_templates() -> Page[TemplateSummary]:
        found = map(TemplateSummary.of, templates.templates())
        return page_of(TemplateSummary, found, None)

    @app.get(f"{PATH}/<template_id>", summary="Get", tags=TAGS, **requires("policies.view"))
    def get_policy_template(template_id: str) -> TemplateView:
        return TemplateView.of(templates.template(template_id))

    @app.post(
        f"{PATH}/<template_id>/instantiate",
        summary="Create its policies",
        tags=TAGS,
        status_code=201,
        **requires("policies.create"),
    )
    def instantiate_policy_template(template_id: str, body: InstantiationBody) -> PoliciesView:
        shown = bulk.instantiate(
            deps.policies,
            app.caller,
            template_id,
            body.parameters,
            status=body.wanted_status,
            prefix=body.name_prefix,
            message=body.message,
        )
        now_ms = deps.clock()
        return PoliciesView(items=[PolicyView.of(each, now_ms) for each in shown])
