"""What may be done to elevations: asking, deciding, taking back.

The organization is always the caller's. Functions raise `NotFound` for what is not there or not in
the caller's reach, `Forbidden` where somebody else has to decide, `Conflict` when a request is not
in the state for it or was decided meanwhile, and `Unavailable`.
"""

from __future__ import annotations

from typing import Self

from msgspec import Struct
from msgspec.structs import replace

from tollgate.approvals.people import deciding
from tollgate.auth.models import Caller
from tollgate.directory.models import Elevation, Status, User
from tollgate.directory.service.changes import Directory, change, get
from tollgate.directory.service.identities import role_book
from tollgate.directory.service.ranks import check_roles, known_role
from tollgate.directory.system_roles import ELEVATABLE
from tollgate.elevations import notices
from tollgate.elevations.models import MINUTE_MS, Decision, ElevationRequest, ElevationState, Page
from tollgate.elevations.store import ElevationStore, Step
from tollgate.errors import BadRequest, Conflict, Forbidden, NotFound, Unprocessable
from tollgate.journal.models import Event, Target
from tollgate.journal.service import Journal
from tollgate.kit.ids import is_id, new_id
from tollgate.settings import AwsSettings, TableSettings

_DECIDING = "elevations.decide"


class Elevations(Struct, frozen=True):
    """The requests' store, and the directory with its clock."""

    store: ElevationStore
    directory: Directory

    @classmethod
    def open(cls, aws: AwsSettings, tables: TableSettings, directory: Directory) -> Self:
        """Over DynamoDB; opens no connection yet."""
        return cls(ElevationStore(aws, tables, Journal.open(aws, tables)), directory)


def ask(
    elevations: Elevations, caller: Caller, *, role: str, minutes: int, reason: str
) -> ElevationRequest:
    """A request of the caller's own person, which somebody else decides.

    Raises `BadRequest` on an unknown role, `Unprocessable` on one that nobody gets for a while,
    `Conflict` on one that the person has or has asked for already.
    """
    if caller.user_id is None:
        raise Forbidden("only a person can be given a role for a while")
    directory = elevations.directory
    user = get(directory, caller, User, caller.user_id)
    name = _elevatable(directory, caller, role)
    now_ms = directory.clock()
    if name in user.roles or any(e.role == name and e.until_ms > now_ms for e in user.elevations):
        raise Conflict(f"you have the role {name!r} already", param="role")
    if _pending(elevations, user, name, now_ms):
        raise Conflict(f"you have asked for {name!r} already", param="role")
    request = ElevationRequest(
        id=new_id("elv", now_ms=now_ms),
        organization_id=caller.organization_id,
        user_id=user.id,
        role=name,
        minutes=minutes,
        reason=reason,
        requested_by=caller.actor,
        created_ms=now_ms,
    )
    details = {"role": name, "minutes": minutes, "reason": reason}
    event = _event(caller, request, "opened", now_ms, **details)
    elevations.store.commit(Step(None, request, event, notices.opened(request)))
    return request


def _elevatable(directory: Directory, caller: Caller, role: str) -> str:
    book = role_book(directory, caller.organization_id, lambda _: True)
    name = known_role(book, role, "role")
    allowed = book.custom[name].elevatable if name in book.custom else name in ELEVATABLE
    if not allowed:
        raise Unprocessable(f"nobody gets the role {name!r} for a while", param="role")
    return name


def _pending(elevations: Elevations, user: User, role: str, now_ms: int) -> bool:
    for request in elevations.store.newest_first(user.organization_id):
        if request.expires_ms <= now_ms:
            return False
        if (request.user_id, request.role, request.decided) == (
            user.id,
            role,
            ElevationState.PENDING,
        ):
            return True
    return False


def list_requests(
    elevations: Elevations,
    caller: Caller,
    *,
    limit: int,
    after: str | None,
    state: ElevationState | None = None,
    user_id: str | None = None,
) -> Page:
    """Newest first: all, or the caller's own without `elevations.view`."""
    if after is not None and not is_id(after, "elv"):
        raise BadRequest("this is not a cursor of ours", param="cursor")
    now_ms = elevations.directory.clock()

    def keep(request: ElevationRequest) -> bool:
        return (
            _visible(caller, request)
            and state in (None, request.state(now_ms))
            and user_id in (None, request.user_id)
        )

    return elevations.store.page(caller.organization_id, limit=limit, after=after, keep=keep)


def get_request(elevations: Elevations, caller: Caller, request_id: str) -> ElevationRequest:
    """One request that the caller may see."""
    known = is_id(request_id, "elv")
    request = elevations.store.get(caller.organization_id, request_id) if known else None
    if request is None or not _visible(caller, request):
        raise NotFound(f"no elevation with id {request_id}")
    return request


def _visible(caller: Caller, request: ElevationRequest) -> bool:
    own = caller.user_id is not None and request.user_id == caller.user_id
    return own or caller.may("elevations.view") or caller.may(_DECIDING)


def approve(
    elevations: Elevations, caller: Caller, request_id: str, comment: str = ""
) -> ElevationRequest:
    """Gives the role from now on for the minutes that were asked for.

    The caller is not who asked, and holds all that the role gives.
    """
    directory = elevations.directory
    before = _to_decide(elevations, caller, request_id)
    check_roles(directory, caller, (before.role,), param="role")
    user = get(directory, caller, User, before.user_id)
    if user.status is not Status.ACTIVE:
        raise Conflict(f"this person is {user.status}")
    _elevatable(directory, caller, before.role)
    now_ms = directory.clock()
    until_ms = now_ms + before.minutes * MINUTE_MS
    after = _decided(before, ElevationState.ACTIVE, Decision(caller.actor, now_ms, comment))
    after = replace(after, until_ms=until_ms)
    kept = tuple(each for each in user.elevations if each.until_ms > now_ms)
    granted = Elevation(before.id, before.role, until_ms)
    step = _step(caller, before, after, "approved")
    change(
        directory,
        caller,
        user,
        replace(user, elevations=(*kept, granted)),
        verb="elevated",
        reason=before.reason,
        beside=lambda writes: elevations.store.add(writes, step),
    )
    return after


def reject(
    elevations: Elevations, caller: Caller, request_id: str, comment: str
) -> ElevationRequest:
    """Somebody else's no, and why."""
    before = _to_decide(elevations, caller, request_id)
    decision = Decision(caller.actor, elevations.directory.clock(), comment)
    after = _decided(before, ElevationState.REJECTED, decision)
    elevations.store.commit(_step(caller, before, after, "rejected"))
    return after


def revoke(
    elevations: Elevations, caller: Caller, request_id: str, comment: str = ""
) -> ElevationRequest:
    """Takes the role back before its time, or withdraws what one asked for.

    Whoever decides may, and who has it: giving something up needs no second person.
    """
    before = get_request(elevations, caller, request_id)
    own = caller.user_id is not None and before.user_id == caller.user_id
    if not own and not caller.may(_DECIDING):
        raise Forbidden(f"this needs the permission {_DECIDING}")
    now_ms = elevations.directory.clock()
    decision = Decision(caller.actor, now_ms, comment)
    state = before.state(now_ms)
    if state is ElevationState.PENDING and own:
        after = _decided(before, ElevationState.CANCELLED, decision)
        elevations.store.commit(_step(caller, before, after, "cancelled"))
        return after
    if state is not ElevationState.ACTIVE:
        raise Conflict(f"there is nothing to take back: this elevation is {state}")
    after = _decided(before, ElevationState.REVOKED, decision)
    _take_back(elevations, caller, _step(caller, before, after, "revoked"))
    return after


def _take_back(elevations: Elevations, caller: Caller, step: Step) -> None:
    directory, request = elevations.directory, step.after
    user = directory.store.get(User, request.organization_id, request.user_id)
    left = tuple(each for each in user.elevations if each.id != request.id) if user else ()
    if user is None or left == user.elevations:
        # The person lost it already, by leaving or by an administrator's change.
        elevations.store.commit(step)
        return
    change(
        directory,
        caller,
        user,
        replace(user, elevations=left),
        verb="elevation_ended",
        beside=lambda writes: elevations.store.add(writes, step),
    )


def _to_decide(elevations: Elevations, caller: Caller, request_id: str) -> ElevationRequest:
    """A pending request that the caller may decide: not as the person who asked."""
    request = get_request(elevations, caller, request_id)
    if not caller.may(_DECIDING):
        raise Forbidden(f"this needs the permission {_DECIDING}")
    asked = {request.user_id, request.requested_by.id}
    if not asked.isdisjoint(deciding(elevations.directory, caller)):
        raise Forbidden("somebody else has to decide this: you asked for it")
    state = request.state(elevations.directory.clock())
    if state is not ElevationState.PENDING:
        raise Conflict(f"this elevation is {state}")
    return request


def _decided(
    before: ElevationRequest, state: ElevationState, decision: Decision
) -> ElevationRequest:
    return replace(before, decided=state, decision=decision, version=before.version + 1)


def _step(caller: Caller, before: ElevationRequest, after: ElevationRequest, verb: str) -> Step:
    assert after.decision is not None  # noqa: S101 - every step but the first is a decision
    details = {"role": after.role, "user_id": after.user_id}
    if after.decision.comment:
        details["comment"] = after.decision.comment
    event = _event(caller, after, verb, after.decision.at_ms, **details)
    return Step(before, after, event, notices.decided(after, verb))


def _event(
    caller: Caller, request: ElevationRequest, verb: str, at_ms: int, **details: object
) -> Event:
    return Event(
        event_id=new_id("evt", now_ms=at_ms),
        organization_id=request.organization_id,
        action=f"elevation.{verb}",
        actor=caller.actor,
        target=Target("elevation", request.id),
        created_ms=at_ms,
        request_id=caller.request_id,
        details=details,
    )
