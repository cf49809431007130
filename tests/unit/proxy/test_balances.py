"""What a function remembers of accounts between calls."""

from __future__ import annotations

from msgspec.structs import replace

from tests.unit.ledger.test_service import draft
from tollgate.ledger.models import Account, AccountRef, Period
from tollgate.proxy.balances import Balances

KEY = AccountRef("key_a", Period.TOTAL, "total", 1_000)
CAP = AccountRef("pol_a", Period.TOTAL, "total", 500, reason={"name": "Cap"})


def test_the_least_balance_moves_and_is_read_once() -> None:
    read: list[str] = []

    def account(_organization_id: str, ref: AccountRef) -> Account | None:
        read.append(ref.scope_id)
        return Account(1_000, 900, 40, 60) if ref == KEY else None

    balances, record = Balances(account), draft(accounts=(KEY, CAP))
    assert balances.least(draft()) is None
    assert balances.least(draft(accounts=(KEY,))) == 900
    assert balances.least(record) == 500
    balances.move(record, -450)
    assert balances.least(record) == 50
    balances.move(record, 400)
    assert balances.least(record) == 450
    assert read == ["key_a", "pol_a"]


def test_a_changed_limit_changes_what_is_left() -> None:
    balances = Balances(lambda _, ref: Account(ref.limit, ref.limit - 100, 0, 100))
    assert balances.least(draft(accounts=(CAP,))) == 400
    assert balances.least(draft(accounts=(replace(CAP, limit=200),))) == 100


def test_a_soft_limit_is_no_balance() -> None:
    balances = Balances(lambda _, ref: Account(ref.limit, ref.limit, 0, 0))
    assert balances.least(draft(accounts=(KEY, replace(CAP, soft=True)))) == 1_000
