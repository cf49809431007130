"""Routes by which two administrators let somebody in who has lost their second factor."""

from typing import Annotated, Literal, Self

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.types import (
    OpenAPIResponse,
    OpenAPIResponseContentModel,
    OpenAPIResponseContentSchema,
)
from pydantic import BaseModel, Field

from functions.directory.deps import Deps
from tollgate.directory.fields import Body
from tollgate.http import Resolver, no_content, requires
from tollgate.kit.clock import to_rfc3339
from tollgate.mfa.models import Recovery, RecoveryKind
from tollgate.mfa.rules import is_waived
from tollgate.mfa.service import recovery
from tollgate.mfa.service.deps import Mfa
from tollgate.mfa.service.recovery import LONGEST_HOURS, PERMISSION, Outcome, Wish

PATH = "/api/v1/users/<user_id>/mfa"
TAGS = ["mfa"]
Reason = Annotated[str, Field(min_length=1, max_length=500, pattern=r"\S")]


class Reset(Body):
    """Why somebody's second factors are removed."""

    reason: Reason


class Bypass(Body):
    """Why, and for how long, somebody's password alone is enough."""

    reason: Reason
    hours: Annotated[int, Field(ge=1, le=LONGEST_HOURS)]


class RecoveryView(BaseModel):
    """`pending` until a second administrator sends the same; then `done`.

    `expires_at` is until when it may be confirmed, `waived_until` how long a bypass lasts.
    """

    kind: RecoveryKind
    user_id: str
    status: Literal["pending", "done"]
    reason: str
    hours: int | None
    requested_by: str
    requested_at: str
    expires_at: str
    waived_until: str | None = None

    @classmethod
    def of(cls, asked: Recovery, *, done: bool = False, waived_until_ms: int | None = None) -> Self:
        return cls(
            kind=asked.kind,
            user_id=asked.user_id,
            status="done" if done else "pending",
            reason=asked.reason,
            hours=asked.hours,
            requested_by=asked.asked_by,
            requested_at=to_rfc3339(asked.asked_ms),
            expires_at=to_rfc3339(asked.expires_ms),
            waived_until=None if waived_until_ms is None else to_rfc3339(waived_until_ms),
        )


_CONTENT: dict[str, OpenAPIResponseContentSchema | OpenAPIResponseContentModel] = {
    "application/json": {"model": RecoveryView}
}
ASKED_OR_DONE: dict[int, OpenAPIResponse] = {
    200: {"description": "A second administrator confirmed it: done", "content": _CONTENT},
    202: {"description": "A second administrator has to confirm it", "content": _CONTENT},
}


class Standing(BaseModel):
    """Somebody's second factors, and what waits for a second administrator."""

    enabled: bool
    methods: list[str]
    waived_until: str | None
    pending: list[RecoveryView]


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds them to the app."""
    mfa = Mfa(deps.auth, deps.mail)

    @app.get(
        PATH,
        summary="Somebody's second factors, and what waits for a second administrator",
        tags=TAGS,
        **requires(PERMISSION),
    )
    def get_user_mfa(user_id: str) -> Standing:
        user, pending = recovery.standing(mfa, app.caller, user_id)
        now_ms = mfa.auth.directory.clock()
        until_ms = user.mfa_waived_until_ms if is_waived(user, now_ms) else None
        return Standing(
            enabled=bool(user.mfa_methods),
            methods=list(user.mfa_methods),
            waived_until=None if until_ms is None else to_rfc3339(until_ms),
            pending=[RecoveryView.of(each) for each in pending],
        )

    @app.post(
        f"{PATH}/reset",
        summary="Ask for the removal of somebody's second factors, or confirm it",
        tags=TAGS,
        responses=ASKED_OR_DONE,
        **requires(PERMISSION),
    )
    def reset_user_mfa(user_id: str, body: Reset) -> Response[RecoveryView]:
        wish = Wish(RecoveryKind.RESET, body.reason)
        return _answer(recovery.recover(mfa, app.caller, user_id, wish))

    @app.post(
        f"{PATH}/bypass",
        summary="Ask to let somebody in by password alone for some hours, or confirm it",
        tags=TAGS,
        responses=ASKED_OR_DONE,
        **requires(PERMISSION),
    )
    def bypass_user_mfa(user_id: str, body: Bypass) -> Response[RecoveryView]:
        wish = Wish(RecoveryKind.BYPASS, body.reason, body.hours)
        return _answer(recovery.recover(mfa, app.caller, user_id, wish))

    @app.delete(
        f"{PATH}/<kind>",
        summary="Withdraw a reset or a bypass that waits, and end a bypass",
        tags=TAGS,
        status_code=204,
        **requires(PERMISSION),
    )
    def withdraw_user_mfa(user_id: str, kind: RecoveryKind) -> Response[str]:
        recovery.withdraw(mfa, app.caller, user_id, kind)
        return no_content()


def _answer(outcome: Outcome) -> Response[RecoveryView]:
    waived_until_ms = outcome.user.mfa_waived_until_ms if outcome.recovery.hours else None
    view = RecoveryView.of(
        outcome.recovery,
        done=outcome.done,
        waived_until_ms=waived_until_ms if outcome.done else None,
    )
    status = 200 if outcome.done else 202
    return Response(status_code=status, content_type="application/json", body=view)
