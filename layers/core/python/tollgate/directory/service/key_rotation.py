"""Rotating an API key: a new secret under the same id, with a while in which both are good."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from tollgate.auth.models import Caller
from tollgate.directory.models import ApiKey, Status
from tollgate.directory.service.changes import Directory, change
from tollgate.directory.service.keys import check_may_issue, get_key, with_new_secret
from tollgate.errors import Conflict, Forbidden

LONGEST_OVERLAP_H: Final = 168
_HOUR_MS: Final = 3600 * 1000


def rotate_key(
    directory: Directory,
    caller: Caller,
    key_id: str,
    pepper: bytes,
    *,
    overlap_hours: int,
    if_match: int | None = None,
) -> tuple[ApiKey, str]:
    """The key with a new secret, and its new token, which nothing can show again.

    The secret that was current stays good for `overlap_hours`; one that an earlier rotation
    replaced ends at once. Who is handed a token could have made such a key: the caller needs all of
    its permissions. Raises `Conflict` on a key that is revoked or has expired, `Forbidden`.
    """
    before = get_key(directory, caller, key_id, "api_keys.edit")
    now_ms = directory.clock()
    if before.status is Status.REVOKED:
        raise Conflict("this key is revoked")
    if before.expires_ms is not None and before.expires_ms <= now_ms:
        raise Conflict("this key has expired; set a later expiry first, or make another key")
    if check_may_issue(directory, caller, before) != before:
        raise Forbidden("you may not issue keys that are nobody's", param="key_id")
    after, token = with_new_secret(before, pepper)
    kept = overlap_hours > 0
    after = replace(
        after,
        previous_hash=before.secret_hash if kept else None,
        previous_until_ms=now_ms + overlap_hours * _HOUR_MS if kept else None,
        rotated_ms=now_ms,
        rotated_by=(*before.rotated_by[-1:], caller.actor.id),
    )
    return change(directory, caller, before, after, verb="rotated", if_match=if_match), token
