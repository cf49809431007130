"""Permissions as routes declare them, roles give them and the docs show them are the same."""

from __future__ import annotations

import pytest

from functions.status import build_permissions
from tests.contract.permission_matrix import MATRIX, rendered, routes
from tollgate.directory.permission_catalog import CATALOG, RESERVED, unknown
from tollgate.directory.permission_names import GROUPS
from tollgate.directory.service.roles import DESCRIPTIONS
from tollgate.directory.system_roles import ROLE_ALIASES, SYSTEM_ROLES, canonical_role
from tollgate.http.permissions import PUBLIC, SIGNED_IN
from tollgate.kit.permissions import ORG, Rights, permits, split_scope

_OF_NOBODY = {PUBLIC, SIGNED_IN}
_BEYOND_ROUTES = {
    "llm.use.*",
    "budgets.view",
    "approvals.decide",
    "sessions.view",
    "sessions.revoke",
}
"""Asked for by the data path, or inside a service whose route lets more people in."""


def test_every_route_declares_a_permission_of_the_catalogue() -> None:
    scopes = {entry.name: {ORG, *entry.scopes} for entry in CATALOG} | {"llm.use": {ORG}}
    strangers = [
        f"{method} {path}: {permission}"
        for method, path, permission in routes()
        if permission not in _OF_NOBODY
        and split_scope(permission)[1] not in scopes.get(split_scope(permission)[0], set())
    ]
    assert strangers == []


def test_every_permission_of_the_catalogue_is_asked_for() -> None:
    asked = {split_scope(permission)[0] for _, _, permission in routes()}
    assert {entry.name for entry in CATALOG} - asked == _BEYOND_ROUTES
    assert asked.isdisjoint(entry.name for entry in RESERVED)


def test_every_scope_of_the_catalogue_lets_somebody_in() -> None:
    asked = {permission for _, _, permission in routes()}
    useless = [
        f"{entry.name}.{scope}"
        for entry in CATALOG
        for scope in entry.scopes
        if entry.name not in _BEYOND_ROUTES
        and not any(permits((f"{entry.name}.{scope}",), permission) for permission in asked)
    ]
    assert useless == []


def test_every_permission_of_a_built_in_role_means_something() -> None:
    given = {permission for permissions in SYSTEM_ROLES.values() for permission in permissions}
    assert unknown(sorted(given - {"*"})) == []
    grouped = {permission for permissions in GROUPS.values() for permission in permissions}
    assert unknown(sorted(grouped)) == []


@pytest.mark.parametrize("entry", CATALOG, ids=lambda entry: str(entry.name))
def test_the_owner_may_do_everything_and_the_admin_nearly(entry: object) -> None:
    name = str(getattr(entry, "name"))  # noqa: B009 - a parameter of any type
    assert Rights(frozenset(SYSTEM_ROLES["owner"])).gives(name)
    admin = Rights(frozenset(SYSTEM_ROLES["admin"])).gives(name)
    assert admin is (name not in {"organizations.create", "organizations.delete"})


def test_every_role_is_described_and_every_alias_means_one() -> None:
    assert DESCRIPTIONS.keys() == SYSTEM_ROLES.keys()
    assert set(ROLE_ALIASES.values()) <= SYSTEM_ROLES.keys()
    assert ROLE_ALIASES.keys().isdisjoint(SYSTEM_ROLES)
    assert canonical_role("Finance Manager") == "finance"


def test_the_matrix_is_the_reviewed_one() -> None:
    """Read each changed line, then: `python -m tests.contract.permission_matrix`."""
    assert rendered() == MATRIX.read_text(encoding="utf-8")


def test_the_page_shows_the_catalogue() -> None:
    """Otherwise: `python -m functions.status.build_permissions`."""
    shown = build_permissions.DOCUMENT.read_text(encoding="utf-8")
    assert shown == build_permissions.rendered()
