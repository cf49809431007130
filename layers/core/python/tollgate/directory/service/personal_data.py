"""All that is held on a person, for themselves or on their behalf; never a secret."""

from __future__ import annotations

from typing import Any, Final

from msgspec import Struct
from msgspec.structs import asdict

from tollgate.auth.models import Caller, Session
from tollgate.auth.service.deps import Auth
from tollgate.directory.models import ApiKey, Team, User
from tollgate.directory.service.changes import get
from tollgate.directory.service.users import oneself
from tollgate.errors import Forbidden
from tollgate.kit.clock import to_rfc3339

_SECRETS: Final = frozenset({"secret_hash", "previous_hash", "password_hash", "password_history"})


def export_of(auth: Auth, caller: Caller, user_id: str) -> dict[str, Any]:
    """What is held on a person of the caller's organization. Raises `NotFound`."""
    return export_person(auth, get(auth.directory, caller, User, user_id))


def own_export(auth: Auth, caller: Caller) -> dict[str, Any]:
    """What is held on the person who calls. Raises `NotFound` for a service key.

    Raises `Forbidden` for a key of theirs: others may have made it, and programs hold it.
    """
    if caller.session_id is None and caller.user_id is not None:
        raise Forbidden("only the person themselves may do this, not a key of theirs")
    return export_person(auth, oneself(auth.directory, caller))


def export_person(auth: Auth, person: User) -> dict[str, Any]:
    """JSON-like: the person, their teams, keys, sessions and second factors.

    Times are RFC 3339. What they did is not part of it: the journal and the records of their model
    calls hold their id alone.
    """
    directory, whose = auth.directory, (person.organization_id, person.id)
    open_ids = auth.store.open_sessions(*whose).ids
    found = (auth.store.get_session(person.organization_id, each) for each in open_ids)
    return {
        "exported_at": to_rfc3339(directory.clock()),
        "person": _plain(person),
        "has_password": person.password_hash is not None,
        "teams": [
            {"id": team.id, "name": team.name, "roles": list(person.team_roles.get(team.id, ()))}
            for team in directory.store.everything(Team, person.organization_id)
            if team.id in person.team_ids
        ],
        "api_keys": [
            _plain(key)
            for key in directory.store.everything(ApiKey, person.organization_id)
            if key.user_id == person.id
        ],
        "sessions": [_session(session) for session in found if session is not None],
        "second_factors": {
            "authenticator_app": auth.factors.totp(*whose) is not None,
            "backup_codes_left": len(auth.factors.backup_codes_left(*whose)),
            "passkeys": [
                {"name": passkey.name, "created_at": to_rfc3339(passkey.created_ms)}
                for passkey in auth.factors.passkeys(*whose)
            ],
        },
    }


def _session(session: Session) -> dict[str, Any]:
    return {
        "id": session.id,
        "methods": list(session.methods),
        "address": session.address,
        "agent": session.agent,
        "created_at": to_rfc3339(session.created_ms),
        "seen_at": to_rfc3339(session.seen_ms),
        "expires_at": to_rfc3339(session.expires_ms),
    }


def _plain(entity: User | ApiKey) -> dict[str, Any]:
    """The entity's fields as JSON has them: `created_ms` becomes `created_at`."""
    values: dict[str, Any] = {}
    for name in entity.__struct_fields__:
        value = getattr(entity, name)
        if name in _SECRETS:
            continue
        if name.endswith("_ms"):
            moment = name.removesuffix("_ms")
            suffix = "" if moment.endswith(("_at", "_until")) else "_at"
            values[f"{moment}{suffix}"] = to_rfc3339(value) if value else None
        else:
            values[name] = _json_like(value)
    return values


def _json_like(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_json_like(each) for each in value]
    if isinstance(value, dict):
        return {name: _json_like(each) for name, each in value.items()}
    if isinstance(value, Struct):
        return _json_like(asdict(value))
    return value
