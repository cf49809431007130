"""An organization's rules for signing in: reading and changing them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from msgspec.structs import replace

from tollgate.auth.models import Caller
from tollgate.auth.requirements import requirements_from
from tollgate.auth.service.deps import Auth
from tollgate.auth.service.sessions import require_recent
from tollgate.directory.models import Organization
from tollgate.directory.service import changes, identities, organizations
from tollgate.errors import BadRequest

SECTIONS: Final = ("password", "session", "lockout", "mfa")


def get_settings(auth: Auth, caller: Caller) -> Organization:
    """The caller's organization, whose `security` holds what was set."""
    return organizations.get_organization(auth.directory, caller, caller.organization_id)


def change_settings(
    auth: Auth, caller: Caller, changed: Mapping[str, Any], if_match: int | None = None
) -> Organization:
    """Sets what `changed` has, by section and field as `tollgate.auth.requirements` names them.

    Needs a fresh proof of who it is (`StepUpRequired`). Raises `BadRequest` for a role that does
    not exist and `PreconditionFailed` when `if_match` is not the current version.
    """
    require_recent(caller, auth.directory.clock)
    before = get_settings(auth, caller)
    _check_roles(auth, caller, changed)
    security = merged(before.security, changed, auth.directory.clock())
    return changes.change(
        auth.directory,
        caller,
        before,
        replace(before, security=security),
        verb="security_changed",
        if_match=if_match,
    )


def merged(stored: Mapping[str, Any], changed: Mapping[str, Any], now_ms: int) -> dict[str, Any]:
    """`stored` with `changed` over it; a second factor that is newly required is so from now.

    `classes` of a password may be a map of class to whether it is required, which leaves the others
    as they are.
    """
    result = dict(stored)
    for section in SECTIONS:
        if section in changed:
            result[section] = {**result.get(section, {}), **changed[section]}
    if "self_registration_domains" in changed:
        result["self_registration_domains"] = list(changed["self_registration_domains"])
    password = result.get("password", {})
    if isinstance(password.get("classes"), Mapping):
        before = requirements_from(stored).password.classes
        password["classes"] = _classes(before, password["classes"])
    if _asks_more(stored, result):
        result["mfa"] = {**result["mfa"], "since_ms": now_ms}
    return result


def _classes(before: tuple[str, ...], wanted: Mapping[str, bool]) -> list[str]:
    kept = {name for name in before if wanted.get(name, True)}
    return sorted(kept | {name for name, required in wanted.items() if required})


def _asks_more(stored: Mapping[str, Any], result: Mapping[str, Any]) -> bool:
    before, after = requirements_from(stored).mfa, requirements_from(result).mfa
    if before.required:
        return False
    return after.required or not set(after.roles) <= set(before.roles)


def _check_roles(auth: Auth, caller: Caller, changed: Mapping[str, Any]) -> None:
    roles = changed.get("mfa", {}).get("roles", ())
    if not roles:
        return
    book = identities.role_book(auth.directory, caller.organization_id)
    for role in roles:
        if not book.knows(role):
            raise BadRequest(f"there is no role {role!r}", param="mfa.roles")
