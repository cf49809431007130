"""Connections and who is linked by them, in the directory table.

    organization / SSO#<id>                        a connection
    organization / SSOLINK#<hash>                  a subject of an issuer, and who that is here
    organization / SSOENFORCED#<domain>#<id>       passwords are off for people of the domain
    system       / SSO#<id>                        where a connection lies
    system       / SSODOMAIN#<domain>#<id>         which connections are for a mail domain

`tollgate.auth` reads `SSOENFORCED#…` when somebody signs in with a password.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any, Final

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from tollgate.aws.items import Item, ListOf, MapOf, Transaction, bind, fetch, reads
from tollgate.directory.models import SYSTEM
from tollgate.errors import Conflict
from tollgate.journal.models import Event
from tollgate.journal.service import Journal
from tollgate.provisioning.models import GroupMapping
from tollgate.settings import AwsSettings, TableSettings
from tollgate.sso.models import Connection, JustInTime, Pointer, Provider

_MOST: Final = 200


class ConnectionItem(Item):
    """`sk=SSO#<id>`; names as in `Connection`."""

    name = UnicodeAttribute()
    provider = UnicodeAttribute()
    issuer = UnicodeAttribute()
    client_id = UnicodeAttribute()
    sealed_secret = UnicodeAttribute(null=True)
    api_url = UnicodeAttribute(null=True)
    scopes = ListOf()
    domains = ListOf()
    jit = MapOf()
    group_claim = UnicodeAttribute(null=True)
    group_mappings = ListOf()
    trust_mfa = BooleanAttribute()
    trust_email = BooleanAttribute()
    enabled = BooleanAttribute()
    enforced = BooleanAttribute()
    scim_groups = BooleanAttribute()
    by_owner = BooleanAttribute(null=True)
    version = NumberAttribute()
    created_ms = NumberAttribute()


class PointerItem(Item):
    """Leads to a connection."""

    connection_id = UnicodeAttribute()
    organization_id = UnicodeAttribute()
    provider = UnicodeAttribute()


class LinkItem(Item):
    """`sk=SSOLINK#<hex SHA-256 of issuer and subject>`."""

    user_id = UnicodeAttribute()
    connection_id = UnicodeAttribute()
    issuer = UnicodeAttribute()
    created_ms = NumberAttribute()


class SsoStore:
    """Every method raises `Unavailable` when the table is down."""

    def __init__(self, settings: AwsSettings, tables: TableSettings, journal: Journal) -> None:
        self._settings = settings
        self._journal = journal
        self._connections = bind(ConnectionItem, tables.directory, settings)
        self._pointers = bind(PointerItem, tables.directory, settings)
        self._links = bind(LinkItem, tables.directory, settings)

    def get(self, organization_id: str, connection_id: str) -> Connection | None:
        """A connection of the organization, or None."""
        item = fetch(self._connections, organization_id, f"SSO#{connection_id}")
        return None if item is None else _connection(item)

    def everything(self, organization_id: str) -> list[Connection]:
        """All connections of an organization, in the order of creation."""
        keys = self._connections.sk.startswith("SSO#")
        with reads():
            found = self._connections.query(organization_id, keys, consistent_read=True)
            return [_connection(item) for item in found]

    def find(self, connection_id: str) -> Pointer | None:
        """In whose organization a connection is."""
        item = fetch(self._pointers, SYSTEM, f"SSO#{connection_id}")
        return None if item is None else _pointer(item)

    def of_domain(self, domain: str) -> list[Pointer]:
        """The connections, in any organization, that are for a mail domain."""
        return list(self._pointers_below(f"SSODOMAIN#{domain}#"))

    def of_provider(self, provider: str) -> list[Pointer]:
        """The connections to a provider, in any organization."""
        return [each for each in self._pointers_below("SSO#") if each.provider == provider]

    def _pointers_below(self, prefix: str) -> Iterator[Pointer]:
        keys = self._pointers.sk.startswith(prefix)
        with reads():
            for item in self._pointers.query(SYSTEM, keys, limit=_MOST):
                yield _pointer(item)

    def save(self, before: Connection | None, after: Connection, event: Event) -> None:
        """Stores a connection over the version that was read. Raises `Conflict`."""
        transaction = Transaction(self._settings)
        stale = Conflict("this was changed meanwhile; read it again")
        condition: Condition = self._connections.pk.does_not_exist()
        if before is not None:
            condition = self._connections.version == before.version
        transaction.put(self._item(after), stale, condition)
        self._point(transaction, before, after)
        self._journal.record(transaction, event)
        transaction.commit()

    def remove(self, before: Connection, event: Event) -> None:
        """Removes a connection. Raises `Conflict` when it was changed meanwhile."""
        transaction = Transaction(self._settings)
        stale = Conflict("this was changed meanwhile; read it again")
        as_read = self._connections.version == before.version
        transaction.delete(self._item(before), stale, as_read)
        self._point(transaction, before, None)
        self._journal.record(transaction, event)
        transaction.commit()

    def _point(
        self, transaction: Transaction, before: Connection | None, after: Connection | None
    ) -> None:
        old, new = _pointer_keys(before), _pointer_keys(after)
        connection = after or before
        for key in sorted(old ^ new):
            item = self._pointers(
                *key,
                connection_id=connection.id if connection else "",
                organization_id=connection.organization_id if connection else "",
                provider=connection.provider.value if connection else "",
            )
            written = transaction.put if key in new else transaction.delete
            written(item, Conflict("this was changed meanwhile"))

    def linked_user(self, organization_id: str, issuer: str, subject: str) -> str | None:
        """The id of the person who is this subject of the issuer."""
        item = fetch(self._links, organization_id, _link_key(issuer, subject))
        return None if item is None else item.user_id

    def link(
        self,
        transaction: Transaction,
        connection: Connection,
        subject: str,
        user_id: str,
        *,
        instead_of: str | None,
        at_ms: int,
    ) -> None:
        """Links a subject to a person, `instead_of` the one whom it was linked to, if any."""
        key = _link_key(connection.issuer, subject)
        item = self._links(
            connection.organization_id,
            key,
            user_id=user_id,
            connection_id=connection.id,
            issuer=connection.issuer,
            created_ms=at_ms,
        )
        as_read: Condition = self._links.pk.does_not_exist()
        if instead_of is not None:
            as_read = self._links.user_id == instead_of
        transaction.put(item, Conflict("this identity was linked meanwhile"), as_read)

    def record(self, event: Event) -> None:
        """Journals what changed nothing: a sign-in that failed."""
        transaction = Transaction(self._settings)
        self._journal.record(transaction, event)
        transaction.commit()

    def _item(self, connection: Connection) -> ConnectionItem:
        return self._connections(
            connection.organization_id, f"SSO#{connection.id}", **attributes_of(connection)
        )


def attributes_of(connection: Connection) -> dict[str, Any]:
    """The item's attributes without its keys."""
    nested = ("id", "organization_id", "jit", "group_mappings", "scopes", "domains", "provider")
    return {
        **{
            name: getattr(connection, name)
            for name in connection.__struct_fields__
            if name not in nested
        },
        "provider": connection.provider.value,
        "scopes": list(connection.scopes),
        "domains": list(connection.domains),
        "jit": {
            "enabled": connection.jit.enabled,
            "default_roles": list(connection.jit.default_roles),
            "default_team_ids": list(connection.jit.default_team_ids),
        },
        "group_mappings": [
            {
                "group": mapping.group,
                "roles": list(mapping.roles),
                "team_ids": list(mapping.team_ids),
            }
            for mapping in connection.group_mappings
        ],
    }


def _pointer_keys(connection: Connection | None) -> set[tuple[str, str]]:
    if connection is None:
        return set()
    keys = {(SYSTEM, f"SSO#{connection.id}")}
    if connection.enabled:
        keys |= {(SYSTEM, f"SSODOMAIN#{name}#{connection.id}") for name in connection.domains}
    if connection.enabled and connection.enforced:
        organization_id = connection.organization_id
        keys |= {
            (organization_id, f"SSOENFORCED#{name}#{connection.id}") for name in connection.domains
        }
    return keys


def _link_key(issuer: str, subject: str) -> str:
    digest = sha256(f"{issuer}\x00{subject}".encode()).hexdigest()
    return f"SSOLINK#{digest}"


def _pointer(item: PointerItem) -> Pointer:
    return Pointer(item.connection_id, item.organization_id, item.provider)


def _connection(item: ConnectionItem) -> Connection:
    jit = item.jit
    return Connection(
        id=item.sk.removeprefix("SSO#"),
        organization_id=item.pk,
        name=item.name,
        provider=Provider(item.provider),
        issuer=item.issuer,
        client_id=item.client_id,
        sealed_secret=item.sealed_secret,
        api_url=item.api_url,
        scopes=tuple(item.scopes),
        domains=tuple(item.domains),
        jit=JustInTime(jit["enabled"], tuple(jit["default_roles"]), tuple(jit["default_team_ids"])),
        group_claim=item.group_claim,
        group_mappings=tuple(
            GroupMapping(each["group"], tuple(each["roles"]), tuple(each["team_ids"]))
            for each in item.group_mappings
        ),
        trust_mfa=bool(item.trust_mfa),
        trust_email=bool(item.trust_email),
        enabled=bool(item.enabled),
        enforced=bool(item.enforced),
        scim_groups=bool(item.scim_groups),
        by_owner=bool(item.by_owner),
        version=int(item.version),
        created_ms=int(item.created_ms),
    )
