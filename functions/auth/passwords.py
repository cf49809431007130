"""Routes of changing a password and of choosing a new one when it was forgotten."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from pydantic import AliasChoices, BaseModel, Field

from functions.auth.deps import Deps
from functions.auth.sign_in import TAGS, origin_of
from tollgate.auth.service import passwords, throttle
from tollgate.directory.fields import Body, Email, Password
from tollgate.http import Resolver, no_content, public, signed_in

PATH = "/api/v1/auth"
LinkToken = Annotated[str, Field(min_length=1, max_length=200)]


class PasswordChange(Body):
    """The password as it is and as it shall be."""

    current_password: Annotated[str, Field(min_length=1, max_length=1024)]
    new_password: Password


class Address(Body):
    """Whose account it is about."""

    email: Email


class NewPassword(Body):
    """The token of the letter's link, and the password from now on."""

    token: LinkToken
    new_password: Password = Field(validation_alias=AliasChoices("new_password", "password"))


class LetterOnItsWay(BaseModel):
    """The same for every address, whether it has an account or not."""

    message: str = "If there is such an account, a letter with a link is on its way."


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds them to the app."""
    _add_change(app, deps)
    _add_reset(app, deps)


def _add_change(app: Resolver, deps: Deps) -> None:
    def change(body: PasswordChange) -> Response[str]:
        origin = origin_of(app)
        with throttle.attempt(deps.auth, origin, "password_change"):
            passwords.change_password(
                deps.accounts,
                app.caller,
                current=body.current_password,
                new=body.new_password,
                origin=origin,
            )
        return no_content()

    summary = "Change one's own password; all other sessions end"

    @app.post(
        f"{PATH}/password/change",
        summary=summary,
        tags=TAGS,
        status_code=204,
        **signed_in(restricted=True),
    )
    def change_password(body: PasswordChange) -> Response[str]:
        return change(body)

    @app.put(
        f"{PATH}/password",
        summary=summary,
        tags=TAGS,
        status_code=204,
        **signed_in(restricted=True),
    )
    def put_password(body: PasswordChange) -> Response[str]:
        return change(body)


def _add_reset(app: Resolver, deps: Deps) -> None:
    def request(body: Address) -> LetterOnItsWay:
        origin = origin_of(app)
        throttle.count(deps.auth, origin, "letters")
        passwords.request_reset(deps.accounts, body.email, origin)
        return LetterOnItsWay()

    def confirm(body: NewPassword) -> Response[str]:
        origin = origin_of(app)
        with throttle.attempt(deps.auth, origin, "links"):
            passwords.confirm_reset(deps.accounts, body.token, body.new_password, origin)
        return no_content()

    asking, choosing = "Ask for a link to choose a new password", "Choose a new password by a link"

    @app.post(
        f"{PATH}/password-reset/initiate", summary=asking, tags=TAGS, status_code=202, **public()
    )
    def request_reset(body: Address) -> LetterOnItsWay:
        return request(body)

    @app.post(
        f"{PATH}/password/request-reset", summary=asking, tags=TAGS, status_code=202, **public()
    )
    def request_reset_for_clients(body: Address) -> LetterOnItsWay:
        return request(body)

    @app.post(f"{PATH}/password/forgot", summary=asking, tags=TAGS, status_code=202, **public())
    def forgot_password(body: Address) -> LetterOnItsWay:
        return request(body)

    @app.post(
        f"{PATH}/password-reset/confirm", summary=choosing, tags=TAGS, status_code=204, **public()
    )
    def confirm_reset(body: NewPassword) -> Response[str]:
        return confirm(body)

    @app.post(f"{PATH}/password/reset", summary=choosing, tags=TAGS, status_code=204, **public())
    def reset_password(body: NewPassword) -> Response[str]:
        return confirm(body)
