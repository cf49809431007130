"""Routes of joining by oneself and of confirming one's address."""

from typing import Annotated, Literal, Self

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path
from pydantic import BaseModel, Field

from functions.auth.deps import Deps
from functions.auth.passwords import PATH, Address, LetterOnItsWay
from functions.auth.sign_in import TAGS, origin_of
from tollgate.auth.service import registration, throttle, verification
from tollgate.auth.service.verification import Verification
from tollgate.directory.fields import Body, Email, Name, Password
from tollgate.directory.models import Status
from tollgate.http import Resolver, no_content, public
from tollgate.kit.clock import to_rfc3339

Token = Annotated[str, Path(min_length=1, max_length=200)]


class Registration(Body):
    """A person who wants to join; `organization_id` chooses one where several take the address."""

    email: Email
    password: Password
    name: Name
    organization_id: str | None = None


class RegistrationAccepted(BaseModel):
    """The same whether the address had an account already or not."""

    email: str
    status: Literal[Status.PENDING] = Status.PENDING
    message: str = "A letter to this address says how to go on."


class VerificationView(BaseModel):
    """What a link would confirm. With `needs_password` the one of the registration is sent too."""

    email: str
    needs_password: bool
    expires_at: str

    @classmethod
    def of(cls, found: Verification) -> Self:
        return cls(
            email=found.email,
            needs_password=found.needs_password,
            expires_at=to_rfc3339(found.expires_ms),
        )


class EmailConfirmation(Body):
    """The password of the registration; nothing for somebody who has an account."""

    password: Annotated[str, Field(min_length=1, max_length=1024)] | None = None


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds them to the app."""
    _add_registration(app, deps)
    _add_verification(app, deps)


def _add_registration(app: Resolver, deps: Deps) -> None:
    @app.post(
        f"{PATH}/register",
        summary="Join by oneself, where the organization allows it",
        tags=TAGS,
        status_code=202,
        **public(),
    )
    def register(body: Registration) -> RegistrationAccepted:
        origin = origin_of(app)
        throttle.count(deps.auth, origin, "letters")
        registration.register(
            deps.accounts,
            email=body.email,
            password=body.password,
            name=body.name,
            organization_id=body.organization_id,
            origin=origin,
        )
        return RegistrationAccepted(email=body.email)


def _add_verification(app: Resolver, deps: Deps) -> None:
    # Before the routes with a token, which would take `resend` for one.
    @app.post(
        f"{PATH}/verify-email/resend",
        summary="Ask for another link to confirm an address",
        tags=TAGS,
        status_code=202,
        **public(),
    )
    def resend(body: Address) -> LetterOnItsWay:
        origin = origin_of(app)
        throttle.count(deps.auth, origin, "letters")
        verification.request_letter(deps.accounts, body.email, origin)
        return LetterOnItsWay()

    @app.get(
        f"{PATH}/verify-email/<token>",
        summary="What a link would confirm; it stays good",
        tags=TAGS,
        **public(),
    )
    def look(token: Token) -> VerificationView:
        with throttle.attempt(deps.auth, origin_of(app), "links"):
            return VerificationView.of(verification.look(deps.accounts, token))

    @app.post(
        f"{PATH}/verify-email/<token>",
        summary="Confirm an address",
        tags=TAGS,
        status_code=204,
        **public(),
    )
    def verify(token: Token, body: EmailConfirmation | None = None) -> Response[str]:
        origin = origin_of(app)
        with throttle.attempt(deps.auth, origin, "links"):
            password = body.password if body else None
            verification.verify(deps.accounts, token, password, origin)
        return no_content()
