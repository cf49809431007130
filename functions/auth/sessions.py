"""Routes of sessions: seeing and ending them, and a fresh proof of who one is."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from functions.auth.deps import Deps
from functions.auth.schemas import (
    Ended,
    LogoutAll,
    Reauthenticate,
    Reauthenticated,
    SessionView,
)
from functions.auth.sign_in import TAGS, origin_of
from tollgate.auth.service import sessions, step_up, throttle
from tollgate.http import Page, Resolver, no_content, page_of, signed_in
from tollgate.http.cookies import starting_session
from tollgate.mfa.service import enrolment
from tollgate.mfa.service.deps import Mfa

PATH = "/api/v1/auth/sessions"

Whose = Annotated[
    str | None, Query(max_length=64, description="Whose sessions; one's own when absent.")
]


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds them to the app."""
    auth, mfa = deps.auth, Mfa(deps.auth, deps.mail)

    @app.get(
        PATH,
        summary="List one's own sessions, or with sessions.view somebody's",
        tags=TAGS,
        **signed_in(),
    )
    def list_sessions(user_id: Whose = None) -> Page[SessionView]:
        user = sessions.whose(auth, app.caller, user_id, "sessions.view")
        found = sessions.live(auth, user)
        views = [SessionView.of(session, ends_ms, app.caller) for session, ends_ms in found]
        return page_of(SessionView, views, None)

    @app.delete(
        PATH,
        summary="End all of one's own sessions, or with sessions.revoke somebody's",
        tags=TAGS,
        **signed_in(),
    )
    def end_sessions(user_id: Whose = None) -> Ended:
        sessions.require_recent(app.caller, auth.directory.clock)
        user = sessions.whose(auth, app.caller, user_id, "sessions.revoke")
        return Ended(ended=sessions.end_all(auth, app.caller, user, reason="revoked"))

    @app.delete(
        f"{PATH}/<session_id>",
        summary="End one session, one's own or with sessions.revoke somebody's",
        tags=TAGS,
        status_code=204,
        **signed_in(),
    )
    def end_session(session_id: str) -> Response[str]:
        if session_id != app.caller.session_id:
            sessions.require_recent(app.caller, auth.directory.clock)
        sessions.revoke(auth, app.caller, session_id)
        return no_content()

    @app.post(
        "/api/v1/auth/logout-all",
        summary="Sign out everywhere",
        tags=TAGS,
        **signed_in(restricted=True),
    )
    def logout_all(body: LogoutAll | None = None) -> Ended:
        caller = app.caller
        user = sessions.whose(auth, caller, None, "sessions.revoke")
        kept = caller.session_id if body is not None and body.except_current else None
        ended = sessions.end_all(auth, caller, user, reason="signed_out", except_session=kept)
        return Ended(ended=ended)

    @app.post(
        "/api/v1/auth/reauthenticate",
        summary="Prove again who one is, for a change that asks for it",
        tags=TAGS,
        **signed_in(restricted=True),
    )
    def reauthenticate(body: Reauthenticate) -> Response[Reauthenticated]:
        origin = origin_of(app)
        with throttle.attempt(auth, origin, "reauthenticate"):
            if body.password is None:
                session = enrolment.reauthenticate(mfa, app.caller, body.proof())
            else:
                session = step_up.by_password(auth, app.caller, body.password, origin)
        answer = Reauthenticated.of(session)
        if not app.caller.by_cookie:
            return Response(200, "application/json", answer)
        token = step_up.replace_token(auth, session)
        lasts_s = (session.expires_ms - session.authenticated_ms) // 1000
        return starting_session(answer, token, lasts_s, app.header)
