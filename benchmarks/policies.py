"""What a decision costs with 10 to 10,000 policies, beside Cedar on the same decisions.

`python -m benchmarks.policies` prints, per number of policies: the time to compile a bundle, the
time of one decision (median and 99th percentile), of one with a Cedar condition on half of the
policies, and of Cedar's own engine asked about all policies at once. Each decision of Cedar's is
compared with ours before anything is timed.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any, Final

import cedarpy

from tollgate.policies.bundle import Bundle, pack, unpack
from tollgate.policies.decide import decide
from tollgate.policies.models import Action, CallFacts, Entry, Subject

SIZES: Final = (10, 100, 1_000, 10_000)
MODELS: Final = ("gpt-4o", "gpt-4o-mini", "claude-sonnet", "o3")
ROUNDS: Final = 2_000
CEDAR_ROUNDS: Final = {10: 500, 100: 500, 1_000: 200, 10_000: 40}
EVERYONE: Final = 5
"""How many policies hold for the whole organization; the others are for a team or a person."""


def documents(count: int, *, cedar: bool) -> list[dict[str, Any]]:
    """Each team has about ten policies and each person two, however many there are."""
    source = random.Random(count)
    made = []
    for number in range(count):
        team, user = source.randrange(count // 20 + 1), source.randrange(count // 4 + 1)
        scope: dict[str, Any] = {"level": "organization"}
        if number >= EVERYONE:
            scope = source.choice(
                (
                    {"level": "team", "ids": [f"team_{team}"]},
                    {"level": "user", "ids": [f"usr_{user}"]},
                )
            )
        conditions: dict[str, Any] = {"models": [source.choice(MODELS)]}
        if cedar and number % 2:
            conditions["cedar"] = "context.input_tokens > 100 && !context.stream"
        made.append(
            {
                "name": f"policy {number}",
                "type": "usage",
                "scope": scope,
                "priority": source.randrange(1_000),
                "conditions": conditions,
                "rules": {"max_input_tokens": source.choice((500, 5_000, 50_000))},
            }
        )
    return made


def as_cedar(number: int, document: dict[str, Any]) -> str:
    """The same policy in Cedar's own words."""
    scope = document["scope"]
    who = "principal"
    if scope["level"] == "team":
        who = f'principal in Team::"{scope["ids"][0]}"'
    elif scope["level"] == "user":
        who = f'principal == User::"{scope["ids"][0]}"'
    [model] = document["conditions"]["models"]
    limit = document["rules"]["max_input_tokens"]
    return (
        f'@id("p{number}") forbid ({who}, action == Action::"call", resource == Model::"{model}") '
        f"when {{ context.input_tokens > {limit} }};"
    )


def cases(count: int) -> list[tuple[Subject, CallFacts]]:
    """Callers and calls that the policies concern."""
    source = random.Random(1)
    made = []
    for number in range(50):
        model = source.choice(MODELS)
        subject = Subject(
            organization_id="org_1",
            key_id=f"key_{number}",
            user_id=f"usr_{source.randrange(count // 4 + 1)}",
            team_paths=((f"team_{source.randrange(count // 20 + 1)}", "team_root"),),
            roles=frozenset({"developer"}),
        )
        facts = CallFacts(
            model=model,
            model_names=frozenset({model, f"provider/{model}"}),
            provider="provider",
            operation="chat.completions",
            at_ms=1_763_733_600_000,
            input_tokens=source.choice((50, 600, 6_000)),
            max_output_tokens=1_000,
        )
        made.append((subject, facts))
    return made


class Cedar:
    """All policies in one set, as an application that asks Cedar itself would hold them."""

    def __init__(self, made: list[dict[str, Any]]) -> None:
        text = "permit (principal, action, resource);\n" + "\n".join(
            as_cedar(number, document) for number, document in enumerate(made)
        )
        self._policies = cedarpy.PolicySet.from_str(text)

    def allows(self, subject: Subject, facts: CallFacts) -> bool:
        """Whether no policy forbids the call."""
        teams = [{"type": "Team", "id": team} for team in subject.team_paths[0]]
        uid = {"type": "User", "id": subject.user_id}
        result = cedarpy.is_authorized(
            {
                "principal": uid,
                "action": {"type": "Action", "id": "call"},
                "resource": {"type": "Model", "id": facts.model},
                "context": {"input_tokens": facts.input_tokens},
            },
            self._policies,
            [{"uid": uid, "attrs": {}, "parents": teams}],
        )
        return bool(result.allowed)


def bundle_of(made: list[dict[str, Any]]) -> tuple[Bundle, float]:
    """The bundle as a warm function holds it, and the milliseconds that it took."""
    hash_, parts = pack(Entry(f"pol_{n}", 1, document) for n, document in enumerate(made))
    started = time.process_time()
    bundle = Bundle(hash_, unpack(parts))
    return bundle, (time.process_time() - started) * 1e3


def percentiles(run: Callable[[int], object], rounds: int) -> tuple[float, float]:
    """Microseconds of one call of `run`: median and 99th percentile."""
    taken = []
    for number in range(rounds):
        started = time.perf_counter_ns()
        run(number)
        taken.append(time.perf_counter_ns() - started)
    taken.sort()
    return taken[rounds // 2] / 1e3, taken[rounds * 99 // 100] / 1e3


def measure(count: int) -> None:
    """One line of the table."""
    asked = cases(count)
    typed, conditional = documents(count, cedar=False), documents(count, cedar=True)
    bundle, compiled_ms = bundle_of(typed)
    with_cedar, _ = bundle_of(conditional)
    engine = Cedar(typed)
    concerned = 0
    for subject, facts in asked:
        ours = decide(bundle, subject, facts).action is Action.ALLOW
        assert ours == engine.allows(subject, facts), (subject, facts)
        decide(with_cedar, subject, facts)
        concerned += len(bundle.candidates(subject, facts))

    def run(kind: Bundle) -> Callable[[int], object]:
        return lambda number: decide(kind, *asked[number % len(asked)])

    p50, p99 = percentiles(run(bundle), ROUNDS)
    c50, c99 = percentiles(run(with_cedar), ROUNDS)
    e50, e99 = percentiles(
        lambda number: engine.allows(*asked[number % len(asked)]), CEDAR_ROUNDS[count]
    )
    print(
        f"{count:>8} {concerned / len(asked):>10.1f} {compiled_ms:>11.1f} "
        f"{p50:>8.0f} {p99:>8.0f} {c50:>9.0f} {c99:>9.0f} {e50:>10.0f} {e99:>10.0f}"
    )


def main() -> None:
    """Prints the table; times are microseconds, compiling milliseconds of CPU."""
    print("                                   ours, typed    with conditions    Cedar, all at once")
    print(
        "policies  concerned  compile ms      p50      p99       p50       p99        p50       p99"
    )
    for count in SIZES:
        measure(count)


if __name__ == "__main__":
    main()
