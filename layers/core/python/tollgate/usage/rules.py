"""From records of the journal's stream to usage facts: pure, and the same however often they come.

A record of the stream is a `Records` entry of a Lambda event for DynamoDB Streams with the view
NEW_AND_OLD_IMAGES (Amazon DynamoDB Streams API Reference, `Record`). Only its new image counts:
whatever part of a request's history arrives, and in whichever order, the facts are those of the
image itself, and their ids make repeats harmless.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import Any, Final

from tollgate.ledger.models import State
from tollgate.usage.models import Kind, UsageFact

Image = Mapping[str, Mapping[str, Any]]
"""An item in DynamoDB's JSON: attribute name to `{type: value}`."""

TERMINAL: Final = frozenset({State.SETTLED, State.FAILED, State.UNKNOWN, State.REFUSED})
LONGEST_TEXT: Final = 256
"""Characters kept of a text that a caller chose; an index entry of PostgreSQL is limited too."""

_NUL: Final = "\x00"
_TOKENS: Final = (
    "input_tokens",
    "output_tokens",
    "cache_read_tokens",
    "cache_write_tokens",
    "reasoning_tokens",
)
_KEY: Final = attrgetter("organization_id", "occurred_ms", "event_id")
_AUDIO: Final = ("input_audio_tokens", "output_audio_tokens")


class MalformedRecord(Exception):
    """A record of the stream that no request of ours could have left; the message says why."""


def facts_of(record: Mapping[str, Any]) -> tuple[UsageFact, ...]:
    """The facts that one record of the stream tells: none, one, or two with an adjustment.

    Items that are no request, requests still admitted, and removals tell none. Raises
    `MalformedRecord`.
    """
    try:
        image = record["dynamodb"].get("NewImage")
        if image is None or _text(image, "kind") != "request":
            return ()
        if _text(image, "state") not in TERMINAL:
            return ()
        closed = _closed_fact(image)
        return (closed, _adjust_fact(closed, image)) if "adjust" in image else (closed,)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise MalformedRecord(f"{type(error).__name__}: {error}") from error


def distinct(facts: Iterable[UsageFact]) -> list[UsageFact]:
    """Each fact once, in the order of the table's key, so that two writers cannot deadlock."""
    unique = {_KEY(fact): fact for fact in facts}
    return [unique[key] for key in sorted(unique)]


def _closed_fact(image: Image) -> UsageFact:
    request_id = image["request_id"]["S"]
    created_ms = int(image["created_ms"]["N"])
    team_path = tuple(team["S"] for team in image["team_path"]["L"]) if "team_path" in image else ()
    refusal = image["refusal"]["M"] if "refusal" in image else {}
    return UsageFact(
        organization_id=image["organization_id"]["S"],
        occurred_ms=created_ms,
        event_id=f"{request_id}:{Kind.REQUEST}",
        request_id=request_id,
        kind=Kind.REQUEST,
        state=image["state"]["S"],
        key_id=_text(image, "key_id"),
        user_id=_text(image, "user_id"),
        team_id=team_path[0] if team_path else "",
        team_path=team_path,
        operation=_text(image, "operation"),
        provider=_text(image, "provider"),
        model=_text(image, "model"),
        upstream_model=_text(image, "upstream_model"),
        stream=bool(image["stream"]["BOOL"]) if "stream" in image else False,
        status=_number(image, "status") if "status" in image else _number(refusal, "status"),
        **_tokens(image),
        cost_nano=_number(image, "cost") or 0,
        hold_nano=_number(image, "hold") or 0,
        latency_ms=_duration(image, "ended_ms", created_ms),
        first_byte_ms=_duration(image, "first_byte_ms", created_ms),
        decision=_text(image, "decision"),
        refusal_code=_text(refusal, "code") or None,
        tags=_tags(image),
        price_version=_text(image, "price_version"),
        policy_version=_text(image, "policy_version"),
    )


def _adjust_fact(closed: UsageFact, image: Image) -> UsageFact:
    adjust = image["adjust"]["M"]
    tokens = _tokens(adjust if "usage" in adjust else image)
    return closed._replace(
        event_id=f"{closed.request_id}:{Kind.ADJUST}",
        kind=Kind.ADJUST,
        **{name: count - getattr(closed, name) for name, count in tokens.items()},
        cost_nano=int(adjust["difference"]["N"]),
        hold_nano=0,
        latency_ms=None,
        first_byte_ms=None,
    )


def _tokens(image: Image) -> dict[str, Any]:
    usage: Image = image["usage"]["M"] if "usage" in image else {}
    tokens = {name: int(usage[name]["N"]) if name in usage else 0 for name in _TOKENS}
    tokens["audio_tokens"] = sum(int(usage[name]["N"]) for name in _AUDIO if name in usage)
    return tokens


def _text(image: Image, name: str) -> str:
    attribute = image.get(name)
    if attribute is None or "S" not in attribute:
        return ""
    return clean(attribute["S"])


def clean(text: str) -> str:
    """What PostgreSQL can store and index of a text; it knows no NUL."""
    if len(text) <= LONGEST_TEXT and _NUL not in text:
        return text
    return text[:LONGEST_TEXT].replace(_NUL, "\N{REPLACEMENT CHARACTER}")


def _number(image: Image, name: str) -> int | None:
    attribute = image.get(name)
    return int(attribute["N"]) if attribute is not None and "N" in attribute else None


def _duration(image: Image, name: str, since_ms: int) -> int | None:
    moment = _number(image, name)
    return None if moment is None else max(0, moment - since_ms)


def _tags(image: Image) -> dict[str, str]:
    tags: Image = image["tags"]["M"] if "tags" in image else {}
    return {clean(name): clean(value["S"]) for name, value in tags.items()}
