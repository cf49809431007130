"""Replacing somebody who left by a pseudonym.

What they did stays on record under their id: the journal and the request records hold ids, and name
nobody. Their name, address and everything else that describes them go.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from tollgate.auth.models import Caller
from tollgate.aws.items import Beside
from tollgate.directory.models import Status, User
from tollgate.directory.service.changes import Directory, change
from tollgate.directory.service.ranks import check_other, check_rank
from tollgate.directory.service.users import without_access
from tollgate.errors import Conflict, NotFound
from tollgate.journal.models import Actor
from tollgate.kit.ids import BODY_LENGTH, new_id

PSEUDONYM: Final = "Former member"
JOB: Final = Actor("system", "retention")

Forgetting = Callable[[User], Beside]
"""The removal of what other domains store of a person, as part of a transaction."""


class Erased(Struct, frozen=True):
    """How many people were anonymized, and how many could not be now."""

    done: int
    failed: int


def anonymize(
    directory: Directory, forgetting: Forgetting, caller: Caller, user_id: str, reason: str
) -> User:
    """Ends a person's access for good and forgets who they are; twice changes nothing more.

    Raises `NotFound`, `Forbidden`, and `Conflict` for somebody who has not left.
    """
    person = directory.store.get(User, caller.organization_id, user_id)
    if person is None:
        raise NotFound(f"no user with id {user_id}")
    check_other(caller, user_id)
    check_rank(directory, caller, person)
    if person.status not in (Status.SUSPENDED, Status.DELETED):
        raise Conflict("suspend or offboard this person first", param="status")
    return _anonymized(directory, forgetting, caller, person, reason)


def anonymize_due(directory: Directory, forgetting: Forgetting) -> Erased:
    """Anonymizes everybody, in any organization, whose time has come."""
    done = failed = 0
    for organization_id in directory.store.organizations():
        for person in directory.store.everything(User, organization_id):
            if not is_due(person, directory.clock()):
                continue
            job = Caller(
                organization_id=organization_id,
                actor=JOB,
                user_id=None,
                request_id=new_id("req", now_ms=directory.clock()),
            )
            try:
                _anonymized(directory, forgetting, job, person, "the retention period is over")
                done += 1
            except Conflict:
                # Somebody changed them at the same moment; there is another day.
                failed += 1
    return Erased(done, failed)


def is_due(person: User, now_ms: int) -> bool:
    """Whether the person left, is to be anonymized and was not yet."""
    has_left = person.status in (Status.SUSPENDED, Status.DELETED)
    at_ms = person.anonymize_at_ms
    return has_left and at_ms is not None and at_ms <= now_ms


def _anonymized(
    directory: Directory, forgetting: Forgetting, caller: Caller, person: User, reason: str
) -> User:
    if person.anonymized_ms is not None:
        return person
    after = replace(
        without_access(person),
        name=f"{PSEUDONYM} {person.id[-4:]}",
        email=f"{person.id[-BODY_LENGTH:]}@removed.invalid",
        email_verified=False,
        status_reason="",
        password_changed_ms=None,
        password_temporary=False,
        mfa_methods=(),
        mfa_asked_ms=None,
        mfa_waived_until_ms=None,
        external_id=None,
        groups=(),
        attributes={},
        invited_ms=None,
        invited_by=None,
        anonymize_at_ms=None,
        anonymized_ms=directory.clock(),
    )
    return change(
        directory,
        caller,
        person,
        after,
        verb="anonymized",
        reason=reason or None,
        beside=forgetting(person),
    )
