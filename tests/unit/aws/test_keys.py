from __future__ import annotations

import pytest

from tollgate.aws.keys import can_be_key


@pytest.mark.parametrize(
    ("partition", "sort", "can"),
    [
        ("org", "KEY#key", True),
        ("x" * 2048, "x" * 1024, True),
        ("x" * 2049, "x", False),
        ("x", "x" * 1025, False),
        ("x", "\u00e9" * 513, False),
        ("", "x", False),
        ("x", "", False),
        ("x", "\ud800", False),
        ("\x00", "\x00", True),
        ("x" * 2048, None, True),
        ("", None, False),
    ],
)
def test_limits_are_in_bytes(partition: str, sort: str | None, can: bool) -> None:
    assert can_be_key(partition, sort) is can
