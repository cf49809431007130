"""From records of the journal's stream to hits and reviews: pure, and the same however often.

A record is what `tollgate.usage.rules` reads facts from; here it tells what policies said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import Any, Final

from msgspec.structs import replace

from tollgate.aws.attributes import from_attribute, from_item
from tollgate.errors import Conflict
from tollgate.journal.models import Actor
from tollgate.kit.ids import derived_id_at
from tollgate.policies.models import SEVERITY, Action
from tollgate.usage.rules import TERMINAL, Image, MalformedRecord, clean
from tollgate.violations.models import Hit, Review, ReviewStatus, Told

LONGEST_MESSAGE: Final = 1_000
_EVENTS: Final = {
    "violation.acknowledged",
    "violation.resolved",
    "violation.reopened",
}
_OPEN, _SEEN = ReviewStatus.OPEN, ReviewStatus.ACKNOWLEDGED
_CLOSED: Final = (ReviewStatus.RESOLVED, ReviewStatus.FALSE_POSITIVE)
_FROM: Final[Mapping[ReviewStatus, tuple[ReviewStatus, ...]]] = {
    _SEEN: (_OPEN,),
    ReviewStatus.RESOLVED: (_OPEN, _SEEN),
    ReviewStatus.FALSE_POSITIVE: (_OPEN, _SEEN),
    _OPEN: (_SEEN, *_CLOSED),
}
_KEY: Final = attrgetter("organization_id", "occurred_ms", "violation_id")
_NONE: Final = Told()

Values = Mapping[str, Any]


def told_by(record: Mapping[str, Any]) -> Told:
    """What one record of the stream tells.

    A request tells its hits when it has ended; an event of a review tells that review. Raises
    `MalformedRecord`.
    """
    try:
        image = record["dynamodb"].get("NewImage")
        kind = image.get("kind", {}).get("S") if image else None
        if kind == "request" and image["state"]["S"] in TERMINAL:
            return Told(hits=_hits(image)) if _has_reasons(image) else _NONE
        if kind == "event" and image["action"]["S"] in _EVENTS:
            return Told(reviews=(_review(from_item(image)),))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise MalformedRecord(f"{type(error).__name__}: {error}") from error
    return _NONE


def distinct(hits: Iterable[Hit]) -> list[Hit]:
    """Each hit once, in the order of the table's key, so that two writers cannot deadlock."""
    unique = {_KEY(hit): hit for hit in hits}
    return [unique[key] for key in sorted(unique)]


def reasons_of(values: Values) -> list[dict[str, Any]]:
    """What policies said about a record's input and output, once per policy, version and rule.

    Where both sides have it, the more severe action stands and the findings are those of both. A
    policy that merely allows has nothing to say here.
    """
    said: dict[tuple[Any, ...], dict[str, Any]] = {}
    for reason in (*(values.get("policies") or ()), *(values.get("output_policies") or ())):
        if not reason.get("policy_id") or _wanted(reason) == Action.ALLOW:
            continue
        key = tuple(reason.get(name) for name in ("policy_id", "version", "rule", "shadow"))
        said[key] = _joined(said[key], reason) if key in said else dict(reason)
    return list(said.values())


def _joined(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    worse = max(one, other, key=lambda reason: SEVERITY[Action(reason["action"])])
    kinds = {**(one.get("findings") or {}), **(other.get("findings") or {})}
    findings = {
        kind: sum((reason.get("findings") or {}).get(kind, 0) for reason in (one, other))
        for kind in kinds
    }
    return {**worse, "findings": findings}


def _wanted(reason: Values) -> str:
    return str(reason.get("wanted") or reason["action"])


def violation_id(request_id: str, occurred_ms: int, reason: Values) -> str:
    """The id of what a policy's rule said about a request; the same whenever it is asked for."""
    parts = (
        request_id,
        reason["policy_id"],
        str(reason.get("version", 0)),
        str(reason.get("rule", "")),
        "shadow" if reason.get("shadow") else "",
    )
    return derived_id_at("vio", occurred_ms, *parts)


def _has_reasons(image: Image) -> bool:
    return any(image.get(name, {}).get("L") for name in ("policies", "output_policies"))


def _hits(image: Image) -> tuple[Hit, ...]:
    values = {name: from_attribute(dict(image[name])) for name in image if name in _ATTRIBUTES}
    return tuple(_hit(values, reason) for reason in reasons_of(values))


_TEXTS: Final = (
    "decision",
    "key_id",
    "user_id",
    "operation",
    "provider",
    "model",
    "requested_model",
    "approval_id",
)
_ATTRIBUTES: Final = frozenset(
    {
        *_TEXTS,
        "organization_id",
        "request_id",
        "created_ms",
        "team_path",
        "cost",
        "hold",
        "policy_us",
        "policy_version",
        "policies",
        "output_policies",
    }
)


def _hit(values: Values, reason: Values) -> Hit:
    request_id, occurred_ms = values["request_id"], int(values["created_ms"])
    return Hit(
        organization_id=values["organization_id"],
        occurred_ms=occurred_ms,
        violation_id=violation_id(request_id, occurred_ms, reason),
        request_id=request_id,
        policy_id=clean(reason["policy_id"]),
        policy_version=int(reason.get("version", 0)),
        policy_name=clean(reason.get("name", "")),
        policy_type=clean(reason.get("type", "")),
        rule=clean(reason.get("rule", "")),
        action=clean(reason["action"]),
        wanted=clean(_wanted(reason)),
        enforcement=clean(reason.get("enforcement", "strict")),
        severity=clean(reason.get("severity", "medium")),
        shadow=bool(reason.get("shadow", False)),
        message=_message(reason),
        findings={
            clean(kind): int(count) for kind, count in (reason.get("findings") or {}).items()
        },
        grant_id=clean(reason.get("grant_id") or ""),
        team_path=tuple(values.get("team_path") or ()),
        cost_nano=int(values.get("cost") or 0),
        hold_nano=int(values.get("hold") or 0),
        policy_us=int(values.get("policy_us") or 0),
        bundle_hash=clean(values.get("policy_version") or ""),
        **{name: clean(values.get(name) or "") for name in _TEXTS},
    )


def _message(reason: Values) -> str:
    text = str(reason.get("message", ""))[:LONGEST_MESSAGE]
    return text.replace("\x00", "\N{REPLACEMENT CHARACTER}")


def _review(values: Values) -> tuple[str, Review]:
    after = values["details"]["after"]
    review = Review(
        violation_id=values["target"]["id"],
        status=ReviewStatus(after["status"]),
        reason=str(after.get("reason", "")).replace("\x00", "\N{REPLACEMENT CHARACTER}"),
        reviewer=Actor(**values["actor"]),
        reviewed_ms=int(values["created_ms"]),
        version=int(after["version"]),
    )
    return values["organization_id"], review


def reviewed(
    before: Review, status: ReviewStatus, *, reason: str, reviewer: Actor, at_ms: int
) -> Review:
    """The review after somebody set `status`. Raises `Conflict` where that is no step."""
    if before.status not in _FROM[status]:
        raise Conflict(f"this violation is {before.status}; it cannot become {status}")
    return replace(
        before,
        status=status,
        reason=reason,
        reviewer=reviewer,
        reviewed_ms=at_ms,
        version=before.version + 1,
    )
