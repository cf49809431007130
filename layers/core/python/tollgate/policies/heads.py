"""The head of an organization's bundle: which policies and grants are in force now.

Whoever changes it moves the organization's stamp in the same transaction, so that every warm
function reads the new head on its next call.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from msgspec import Struct
from pynamodb.expressions.update import Action

from tollgate.aws.items import Transaction, bind, fetch
from tollgate.directory.items import GateItem
from tollgate.directory.stamps import move_stamp
from tollgate.errors import Conflict
from tollgate.policies.items import BundleItem
from tollgate.settings import AwsSettings, TableSettings

SORT_KEY: Final = "BUNDLE"


class HeadMoved(Conflict):
    """Another change of policies or grants came first; read the head again."""


class Head(Struct, frozen=True, kw_only=True):
    """`hash` is empty and `version` 0 where there has never been a policy or a grant.

    `parts` counts the bundle's pieces; `grants` are values of `tollgate.policies.models.Grant`.
    """

    organization_id: str
    hash: str = ""
    parts: int = 0
    grants: tuple[Mapping[str, Any], ...] = ()
    version: int = 0


class Heads:
    """Reads and replaces heads."""

    def __init__(self, settings: AwsSettings, tables: TableSettings) -> None:
        self._items = bind(BundleItem, tables.policies, settings)
        self._gates = bind(GateItem, tables.accounts, settings)

    def read_head(self, organization_id: str) -> Head:
        """As last committed. Raises `Unavailable`."""
        item = fetch(self._items, organization_id, SORT_KEY)
        if item is None:
            return Head(organization_id=organization_id)
        return Head(
            organization_id=organization_id,
            hash=item.hash,
            parts=int(item.parts),
            grants=tuple(item.grants),
            version=int(item.version),
        )

    def write_head(
        self,
        transaction: Transaction,
        before: Head,
        *,
        hash: str | None = None,  # noqa: A002 - the attribute's name
        parts: int | None = None,
        grants: Sequence[Mapping[str, Any]] | None = None,
    ) -> None:
        """Adds the change of what is not None, and the stamps, to a transaction.

        It raises `HeadMoved` when the head is no longer `before`.
        """
        values: dict[str, Any] = {
            "hash": before.hash if hash is None else hash,
            "parts": before.parts if parts is None else parts,
            "grants": [dict(grant) for grant in (before.grants if grants is None else grants)],
            "version": before.version + 1,
        }
        moved = HeadMoved("others are changing policies; try again", retry_after=1)
        if before.version == 0:
            item = self._items(before.organization_id, SORT_KEY, **values)
            transaction.put(item, moved, self._items.pk.does_not_exist())
        else:
            item = self._items(before.organization_id, SORT_KEY)
            actions: list[Action] = [
                getattr(self._items, name).set(value) for name, value in values.items()
            ]
            as_read = self._items.version == before.version
            transaction.update(item, actions, moved, as_read)
        move_stamp(transaction, self._gates, before.organization_id)
