"""All reads and writes of the directory: every change is one transaction with its journal event."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from msgspec import Struct
from pynamodb.expressions.update import Action

from tollgate.aws.items import Beside, Transaction, bind, fetch, reads
from tollgate.aws.keys import can_be_key
from tollgate.directory.items import (
    READERS,
    SORT_PREFIX,
    AccountItem,
    DirectoryItem,
    GateItem,
    attributes_of,
    sort_key,
    user_from,
)
from tollgate.directory.key_uses import KeyUses
from tollgate.directory.models import (
    SYSTEM,
    AccessRule,
    Entity,
    EntityType,
    Organization,
    Page,
    Role,
    Status,
    Team,
    User,
)
from tollgate.directory.origins import Origins
from tollgate.directory.stamps import move_stamp
from tollgate.errors import BadRequest, Conflict
from tollgate.journal.models import Event
from tollgate.journal.service import Journal
from tollgate.ledger.models import AccountRef
from tollgate.ledger.rules import GATE_SHARDS, account_key, gate_key
from tollgate.settings import AwsSettings, TableSettings

_REFERENCE_FIELD: Final[dict[type[Entity], str]] = {
    Team: "team_id",
    User: "user_id",
    Role: "roles",
}


_EMAIL_PREFIX: Final = "EMAIL#"
_EMAILS_AT_ONCE: Final = 2000
_READ_AT_ONCE: Final = 500
"""Items of one request: a page of twenty people need not read a megabyte of them."""


class AccountMoved(Conflict):
    """A balance was opened or resized between its reading and the transaction; read it again."""


class Resize(Struct, frozen=True):
    """A budget's account of the current period: `old_limit` None is one that is not open yet."""

    ref: AccountRef
    old_limit: int | None


class Change(Struct, frozen=True, kw_only=True):
    """One administrative change: the entity before (None: it is new) and after, and its event.

    `active` must exist and be active when it commits, `unchanged` must still have the version that
    was read. `stamp` moves the organization's stamp, so that nothing cached outlives the change.
    """

    before: Entity | None
    after: Entity
    event: Event
    active: tuple[tuple[type[Entity], str], ...] = ()
    unchanged: tuple[Entity, ...] = ()
    resizes: tuple[Resize, ...] = ()
    stamp: bool = False


class DirectoryStore:
    """Entities by organization and id. Every method raises `Unavailable` when the table is down."""

    def __init__(self, settings: AwsSettings, tables: TableSettings, journal: Journal) -> None:
        self._settings = settings
        self._journal = journal
        self._items = bind(DirectoryItem, tables.directory, settings)
        self._gates = bind(GateItem, tables.accounts, settings)
        self._accounts = bind(AccountItem, tables.accounts, settings)
        self.key_uses = KeyUses(settings, tables)
        self.origins = Origins(settings, tables)

    def get(
        self, kind: type[EntityType], organization_id: str, entity_id: str
    ) -> EntityType | None:
        """The entity as last committed, in whatever status, or None."""
        item = fetch(self._items, organization_id, sort_key(kind, entity_id))
        return None if item is None else READERS[kind](item)

    def everything(self, kind: type[EntityType], organization_id: str) -> list[EntityType]:
        """All entities of a kind, in the order of creation."""
        return list(self._each(kind, organization_id, None))

    def roles_held(self, organization_id: str, now_ms: int) -> Iterable[frozenset[str]]:
        """For each person that is there, the names of the roles that they have in any way."""
        sk = self._items.sk
        keys = sk.between(SORT_PREFIX[User], f"{SORT_PREFIX[User]}~")
        fields = ["status", "roles", "team_roles", "elevations"]
        with reads():
            for item in self._items.query(
                organization_id,
                keys,
                consistent_read=True,
                attributes_to_get=fields,
                page_size=_READ_AT_ONCE,
            ):
                if item.status != Status.DELETED.value:
                    in_teams = (item.team_roles or {}).values()
                    elevated = (
                        each["role"] for each in item.elevations or () if each["until_ms"] > now_ms
                    )
                    yield frozenset(item.roles or ()).union(elevated, *in_teams)

    def page(
        self,
        kind: type[EntityType],
        organization_id: str,
        *,
        limit: int,
        after: str | None,
        keep: Callable[[EntityType], bool],
    ) -> Page[EntityType]:
        """Up to `limit` entities that `keep` wants, created after the one with id `after`."""
        found: list[EntityType] = []
        for entity in self._each(kind, organization_id, after):
            if not keep(entity):
                continue
            if len(found) == limit:
                return Page(tuple(found), found[-1].id)
            found.append(entity)
        return Page(tuple(found), None)

    def _each(
        self, kind: type[EntityType], organization_id: str, after: str | None
    ) -> Iterable[EntityType]:
        prefix = SORT_PREFIX[kind]
        sk = self._items.sk
        # "~" sorts behind every character of an id, and "#" of the prefix is part of the lower end.
        keys = sk.between(f"{prefix}{after}!" if after else prefix, f"{prefix}~")
        with reads():
            for item in self._items.query(
                organization_id, keys, consistent_read=True, page_size=_READ_AT_ONCE
            ):
                yield READERS[kind](item)

    def by_email(self, email: str) -> list[User]:
        """Everyone who may sign in with this address, in any organization."""
        if not can_be_key(email):
            return []
        with reads():
            return [user_from(item) for item in self._items.by_email.query(email, limit=8)]

    def with_email(self, organization_id: str, email: str) -> User | None:
        """The person of the organization who has this address now, or None."""
        guard = fetch(self._items, organization_id, f"{_EMAIL_PREFIX}{email}")
        if guard is None or guard.user_id is None:
            return None
        return self.get(User, organization_id, guard.user_id)

    def organizations(self) -> list[str]:
        """The ids of all organizations of this deployment."""
        listed = self._items.sk.startswith("ORG#")
        with reads():
            items = list(self._items.query(SYSTEM, listed, consistent_read=True))
        return [item.sk.removeprefix("ORG#") for item in items]

    def emails(self, organization_id: str) -> frozenset[str]:
        """The addresses of everybody in the organization who was not deleted."""
        keys = self._items.sk.startswith(_EMAIL_PREFIX)
        with reads():
            return frozenset(
                item.sk.removeprefix(_EMAIL_PREFIX)
                for item in self._items.query(
                    organization_id,
                    keys,
                    consistent_read=True,
                    attributes_to_get=["pk", "sk"],
                    page_size=_EMAILS_AT_ONCE,
                )
            )

    def account_limit(self, organization_id: str, ref: AccountRef) -> int | None:
        """The limit that the account was opened or last resized with; None when not open."""
        account = fetch(self._accounts, *account_key(organization_id, ref))
        return None if account is None else int(account.limit)

    def is_bootstrapped(self) -> bool:
        """Whether the first organization exists."""
        return fetch(self._items, SYSTEM, "BOOTSTRAP") is not None

    def found(
        self, organization: Organization, owner: User, events: Iterable[Event], *, first: bool
    ) -> None:
        """A new organization with its first person, its stamps and its place in the list.

        Raises `Conflict` when it is there already, or when `first` and it would not be.
        """
        transaction = Transaction(self._settings)
        taken = Conflict("this organization exists already")
        if first:
            done = Conflict("this deployment has been set up already")
            self._put_new(transaction, self._items(SYSTEM, "BOOTSTRAP", created_ms=0), done)
        listing = self._items(SYSTEM, f"ORG#{organization.id}", name=organization.name)
        self._put_new(transaction, listing, taken)
        self._put_new(transaction, self._item(organization), taken)
        for shard in range(GATE_SHARDS):
            gate = self._gates(*gate_key(organization.id, shard), epoch=1)
            transaction.put(gate, taken, self._gates.pk.does_not_exist())
        self._add_user(transaction, owner)
        for event in events:
            self._journal.record(transaction, event)
        transaction.commit()

    def add_people(
        self,
        people: Iterable[tuple[User, Event]],
        active: Iterable[tuple[type[Entity], str]],
        beside: Iterable[Beside] = (),
    ) -> None:
        """New people of one organization, all or none, each with their event.

        Each takes three of a transaction's hundred writes, and each of `active`, which must be
        there and active, one. Raises as `commit`.
        """
        transaction = Transaction(self._settings)
        organization_id = ""
        for user, event in people:
            organization_id = user.organization_id
            self._add_user(transaction, user)
            self._journal.record(transaction, event)
        for kind, entity_id in active:
            self._check_active(transaction, organization_id, kind, entity_id)
        for add in beside:
            add(transaction)
        transaction.commit()

    def commit(self, change: Change, beside: Callable[[Transaction], None] | None = None) -> None:
        """Applies the change whole or not at all, with the writes that `beside` adds to it.

        Raises `Conflict` when the entity changed meanwhile, `AccountMoved` when a balance did, and
        `BadRequest` naming the reference that is not there or not active.
        """
        transaction = Transaction(self._settings)
        self._write(transaction, change)
        self._check_references(transaction, change)
        for resize in change.resizes:
            self._resize(transaction, change.after.organization_id, resize)
        if change.stamp:
            move_stamp(transaction, self._gates, change.after.organization_id)
        self._journal.record(transaction, change.event)
        if beside is not None:
            beside(transaction)
        transaction.commit()

    def _write(self, transaction: Transaction, change: Change) -> None:
        before, after = change.before, change.after
        if before is None:
            if isinstance(after, User):
                return self._add_user(transaction, after)
            if isinstance(after, AccessRule):
                self._note_rule(transaction, after.organization_id)
            return self._put_new(transaction, self._item(after), Conflict("this id is taken"))
        item = self._items(after.organization_id, sort_key(type(after), after.id))
        stale = Conflict("this was changed meanwhile; read it again")
        condition = self._items.version == before.version
        transaction.update(item, self._actions(before, after), stale, condition)
        if not (isinstance(before, User) and isinstance(after, User)):
            return None
        if before.status is Status.DELETED:
            return None  # the address may be somebody else's by now
        if after.status is Status.DELETED:
            guard = self._items(after.organization_id, f"{_EMAIL_PREFIX}{before.email}")
            transaction.delete(guard, stale)
        elif before.email != after.email:
            self._move_email(transaction, before, after)
        return None

    def _move_email(self, transaction: Transaction, before: User, after: User) -> None:
        """Frees an address and takes another."""
        old = self._items(before.organization_id, f"{_EMAIL_PREFIX}{before.email}")
        new = self._items(after.organization_id, f"{_EMAIL_PREFIX}{after.email}", user_id=after.id)
        transaction.delete(old, Conflict("this was changed meanwhile; read it again"))
        taken = Conflict("a person with this email exists already", param="email")
        self._put_new(transaction, new, taken)

    def _actions(self, before: Entity, after: Entity) -> list[Action]:
        old, new = attributes_of(before), attributes_of(after)
        return [
            getattr(self._items, name).set(new[name])
            if name in new
            else getattr(self._items, name).remove()
            for name in sorted(old.keys() | new.keys())
            if old.get(name) != new.get(name)
        ]

    def _add_user(self, transaction: Transaction, user: User) -> None:
        guard = self._items(user.organization_id, f"{_EMAIL_PREFIX}{user.email}", user_id=user.id)
        taken = Conflict("a person with this email exists already", param="email")
        self._put_new(transaction, guard, taken)
        self._put_new(transaction, self._item(user), Conflict("this id is taken"))

    def _note_rule(self, transaction: Transaction, organization_id: str) -> None:
        """From now on the organization's requests read its access rules."""
        organization = self._items(organization_id, sort_key(Organization, organization_id))
        gone = Conflict("there is no such organization")
        noted: list[Action] = [self._items.has_access_rules.set(True)]
        transaction.update(organization, noted, gone, self._items.pk.exists())

    def _check_references(self, transaction: Transaction, change: Change) -> None:
        organization_id = change.after.organization_id
        for kind, entity_id in change.active:
            self._check_active(transaction, organization_id, kind, entity_id)
        for entity in change.unchanged:
            moved = Conflict("what this rests on was changed meanwhile; try again")
            condition = self._items.version == entity.version
            transaction.check(
                self._items, organization_id, sort_key(type(entity), entity.id), condition, moved
            )

    def _check_active(
        self, transaction: Transaction, organization_id: str, kind: type[Entity], entity_id: str
    ) -> None:
        param = _REFERENCE_FIELD[kind]
        missing = BadRequest(f"{param}: there is no active one with this id", param=param)
        active = self._items.status == Status.ACTIVE.value
        sk = sort_key(kind, entity_id)
        transaction.check(self._items, organization_id, sk, active, missing)

    def _resize(self, transaction: Transaction, organization_id: str, resize: Resize) -> None:
        pk, sk = account_key(organization_id, resize.ref)
        moved = AccountMoved("the balance changed meanwhile; try again")
        if resize.old_limit is None:
            absent = self._accounts.pk.does_not_exist()
            return transaction.check(self._accounts, pk, sk, absent, moved)
        difference = resize.ref.limit - resize.old_limit
        actions: list[Action] = [
            self._accounts.limit.set(resize.ref.limit),
            self._accounts.available.set(self._accounts.available + difference),
        ]
        as_read = self._accounts.limit == resize.old_limit
        return transaction.update(self._accounts(pk, sk), actions, moved, as_read)

    def _put_new(self, transaction: Transaction, item: DirectoryItem, taken: Conflict) -> None:
        transaction.put(item, taken, self._items.pk.does_not_exist())

    def _item(self, entity: Entity) -> DirectoryItem:
        attributes: dict[str, Any] = attributes_of(entity)
        return self._items(entity.organization_id, sort_key(type(entity), entity.id), **attributes)
