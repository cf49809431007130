"""All reads and writes of access reviews, in the directory table."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from msgspec.structs import asdict
from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from tollgate.access_reviews.models import (
    AccessKind,
    Close,
    Decision,
    Item,
    ItemPage,
    Person,
    Review,
    ReviewOutcome,
    ReviewPage,
    ReviewVerdict,
    Scope,
)
from tollgate.aws.items import Beside, MapOf, Transaction, bind, fetch, reads
from tollgate.aws.items import Item as Stored
from tollgate.errors import BadRequest, Conflict
from tollgate.journal.models import Actor, Event
from tollgate.journal.service import Journal
from tollgate.settings import AwsSettings, TableSettings

_REVIEW: Final = "REVIEW#"
_PART: Final = "REVIEWPART#"
_VERDICT: Final = "REVIEWVERDICT#"
_IN_PART: Final = 50
_VERDICTS_AT_ONCE: Final = 500
_AT_ONCE: Final = 10
"""Parts of one transaction: DynamoDB's limits are 400 KB for an item and 4 MB for all of them."""
_ID: Final = re.compile(r"itm_(\d{6})")


class ReviewItem(Stored):
    """`pk=<organization>`, `sk=REVIEW#<review>`."""

    name = UnicodeAttribute()
    scope = MapOf()
    items = NumberAttribute()
    due_ms = NumberAttribute(null=True)
    created_by = MapOf()
    created_ms = NumberAttribute()
    close = MapOf(null=True)
    version = NumberAttribute()


class PartItem(Stored):
    """`pk=<organization>`, `sk=REVIEWPART#<review>#<number>`: some items as JSON text."""

    items = UnicodeAttribute()


class VerdictItem(Stored):
    """`pk=<organization>`, `sk=REVIEWVERDICT#<review>#<item>`: what was decided of one item."""

    verdict = UnicodeAttribute()
    outcome = UnicodeAttribute()
    actor = MapOf()
    at_ms = NumberAttribute()
    comment = UnicodeAttribute()
    version = NumberAttribute()


class ReviewStore:
    """Reviews by organization; every method raises `Unavailable` when the table is down."""

    def __init__(self, settings: AwsSettings, tables: TableSettings, journal: Journal) -> None:
        self._settings = settings
        self._journal = journal
        self._reviews = bind(ReviewItem, tables.directory, settings)
        self._parts = bind(PartItem, tables.directory, settings)
        self._verdicts = bind(VerdictItem, tables.directory, settings)

    def create(self, review: Review, items: Sequence[Item], event: Event) -> None:
        """Stores a review and all its items; it is there once all of them are."""
        parts = [
            self._parts(
                review.organization_id,
                _part_key(review, start // _IN_PART),
                items=json.dumps([_values(item) for item in items[start : start + _IN_PART]]),
            )
            for start in range(0, len(items), _IN_PART)
        ]
        for start in range(0, len(parts), _AT_ONCE):
            transaction = Transaction(self._settings)
            for part in parts[start : start + _AT_ONCE]:
                transaction.put(part, Conflict("this id is taken"))
            transaction.commit()
        transaction = Transaction(self._settings)
        absent = self._reviews.pk.does_not_exist()
        transaction.put(self._review(review), Conflict("this id is taken"), absent)
        self._journal.record(transaction, event)
        transaction.commit()

    def get(self, organization_id: str, review_id: str) -> Review | None:
        """The review, or None."""
        item = fetch(self._reviews, organization_id, f"{_REVIEW}{review_id}")
        return None if item is None else _review_from(item)

    def page(self, organization_id: str, *, limit: int, after: str | None) -> ReviewPage:
        """Reviews, newest first."""
        keys = self._reviews.sk.between(_REVIEW, f"{_REVIEW}{after or '~'}")
        found: list[Review] = []
        with reads():
            for item in self._reviews.query(
                organization_id, keys, scan_index_forward=False, consistent_read=True
            ):
                if item.sk == f"{_REVIEW}{after}":
                    continue
                if len(found) == limit:
                    return ReviewPage(tuple(found), found[-1].id)
                found.append(_review_from(item))
        return ReviewPage(tuple(found), None)

    def get_item(self, review: Review, wanted: str) -> Item | None:
        """The item with id `wanted`, or None."""
        match = _ID.fullmatch(wanted)
        if match is None or not 0 < int(match[1]) <= review.items:
            return None
        part, place = divmod(int(match[1]) - 1, _IN_PART)
        found = fetch(self._parts, review.organization_id, _part_key(review, part))
        if found is None:
            return None
        key = f"{_VERDICT}{review.id}#{wanted}"
        verdict = fetch(self._verdicts, review.organization_id, key)
        return _item_from(json.loads(found.items)[place], verdict)

    def items(self, review: Review, after: str | None = None) -> Iterator[Item]:
        """The items of the review in their order, those behind the id `after`.

        Raises `BadRequest` when `after` is no item's id.
        """
        if after is not None:
            _number(after)
        verdicts = self._verdicts_behind(review, after)
        verdict = next(verdicts, None)
        for values in self._values_behind(review, after):
            key = f"{_VERDICT}{review.id}#{values['id']}"
            while verdict is not None and verdict.sk < key:
                verdict = next(verdicts, None)
            is_its = verdict is not None and verdict.sk == key
            yield _item_from(values, verdict if is_its else None)

    def _values_behind(self, review: Review, after: str | None) -> Iterator[dict[str, Any]]:
        first = 0 if after is None else _number(after) // _IN_PART
        keys = self._parts.sk.between(_part_key(review, first), f"{_PART}{review.id}#~")
        with reads():
            for part in self._parts.query(review.organization_id, keys, consistent_read=True):
                for values in json.loads(part.items):
                    if after is None or values["id"] > after:
                        yield values

    def _verdicts_behind(self, review: Review, after: str | None) -> Iterator[VerdictItem]:
        """In the same order."""
        prefix = f"{_VERDICT}{review.id}#"
        keys = self._verdicts.sk.between(f"{prefix}{after or ''}", f"{prefix}~")
        with reads():
            yield from self._verdicts.query(
                review.organization_id, keys, consistent_read=True, page_size=_VERDICTS_AT_ONCE
            )

    def item_page(
        self, review: Review, *, limit: int, after: str | None, undecided: bool
    ) -> ItemPage:
        """Some items, with `undecided` only those without a decision."""
        found: list[Item] = []
        for item in self.items(review, after):
            if undecided and item.decision is not None:
                continue
            if len(found) == limit:
                return ItemPage(tuple(found), found[-1].id)
            found.append(item)
        return ItemPage(tuple(found), None)

    def deciding(self, review: Review, before: Item, after: Item) -> Beside:
        """The item's decision as part of the change that follows from it.

        That fails with `Conflict` when the review was closed or the item decided meanwhile.
        """

        def add(transaction: Transaction) -> None:
            open_still = self._reviews.close.does_not_exist()
            closed = Conflict("this review is closed")
            place = (review.organization_id, f"{_REVIEW}{review.id}")
            transaction.check(self._reviews, *place, open_still, closed)
            moved = Conflict("this item was decided meanwhile; read it again")
            as_read: Condition = self._verdicts.version == before.version
            if before.version == 0:
                as_read = self._verdicts.pk.does_not_exist()
            transaction.put(self._verdict(review, after), moved, as_read)

        return add

    def decide(self, review: Review, before: Item, after: Item, event: Event) -> None:
        """A decision from which nothing follows."""
        transaction = Transaction(self._settings)
        self.deciding(review, before, after)(transaction)
        self._journal.record(transaction, event)
        transaction.commit()

    def close(self, before: Review, after: Review, event: Event) -> None:
        """Ends the review. Raises `Conflict` when somebody did meanwhile."""
        transaction = Transaction(self._settings)
        moved = Conflict("this review was changed meanwhile; read it again")
        as_read = self._reviews.version == before.version
        transaction.put(self._review(after), moved, as_read)
        self._journal.record(transaction, event)
        transaction.commit()

    def _review(self, review: Review) -> ReviewItem:
        close = review.close
        values: dict[str, Any] = {
            "name": review.name,
            "scope": {name: list(value) for name, value in asdict(review.scope).items()},
            "items": review.items,
            "due_ms": review.due_ms,
            "created_by": _actor_values(review.created_by),
            "created_ms": review.created_ms,
            "close": close and {"actor": _actor_values(close.actor), "at_ms": close.at_ms},
            "version": review.version,
        }
        return self._reviews(review.organization_id, f"{_REVIEW}{review.id}", **_present(values))

    def _verdict(self, review: Review, item: Item) -> VerdictItem:
        decision = item.decision
        assert decision is not None  # noqa: S101 - it was just decided
        return self._verdicts(
            review.organization_id,
            f"{_VERDICT}{review.id}#{item.id}",
            verdict=decision.verdict.value,
            outcome=decision.outcome.value,
            actor=_actor_values(decision.actor),
            at_ms=decision.at_ms,
            comment=decision.comment,
            version=item.version,
        )


def _part_key(review: Review, number: int) -> str:
    return f"{_PART}{review.id}#{number:04d}"


def _number(wanted: str) -> int:
    match = _ID.fullmatch(wanted)
    if match is None:
        raise BadRequest("this is not a cursor of ours", param="cursor")
    return int(match[1])


def _values(item: Item) -> dict[str, Any]:
    """What is kept of an item: of its person the id, and how they stood."""
    person = item.person
    values: dict[str, Any] = {
        "id": item.id,
        "kind": item.kind.value,
        "subject": item.subject,
        "name": item.name,
        "team_id": item.team_id,
        "used_ms": item.used_ms,
        "permissions": list(item.permissions),
    }
    if person is not None:
        values["person"] = {
            "id": person.id,
            "status": person.status,
            "signed_in_ms": person.signed_in_ms,
            "mfa_methods": list(person.mfa_methods),
        }
    return values


def _actor_values(actor: Actor) -> dict[str, str]:
    return {"type": actor.type, "id": actor.id}


def _present(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _review_from(item: ReviewItem) -> Review:
    scope, close = item.scope, item.close
    return Review(
        id=item.sk.removeprefix(_REVIEW),
        organization_id=item.pk,
        name=item.name,
        scope=Scope(
            kinds=tuple(AccessKind(kind) for kind in scope["kinds"]),
            team_ids=tuple(scope["team_ids"]),
            roles=tuple(scope["roles"]),
        ),
        items=int(item.items),
        due_ms=None if item.due_ms is None else int(item.due_ms),
        created_by=Actor(**item.created_by),
        created_ms=int(item.created_ms),
        close=Close(Actor(**close["actor"]), close["at_ms"]) if close else None,
        version=int(item.version),
    )


def _person_from(values: dict[str, Any]) -> Person:
    return Person(**{**values, "mfa_methods": tuple(values["mfa_methods"])})


def _item_from(values: dict[str, Any], verdict: VerdictItem | None) -> Item:
    person = values.get("person")
    return Item(
        id=values["id"],
        kind=AccessKind(values["kind"]),
        person=_person_from(person) if person else None,
        subject=values["subject"],
        name=values["name"],
        team_id=values["team_id"],
        used_ms=values["used_ms"],
        permissions=tuple(values["permissions"]),
        decision=_decision_from(verdict) if verdict else None,
        version=int(verdict.version) if verdict else 0,
    )


def _decision_from(item: VerdictItem) -> Decision:
    return Decision(
        verdict=ReviewVerdict(item.verdict),
        outcome=ReviewOutcome(item.outcome),
        actor=Actor(**item.actor),
        at_ms=int(item.at_ms),
        comment=item.comment,
    )
