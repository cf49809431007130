"""Joining by oneself, where an organization lets people of its mail domains do so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tollgate.auth.models import Caller
from tollgate.auth.password_rules import About, of_ones_own
from tollgate.auth.requirements import requirements_of
from tollgate.auth.service import letters, verification
from tollgate.auth.service.accounts import (
    ANYONE,
    Accounts,
    LinkLetter,
    Recipient,
    email_digest,
    write_link,
)
from tollgate.auth.service.deps import Auth, Origin
from tollgate.directory import rules
from tollgate.directory.models import SYSTEM, Organization, Status, User
from tollgate.directory.service import identities
from tollgate.directory.service.changes import change, create
from tollgate.errors import BadRequest, Conflict, RegistrationClosed
from tollgate.journal.models import Target
from tollgate.kit.ids import new_id

ROLE: Final = "standard_user"
EXISTS: Final = "registration.exists"
_RACES: Final = 3


def register(
    accounts: Accounts,
    *,
    email: str,
    password: str,
    name: str,
    organization_id: str | None,
    origin: Origin,
) -> None:
    """A new person who is `pending` until they have confirmed their address.

    Says nothing of whether the address has an account already: then its owner is written to.
    Raises `RegistrationClosed` when no organization takes the address, `BadRequest` when several do
    and none is chosen, `WeakPassword`.
    """
    organization = _organization_for(accounts.auth, email, organization_id, origin)
    about = About(email, name, organization.name)
    now_ms = accounts.auth.directory.clock()
    limits = requirements_of(organization, now_ms).password
    chosen = of_ones_own(password, limits, about, now_ms)
    for _ in range(_RACES):
        try:
            to = _recipient(accounts.auth, organization, email, {"name": name, **chosen}, origin)
        except Conflict:
            continue
        about_account = verification.LETTER if _is_waiting(to.user) else _EXISTS_LETTER
        return write_link(accounts, to, about_account, origin)
    raise Conflict("somebody else registers with this address; try again", retry_after=1)


def _is_waiting(user: User | None) -> bool:
    return user is not None and verification.has_registered(user)


def _recipient(
    auth: Auth, organization: Organization, email: str, values: Mapping[str, Any], origin: Origin
) -> Recipient:
    """The person to write to: a new one, one who registered before, or one who is there."""
    people = identities.people_with_email(auth.directory, email)
    known = next((each for each in people if each.organization_id == organization.id), None)
    if known is None:
        known = _join(auth, organization, email, values, origin)
    elif verification.has_registered(known):
        # Not confirmed by anybody yet: the last who registers is the one who is written to.
        caller = _nobody(organization, origin)
        after = rules.applied(known, values)
        known = change(auth.directory, caller, known, after, verb="registered_again")
    else:
        # As many writes as a new person takes.
        details = {"address": origin.address} if origin.address else {}
        target, action = Target("user", known.id), "user.registered_again"
        event = auth.event(
            organization.id, ANYONE, target, action=action, request_id=origin.request_id, **details
        )
        auth.store.record(event)
    return Recipient(organization.id, known.id, known, organization)


def _join(
    auth: Auth, organization: Organization, email: str, values: Mapping[str, Any], origin: Origin
) -> User:
    at_ms = auth.directory.clock()
    blank = User(
        id=new_id("usr", now_ms=at_ms),
        organization_id=organization.id,
        email=email,
        name="",
        roles=(ROLE,),
        status=Status.PENDING,
        created_ms=at_ms,
    )
    user = rules.applied(blank, values)
    create(auth.directory, _nobody(organization, origin), user)
    return user


def _nobody(organization: Organization, origin: Origin) -> Caller:
    return Caller(
        organization_id=organization.id,
        actor=ANYONE,
        user_id=None,
        request_id=origin.request_id,
        address=origin.address,
        agent=origin.agent,
    )


def _organization_for(
    auth: Auth, email: str, organization_id: str | None, origin: Origin
) -> Organization:
    domain = email.rpartition("@")[2]
    found = [
        organization
        for organization in identities.organizations(auth.directory)
        if organization_id in (None, organization.id) and _takes(organization, domain)
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise BadRequest("several organizations take this address", param="organization_id")
    event = auth.event(
        SYSTEM,
        ANYONE,
        Target("email", email_digest(auth, email)),
        action="user.registration_refused",
        request_id=origin.request_id,
        **({"address": origin.address} if origin.address else {}),
    )
    auth.store.record(event)
    raise RegistrationClosed("nobody registers themselves with this address; ask to be invited")


def _takes(organization: Organization, domain: str) -> bool:
    if organization.status is not Status.ACTIVE:
        return False
    return domain in requirements_of(organization).self_registration_domains


_EXISTS_LETTER: Final = LinkLetter(
    kind=EXISTS,
    requested="user.registration_answered",
    lasts_ms=None,
    data=lambda _: {},
    compose=letters.already_registered,
    path="/login",
)
