"""The route by which an invited person joins."""

from typing import Annotated

from pydantic import Field

from functions.auth.deps import Deps
from functions.auth.sign_in import origin_of
from tollgate.auth.service import throttle
from tollgate.directory.fields import Body, Name, Password
from tollgate.directory.service import invitations
from tollgate.http import Resolver, public
from tollgate.http.signing_in import PersonView


class Acceptance(Body):
    """The token of the letter's link, and the password to sign in with from now on."""

    token: Annotated[str, Field(min_length=1, max_length=200)]
    password: Password
    name: Name | None = None


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds it to the app."""

    @app.post(
        "/api/v1/auth/invitations/accept",
        summary="Join by invitation; sign in next",
        tags=["auth"],
        **public(),
    )
    def accept_invitation(body: Acceptance) -> PersonView:
        with throttle.attempt(deps.auth, origin_of(app), "link"):
            person = invitations.accept(
                deps.auth.directory,
                deps.links,
                token=body.token,
                password=body.password,
                name=body.name,
                request_id=app.request_id,
            )
        return PersonView.of(person)
