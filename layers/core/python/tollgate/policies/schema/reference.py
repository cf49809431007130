"""The reference of policy documents, written from the tables that read them.

`python -m tollgate.policies.schema.reference > docs/policies-reference.md`
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from tollgate.policies import yaml_files
from tollgate.policies.documents import canonical
from tollgate.policies.models import Action, PolicyType
from tollgate.policies.schema import cases, conditions
from tollgate.policies.schema.actions import ACTION_ALIASES, ACTIONS
from tollgate.policies.schema.coherence import SUITED
from tollgate.policies.schema.content import CONTENT
from tollgate.policies.schema.envelope import (
    ENFORCEMENT_ALIASES,
    ENVELOPE,
    EXCEPTION,
    TYPE_ALIASES,
)
from tollgate.policies.schema.records import Field, Record
from tollgate.policies.schema.rules import RULES
from tollgate.policies.templates import Template, templates

_ABOUT: Final[Mapping[PolicyType, str]] = {
    PolicyType.RATE_LIMIT: "Calls and tokens per time, and calls at one time. They are counted in "
    "the transaction that admits a call, so concurrency cannot exceed them.",
    PolicyType.COST_LIMIT: "Dollars per time, for everyone in the scope together or for each. Held "
    "before a call and settled after it, as budgets are.",
    PolicyType.CONTENT_FILTER: "What prompts and answers must not hold.",
    PolicyType.SECURITY: "Attacks, leaks, and where calls may come from. Answers are searched "
    "unless `scan_output` is false.",
    PolicyType.COMPLIANCE: "What needs an approval, where calls are processed, what they must say "
    "about themselves.",
    PolicyType.USAGE: "Which models, providers and tools, how much, when, and which model instead.",
}
_EXAMPLES: Final[Mapping[PolicyType, dict[str, Any]]] = {
    PolicyType.RATE_LIMIT: {
        "name": "Global Rate Limit",
        "type": "rate_limit",
        "rules": {"requests_per_minute": 60, "requests_per_day": 10_000, "per": "user"},
        "actions": {"on_violation": "throttle", "notify": True},
    },
    PolicyType.COST_LIMIT: {
        "name": "Monthly Budget Cap",
        "type": "cost_limit",
        "priority": 150,
        "rules": {"monthly_limit_usd": 50_000, "per_user_limit_usd": 500},
        "actions": {"at_75_percent": "notify_admins", "at_90_percent": "require_approval"},
    },
    PolicyType.CONTENT_FILTER: {
        "name": "Personal data",
        "type": "content_filter",
        "scope": {"team_id": "team_support"},
        "rules": {
            "categories": ["pii"],
            "patterns": [{"name": "ticket", "pattern": "TCK-[0-9]{6}"}],
        },
        "actions": {"on_violation": "redact"},
        "tests": [
            {
                "name": "a ticket number is redacted",
                "content": "What became of TCK-123456?",
                "expect": {"action": "redact", "rule": "content"},
            }
        ],
    },
    PolicyType.SECURITY: {
        "name": "Attacks",
        "type": "security",
        "enforcement_level": "monitor",
        "rules": {"detect": ["injection", "secrets"], "allowed_addresses": ["10.0.0.0/8"]},
    },
    PolicyType.COMPLIANCE: {
        "name": "Dear and sensitive calls",
        "type": "compliance",
        "rules": {
            "require_approval_for": ["high_cost_requests", "sensitive_models"],
            "high_cost_usd": 5,
            "sensitive_models": ["claude-opus*"],
        },
        "actions": {"approvers": ["owner"], "grant": "window"},
    },
    PolicyType.USAGE: {
        "name": "Models of the interns",
        "type": "usage",
        "scope": {"level": "role", "ids": ["intern"]},
        "conditions": {"time": "business_hours"},
        "rules": {"allowed_models": ["gpt-4o-mini", "scripted/*"], "max_output_tokens": 2048},
        "exceptions": [{"tags": {"project": "thesis"}}],
    },
}
_INTRODUCTION: Final = """\
# Policies: reference

Written by `python -m tollgate.policies.schema.reference` from the tables that read policies.

A policy is one JSON object, or one YAML document. Every field has one name and may have others, \
which older systems used; a policy is shown with the first. A field that is not in these tables is \
refused, with the nearest that is. Amounts are dollars, as numbers or as decimal texts with up to \
nine decimals; times are RFC 3339. A list may be given as a single value. `null` is the same as \
nothing.

## A policy
"""
_COMPARISONS: Final = """\
A comparison reads `field`, `operator` and `value`. Fields: {fields}. Texts know {texts}; numbers \
know {numbers}. `in` and `not_in` take a list. A field that has several values, as teams, matches \
when one of them does, and a negated operator when none does.

A `rules` that is a list with one rule, `[{{"type", "conditions": [comparisons], "action", \
"parameters"}}]`, is understood as this policy.

`applies_to: all_users` among the conditions is `per: user` in policies that count.
"""
_CEDAR: Final = """\
`cedar` is for what fields cannot say, such as `context.input_tokens > 1000 && \
!principal.roles.contains("lead")`. It is checked against the schema when the policy is saved, and \
a condition that fails during a call refuses it.
"""
_FILES: Final = """\
## Files

A YAML file has one policy per document (`---`), or a list under `policies`. It is read as YAML \
1.2: `no` and `17:00` are texts. Anchors, aliases, tags and repeated keys are refused.

A plan compares files with what is there, by name. Every value has an owner, the last who set it. \
What the files say, their manager owns. Where somebody else has changed a value since, or taken \
it away, and the files say otherwise, that is drift and a conflict, until the plan is forced. What \
the files no longer say and their manager owns is removed; what others added stays. A policy that \
the manager applied and the files no longer hold is deleted, unless somebody else owns a value in \
it. A value that is a field's default counts as not said.
"""


def render() -> str:
    """The whole page."""
    return "\n".join(_page()).rstrip() + "\n"


def _page() -> Iterator[str]:
    yield _INTRODUCTION
    yield from _table(ENVELOPE)
    yield from _aliases("Types", TYPE_ALIASES)
    yield from _aliases("Enforcement levels", ENFORCEMENT_ALIASES)
    yield "## Conditions\n"
    yield from _table(conditions.CONDITIONS)
    yield "### `time`, and the rule `allowed_hours`\n"
    yield from _table(conditions.HOURS_FIELDS)
    yield "### `content`\n"
    yield from _table(CONTENT)
    yield "### `match`\n"
    yield _COMPARISONS.format(
        fields=_codes(conditions.COMPARISON_FIELDS),
        texts=_codes(conditions.COMPARISON_OPERATORS["text"]),
        numbers=_codes(conditions.COMPARISON_OPERATORS["number"]),
    )
    yield "### `cedar`\n"
    yield _CEDAR
    for type_, record in RULES.items():
        yield from _type(type_, record)
    yield "## Actions\n"
    yield from _table(ACTIONS)
    yield from _suited()
    yield from _aliases("Actions", ACTION_ALIASES)
    yield "## Exceptions\n"
    yield from _table(EXCEPTION)
    yield "The conditions may also stand beside the effect: `{role: lead, multiplier: 2}`.\n"
    yield from _tests()
    yield "## Templates\n"
    for template in templates():
        yield from _template(template)
    yield _FILES


def _type(type_: PolicyType, record: Record) -> Iterator[str]:
    yield f"## Rules of `{type_.value}`\n"
    yield f"{_ABOUT[type_]}\n"
    yield from _table(record)
    yield "```yaml"
    yield yaml_files.dump([canonical(_EXAMPLES[type_])]).removeprefix("---\n").rstrip()
    yield "```\n"


def _tests() -> Iterator[str]:
    yield "## Tests\n"
    yield (
        "Tests run before a policy is activated, with the real evaluator and the real detectors, "
        "against that policy alone and as if it were strict and in force. Remote detectors are not "
        "asked.\n"
    )
    yield from _table(cases.CASE)
    for record in (cases.SUBJECT, cases.REQUEST, cases.USED, cases.EXPECT):
        yield f"### `{record.what}`\n"
        yield from _table(record)


def _table(record: Record) -> Iterator[str]:
    yield "| Field | Also | Value | Default | What it says |"
    yield "|---|---|---|---|---|"
    for field in record.fields:
        cells = (
            f"`{field.shown_name}`",
            _codes(_others(field)),
            field.shown_kind.label,
            field.default,
            field.says + (f". *{field.note}*" if field.note else ""),
        )
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
    yield ""


def _others(field: Field) -> list[str]:
    hidden = {field.shown_name} | ({field.name} if field.name.endswith(("_nano", "_ms")) else set())
    return [name for name in field.spellings() if name not in hidden]


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _aliases(what: str, aliases: Mapping[str, str]) -> Iterator[str]:
    """Other words for values, by what they mean."""
    meanings: dict[str, list[str]] = {}
    for alias, meaning in aliases.items():
        meanings.setdefault(meaning, []).append(alias)
    said = "; ".join(f"{_codes(names)} for `{meaning}`" for meaning, names in meanings.items())
    yield f"{what} have other words: {said}.\n"


def _suited() -> Iterator[str]:
    yield "Which actions may be given depends on the rules:\n"
    yield "| Rules | Actions |"
    yield "|---|---|"
    shown = {field.name: field.shown_name for record in RULES.values() for field in record.fields}
    for names, actions in SUITED:
        ordered = [action.value for action in Action if action in actions]
        yield f"| {_codes(sorted(shown[name] for name in names))} | {_codes(ordered)} |"
    yield ""


def _template(template: Template) -> Iterator[str]:
    yield f"### `{template.id}`: {template.name}\n"
    yield f"{template.description}\n"
    yield "| Parameter | Value | Default | What it says |"
    yield "|---|---|---|---|"
    for each in template.parameters:
        default = "*required*" if each.required else f"`{each.default}`"
        yield f"| `{each.name}` | {each.type} | {default} | {each.description} |"
    yield ""
    yield from (f"- **{each.reference}**, {each.title}: {each.how}" for each in template.controls)
    if template.controls:
        yield ""
    yield "Not covered:\n"
    yield from (f"- {each}" for each in template.not_covered)
    yield ""


if __name__ == "__main__":
    sys.stdout.write(render())
