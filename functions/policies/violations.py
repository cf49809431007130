"""Routes of violations: finding and reviewing them, and what they say about a policy."""

from typing import Annotated, Any, Literal

from aws_lambda_powertools.event_handler.openapi.params import Query

from functions.policies.deps import Deps
from functions.policies.violation_schemas import (
    Acknowledging,
    EffectivenessView,
    Reopening,
    Resolving,
    ViolationView,
)
from tollgate.directory.service.organizations import get_organization
from tollgate.http import (
    Cursor,
    IfMatch,
    Limit,
    Page,
    Resolver,
    decode_cursor,
    expected_version,
    page_of,
    requires,
)
from tollgate.policies.models import Action, PolicyType
from tollgate.policies.service.changes import get_policy
from tollgate.usage.fields import Moment
from tollgate.usage.parameters import read_span
from tollgate.usage.spans import zone
from tollgate.violations import service
from tollgate.violations.models import Filters, ReviewStatus
from tollgate.violations.service import MOST_DAYS, Violations
from tollgate.violations.store import ReviewStore

PATH = "/api/v1/violations"
POLICIES = "/api/v1/policies"
TAGS = ["violations"]
Id = Annotated[str | None, Query(max_length=64)]
Text = Annotated[str | None, Query(max_length=200)]
Severity = Annotated[Literal["low", "medium", "high", "critical"] | None, Query()]
StatusFilter = Annotated[ReviewStatus | None, Query()]
ActionFilter = Annotated[Action | None, Query()]
TypeFilter = Annotated[PolicyType | None, Query()]
Shadow = Annotated[bool | None, Query(description="Dry runs alone, or none of them.")]
Days = Annotated[int, Query(ge=1, le=MOST_DAYS)]


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds them to the app."""
    reviews = ReviewStore(deps.aws, deps.tables, deps.journal)
    violations = Violations(deps.database, reviews, deps.clock)
    _add_lists(app, deps, violations)
    _add_effectiveness(app, deps, violations)
    _add_one(app, violations)
    _add_reviewing(app, violations)


def _page(
    app: Resolver,
    deps: Deps,
    violations: Violations,
    values: dict[str, Any],
    filters: dict[str, Any],
) -> Page[ViolationView]:
    organization = get_organization(deps.directory, app.caller, app.caller.organization_id)
    in_zone = zone(organization.time_zone)
    start_ms, end_ms = read_span(values["start"], values["end"], in_zone, deps.clock())
    page = service.list_violations(
        violations,
        app.caller,
        Filters(**filters),
        # A list without an end includes what happens in this very millisecond.
        start_ms=start_ms,
        end_ms=end_ms if values["end"] else end_ms + 1,
        after=decode_cursor(values["cursor"]),
        limit=values["limit"],
    )
    return page_of(ViolationView, map(ViolationView.of, page.items), page.next_after)


def _add_lists(app: Resolver, deps: Deps, violations: Violations) -> None:
    @app.get(PATH, summary="List", tags=TAGS, **requires("violations.view"))
    @app.get(
        f"{POLICIES}/violations",
        summary="List",
        tags=TAGS,
        operation_id="list_violations_of_policies",
        **requires("violations.view"),
    )
    def list_violations(
        *,
        limit: Limit = 20,
        cursor: Cursor = None,
        start: Moment = None,
        end: Moment = None,
        policy_id: Id = None,
        type: TypeFilter = None,  # noqa: A002 - the parameter's public name
        severity: Severity = None,
        status: StatusFilter = None,
        action: ActionFilter = None,
        user_id: Id = None,
        team_id: Id = None,
        key_id: Id = None,
        model: Text = None,
        request_id: Id = None,
        shadow: Shadow = None,
        q: Text = None,
    ) -> Page[ViolationView]:
        values = {"start": start, "end": end, "cursor": cursor, "limit": limit}
        filters = {
            "policy_id": policy_id,
            "policy_type": type and type.value,
            "severity": severity,
            "status": status,
            "action": action and action.value,
            "user_id": user_id,
            "team_id": team_id,
            "key_id": key_id,
            "model": model,
            "request_id": request_id,
            "shadow": shadow,
            "text": q,
        }
        return _page(app, deps, violations, values, filters)

    @app.get(
        f"{POLICIES}/<policy_id>/violations",
        summary="Those of one policy",
        tags=TAGS,
        **requires("violations.view"),
    )
    def list_policy_violations(
        policy_id: str,
        *,
        limit: Limit = 20,
        cursor: Cursor = None,
        start: Moment = None,
        end: Moment = None,
        status: StatusFilter = None,
        shadow: Shadow = None,
    ) -> Page[ViolationView]:
        get_policy(deps.policies, app.caller, policy_id)
        values = {"start": start, "end": end, "cursor": cursor, "limit": limit}
        filters = {"policy_id": policy_id, "status": status, "shadow": shadow}
        return _page(app, deps, violations, values, filters)


def _add_effectiveness(app: Resolver, deps: Deps, violations: Violations) -> None:
    @app.get(
        f"{POLICIES}/<policy_id>/effectiveness",
        summary="What a policy did",
        tags=TAGS,
        **requires("violations.view"),
    )
    def policy_effectiveness(policy_id: str, days: Days = 30) -> EffectivenessView:
        caller = app.caller
        get_policy(deps.policies, caller, policy_id)
        organization = get_organization(deps.directory, caller, caller.organization_id)
        figures = service.effectiveness(
            violations, caller, policy_id, days=days, time_zone=organization.time_zone
        )
        return EffectivenessView.of(policy_id, figures)


def _add_one(app: Resolver, violations: Violations) -> None:
    @app.get(f"{PATH}/<violation_id>", summary="Get", tags=TAGS, **requires("violations.view"))
    def get_violation(violation_id: str) -> ViolationView:
        return ViolationView.of(service.get_violation(violations, app.caller, violation_id))


def _add_reviewing(app: Resolver, violations: Violations) -> None:
    def review(
        violation_id: str, status: ReviewStatus, reason: str, if_match: str | None
    ) -> ViolationView:
        reviewed = service.review_violation(
            violations,
            app.caller,
            violation_id,
            status,
            reason=reason,
            if_match=expected_version(if_match),
        )
        return ViolationView.of(reviewed)

    @app.post(
        f"{PATH}/<violation_id>/acknowledge",
        summary="Acknowledge",
        tags=TAGS,
        **requires("violations.resolve"),
    )
    def acknowledge_violation(
        violation_id: str, body: Acknowledging, if_match: IfMatch = None
    ) -> ViolationView:
        return review(violation_id, ReviewStatus.ACKNOWLEDGED, body.reason, if_match)

    @app.post(
        f"{PATH}/<violation_id>/resolve",
        summary="Resolve",
        tags=TAGS,
        **requires("violations.resolve"),
    )
    @app.post(
        f"{POLICIES}/violations/<violation_id>/resolve",
        summary="Resolve",
        tags=TAGS,
        operation_id="resolve_violation_of_policies",
        **requires("violations.resolve"),
    )
    def resolve_violation(
        violation_id: str, body: Resolving, if_match: IfMatch = None
    ) -> ViolationView:
        status = ReviewStatus.FALSE_POSITIVE if body.false_positive else ReviewStatus.RESOLVED
        return review(violation_id, status, body.reason, if_match)

    @app.post(
        f"{PATH}/<violation_id>/reopen",
        summary="Reopen",
        tags=TAGS,
        **requires("violations.resolve"),
    )
    def reopen_violation(
        violation_id: str, body: Reopening | None = None, if_match: IfMatch = None
    ) -> ViolationView:
        reason = body.reason if body else ""
        return review(violation_id, ReviewStatus.OPEN, reason, if_match)
