"""Conditions of roles, in Cedar: who asks, from where and when, in the organization's time zone.

A role with a condition counts only while it holds. Checked on save, evaluated once per request and
only for somebody who has such a role.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from msgspec import Struct

from tollgate.directory.models import Role, User
from tollgate.directory.roles import Holds
from tollgate.errors import BadRequest
from tollgate.kit.clock import WEEKDAYS, zone

PERSON: Final = """
  entity Person = {
    id: String, kind: String, email: String, roles: Set<String>, teams: Set<String>,
    attributes: Set<String>, methods: Set<String>, mfa: Bool
  };
"""
CONTEXT: Final = "{ address: ipaddr, hour: Long, minute: Long, time: Long, weekday: String }"
SCHEMA: Final = f"""
namespace Tollgate {{{PERSON}
  entity Role;
  action use appliesTo {{ principal: Person, resource: Role, context: {CONTEXT} }};
}}
"""
"""What a role's condition may read. Attributes are texts `name=value`, teams are ids. `kind` is
`user` or `api_key`, `methods` are those of RFC 8176, `time` is 930 at half past nine."""

MFA: Final = "mfa"
"""Among a session's methods when more than one factor was shown (RFC 8176)."""


class Asking(Struct, frozen=True, kw_only=True):
    """Who asks, from where and when. `kind` is `user` or `api_key`; `at_ms` epoch milliseconds.

    `person` is None for a service key; `actor_id` is the person's or the key's id.
    """

    kind: str
    actor_id: str
    person: User | None
    methods: tuple[str, ...] = ()
    address: str | None = None
    at_ms: int
    time_zone: str = "UTC"

    def principal(self) -> dict[str, Any]:
        """The attributes of Cedar's principal."""
        person = self.person
        attributes = person.attributes if person else {}
        return {
            "id": self.actor_id,
            "kind": self.kind,
            "email": person.email if person else "",
            "roles": sorted(person.roles) if person else [],
            "teams": sorted(person.team_ids) if person else [],
            "attributes": [f"{name}={value}" for name, value in sorted(attributes.items())],
            "methods": sorted(self.methods),
            "mfa": MFA in self.methods,
        }

    def context(self) -> dict[str, Any]:
        """Cedar's context; without an address, what reads it cannot be evaluated."""
        from tollgate.kit import cedar  # noqa: PLC0415 - see `condition_holds`

        local = datetime.fromtimestamp(self.at_ms / 1000, zone(self.time_zone))
        return {
            "hour": local.hour,
            "minute": local.minute,
            "time": local.hour * 100 + local.minute,
            "weekday": WEEKDAYS[local.weekday()],
            **cedar.ip(self.address),
        }


def check_condition(text: str, param: str = "condition") -> None:
    """Raises `BadRequest` unless `text` is one condition that fits the schema."""
    from tollgate.kit import cedar  # noqa: PLC0415 - see `condition_holds`

    try:
        cedar.check(text, SCHEMA)
    except ValueError as error:
        raise BadRequest(f"this is not a Cedar condition: {error}", param=param) from error


def condition_holds(condition: str, asking: Asking) -> bool:
    """Whether it does; one that cannot be evaluated does not."""
    # Cedar takes 30 ms to import, and few organizations have conditions.
    from tollgate.kit import cedar  # noqa: PLC0415

    request = {
        "principal": {"type": "Tollgate::Person", "id": "person"},
        "action": {"type": "Tollgate::Action", "id": "use"},
        "resource": {"type": "Tollgate::Role", "id": "role"},
        "context": asking.context(),
    }
    person = cedar.entity("Tollgate::Person", "person", asking.principal())
    return cedar.evaluate([condition], request, [person]).true == {0}


def holds_for(asking: Asking) -> Holds:
    """For a `RoleBook`: whether a role's condition holds, each evaluated once at first need."""
    known: dict[str, bool] = {}

    def holds(role: Role) -> bool:
        if role.condition is None:
            return True
        if role.condition not in known:
            known[role.condition] = condition_holds(role.condition, asking)
        return known[role.condition]

    return holds
