"""What the cost routes take and give."""

from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, Field

from tollgate.costs.models import Balance
from tollgate.directory.fields import Body, Nano
from tollgate.directory.models import Organization
from tollgate.kit.money import to_usd
from tollgate.prices.fields import PriceOverrides
from tollgate.usage.models import GroupBy, Summary, SummaryQuery
from tollgate.usage.views import GroupView, span_values, totals_values


class CostSummaryView(BaseModel):
    """What was spent in a span of time, in all and by group."""

    start: str
    end: str
    time_zone: str
    group_by: GroupBy
    total_cost_usd: str
    requests: int
    input_tokens: int
    output_tokens: int
    by: list[GroupView]

    @classmethod
    def of(cls, query: SummaryQuery, summary: Summary) -> Self:
        return cls(
            **span_values(query),
            total_cost_usd=to_usd(summary.totals.cost_nano),
            requests=summary.totals.requests,
            input_tokens=summary.totals.input_tokens,
            output_tokens=summary.totals.output_tokens,
            by=[GroupView(group=name, **totals_values(sums)) for name, sums in summary.groups],
        )


class BudgetView(BaseModel):
    """One budget in its current period: `available_usd + held_usd + spent_usd = limit_usd`."""

    scope_id: str
    scope_type: str
    scope_name: str
    period: str
    period_key: str
    limit_usd: str
    available_usd: str
    held_usd: str
    spent_usd: str
    utilization_percent: float

    @classmethod
    def of(cls, balance: Balance) -> Self:
        account = balance.account
        used = account.spent + account.held
        return cls(
            scope_id=balance.ref.scope_id,
            scope_type=balance.scope_type,
            scope_name=balance.scope_name,
            period=balance.ref.period.value,
            period_key=balance.ref.period_key,
            limit_usd=to_usd(account.limit),
            available_usd=to_usd(account.available),
            held_usd=to_usd(account.held),
            spent_usd=to_usd(account.spent),
            utilization_percent=round(100 * used / account.limit, 2) if account.limit else 100.0,
        )


class Ceiling(Body):
    """What a model without a known price is charged, per million tokens."""

    input_usd_per_million: Nano
    output_usd_per_million: Nano


class PricesBody(Body):
    """An organization's own prices; what is left out is removed.

    `overrides` maps a model, bare or as `provider/model`, to the prices that replace its listed
    ones, such as `{"input_usd_per_million": "2.25"}`.
    """

    overrides: PriceOverrides = Field(default_factory=dict)
    ceiling_price: Ceiling | None = None

    def values(self) -> Mapping[str, Any]:
        """As fields of `Organization`."""
        ceiling = self.ceiling_price
        return {
            "price_overrides": self.overrides,
            "ceiling_price": ceiling
            and {
                "input_nano": ceiling.input_usd_per_million,
                "output_nano": ceiling.output_usd_per_million,
            },
        }


class CeilingView(BaseModel):
    """Dollars per million tokens."""

    input_usd_per_million: str
    output_usd_per_million: str


class PricesView(BaseModel):
    """An organization's own prices; every model that is not named has its listed price."""

    overrides: dict[str, dict[str, str]]
    ceiling_price: CeilingView | None
    version: int

    @classmethod
    def of(cls, organization: Organization) -> Self:
        ceiling = organization.ceiling_price
        return cls(
            overrides=organization.price_overrides,
            ceiling_price=CeilingView(
                input_usd_per_million=to_usd(ceiling["input_nano"]),
                output_usd_per_million=to_usd(ceiling["output_nano"]),
            )
            if ceiling
            else None,
            version=organization.version,
        )
