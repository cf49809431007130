"""Guessing: many at once, from many places, and what the time of an answer tells."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest

from tests.control_plane import PASSWORD, Control
from tollgate.auth.service import sessions, throttle
from tollgate.auth.service.deps import Origin
from tollgate.auth.service.sign_in import SignedIn, login, open_session
from tollgate.directory.models import User
from tollgate.errors import Conflict, InvalidCredentials, RateLimited, TollgateError

pytestmark = pytest.mark.aws

OWNER = "owner@acme.example"
AT_ONCE = 8
Result = TypeVar("Result")


def at_once(times: int, act: Callable[[int], Result]) -> list[Result | TollgateError]:
    """What `times` threads got; an error of ours is a result."""

    def one(number: int) -> Result | TollgateError:
        try:
            return act(number)
        except TollgateError as error:
            return error

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def sign_in(control: Control, email: str, password: str, number: int = 0) -> Any:
    """Below the throttle, as from many addresses."""
    origin = Origin(f"r-{number}", f"198.51.100.{number}")
    return login(control.auth, email=email, password=password, organization_id=None, origin=origin)


def test_guesses_at_once_are_all_counted(control: Control) -> None:
    before = control.actions().count("session.sign_in_failed")
    results = at_once(AT_ONCE, lambda number: sign_in(control, OWNER, "wrong password", number))
    assert all(isinstance(result, InvalidCredentials) for result in results)
    attempts = control.auth.store.get_attempts(control.organization_id, control.user_id)
    assert attempts.locked_until_ms == control.now_ms + 30 * 60_000
    # Those that found the account locked already are journalled and no longer counted.
    assert 5 <= attempts.failed <= AT_ONCE
    assert control.actions().count("session.sign_in_failed") == before + AT_ONCE
    with pytest.raises(InvalidCredentials):
        sign_in(control, OWNER, PASSWORD)


def test_attempts_at_once_do_not_slip_through_together(control: Control) -> None:
    origin = Origin("r-1", "198.51.100.7")
    results = at_once(
        throttle.LIMIT + 5, lambda _: throttle.count(control.auth, origin, "guessing")
    )
    refused = [result for result in results if isinstance(result, RateLimited)]
    assert len(refused) == 5


def test_sessions_opened_at_once_keep_to_their_number(control: Control) -> None:
    limit = {"session": {"max_concurrent": 2}}
    assert control.ask("auth/change_security_settings", body=limit).status == 200
    user = control.store.get(User, control.organization_id, control.user_id)
    assert user is not None
    results = at_once(
        AT_ONCE, lambda number: open_session(control.auth, user, ("pwd",), Origin(f"r-{number}"))
    )
    opened = [result for result in results if isinstance(result, SignedIn)]
    assert opened
    assert all(isinstance(result, SignedIn | Conflict) for result in results)
    live = {session.id for session, _ in sessions.live(control.auth, user)}
    assert len(live) == 2
    items = control.client.scan(TableName=control.tables.directory)["Items"]
    stored = {
        item["sk"]["S"].removeprefix("SESSION#")
        for item in items
        if item["sk"]["S"].startswith("SESSION#")
    }
    assert stored == live


def test_an_unknown_address_takes_as_long_as_a_wrong_password(control: Control) -> None:
    # Warm: the first sign-in of a process hashes what nobody's password is compared with.
    refused(control, "nobody@acme.example")
    # In turns: a machine that is slow for a while is slow for both.
    pairs = [(refused(control, OWNER), refused(control, "nobody@acme.example")) for _ in range(4)]
    somebody, nobody = (min(times) for times in zip(*pairs, strict=True))
    assert 0.4 < nobody / somebody < 2.5


def refused(control: Control, email: str) -> float:
    """CPU seconds of a refusal."""
    started = time.thread_time()
    with pytest.raises(InvalidCredentials):
        sign_in(control, email, "wrong password")
    return time.thread_time() - started


def test_an_unknown_address_asks_the_store_as_often(
    control: Control, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    client = control.auth.store._sessions._get_connection().connection.client
    send = client._make_api_call

    def counted(operation: str, request: dict[str, Any]) -> Any:
        calls.append(operation)
        return send(operation, request)

    monkeypatch.setattr(client, "_make_api_call", counted)
    refused(control, OWNER)
    somebody, calls[:] = sorted(calls), []
    refused(control, "nobody@acme.example")
    assert sorted(calls) == somebody
    assert somebody == ["GetItem", "GetItem", "Query", "TransactWriteItems"]
