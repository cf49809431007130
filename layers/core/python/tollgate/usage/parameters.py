"""How a caller's question becomes a `SummaryQuery`: names, defaults, limits, and whose usage."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta, tzinfo
from typing import Any, Final

from msgspec.structs import replace

from tollgate.auth.models import Caller
from tollgate.directory.service.changes import Directory
from tollgate.directory.service.organizations import get_organization
from tollgate.errors import BadRequest, Forbidden
from tollgate.kit.clock import YEAR_10000_MS, from_rfc3339
from tollgate.usage.models import Filters, GroupBy, SummaryQuery
from tollgate.usage.spans import midnight_ms, zone

DAYS_BY_DEFAULT: Final = 30
LONGEST: Final[dict[GroupBy, int]] = {GroupBy.HOUR: 31}
LONGEST_OTHERWISE: Final = 1100
_DAY_MS: Final = 86_400_000
_LATEST_MS: Final = YEAR_10000_MS - 2 * _DAY_MS
"""From here on a day or its end may lie beyond what a `datetime` holds, in one zone or another."""

_ALIASES: Final = {
    "from": "start",
    "start_date": "start",
    "start_time": "start",
    "to": "end",
    "end_date": "end",
    "end_time": "end",
    "api_key_id": "key_id",
}
_QUERIES: Final = ("queryStringParameters", "multiValueQueryStringParameters")


def with_canonical_names(event: Mapping[str, Any]) -> dict[str, Any]:
    """The event with the accepted variants of query parameters under the names of ours."""
    renamed = {
        part: {_ALIASES.get(name, name): value for name, value in (event.get(part) or {}).items()}
        for part in _QUERIES
    }
    return {**event, **renamed}


def ask(
    directory: Directory,
    caller: Caller,
    *,
    permission: str,
    time_zone: str | None,
    start: str | None,
    end: str | None,
    group_by: GroupBy,
    filters: Filters,
) -> SummaryQuery:
    """The question, of the caller's own organization and as far as `permission` reaches.

    `start` and `end` are RFC 3339 times, or days of `time_zone`: a start day counts from its
    midnight, an end day to its end. Without them, the last thirty days; without a time zone, the
    organization's. Raises `BadRequest` naming the parameter, `Forbidden` and `Unavailable`.
    """
    if time_zone is None:
        time_zone = get_organization(directory, caller, caller.organization_id).time_zone
    start_ms, end_ms = read_span(start, end, zone(time_zone), directory.clock())
    _check_span(start_ms, end_ms, group_by)
    reach = narrowed(caller, permission, filters)
    return SummaryQuery(caller.organization_id, start_ms, end_ms, group_by, time_zone, reach)


def read_span(start: str | None, end: str | None, in_zone: tzinfo, now_ms: int) -> tuple[int, int]:
    """The first moment and the one after the last. Raises `BadRequest` naming the parameter."""
    end_ms = now_ms if end is None else _moment(end, "end", in_zone, days_after=1)
    if start is not None:
        return _moment(start, "start", in_zone, days_after=0), end_ms
    last = datetime.fromtimestamp(end_ms / 1000, in_zone).date()
    return midnight_ms(last - timedelta(days=DAYS_BY_DEFAULT - 1), in_zone), end_ms


def narrowed(caller: Caller, permission: str, filters: Filters) -> Filters:
    """The filters, limited to what the caller's `permission` reaches.

    That is everything; what was charged to some teams and those below, as they were when it was,
    beside the caller's own; or the caller's own alone. Raises `Forbidden` for a caller who is
    nobody's and asks for their own.
    """
    reach = caller.reach(permission)
    if reach.everything:
        return filters
    if reach.teams:
        own = caller.user_id if reach.own else None
        return replace(filters, within_teams=tuple(sorted(reach.teams)), within_user=own)
    if caller.user_id is None or filters.user_id not in (None, caller.user_id):
        raise Forbidden(
            f"this needs the permission {permission}", fields={"required_permission": permission}
        )
    return replace(filters, user_id=caller.user_id)


def _moment(text: str, name: str, in_zone: tzinfo, *, days_after: int) -> int:
    try:
        if len(text) == len("2026-11-21"):
            day = date.fromisoformat(text) + timedelta(days=days_after)
            moment_ms = midnight_ms(day, in_zone)
        else:
            # A plus sign that was not escaped arrives as a space.
            moment_ms = from_rfc3339(text.replace(" ", "+"))
    except (ValueError, OverflowError) as error:
        raise BadRequest(
            f"{name} is a day, 2026-11-21, or a time with an offset, 2026-11-21T09:30:00Z",
            param=name,
        ) from error
    if not 0 <= moment_ms < _LATEST_MS:
        raise BadRequest(f"{name} is before 1970 or after 9999", param=name)
    return moment_ms


def _check_span(start_ms: int, end_ms: int, group_by: GroupBy) -> None:
    if not 0 <= start_ms < end_ms:
        raise BadRequest("start must be before end", param="start")
    longest = LONGEST.get(group_by, LONGEST_OTHERWISE)
    if end_ms - start_ms > longest * _DAY_MS:
        raise BadRequest(f"a summary by {group_by} covers at most {longest} days", param="start")
