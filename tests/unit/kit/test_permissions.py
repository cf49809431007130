from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollgate.directory.system_roles import SYSTEM_ROLES
from tollgate.kit.permissions import PERMISSION, permits

WORDS = st.sampled_from(["llm", "use", "costs", "view", "own", "openai", "*"])
PATTERNS = st.lists(WORDS, min_size=1, max_size=3).map(".".join)
PLAIN = st.lists(WORDS.filter(lambda word: word != "*"), min_size=1, max_size=3).map(".".join)


@pytest.mark.parametrize(
    ("granted", "needed", "expected"),
    [
        ("*", "users.create", True),
        ("users.*", "users.create", True),
        ("users.*", "teams.create", False),
        ("costs.view", "costs.view.own", True),
        ("costs.view.own", "costs.view", False),
        ("costs.view.own", "costs.view.own", True),
        ("llm.use.*", "llm.use.openai", True),
        ("llm.use.openai", "llm.use.anthropic", False),
        ("llm.use.openai", "llm.use.*", False),
        ("llm.use.*", "llm.use.*", True),
        ("*.view", "teams.view", True),
        ("*.view", "teams.edit", False),
        ("*.view", "*", False),
        ("user", "users", False),
    ],
)
def test_cases(granted: str, needed: str, expected: bool) -> None:
    assert permits([granted], needed) is expected


@given(PATTERNS)
def test_everything_permits_itself(pattern: str) -> None:
    assert permits([pattern], pattern)


@given(PATTERNS, PATTERNS, PLAIN)
def test_what_covers_a_pattern_covers_all_it_permits(wide: str, narrow: str, needed: str) -> None:
    """Else someone could hand out more than they hold."""
    if permits([wide], narrow) and permits([narrow], needed):
        assert permits([wide], needed)


def test_nothing_permits_nothing() -> None:
    assert not permits([], "users.view")


@pytest.mark.parametrize("permission", sorted({p for role in SYSTEM_ROLES.values() for p in role}))
def test_roles_hold_well_formed_permissions(permission: str) -> None:
    assert PERMISSION.fullmatch(permission)
