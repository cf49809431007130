from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollgate.auth import rules
from tollgate.auth.models import Attempts, Caller
from tollgate.auth.passwords import hash_password, verify_password
from tollgate.auth.requirements import LockoutRules
from tollgate.errors import Unauthenticated
from tollgate.journal.models import Actor
from tollgate.kit.ids import new_id
from tollgate.kit.permissions import Rights

NOW = 1_795_253_400_000
LOCKOUT = LockoutRules()
LOCK_MS = LOCKOUT.minutes * 60_000


class TestToken:
    def test_parse_inverts_make(self) -> None:
        organization_id, session_id = new_id("org"), new_id("ses")
        token = rules.make_session_token(organization_id, session_id)
        assert token.startswith("tgs_")
        assert rules.parse_session_token(token) == (organization_id, session_id)

    @given(st.text(max_size=100))
    def test_anything_else_is_refused(self, text: str) -> None:
        with pytest.raises(Unauthenticated):
            rules.parse_session_token(text)

    def test_only_the_same_token_matches(self) -> None:
        organization_id, session_id = new_id("org"), new_id("ses")
        token = rules.make_session_token(organization_id, session_id)
        other = rules.make_session_token(organization_id, session_id)
        assert rules.token_matches(token, rules.hash_token(token))
        assert not rules.token_matches(other, rules.hash_token(token))


class TestLock:
    def test_the_fifth_failure_locks(self) -> None:
        attempts = Attempts()
        for failure in range(1, 6):
            assert not rules.is_locked(attempts, NOW)
            attempts = rules.after_failure(attempts, LOCKOUT, NOW)
            assert attempts.failed == failure
        assert rules.is_locked(attempts, NOW)
        assert rules.is_locked(attempts, NOW + LOCK_MS - 1)
        assert not rules.is_locked(attempts, NOW + LOCK_MS)

    @given(st.integers(1, 40))
    def test_every_five_failures_lock_again(self, failures: int) -> None:
        attempts, now, locks = Attempts(), NOW, 0
        for _ in range(failures):
            attempts = rules.after_failure(attempts, LOCKOUT, now)
            if rules.is_locked(attempts, now):
                locks += 1
                now = attempts.locked_until_ms
        assert locks == failures // LOCKOUT.failures


class TestPassword:
    def test_only_the_right_one_verifies(self) -> None:
        encoded = hash_password("correct horse")
        assert encoded.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
        assert verify_password("correct horse", encoded)
        assert not verify_password("Correct horse", encoded)

    def test_nobody_has_a_password(self) -> None:
        assert not verify_password("nobody has this password", None)
        assert not verify_password("x", "not a hash")

    def test_nobody_takes_as_long_as_somebody(self) -> None:
        encoded = hash_password("correct horse")
        verify_password("x", None)
        # In turns: a machine that is slow for a while is slow for both.
        pairs = [(_cpu(encoded), _cpu(None)) for _ in range(6)]
        somebody, nobody = (min(times) for times in zip(*pairs, strict=True))
        assert 0.4 < nobody / somebody < 2.5


def _cpu(encoded: str | None) -> float:
    started = time.thread_time()
    verify_password("wrong", encoded)
    return time.thread_time() - started


def caller(*grants: set[str]) -> Caller:
    return Caller(
        organization_id="org",
        actor=Actor("user", "usr"),
        user_id="usr",
        grants=tuple(Rights(frozenset(grant)) for grant in grants),
        request_id="r",
    )


def test_a_caller_needs_every_grant() -> None:
    assert caller({"*"}).may("users.create")
    assert caller({"*"}, {"users.*"}).may("users.create")
    assert not caller({"*"}, {"users.view"}).may("users.create")
    assert not caller().may("users.view")
