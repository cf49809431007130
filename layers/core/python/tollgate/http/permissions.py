"""A route's permission, declared beside it and shown in the OpenAPI as `x-permission`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypedDict

from tollgate.auth.models import Caller
from tollgate.errors import Forbidden, Unauthenticated

PERMISSION: Final = "x-permission"
SHOWN_ONCE: Final = "x-shown-once"
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


def signed_in() -> Access:
    """Every authenticated caller."""
    return requires(SIGNED_IN)


def public() -> Access:
    """Anyone."""
    return {"openapi_extensions": {PERMISSION: PUBLIC}, "security": []}


def check(permission: str, caller: Caller | None) -> None:
    """Raises `Unauthenticated` without a caller, `Forbidden` naming a permission not held."""
    if permission == PUBLIC:
        return
    if caller is None:
        raise Unauthenticated("sign in, or send an API key as a bearer token")
    if permission != SIGNED_IN and not caller.may(permission):
        raise Forbidden(
            f"this needs the permission {permission}", fields={"required_permission": permission}
        )


def declared(extensions: Mapping[str, Any] | None) -> str | None:
    """The permission that a route's extensions declare, or None."""
    return (extensions or {}).get(PERMISSION)
