"""Routes of invitations; an invitation has the id of the person who is asked to join."""

from aws_lambda_powertools.event_handler import Response

from functions.directory.deps import Deps
from functions.directory.people_schemas import InvitationView
from functions.directory.schemas import NewUser
from tollgate.directory.service import invitations
from tollgate.directory.service.invitations import Inviting
from tollgate.errors import BadRequest
from tollgate.http import (
    Cursor,
    Limit,
    Page,
    Resolver,
    decode_cursor,
    no_content,
    page_of,
    requires,
)

PATH = "/api/v1/invitations"
TAGS = ["invitations"]


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds them to the app."""
    directory = deps.directory
    inviting = Inviting(directory, deps.links, deps.mail)

    @app.get(PATH, summary="List", tags=TAGS, **requires("users.view.team"))
    def list_invitations(limit: Limit = 20, cursor: Cursor = None) -> Page[InvitationView]:
        after = decode_cursor(cursor)
        page = invitations.list_invitations(directory, app.caller, limit=limit, after=after)
        return page_of(InvitationView, map(InvitationView.of, page.items), page.next_after)

    @app.post(PATH, summary="Invite", tags=TAGS, status_code=201, **requires("users.create.team"))
    def create_invitation(body: NewUser) -> InvitationView:
        if body.password is not None:
            raise BadRequest("whoever is invited sets a password of their own", param="password")
        return InvitationView.of(invitations.invite(inviting, app.caller, body.values()))

    @app.post(
        f"{PATH}/<invitation_id>/resend",
        summary="Send again, with a new link",
        tags=TAGS,
        **requires("users.create.team"),
    )
    def resend_invitation(invitation_id: str) -> InvitationView:
        return InvitationView.of(invitations.resend(inviting, app.caller, invitation_id))

    @app.delete(
        f"{PATH}/<invitation_id>",
        summary="Take back",
        tags=TAGS,
        status_code=204,
        **requires("users.create.team"),
    )
    def revoke_invitation(invitation_id: str) -> Response[str]:
        invitations.revoke(directory, app.caller, invitation_id)
        return no_content()
