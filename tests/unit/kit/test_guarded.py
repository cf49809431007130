from __future__ import annotations

from tollgate.kit.guarded import Guarded


class Account(Guarded, frozen=True):
    """With something that is not for everybody."""

    hidden = frozenset({"secret", "other"})

    name: str
    secret: str
    other: tuple[str, ...] = ()


def test_what_is_hidden_is_not_shown():
    account = Account("acme", "tg_live_123", ("x",))
    assert repr(account) == str(account) == f"{account!r:}" == "Account(name='acme')"
    assert account.secret == "tg_live_123"
    assert account == Account("acme", "tg_live_123", ("x",)) != Account("acme", "other", ("x",))


def test_nothing_is_hidden_unless_named():
    class Plain(Guarded, frozen=True):
        name: str

    assert repr(Plain("acme")).endswith("Plain(name='acme')")
