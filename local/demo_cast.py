"""Who is in the demonstration: teams, people and keys, and how each key is used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from tollgate.kit.money import from_usd
from tollgate.ledger.models import Budget, Period, Principal, RateLimit, Scope


class TeamPlan(NamedTuple):
    """`parent` is the name of the team above; `usd` the budget of a month."""

    name: str
    description: str
    usd: int
    parent: str | None = None


class PersonPlan(NamedTuple):
    """Someone of one team; `role` as in the directory."""

    name: str
    team: str
    role: str = "developer"


class Habit(NamedTuple):
    """How a key is used.

    `models` are names and how often each is called, relative to the others. `input` and `output`
    are median tokens; `streamed`, `cached` and `tools` are shares of its calls.
    """

    models: dict[str, int]
    input: int
    output: int
    streamed: float = 0.0
    cached: float = 0.0
    tools: float = 0.0


class KeyPlan(NamedTuple):
    """`weight` is how many calls come by this key, relative to the others. `usd` is per month."""

    name: str
    team: str
    person: str | None
    usd: int
    rate: RateLimit
    tags: dict[str, str]
    weight: int
    habit: Habit
    models: tuple[str, ...] = ()


TEAMS: Final = (
    TeamPlan("Platform", "Shared services and developer tools", 120),
    TeamPlan("Search", "Retrieval and ranking", 10, parent="Platform"),
    TeamPlan("Support", "Customer support automation", 30),
    TeamPlan("Research", "Model evaluation and prototypes", 150),
    TeamPlan("Marketing", "Campaigns and translations", 15),
)

PEOPLE: Final = (
    PersonPlan("Amara Okafor", "Platform"),
    PersonPlan("Jonas Weber", "Platform"),
    PersonPlan("Mei Tanaka", "Platform"),
    PersonPlan("Lucía Fernández", "Search"),
    PersonPlan("Tomasz Nowak", "Search"),
    PersonPlan("Priya Raman", "Support"),
    PersonPlan("Daniel Cohen", "Support"),
    PersonPlan("Ingrid Solberg", "Support"),
    PersonPlan("Mateus Carvalho", "Research"),
    PersonPlan("Hannah Schmidt", "Research"),
    PersonPlan("Yusuf Demir", "Marketing"),
    PersonPlan("Chloé Martin", "Marketing"),
)

_CODING: Final = Habit(
    {"claude-sonnet-5": 6, "claude-opus-5": 3, "gpt-4o": 1}, 30_000, 1_800, 0.95, 0.7, 0.5
)
_EMBEDDING: Final = Habit({"text-embedding-3-small": 1}, 60_000, 0)
_RANKING: Final = Habit({"gpt-4o-mini": 8, "claude-haiku-4-5": 2}, 9_000, 240, 0.0, 0.4)
_REPLYING: Final = Habit({"gpt-4o": 4, "gpt-4o-mini": 5}, 7_000, 420, 0.9, 0.35, 0.15)
_SORTING: Final = Habit({"gpt-4o-mini": 9, "claude-haiku-4-5": 1}, 2_500, 60)
EVALUATING: Final = Habit(
    {"claude-opus-5": 5, "claude-sonnet-5": 3, "gpt-4o": 2}, 20_000, 3_000, 0.1, 0.3
)
_WRITING: Final = Habit({"gpt-4o": 6, "claude-sonnet-5": 4}, 4_000, 1_500, 0.6)

EVALUATION_KEY: Final = "evaluation"
"""The key whose calls make the spike."""

KEYS: Final = (
    KeyPlan(
        "coding-assistant",
        "Platform",
        "Amara Okafor",
        80,
        RateLimit(60, 2_000_000),
        {"environment": "development"},
        16,
        _CODING,
    ),
    KeyPlan(
        "code-review",
        "Platform",
        "Jonas Weber",
        60,
        RateLimit(60, 2_000_000),
        {"environment": "ci"},
        10,
        _CODING,
        ("claude-sonnet-4-5", "claude-opus-4-5", "claude-sonnet-5", "claude-opus-5"),
    ),
    KeyPlan(
        "search-index",
        "Search",
        None,
        5,
        RateLimit(600),
        {"environment": "production", "service": "index"},
        18,
        _EMBEDDING,
    ),
    KeyPlan(
        "search-ranking",
        "Search",
        "Lucía Fernández",
        5,
        RateLimit(300),
        {"environment": "production", "service": "ranking"},
        14,
        _RANKING,
    ),
    KeyPlan(
        "support-chat",
        "Support",
        "Priya Raman",
        20,
        RateLimit(120, 1_000_000),
        {"environment": "production", "service": "chat"},
        20,
        _REPLYING,
    ),
    KeyPlan(
        "ticket-routing",
        "Support",
        None,
        5,
        RateLimit(300),
        {"environment": "production", "service": "routing"},
        12,
        _SORTING,
    ),
    KeyPlan(
        EVALUATION_KEY,
        "Research",
        "Mateus Carvalho",
        120,
        RateLimit(120, 4_000_000),
        {"environment": "research"},
        6,
        EVALUATING,
    ),
    KeyPlan(
        "campaign-copy",
        "Marketing",
        "Chloé Martin",
        10,
        RateLimit(30),
        {"environment": "production", "cost_center": "4200"},
        4,
        _WRITING,
    ),
)


@dataclass(frozen=True, slots=True)
class Member:
    """A key that exists, as the history needs it."""

    plan: KeyPlan
    principal: Principal


@dataclass(frozen=True, slots=True)
class Ids:
    """What the directory called whom: name to id."""

    organization: str
    teams: dict[str, str]
    people: dict[str, str]
    keys: dict[str, str]


def member(plan: KeyPlan, ids: Ids) -> Member:
    """The key of `plan` with the levels that its calls are charged to, nearest first."""
    person = None if plan.person is None else ids.people[plan.person]
    names = _path(plan.team)
    teams = tuple(ids.teams[team.name] for team in names)
    scopes = [Scope(ids.keys[plan.name], _monthly(plan.usd), plan.rate)]
    if person is not None:
        scopes.append(Scope(person))
    scopes += [Scope(ids.teams[team.name], _monthly(team.usd)) for team in names]
    scopes.append(Scope(ids.organization))
    principal = Principal(
        organization_id=ids.organization,
        key_id=ids.keys[plan.name],
        user_id=person,
        team_id=teams[0],
        team_path=teams,
        scopes=tuple(scopes),
        epoch=1,
        time_zone="UTC",
        secret_hash="",
        models=plan.models,
    )
    return Member(plan, principal)


def limits(usd: int, rate: RateLimit | None = None) -> dict[str, Any]:
    """A month's budget and a rate limit as the API takes them."""
    body: dict[str, Any] = {"budget_usd": usd, "budget_period": "monthly"}
    if rate is not None:
        body["rate_limit"] = {
            "requests_per_minute": rate.requests_per_minute,
            "tokens_per_minute": rate.tokens_per_minute,
        }
    return body


def email(name: str) -> str:
    """`Ada Lovelace` has `ada@example.com`; letters outside ASCII become their base letters."""
    first = name.split(maxsplit=1)[0].lower().replace("í", "i").replace("é", "e")
    return f"{first}@example.com"


def _path(name: str) -> list[TeamPlan]:
    """The team and all teams above it."""
    plans = {team.name: team for team in TEAMS}
    path = [plans[name]]
    while path[-1].parent is not None:
        path.append(plans[path[-1].parent])
    return path


def _monthly(usd: int) -> tuple[Budget, ...]:
    return (Budget(from_usd(usd), Period.MONTHLY),)
