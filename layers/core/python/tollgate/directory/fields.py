"""Pydantic field types at the edge: addresses, names, dollars, limits."""

import re
from decimal import Decimal
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)

from tollgate.auth.passwords import LONGEST, SHORTEST
from tollgate.kit.mailboxes import canonical_mailbox
from tollgate.kit.money import from_usd, to_usd
from tollgate.kit.permissions import PERMISSION
from tollgate.ledger.models import Budget, Period, RateLimit

_UNSEEN: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Line breaks, other controls, and what turns the direction of the text around it."""


def _one_line(value: str) -> str:
    # Names stand in letters: a line break would let one write the letter.
    if _UNSEEN.search(value):
        raise ValueError("one line without control characters")
    return value


def _time_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("not an IANA time zone, such as Europe/Berlin") from error
    return value


def _nano(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        raise ValueError("an amount of dollars is a number or a decimal string")  # noqa: TRY004
    nano = from_usd(value)
    if nano < 0:
        raise ValueError("an amount of dollars is not negative")
    return nano


def _permission(value: str) -> str:
    if not PERMISSION.fullmatch(value):
        raise ValueError("a permission looks like resource.action or resource.action.scope")
    return value


Email = Annotated[
    str, Field(max_length=254, examples=["ada@example.com"]), AfterValidator(canonical_mailbox)
]
Password = Annotated[str, Field(min_length=SHORTEST, max_length=LONGEST)]
Name = Annotated[str, Field(min_length=1, max_length=100, pattern=r"\S"), AfterValidator(_one_line)]
Description = Annotated[str, Field(max_length=1000)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$")]
TimeZone = Annotated[str, Field(max_length=64), AfterValidator(_time_zone)]
Permission = Annotated[str, Field(max_length=100), AfterValidator(_permission)]
Nano = Annotated[
    int,
    BeforeValidator(_nano),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "number"}], "examples": ["25.00"]}),
]
"""Dollars outside, as a decimal string or a number; nano-dollars inside."""


class Body(BaseModel):
    """A request body: unknown fields are refused by name."""

    model_config = ConfigDict(extra="forbid")


class BudgetBody(Body):
    """At most this many dollars per period."""

    amount_usd: Nano = Field(validation_alias=AliasChoices("amount_usd", "budget_usd", "limit_usd"))
    period: Period = Field(
        default=Period.MONTHLY, validation_alias=AliasChoices("period", "budget_period")
    )


class RateLimitBody(Body):
    """Calls and tokens per minute; what is absent or null is not limited."""

    requests_per_minute: int | None = Field(
        default=None,
        ge=1,
        le=10**9,
        validation_alias=AliasChoices("requests_per_minute", "max_requests_per_minute"),
    )
    tokens_per_minute: int | None = Field(
        default=None,
        ge=1,
        le=10**12,
        validation_alias=AliasChoices("tokens_per_minute", "max_tokens_per_minute"),
    )


class LimitsBody(Body):
    """Budgets and rate limit, as every level of the organization has them.

    `budgets` replaces all budgets. `budget_usd` with `budget_period` sets the budget of that one
    period and leaves the others; null removes it.
    """

    budget_usd: Nano | None = None
    budget_period: Period = Period.MONTHLY
    budgets: list[BudgetBody] | None = Field(default=None, max_length=len(Period))
    rate_limit: RateLimitBody | None = None

    @model_validator(mode="after")
    def _one_budget_per_period(self) -> "LimitsBody":
        periods = [budget.period for budget in self.budgets or ()]
        if len(set(periods)) != len(periods):
            raise ValueError("budgets: one budget per period")
        if "budgets" in self.model_fields_set and "budget_usd" in self.model_fields_set:
            raise ValueError("budgets: send either budgets or budget_usd")
        return self

    def limits(self) -> dict[str, Any]:
        """The limits that were sent, as fields of an entity; see `rules.applied`."""
        values: dict[str, Any] = {}
        if "budgets" in self.model_fields_set:
            values["budgets"] = tuple(
                Budget(limit=budget.amount_usd, period=budget.period)
                for budget in self.budgets or ()
            )
        if "budget_usd" in self.model_fields_set:
            values["budget_of"] = (self.budget_period, self.budget_usd)
        if "rate_limit" in self.model_fields_set:
            values["rate_limit"] = _rate_limit(self.rate_limit)
        return values


def _rate_limit(body: RateLimitBody | None) -> RateLimit | None:
    if body is None:
        return None
    limit = RateLimit(body.requests_per_minute, body.tokens_per_minute)
    return None if limit == RateLimit() else limit


class PeriodBudgetView(BaseModel):
    """A budget; dollars as a decimal string."""

    amount_usd: str
    period: Period


class RateLimitView(BaseModel):
    """Calls and tokens per minute; null is no limit."""

    requests_per_minute: int | None
    tokens_per_minute: int | None


def budget_views(budgets: tuple[Budget, ...]) -> list[PeriodBudgetView]:
    """Budgets as shown."""
    return [PeriodBudgetView(amount_usd=to_usd(each.limit), period=each.period) for each in budgets]


def rate_limit_view(limit: RateLimit | None) -> RateLimitView | None:
    """A rate limit as shown."""
    if limit is None:
        return None
    return RateLimitView(
        requests_per_minute=limit.requests_per_minute, tokens_per_minute=limit.tokens_per_minute
    )
