"""All reads and writes of approvals: each change is one transaction with all that follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from msgspec import Struct
from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from tollgate.alerts.models import Notice
from tollgate.alerts.outbox import Outbox
from tollgate.approvals.models import (
    Approval,
    Ending,
    GrantForm,
    Grants,
    Kind,
    Page,
    Raise,
    State,
    TargetType,
    Vote,
)
from tollgate.approvals.requests import KEPT_MS, PREFIX
from tollgate.aws.items import Item, ListOf, MapOf, Transaction, bind, fetch, reads
from tollgate.errors import Conflict
from tollgate.journal.models import Actor, Event
from tollgate.journal.service import Journal
from tollgate.policies.heads import Head, Heads
from tollgate.settings import AwsSettings, TableSettings


class ApprovalItem(Item):
    """`pk=<organization>`, `sk=APPROVAL#<approval>`; `expires_at` is the table's TTL, in seconds.

    The data path writes the same attributes (see `tollgate.approvals.requests`).
    """

    kind = UnicodeAttribute()
    decided = UnicodeAttribute()
    reason = UnicodeAttribute()
    requested_by = MapOf()
    user_id = UnicodeAttribute(null=True)
    key_id = UnicodeAttribute(null=True)
    team_id = UnicodeAttribute(null=True)
    request_id = UnicodeAttribute(null=True)
    policy_id = UnicodeAttribute(null=True)
    policy_name = UnicodeAttribute(null=True)
    policy_version = NumberAttribute(null=True)
    rules = ListOf(null=True)
    models = ListOf(null=True)
    permissions = ListOf(null=True)
    budget_raise = MapOf(null=True)
    estimated_cost = NumberAttribute(null=True)
    approvers = ListOf()
    required = NumberAttribute()
    grant = UnicodeAttribute()
    until_ms = NumberAttribute(null=True)
    expires_ms = NumberAttribute()
    votes = ListOf()
    ending = MapOf(null=True)
    grant_until_ms = NumberAttribute(null=True)
    created_ms = NumberAttribute()
    updated_ms = NumberAttribute()
    version = NumberAttribute()
    expires_at = NumberAttribute()


class Step(Struct, frozen=True, kw_only=True):
    """An approval before (None: it is new) and after, its event, and whom it is told to.

    With `head`, the grants in force become `grants`.
    """

    before: Approval | None
    after: Approval
    event: Event
    notice: Notice
    head: Head | None = None
    grants: Grants = ()


class ApprovalStore:
    """Approvals by organization and id; every method raises `Unavailable` when a table is down."""

    def __init__(
        self, settings: AwsSettings, tables: TableSettings, journal: Journal, heads: Heads
    ) -> None:
        self._settings = settings
        self._journal = journal
        self._outbox = Outbox(settings, tables)
        self._items = bind(ApprovalItem, tables.policies, settings)
        self.heads = heads

    def get(self, organization_id: str, approval_id: str) -> Approval | None:
        """The approval as last committed, or None."""
        item = fetch(self._items, organization_id, f"{PREFIX}{approval_id}")
        return None if item is None else _approval(item)

    def page(
        self,
        organization_id: str,
        *,
        limit: int,
        after: str | None,
        keep: Callable[[Approval], bool],
    ) -> Page:
        """Up to `limit` approvals that `keep` wants, from the newest id on, behind `after`."""
        # "!" sorts before every character of an id and "~" behind them.
        upper = f"{PREFIX}{after}" if after else f"{PREFIX}~"
        keys = self._items.sk.between(PREFIX, upper)
        found: list[Approval] = []
        with reads():
            for item in self._items.query(
                organization_id, keys, scan_index_forward=False, consistent_read=True
            ):
                approval = _approval(item)
                if approval.id == after or not keep(approval):
                    continue
                if len(found) == limit:
                    return Page(tuple(found), found[-1].id)
                found.append(approval)
        return Page(tuple(found), None)

    def commit(self, step: Step) -> None:
        """Applies the step whole or not at all.

        Raises `Conflict` when the approval changed meanwhile, `HeadMoved` when the grants did.
        """
        transaction = Transaction(self._settings)
        self.add(transaction, step)
        transaction.commit()

    def add(self, transaction: Transaction, step: Step) -> None:
        """The same as part of a larger change."""
        after = step.after
        item = self._items(after.organization_id, f"{PREFIX}{after.id}", **_attributes(after))
        if step.before is None:
            absent = self._items.pk.does_not_exist()
            transaction.put(item, Conflict("this id is taken"), absent)
        else:
            stale = Conflict("this approval was changed meanwhile; read it again")
            transaction.put(item, stale, self._items.version == step.before.version)
        if step.head is not None:
            self.heads.write_head(transaction, step.head, grants=step.grants)
        self._journal.record(transaction, step.event)
        self._outbox.add(transaction, step.notice)


_SAME: Final = (
    "reason",
    "user_id",
    "key_id",
    "team_id",
    "request_id",
    "policy_id",
    "policy_name",
    "policy_version",
    "estimated_cost",
    "required",
    "until_ms",
    "expires_ms",
    "grant_until_ms",
    "created_ms",
    "updated_ms",
    "version",
)
_LISTS: Final = ("rules", "models", "permissions", "approvers")


def _attributes(approval: Approval) -> dict[str, Any]:
    raised, ending = approval.budget_raise, approval.ending
    values: dict[str, Any] = {name: getattr(approval, name) for name in _SAME}
    values |= {name: list(getattr(approval, name)) for name in _LISTS}
    values |= {
        "kind": approval.kind.value,
        "decided": approval.decided.value,
        "grant": approval.grant.value,
        "requested_by": _actor_values(approval.requested_by),
        "votes": [_vote_values(vote) for vote in approval.votes],
        "budget_raise": raised
        and {
            "target_type": raised.target_type.value,
            "target_id": raised.target_id,
            "period": raised.period,
            "amount": raised.amount,
        },
        "ending": ending
        and {
            "actor": _actor_values(ending.actor),
            "at_ms": ending.at_ms,
            "comment": ending.comment,
        },
        "expires_at": (approval.created_ms + KEPT_MS) // 1000,
    }
    return {name: value for name, value in values.items() if value is not None}


def _actor_values(actor: Actor) -> dict[str, str]:
    return {"type": actor.type, "id": actor.id}


def _vote_values(vote: Vote) -> dict[str, Any]:
    return {
        "actor": _actor_values(vote.actor),
        "people": list(vote.people),
        "at_ms": vote.at_ms,
        "comment": vote.comment,
    }


def _approval(item: ApprovalItem) -> Approval:
    values: dict[str, Any] = {name: getattr(item, name) for name in _SAME}
    values |= {name: tuple(getattr(item, name) or ()) for name in _LISTS}
    raised, ending = item.budget_raise, item.ending
    return Approval(
        id=item.sk.removeprefix(PREFIX),
        organization_id=item.pk,
        **values
        | {
            "kind": Kind(item.kind),
            "decided": State(item.decided),
            "grant": GrantForm(item.grant),
            "requested_by": Actor(**item.requested_by),
            "policy_name": item.policy_name or "",
            "estimated_cost": int(item.estimated_cost or 0),
            "votes": tuple(_vote(vote) for vote in item.votes),
            "budget_raise": raised
            and Raise(**{**raised, "target_type": TargetType(raised["target_type"])}),
            "ending": ending
            and Ending(Actor(**ending["actor"]), ending["at_ms"], ending["comment"]),
        },
    )


def _vote(values: dict[str, Any]) -> Vote:
    return Vote(
        actor=Actor(**values["actor"]),
        people=tuple(values["people"]),
        at_ms=values["at_ms"],
        comment=values["comment"],
    )
