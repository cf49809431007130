"""Other systems' spellings of permissions, and what means nothing at all."""

from __future__ import annotations

import pytest

from tollgate.directory.permission_catalog import CATALOG, RESERVED, unknown
from tollgate.directory.permission_names import GROUPS, expanded


@pytest.mark.parametrize(
    ("given", "ours"),
    [
        ("users.view", {"users.view"}),
        ("users:create", {"users.create"}),
        ("users:view:own", {"users.view.own"}),
        ("policies.read", {"policies.view"}),
        ("teams.list.team", {"teams.view.team"}),
        ("policies.update", {"policies.edit"}),
        ("policies.write", {"policies.create", "policies.edit"}),
        ("analytics.view", {"usage.view", "costs.view"}),
        ("metrics.read_own", {"usage.view.own", "costs.view.own"}),
        ("api_keys.create_own", {"api_keys.create.own"}),
        ("alerts.acknowledge", {"violations.resolve"}),
        ("audit_logs.export", {"audit.export"}),
        ("admin.teams", {"teams.*"}),
        ("admin.*", {each for group in GROUPS.values() for each in group}),
        ("users.edit", {"users.edit", "users.assign_roles"}),
        ("users.edit.team", {"users.edit.team", "users.assign_roles.team"}),
        ("users.assign_roles", {"users.assign_roles"}),
        ("llm.use.gpt4", {"llm.use.gpt4"}),
        ("llm:use:gpt4", {"llm.use.gpt4"}),
        ("*", {"*"}),
        ("*.view", {"*.view"}),
    ],
)
def test_what_a_permission_stands_for(given: str, ours: set[str]) -> None:
    assert expanded([given]) == ours
    assert unknown([given]) == []


def test_what_is_ours_stays_as_it_is() -> None:
    for entry in (*CATALOG, *RESERVED):
        for permission in entry.strings:
            assert permission in expanded([permission])
            assert expanded(expanded([permission])) == expanded([permission])


@pytest.mark.parametrize(
    "permission", ["user.view", "users.fly", "roles.view.own", "nothing.*", "users.view.own.more"]
)
def test_what_means_nothing_is_told(permission: str) -> None:
    assert unknown([permission, "users.view"]) == [permission]
