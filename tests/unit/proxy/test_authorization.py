"""Which models a principal may use: by provider, model or family, by key, grants and roles."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tollgate.access.authority import Authority
from tollgate.directory.models import Role, User
from tollgate.errors import Forbidden
from tollgate.kit.permissions import Rights
from tollgate.ledger.models import Principal
from tollgate.policies.models import Grant
from tollgate.providers.models import Dialect, ProviderSpec
from tollgate.proxy.authorization import authorize_model, may_call
from tollgate.proxy.routing import names_of, route

PROVIDERS = {
    name: ProviderSpec(name=name, dialect=dialect, base_url=f"https://{name}.example")
    for name, dialect in (
        ("openai", Dialect.OPENAI),
        ("anthropic", Dialect.ANTHROPIC),
        ("bedrock", Dialect.OPENAI),
    )
}
NOW = 1_000


def principal(*permissions: str, authority: Authority | None = None) -> Principal:
    return Principal(
        organization_id="org",
        key_id="key",
        user_id="usr",
        team_id=None,
        team_path=(),
        scopes=(),
        epoch=1,
        time_zone="UTC",
        secret_hash="",
        permissions=frozenset(permissions),
        authority=authority,
    )


def owner(*roles: str, denies: tuple[str, ...] = (), gives: tuple[str, ...] = ()) -> Authority:
    custom = Role(
        id="custom",
        organization_id="org",
        name="custom",
        permissions=gives,
        denied_permissions=denies,
        created_ms=0,
    )
    user = User(
        id="usr",
        organization_id="org",
        email="a@b.example",
        name="A",
        roles=(*roles, "custom"),
        created_ms=0,
    )
    return Authority(user, {"custom": custom}, key_id="key")


def may(caller: Principal, model: str) -> bool:
    try:
        authorize_model(caller, model, route(model, PROVIDERS), NOW)
    except Forbidden:
        return False
    return True


@pytest.mark.parametrize(
    ("permission", "model", "allowed"),
    [
        ("*", "openai/gpt-4o", True),
        ("llm.*", "openai/gpt-4o", True),
        ("llm.use.*", "anthropic/claude-3-opus", True),
        ("llm.use.openai", "openai/gpt-4o", True),
        ("llm.use.openai", "anthropic/claude-3-opus", False),
        ("llm.use.gpt4", "openai/gpt-4", True),
        ("llm.use.gpt4", "openai/gpt-4o-mini", True),
        ("llm.use.gpt4", "openai/gpt-4.1", True),
        ("llm.use.gpt4", "openai/gpt-3.5-turbo", False),
        ("llm:use:gpt4", "openai/gpt-4", True),
        ("llm:use:openai", "openai/o3", True),
        ("llm.use.claude", "anthropic/claude-3-5-sonnet-20241022", True),
        ("llm.use.claude", "bedrock/us.anthropic.claude-3-haiku-20240307-v1:0", True),
        ("llm.use.claude3", "anthropic/claude-2.1", False),
        ("llm.use.claude", "openai/my-claude-like", False),
        ("llm.use.gpt-4o", "openai/gpt-4o", True),
        ("llm.use.gpt-4o", "openai/gpt-4o-2024-08-06", True),
        ("llm.use.gpt-4o", "openai/gpt-4o-mini", False),
        ("llm.use.gpt-4.1", "openai/gpt-4.1", True),
        ("llm.use.gpt-4.1", "openai/gpt-4", False),
        ("llm.use.GPT-4o", "openai/gpt-4o", True),
        ("users.view", "openai/gpt-4o", False),
    ],
)
def test_a_permission_means_a_provider_a_model_or_a_family(
    permission: str, model: str, allowed: bool
) -> None:
    assert may(principal(permission), model) is allowed


def test_a_personal_key_does_no_more_than_its_person() -> None:
    assert may(principal("llm.use.*", authority=owner("developer")), "openai/gpt-4o")
    assert not may(principal("llm.use.*", authority=owner("viewer")), "openai/gpt-4o")
    limited = owner(gives=("llm.use.claude",))
    assert may(principal("llm.use.*", authority=limited), "anthropic/claude-3-opus")
    assert not may(principal("llm.use.*", authority=limited), "openai/gpt-4o")
    assert not may(principal("llm.use.openai", authority=limited), "anthropic/claude-3-opus")


@pytest.mark.parametrize("denied", ["llm.use.gpt4", "llm.use.openai", "llm.use.gpt-4o", "llm.*"])
def test_a_denial_wins_over_every_allowance(denied: str) -> None:
    authority = owner("owner", denies=(denied,))
    assert not may(principal("*", authority=authority), "openai/gpt-4o")
    assert may(principal("*", authority=authority), "anthropic/claude-3-opus") is (
        denied != "llm.*"
    )


def test_an_approved_grant_stands_in_for_key_and_role_but_not_against_a_denial() -> None:
    grant = Grant(id="g", kind="key_scope", until_ms=NOW + 1, permissions=("llm.use.openai",))
    caller = replace(principal("llm.use.anthropic", authority=owner("viewer")), grants=(grant,))
    assert may(caller, "openai/gpt-4o")
    assert not may(caller, "anthropic/claude-3-opus")
    barred = replace(caller, authority=owner("viewer", denies=("llm.use.openai",)))
    assert not may(barred, "openai/gpt-4o")
    over = replace(caller, grants=(replace(grant, until_ms=NOW),))
    assert not may(over, "openai/gpt-4o")


def test_what_is_denied_is_found_under_every_name_of_a_model() -> None:
    rights = Rights(frozenset({"llm.use.*"}), frozenset({"llm.use.claude"}))
    for model in ("anthropic/claude-3-opus", "bedrock/anthropic.claude-3-opus", "claude-3-opus"):
        routed = route(model, PROVIDERS)
        assert not may_call(rights, routed, names_of(model, routed))
