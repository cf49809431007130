"""Access rules: what an organization forbids whatever roles allow.

A rule names actions (permissions, with `*`) and a condition in Cedar over who asks, from where and
when, and what it is about. Rules that do not read the `resource` are checked once per request, at
the route; the others where a thing is read or changed. One engine call per check, over the rules
that the action concerns; a rule that cannot be evaluated forbids.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from msgspec import Struct

from tollgate.access.conditions import CONTEXT, PERSON, Asking
from tollgate.directory.models import AccessRule, ApiKey, Entity, Organization, Role, Team, User
from tollgate.directory.permission_names import expanded
from tollgate.errors import BadRequest, Forbidden
from tollgate.kit import cedar
from tollgate.kit.permissions import overlaps, split_scope

SCHEMA: Final = f"""
namespace Tollgate {{{PERSON}
  entity Thing = {{
    kind: String, id: String, owner: String, teams: Set<String>, tags: Set<String>
  }};
  action use appliesTo {{ principal: Person, resource: Thing, context: {CONTEXT} }};
}}
"""
"""What an access rule may read: what a role's condition may, and the thing that is acted upon.

`owner` is a person's id, empty where it is nobody's; tags are texts `name=value`."""

KINDS: Final[dict[type[Entity], str]] = {
    Organization: "organization",
    Team: "team",
    User: "user",
    ApiKey: "api_key",
    Role: "role",
    AccessRule: "access_rule",
}


def check_rule(condition: str) -> bool:
    """Whether the condition reads the `resource`. Raises `BadRequest` where it does not fit."""
    try:
        return cedar.check(condition, SCHEMA)
    except ValueError as error:
        raise BadRequest(f"this is not a Cedar condition: {error}", param="condition") from error


def concerns(rule: AccessRule, action: str) -> bool:
    """Whether the rule is about the action, a permission of whatever scope."""
    base, _ = split_scope(action)
    return overlaps(expanded(rule.actions), base)


class Guard(Struct, frozen=True):
    """The enabled rules of an organization, and who asks."""

    rules: tuple[AccessRule, ...]
    asking: Asking

    def check(self, action: str) -> None:
        """Raises `Forbidden` where a rule forbids the action on whatever it is about."""
        self._check(self._concerned(action, reads_resource=False), None)

    def allows(self, action: str) -> bool:
        """Whether no rule forbids the action on whatever it is about."""
        return self._forbidding(self._concerned(action, reads_resource=False), None) is None

    def check_resource(self, action: str, entity: Entity) -> None:
        """Raises `Forbidden` where a rule that reads the resource forbids the action on it."""
        self._check(self._concerned(action, reads_resource=True), entity)

    def permits(self, action: str, entity: Entity) -> bool:
        """Whether no rule that reads the resource forbids the action on it."""
        return self._forbidding(self._concerned(action, reads_resource=True), entity) is None

    def _concerned(self, action: str, *, reads_resource: bool) -> list[AccessRule]:
        return [
            rule
            for rule in self.rules
            if rule.reads_resource is reads_resource and concerns(rule, action)
        ]

    def _check(self, rules: list[AccessRule], entity: Entity | None) -> None:
        rule = self._forbidding(rules, entity)
        if rule is not None:
            raise Forbidden(
                f"the access rule {rule.name!r} forbids this", fields={"access_rule": rule.id}
            )

    def _forbidding(self, rules: list[AccessRule], entity: Entity | None) -> AccessRule | None:
        if not rules:
            return None
        request = {
            "principal": {"type": "Tollgate::Person", "id": "person"},
            "action": {"type": "Tollgate::Action", "id": "use"},
            "resource": {"type": "Tollgate::Thing", "id": "thing"},
            "context": self.asking.context(),
        }
        entities = [
            cedar.entity("Tollgate::Person", "person", self.asking.principal()),
            cedar.entity("Tollgate::Thing", "thing", _attributes(entity)),
        ]
        answers = cedar.evaluate([rule.condition for rule in rules], request, entities)
        forbidding = answers.true | answers.failed
        return rules[min(forbidding)] if forbidding else None


def _attributes(entity: Entity | None) -> dict[str, Any]:
    if entity is None:
        return {"kind": "", "id": "", "owner": "", "teams": [], "tags": []}
    return {
        "kind": KINDS[type(entity)],
        "id": entity.id,
        "owner": _owner(entity),
        "teams": sorted(_teams(entity)),
        "tags": _tags(entity),
    }


def _owner(entity: Entity) -> str:
    if isinstance(entity, User):
        return entity.id
    return (entity.user_id or "") if isinstance(entity, ApiKey) else ""


def _teams(entity: Entity) -> Iterable[str]:
    if isinstance(entity, User):
        return entity.team_ids
    if isinstance(entity, ApiKey):
        return (entity.team_id,) if entity.team_id else ()
    return (entity.id,) if isinstance(entity, Team) else ()


def _tags(entity: Entity) -> list[str]:
    tags = entity.tags if isinstance(entity, ApiKey) else {}
    return [f"{name}={value}" for name, value in sorted(tags.items())]
