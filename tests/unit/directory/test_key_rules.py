"""What a key is for, which secret opens it, and what somebody should look at."""

from __future__ import annotations

import pytest

from tollgate.directory.models import ApiKey, Purpose, Status
from tollgate.directory.rules import (
    hash_secret,
    is_secret,
    make_token,
    parse_token,
    purpose_of,
    served_by,
    token_prefix,
)
from tollgate.directory.service.key_advice import Advice, advice_of
from tollgate.kit.base62 import new_secret

DAY_MS = 24 * 3600 * 1000
NOW_MS = 1_795_253_400_000
ORG, KEY = "org_01jd3v6k8mx2q4r7tn5w", "key_01jd3v6k8mx2q4r7tn5x"
PEPPER = b"pepper"
MIXED = Advice.MIXED_PURPOSE


def a_key(**values: object) -> ApiKey:
    fields = {
        "id": KEY,
        "organization_id": ORG,
        "name": "k",
        "secret_hash": "",
        "last4": "",
        "created_by": "usr_a",
        "created_ms": NOW_MS - DAY_MS,
        "expires_ms": NOW_MS + 30 * DAY_MS,
        "purpose": Purpose.MODEL,
    }
    return ApiKey(**{**fields, **values})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("permissions", "purpose"),
    [
        ((), Purpose.MODEL),
        (("llm.use.*",), Purpose.MODEL),
        (("llm.use.openai", "llm.use.claude"), Purpose.MODEL),
        (("teams.view",), Purpose.MANAGEMENT),
        (("users:create",), Purpose.MANAGEMENT),
        (("*",), Purpose.MANAGEMENT),
        (("llm.use.*", "teams.view"), None),
        (("llm.use.*", "*"), None),
    ],
)
def test_permissions_say_what_a_key_is_for(
    permissions: tuple[str, ...], purpose: Purpose | None
) -> None:
    assert purpose_of(permissions) is purpose


@pytest.mark.parametrize(
    ("purpose", "beginning"),
    [(Purpose.MODEL, "tg_live_"), (Purpose.MANAGEMENT, "tg_mgmt_"), (None, "tg_live_")],
)
def test_a_token_shows_what_it_is_for_and_is_read_alike(
    purpose: Purpose | None, beginning: str
) -> None:
    secret = new_secret()
    token = make_token(ORG, KEY, secret, purpose)
    assert token.startswith(beginning + ORG[4:] + KEY[4:])
    assert token.startswith(token_prefix(ORG, KEY, purpose))
    assert parse_token(token) == (ORG, KEY, secret)


@pytest.mark.parametrize(
    ("permissions", "purpose"),
    [
        (("llm.use.*",), Purpose.MODEL),
        (("teams.view",), Purpose.MANAGEMENT),
        (("*",), None),
        (("llm.use.*", "teams.view"), None),
    ],
)
def test_a_key_from_before_is_for_what_it_can_do(
    permissions: tuple[str, ...], purpose: Purpose | None
) -> None:
    assert served_by(a_key(purpose=None, permissions=permissions)) is purpose
    assert served_by(a_key(purpose=Purpose.MODEL, permissions=permissions)) is Purpose.MODEL


def test_a_replaced_secret_is_good_until_its_end() -> None:
    old, new = hash_secret(PEPPER, "old"), hash_secret(PEPPER, "new")
    for secret, now_ms, good in (
        ("new", NOW_MS, True),
        ("new", NOW_MS + DAY_MS, True),
        ("old", NOW_MS + DAY_MS - 1, True),
        ("old", NOW_MS + DAY_MS, False),
        ("other", NOW_MS, False),
    ):
        digest = hash_secret(PEPPER, secret)
        assert is_secret(digest, new, old, NOW_MS + DAY_MS, now_ms) is good, (secret, now_ms)
    assert not is_secret(old, new, None, None, NOW_MS)
    assert not is_secret(old, new, old, None, NOW_MS)


@pytest.mark.parametrize(
    ("values", "last_used_ms", "advice"),
    [
        ({}, None, []),
        ({"expires_ms": None}, None, [Advice.NEVER_EXPIRES]),
        ({"expires_ms": NOW_MS}, None, [Advice.EXPIRED]),
        ({"expires_ms": NOW_MS + 14 * DAY_MS}, None, [Advice.EXPIRES_SOON]),
        ({"created_ms": NOW_MS - 91 * DAY_MS}, None, [Advice.ROTATE, Advice.UNUSED]),
        ({"created_ms": NOW_MS - 91 * DAY_MS}, NOW_MS, [Advice.ROTATE]),
        ({"created_ms": NOW_MS - 91 * DAY_MS, "rotated_ms": NOW_MS}, NOW_MS, []),
        ({"purpose": None}, None, []),
        ({"purpose": None, "permissions": ("llm.use.*", "teams.view")}, None, [MIXED]),
        ({"purpose": None, "permissions": ("*",)}, None, [MIXED]),
        ({"purpose": Purpose.MANAGEMENT, "permissions": ("*",)}, None, []),
        ({"status": Status.REVOKED, "expires_ms": None}, None, []),
    ],
)
def test_advice(values: dict[str, object], last_used_ms: int | None, advice: list[Advice]) -> None:
    assert list(advice_of(a_key(**values), NOW_MS, last_used_ms)) == advice
