"""Budgets as they stand, and an organization's own prices."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, Protocol

from tollgate.auth.models import Caller
from tollgate.costs.models import Balance
from tollgate.directory.models import ApiKey, Limited, Organization, Page, Status, Team, User
from tollgate.directory.service import keys, organizations, teams, users
from tollgate.directory.service.changes import Directory
from tollgate.directory.service.reach import extent
from tollgate.ledger.models import Account, AccountRef
from tollgate.ledger.rules import account_key, period_key

_AT_ONCE: Final = 500
_GONE: Final = frozenset({Status.DELETED, Status.REVOKED})
_TYPES: Final[dict[type, str]] = {
    Organization: "organization",
    Team: "team",
    User: "user",
    ApiKey: "api_key",
}


class Balances(Protocol):
    """Where balances are read."""

    def balances(
        self, organization_id: str, refs: list[AccountRef]
    ) -> dict[tuple[str, str], Account]: ...


def list_budgets(directory: Directory, accounts: Balances, caller: Caller) -> list[Balance]:
    """Every budget that the caller may see, as of now.

    First the organization's, then those of teams, people and keys. Someone with `budgets.view` in
    some teams sees those of the teams, and everybody their own and those of their keys. Raises
    `Unavailable`.
    """
    organization = organizations.get_organization(directory, caller, caller.organization_id)
    at_ms = directory.clock()
    scopes = [
        (entity, AccountRef(entity.id, budget.period, key, budget.limit))
        for entity in _scopes(directory, caller, organization)
        for budget in entity.budgets
        for key in [period_key(budget.period, at_ms, organization.time_zone)]
    ]
    found = accounts.balances(organization.id, [ref for _, ref in scopes])
    return [
        Balance(
            scope_type=_TYPES[type(entity)],
            scope_name=entity.name,
            ref=ref,
            account=found.get(account_key(organization.id, ref), _untouched(ref)),
        )
        for entity, ref in scopes
    ]


def _untouched(ref: AccountRef) -> Account:
    return Account(limit=ref.limit, available=ref.limit, held=0, spent=0)


def _scopes(directory: Directory, caller: Caller, organization: Organization) -> Iterator[Limited]:
    reach = extent(directory, caller, "budgets.view")
    if reach.everything:
        yield organization
    if reach.teams is None or reach.teams:
        every = _all(lambda after: teams.list_teams(directory, caller, limit=_AT_ONCE, after=after))
        yield from filter(reach.covers, every)
    for entity in _people_and_keys(directory, caller):
        if entity.status not in _GONE and (reach.covers(entity) or _is_own(caller, entity)):
            yield entity


def _people_and_keys(directory: Directory, caller: Caller) -> Iterator[User | ApiKey]:
    yield from _all(lambda after: users.list_users(directory, caller, limit=_AT_ONCE, after=after))
    yield from _all(lambda after: keys.list_keys(directory, caller, limit=_AT_ONCE, after=after))


def _is_own(caller: Caller, entity: User | ApiKey) -> bool:
    owner = entity.id if isinstance(entity, User) else entity.user_id
    return owner is not None and owner == caller.user_id


def _all(page_after: Callable[[str | None], Page[Any]]) -> Iterator[Any]:
    after: str | None = None
    while True:
        page = page_after(after)
        yield from page.items
        after = page.next_after
        if after is None:
            return


def get_prices(directory: Directory, caller: Caller) -> Organization:
    """The organization, which carries its prices. Raises `Unavailable`."""
    return organizations.get_organization(directory, caller, caller.organization_id)


def set_prices(
    directory: Directory, caller: Caller, prices: Mapping[str, Any], if_match: int | None
) -> Organization:
    """Replaces `price_overrides` and `ceiling_price`; the next call is priced by them.

    Raises `PreconditionFailed`, `Conflict` and `Unavailable`.
    """
    return organizations.update_organization(
        directory, caller, caller.organization_id, prices, if_match
    )
