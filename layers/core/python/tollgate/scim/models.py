"""Groups as an identity provider keeps them here."""

from __future__ import annotations

from msgspec import Struct


class Group(Struct, frozen=True, kw_only=True):
    """A group of people; its name is unique in the organization, whatever the case."""

    id: str
    organization_id: str
    name: str
    external_id: str | None = None
    version: int = 1
    created_ms: int


class PersonValues(Struct, frozen=True, kw_only=True):
    """What a provider says of a person. `attributes` as in `directory.models.User`.

    `active` None is nothing said: it gives nobody access back.
    """

    email: str
    name: str
    external_id: str | None
    active: bool | None
    attributes: dict[str, str]


class GroupValues(Struct, frozen=True, kw_only=True):
    """What a provider says of a group; `member_ids` are ids of people."""

    name: str
    external_id: str | None
    member_ids: tuple[str, ...]
