"""What changing one's own account works with, and links that a stranger may ask for by mail.

Whoever asks for a letter to an address learns nothing of whether it belongs to somebody: the same
is read and written for nobody as for a person, and nothing is sent over the network before the
answer.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, Self

from msgspec import Struct

from tollgate.auth.letter_store import LettersSent, LetterStore
from tollgate.auth.links import Links
from tollgate.auth.service.deps import Auth, Origin
from tollgate.aws.items import Beside, Transaction
from tollgate.directory.models import SYSTEM, Organization, User
from tollgate.directory.service import identities
from tollgate.errors import Conflict, InvalidLink
from tollgate.journal.models import Actor, Event, Target
from tollgate.mail.models import Letter
from tollgate.mail.service import Mail
from tollgate.settings import AwsSettings, TableSettings

LETTERS_PER_HOUR: Final = 3
ANYONE: Final = Actor("anonymous", "anonymous")

_CANDIDATES: Final = 3
_RACES: Final = 3


class Accounts(Struct, frozen=True):
    """Signing in, single-use links and letters."""

    auth: Auth
    links: Links
    mail: Mail
    letters: LetterStore

    @classmethod
    def open(
        cls, settings: AwsSettings, tables: TableSettings, auth: Auth, links: Links, mail: Mail
    ) -> Self:
        """Over DynamoDB; opens no connection yet."""
        return cls(auth, links, mail, LetterStore(settings, tables))


class Recipient(Struct, frozen=True):
    """An account, or nobody: then `user` is None and the rest stands in for what would be read."""

    organization_id: str
    id: str
    user: User | None
    organization: Organization | None


class LinkLetter(Struct, frozen=True, kw_only=True):
    """A letter with a single-use link: what for, for how long, and what it says.

    `data` is what the link keeps of the account; `compose` makes subject and text of the recipient
    and the address of the dashboard's page `path`, which has the link's token with it unless
    `lasts_ms` is None. `requested` is the action of the journal's event.
    """

    kind: str
    requested: str
    lasts_ms: int | None
    data: Callable[[User], Mapping[str, Any]]
    compose: Callable[[User, Organization, str], tuple[str, str]]
    path: str


def recipients(
    accounts: Accounts, email: str, wanted: Callable[[User], bool]
) -> Iterator[Recipient]:
    """The accounts with this address that are `wanted`; one that is nobody's if there is none."""
    people = identities.people_with_email(accounts.auth.directory, email)
    found = [user for user in people if wanted(user)][:_CANDIDATES]
    store = accounts.auth.directory.store
    for user in found:
        organization_id = user.organization_id
        organization = store.get(Organization, organization_id, organization_id)
        yield Recipient(organization_id, user.id, user, organization)
    if not found:
        store.get(Organization, SYSTEM, SYSTEM)
        yield Recipient(SYSTEM, email_digest(accounts.auth, email), None, None)


@contextmanager
def telling_refusals(auth: Auth, kind: str, origin: Origin) -> Iterator[None]:
    """Around the use of a link of `kind`: one that opens nothing is journalled."""
    try:
        yield
    except InvalidLink:
        event = auth.event(
            SYSTEM,
            ANYONE,
            Target("link", kind),
            action="link.refused",
            request_id=origin.request_id,
            **({"address": origin.address} if origin.address else {}),
        )
        auth.store.record(event)
        raise


def email_digest(auth: Auth, email: str) -> str:
    """What stands for an address in the journal: people type passwords into that field."""
    return hmac.digest(auth.secret().pepper, email.encode(), "sha256").hex()[:16]


def write_link(accounts: Accounts, to: Recipient, about: LinkLetter, origin: Origin) -> None:
    """Sends somebody a single-use link, three an hour at most; nobody's costs the same."""
    for _ in range(_RACES):
        try:
            return _write_link(accounts, to, about, origin)
        except Conflict:
            continue
    return None


def _write_link(accounts: Accounts, to: Recipient, about: LinkLetter, origin: Origin) -> None:
    auth, at_ms = accounts.auth, accounts.auth.directory.clock()
    sent = accounts.letters.sent(to.organization_id, about.kind, to.id, at_ms)
    if len(sent.sent) >= LETTERS_PER_HOUR:
        event = _requested(auth, to, f"{about.requested}_too_often", origin)
        auth.store.record(event)
        return
    beside, query = _counting(accounts, sent, at_ms), {}
    if about.lasts_ms is not None:
        data = about.data(to.user) if to.user else {}
        new = accounts.links.create(about.kind, to.organization_id, to.id, about.lasts_ms, data)
        beside, query = accounts.links.keeping(new.link, beside), {"token": new.token}
    letter = _letter(accounts, to, about, query)
    if letter is not None:
        beside = accounts.mail.with_change(letter, beside)
    auth.store.record(_requested(auth, to, about.requested, origin), beside)
    if letter is not None:
        accounts.mail.send_unnoticed(letter)


def _letter(
    accounts: Accounts, to: Recipient, about: LinkLetter, query: Mapping[str, str]
) -> Letter | None:
    if to.user is None or to.organization is None:
        return None
    page = accounts.mail.link(about.path, **query)
    subject, text = about.compose(to.user, to.organization, page)
    return accounts.mail.letter(to.organization_id, about.kind, to.user.email, subject, text)


def _counting(accounts: Accounts, sent: LettersSent, at_ms: int) -> Beside:
    def count(transaction: Transaction) -> None:
        accounts.letters.count(transaction, sent, at_ms)

    return count


def _requested(auth: Auth, to: Recipient, action: str, origin: Origin) -> Event:
    target = Target("user", to.id) if to.user else Target("email", to.id)
    details = {"address": origin.address, "agent": origin.agent}
    return auth.event(
        to.organization_id,
        ANYONE,
        target,
        action=action,
        request_id=origin.request_id,
        **{name: value for name, value in details.items() if value},
    )
