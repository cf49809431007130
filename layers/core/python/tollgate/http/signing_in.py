"""What every way of signing in answers: the session's tokens, its cookie, and who it is.

Only functions that sign people in import this module.
"""

from typing import Annotated, Any, Final, Literal, Self

from aws_lambda_powertools.event_handler import Response
from pydantic import BaseModel, Field

from tollgate.auth import password_age
from tollgate.auth.requirements import Requirements, requirements_of
from tollgate.auth.service import refresh
from tollgate.auth.service.deps import Auth
from tollgate.auth.service.refresh import Tokens
from tollgate.auth.service.sign_in import SignedIn
from tollgate.directory.models import Status, User
from tollgate.directory.service import identities
from tollgate.http.cookies import starting_session
from tollgate.kit.clock import to_rfc3339
from tollgate.mfa.rules import due_ms

Delivery = Annotated[
    Literal["token", "cookie"],
    Field(description="`cookie` leaves the tokens out of the answer: a page has no use for them."),
]
BEARER: Final = "Bearer"


class PersonView(BaseModel):
    """Who signed in."""

    id: str
    email: str
    name: str
    roles: list[str]
    organization_id: str
    status: Status
    mfa_enabled: bool

    @classmethod
    def of(cls, user: User) -> Self:
        return cls(
            id=user.id,
            email=user.email,
            name=user.name,
            roles=list(user.roles),
            organization_id=user.organization_id,
            status=user.status,
            mfa_enabled=bool(user.mfa_methods),
        )


class Token(BaseModel):
    """A session. Both lives are in seconds; with delivery by cookie both tokens are null.

    `password_expires_at` is when the password is too old; `password_expires_soon` says that this is
    within the days that the organization warns. With `password_change_required` it is weak or too
    old; unless it is still that of the first set-up, nothing else is allowed before it
    is changed. From `mfa_required_by` on the same holds for enrolling a second factor.
    """

    access_token: str | None
    refresh_token: str | None
    token_type: Literal["Bearer"] = BEARER
    expires_in: int
    refresh_expires_in: int
    user: PersonView
    requires_mfa: Literal[False] = False
    password_expires_at: str | None = None
    password_expires_soon: bool = False
    password_change_required: bool = False
    mfa_required_by: str | None = None

    @classmethod
    def of(cls, user: User, asked: Requirements, tokens: Tokens, now_ms: int) -> Self:
        age = password_age.age(user, asked.password, now_ms)
        return cls(
            access_token=tokens.access_token,
            refresh_token=tokens.refresh_token,
            expires_in=tokens.expires_in,
            refresh_expires_in=tokens.refresh_expires_in,
            user=PersonView.of(user),
            password_expires_at=_at(age.expires_ms),
            password_expires_soon=age.warn,
            password_change_required=password_age.should_change(user, asked.password, now_ms),
            mfa_required_by=_at(due_ms(user, asked.mfa, now_ms)),
        )


def token_of(auth: Auth, user: User, tokens: Tokens) -> Token:
    """What a client is told of its tokens and of what its organization asks of it."""
    organization = identities.organization_of(auth.directory, user.organization_id)
    now_ms = auth.directory.clock()
    return Token.of(user, requirements_of(organization, now_ms), tokens, now_ms)


def answer_signed_in(
    auth: Auth, opened: SignedIn, delivery: Delivery, headers: dict[str, str]
) -> Response[Any]:
    """200 with a new session's tokens, and its cookie; `headers` are the request's."""
    tokens = refresh.issue(auth, opened.session, by_cookie=delivery == "cookie")
    body = token_of(auth, opened.user, tokens)
    lasts_s = (opened.session.expires_ms - opened.session.created_ms) // 1000
    return starting_session(body, opened.token, lasts_s, headers)


def _at(moment_ms: int | None) -> str | None:
    return None if moment_ms is None else to_rfc3339(moment_ms)
