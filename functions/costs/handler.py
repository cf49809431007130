"""Spend, budgets and prices: `/api/v1/{costs,budgets,prices}`."""

from functools import cache, partial
from typing import Any, Literal

from aws_lambda_powertools.event_handler import Response

from functions.costs.deps import Deps, Settings, build
from functions.costs.schemas import BudgetView, CostSummaryView, PricesBody, PricesView
from tollgate.costs import exports
from tollgate.costs.service import get_prices, list_budgets, set_prices
from tollgate.directory.service.network import allows_origin
from tollgate.http import (
    IfMatch,
    Page,
    Resolver,
    expected_version,
    make_resolver,
    page_of,
    requires,
)
from tollgate.usage import service
from tollgate.usage.fields import Moment, Text, TimeZone
from tollgate.usage.models import Filters, GroupBy
from tollgate.usage.parameters import ask, with_canonical_names

PRICES = "/api/v1/prices"


def make_app(deps: Deps) -> Resolver:
    """The routes over `deps`."""
    app = make_resolver(
        "costs",
        authenticate=deps.authenticate,
        receipts=deps.receipts,
        clock=deps.directory.clock,
        origins=partial(allows_origin, deps.directory),
    )
    _add_costs(app, deps)
    _add_export(app, deps)
    _add_budgets(app, deps)
    _add_prices(app, deps)
    return app


def _add_costs(app: Resolver, deps: Deps) -> None:
    @app.get(
        "/api/v1/costs/summary",
        summary="Spend in a span of time, by group",
        tags=["costs"],
        **requires("costs.view.own"),
    )
    def cost_summary(
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
    ) -> CostSummaryView:
        filters = Filters(provider, model, team_id, user_id, key_id, operation)
        query = ask(
            deps.directory,
            app.caller,
            permission="costs.view",
            time_zone=time_zone,
            start=start,
            end=end,
            group_by=group_by,
            filters=filters,
        )
        return CostSummaryView.of(query, service.summarize(deps.database, query))


def _add_export(app: Resolver, deps: Deps) -> None:
    @app.get(
        "/api/v1/costs/export",
        summary="Every charge of a span of time, as CSV or JSON",
        tags=["costs"],
        responses={
            200: {
                "description": "The charges",
                "content": {
                    "text/csv": {"schema": {"type": "string"}},
                    "application/json": {"schema": {"type": "object"}},
                },
            }
        },
        **requires("costs.view.own"),
    )
    def export_costs(
        *,
        format: Literal["csv", "json"] = "csv",  # noqa: A002 - the parameter's public name
        start: Moment = None,
        end: Moment = None,
        time_zone: TimeZone = None,
        provider: Text = None,
        model: Text = None,
        team_id: Text = None,
        user_id: Text = None,
        key_id: Text = None,
    ) -> Response[str]:
        filters = Filters(provider, model, team_id, user_id, key_id)
        query = ask(
            deps.directory,
            app.caller,
            permission="costs.view",
            time_zone=time_zone,
            start=start,
            end=end,
            group_by=GroupBy.DAY,
            filters=filters,
        )
        facts = service.export(deps.database, query)
        body = exports.to_csv(facts) if format == "csv" else exports.to_json(facts)
        content_type = "text/csv; charset=utf-8" if format == "csv" else "application/json"
        name = f"tollgate-costs.{format}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(200, content_type=content_type, body=body, headers=headers)


def _add_budgets(app: Resolver, deps: Deps) -> None:
    @app.get(
        "/api/v1/budgets",
        summary="Budgets as they stand in their current period",
        tags=["budgets"],
        **requires("costs.view.own"),
    )
    def budgets() -> Page[BudgetView]:
        found = list_budgets(deps.directory, deps.balances, app.caller)
        return page_of(BudgetView, map(BudgetView.of, found), None)


def _add_prices(app: Resolver, deps: Deps) -> None:
    directory = deps.directory

    @app.get(
        PRICES, summary="The organization's prices", tags=["prices"], **requires("prices.view")
    )
    def prices() -> PricesView:
        return PricesView.of(get_prices(directory, app.caller))

    @app.put(PRICES, summary="Replace them", tags=["prices"], **requires("prices.edit"))
    def put_prices(body: PricesBody, if_match: IfMatch = None) -> PricesView:
        version = expected_version(if_match)
        return PricesView.of(set_prices(directory, app.caller, body.values(), version))

    @app.delete(PRICES, summary="Remove them", tags=["prices"], **requires("prices.edit"))
    def delete_prices(if_match: IfMatch = None) -> PricesView:
        version = expected_version(if_match)
        return PricesView.of(set_prices(directory, app.caller, PricesBody().values(), version))


@cache
def app() -> Resolver:
    """The app of this environment."""
    return make_app(build(Settings.from_env()))


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """API Gateway proxy event (payload 1.0) to response."""
    return app().resolve(with_canonical_names(event), context)
