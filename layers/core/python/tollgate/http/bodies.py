"""Request bodies, before anything else looks at them: UTF-8 JSON of a reasonable size."""

from __future__ import annotations

import binascii
import json
from base64 import b64decode
from typing import Any, Final

from tollgate.errors import BadRequest, TooLarge, UnsupportedMedia
from tollgate.http import forms

LARGEST: Final = 1_000_000
_JSON: Final = "application/json"


def readable_event(
    event: dict[str, Any], headers: dict[str, str], *, forms_too: bool = False
) -> dict[str, Any]:
    """The event with its body as JSON text, also where it was a form and those are taken.

    Raises `TooLarge`, `UnsupportedMedia` or `BadRequest`.
    """
    body = event.get("body")
    if not body:
        return event
    if forms_too and is_form(headers):
        return _form_event(event, body, headers["content-type"])
    if len(body) > LARGEST:
        raise TooLarge(f"a body has at most {LARGEST} bytes")
    if _media_type(headers) != _JSON:
        raise UnsupportedMedia(f"send {_JSON}", param="content-type")
    if not event.get("isBase64Encoded"):
        return event
    try:
        text = b64decode(body, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise BadRequest("the body is not UTF-8 text") from error
    return {**event, "body": text, "isBase64Encoded": False}


def is_form(headers: dict[str, str]) -> bool:
    """Whether the body is a form with files. `headers` have lower-case names."""
    return _media_type(headers) == forms.MEDIA_TYPE


def _form_event(event: dict[str, Any], body: str, content_type: str) -> dict[str, Any]:
    """The event as if the form's fields had been sent as JSON; routes say whether they take one."""
    if len(body) > forms.LARGEST:
        raise TooLarge(f"a form has at most {forms.LARGEST} bytes")
    try:
        content = b64decode(body, validate=True) if event.get("isBase64Encoded") else body.encode()
    except (binascii.Error, UnicodeEncodeError) as error:
        raise BadRequest("the body is not a form that can be read") from error
    as_json = {"Content-Type": _JSON}
    kept = {
        name: value
        for name, value in (event.get("headers") or {}).items()
        if name.lower() != "content-type"
    }
    return {
        **event,
        "body": forms.form_as_json(content, content_type),
        "isBase64Encoded": False,
        "headers": kept | as_json,
        "multiValueHeaders": {name: [value] for name, value in (kept | as_json).items()},
    }


def _media_type(headers: dict[str, str]) -> str:
    return headers.get("content-type", _JSON).partition(";")[0].strip().lower()


def parse_json(text: str) -> Any:
    """Strict JSON: no duplicate names, no NaN or Infinity, no half of a character.

    Raises `BadRequest`.
    """
    try:
        value = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise BadRequest(f"the body is not JSON: {error.msg} at {error.pos}") from error
    except (RecursionError, ValueError) as error:
        raise BadRequest("the body is not JSON that can be read") from error
    if "\\u" in text:
        _refuse_half_characters(value)
    return value


def _refuse_half_characters(value: Any) -> None:
    """An escaped surrogate without its other half cannot be stored, hashed or sent on."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise BadRequest("the body holds half of a surrogate pair") from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise BadRequest("a name occurs twice in one object", param=twice)
    return values


def _no_constant(name: str) -> Any:
    raise BadRequest(f"{name} is not JSON")
