"""Which keys a batch of the stream shows in use."""

from __future__ import annotations

from typing import Any

import pytest

from tollgate.usage.key_uses import note_uses

ORG = "org_01jd3v6k8mx2q4r7tn5w"


def record(key: str = "key_a", at_ms: Any = 5, organization: str = ORG) -> dict[str, Any]:
    image = {
        "organization_id": {"S": organization},
        "key_id": {"S": key},
        "created_ms": {"N": str(at_ms)},
    }
    return {"dynamodb": {"NewImage": image}}


def noted(*records: dict[str, Any]) -> list[tuple[str, str, int]]:
    found: list[tuple[str, str, int]] = []

    def note(organization_id: str, key_id: str, at_ms: int) -> None:
        found.append((organization_id, key_id, at_ms))

    assert note_uses(note, records) == len(found)
    return found


def test_each_key_once_with_its_last_use() -> None:
    batch = (record(at_ms=5), record("key_b", 3), record(at_ms=9), record(at_ms=7))
    assert noted(*batch) == [(ORG, "key_a", 9), (ORG, "key_b", 3)]


def test_organizations_are_kept_apart() -> None:
    both = noted(record(), record(organization="org_b"))
    assert both == [(ORG, "key_a", 5), ("org_b", "key_a", 5)]


@pytest.mark.parametrize(
    "other",
    [
        {"dynamodb": {}},
        {"dynamodb": {"NewImage": None}},
        {"dynamodb": {"NewImage": {"kind": {"S": "event"}}}},
        record(at_ms="soon"),
    ],
)
def test_what_is_no_request_is_passed_over(other: dict[str, Any]) -> None:
    assert noted(other, record()) == [(ORG, "key_a", 5)]
