"""Conditions in Cedar (docs.cedarpolicy.com): checked on save, evaluated together per call.

A condition is the body of a `when`. It becomes a `permit` of its own, and Cedar tells which permits
of a set hold. Cedar skips a policy that fails to evaluate; here that one counts as failed, and who
asks must treat it as a denial.
"""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple

import cedarpy

from tollgate.errors import BadRequest
from tollgate.policies.models import CallFacts, Subject
from tollgate.policies.situation import WEEKDAYS

SCHEMA: Final = """
namespace Tollgate {
  entity Caller = {
    key: String, user?: String, teams: Set<String>, roles: Set<String>, tags: Set<String>
  };
  entity Model = { name: String, names: Set<String>, provider: String };
  action "chat.completions", "messages", "messages.count_tokens", "embeddings" appliesTo {
    principal: Caller,
    resource: Model,
    context: {
      input_tokens: Long, max_output_tokens: Long, cost_nano: Long, stream: Bool,
      has_images: Bool, tools: Set<String>, tags: Set<String>, hour: Long, minute: Long,
      weekday: String, address?: ipaddr, country?: String, region?: String
    }
  };
}
"""
"""What a condition may read. Tags are texts `name=value`; hours are those of the organization."""

_LONGEST: Final = 8_000


class Answers(NamedTuple):
    """Indexes of the conditions that hold and of those that could not be evaluated."""

    true: frozenset[int]
    failed: frozenset[int]


def check_expression(text: str) -> None:
    """Raises `BadRequest` unless `text` is one condition that fits the schema."""
    if len(text) > _LONGEST:
        raise _refused(f"at most {_LONGEST} characters")
    source = _policy(0, text)
    try:
        policies = json.loads(cedarpy.policies_to_json_str(source))["staticPolicies"].values()
    except ValueError as error:
        raise _refused(str(error)) from error
    # A closing brace in the text could smuggle in a second clause or policy.
    whole = [
        policy
        for policy in policies
        if policy["effect"] == "permit" and [c["kind"] for c in policy["conditions"]] == ["when"]
    ]
    if len(policies) != 1 or len(whole) != 1:
        raise _refused("it must be one expression")
    result = cedarpy.validate_policies(source, _schema())
    if not result.validation_passed:
        raise _refused("; ".join(str(error.error) for error in result.errors))


def evaluate(
    expressions: Sequence[str], subject: Subject, facts: CallFacts, local_time: datetime
) -> Answers:
    """Which of `expressions` hold for a call; `local_time` is the organization's."""
    caller: dict[str, Any] = {
        "key": subject.key_id,
        "teams": sorted(subject.teams),
        "roles": sorted(subject.roles),
        "tags": [f"{name}={value}" for name, value in subject.tags.items()],
    }
    if subject.user_id is not None:
        caller["user"] = subject.user_id
    entities = [
        _entity("Caller", "caller", caller),
        _entity(
            "Model",
            "model",
            {
                "name": facts.model,
                "names": sorted(facts.model_names),
                "provider": facts.provider,
            },
        ),
    ]
    request = {
        "principal": {"type": "Tollgate::Caller", "id": "caller"},
        "action": {"type": "Tollgate::Action", "id": facts.operation},
        "resource": {"type": "Tollgate::Model", "id": "model"},
        "context": _context(facts, local_time),
    }
    result = cedarpy.is_authorized(request, _policies(tuple(expressions)), entities)
    failed = {_index(error.split("`")[1]) for error in result.diagnostics.errors}
    return Answers(
        frozenset(map(_index, result.diagnostics.reasons)),
        frozenset(failed),
    )


def _context(facts: CallFacts, local_time: datetime) -> dict[str, Any]:
    context: dict[str, Any] = {
        "input_tokens": facts.input_tokens,
        "max_output_tokens": facts.max_output_tokens,
        "cost_nano": facts.estimated_cost,
        "stream": facts.stream,
        "has_images": facts.has_images,
        "tools": sorted(facts.tools),
        "tags": [f"{name}={value}" for name, value in facts.tags.items()],
        "hour": local_time.hour,
        "minute": local_time.minute,
        "weekday": WEEKDAYS[local_time.weekday()],
    }
    if facts.address is not None and _is_address(facts.address):
        context["address"] = {"__extn": {"fn": "ip", "arg": facts.address}}
    if facts.country is not None:
        context["country"] = facts.country
    if facts.region is not None:
        context["region"] = facts.region
    return context


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _entity(kind: str, name: str, attributes: dict[str, Any]) -> dict[str, Any]:
    uid = {"type": f"Tollgate::{kind}", "id": name}
    return {"uid": uid, "attrs": attributes, "parents": []}


def _policy(index: int, expression: str) -> str:
    # Its own line, so that a comment at the end does not hide the brace.
    return f'@id("c{index}")\npermit (principal, action, resource) when {{\n{expression}\n}};\n'


def _index(policy_id: str) -> int:
    return int(policy_id.removeprefix("policy"))


@lru_cache(maxsize=1)
def _schema() -> cedarpy.Schema:
    return cedarpy.Schema.from_str(SCHEMA)


@lru_cache(maxsize=512)
def _policies(expressions: tuple[str, ...]) -> cedarpy.PolicySet:
    text = "".join(_policy(index, each) for index, each in enumerate(expressions))
    return cedarpy.PolicySet.from_str(text)


def _refused(reason: str) -> BadRequest:
    return BadRequest(f"this is not a Cedar condition: {reason}", param="conditions.cedar")
