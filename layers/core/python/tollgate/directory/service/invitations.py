"""Invitations: a person who waits until they follow a link and set their password.

An invitation has the id of its person. A new letter makes the links of earlier ones useless, since
a link is good only for the letter that it came with and the address that this went to.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from tollgate.auth import password_rules
from tollgate.auth.links import DAY_MS, Links
from tollgate.auth.models import Caller, Link
from tollgate.auth.passwords import hash_password
from tollgate.auth.requirements import requirements_of
from tollgate.aws.items import Beside
from tollgate.directory.models import Organization, Page, Status, User
from tollgate.directory.service.changes import Directory, change, create, is_there
from tollgate.directory.service.identities import organization_of
from tollgate.directory.service.ranks import check_rank
from tollgate.directory.service.reach import extent
from tollgate.directory.service.users import new_user, references, user_to_change, without_access
from tollgate.errors import Conflict, InvalidLink, NotFound
from tollgate.journal.models import Actor
from tollgate.mail.models import Letter
from tollgate.mail.service import Mail

KIND: Final = "invitation"
LASTS_MS: Final = 7 * DAY_MS
PAGE: Final = "/accept-invitation"


class Inviting(Struct, frozen=True):
    """What inviting works with."""

    directory: Directory
    links: Links
    mail: Mail


class Written(Struct, frozen=True):
    """A letter with its link: `beside` stores both in the transaction of their cause."""

    letter: Letter
    beside: Beside


def invite(inviting: Inviting, caller: Caller, values: Mapping[str, Any]) -> User:
    """A person of `values` (fields of `User`) who is written a link, good for seven days.

    In a deployment without e-mail nobody is written to: the person waits to join by single sign-on.
    Raises as `users.create_user`.
    """
    directory, mail = inviting.directory, inviting.mail
    moment_ms = directory.clock() if mail.is_open else 0
    person = waiting(new_user(directory, caller, values), caller, moment_ms)
    active = references(None, person)
    if not mail.is_open:
        create(directory, caller, person, active=active)
        return person
    written = write(inviting, organization_of(directory, caller.organization_id), person)
    create(directory, caller, person, active=active, beside=written.beside)
    mail.send(written.letter)
    return person


def check_mail(inviting: Inviting) -> None:
    """Raises `Conflict` in a deployment without e-mail."""
    if not inviting.mail.is_open:
        raise Conflict("this deployment sends no mail; see docs/mail.md")


def waiting(user: User, caller: Caller, invited_ms: int) -> User:
    """The person as invited at `invited_ms` (zero: not written to yet)."""
    return replace(user, status=Status.PENDING, invited_ms=invited_ms, invited_by=caller.actor.id)


def write(inviting: Inviting, organization: Organization, user: User) -> Written:
    """The letter to somebody who waits; nothing is stored yet."""
    new = inviting.links.create(KIND, user.organization_id, user.id, LASTS_MS, _state_of(user))
    address = inviting.mail.link(PAGE, token=new.token)
    text = (
        f"Hello {user.name},\n\n"
        f"you are invited to {organization.name} on Tollgate. Choose a password to begin:\n\n"
        f"{address}\n\n"
        "The link works once, for seven days. If you did not expect this letter, ignore it.\n"
    )
    subject = f"You are invited to {organization.name}"
    letter = inviting.mail.letter(user.organization_id, KIND, user.email, subject, text)
    return Written(letter, inviting.mail.with_change(letter, inviting.links.keeping(new.link)))


def _state_of(user: User) -> dict[str, Any]:
    """What a link is bound to: another letter or another address makes it useless."""
    digest = sha256(user.email.encode()).hexdigest()
    return {"invited_ms": user.invited_ms, "email_hash": digest}


def list_invitations(
    directory: Directory, caller: Caller, *, limit: int, after: str | None
) -> Page[User]:
    """People who have not joined yet, as far as the caller's `users.view` reaches."""
    reach = extent(directory, caller, "users.view")
    return directory.store.page(
        User,
        caller.organization_id,
        limit=limit,
        after=after,
        keep=lambda user: is_there(user) and is_waiting(user) and reach.covers(user),
    )


def is_waiting(user: User) -> bool:
    """Whether the person was asked to join and has not."""
    return user.status is Status.PENDING and user.invited_ms is not None


def expires_ms(user: User) -> int | None:
    """Until when the last letter's link is good; None when there was none."""
    return user.invited_ms + LASTS_MS if user.invited_ms else None


def resend(inviting: Inviting, caller: Caller, user_id: str) -> User:
    """Another letter with another link.

    Raises `NotFound` when this person does not wait, `Conflict` in a deployment without e-mail.
    """
    directory = inviting.directory
    before = _invited(directory, caller, user_id)
    check_rank(directory, caller, before)
    check_mail(inviting)
    # Two letters of one moment would share what tells their links apart.
    moment_ms = max(directory.clock(), (before.invited_ms or 0) + 1)
    after = waiting(before, caller, moment_ms)
    written = write(inviting, organization_of(directory, caller.organization_id), after)
    after = change(directory, caller, before, after, verb="invited_again", beside=written.beside)
    inviting.mail.send(written.letter)
    return after


def revoke(directory: Directory, caller: Caller, user_id: str) -> None:
    """Takes an invitation back: its links are useless and the address is free again."""
    before = _invited(directory, caller, user_id)
    check_rank(directory, caller, before)
    after = replace(without_access(before), invited_ms=None, invited_by=None)
    change(directory, caller, before, after, verb="invitation_revoked")


def _invited(directory: Directory, caller: Caller, user_id: str) -> User:
    user = user_to_change(directory, caller, user_id, "users.create")
    if not is_waiting(user):
        raise NotFound(f"no invitation with id {user_id}")
    return user


def accept(
    directory: Directory,
    links: Links,
    *,
    token: str,
    password: str,
    name: str | None,
    request_id: str,
) -> User:
    """The person of a link joins with this password; their address is known to be theirs.

    Raises `InvalidLink` for a link that is no good (any more), `WeakPassword`, and `Conflict` when
    the person was changed meanwhile.
    """
    link = links.read(token, KIND)
    before = _person_of(directory, link)
    organization = organization_of(directory, link.organization_id)
    after = replace(before, name=name or before.name)
    about = password_rules.About.person(after, organization)
    password_rules.check(password, requirements_of(organization, directory.clock()).password, about)
    after = replace(
        after,
        status=Status.ACTIVE,
        password_hash=hash_password(password),
        password_changed_ms=directory.clock(),
        email_verified=True,
        invited_ms=None,
        invited_by=None,
    )
    oneself = Caller(
        organization_id=after.organization_id,
        actor=Actor("user", after.id),
        user_id=after.id,
        request_id=request_id,
    )
    spending = links.spending(link)
    return change(directory, oneself, before, after, verb="joined", beside=spending)


def _person_of(directory: Directory, link: Link) -> User:
    user = directory.store.get(User, link.organization_id, link.user_id or "")
    if user is None or not is_waiting(user) or _state_of(user) != link.data:
        raise InvalidLink.gone()
    return user
