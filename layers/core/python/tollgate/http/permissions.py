"""A route's permission, declared beside it and shown in the OpenAPI as `x-permission`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypedDict

from tollgate.auth.models import Caller, Restriction
from tollgate.errors import (
    Forbidden,
    MfaEnrolmentRequired,
    PasswordChangeRequired,
    TollgateError,
    Unauthenticated,
)

PERMISSION: Final = "x-permission"
SHOWN_ONCE: Final = "x-shown-once"
RESTRICTED: Final = "x-before-anything-else"
_FIRST: Final[Mapping[Restriction, TollgateError]] = {
    Restriction.MFA_ENROLMENT: MfaEnrolmentRequired(
        "enrol a second factor first: your organization requires one"
    ),
    Restriction.PASSWORD_CHANGE: PasswordChangeRequired("change your password first"),
}
FORM: Final = "x-form-files"
PUBLIC: Final = "public"
SIGNED_IN: Final = "signed_in"


class Access(TypedDict):
    """The keyword arguments of a route that say who may call it."""

    openapi_extensions: dict[str, Any]
    security: list[dict[str, list[str]]]


def requires(permission: str, *, shown_once: tuple[str, ...] = ()) -> Access:
    """Callers who hold `permission`.

    A scope at its end, as in `api_keys.view.own`, is the least that lets a caller in; the service
    narrows what such a caller reaches. Fields of `shown_once` are left out of a replayed answer.
    """
    extensions: dict[str, Any] = {PERMISSION: permission}
    if shown_once:
        extensions[SHOWN_ONCE] = list(shown_once)
    return {"openapi_extensions": extensions, "security": [{"bearer": []}, {"session": []}]}


def signed_in(*, restricted: bool = False, shown_once: tuple[str, ...] = ()) -> Access:
    """Every authenticated caller; if `restricted`, also one who has something else to do first."""
    access = requires(SIGNED_IN, shown_once=shown_once)
    if restricted:
        access["openapi_extensions"][RESTRICTED] = True
    return access


def with_form(access: Access, *files: str) -> Access:
    """The same access for a route that also takes a form with these files instead of JSON."""
    access["openapi_extensions"][FORM] = list(files)
    return access


def public() -> Access:
    """Anyone."""
    return {"openapi_extensions": {PERMISSION: PUBLIC}, "security": []}


def check(extensions: Mapping[str, Any] | None, caller: Caller | None) -> None:
    """Holds a caller against what a route declares.

    Raises `Unauthenticated` without a caller, `Forbidden` naming a permission not held, and
    `MfaEnrolmentRequired` or `PasswordChangeRequired` for somebody who has to do that first.
    """
    permission = declared(extensions)
    if permission is None or permission == PUBLIC:
        return
    if caller is None:
        raise Unauthenticated("sign in, or send an API key as a bearer token")
    if caller.restriction is not None and not (extensions or {}).get(RESTRICTED):
        raise _FIRST[caller.restriction].again()
    if permission != SIGNED_IN and not caller.may(permission):
        raise Forbidden(
            f"this needs the permission {permission}", fields={"required_permission": permission}
        )
    if permission != SIGNED_IN and caller.guard is not None:
        caller.guard.check(permission)


def declared(extensions: Mapping[str, Any] | None) -> str | None:
    """The permission that a route's extensions declare, or None."""
    return (extensions or {}).get(PERMISSION)
