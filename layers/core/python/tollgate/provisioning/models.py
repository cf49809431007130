"""What groups of an identity provider mean here, and what a person has because of them."""

from __future__ import annotations

from msgspec import Struct, field


class GroupMapping(Struct, frozen=True):
    """Members of the provider's `group` (its name or its id) have these roles and teams."""

    group: str
    roles: tuple[str, ...] = ()
    team_ids: tuple[str, ...] = ()


class Holdings(Struct, frozen=True):
    """Roles and teams."""

    roles: tuple[str, ...] = ()
    team_ids: tuple[str, ...] = ()


class Assertion(Struct, frozen=True):
    """What one source last said of a person: their groups, and what these gave by its mappings."""

    groups: tuple[str, ...] = ()
    gives: Holdings = Holdings()


class Provisioned(Struct, frozen=True, kw_only=True):
    """What identity providers say of one person, by source: a connection's id, or `scim`.

    `given` are the roles and teams that the person has because of them alone: what somebody gave by
    hand is not among them.
    """

    organization_id: str
    user_id: str
    sources: dict[str, Assertion] = field(default_factory=dict)
    given: Holdings = Holdings()
    version: int = 0

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups of all sources, each once."""
        every = (group for source in self.sources.values() for group in source.groups)
        return tuple(dict.fromkeys(every))
