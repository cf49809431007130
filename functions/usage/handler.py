"""Usage and single requests: `/api/v1/{usage,requests}`."""

from functools import cache, partial
from typing import Any

from functions.usage.deps import Deps, Settings, build
from tollgate.directory.service.network import allows_origin
from tollgate.http import Cursor, Limit, Page, Resolver, make_resolver, requires
from tollgate.usage import service
from tollgate.usage.fields import Moment, Outcome, Text, TimeZone
from tollgate.usage.journal import get_request
from tollgate.usage.models import Filters, GroupBy
from tollgate.usage.parameters import ask, with_canonical_names
from tollgate.usage.views import RequestRow, RequestView, UsageSummaryView


def make_app(deps: Deps) -> Resolver:
    """The routes over `deps`."""
    app = make_resolver(
        "usage",
        authenticate=deps.authenticate,
        clock=deps.directory.clock,
        origins=partial(allows_origin, deps.directory),
    )
    _add_summary(app, deps)
    _add_requests(app, deps)
    return app


def _add_summary(app: Resolver, deps: Deps) -> None:
    @app.get(
        "/api/v1/usage/summary",
        summary="Usage in a span of time, by group",
        tags=["usage"],
        **requires("usage.view.own"),
    )
    def usage_summary(
        *,
        start: Moment = None,
        end: Moment = None,
        group_by: GroupBy = GroupBy.DAY,
        time_zone: TimeZone = None,
        provider: Text = None,
        model: Text = None,
        team_id: Text = None,
        user_id: Text = None,
        key_id: Text = None,
        operation: Text = None,
    ) -> UsageSummaryView:
        filters = Filters(provider, model, team_id, user_id, key_id, operation)
        query = ask(
            deps.directory,
            app.caller,
            permission="usage.view",
            time_zone=time_zone,
            start=start,
            end=end,
            group_by=group_by,
            filters=filters,
        )
        return UsageSummaryView.of(query, service.summarize(deps.database, query))


def _add_requests(app: Resolver, deps: Deps) -> None:
    @app.get(
        "/api/v1/requests",
        summary="Recent requests, newest first",
        tags=["requests"],
        **requires("requests.view.own"),
    )
    def list_requests(
        *,
        limit: Limit = 20,
        cursor: Cursor = None,
        start: Moment = None,
        end: Moment = None,
        provider: Text = None,
        model: Text = None,
        team_id: Text = None,
        user_id: Text = None,
        key_id: Text = None,
        operation: Text = None,
        outcome: Outcome = None,
    ) -> Page[RequestRow]:
        filters = Filters(provider, model, team_id, user_id, key_id, operation)
        query = ask(
            deps.directory,
            app.caller,
            permission="requests.view",
            time_zone="UTC",
            start=start,
            end=end,
            group_by=GroupBy.DAY,
            filters=filters,
        )
        page = service.recent(deps.database, query, outcome=outcome, cursor=cursor, limit=limit)
        items = [RequestRow.of(fact) for fact in page.items]
        return Page[RequestRow](items=items, next_cursor=page.next_cursor)

    @app.get(
        "/api/v1/requests/<request_id>",
        summary="One request: decision, holds, price arithmetic, usage and timing",
        tags=["requests"],
        **requires("requests.view.own"),
    )
    def get_one_request(request_id: str) -> RequestView:
        return RequestView.of(get_request(deps.dynamodb, deps.tables, app.caller, request_id))


@cache
def app() -> Resolver:
    """The app of this environment."""
    return make_app(build(Settings.from_env()))


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """API Gateway proxy event (payload 1.0) to response."""
    return app().resolve(with_canonical_names(event), context)
