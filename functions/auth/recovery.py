"""Routes by which whoever runs the deployment lets a locked-out administrator back in."""

from typing import Annotated

from pydantic import BaseModel, Field

from functions.auth.bootstrap import SETUP_HEADER
from functions.auth.deps import Deps
from tollgate.auth.service import throttle
from tollgate.auth.service.deps import Origin
from tollgate.directory.fields import Body, Email
from tollgate.http import Resolver, public
from tollgate.http.signing_in import PersonView
from tollgate.kit.clock import to_rfc3339
from tollgate.mfa.service import recovery
from tollgate.mfa.service.deps import Mfa


class Lost(Body):
    """The administrator who cannot sign in, and of which organization where there are several."""

    email: Email
    organization_id: str | None = None


class RecoveryToken(BaseModel):
    """Good once until `expires_at`, at `/api/v1/auth/mfa/recover`."""

    recovery_token: str
    expires_at: str


class Recovering(Body):
    """The token that the deployment's operator got."""

    token: Annotated[str, Field(min_length=1, max_length=200)]


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds them to the app."""
    mfa = Mfa(deps.auth, deps.mail)

    @app.post(
        "/api/v1/admin/recover",
        summary="Make a token that removes an administrator's second factors, with the setup token",
        tags=["mfa"],
        status_code=201,
        **public(),
    )
    def make_recovery_token(body: Lost) -> RecoveryToken:
        origin = Origin(app.request_id, app.address, app.agent)
        with throttle.attempt(mfa.auth, origin, "recover"):
            token, until_ms = recovery.break_glass(
                mfa,
                deps.links,
                email=body.email,
                organization_id=body.organization_id,
                setup_token=app.header.get(SETUP_HEADER, ""),
                origin=origin,
            )
        return RecoveryToken(recovery_token=token, expires_at=to_rfc3339(until_ms))

    @app.post(
        "/api/v1/auth/mfa/recover",
        summary="Remove one's second factors with a recovery token; sign in next",
        tags=["mfa"],
        **public(),
    )
    def recover_by_token(body: Recovering) -> PersonView:
        origin = Origin(app.request_id, app.address, app.agent)
        with throttle.attempt(mfa.auth, origin, "recover"):
            person = recovery.use_link(mfa, deps.links, body.token, origin)
        return PersonView.of(person)
