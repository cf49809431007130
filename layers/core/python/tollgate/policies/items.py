"""How policies lie in their table: one PynamoDB model per kind of item.

What the proxy reads too (the bundle's head and parts) is plain attributes; what only the control
plane reads may be JSON text, because an item's numbers are integers and a document's are not.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute

from tollgate.aws.items import Item, ListOf, MapOf
from tollgate.journal.models import Actor
from tollgate.policies.models import PolicyType
from tollgate.policies.versions import DryRun, Policy, PolicyVersion, Span, Step


class BundleItem(Item):
    """`pk=<organization>`, `sk=BUNDLE`: what is in force now."""

    hash = UnicodeAttribute()
    parts = NumberAttribute()
    grants = ListOf()
    version = NumberAttribute()


class PartItem(Item):
    """`pk=<organization>#<hash>`, `sk=PART#000`: a piece of a bundle, immutable."""

    data = BinaryAttribute(legacy_encoding=False)


class PolicyItem(Item):
    """`pk=<organization>`, `sk=POLICY#<policy>`: the head of a policy."""

    name = UnicodeAttribute()
    description = UnicodeAttribute()
    type = UnicodeAttribute()
    names = ListOf()
    latest_version = NumberAttribute()
    spans = ListOf()
    dry_run = MapOf(null=True)
    owners = UnicodeAttribute()
    deleted_ms = NumberAttribute(null=True)
    created_ms = NumberAttribute()
    created_by = UnicodeAttribute()
    updated_ms = NumberAttribute()
    version = NumberAttribute()


class VersionItem(Item):
    """`pk=<organization>#<policy>`, `sk=VERSION#000001`, immutable."""

    document = UnicodeAttribute()
    content_hash = UnicodeAttribute()
    author = MapOf()
    message = UnicodeAttribute()
    created_ms = NumberAttribute()


class StepItem(Item):
    """`pk=<organization>#<policy>`, `sk=STEP#000000001`, immutable."""

    event_id = UnicodeAttribute()
    action = UnicodeAttribute()
    actor = MapOf()
    at_ms = NumberAttribute()
    message = UnicodeAttribute()
    details = UnicodeAttribute()


class NameItem(Item):
    """`pk=<organization>`, `sk=NAME#<hash>`: whose name it is."""

    policy_id = UnicodeAttribute()


class CountItem(Item):
    """`pk=<organization>`, `sk=COUNT`: how many policies there are."""

    policies = NumberAttribute()


def version_key(organization_id: str, policy_id: str, version: int) -> tuple[str, str]:
    """`(pk, sk)` of a version."""
    return f"{organization_id}#{policy_id}", f"VERSION#{version:06d}"


def step_key(organization_id: str, policy_id: str, number: int) -> tuple[str, str]:
    """`(pk, sk)` of a step."""
    return f"{organization_id}#{policy_id}", f"STEP#{number:09d}"


def name_key(name: str) -> str:
    """The sort key of a name; two that differ in case or outer space alone are one."""
    return f"NAME#{sha256(name.strip().casefold().encode()).hexdigest()}"


def attributes_of(policy: Policy) -> dict[str, Any]:
    """The head's attributes without its keys; what is None is left out."""
    values: dict[str, Any] = {
        "name": policy.name,
        "description": policy.description,
        "type": policy.type.value,
        "names": list(policy.names),
        "latest_version": policy.latest_version,
        "spans": [_span_values(span) for span in policy.spans],
        "dry_run": policy.dry_run
        and _without_none({"version": policy.dry_run.version, "until_ms": policy.dry_run.until_ms}),
        "owners": to_json(dict(policy.owners)),
        "deleted_ms": policy.deleted_ms,
        "created_ms": policy.created_ms,
        "created_by": policy.created_by,
        "updated_ms": policy.updated_ms,
        "version": policy.version,
    }
    return _without_none(values)


def _span_values(span: Span) -> dict[str, Any]:
    return _without_none(
        {"version": span.version, "from_ms": span.from_ms, "until_ms": span.until_ms}
    )


def _without_none(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def policy_from(item: PolicyItem) -> Policy:
    """The inverse of `attributes_of`."""
    return Policy(
        id=item.sk.removeprefix("POLICY#"),
        organization_id=item.pk,
        name=item.name,
        description=item.description,
        type=PolicyType(item.type),
        names=tuple(item.names),
        latest_version=int(item.latest_version),
        spans=tuple(Span(**span) for span in item.spans),
        dry_run=DryRun(**item.dry_run) if item.dry_run else None,
        owners=json.loads(item.owners),
        deleted_ms=None if item.deleted_ms is None else int(item.deleted_ms),
        created_ms=int(item.created_ms),
        created_by=item.created_by,
        updated_ms=int(item.updated_ms),
        version=int(item.version),
    )


def version_values(version: PolicyVersion) -> dict[str, Any]:
    """A version's attributes without its keys."""
    return {
        "document": to_json(version.document),
        "content_hash": version.content_hash,
        "author": {"type": version.author.type, "id": version.author.id},
        "message": version.message,
        "created_ms": version.created_ms,
    }


def version_from(item: VersionItem) -> PolicyVersion:
    """The inverse of `version_values`."""
    return PolicyVersion(
        policy_id=item.pk.partition("#")[2],
        version=int(item.sk.removeprefix("VERSION#")),
        document=json.loads(item.document),
        content_hash=item.content_hash,
        author=Actor(**item.author),
        message=item.message,
        created_ms=int(item.created_ms),
    )


def step_values(step: Step) -> dict[str, Any]:
    """A step's attributes without its keys."""
    return {
        "event_id": step.event_id,
        "action": step.action,
        "actor": {"type": step.actor.type, "id": step.actor.id},
        "at_ms": step.at_ms,
        "message": step.message,
        "details": to_json(step.details),
    }


def step_from(item: StepItem) -> Step:
    """The inverse of `step_values`."""
    return Step(
        number=int(item.sk.removeprefix("STEP#")),
        event_id=item.event_id,
        action=item.action,
        actor=Actor(**item.actor),
        at_ms=int(item.at_ms),
        message=item.message,
        details=json.loads(item.details),
    )


def to_json(values: Any) -> str:
    """Compact JSON text."""
    return json.dumps(values, separators=(",", ":"), ensure_ascii=False)
