"""All reads and writes of policies: every change is one transaction with its journal event."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct
from pynamodb.expressions.update import Action

from tollgate.aws.items import Transaction, bind, fetch, reads
from tollgate.aws.keys import can_be_key
from tollgate.directory.items import DirectoryItem, sort_key
from tollgate.directory.models import Organization
from tollgate.errors import Conflict, NotFound, Unprocessable
from tollgate.journal.models import Event
from tollgate.journal.service import Journal
from tollgate.policies.heads import Head, Heads
from tollgate.policies.items import (
    CountItem,
    NameItem,
    PartItem,
    PolicyItem,
    StepItem,
    VersionItem,
    attributes_of,
    name_key,
    policy_from,
    step_from,
    step_key,
    step_values,
    version_from,
    version_key,
    version_values,
)
from tollgate.policies.versions import MOST_POLICIES, Policy, PolicyPage, PolicyVersion, Step
from tollgate.settings import AwsSettings, TableSettings

_ITEMS_OF_A_CHANGE: Final = 4
"""Head, version, step and journal event."""
_MOST_ITEMS: Final = 93
"""Of the hundred of a transaction; the rest: the bundle's head, four stamps, counter, demands."""


class Change(Struct, frozen=True, kw_only=True):
    """One policy before (None: it is new) and after, what happened, and the version saved with it.

    `event` is the journal's, `step` the same for the policy's own history.
    """

    before: Policy | None
    after: Policy
    event: Event
    step: Step
    saved: PolicyVersion | None = None


class Packed(Struct, frozen=True):
    """A bundle's hash and parts, as `tollgate.policies.bundle.pack` made them.

    `demands` are what it demands of signing in (`tollgate.policies.demands`); None where that stays
    as it is.
    """

    hash: str
    parts: Sequence[bytes]
    demands: Sequence[Mapping[str, Any]] | None = None


class PolicyStore:
    """Policies by organization and id. Every method raises `Unavailable` when the table is down."""

    def __init__(self, settings: AwsSettings, tables: TableSettings, journal: Journal) -> None:
        self._settings = settings
        self._journal = journal
        self.heads = Heads(settings, tables)
        self._policies = bind(PolicyItem, tables.policies, settings)
        self._versions = bind(VersionItem, tables.policies, settings)
        self._steps = bind(StepItem, tables.policies, settings)
        self._names = bind(NameItem, tables.policies, settings)
        self._counts = bind(CountItem, tables.policies, settings)
        self._parts = bind(PartItem, tables.policies, settings)
        self._organizations = bind(DirectoryItem, tables.directory, settings)

    def get(self, organization_id: str, policy_id: str) -> Policy | None:
        """The policy as last committed, deleted ones too, or None."""
        item = fetch(self._policies, organization_id, f"POLICY#{policy_id}")
        return None if item is None else policy_from(item)

    def everything(self, organization_id: str) -> list[Policy]:
        """All policies, deleted ones too, in the order of creation."""
        return list(self._each(organization_id, None))

    def page(
        self,
        organization_id: str,
        *,
        limit: int,
        after: str | None,
        keep: Callable[[Policy], bool],
    ) -> PolicyPage:
        """Up to `limit` policies that `keep` wants, created after the one with id `after`."""
        found: list[Policy] = []
        for policy in self._each(organization_id, after):
            if not keep(policy):
                continue
            if len(found) == limit:
                return PolicyPage(tuple(found), found[-1].id)
            found.append(policy)
        return PolicyPage(tuple(found), None)

    def _each(self, organization_id: str, after: str | None) -> Iterable[Policy]:
        # "!" sorts before every character of an id and "~" behind them.
        lower = f"POLICY#{after}!" if after else "POLICY#"
        keys = self._policies.sk.between(lower, "POLICY#~")
        with reads():
            for item in self._policies.query(organization_id, keys, consistent_read=True):
                yield policy_from(item)

    def version(self, organization_id: str, policy_id: str, version: int) -> PolicyVersion | None:
        """One version, or None."""
        item = fetch(self._versions, *version_key(organization_id, policy_id, version))
        return None if item is None else version_from(item)

    def versions(
        self, organization_id: str, wanted: Iterable[tuple[str, int]]
    ) -> Mapping[tuple[str, int], PolicyVersion]:
        """Versions by policy id and number; what is not there is left out."""
        keys = {version_key(organization_id, *each): each for each in wanted}
        with reads():
            items = self._versions.batch_get(list(keys), consistent_read=True)
            return {keys[(item.pk, item.sk)]: version_from(item) for item in items}

    def versions_of(
        self, organization_id: str, policy_id: str, *, limit: int, below: int | None
    ) -> list[PolicyVersion]:
        """A policy's versions, the newest first, smaller than `below`."""
        pk, highest = version_key(organization_id, policy_id, (below or 10**6) - 1)
        keys = self._versions.sk.between("VERSION#", highest)
        with reads():
            items = self._versions.query(
                pk, keys, limit=limit, scan_index_forward=False, consistent_read=True
            )
            return [version_from(item) for item in items]

    def steps(
        self, organization_id: str, policy_id: str, *, limit: int, below: int | None
    ) -> list[Step]:
        """What happened to a policy, the newest first, before step number `below`."""
        pk, highest = step_key(organization_id, policy_id, (below or 10**9) - 1)
        keys = self._steps.sk.between("STEP#", highest)
        with reads():
            items = self._steps.query(
                pk, keys, limit=limit, scan_index_forward=False, consistent_read=True
            )
            return [step_from(item) for item in items]

    def bundle(self, organization_id: str, hash_: str) -> list[bytes]:
        """The parts of a bundle that is or was in force; empty when there was none such."""
        pk = f"{organization_id}#{hash_}"
        if not can_be_key(pk):
            return []
        keys = self._parts.sk.startswith("PART#")
        with reads():
            items = self._parts.query(pk, keys, consistent_read=True)
            return [item.data for item in items]

    def commit(
        self, changes: Sequence[Change], head: Head | None = None, packed: Packed | None = None
    ) -> None:
        """Applies all changes and the new bundle, or nothing.

        `packed` replaces the bundle of `head`. Raises `Conflict` when a policy changed meanwhile or
        a name is taken, `HeadMoved` when the head did, `Unprocessable` past the limit of policies.
        """
        organization_id = changes[0].after.organization_id
        _check_together(changes)
        transaction = Transaction(self._settings)
        for change in changes:
            self._write(transaction, change)
        self._count(transaction, organization_id, changes)
        if head is not None and packed is not None:
            self._put_parts(organization_id, packed)
            self.heads.write_head(transaction, head, hash=packed.hash, parts=len(packed.parts))
            if packed.demands is not None:
                self._hand_over(transaction, organization_id, packed.demands)
        transaction.commit()

    def _hand_over(
        self,
        transaction: Transaction,
        organization_id: str,
        demands: Sequence[Mapping[str, Any]],
    ) -> None:
        """Tells the organization what is demanded of signing in; its version stays."""
        item = self._organizations(organization_id, sort_key(Organization, organization_id))
        there = self._organizations.pk.exists()
        values = [dict(demand) for demand in demands]
        actions: list[Action] = [self._organizations.policy_demands.set(values)]
        transaction.update(item, actions, NotFound("there is no such organization"), there)

    def _put_parts(self, organization_id: str, packed: Packed) -> None:
        """Before the head names them; parts that no head came to name do no harm."""
        for number, data in enumerate(packed.parts):
            with reads():
                self._parts(
                    f"{organization_id}#{packed.hash}", f"PART#{number:03d}", data=data
                ).save()

    def _write(self, transaction: Transaction, change: Change) -> None:
        before, after = change.before, change.after
        organization_id = after.organization_id
        item = self._policies(organization_id, f"POLICY#{after.id}")
        if before is None:
            new = self._policies(organization_id, item.sk, **attributes_of(after))
            transaction.put(new, Conflict("this id is taken"), self._policies.pk.does_not_exist())
        else:
            as_read = self._policies.version == before.version
            transaction.update(item, self._actions(before, after), _stale(), as_read)
        self._guard_names(transaction, change)
        if change.saved:
            pk, sk = version_key(organization_id, after.id, change.saved.version)
            version = self._versions(pk, sk, **version_values(change.saved))
            transaction.put(version, _stale(), self._versions.pk.does_not_exist())
        pk, sk = step_key(organization_id, after.id, change.step.number)
        step = self._steps(pk, sk, **step_values(change.step))
        transaction.put(step, _stale(), self._steps.pk.does_not_exist())
        self._journal.record(transaction, change.event)

    def _actions(self, before: Policy, after: Policy) -> list[Action]:
        old, new = attributes_of(before), attributes_of(after)
        return [
            getattr(self._policies, name).set(new[name])
            if name in new
            else getattr(self._policies, name).remove()
            for name in sorted(old.keys() | new.keys())
            if old.get(name) != new.get(name)
        ]

    def _guard_names(self, transaction: Transaction, change: Change) -> None:
        after = change.after
        held, wanted = _names(change.before), _names(after)
        for key in sorted(wanted - held):
            taken = Conflict("another policy has this name", param="name")
            item = self._names(after.organization_id, key, policy_id=after.id)
            transaction.put(item, taken, self._names.pk.does_not_exist())
        for key in sorted(held - wanted):
            transaction.delete(self._names(after.organization_id, key), _stale())

    def _count(
        self, transaction: Transaction, organization_id: str, changes: Sequence[Change]
    ) -> None:
        more = sum(_weight(change) for change in changes)
        if more == 0:
            return
        full = Unprocessable(f"an organization has at most {MOST_POLICIES} policies")
        known = self._counts.policies
        room = known.does_not_exist() | (known <= MOST_POLICIES - more)
        counter = self._counts(organization_id, "COUNT")
        transaction.update(counter, [known.add(more)], full, room)


def _names(policy: Policy | None) -> set[str]:
    """The keys of the names that a policy holds."""
    if policy is None or policy.deleted_ms is not None:
        return set()
    return {name_key(name) for name in policy.names}


def _check_together(changes: Sequence[Change]) -> None:
    """One transaction writes an item once, and at most a hundred of them."""
    names = [key for change in changes for key in _names(change.before) ^ _names(change.after)]
    if len(set(names)) < len(names):
        raise Conflict("two of these policies have one name", param="name")
    if len(changes) * _ITEMS_OF_A_CHANGE + len(names) > _MOST_ITEMS:
        raise Unprocessable("these are too many changes for one transaction; send fewer at once")


def _stale() -> Conflict:
    return Conflict("this policy was changed meanwhile; read it again")


def _weight(change: Change) -> int:
    """How many policies more there are after a change."""
    was = change.before is not None and change.before.deleted_ms is None
    return int(change.after.deleted_ms is None) - int(was)
