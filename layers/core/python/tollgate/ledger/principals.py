"""Principals as warm functions keep them: read once, then trusted only under their stamp.

The organization's stamp is read in the same atomic step as the key, before anything else, so that a
change in between leaves the cached principal with an old stamp, which admission then refuses.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from tollgate.aws.attributes import from_item
from tollgate.aws.dynamodb import DynamoDB
from tollgate.errors import Forbidden, TollgateError, Unauthenticated
from tollgate.ledger.models import Budget, Period, Principal, RateLimit, Scope
from tollgate.ledger.rules import gate_key
from tollgate.settings import TableSettings

_DEEPEST_TEAM: Final = 16
_KEPT: Final = 10_000

Values = dict[str, Any]


class PrincipalDirectory:
    """Loads and caches principals by key id; thread-safe, since entries are replaced whole."""

    def __init__(self, dynamodb: DynamoDB, tables: TableSettings) -> None:
        self._dynamodb = dynamodb
        self._tables = tables
        self._cache: dict[tuple[str, str], Principal] = {}

    def get(self, organization_id: str, key_id: str) -> Principal:
        """The cached principal, or a fresh one. Raises `Unauthenticated` for an unknown key."""
        cached = self._cache.get((organization_id, key_id))
        return self.load(organization_id, key_id) if cached is None else cached

    def load(self, organization_id: str, key_id: str) -> Principal:
        """Reads the principal anew, with the stamp it holds under."""
        gate, key, organization = self._read(
            [
                (self._tables.accounts, *gate_key(organization_id, 0)),
                (self._tables.directory, organization_id, f"KEY#{key_id}"),
                (self._tables.directory, organization_id, "ORG"),
            ]
        )
        if gate is None or key is None or organization is None:
            self._cache.pop((organization_id, key_id), None)
            raise Unauthenticated("unknown API key")
        user, teams = self._people(organization_id, key)
        principal = _principal(
            key=key, organization=organization, user=user, teams=teams, epoch=gate["epoch"]
        )
        if len(self._cache) >= _KEPT:
            self._cache.clear()
        self._cache[organization_id, key_id] = principal
        return principal

    def _people(self, organization_id: str, key: Values) -> tuple[Values | None, list[Values]]:
        wanted = [
            (self._tables.directory, organization_id, f"{kind}#{key[field]}")
            for kind, field in (("USER", "user_id"), ("TEAM", "team_id"))
            if key.get(field)
        ]
        found = dict(zip([sk for _, _, sk in wanted], self._read(wanted), strict=True))
        user = found.get(f"USER#{key.get('user_id')}")
        team = found.get(f"TEAM#{key.get('team_id')}")
        teams: list[Values] = []
        while team is not None and len(teams) < _DEEPEST_TEAM:
            teams.append(team)
            parent = team.get("parent_team_id")
            if not parent:
                break
            [team] = self._read([(self._tables.directory, organization_id, f"TEAM#{parent}")])
        return user, teams

    def _read(self, keys: Sequence[tuple[str, str, str]]) -> list[Values | None]:
        if not keys:
            return []
        gets = [
            {"Get": {"TableName": table, "Key": {"pk": {"S": pk}, "sk": {"S": sk}}}}
            for table, pk, sk in keys
        ]
        answer = self._dynamodb.call("TransactGetItems", {"TransactItems": gets})
        return [
            from_item(entry["Item"]) if entry.get("Item") else None for entry in answer["Responses"]
        ]


def _principal(
    *,
    key: Values,
    organization: Values,
    user: Values | None,
    teams: list[Values],
    epoch: int,
) -> Principal:
    organization_id = organization["pk"]
    key_id = key["sk"].removeprefix("KEY#")
    team_path = tuple(team["sk"].removeprefix("TEAM#") for team in teams)
    levels = [(key_id, key), (key.get("user_id"), user)]
    levels += [*zip(team_path, teams, strict=True), (organization_id, organization)]
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
        expires_ms=key.get("expires_ms"),
        refusal=_refusal(key, organization, user, teams),
        permissions=frozenset(key.get("permissions") or ()),
        models=tuple(key.get("models") or ()),
        ceiling_price=(ceiling["input_nano"], ceiling["output_nano"]) if ceiling else None,
        price_overrides=organization.get("price_overrides") or {},
    )


def _scope(scope_id: str, values: Values) -> Scope:
    budgets = values.get("budgets") or {}
    rate = values.get("rate_limit") or {}
    limit = RateLimit(rate.get("requests_per_minute"), rate.get("tokens_per_minute"))
    return Scope(
        id=scope_id,
        budgets=tuple(Budget(amount, Period(period)) for period, amount in budgets.items()),
        rate_limit=None if limit == RateLimit() else limit,
    )


def _refusal(
    key: Values, organization: Values, user: Values | None, teams: list[Values]
) -> TollgateError | None:
    if key["status"] == "revoked":
        return Unauthenticated("this API key was revoked")
    if key["status"] != "active":
        return Forbidden(f"this API key is {key['status']}")
    if key.get("user_id") and (user is None or user["status"] != "active"):
        return Forbidden("the user of this API key is suspended")
    if key.get("team_id") and not teams:
        return Forbidden("the team of this API key no longer exists")
    if any(team.get("status", "active") != "active" for team in teams):
        return Forbidden("the team of this API key is frozen")
    if organization.get("status", "active") != "active":
        return Forbidden("this organization is frozen")
    return None
