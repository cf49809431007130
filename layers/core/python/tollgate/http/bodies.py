"""Request bodies, before anything else looks at them: UTF-8 JSON of a reasonable size."""

from __future__ import annotations

import binascii
import json
from base64 import b64decode
from typing import Any, Final

from tollgate.errors import BadRequest, TooLarge, UnsupportedMedia

LARGEST: Final = 1_000_000
_JSON: Final = "application/json"


def readable_event(event: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
    """The event with its body as text. Raises `TooLarge`, `UnsupportedMedia` or `BadRequest`."""
    body = event.get("body")
    if not body:
        return event
    if len(body) > LARGEST:
        raise TooLarge(f"a body has at most {LARGEST} bytes")
    content_type = headers.get("content-type", _JSON).partition(";")[0].strip().lower()
    if content_type != _JSON:
        raise UnsupportedMedia(f"send {_JSON}", param="content-type")
    if not event.get("isBase64Encoded"):
        return event
    try:
        text = b64decode(body, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise BadRequest("the body is not UTF-8 text") from error
    return {**event, "body": text, "isBase64Encoded": False}


def parse_json(text: str) -> Any:
    """Strict JSON: no duplicate names, no NaN or Infinity. Raises `BadRequest`."""
    try:
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise BadRequest(f"the body is not JSON: {error.msg} at {error.pos}") from error
    except (RecursionError, ValueError) as error:
        raise BadRequest("the body is not JSON that can be read") from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise BadRequest("a name occurs twice in one object", param=twice)
    return values


def _no_constant(name: str) -> Any:
    raise BadRequest(f"{name} is not JSON")
