"""Random policies, callers and calls, small enough that they often meet."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tollgate.policies.models import CallFacts, Entry, Grant, Subject

NOW_MS = 1_763_733_600_000
TREE = {"team_a": None, "team_b": "team_a", "team_c": "team_b", "team_d": None, "team_e": "team_d"}
MODELS = ("gpt-4o", "gpt-4o-mini", "claude-x")


def path(team: str) -> tuple[str, ...]:
    found: list[str] = []
    place: str | None = team
    while place:
        found.append(place)
        place = TREE[place]
    return tuple(found)


teams = st.sampled_from(sorted(TREE))
roles = st.sampled_from(["developer", "admin"])
patterns = st.sampled_from(["gpt-4o", "gpt-*", "openai/*", "claude-x", "*", "nobody"])
some = st.booleans()

subjects = st.builds(
    Subject,
    organization_id=st.just("org_1"),
    key_id=st.sampled_from(["key_1", "key_2"]),
    user_id=st.sampled_from(["usr_1", "usr_2", None]),
    team_paths=st.lists(teams, max_size=2, unique=True).map(lambda ts: tuple(map(path, ts))),
    roles=st.frozensets(roles),
)


@st.composite
def calls(draw: st.DrawFn) -> CallFacts:
    model = draw(st.sampled_from(MODELS))
    provider = "anthropic" if model.startswith("claude") else "openai"
    return CallFacts(
        model=model,
        model_names=frozenset({model, f"{provider}/{model}"}),
        provider=provider,
        operation="chat.completions",
        at_ms=NOW_MS + draw(st.integers(0, 7 * 24 * 60)) * 60_000,
        stream=draw(some),
        input_tokens=draw(st.integers(0, 200)),
        max_output_tokens=draw(st.integers(1, 200)),
        sets_max_output=draw(some),
        estimated_cost=draw(st.integers(0, 100)),
        tags=draw(st.dictionaries(st.sampled_from(["env", "team"]), st.sampled_from(["a", "b"]))),
        tools=draw(st.frozensets(st.sampled_from(["search", "shell"]))),
    )


def bounds(top: int) -> st.SearchStrategy[dict[str, int]]:
    return st.fixed_dictionaries(
        {}, optional={"min": st.integers(0, top), "max": st.integers(0, top)}
    )


_texts = st.fixed_dictionaries(
    {
        "field": st.sampled_from(["model", "provider", "team", "role", "user"]),
        "operator": st.sampled_from(
            ["equals", "not_equals", "contains", "not_contains", "starts_with"]
        ),
        "value": st.sampled_from(["gpt-4o", "openai", "team_a", "team", "admin", "usr_1"]),
    }
)
_numbers = st.fixed_dictionaries(
    {
        "field": st.just("input_tokens"),
        "operator": st.sampled_from(["equals", "not_equals", "greater_than", "less_than"]),
        "value": st.integers(0, 200),
    }
)
_clock = st.integers(0, 23).map(lambda hour: f"{hour:02d}:30")

conditions = st.fixed_dictionaries(
    {},
    optional={
        "models": st.lists(patterns, min_size=1, max_size=2),
        "providers": st.lists(st.sampled_from(["openai", "anth*"]), min_size=1),
        "roles": st.lists(roles, min_size=1, max_size=1),
        "teams": st.lists(teams, min_size=1, max_size=2),
        "users": st.just(["usr_1"]),
        "stream": some,
        "tags": st.dictionaries(st.just("env"), st.just(["a"])),
        "input_tokens": bounds(200),
        "estimated_cost_nano": bounds(100),
        "time": st.fixed_dictionaries(
            {"from": _clock, "until": _clock},
            optional={"days": st.lists(st.sampled_from(["mon", "fri", "sun"]), min_size=1)},
        ),
        "match": st.lists(_texts | _numbers, min_size=1, max_size=2),
    },
)
few_conditions = st.one_of(st.just({}), st.just({}), conditions)

scopes = st.one_of(
    st.just({"level": "organization"}),
    st.lists(teams, min_size=1, max_size=2, unique=True).map(
        lambda ids: {"level": "team", "ids": ids}
    ),
    roles.map(lambda role: {"level": "role", "ids": [role]}),
    st.just({"level": "user", "ids": ["usr_1"]}),
    st.just({"level": "key", "ids": ["key_1"]}),
)
_usage = st.fixed_dictionaries(
    {},
    optional={
        "allowed_models": st.lists(patterns, min_size=1, max_size=2),
        "denied_models": st.lists(patterns, min_size=1, max_size=1),
        "denied_providers": st.just(["anthropic"]),
        "max_input_tokens": st.integers(0, 200),
        "max_output_tokens": st.integers(1, 200),
        "max_tokens_per_request": st.integers(1, 300),
        "denied_tools": st.just(["sh*"]),
        "required_tags": st.just(["env"]),
    },
)
_rates = st.fixed_dictionaries(
    {},
    optional={
        "requests_per_minute": st.integers(1, 9),
        "requests_per_day": st.integers(1, 9),
    },
).filter(bool)
_costs = st.fixed_dictionaries({"max_cost_per_request_nano": st.integers(1, 100)})
_RULES = {"usage": _usage, "rate_limit": _rates, "cost_limit": _costs}
_RULE_NAMES = (
    "allowed_models", "denied_models", "max_input_tokens", "max_output_tokens", "conditions",
    "requests_per_minute", "requests_per_day", "max_cost_per_request",
)  # fmt: skip
grants = st.lists(
    st.builds(
        Grant,
        id=st.sampled_from(["apr_1", "apr_2", "apr_3"]),
        kind=st.just("policy_exception"),
        until_ms=st.sampled_from([NOW_MS + 10**8, NOW_MS + 10**12]),
        user_id=st.sampled_from([None, "usr_1"]),
        policy_ids=st.lists(
            st.integers(0, 5).map("pol_{}".format), min_size=1, max_size=2, unique=True
        ).map(tuple),
        rules=st.lists(st.sampled_from(_RULE_NAMES), max_size=2, unique=True).map(tuple),
        models=st.sampled_from([(), ("gpt-*",)]),
        uses=st.sampled_from([None, 1]),
    ),
    max_size=2,
    unique_by=lambda grant: grant.id,
)
_exceptions = st.lists(
    st.fixed_dictionaries(
        {
            "conditions": few_conditions,
            "effect": st.sampled_from(["exempt", "multiply", "approve"]),
            "multiplier": st.sampled_from([2, 0.5]),
        }
    ),
    max_size=2,
)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from(["usage", "usage", "rate_limit", "cost_limit"]))
    action = draw(
        st.sampled_from(["deny", "warn", "log", "allow", "require_approval", "reroute", "clamp"])
    )
    actions: dict[str, Any] = {"reroute_to": draw(st.sampled_from(["model-1", "model-2"]))}
    if draw(some):
        actions["on_violation"] = action
    window = draw(st.sampled_from([{}, {}, {"effective_from": NOW_MS + 10**8}]))
    return {
        "name": "policy",
        "type": kind,
        "enforcement_level": draw(st.sampled_from(["strict", "strict", "warn", "monitor"])),
        "priority": draw(st.sampled_from([1, 100, 200])),
        "scope": draw(scopes),
        "inheritance": draw(st.sampled_from(["additive", "override"])),
        "overridable": draw(some),
        "conditions": draw(few_conditions),
        "rules": draw(_RULES[kind]),
        "actions": actions,
        "exceptions": draw(_exceptions),
        **window,
    }


@st.composite
def bundles(draw: st.DrawFn) -> list[Entry]:
    made = draw(st.lists(st.tuples(documents(), st.booleans(), st.booleans()), max_size=6))
    return [
        Entry(
            f"pol_{number}",
            1,
            document,
            until_ms=NOW_MS + 2 * 10**8 if ends else None,
            shadow=shadow and number % 2 == 0,
        )
        for number, (document, shadow, ends) in enumerate(made)
    ]
