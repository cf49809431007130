"""Routes of connections to identity providers."""

from aws_lambda_powertools.event_handler import Response

from functions.sso.deps import Deps
from functions.sso.schemas import ConnectionChanges, ConnectionTest, ConnectionView, NewConnection
from tollgate.auth.service.sessions import require_recent
from tollgate.http import (
    IfMatch,
    Page,
    Resolver,
    expected_version,
    no_content,
    page_of,
    requires,
)
from tollgate.sso.models import Connection
from tollgate.sso.service import connections

PATH = "/api/v1/sso-connections"
ONE = f"{PATH}/<connection_id>"
TAGS = ["single sign-on"]


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds them to the app. Whoever changes one has to have proved lately who they are."""
    sso = deps.sso
    clock = sso.auth.directory.clock

    def view(connection: Connection) -> ConnectionView:
        return ConnectionView.of(connection, sso.public_url())

    @app.get(PATH, summary="List", tags=TAGS, **requires("sso.view"))
    def list_connections() -> Page[ConnectionView]:
        return page_of(ConnectionView, map(view, connections.list_all(sso, app.caller)), None)

    @app.post(PATH, summary="Connect", tags=TAGS, status_code=201, **requires("sso.edit"))
    def create_connection(body: NewConnection) -> ConnectionView:
        require_recent(app.caller, clock)
        return view(connections.create(sso, app.caller, body.values()))

    @app.get(ONE, summary="Get", tags=TAGS, **requires("sso.view"))
    def get_connection(connection_id: str) -> ConnectionView:
        return view(connections.get(sso, app.caller, connection_id))

    @app.patch(ONE, summary="Change", tags=TAGS, **requires("sso.edit"))
    def update_connection(
        connection_id: str, body: ConnectionChanges, if_match: IfMatch = None
    ) -> ConnectionView:
        require_recent(app.caller, clock)
        version = expected_version(if_match)
        return view(connections.update(sso, app.caller, connection_id, body.values(), version))

    @app.delete(ONE, summary="Remove", tags=TAGS, status_code=204, **requires("sso.edit"))
    def delete_connection(connection_id: str) -> Response[str]:
        require_recent(app.caller, clock)
        connections.delete(sso, app.caller, connection_id)
        return no_content()

    @app.post(f"{ONE}/test", summary="Ask the provider", tags=TAGS, **requires("sso.edit"))
    def test_connection(connection_id: str) -> ConnectionTest:
        return ConnectionTest.of(connections.try_out(sso, app.caller, connection_id))
