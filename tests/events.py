"""The one way to get an event: a real sample of `events/`, with what the test cares about replaced.

load("directory/create_team", body={"name": "Ops"}, bearer=token)
load("directory/get_team", **{"requestContext.requestId": "r-1"})
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

EVENTS: Final = Path(__file__).resolve().parent.parent / "events"
_ABSENT: Final = object()


def load(
    name: str,
    *,
    body: Any = _ABSENT,
    bearer: str | None = None,
    target: str | None = None,
    headers: dict[str, str] | None = None,
    query: dict[str, str] | None = None,
    **overrides: Any,
) -> dict[str, Any]:
    """The sample `events/<name>.json`.

    `body` is sent as JSON, or as it is when it is text; `bearer` replaces the credential, "" drops
    it; `target` replaces the id in the path; other overrides are by dotted key.
    """
    event: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8"))
    if body is not _ABSENT:
        event["body"] = body if isinstance(body, str | None) else json.dumps(body)
    if "headers" in event:
        _set_headers(event, bearer, headers or {})
    if target is not None:
        _set_id(event, target)
    if query is not None:
        event["queryStringParameters"] = query
        event["multiValueQueryStringParameters"] = {key: [value] for key, value in query.items()}
    for key, value in overrides.items():
        _set(event, key, value)
    return event


def _set_headers(event: dict[str, Any], bearer: str | None, headers: dict[str, str]) -> None:
    replaced = dict(headers)
    if bearer is not None:
        event["headers"].pop("Authorization", None)
        if bearer:
            replaced["Authorization"] = f"Bearer {bearer}"
    kept = {
        name: value
        for name, value in event["headers"].items()
        if name.lower() not in {new.lower() for new in replaced}
    }
    event["headers"] = kept | replaced
    event["multiValueHeaders"] = {name: [value] for name, value in event["headers"].items()}


def _set_id(event: dict[str, Any], new_id: str) -> None:
    segments = event["path"].split("/")
    segments[4] = new_id
    event["path"] = "/".join(segments)
    event["requestContext"]["path"] = f"/prod{event['path']}"
    event["pathParameters"] = {"proxy": "/".join(segments[4:])}


def _set(event: dict[str, Any], dotted: str, value: Any) -> None:
    *parents, last = dotted.split(".")
    target = event
    for parent in parents:
        target = target[parent]
    target[last] = value
