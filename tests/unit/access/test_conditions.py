"""Conditions of roles: what they may read, and that a doubt counts against them."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tollgate.access.conditions import Asking, check_condition, condition_holds, holds_for
from tollgate.directory.models import Role, User
from tollgate.errors import BadRequest

PERSON = User(
    id="usr_1",
    organization_id="org",
    email="ada@example.com",
    name="Ada",
    roles=("developer",),
    team_ids=("team_1",),
    attributes={"department": "research"},
    created_ms=0,
)
ASKING = Asking(
    kind="user",
    actor_id="usr_1",
    person=PERSON,
    methods=("pwd", "otp", "mfa"),
    address="10.1.2.3",
    at_ms=1_795_253_400_000,  # 2026-11-21T09:30Z, a Saturday; 10:30 in Berlin
    time_zone="Europe/Berlin",
)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("principal.mfa", True),
        ('principal.methods.contains("otp")', True),
        ('principal.kind == "api_key"', False),
        ('principal.id == "usr_1" && principal.email like "*@example.com"', True),
        ('principal.roles.contains("owner")', False),
        ('principal.teams.contains("team_1")', True),
        ('principal.attributes.contains("department=research")', True),
        ('principal.attributes.contains("department=sales")', False),
        ("context.time >= 1030 && context.time < 1031", True),
        ("context.hour == 10 && context.minute == 30", True),
        ('["sat", "sun"].contains(context.weekday)', True),
        ('context.address.isInRange(ip("10.0.0.0/8"))', True),
        ("context.address.isIpv6()", False),
    ],
)
def test_what_a_condition_reads(condition: str, expected: bool) -> None:
    check_condition(condition)
    assert condition_holds(condition, ASKING) is expected


@pytest.mark.parametrize(
    "condition",
    [
        "",
        "1",
        "principal.rank > 3",
        "resource.id == 1",
        "context.country == 1",
        'context.address == "10.1.2.3"',
        "true }; permit (principal, action, resource",
        "true } unless { false",
        "x" * 9_000,
    ],
)
def test_what_is_no_condition_is_refused(condition: str) -> None:
    with pytest.raises(BadRequest) as refused:
        check_condition(condition)
    assert refused.value.param == "condition"


@pytest.mark.parametrize(
    "condition",
    [
        'context.address.isInRange(ip("10.0.0.0/8"))',
        '!context.address.isInRange(ip("10.0.0.0/8"))',
        'context.hour < 0 || context.address.isInRange(ip("10.0.0.0/8"))',
        "context.hour + 9223372036854775807 > 0",
    ],
)
def test_a_doubt_counts_against_it(condition: str) -> None:
    check_condition(condition)
    assert not condition_holds(condition, replace(ASKING, address=None))
    assert not condition_holds(condition, replace(ASKING, address="not an address"))


def test_a_service_key_is_nobody() -> None:
    key = replace(ASKING, kind="api_key", actor_id="key_1", person=None, methods=())
    assert condition_holds('principal.kind == "api_key" && principal.email == ""', key)
    assert not condition_holds("principal.mfa", key)


def test_a_role_without_a_condition_holds() -> None:
    holds = holds_for(ASKING)
    plain = Role(id="a", organization_id="org", name="a", created_ms=0)
    assert holds(plain)
    assert holds(replace(plain, condition="principal.mfa"))
    assert not holds(replace(plain, condition="context.hour == 3"))
