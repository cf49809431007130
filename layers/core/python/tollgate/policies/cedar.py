"""Conditions of policies in Cedar: checked on save, evaluated together per call.

Who asks must treat a condition that could not be evaluated as a denial.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from tollgate.errors import BadRequest
from tollgate.kit import cedar
from tollgate.kit.cedar import Answers
from tollgate.kit.clock import WEEKDAYS
from tollgate.policies.models import CallFacts, Subject

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


def check_expression(text: str) -> None:
    """Raises `BadRequest` unless `text` is one condition that fits the schema."""
    try:
        cedar.check(text, SCHEMA)
    except ValueError as error:
        raise BadRequest(
            f"this is not a Cedar condition: {error}", param="conditions.cedar"
        ) from error


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
        cedar.entity("Tollgate::Caller", "caller", caller),
        cedar.entity(
            "Tollgate::Model",
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
    return cedar.evaluate(expressions, request, entities)


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
    context |= cedar.ip(facts.address)
    if facts.country is not None:
        context["country"] = facts.country
    if facts.region is not None:
        context["region"] = facts.region
    return context
