"""Routes that lead a browser to the identity provider and back."""

from typing import Annotated, Literal
from urllib.parse import urlencode

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from functions.sso.deps import Deps
from functions.sso.schemas import CallbackBody, Discover, Way, Ways, start_path
from tollgate.auth.service import throttle
from tollgate.auth.service.deps import Origin
from tollgate.errors import TollgateError
from tollgate.http import Resolver, public
from tollgate.http.challenges import ChallengeView, answer_challenged
from tollgate.http.cookies import back_from_provider, flow_of, leaving_for_provider, moved
from tollgate.http.signing_in import Token, answer_signed_in
from tollgate.mfa.models import Challenged
from tollgate.sso.rules import other_name_of_this_machine
from tollgate.sso.service import sign_in

TAGS = ["single sign-on"]
OAUTH = "/api/v1/auth/oauth"
LOGIN_PAGE = "/login"

Provider = Literal["google", "github", "microsoft", "okta", "oidc"]
ReturnTo = Annotated[
    str | None, Query(max_length=2000, description="A path of this site to go to afterwards.")
]
Hint = Annotated[str | None, Query(max_length=254, description="Who is about to sign in.")]
Text = Annotated[str | None, Query(max_length=4096)]


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds them to the app."""
    _add_starts(app, deps)
    _add_callbacks(app, deps)


def _add_starts(app: Resolver, deps: Deps) -> None:
    sso = deps.sso

    @app.post("/api/v1/auth/sso/discover", summary="Ways for an address", tags=TAGS, **public())
    def discover(body: Discover) -> Ways:
        ways = [Way.of(connection) for connection in sign_in.discover(sso, body.email)]
        return Ways(connection_id=ways[0].connection_id if ways else None, connections=ways)

    @app.get(
        "/api/v1/auth/sso/<connection_id>/start",
        summary="Go to the identity provider",
        tags=TAGS,
        status_code=302,
        **public(),
    )
    def start(
        connection_id: str, return_to: ReturnTo = None, login_hint: Hint = None
    ) -> Response[str]:
        if other_name_of_this_machine(sso.public_url(), app.header.get("host", "")):
            # A cookie of 127.0.0.1 would not come back to localhost.
            asked = {"return_to": return_to, "login_hint": login_hint}
            query = urlencode({name: value for name, value in asked.items() if value})
            return moved(f"{sso.public_url()}{start_path(connection_id)}?{query}")
        departure = sign_in.start(sso, connection_id, return_to=return_to, login_hint=login_hint)
        return leaving_for_provider(departure.url, departure.cookie, app.header)

    @app.get(
        f"{OAUTH}/<provider>",
        summary="Go to the one connection of this provider",
        tags=TAGS,
        status_code=302,
        **public(),
    )
    def start_provider(
        provider: Provider, return_to: ReturnTo = None, organization_id: Text = None
    ) -> Response[str]:
        departure = sign_in.start(
            sso,
            sign_in.of_provider(sso, provider, organization_id),
            return_to=return_to,
            callback=f"{OAUTH}/{provider}/callback",
        )
        return leaving_for_provider(departure.url, departure.cookie, app.header)


def _add_callbacks(app: Resolver, deps: Deps) -> None:
    sso = deps.sso

    def arrive(answer: dict[str, str | None]) -> Response[str]:
        """To the page that was asked for; after a refusal to the sign-in page, which says why."""
        try:
            with throttle.attempt(sso.auth, _origin(app), "sso"):
                arrival = sign_in.finish(sso, flow_of(app.header), answer, _origin(app))
        except TollgateError as refusal:
            said = urlencode({"sso_error": refusal.code, "request_id": app.request_id})
            return back_from_provider(f"{LOGIN_PAGE}?{said}", None, app.header)
        if isinstance(arrival.opened, Challenged):
            # In the fragment: a browser sends it to nobody.
            wanted = urlencode({"next": arrival.return_to})
            page = f"{LOGIN_PAGE}?{wanted}#mfa_token={arrival.opened.token}"
            return back_from_provider(page, None, app.header)
        session = arrival.opened.session
        lasts_s = (session.expires_ms - session.created_ms) // 1000
        token = (arrival.opened.token, lasts_s)
        return back_from_provider(arrival.return_to, token, app.header)

    @app.get(
        "/api/v1/auth/sso/callback",
        summary="Come back from the identity provider",
        tags=TAGS,
        status_code=302,
        **public(),
    )
    def callback(
        code: Text = None, state: Text = None, error: Text = None, iss: Text = None
    ) -> Response[str]:
        return arrive({"code": code, "state": state, "error": error, "iss": iss})

    @app.get(
        f"{OAUTH}/<provider>/callback",
        summary="Come back from this provider",
        tags=TAGS,
        status_code=302,
        **public(),
    )
    def callback_of_provider(
        provider: Provider,  # noqa: ARG001 - part of the path that is registered there
        code: Text = None,
        state: Text = None,
        error: Text = None,
        iss: Text = None,
    ) -> Response[str]:
        return arrive({"code": code, "state": state, "error": error, "iss": iss})

    @app.post(
        f"{OAUTH}/<provider>/callback",
        summary="Exchange a code that came back for a session",
        tags=TAGS,
        **public(),
    )
    def exchange(
        provider: Provider,  # noqa: ARG001 - part of the path that is registered there
        body: CallbackBody,
    ) -> Response[Token | ChallengeView]:
        answer: dict[str, str | None] = {"code": body.code, "state": body.state, "iss": body.iss}
        with throttle.attempt(sso.auth, _origin(app), "sso"):
            arrival = sign_in.finish(sso, flow_of(app.header), answer, _origin(app))
        opened = arrival.opened
        if isinstance(opened, Challenged):
            return answer_challenged(opened.challenge, opened.token, sso.auth.directory.clock)
        return answer_signed_in(sso.auth, opened, body.delivery, app.header)


def _origin(app: Resolver) -> Origin:
    return Origin(app.request_id, app.address, app.agent)
