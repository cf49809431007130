"""What an organization asks of signing in."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tollgate.auth import rules
from tollgate.auth.models import Session
from tollgate.auth.requirements import (
    LockoutRules,
    MfaRules,
    PasswordRules,
    Requirements,
    SessionRules,
    requirements_from,
    requirements_of,
    tightened,
)
from tollgate.auth.service.settings import merged
from tollgate.directory.models import Organization

NOW = 1_795_253_400_000
MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS


def organization(security: dict[str, Any], *demands: dict[str, Any]) -> Organization:
    return Organization(
        id="org",
        name="Acme",
        slug="acme",
        security=security,
        policy_demands=demands,
        created_ms=NOW,
    )


def test_what_is_missing_has_its_default() -> None:
    assert requirements_of(organization({}), NOW) == Requirements(
        PasswordRules(), SessionRules(), LockoutRules(), MfaRules(), ()
    )


def test_what_was_set_counts_and_what_is_unknown_does_not() -> None:
    asked = requirements_from(
        {
            "session": {"max_hours": 4, "of_a_later_version": True},
            "mfa": {"roles": ["admin"], "methods": ["totp"]},
            "self_registration_domains": ["acme.example"],
        }
    )
    assert asked.session == SessionRules(max_hours=4)
    assert asked.mfa == MfaRules(roles=("admin",), methods=("totp",))
    assert asked.self_registration_domains == ("acme.example",)


class TestPolicyDemands:
    @given(
        minimum=st.integers(8, 128),
        idle=st.integers(0, 1440),
        wanted_minimum=st.integers(1, 128),
        wanted_idle=st.integers(1, 43_200),
        required=st.booleans(),
        wants_mfa=st.booleans(),
    )
    def test_never_ask_less(
        self,
        *,
        minimum: int,
        idle: int,
        wanted_minimum: int,
        wanted_idle: int,
        required: bool,
        wants_mfa: bool,
    ) -> None:
        own = Requirements(
            password=PasswordRules(min_length=minimum, classes=("upper",)),
            session=SessionRules(idle_minutes=idle),
            mfa=MfaRules(required=required),
        )
        demand = {
            "password_min_length": wanted_minimum,
            "session_timeout_minutes": wanted_idle,
            "require_mfa": wants_mfa,
            "password_require_special": True,
            "since_ms": NOW,
        }
        asked = tightened(own, demand)
        assert asked.password.min_length == max(minimum, wanted_minimum)
        assert set(asked.password.classes) == {"upper", "special"}
        assert asked.session.idle_minutes == (min(idle, wanted_idle) if idle else wanted_idle)
        assert asked.mfa.required == (required or wants_mfa)
        assert replace(asked, password=own.password, session=own.session, mfa=own.mfa) == own
        assert tightened(asked, demand) == asked

    def test_grace_runs_from_the_earlier_requirement(self) -> None:
        own = Requirements(mfa=MfaRules(required=True, since_ms=NOW))
        later = {"require_mfa": True, "since_ms": NOW + 1}
        earlier = {"require_mfa": True, "since_ms": NOW - 1}
        assert tightened(own, later).mfa.since_ms == NOW
        assert tightened(own, earlier).mfa.since_ms == NOW - 1

    @pytest.mark.parametrize(
        ("times", "counts"),
        [
            ({}, True),
            ({"from_ms": NOW}, True),
            ({"from_ms": NOW + 1}, False),
            ({"until_ms": NOW + 1}, True),
            ({"until_ms": NOW}, False),
        ],
    )
    def test_count_in_their_time(self, times: dict[str, int], *, counts: bool) -> None:
        demand = {"policy_id": "pol", "require_mfa": True, **times}
        assert requirements_of(organization({}, demand), NOW).mfa.required is counts


class TestSettings:
    def test_what_is_not_sent_stays(self) -> None:
        stored = {"session": {"max_hours": 4}, "lockout": {"failures": 3}}
        after = merged(stored, {"session": {"idle_minutes": 10}}, NOW)
        assert after == {
            "session": {"max_hours": 4, "idle_minutes": 10},
            "lockout": {"failures": 3},
        }
        assert stored == {"session": {"max_hours": 4}, "lockout": {"failures": 3}}

    def test_asking_less_of_a_second_factor_does_not_begin_grace_anew(self) -> None:
        stored = {"mfa": {"required": True, "roles": ["admin", "owner"], "since_ms": 1}}
        for changed in ({"roles": ["admin"]}, {"required": False}, {"grace_days": 1}):
            assert merged(stored, {"mfa": changed}, NOW)["mfa"]["since_ms"] == 1


def session(**changes: int) -> Session:
    times = {
        "authenticated_ms": NOW,
        "seen_ms": NOW,
        "created_ms": NOW,
        "expires_ms": NOW + 8 * HOUR_MS,
    }
    return Session(
        id="ses", organization_id="org", user_id="usr", token_hash="", **(times | changes)
    )


class TestSessionEnd:
    @given(
        hours=st.integers(1, 720),
        idle=st.integers(0, 1440),
        seen=st.integers(0, 30 * HOUR_MS),
        at=st.integers(0, 40 * HOUR_MS),
    )
    def test_a_session_is_live_until_its_first_limit(
        self, hours: int, idle: int, seen: int, at: int
    ) -> None:
        limits = SessionRules(max_hours=hours, idle_minutes=idle)
        opened = session(seen_ms=NOW + seen)
        within_hours = at < 8 * HOUR_MS and at < hours * HOUR_MS
        within_idle = idle == 0 or at < seen + idle * MINUTE_MS
        assert rules.is_live(opened, limits, NOW + at) == (within_hours and within_idle)
