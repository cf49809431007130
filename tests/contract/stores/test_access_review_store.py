"""Access reviews in DynamoDB: long ones in parts, decisions beside them, one at a time."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tollgate.access_reviews.models import (
    AccessKind,
    Close,
    Decision,
    Item,
    Person,
    Review,
    ReviewOutcome,
    ReviewVerdict,
    Scope,
)
from tollgate.access_reviews.rules import item_id
from tollgate.access_reviews.store import ReviewStore
from tollgate.errors import BadRequest, Conflict
from tollgate.journal.models import Actor, Event, Target
from tollgate.journal.service import Journal
from tollgate.kit.ids import new_id
from tollgate.settings import AwsSettings, TableSettings

pytestmark = pytest.mark.aws
AT_MS = 1_795_253_400_000
BY = Actor("user", "usr_a")


def an_item(number: int) -> Item:
    person = Person(id=f"usr_{number}", status="active", mfa_methods=("totp",))
    return Item(
        id=item_id(number),
        kind=AccessKind.ROLE,
        person=person,
        subject="developer",
        name="developer",
    )


def an_event(verb: str = "opened") -> Event:
    return Event(
        event_id=new_id("evt"),
        organization_id="org_a",
        action=f"access_review.{verb}",
        actor=BY,
        target=Target("access_review", "rev_a"),
        created_ms=AT_MS,
        request_id="r-1",
    )


@pytest.fixture
def store(aws_settings: AwsSettings, tables: TableSettings) -> ReviewStore:
    return ReviewStore(aws_settings, tables, Journal.open(aws_settings, tables))


@pytest.fixture
def review(store: ReviewStore) -> Review:
    made = Review(
        id=new_id("rev"),
        organization_id="org_a",
        name="Fourth quarter",
        scope=Scope(kinds=(AccessKind.ROLE,)),
        items=130,
        created_by=BY,
        created_ms=AT_MS,
    )
    store.create(made, [an_item(number) for number in range(1, 131)], an_event())
    return made


def decided(item: Item, verdict: ReviewVerdict = ReviewVerdict.KEEP) -> Item:
    outcome = ReviewOutcome.KEPT if verdict is ReviewVerdict.KEEP else ReviewOutcome.REVOKED
    decision = Decision(verdict, outcome, BY, AT_MS, "why")
    return replace(item, decision=decision, version=item.version + 1)


def test_is_read_as_it_was_written(store: ReviewStore, review: Review) -> None:
    assert store.get("org_a", review.id) == review
    assert store.get("org_b", review.id) is None
    assert list(store.items(review)) == [an_item(number) for number in range(1, 131)]


@pytest.mark.parametrize("after", [1, 49, 50, 51, 100, 129, 130, 131])
def test_goes_on_behind_any_item(store: ReviewStore, review: Review, after: int) -> None:
    rest = [item.id for item in store.items(review, item_id(after))]
    assert rest == [item_id(number) for number in range(after + 1, 131)]


@pytest.mark.parametrize("number", [1, 50, 51, 130])
def test_each_item_is_found(store: ReviewStore, review: Review, number: int) -> None:
    assert store.get_item(review, item_id(number)) == an_item(number)


@pytest.mark.parametrize("wanted", ["itm_000000", "itm_000131", "itm_1", "", "REVIEW#x"])
def test_what_is_no_item_is_none(store: ReviewStore, review: Review, wanted: str) -> None:
    assert store.get_item(review, wanted) is None
    if len(wanted) < len("itm_000000"):
        with pytest.raises(BadRequest):
            list(store.items(review, wanted))


def test_decisions_stand_beside_their_items(store: ReviewStore, review: Review) -> None:
    for number in (50, 51, 130):
        before = an_item(number)
        store.decide(review, before, decided(before), an_event("item_decided"))
        assert store.get_item(review, before.id) == decided(before)
    page = store.item_page(review, limit=100, after=item_id(48), undecided=True)
    assert [item.id for item in page.items] == [item_id(number) for number in (49, *range(52, 130))]
    assert page.next_after is None
    assert [item.id for item in store.items(review) if item.decision] == [
        item_id(number) for number in (50, 51, 130)
    ]


def test_of_two_decisions_at_once_one_counts(store: ReviewStore, review: Review) -> None:
    before = an_item(7)
    store.decide(review, before, decided(before), an_event("item_decided"))
    with pytest.raises(Conflict, match="decided meanwhile"):
        store.decide(
            review, before, decided(before, ReviewVerdict.REVOKE), an_event("item_decided")
        )
    again = store.get_item(review, before.id)
    assert again == decided(before)
    assert again is not None
    store.decide(review, again, decided(again, ReviewVerdict.REVOKE), an_event("item_decided"))


def test_nothing_is_decided_once_it_is_closed(store: ReviewStore, review: Review) -> None:
    closed = replace(review, close=Close(BY, AT_MS), version=2)
    store.close(review, closed, an_event("closed"))
    with pytest.raises(Conflict, match="changed meanwhile"):
        store.close(review, closed, an_event("closed"))
    before = an_item(7)
    with pytest.raises(Conflict, match="closed"):
        store.decide(review, before, decided(before), an_event("item_decided"))
    assert store.get("org_a", review.id) == closed


def test_reviews_come_newest_first(store: ReviewStore, review: Review) -> None:
    later = replace(review, id=new_id("rev", now_ms=AT_MS * 2), items=1)
    store.create(later, [an_item(1)], an_event())
    page = store.page("org_a", limit=1, after=None)
    assert (page.items, page.next_after) == ((later,), later.id)
    assert store.page("org_a", limit=5, after=later.id).items == (review,)
    assert store.page("org_b", limit=5, after=None).items == ()
