"""JSON as it crosses the gateway: read strictly, changed only where it must be.

What governance checks has to be what the provider reads, so a body that two parsers could read
differently is refused: duplicate keys, numbers that no double holds, broken Unicode.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final, NoReturn

import msgspec

from tollgate.errors import BadRequest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MAX_DEPTH: Final = 128
"""Levels of nesting; no schema or message comes near, and every later walk may recurse."""

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_RAW_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw])
_ENCODER = msgspec.json.Encoder()


def parse_object(body: bytes) -> dict[str, Any]:
    """The JSON object in `body`.

    Raises `BadRequest` unless it is exactly one object of valid UTF-8, without duplicate keys at
    any depth, NaN, Infinity, numbers beyond a double, lone surrogates or nesting beyond
    `MAX_DEPTH`.
    """
    try:
        text = body.decode()
        parsed = _DECODER.decode(text)
    except UnicodeDecodeError as error:
        raise BadRequest(f"the body is not valid UTF-8 at byte {error.start}") from error
    except RecursionError as error:
        raise BadRequest("the body is nested too deeply") from error
    except ValueError as error:
        raise BadRequest(f"the body is not valid JSON: {error}") from error
    if not isinstance(parsed, dict):
        raise BadRequest("the body must be a JSON object")
    if body.count(b"{") + body.count(b"[") > MAX_DEPTH:
        _refuse_deep(parsed)
    if "\\u" in text and _SURROGATE.search(text):
        _refuse_lone_surrogates(text)
    return parsed


def rewrite(body: bytes, changes: Mapping[str, Any], drop: Iterable[str] = ()) -> bytes:
    """`body` with top-level members set or dropped; every other value keeps its very bytes.

    `body` must have passed `parse_object`. It is returned as it is when nothing would change.
    """
    members: dict[str, Any] = _RAW_OBJECT.decode(body)
    dropped = [name for name in drop if name in members]
    if not changes and not dropped:
        return body
    for name in dropped:
        del members[name]
    members.update(changes)
    return _ENCODER.encode(members)


def encode(value: Any) -> bytes:
    """Compact JSON of `value`."""
    try:
        return _ENCODER.encode(value)
    except OverflowError:
        # Integers of more than 64 bits are legal JSON, and occur as bounds in schemas.
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def encode_text(value: Any) -> str:
    """Compact JSON of `value`, as text."""
    return encode(value).decode()


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise BadRequest(f"the key {twice!r} occurs twice in one object", param=twice)
    return members


def _constant(name: str) -> NoReturn:
    raise BadRequest(f"{name} is not JSON")


def _number(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise BadRequest(f"the number {text[:32]} is out of range")
    return number


_DECODER = json.JSONDecoder(
    object_pairs_hook=_members, parse_constant=_constant, parse_float=_number
)


def _refuse_deep(parsed: dict[str, Any]) -> None:
    level: list[Any] = [parsed]
    for _ in range(MAX_DEPTH):
        below: list[Any] = []
        for container in level:
            values = container.values() if type(container) is dict else container
            below += [value for value in values if type(value) is dict or type(value) is list]
        if not below:
            return
        level = below
    raise BadRequest("the body is nested too deeply")


def _refuse_lone_surrogates(text: str) -> None:
    # Every escaped surrogate that has its partner was joined by the decoder; others stay behind.
    try:
        json.dumps(json.loads(text), ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise BadRequest("the body holds half of a surrogate pair") from error
