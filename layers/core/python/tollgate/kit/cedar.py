"""Expressions in Cedar (docs.cedarpolicy.com): checked against a schema, evaluated together.

An expression is the body of a `when`. It becomes a `permit` of its own, and Cedar tells which
permits of a set hold. Cedar skips a policy that fails to evaluate; here that one counts as failed,
and who asks must treat it as the worse of both answers.
"""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

import cedarpy

LONGEST: Final = 8_000
"""Characters of an expression at most."""
DEEPEST: Final = 32
"""Brackets within brackets, and uses of `if`: Cedar recurses, and ends the process at some 60."""

_NESTING: Final = re.compile(r'"(?:\\.|[^"\\])*"|//[^\n]*|[(\[{]|[)\]}]|\bif\b')
"""Strings and comments as Cedar reads them, so that no bracket hides behind one."""


class Answers(NamedTuple):
    """Indexes of the expressions that hold and of those that could not be evaluated."""

    true: frozenset[int]
    failed: frozenset[int]


def check(text: str, schema: str) -> bool:
    """Whether the expression `text`, which fits `schema`, reads the `resource`.

    Raises `ValueError` saying why it is not one expression, or what does not fit.
    """
    if len(text) > LONGEST:
        raise ValueError(f"at most {LONGEST} characters")
    _check_nesting(text)
    try:
        return _checked(text, schema)
    except RecursionError as error:
        raise ValueError("too many parts within one another") from error


def _checked(text: str, schema: str) -> bool:
    source = _policy(0, text)
    policies = list(json.loads(cedarpy.policies_to_json_str(source))["staticPolicies"].values())
    # A closing brace in the text could smuggle in a second clause or policy.
    whole = [
        policy
        for policy in policies
        if policy["effect"] == "permit" and [c["kind"] for c in policy["conditions"]] == ["when"]
    ]
    if len(policies) != 1 or len(whole) != 1:
        raise ValueError("it must be one expression")
    result = cedarpy.validate_policies(source, _schema(schema))
    if not result.validation_passed:
        raise ValueError("; ".join(str(error.error) for error in result.errors))
    return _reads_resource(policies[0]["conditions"])


def _check_nesting(text: str) -> None:
    depth = 0
    for match in _NESTING.finditer(text):
        depth += (match[0] in ("(", "[", "{", "if")) - (match[0] in (")", "]", "}"))
        if depth > DEEPEST:
            raise ValueError(f"brackets nest {DEEPEST} deep at most")


def _reads_resource(node: Any) -> bool:
    if isinstance(node, Mapping):
        if node.get("Var") == "resource":
            return True
        return any(map(_reads_resource, node.values()))
    return isinstance(node, list) and any(map(_reads_resource, node))


def evaluate(
    expressions: Sequence[str], request: Mapping[str, Any], entities: Sequence[Mapping[str, Any]]
) -> Answers:
    """Which of `expressions` hold for Cedar's `request` over `entities`, both in its JSON form."""
    policies = _policies(tuple(expressions))
    result = cedarpy.is_authorized(dict(request), policies, [dict(each) for each in entities])
    failed = {_index(error.split("`")[1]) for error in result.diagnostics.errors}
    return Answers(frozenset(map(_index, result.diagnostics.reasons)), frozenset(failed))


def entity(kind: str, name: str, attributes: Mapping[str, Any]) -> dict[str, Any]:
    """An entity in Cedar's JSON form; `kind` with its namespace."""
    return {"uid": {"type": kind, "id": name}, "attrs": dict(attributes), "parents": []}


def ip(address: str | None) -> dict[str, Any]:
    """`{"address": …}` for a context; nothing where the address is none that Cedar could read."""
    try:
        ipaddress.ip_address(address or "")
    except ValueError:
        return {}
    return {"address": {"__extn": {"fn": "ip", "arg": address}}}


def _policy(index: int, expression: str) -> str:
    # Its own line, so that a comment at the end does not hide the brace.
    return f'@id("c{index}")\npermit (principal, action, resource) when {{\n{expression}\n}};\n'


def _index(policy_id: str) -> int:
    return int(policy_id.removeprefix("policy"))


@lru_cache(maxsize=8)
def _schema(text: str) -> cedarpy.Schema:
    return cedarpy.Schema.from_str(text)


@lru_cache(maxsize=512)
def _policies(expressions: tuple[str, ...]) -> cedarpy.PolicySet:
    text = "".join(_policy(index, each) for index, each in enumerate(expressions))
    return cedarpy.PolicySet.from_str(text)
