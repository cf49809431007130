"""A review as CSV for spreadsheets, one line per item."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tollgate.access_reviews.models import Item
from tollgate.kit.clock import to_rfc3339
from tollgate.kit.csv_text import Cell, csv_text

COLUMNS: Final = (
    "item",
    "email",
    "name",
    "status",
    "last_sign_in",
    "mfa",
    "kind",
    "what",
    "id",
    "team_id",
    "last_used",
    "permissions",
    "decision",
    "outcome",
    "decided_by",
    "decided_at",
    "comment",
)


def report_csv(items: Iterable[Item]) -> str:
    """RFC 4180, a header line first; lists are separated by spaces."""
    return csv_text(COLUMNS, map(_row, items))


def _row(item: Item) -> tuple[Cell, ...]:
    person, decision = item.person, item.decision
    return (
        item.id,
        person.email if person else None,
        person.name if person else "(service key)",
        person.status if person else None,
        _time(person.signed_in_ms if person else None),
        " ".join(person.mfa_methods) if person else None,
        item.kind.value,
        item.name,
        item.subject,
        item.team_id,
        _time(item.used_ms),
        " ".join(item.permissions),
        decision.verdict.value if decision else None,
        decision.outcome.value if decision else None,
        decision.actor.id if decision else None,
        _time(decision.at_ms if decision else None),
        decision.comment if decision else None,
    )


def _time(moment_ms: int | None) -> str | None:
    return None if moment_ms is None else to_rfc3339(moment_ms)
