"""What may be done to access reviews: starting, deciding item by item, closing.

The organization is always the caller's. Functions raise `NotFound` for what is not there,
`Forbidden` where somebody else has to decide, `Conflict` when a review is not in the state for it
or changed meanwhile, and `Unavailable`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Self

from msgspec import Struct
from msgspec.structs import replace

from tollgate.access_reviews.models import (
    AccessKind,
    Close,
    Decision,
    Item,
    ItemPage,
    Review,
    ReviewOutcome,
    ReviewPage,
    ReviewVerdict,
    Scope,
)
from tollgate.access_reviews.rules import Standing, lost_roles, snapshot, without
from tollgate.access_reviews.store import ReviewStore
from tollgate.auth.models import Caller
from tollgate.auth.service.deps import Auth
from tollgate.directory.models import ApiKey, Status, Team, User
from tollgate.directory.service.changes import Directory, change, is_there
from tollgate.directory.service.ranks import (
    check_can_suspend,
    check_lifting,
    check_other,
    known_roles,
    owner_left,
)
from tollgate.errors import BadRequest, Conflict, NotFound, Unprocessable
from tollgate.journal.models import Event, Target
from tollgate.journal.service import Journal
from tollgate.kit.ids import is_id, new_id
from tollgate.settings import AwsSettings, TableSettings

MOST_ITEMS: Final = 10_000
LARGEST_JSON: Final = 5_000
"""Items of one answer: Lambda's is 6 MB long at most."""


class Reviews(Struct, frozen=True):
    """The reviews' store, the directory with its clock, and when people last signed in.

    `signed_in` gives epoch milliseconds by person for one organization.
    """

    store: ReviewStore
    directory: Directory
    signed_in: Callable[[str], Mapping[str, int]]

    @classmethod
    def open(cls, aws: AwsSettings, tables: TableSettings, auth: Auth) -> Self:
        """Over DynamoDB; opens no connection yet."""
        store = ReviewStore(aws, tables, Journal.open(aws, tables))
        return cls(store, auth.directory, auth.store.last_sign_ins)


def start(
    reviews: Reviews, caller: Caller, *, name: str, scope: Scope, due_ms: int | None
) -> Review:
    """A review of who has what now.

    Raises `BadRequest` on a team or role of the scope that is not there, `Unprocessable` when there
    is nothing to review, or more than one review can hold.
    """
    directory, organization_id = reviews.directory, caller.organization_id
    at_ms = directory.clock()
    if due_ms is not None and due_ms <= at_ms:
        raise BadRequest("due_at lies ahead", param="due_at")
    scope = _checked(directory, caller, scope)
    standing = Standing(
        users=directory.store.everything(User, organization_id),
        teams=directory.store.everything(Team, organization_id),
        keys=directory.store.everything(ApiKey, organization_id),
        signed_in=reviews.signed_in(organization_id),
        used=directory.store.key_uses.between(organization_id),
    )
    items = tuple(snapshot(standing, scope))
    if not items:
        raise Unprocessable("nobody has anything of this scope", param="scope")
    if len(items) > MOST_ITEMS:
        raise Unprocessable(
            f"{len(items)} items are too many for one review ({MOST_ITEMS}); narrow it by teams",
            param="scope",
        )
    review = Review(
        id=new_id("rev", now_ms=at_ms),
        organization_id=organization_id,
        name=name,
        scope=scope,
        items=len(items),
        due_ms=due_ms,
        created_by=caller.actor,
        created_ms=at_ms,
    )
    reviews.store.create(review, items, _event(caller, review, "opened", at_ms, items=len(items)))
    return review


def _checked(directory: Directory, caller: Caller, scope: Scope) -> Scope:
    for team_id in scope.team_ids:
        team = directory.store.get(Team, caller.organization_id, team_id)
        if team is None or not is_there(team):
            raise BadRequest(f"there is no team {team_id}", param="scope.team_ids")
    roles = known_roles(directory, caller.organization_id, scope.roles, "scope.roles")
    return replace(scope, roles=roles)


def list_reviews(reviews: Reviews, caller: Caller, *, limit: int, after: str | None) -> ReviewPage:
    """Reviews of the organization, newest first."""
    if after is not None and not is_id(after, "rev"):
        raise BadRequest("this is not a cursor of ours", param="cursor")
    return reviews.store.page(caller.organization_id, limit=limit, after=after)


def get_review(reviews: Reviews, caller: Caller, review_id: str) -> Review:
    """One review."""
    known = is_id(review_id, "rev")
    review = reviews.store.get(caller.organization_id, review_id) if known else None
    if review is None:
        raise NotFound(f"no access_review with id {review_id}")
    return review


def list_items(
    reviews: Reviews,
    caller: Caller,
    review_id: str,
    *,
    limit: int,
    after: str | None,
    undecided: bool = False,
) -> ItemPage:
    """Items of one review in their order, with `undecided` only those that wait."""
    review = get_review(reviews, caller, review_id)
    page = reviews.store.item_page(review, limit=limit, after=after, undecided=undecided)
    ids = {item.person.id for item in page.items if item.person}
    found = (reviews.directory.store.get(User, caller.organization_id, each) for each in ids)
    people = {user.id: user for user in found if user is not None}
    return replace(page, items=tuple(_named(item, people) for item in page.items))


def all_items(
    reviews: Reviews, caller: Caller, review_id: str, most: int = MOST_ITEMS
) -> tuple[Review, list[Item]]:
    """A review with everything in it. Raises `Unprocessable` beyond `most` items."""
    review = get_review(reviews, caller, review_id)
    if review.items > most:
        raise Unprocessable(
            f"this review has {review.items} items; take it as CSV, or page by page", param="format"
        )
    everybody = reviews.directory.store.everything(User, caller.organization_id)
    people = {user.id: user for user in everybody}
    return review, [_named(item, people) for item in reviews.store.items(review)]


def _named(item: Item, people: Mapping[str, User]) -> Item:
    """The item with the name and address that its person has today."""
    user = people.get(item.person.id) if item.person else None
    if item.person is None or user is None:
        return item
    return replace(item, person=replace(item.person, email=user.email, name=user.name))


def decide(
    reviews: Reviews,
    caller: Caller,
    review_id: str,
    item_id: str,
    *,
    verdict: ReviewVerdict,
    comment: str = "",
) -> Item:
    """Whether somebody keeps something; what is revoked is taken away in the same transaction.

    Nobody decides about what is their own, or takes anything from somebody who may do more.
    """
    review = get_review(reviews, caller, review_id)
    if review.close is not None:
        raise Conflict("this review is closed")
    before = reviews.store.get_item(review, item_id)
    if before is None:
        raise NotFound(f"no item with id {item_id}")
    if before.person is not None:
        check_other(caller, before.person.id)
    if before.decision is not None and before.decision.verdict is ReviewVerdict.REVOKE:
        raise Conflict("this was revoked already")
    if verdict is ReviewVerdict.KEEP:
        after = _decided(reviews, caller, before, ReviewOutcome.KEPT, comment)
        reviews.store.decide(review, before, after, _item_event(caller, review, after))
    else:
        after = _revoke(reviews, caller, review, before, comment)
    if after.person is None:
        return after
    user = reviews.directory.store.get(User, caller.organization_id, after.person.id)
    return _named(after, {user.id: user} if user else {})


def _revoke(reviews: Reviews, caller: Caller, review: Review, before: Item, comment: str) -> Item:
    after = _decided(reviews, caller, before, ReviewOutcome.REVOKED, comment)
    if before.kind is AccessKind.API_KEY:
        done = _revoke_key(reviews, caller, review, before, after)
    else:
        done = _take_away(reviews, caller, review, before, after)
    if not done:
        after = _decided(reviews, caller, before, ReviewOutcome.GONE, comment)
        reviews.store.decide(review, before, after, _item_event(caller, review, after))
    return after


def _revoke_key(
    reviews: Reviews, caller: Caller, review: Review, before: Item, after: Item
) -> bool:
    """False when the key was revoked before."""
    directory = reviews.directory
    key = directory.store.get(ApiKey, caller.organization_id, before.subject)
    if key is None or key.status in (Status.REVOKED, Status.DELETED):
        return False
    owner = None
    if key.user_id is not None:
        owner = directory.store.get(User, caller.organization_id, key.user_id)
    if owner is not None:
        check_can_suspend(directory, caller, owner)
    change(
        directory,
        caller,
        key,
        replace(key, status=Status.REVOKED),
        verb="revoked",
        reason=f"access review {review.id}",
        beside=reviews.store.deciding(review, before, after),
    )
    return True


def _take_away(reviews: Reviews, caller: Caller, review: Review, before: Item, after: Item) -> bool:
    """False when the person has left or had lost it before."""
    directory = reviews.directory
    assert before.person is not None  # noqa: S101 - only keys may be nobody's
    user = directory.store.get(User, caller.organization_id, before.person.id)
    if user is None or not is_there(user):
        return False
    less = without(user, before)
    if less == user:
        return False
    check_can_suspend(directory, caller, user)
    check_lifting(directory, caller, lost_roles(user, before))
    change(
        directory,
        caller,
        user,
        less,
        verb="access_revoked",
        reason=f"access review {review.id}",
        unchanged=owner_left(directory, user, less),
        beside=reviews.store.deciding(review, before, after),
    )
    return True


def close(reviews: Reviews, caller: Caller, review_id: str, *, leave_undecided: bool) -> Review:
    """Ends a review for good.

    Raises `Conflict` while items wait for a decision, unless `leave_undecided`.
    """
    before = get_review(reviews, caller, review_id)
    if before.close is not None:
        raise Conflict("this review is closed already")
    waiting = sum(item.decision is None for item in reviews.store.items(before))
    if waiting and not leave_undecided:
        raise Conflict(f"{waiting} items are not decided yet", fields={"undecided": waiting})
    at_ms = reviews.directory.clock()
    after = replace(before, close=Close(caller.actor, at_ms), version=before.version + 1)
    reviews.store.close(before, after, _event(caller, after, "closed", at_ms, undecided=waiting))
    return after


def _decided(
    reviews: Reviews,
    caller: Caller,
    before: Item,
    outcome: ReviewOutcome,
    comment: str,
) -> Item:
    at_ms = reviews.directory.clock()
    verdict = ReviewVerdict.KEEP if outcome is ReviewOutcome.KEPT else ReviewVerdict.REVOKE
    decision = Decision(verdict, outcome, caller.actor, at_ms, comment)
    return replace(before, decision=decision, version=before.version + 1)


def _item_event(caller: Caller, review: Review, item: Item) -> Event:
    assert item.decision is not None  # noqa: S101 - it was just decided
    details = {
        "item_id": item.id,
        "kind": item.kind.value,
        "subject": item.subject,
        "outcome": item.decision.outcome.value,
        **({"user_id": item.person.id} if item.person else {}),
        **({"comment": item.decision.comment} if item.decision.comment else {}),
    }
    return _event(caller, review, "item_decided", item.decision.at_ms, **details)


def _event(caller: Caller, review: Review, verb: str, at_ms: int, **details: object) -> Event:
    return Event(
        event_id=new_id("evt", now_ms=at_ms),
        organization_id=review.organization_id,
        action=f"access_review.{verb}",
        actor=caller.actor,
        target=Target("access_review", review.id),
        created_ms=at_ms,
        request_id=caller.request_id,
        details=details,
    )
