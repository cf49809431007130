"""What budgets and prices look like to whoever manages them. Money is nano-dollars."""

from __future__ import annotations

from msgspec import Struct

from tollgate.ledger.models import Account, AccountRef


class Balance(Struct, frozen=True):
    """One budget of one scope in its current period.

    `scope_type` is `organization`, `team`, `user` or `api_key`. A period in which nothing was
    called yet has no account; its balance is the whole limit.
    """

    scope_type: str
    scope_name: str
    ref: AccountRef
    account: Account
