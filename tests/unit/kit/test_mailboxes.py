"""What is an e-mail address, and how it is kept."""

from __future__ import annotations

import pytest

from tollgate.kit.mailboxes import canonical_mailbox


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Ada@Example.com", "ada@example.com"),
        (" ada+tag@example.com ", "ada+tag@example.com"),
        ("a.d-a_l!#$%&'*/=?^`{|}~@eu.example.co.uk", "a.d-a_l!#$%&'*/=?^`{|}~@eu.example.co.uk"),
        ("admin@localhost", "admin@localhost"),
        ("ada@xn--bcher-kva.example", "ada@xn--bcher-kva.example"),
        ("a" * 64 + "@example.com", "a" * 64 + "@example.com"),
    ],
)
def test_addresses(written: str, kept: str) -> None:
    assert canonical_mailbox(written) == kept


@pytest.mark.parametrize(
    "written",
    [
        "",
        "ada",
        "@example.com",
        "ada@",
        "ada@example.com, eve@example.com",
        "ada,eve@example.com",
        "ada;eve@example.com",
        "<ada>@example.com",
        "ada(eve)@example.com",
        '"ada"@example.com',
        "ada\\@example.com",
        "ada@eve@example.com",
        "ada eve@example.com",
        "ada@example.com\r\nBcc: eve@example.com",
        ".ada@example.com",
        "ada.@example.com",
        "a..da@example.com",
        "a" * 65 + "@example.com",
        "ada@example.com.",
        "ada@-example.com",
        "ada@example-.com",
        "ada@exa_mple.com",
        "ada@" + "a" * 64 + ".com",
    ],
)
def test_what_is_none(written: str) -> None:
    with pytest.raises(ValueError, match="address"):
        canonical_mailbox(written)


@pytest.mark.parametrize(
    "written",
    [
        "\u0430dmin@example.com",  # Cyrillic a
        "\uff41dmin@example.com",  # full width a
        "ad\u200bmin@example.com",  # zero width space
        "admin\u212a@example.com",  # Kelvin sign, whose lower case is k
        "admin@ex\u0430mple.com",
        "admin@b\u00fccher.example",
        "admin\u00a0@example.com",
    ],
)
def test_no_address_looks_like_another(written: str) -> None:
    with pytest.raises(ValueError, match="address"):
        canonical_mailbox(written)
