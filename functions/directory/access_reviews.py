"""Routes of access reviews: who has what, and whether they keep it."""

from typing import Annotated, Literal

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from functions.directory.access_review_schemas import (
    AccessDecision,
    AccessReviewDetail,
    AccessReviewEnd,
    AccessReviewItemView,
    AccessReviewReport,
    AccessReviewView,
    NewAccessReview,
)
from functions.directory.deps import Deps
from tollgate.access_reviews import service
from tollgate.access_reviews.report import report_csv
from tollgate.http import Cursor, Limit, Page, Resolver, decode_cursor, page_of, requires

PATH = "/api/v1/access-reviews"
TAGS = ["access-reviews"]
Undecided = Annotated[bool, Query(description="Only items that wait for a decision.")]


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds them to the app."""
    _add_reading(app, deps)
    _add_deciding(app, deps)


def _add_reading(app: Resolver, deps: Deps) -> None:
    reviews = deps.reviews

    @app.get(PATH, summary="List", tags=TAGS, **requires("access_reviews.view"))
    def list_access_reviews(limit: Limit = 20, cursor: Cursor = None) -> Page[AccessReviewView]:
        after = decode_cursor(cursor)
        page = service.list_reviews(reviews, app.caller, limit=limit, after=after)
        return page_of(AccessReviewView, map(AccessReviewView.of, page.items), page.next_after)

    @app.get(
        f"{PATH}/<review_id>",
        summary="Get, with some of its items",
        tags=TAGS,
        **requires("access_reviews.view"),
    )
    def get_access_review(
        review_id: str, *, limit: Limit = 20, cursor: Cursor = None, undecided: Undecided = False
    ) -> AccessReviewDetail:
        review = service.get_review(reviews, app.caller, review_id)
        page = service.list_items(
            reviews,
            app.caller,
            review_id,
            limit=limit,
            after=decode_cursor(cursor),
            undecided=undecided,
        )
        return AccessReviewDetail.with_items(review, page)

    @app.get(
        f"{PATH}/<review_id>/report",
        summary="The whole review, as JSON or CSV",
        tags=TAGS,
        responses={
            200: {
                "description": "The review with all of its items",
                "content": {
                    "application/json": {"model": AccessReviewReport},
                    "text/csv": {"schema": {"type": "string"}},
                },
            }
        },
        **requires("access_reviews.view"),
    )
    def report_access_review(
        review_id: str,
        format: Literal["csv", "json"] = "json",  # noqa: A002 - the parameter's public name
    ) -> Response[str]:
        if format == "json":
            whole = service.all_items(reviews, app.caller, review_id, service.LARGEST_JSON)
            return Response(
                200, "application/json", AccessReviewReport.whole(*whole).model_dump_json()
            )
        review, items = service.all_items(reviews, app.caller, review_id)
        name = f'attachment; filename="access-review-{review.id}.csv"'
        headers = {"Content-Disposition": name}
        return Response(200, "text/csv; charset=utf-8", report_csv(items), headers)


def _add_deciding(app: Resolver, deps: Deps) -> None:
    reviews = deps.reviews

    @app.post(
        PATH, summary="Start", tags=TAGS, status_code=201, **requires("access_reviews.create")
    )
    def create_access_review(body: NewAccessReview) -> AccessReviewView:
        started = service.start(
            reviews, app.caller, name=body.name, scope=body.scope.value(), due_ms=body.due_ms
        )
        return AccessReviewView.of(started)

    @app.post(
        f"{PATH}/<review_id>/items/<item_id>",
        summary="Decide one item; what is revoked is taken away at once",
        tags=TAGS,
        **requires("access_reviews.edit"),
    )
    def decide_access_review_item(
        review_id: str, item_id: str, body: AccessDecision
    ) -> AccessReviewItemView:
        decided = service.decide(
            reviews,
            app.caller,
            review_id,
            item_id,
            verdict=body.decision,
            comment=body.comment,
        )
        return AccessReviewItemView.of(decided)

    @app.post(
        f"{PATH}/<review_id>/close", summary="End", tags=TAGS, **requires("access_reviews.edit")
    )
    def close_access_review(
        review_id: str, body: AccessReviewEnd | None = None
    ) -> AccessReviewView:
        closing = body or AccessReviewEnd()
        closed = service.close(
            reviews, app.caller, review_id, leave_undecided=closing.leave_undecided
        )
        return AccessReviewView.of(closed)
