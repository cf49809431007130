"""Who stands behind a credential: the person of a key, or whoever made a key that is nobody's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from tollgate.approvals.models import Approval
from tollgate.auth.models import Caller
from tollgate.directory.models import ApiKey
from tollgate.directory.service.changes import Directory

Makers = Literal["always", "of nobody's", "never"]
"""Of which keys the makers count: of all, of those that belong to nobody, or of none."""


def deciding(directory: Directory, caller: Caller) -> frozenset[str]:
    """Ids of everyone who may be holding the caller's credential.

    Whoever makes or rotates a key sees its token once, so the makers of a deciding key count, also
    of one that belongs to somebody.
    """
    ids = (caller.actor.id, caller.user_id)
    return _behind(directory, caller.organization_id, ids, "always")


def involved(directory: Directory, approval: Approval) -> frozenset[str]:
    """Ids of everyone who asked, or who would profit as the person that it is for.

    A call of a key that is nobody's was asked for by whoever made the key.
    """
    organization_id = approval.organization_id
    asked = _behind(directory, organization_id, (approval.requested_by.id,), "of nobody's")
    ids = (approval.user_id, approval.key_id, approval.subject)
    return asked | _behind(directory, organization_id, ids, "never")


def _behind(
    directory: Directory, organization_id: str, ids: Iterable[str | None], makers: Makers
) -> frozenset[str]:
    found: set[str] = set()
    waiting = [id_ for id_ in ids if id_]
    while waiting:
        id_ = waiting.pop()
        if id_ in found:
            continue
        found.add(id_)
        key = directory.store.get(ApiKey, organization_id, id_) if id_.startswith("key_") else None
        if key is None:
            continue
        if key.user_id is not None:
            waiting.append(key.user_id)
        if makers == "always" or (makers == "of nobody's" and key.user_id is None):
            waiting += (key.created_by, *key.rotated_by)
    return frozenset(found)
