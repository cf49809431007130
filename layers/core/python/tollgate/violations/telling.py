"""Tells people what a batch of the journal's stream is news of, once.

What was told is written down in PostgreSQL after the notice lies in the outbox: told at least once,
and twice only where a function died in between. Reading the stream again changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final, LiteralString

from msgspec import Struct

from tollgate.alerts.models import Notice
from tollgate.alerts.outbox import Outbox
from tollgate.aws.attributes import from_item
from tollgate.kit.clock import Clock, now_ms
from tollgate.ledger.models import AccountRef, Period
from tollgate.usage.database import Connection, Database
from tollgate.usage.rules import TERMINAL
from tollgate.violations.notices import ADMINS, USERS, crossed, of_request, threshold_id

_KNOWN: Final[LiteralString] = """
SELECT organization_id, notice_id FROM told_notices
JOIN unnest(%s::text[], %s::text[]) AS asked (organization_id, notice_id)
  USING (organization_id, notice_id)
"""
_TELL: Final[LiteralString] = """
INSERT INTO told_notices
SELECT organization_id, notice_id, now()
FROM unnest(%s::text[], %s::text[]) AS told (organization_id, notice_id) ORDER BY 1, 2
ON CONFLICT DO NOTHING
"""
_NOT_READ: Final = frozenset({"arithmetic", "refusal", "usage", "rates", "tags"})

_TELLING: Final = ("policies", "output_policies", "approval_id")

_Id = tuple[str, str]
"""An organization and the id of a notice."""


class News(Struct, frozen=True):
    """Something to be told: its id, and how to put it into words, which may need further reading.

    None of it is told when there is nothing to say after all.
    """

    organization_id: str
    notice_id: str
    notice: Callable[[], Notice | None]


class Telling(Struct, frozen=True):
    """What telling works with.

    `opened` is the notice of an approval by organization and id, with `opened_id` its id; `spent`
    are an account's nano-dollars, None where it was never opened; `actions` those of a policy.
    """

    database: Database
    outbox: Outbox
    opened: Callable[[str, str], Notice | None]
    opened_id: Callable[[str], str]
    spent: Callable[[str, AccountRef], int | None]
    actions: Callable[[str, str], Mapping[str, Any]]
    clock: Clock = now_ms


def tell(telling: Telling, records: Iterable[Mapping[str, Any]]) -> int:
    """Puts the notices of a batch into the outbox; returns how many.

    Records that are no request's end, or cannot be understood, are no news. Raises `Unavailable`,
    after which the whole batch may come again.
    """
    news: dict[_Id, News] = {}
    for values in _ended(records):
        for each in _news(telling, values):
            news.setdefault((each.organization_id, each.notice_id), each)
    if not news:
        return 0
    with telling.database.transaction() as connection:
        known = {(row[0], row[1]) for row in _ask(connection, _KNOWN, list(news))}
    told: list[_Id] = []
    for id_ in sorted(news.keys() - known):
        notice = news[id_].notice()
        if notice is not None:
            telling.outbox.put(notice)
            told.append(id_)
    if told:
        with telling.database.transaction() as connection:
            _ask(connection, _TELL, told)
    return len(told)


def _ask(
    connection: Connection, statement: LiteralString, ids: Sequence[_Id]
) -> Iterable[tuple[Any, ...]]:
    organizations, notices = zip(*ids, strict=True)
    return connection.execute(statement, [list(organizations), list(notices)])


def _ended(records: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for record in records:
        image = record["dynamodb"].get("NewImage") or {}
        if image.get("kind") != {"S": "request"} or not _may_be_news(image):
            continue
        wanted = {name: value for name, value in image.items() if name not in _NOT_READ}
        try:
            values = from_item(wanted)
            ended = values["state"] in TERMINAL
            int(values["created_ms"])
        except (KeyError, TypeError, ValueError, AttributeError):
            continue
        if ended and values.get("organization_id"):
            yield values


def _may_be_news(image: Mapping[str, Any]) -> bool:
    """Most requests are none, and reading them whole would cost more than writing their facts."""
    if any(name in image for name in _TELLING):
        return True
    accounts = image.get("accounts", {}).get("L", ())
    return any("alerts" in account.get("M", {}) for account in accounts)


def _news(telling: Telling, values: Mapping[str, Any]) -> Iterator[News]:
    organization_id = values["organization_id"]
    for notice in of_request(values):
        yield News(organization_id, notice.id, partial(_ready, notice))
    approval_id = values.get("approval_id")
    if approval_id:
        yield News(
            organization_id,
            telling.opened_id(approval_id),
            partial(telling.opened, organization_id, approval_id),
        )
    for ref in _accounts(values):
        for percent in ref.alerts:
            yield News(
                organization_id,
                threshold_id(organization_id, ref, percent),
                partial(_crossed, telling, organization_id, ref, percent),
            )


def _ready(notice: Notice) -> Notice:
    return notice


def _accounts(values: Mapping[str, Any]) -> Iterator[AccountRef]:
    for ref in values.get("accounts") or ():
        alerts = ref.get("alerts")
        # A dry run's own account is counted like any other, and nobody's concern.
        if alerts and "~" not in ref["scope_id"].partition(":")[0]:
            yield AccountRef(
                scope_id=ref["scope_id"],
                period=Period(ref["period"]),
                period_key=ref["period_key"],
                limit=int(ref["limit"]),
                alerts=tuple(int(percent) for percent in alerts),
            )


def _crossed(
    telling: Telling, organization_id: str, ref: AccountRef, percent: int
) -> Notice | None:
    spent = telling.spent(organization_id, ref)
    if spent is None or spent * 100 < percent * ref.limit:
        return None
    policy_id = ref.scope_id.partition(":")[0]
    actions = telling.actions(organization_id, policy_id)
    asked = (actions.get("thresholds") or {}).get(str(percent))
    audience = USERS if asked == "notify_users" else ADMINS
    return crossed(
        organization_id, ref, percent, spent, audience=(audience,), at_ms=telling.clock()
    )
