"""Principals as warm functions keep them: read once, then trusted only under their stamp.

The organization's stamp is read in the same atomic step as the key, before anything else, so that a
change in between leaves the cached principal with an old stamp, which admission then refuses.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from msgspec.structs import replace

from tollgate.access.authority import Authority
from tollgate.aws.attributes import from_item
from tollgate.aws.dynamodb import DynamoDB
from tollgate.directory.models import Elevation, Role, User
from tollgate.directory.network import Plane, rules_of
from tollgate.directory.roles import DEEPEST
from tollgate.directory.system_roles import SYSTEM_ROLES
from tollgate.errors import Forbidden, TollgateError, Unauthenticated, Unavailable
from tollgate.kit.networks import Networks
from tollgate.ledger.models import Budget, Period, Principal, RateLimit, Scope
from tollgate.ledger.rules import gate_key
from tollgate.policies.bundle import Bundle, unpack
from tollgate.policies.models import Grant, Subject
from tollgate.settings import TableSettings

_DEEPEST_TEAM: Final = 16
_MANAGEMENT: Final = "management"
_KEPT: Final = 10_000
_BUNDLES_KEPT: Final = 1_000
_READ_AT_ONCE: Final = 100
"""DynamoDB's limit for one TransactGetItems."""

Values = dict[str, Any]


class PrincipalDirectory:
    """Loads and caches principals by key id; thread-safe, since entries are replaced whole."""

    def __init__(self, dynamodb: DynamoDB, tables: TableSettings) -> None:
        self._dynamodb = dynamodb
        self._tables = tables
        self._cache: dict[tuple[str, str], Principal] = {}
        self._bundles: dict[str, Bundle] = {}

    def get(self, organization_id: str, key_id: str) -> Principal:
        """The cached principal, or a fresh one. Raises `Unauthenticated` for an unknown key."""
        cached = self._cache.get((organization_id, key_id))
        return self.load(organization_id, key_id) if cached is None else cached

    def current(self, principal: Principal) -> Principal:
        """The same principal while its stamp has not moved, or a fresh one.

        What is kept may refuse what was allowed since; a refusal never reaches the stamp's check.
        """
        place = (self._tables.accounts, *gate_key(principal.organization_id, 0))
        [gate] = self._read([place])
        if gate is not None and gate["epoch"] == principal.epoch:
            return principal
        return self.load(principal.organization_id, principal.key_id)

    def load(self, organization_id: str, key_id: str) -> Principal:
        """Reads the principal anew, with the stamp it holds under."""
        gate, key, organization, head = self._read(
            [
                (self._tables.accounts, *gate_key(organization_id, 0)),
                (self._tables.directory, organization_id, f"KEY#{key_id}"),
                (self._tables.directory, organization_id, "ORG"),
                (self._tables.policies, organization_id, "BUNDLE"),
            ]
        )
        if gate is None or key is None or organization is None:
            self._cache.pop((organization_id, key_id), None)
            raise Unauthenticated("unknown API key")
        user, teams = self._people(organization_id, key)
        principal = _principal(
            key=key, organization=organization, user=user, teams=teams, epoch=gate["epoch"]
        )
        if user is not None:
            principal = replace(principal, authority=self._authority(principal, user))
        if head is not None:
            principal = replace(
                principal,
                bundle=self._bundle(organization_id, head),
                grants=tuple(map(_grant, head.get("grants") or ())),
            )
        if len(self._cache) >= _KEPT:
            self._cache.clear()
        self._cache[organization_id, key_id] = principal
        return principal

    def _bundle(self, organization_id: str, head: Values) -> Bundle:
        """The policies under the head's hash, kept from before or read in parts."""
        kept = self._bundles.get(organization_id)
        if kept is not None and kept.hash == head["hash"]:
            return kept
        place = f"{organization_id}#{head['hash']}"
        parts = self._read(
            [(self._tables.policies, place, f"PART#{part:03d}") for part in range(head["parts"])]
        )
        found = [part["data"] for part in parts if part is not None]
        if len(found) != head["parts"]:
            raise Unavailable("the policies of this organization cannot be read", retry_after=1)
        bundle = Bundle(head["hash"], unpack(found) if found else ())
        if len(self._bundles) >= _BUNDLES_KEPT:
            self._bundles.clear()
        self._bundles[organization_id] = bundle
        return bundle

    def _people(self, organization_id: str, key: Values) -> tuple[Values | None, dict[str, Values]]:
        """The person of a key, and every team of either, with all teams above."""
        user_id, team_id = key.get("user_id"), key.get("team_id")
        user = None
        if user_id:
            [user] = self._read([(self._tables.directory, organization_id, f"USER#{user_id}")])
        wanted = {team_id, *((user or {}).get("team_ids") or ())} - {None}
        teams: dict[str, Values] = {}
        for _ in range(_DEEPEST_TEAM):
            missing = sorted(wanted - teams.keys())
            if not missing:
                break
            keys = [(self._tables.directory, organization_id, f"TEAM#{id_}") for id_ in missing]
            read = dict(zip(missing, self._read(keys), strict=True))
            teams |= {id_: team for id_, team in read.items() if team is not None}
            wanted = {team.get("parent_team_id") for team in read.values() if team} - {None}
        return user, teams

    def _authority(self, principal: Principal, user: Values) -> Authority:
        owner = _owner(principal.organization_id, user)
        return Authority(
            owner,
            self._roles(owner),
            key_id=principal.key_id,
            team_path=principal.team_path,
            time_zone=principal.time_zone,
        )

    def _roles(self, owner: User) -> dict[str, Role]:
        """The organization's own roles that the person has, with all that these inherit."""
        wanted = {*owner.roles, *(each.role for each in owner.elevations)}
        wanted.update(role for roles in owner.team_roles.values() for role in roles)
        found: dict[str, Role] = {}
        asked: set[str] = set(SYSTEM_ROLES)
        for _ in range(DEEPEST):
            missing = sorted(wanted - asked)
            if not missing:
                break
            asked.update(missing)
            keys = [
                (self._tables.directory, owner.organization_id, f"ROLE#{name}") for name in missing
            ]
            for name, item in zip(missing, self._read(keys), strict=True):
                if item is not None and item["status"] == "active":
                    found[name] = _role(owner.organization_id, name, item)
                    wanted.update(found[name].inherits)
        return found

    def _read(self, keys: Sequence[tuple[str, str, str]]) -> list[Values | None]:
        if not keys:
            return []
        found: list[Values | None] = []
        for start in range(0, len(keys), _READ_AT_ONCE):
            gets = [
                {"Get": {"TableName": table, "Key": {"pk": {"S": pk}, "sk": {"S": sk}}}}
                for table, pk, sk in keys[start : start + _READ_AT_ONCE]
            ]
            answer = self._dynamodb.call("TransactGetItems", {"TransactItems": gets})
            found += [
                from_item(entry["Item"]) if entry.get("Item") else None
                for entry in answer["Responses"]
            ]
        return found


def _principal(
    *,
    key: Values,
    organization: Values,
    user: Values | None,
    teams: dict[str, Values],
    epoch: int,
) -> Principal:
    organization_id = organization["pk"]
    key_id = key["sk"].removeprefix("KEY#")
    team_path = _path(key.get("team_id"), teams)
    levels = [(key_id, key), (key.get("user_id"), user)]
    levels += [*((id_, teams[id_]) for id_ in team_path), (organization_id, organization)]
    ceiling = organization.get("ceiling_price")
    return Principal(
        organization_id=organization_id,
        key_id=key_id,
        user_id=key.get("user_id"),
        team_id=key.get("team_id"),
        team_path=team_path,
        scopes=tuple(_scope(id_, values) for id_, values in levels if id_ and values),
        epoch=epoch,
        time_zone=organization.get("time_zone", "UTC"),
        secret_hash=key["secret_hash"],
        previous_hash=key.get("previous_hash"),
        previous_until_ms=key.get("previous_until_ms"),
        networks=_networks(key, organization),
        expires_ms=key.get("expires_ms"),
        refusal=_refusal(key, organization, user, [teams[id_] for id_ in team_path]),
        permissions=frozenset(key.get("permissions") or ()),
        models=tuple(key.get("models") or ()),
        ceiling_price=(ceiling["input_nano"], ceiling["output_nano"]) if ceiling else None,
        price_overrides=organization.get("price_overrides") or {},
        subject=_subject(key, organization, user, teams),
    )


def _owner(organization_id: str, user: Values) -> User:
    """The person of a key, as far as their rights go."""
    return User(
        id=user["sk"].removeprefix("USER#"),
        organization_id=organization_id,
        email=user.get("email", ""),
        name=user.get("name", ""),
        roles=tuple(user.get("roles") or ()),
        team_ids=tuple(user.get("team_ids") or ()),
        team_roles={team: tuple(roles) for team, roles in (user.get("team_roles") or {}).items()},
        elevations=tuple(
            Elevation(each["id"], each["role"], each["until_ms"])
            for each in user.get("elevations") or ()
        ),
        attributes=user.get("attributes") or {},
        created_ms=user.get("created_ms", 0),
    )


def _role(organization_id: str, name: str, item: Values) -> Role:
    return Role(
        id=name,
        organization_id=organization_id,
        name=item.get("name", name),
        permissions=tuple(item.get("permissions") or ()),
        denied_permissions=tuple(item.get("denied_permissions") or ()),
        inherits=tuple(item.get("inherits") or ()),
        condition=item.get("condition"),
        created_ms=item.get("created_ms", 0),
    )


def _path(team_id: str | None, teams: dict[str, Values]) -> tuple[str, ...]:
    """From a team up to the root of its tree."""
    path: list[str] = []
    while team_id and team_id in teams and team_id not in path:
        path.append(team_id)
        team_id = teams[team_id].get("parent_team_id")
    return tuple(path)


def _subject(
    key: Values, organization: Values, user: Values | None, teams: dict[str, Values]
) -> Subject:
    member_of = {key.get("team_id"), *((user or {}).get("team_ids") or ())} & teams.keys()
    return Subject(
        organization_id=organization["pk"],
        key_id=key["sk"].removeprefix("KEY#"),
        user_id=key.get("user_id"),
        team_paths=tuple(_path(team_id, teams) for team_id in sorted(member_of)),
        roles=frozenset((user or {}).get("roles") or ()),
        tags=key.get("tags") or {},
        time_zone=organization.get("time_zone", "UTC"),
        key_created_ms=key.get("created_ms"),
    )


def _grant(values: Values) -> Grant:
    lists = {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
    return Grant(**(values | lists))


def _scope(scope_id: str, values: Values) -> Scope:
    budgets = values.get("budgets") or {}
    rate = values.get("rate_limit") or {}
    limit = RateLimit(rate.get("requests_per_minute"), rate.get("tokens_per_minute"))
    return Scope(
        id=scope_id,
        budgets=tuple(Budget(amount, Period(period)) for period, amount in budgets.items()),
        rate_limit=None if limit == RateLimit() else limit,
    )


def _networks(key: Values, organization: Values) -> tuple[Networks, ...]:
    """Where the key, and where the organization's model calls may come from."""
    own, whole = key.get("addresses"), organization.get("network")
    found = (
        Networks.of(own) if own else None,
        rules_of(whole).networks(Plane.CALLS) if whole else None,
    )
    return tuple(networks for networks in found if networks is not None)


def _refusal(
    key: Values, organization: Values, user: Values | None, teams: list[Values]
) -> TollgateError | None:
    if key["status"] == "revoked":
        return Unauthenticated("this API key was revoked")
    if key["status"] != "active":
        return Forbidden(f"this API key is {key['status']}")
    if key.get("purpose") == _MANAGEMENT:
        return Forbidden("this key is for the control plane; model calls need a key of their own")
    if key.get("user_id") and (user is None or user["status"] != "active"):
        return Forbidden("the user of this API key is suspended")
    if key.get("team_id") and not teams:
        return Forbidden("the team of this API key no longer exists")
    if any(team.get("status", "active") != "active" for team in teams):
        return Forbidden("the team of this API key is frozen")
    if organization.get("status", "active") != "active":
        return Forbidden("this organization is frozen")
    return None
