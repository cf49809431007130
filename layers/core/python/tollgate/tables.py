"""The DynamoDB tables, once: CDK deploys them, the local run creates them, tests hold to them.

Every partition key begins with the organization's id, so that no request can reach another
organization's items by naming an id (`system` holds what belongs to the deployment itself).
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct


class Index(Struct, frozen=True):
    """A global secondary index; `partition` and `sort` are string attributes."""

    name: str
    partition: str
    sort: str | None = None
    keys_only: bool = False


class Table(Struct, frozen=True):
    """A table with string keys `pk` and `sk`; `ttl` names an attribute of epoch seconds."""

    name: str
    stream: bool = False
    ttl: str | None = None
    indexes: tuple[Index, ...] = ()


DIRECTORY: Final = Table(
    "directory", ttl="expires_at", indexes=(Index("by_email", "login_email", "pk"),)
)
ACCOUNTS: Final = Table("accounts", ttl="expires_at")
JOURNAL: Final = Table(
    "journal",
    stream=True,
    ttl="expires_at",
    indexes=(
        Index("open_requests", "open_shard", "open_until", keys_only=True),
        Index("events_by_actor", "actor_key", "event_id"),
        Index("events_by_target", "target_key", "event_id"),
    ),
)
POLICIES: Final = Table("policies", ttl="expires_at")
TABLES: Final = (DIRECTORY, ACCOUNTS, JOURNAL, POLICIES)
