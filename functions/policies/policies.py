"""Routes of policies themselves: making, changing, finding, assigning and ending them."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from functions.policies.deps import Deps
from functions.policies.schemas import Assignment, ChangedPolicyBody, PolicyBody, PolicyView
from tollgate.errors import BadRequest
from tollgate.http import (
    Cursor,
    IfMatch,
    Limit,
    Page,
    Resolver,
    decode_cursor,
    expected_version,
    no_content,
    page_of,
    requires,
)
from tollgate.policies.models import Level, PolicyType
from tollgate.policies.service import activation, reading, saving
from tollgate.policies.versions import PolicyStatus, Shown

PATH = "/api/v1/policies"
TAGS = ["policies"]
TypeFilter = Annotated[PolicyType | None, Query()]
StatusFilter = Annotated[PolicyStatus | None, Query()]
Text = Annotated[str | None, Query(max_length=200, description="Part of a name or description.")]


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds them to the app."""
    _add_reading(app, deps)
    _add_writing(app, deps)
    _add_replacing(app, deps)


def _add_reading(app: Resolver, deps: Deps) -> None:
    policies = deps.policies

    def view(shown: Shown) -> PolicyView:
        return PolicyView.of(shown, deps.clock())

    def found(
        limit: int,
        cursor: str | None,
        *,
        types: tuple[PolicyType | None, PolicyType | None],
        status: PolicyStatus | None,
        text: str | None,
    ) -> Page[PolicyView]:
        wanted = {each for each in types if each}
        if len(wanted) > 1:
            raise BadRequest("type and policy_type are one filter", param="policy_type")
        part = reading.list_policies(
            policies,
            app.caller,
            limit=limit,
            after=decode_cursor(cursor),
            type_=next(iter(wanted), None),
            status=status,
            text=text,
        )
        return page_of(PolicyView, map(view, part.items), part.next_after)

    @app.get(PATH, summary="List", tags=TAGS, **requires("policies.view"))
    def list_policies(
        *,
        limit: Limit = 20,
        cursor: Cursor = None,
        type: TypeFilter = None,  # noqa: A002 - the parameter's public name
        policy_type: TypeFilter = None,
        status: StatusFilter = None,
        q: Text = None,
    ) -> Page[PolicyView]:
        return found(limit, cursor, types=(type, policy_type), status=status, text=q)

    @app.get(f"{PATH}/search", summary="Search", tags=TAGS, **requires("policies.view"))
    def search_policies(
        *,
        q: Text = None,
        limit: Limit = 20,
        cursor: Cursor = None,
        type: TypeFilter = None,  # noqa: A002 - the parameter's public name
        status: StatusFilter = None,
    ) -> Page[PolicyView]:
        return found(limit, cursor, types=(type, None), status=status, text=q)

    @app.get(f"{PATH}/<policy_id>", summary="Get", tags=TAGS, **requires("policies.view"))
    def get_policy(policy_id: str) -> PolicyView:
        return view(reading.read_policy(policies, app.caller, policy_id))


def _add_writing(app: Resolver, deps: Deps) -> None:
    policies = deps.policies

    def view(shown: Shown) -> PolicyView:
        return PolicyView.of(shown, deps.clock())

    @app.post(PATH, summary="Create", tags=TAGS, status_code=201, **requires("policies.create"))
    def create_policy(body: PolicyBody) -> PolicyView:
        status = body.wanted_status or PolicyStatus.ACTIVE
        return view(
            saving.create_policy(
                policies, app.caller, body.document, status=status, message=body.message
            )
        )

    @app.delete(
        f"{PATH}/<policy_id>",
        summary="Delete",
        tags=TAGS,
        status_code=204,
        **requires("policies.delete"),
    )
    def delete_policy(policy_id: str, if_match: IfMatch = None) -> Response[str]:
        activation.delete_policy(
            policies, app.caller, policy_id, if_match=expected_version(if_match)
        )
        return no_content()

    @app.post(
        f"{PATH}/<policy_id>/assign",
        summary="Put a team, person, role or key into the scope",
        tags=TAGS,
        **requires("policies.edit"),
    )
    def assign_policy(policy_id: str, body: Assignment, if_match: IfMatch = None) -> PolicyView:
        level, id_ = body.target()
        shown = saving.assign_policy(
            policies,
            app.caller,
            policy_id,
            Level(level),
            id_,
            message=body.message,
            if_match=expected_version(if_match),
        )
        return view(shown)


def _add_replacing(app: Resolver, deps: Deps) -> None:
    def saved(
        policy_id: str, body: ChangedPolicyBody, if_match: str | None, *, whole: bool
    ) -> PolicyView:
        shown = saving.save_policy(
            deps.policies,
            app.caller,
            policy_id,
            body.document,
            whole=whole,
            status=body.wanted_status,
            message=body.message,
            if_match=expected_version(if_match),
        )
        return PolicyView.of(shown, deps.clock())

    @app.put(f"{PATH}/<policy_id>", summary="Replace", tags=TAGS, **requires("policies.edit"))
    def replace_policy(
        policy_id: str, body: ChangedPolicyBody, if_match: IfMatch = None
    ) -> PolicyView:
        return saved(policy_id, body, if_match, whole=True)

    @app.patch(
        f"{PATH}/<policy_id>", summary="Change some fields", tags=TAGS, **requires("policies.edit")
    )
    def update_policy(
        policy_id: str, body: ChangedPolicyBody, if_match: IfMatch = None
    ) -> PolicyView:
        return saved(policy_id, body, if_match, whole=False)
