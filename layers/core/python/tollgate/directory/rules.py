"""API key tokens, and the pure rules of the directory.

A token is `tg_live_` (a key for model calls) or `tg_mgmt_` (one for the control plane) + the
organization's and the key's id bodies + `_` + a secret of 43 base 62 characters (256 bits) + 6 base
62 characters of the CRC-32 of everything before. The checksum lets a mistyped or invented token be
refused without a look-up, and secret scanners recognise a real one. What a key may do is stored,
never read from its token.
The proxy imports this module on every cold start: keep its imports light.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from msgspec.structs import replace

from tollgate.directory.models import ApiKey, Entity, LimitedType, Purpose, Team
from tollgate.errors import BadRequest, Unauthenticated
from tollgate.kit.base62 import CHECK_LENGTH, checksum
from tollgate.kit.ids import BODY_LENGTH
from tollgate.kit.permissions import permits
from tollgate.ledger.models import Budget

PREFIX: Final = "tg_live_"
MANAGEMENT_PREFIX: Final = "tg_mgmt_"
MODEL_CALLS: Final = "llm"
"""The first segment of every permission of model calls."""
DEEPEST_TEAM: Final = 8
"""Levels of teams: each is one more account in every admission's transaction."""

_BODY: Final = "[0-9a-hjkmnp-tv-z]{20}"
_IDS: Final = rf"tg_(?:live|mgmt)_({_BODY})({_BODY})"
_TOKEN: Final = re.compile(rf"{_IDS}_([0-9A-Za-z]{{43}})([0-9A-Za-z]{{6}})")
_DESCRIPTIVE: Final = frozenset(
    {
        "name",
        "slug",
        "description",
        "tags",
        "settings",
        "version",
        "cost_center",
        "metadata",
        "invited_ms",
        "invited_by",
        "anonymize_at_ms",
        "anonymized_ms",
        "password_hash",
        "password_history",
        "password_changed_ms",
        "password_temporary",
        "email_verified",
    }
)


def make_token(
    organization_id: str, key_id: str, secret: str, purpose: Purpose | None = Purpose.MODEL
) -> str:
    """The token that is shown once; ids are `org_…` and `key_…`."""
    text = f"{token_prefix(organization_id, key_id, purpose)}_{secret}"
    return text + checksum(text)


def token_prefix(organization_id: str, key_id: str, purpose: Purpose | None) -> str:
    """What every token of a key begins with; no secret."""
    start = MANAGEMENT_PREFIX if purpose is Purpose.MANAGEMENT else PREFIX
    return start + organization_id[-BODY_LENGTH:] + key_id[-BODY_LENGTH:]


def purpose_of(permissions: Iterable[str]) -> Purpose | None:
    """What permissions are for; None where some are for model calls and some are not.

    `*` and other patterns that reach beyond `llm.…` belong to the control plane.
    """
    areas = (re.split("[.:]", permission, maxsplit=1)[0] for permission in permissions)
    calls = {area == MODEL_CALLS for area in areas}
    if calls == {True, False}:
        return None
    return Purpose.MANAGEMENT if calls == {False} else Purpose.MODEL


def served_by(key: ApiKey) -> Purpose | None:
    """What a key is for; None for one from before the two were kept apart that serves both."""
    if key.purpose is not None:
        return key.purpose
    follows = purpose_of(key.permissions)
    calls_too = follows is Purpose.MANAGEMENT and permits(key.permissions, f"{MODEL_CALLS}.use.any")
    return None if calls_too else follows


def parse_token(token: str) -> tuple[str, str, str]:
    """`(organization_id, key_id, secret)` of a token whose checksum is right.

    Raises `Unauthenticated` for anything else; needs no look-up.
    """
    match = _TOKEN.fullmatch(token)
    if match is None or not hmac.compare_digest(checksum(token[:-CHECK_LENGTH]), match[4]):
        raise Unauthenticated("this is not an API key of this gateway")
    return f"org_{match[1]}", f"key_{match[2]}", match[3]


def hash_secret(pepper: bytes, secret: str) -> str:
    """What is stored of a secret: hex HMAC-SHA256, useless to who has only the table."""
    return hmac.digest(pepper, secret.encode(), "sha256").hex()


def is_secret(
    digest: str,
    current_hash: str,
    previous_hash: str | None,
    previous_until_ms: int | None,
    now_ms: int,
) -> bool:
    """Whether a secret with this digest opens a key now, by the hashes that are stored of it.

    Either the key's secret, or the one before its rotation while that is still good. Both are
    compared, in constant time, whatever the first says.
    """
    is_current = hmac.compare_digest(digest, current_hash)
    is_previous = hmac.compare_digest(digest, previous_hash or "")
    return is_current or (is_previous and now_ms < (previous_until_ms or 0))


def team_path(team_id: str | None, teams: Mapping[str, Team]) -> tuple[str, ...]:
    """Ids from `team_id` up to its root. Raises `BadRequest` on a cycle or a tree too deep."""
    path: list[str] = []
    while team_id is not None:
        if team_id in path:
            raise BadRequest("a team cannot be above itself", param="parent_team_id")
        path.append(team_id)
        if len(path) > DEEPEST_TEAM:
            raise BadRequest(f"teams nest {DEEPEST_TEAM} deep at most", param="parent_team_id")
        team_id = teams[team_id].parent_team_id if team_id in teams else None
    return tuple(path)


def check_move(team: Team, teams: Iterable[Team]) -> tuple[str, ...]:
    """The path above `team` as it now stands among `teams`.

    Raises `BadRequest` when the move makes a cycle or pushes any descendant too deep.
    """
    after = {other.id: other for other in teams} | {team.id: team}
    for other_id in after:
        path = team_path(other_id, after)
        if other_id == team.id:
            above = path[1:]
    return above


def applied(before: LimitedType, values: Mapping[str, Any]) -> LimitedType:
    """`before` with new field values.

    `budget_of`, a `(period, limit or None)`, replaces or removes the budget of that one period.
    """
    values = dict(values)
    if "budget_of" in values:
        period, limit = values.pop("budget_of")
        kept = [budget for budget in before.budgets if budget.period != period]
        if limit is not None:
            kept.append(Budget(limit=limit, period=period))
        values["budgets"] = tuple(kept)
    if "budgets" in values:
        values["budgets"] = tuple(sorted(values["budgets"], key=lambda budget: budget.period))
    return replace(before, **values)


def slug_of(name: str) -> str:
    """A name in lower-case letters, digits and single hyphens; never empty."""
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:64].strip("-")
    return slug or "organization"


def governs(before: Entity, after: Entity) -> bool:
    """Whether more than descriptions changed, so that cached principals must be read again."""
    return any(name not in _DESCRIPTIVE for name in changes(before, after))


def changes(before: Entity, after: Entity) -> dict[str, tuple[Any, Any]]:
    """The fields that differ, as `{name: (before, after)}`, `version` left out."""
    return {
        name: (getattr(before, name), getattr(after, name))
        for name in before.__struct_fields__
        if name != "version" and getattr(before, name) != getattr(after, name)
    }
