"""Routes of approvals: asking, deciding, withdrawing, taking back."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from functions.policies.approval_schemas import (
    ApprovalView,
    Approving,
    NewApproval,
    Rejecting,
    Withdrawing,
    said,
    view_at,
)
from functions.policies.deps import Deps
from tollgate.approvals import service
from tollgate.approvals.models import Filters, Kind, State
from tollgate.approvals.service import Approvals
from tollgate.approvals.store import ApprovalStore
from tollgate.http import (
    Cursor,
    IfMatch,
    Limit,
    Page,
    Resolver,
    decode_cursor,
    expected_version,
    page_of,
    requires,
)

PATH = "/api/v1/approvals"
TAGS = ["approvals"]
Id = Annotated[str | None, Query(max_length=64)]
StateFilter = Annotated[State | None, Query()]
KindFilter = Annotated[Kind | None, Query()]
Mine = Annotated[bool, Query(description="Only others' that the caller may decide.")]


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds them to the app."""
    store = ApprovalStore(deps.aws, deps.tables, deps.journal, deps.heads)
    approvals = Approvals(store, deps.directory, deps.policies, deps.clock)
    _add_reading(app, approvals)
    _add_deciding(app, approvals)
    _add_ending(app, approvals)


def _add_reading(app: Resolver, approvals: Approvals) -> None:
    view = view_at(approvals.clock)

    @app.get(PATH, summary="List", tags=TAGS, **requires("approvals.view.own"))
    def list_approvals(
        *,
        limit: Limit = 20,
        cursor: Cursor = None,
        state: StateFilter = None,
        status: StateFilter = None,
        kind: KindFilter = None,
        policy_id: Id = None,
        user_id: Id = None,
        key_id: Id = None,
        mine: Mine = False,
    ) -> Page[ApprovalView]:
        filters = Filters(state or status, kind, policy_id, user_id, key_id, mine)
        page = service.list_approvals(
            approvals, app.caller, filters, limit=limit, after=decode_cursor(cursor)
        )
        return page_of(ApprovalView, map(view, page.items), page.next_after)

    @app.post(PATH, summary="Ask", tags=TAGS, status_code=201, **requires("approvals.create.own"))
    def create_approval(body: NewApproval) -> ApprovalView:
        return view(service.ask(approvals, app.caller, body.wanted()))

    @app.get(f"{PATH}/<approval_id>", summary="Get", tags=TAGS, **requires("approvals.view.own"))
    def get_approval(approval_id: str) -> ApprovalView:
        return view(service.get_approval(approvals, app.caller, approval_id))


def _add_deciding(app: Resolver, approvals: Approvals) -> None:
    view = view_at(approvals.clock)

    # Who may decide is a matter of the approval (its approvers' roles), which the service knows.
    @app.post(
        f"{PATH}/<approval_id>/approve",
        summary="Approve",
        tags=TAGS,
        **requires("approvals.view.own"),
    )
    def approve_approval(
        approval_id: str, body: Approving | None = None, if_match: IfMatch = None
    ) -> ApprovalView:
        version = expected_version(if_match)
        return view(
            service.approve(
                approvals,
                app.caller,
                approval_id,
                if_match=version,
                **(body or Approving()).choices(),
            )
        )

    @app.post(
        f"{PATH}/<approval_id>/reject",
        summary="Reject",
        tags=TAGS,
        **requires("approvals.view.own"),
    )
    def reject_approval(
        approval_id: str, body: Rejecting, if_match: IfMatch = None
    ) -> ApprovalView:
        version = expected_version(if_match)
        return view(
            service.reject(
                approvals, app.caller, approval_id, comment=body.comment, if_match=version
            )
        )


def _add_ending(app: Resolver, approvals: Approvals) -> None:
    view = view_at(approvals.clock)

    @app.post(
        f"{PATH}/<approval_id>/cancel",
        summary="Withdraw what one asked for",
        tags=TAGS,
        **requires("approvals.view.own"),
    )
    def cancel_approval(
        approval_id: str, body: Withdrawing | None = None, if_match: IfMatch = None
    ) -> ApprovalView:
        version = expected_version(if_match)
        return view(
            service.cancel(approvals, app.caller, approval_id, comment=said(body), if_match=version)
        )

    @app.post(
        f"{PATH}/<approval_id>/revoke",
        summary="Take back what was approved",
        tags=TAGS,
        **requires("approvals.view.own"),
    )
    def revoke_approval(
        approval_id: str, body: Withdrawing | None = None, if_match: IfMatch = None
    ) -> ApprovalView:
        version = expected_version(if_match)
        return view(
            service.revoke(approvals, app.caller, approval_id, comment=said(body), if_match=version)
        )
