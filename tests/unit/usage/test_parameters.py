"""Questions: whose days, which defaults, which names, and whose usage."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from tollgate.auth.models import Caller
from tollgate.errors import BadRequest, Forbidden
from tollgate.journal.models import Actor
from tollgate.kit.clock import from_rfc3339
from tollgate.kit.permissions import Rights
from tollgate.usage.cursors import read_cursor
from tollgate.usage.models import Filters
from tollgate.usage.parameters import narrowed, read_span, with_canonical_names
from tollgate.usage.spans import zone

NOW = from_rfc3339("2026-11-21T09:30:00Z")
KOLKATA = ZoneInfo("Asia/Kolkata")
_ANY_TIME = st.dates().map(str) | st.datetimes(timezones=st.timezones()).map(str)


def _caller(permission: str, user_id: str | None = "usr_1") -> Caller:
    return Caller(
        organization_id="org_1",
        actor=Actor("user", "usr_1"),
        user_id=user_id,
        grants=(Rights(frozenset({permission})),),
        request_id="r",
    )


def test_days_are_whole_days_of_their_zone() -> None:
    span = read_span("2026-11-01", "2026-11-02", KOLKATA, NOW)
    assert span == (from_rfc3339("2026-10-31T18:30:00Z"), from_rfc3339("2026-11-02T18:30:00Z"))


def test_times_are_moments() -> None:
    span = read_span("2026-11-01T00:00:00+01:00", "2026-11-01T00:00:00 01:00", KOLKATA, NOW)
    assert span[0] == span[1] == from_rfc3339("2026-10-31T23:00:00Z")


def test_without_days_it_is_thirty_days_today_included() -> None:
    assert read_span(None, None, zone("UTC"), NOW) == (from_rfc3339("2026-10-23T00:00:00Z"), NOW)


@given(
    start=st.none() | _ANY_TIME,
    end=st.none() | _ANY_TIME,
    in_zone=st.sampled_from(["UTC", "Pacific/Kiritimati", "Pacific/Niue", "Europe/Berlin"]),
)
@example(start=None, end="0001-01-01T00:00:00+23:59", in_zone="UTC")
@example(start=None, end="9999-12-31T23:59:59Z", in_zone="Pacific/Kiritimati")
@example(start="0001-01-01", end=None, in_zone="Pacific/Niue")
def test_no_moment_is_too_far_away_to_be_answered(
    start: str | None, end: str | None, in_zone: str
) -> None:
    with suppress(BadRequest):
        span = read_span(start, end, zone(in_zone), NOW)
        assert all(datetime.fromtimestamp(each / 1000, ZoneInfo(in_zone)) for each in span)


@pytest.mark.parametrize(
    "position", ["", "1", "x/evt", "-1/evt", "1/", "1/a\x00", "1/\u00e9", "253402300800000/evt"]
)
def test_what_is_no_cursor_is_refused_by_name(position: str) -> None:
    cursor = urlsafe_b64encode(position.encode()).decode()
    with pytest.raises(BadRequest) as refused:
        read_cursor(cursor)
    assert refused.value.param == "cursor"


def test_variants_of_names_are_understood() -> None:
    event = {
        "queryStringParameters": {"from": "a", "end_date": "b", "model": "m"},
        "multiValueQueryStringParameters": None,
    }
    renamed = with_canonical_names(event)
    assert renamed["queryStringParameters"] == {"start": "a", "end": "b", "model": "m"}
    assert event["queryStringParameters"] == {"from": "a", "end_date": "b", "model": "m"}


def test_the_whole_permission_reaches_everybody() -> None:
    asked = Filters(user_id="usr_2")
    assert narrowed(_caller("usage.view"), "usage.view", asked) == asked


def test_the_own_permission_reaches_oneself() -> None:
    own = _caller("usage.view.own")
    assert narrowed(own, "usage.view", Filters(model="m")) == Filters(model="m", user_id="usr_1")


def test_a_teams_permission_reaches_its_members_teams_and_oneself() -> None:
    caller = replace(_caller("usage.view.team"), team_ids=("team_b", "team_a"))
    asked = narrowed(caller, "usage.view", Filters(model="m"))
    teams = ("team_a", "team_b")
    assert asked == Filters(model="m", within_teams=teams, within_user="usr_1")


def test_a_role_in_a_team_reaches_that_team() -> None:
    rights = Rights(frozenset(), by_team={"team_a": Rights(frozenset({"usage.view"}))})
    caller = replace(_caller("usage.view"), grants=(rights,), team_ids=("team_a", "team_b"))
    assert narrowed(caller, "usage.view", Filters()).within_teams == ("team_a",)


@pytest.mark.parametrize(("user_id", "asked"), [("usr_1", "usr_2"), (None, None)])
def test_the_own_permission_reaches_nobody_else(user_id: str | None, asked: str | None) -> None:
    with pytest.raises(Forbidden):
        narrowed(_caller("usage.view.own", user_id), "usage.view", Filters(user_id=asked))
