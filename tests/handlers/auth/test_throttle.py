"""Who guesses is slowed down by address, whichever accounts they try."""

from __future__ import annotations

from typing import Any

import pytest

from tests.control_plane import START_MS, Answer, Control
from tollgate.auth.service.throttle import LIMIT, WINDOW_MS, site_of

pytestmark = pytest.mark.aws

OWNER = "owner@acme.example"
HERE = "203.0.113.10"


def attempt(control: Control, number: int, address: str = HERE, **changes: Any) -> Answer:
    where = {"requestContext.identity.sourceIp": address}
    return control.login(f"user{number}@acme.example", "a wrong password", **where, **changes)


def exhaust(control: Control, address: str = HERE) -> None:
    for number in range(LIMIT):
        assert attempt(control, number, address).status == 401


def test_one_address_may_fail_so_often(control: Control) -> None:
    exhaust(control)
    answer = attempt(control, LIMIT)
    assert (answer.status, answer.json["code"]) == (429, "rate_limited")
    left_ms = WINDOW_MS - START_MS % WINDOW_MS
    assert answer.headers["retry-after"] == str(left_ms // 1000)
    # Also who knows the password waits.
    assert control.login(OWNER).status == 429
    assert attempt(control, 0, "198.51.100.7").status == 401
    control.now_ms += left_ms
    assert control.login(OWNER).status == 200


def test_a_refused_attempt_asks_no_account(control: Control) -> None:
    exhaust(control)
    before = len(control.events())
    for _ in range(3):
        assert control.login(OWNER, "a wrong password").status == 429
    assert len(control.events()) == before


def test_successes_do_not_count(control: Control) -> None:
    for _ in range(LIMIT + 1):
        assert control.login(OWNER).status == 200


def test_the_first_refusal_of_a_window_is_journalled(control: Control) -> None:
    exhaust(control)
    for number in range(3):
        attempt(control, number)
    throttled = [
        event for event in control.events("system") if event["action"]["S"] == "session.throttled"
    ]
    assert len(throttled) == 1
    assert HERE in str(throttled[0])


def test_an_ipv6_network_is_one_address(control: Control) -> None:
    for number in range(LIMIT):
        assert attempt(control, number, f"2001:db8:0:1::{number + 1:x}").status == 401
    assert attempt(control, 0, "2001:db8:0:1:ffff::1").status == 429
    assert attempt(control, 0, "2001:db8:0:2::1").status == 401


def test_refresh_tokens_cannot_be_guessed_on(control: Control) -> None:
    body = {"refresh_token": "tgr_nonsense"}
    for _ in range(LIMIT):
        assert control.ask("auth/refresh", bearer="", body=body).status == 401
    assert control.ask("auth/refresh", bearer="", body=body).status == 429
    # Signing in is counted apart.
    assert control.login(OWNER).status == 200


def test_nor_the_setup_token(blank: Control) -> None:
    for _ in range(LIMIT):
        assert blank.bootstrap(headers={"X-Tollgate-Setup-Token": "a guess"}).status == 403
    assert blank.bootstrap().status == 429
    assert not blank.store.is_bootstrapped()


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("203.0.113.10", "203.0.113.10"),
        ("::ffff:203.0.113.10", "203.0.113.10"),
        ("2001:db8::1", "2001:db8::/64"),
        ("2001:db8:0:0:ffff::1", "2001:db8::/64"),
        ("nonsense", "unknown"),
        (None, "unknown"),
    ],
)
def test_what_counts_as_one_address(address: str | None, site: str) -> None:
    assert site_of(address) == site
