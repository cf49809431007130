"""The texts inside a body of either dialect: what a detector is shown, and the way back.

A message's text is shown as it is. What the caller or the model shaped itself (tool arguments,
schemas, a text that is JSON) is shown as JSON with every text in it decoded, at any depth, so that
no escape hides anything and a name is seen beside its value. Names of the wire format itself are
nobody's content.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any, Final, NamedTuple, NoReturn

from msgspec import Struct

from tollgate.providers.wire import encode_text


class Turn(Enum):
    """A step of a path that is no member: into a text that is JSON, or to a member's own name."""

    JSON = "json"
    NAME = "name"


Path = tuple[str | int | Turn, ...]

_DEEPEST: Final = 200
_ROLES: Final = {"developer": "system", "function": "tool"}
_TOP_ROLES: Final = dict.fromkeys(
    ("system", "tools", "functions", "response_format", "output_config", "output_format"), "system"
)
_SHAPED: Final = frozenset(
    {
        *("arguments", "input", "parameters", "input_schema", "schema", "tools", "functions"),
        *("metadata", "logit_bias"),
    }
)
"""Members inside which names are their author's own."""

# fmt: off
_STRUCTURAL: Final = frozenset(
    {
        "call_id", "detail", "effort", "finish_reason", "format", "id", "inference_geo",
        "media_type", "model", "object", "reasoning_effort", "role", "service_tier",
        "severity", "speed", "status", "stop_reason", "system_fingerprint", "tool_call_id",
        "tool_use_id", "type", "verbosity",
    }
)
"""Members that hold a plain name of the format; anything longer in them is content."""

_VOCABULARY: Final = _STRUCTURAL | frozenset(
    {
        "$defs", "$ref", "$schema", "additionalProperties", "allOf", "anyOf", "arguments",
        "cache_control", "const", "custom", "default", "description", "enum", "examples",
        "exclusiveMaximum", "exclusiveMinimum", "function", "grammar", "input",
        "input_schema", "items", "maxItems", "maxLength", "maximum", "minItems",
        "minLength", "minimum", "multipleOf", "name", "oneOf", "parameters", "pattern",
        "prefixItems", "properties", "required", "schema", "strict", "title", "ttl",
    }
)
"""Names in tools and schemas that their author did not choose."""

_REQUEST: Final = _VOCABULARY | frozenset(
    {
        "allowed_tools", "annotations", "audio", "budget_tokens", "caller", "citations",
        "container", "content", "context", "context_management", "data", "detail", "dimensions",
        "encoding_format", "file", "frequency_penalty", "function_call", "functions",
        "image_url", "include_obfuscation", "include_usage", "input_audio", "is_error",
        "json_schema", "logit_bias", "logprobs", "max_completion_tokens", "max_tokens",
        "messages", "metadata", "modalities", "mode", "n", "output_config", "output_format",
        "parallel_tool_calls", "prediction", "presence_penalty", "prompt_cache_key",
        "prompt_cache_retention", "reasoning", "reasoning_content", "refusal",
        "response_format", "safety_identifier", "seed", "signature", "source", "stop",
        "stop_sequences", "store", "stream", "stream_options", "system", "temperature", "text",
        "thinking", "tool_calls", "tool_choice", "tools", "top_k", "top_logprobs", "top_p",
        "url", "user", "voice",
    }
)
"""Names in requests that OpenAI's and Anthropic's references know."""

_TYPES: Final = frozenset(
    {
        "array", "boolean", "custom", "function", "integer", "null", "number", "object", "string",
    }
)
# fmt: on
_PARAMETER: Final = re.compile(r"[a-z_-]{1,64}", re.IGNORECASE | re.ASCII)
"""What a provider's own parameter may be called; any other name that is not known is content."""

_PLAIN_NAME: Final = re.compile(r"[\w.:/+-]{0,64}", re.ASCII)
_BINARY_NAMES: Final = frozenset({"data", "embedding", "signature", "encrypted_content", "url"})
_BINARY: Final = re.compile(
    r"(?:data:(?:image/(?!svg)|audio/|video/|application/(?:pdf|octet-stream)\b)[\w.+-]*;base64,)?"
    r"[A-Za-z0-9+/=_-]*"
)
_CONTAINER: Final = re.compile(r"\s*[\[{]")


class Leaf(NamedTuple):
    """Characters `start` to before `end` of a shown text, and what of the body they are."""

    start: int
    end: int
    path: Path


class Text(Struct, frozen=True):
    """What a detector is shown of one text. `role` is system, user, assistant or tool."""

    shown: str
    leaves: tuple[Leaf, ...]
    role: str

    def leaves_in(self, start: int, end: int) -> Iterator[Leaf]:
        """The leaves that `start` to before `end` covers any of; none of what is around them."""
        first = bisect_right(self.leaves, start, key=lambda leaf: leaf.end)
        for index in range(first, len(self.leaves)):
            if self.leaves[index].start >= end:
                return
            yield self.leaves[index]


def request_texts(body: dict[str, Any]) -> Iterator[Text]:
    """Every text that a request's body brings to a provider."""
    for name, member in body.items():
        role = _TOP_ROLES.get(name, "user")
        if name == "input" and isinstance(member, list):
            # Tokens by their numbers are no text.
            texts = [item if isinstance(item, str) else None for item in member]
            yield text_of(texts, role, (name,))
        else:
            yield from _member_texts(body, name, role, (), _REQUEST)


def texts_of(
    value: Any, role: str, path: Path = (), known: frozenset[str] | None = None
) -> Iterator[Text]:
    """Every text in a part of a body (or in an answer), of which `path` is the place.

    Members that are not `known` are their author's own; None means that all are.
    """
    if isinstance(value, str):
        if value:
            yield text_of(value, role, path)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from texts_of(item, role, (*path, index), known)
    elif isinstance(value, dict):
        role = _role(value, role)
        for name in value:
            yield from _member_texts(value, name, role, path, known)


def text_of(value: Any, role: str = "assistant", path: Path = ()) -> Text:
    """One text, or one value that its author shaped, as detectors are shown it."""
    if isinstance(value, str) and not _CONTAINER.match(value):
        return Text(value, (Leaf(0, len(value), path),), role)
    showing = _Showing()
    showing.add(value, path, 0, quote="")
    return Text("".join(showing.pieces), tuple(showing.leaves), role)


def is_format(owner: Mapping[str, Any], name: str, value: Any) -> bool:
    """Whether a member is the wire format's own or binary: nothing that anybody wrote or reads."""
    if not isinstance(value, str):
        # The tokens of a choice, one by one, are its text once more.
        return name == "logprobs" and "finish_reason" in owner
    if name in _STRUCTURAL:
        return _PLAIN_NAME.fullmatch(value) is not None
    if name not in _BINARY_NAMES or owner.get("type") == "text":
        return False
    return (name != "url" or value.startswith("data:")) and _BINARY.fullmatch(value) is not None


def rebuilt(value: Any, changes: Mapping[Path, str]) -> Any:
    """`value` with other texts at some paths; texts that are JSON stay JSON."""
    opened = {
        path[: depth + 1]
        for path in changes
        for depth, step in enumerate(path)
        if step is Turn.JSON
    }
    return _rebuilt(value, changes, opened, ())


def _rebuilt(value: Any, changes: Mapping[Path, str], opened: set[Path], path: Path) -> Any:
    if path in changes:
        return changes[path]
    if isinstance(value, dict):
        members: dict[str, Any] = {}
        for name, member in value.items():
            there = (*path, name)
            renamed = changes.get((*there, Turn.NAME), name)
            while renamed in members:
                renamed += "_"
            members[renamed] = _rebuilt(member, changes, opened, there)
        return members
    if isinstance(value, list):
        return [_rebuilt(item, changes, opened, (*path, i)) for i, item in enumerate(value)]
    inside = (*path, Turn.JSON)
    if inside in opened:
        return encode_text(_rebuilt(_json(value), changes, opened, inside))
    return value


def _member_texts(
    owner: Mapping[str, Any], name: str, role: str, path: Path, known: frozenset[str] | None
) -> Iterator[Text]:
    value = owner[name]
    if known is not None and name not in known and not _PARAMETER.fullmatch(name):
        yield text_of({name: value}, role, path)
    elif name in _SHAPED or (known is not None and name not in known):
        if value:
            yield text_of(value, role, (*path, name))
    elif not is_format(owner, name, value):
        yield from texts_of(value, role, (*path, name), known)


def _role(value: Mapping[str, Any], role: str) -> str:
    if value.get("type") == "tool_result":
        return "tool"
    named = value.get("role")
    return _ROLES.get(named, named) if isinstance(named, str) else role


class _TooDeep(Exception):
    pass


class _Showing:
    """Writes values as JSON with decoded texts, and notes where each text and number stands."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.leaves: list[Leaf] = []
        self._length = 0

    def add(self, value: Any, path: Path, depth: int, quote: str = '"') -> None:
        if depth > _DEEPEST:
            raise _TooDeep
        if isinstance(value, str):
            if not self._add_json(value, path, depth):
                self._leaf(value, path, quote)
        elif isinstance(value, dict):
            self._put("{")
            for index, (name, member) in enumerate(value.items()):
                self._put(", " if index else "")
                self._name(name, (*path, name))
                if name == "type" and isinstance(member, str) and member in _TYPES:
                    self._put(f'"{member}"')
                else:
                    self.add(member, (*path, name), depth + 1)
            self._put("}")
        elif isinstance(value, list):
            self._put("[")
            for index, item in enumerate(value):
                self._put(", " if index else "")
                self.add(item, (*path, index), depth + 1)
            self._put("]")
        elif value is None or isinstance(value, bool):
            self._put(encode_text(value))
        else:
            self._leaf(encode_text(value), path, "")

    def _add_json(self, text: str, path: Path, depth: int) -> bool:
        """Shows what is inside of a text that is JSON; one that only looks so is left alone."""
        if not _CONTAINER.match(text) or (value := _json(text)) is None:
            return False
        pieces, leaves, length = len(self.pieces), len(self.leaves), self._length
        try:
            self.add(value, (*path, Turn.JSON), depth + 1)
        except _TooDeep:
            del self.pieces[pieces:], self.leaves[leaves:]
            self._length = length
            return False
        return True

    def _name(self, name: str, path: Path) -> None:
        if name in _VOCABULARY:
            self._put(f'"{name}"')
        else:
            self._leaf(name, (*path, Turn.NAME), '"')
        self._put(": ")

    def _leaf(self, text: str, path: Path, quote: str) -> None:
        self._put(quote)
        start = self._length
        self._put(text)
        if text:
            self.leaves.append(Leaf(start, self._length, path))
        self._put(quote)

    def _put(self, text: str) -> None:
        self.pieces.append(text)
        self._length += len(text)


def _json(text: str) -> Any:
    """The list or object that `text` is; None where readers could disagree about it."""
    try:
        return _DECODER.decode(text)
    except (ValueError, RecursionError):
        return None


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a name occurs twice")
    return members


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number")


def _number(text: str) -> float:
    number = float(text)
    return _no_number(text) if number in (float("inf"), float("-inf")) else number


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_members, parse_constant=_no_number, parse_float=_number
)
