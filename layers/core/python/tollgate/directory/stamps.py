"""An organization's stamp, moved in the transaction of whatever governs its model calls."""

from __future__ import annotations

from tollgate.aws.items import Transaction
from tollgate.directory.items import GateItem
from tollgate.errors import Conflict
from tollgate.ledger.rules import GATE_SHARDS, gate_key


def move_stamp(transaction: Transaction, gates: type[GateItem], organization_id: str) -> None:
    """Adds one to all its copies, so that nothing cached outlives the transaction.

    `gates` is the item model bound to the accounts table. The transaction raises `Conflict` when
    there is no such organization.
    """
    for shard in range(GATE_SHARDS):
        gate = gates(*gate_key(organization_id, shard))
        missing = Conflict("this organization has no stamp")
        transaction.update(gate, [gates.epoch.add(1)], missing, gates.pk.exists())
