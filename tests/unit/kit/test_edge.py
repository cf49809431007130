"""`X-Forwarded-For` is believed of our own distribution, and of nobody else."""

from __future__ import annotations

import pytest

from tollgate.kit.edge import HEADER, caller_address

EDGE, VIEWER, CLAIMED = "130.176.1.1", "203.0.113.7", "10.0.0.1"
SECRET = "what only the distribution adds"


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        (f"{VIEWER}, {EDGE}", VIEWER),
        (f"{CLAIMED}, {VIEWER}, {EDGE}", VIEWER),
        (f"{CLAIMED},{VIEWER},{EDGE}", VIEWER),
        (VIEWER, VIEWER),
        (f"2001:DB8::7, {EDGE}", "2001:db8::7"),
        (f"::ffff:{VIEWER}, {EDGE}", VIEWER),
        (EDGE, EDGE),
        ("", EDGE),
        (f"unknown, {EDGE}", EDGE),
        (f"{VIEWER}, unknown, {EDGE}", EDGE),
    ],
)
def test_behind_the_edge_it_is_what_the_edge_saw(forwarded: str, address: str) -> None:
    headers = {"x-forwarded-for": forwarded, HEADER: SECRET}
    assert caller_address(EDGE, headers, SECRET) == address


@pytest.mark.parametrize(
    ("shown", "secret"),
    [
        (None, SECRET),
        ("", SECRET),
        ("a guess", SECRET),
        ("schlüssel", SECRET),
        (SECRET, None),
        (SECRET, ""),
        ("", ""),
    ],
)
def test_anybody_else_is_who_the_gateway_saw(shown: str | None, secret: str | None) -> None:
    headers = {"x-forwarded-for": f"{CLAIMED}, {VIEWER}"}
    if shown is not None:
        headers[HEADER] = shown
    assert caller_address(VIEWER, headers, secret) == VIEWER


def test_without_any_header_behind_the_edge_it_is_the_edge() -> None:
    assert caller_address(EDGE, {HEADER: SECRET}, SECRET) == EDGE
    assert caller_address(None, {}, SECRET) is None
