"""What the scripted provider says, and how many tokens (o200k) that is."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from itertools import cycle, islice
from typing import Any, Final

import msgspec
from splintr import AnyTokenizer, Tokenizer

from local.scripted.scripts import Script

LOREM_DEFAULT: Final = 256
_MESSAGE_TOKENS: Final = 4
_CALL_TOKENS: Final = 3
_IMAGE_TOKENS: Final = 85
_REASONING_TOKENS: Final = 64
_WORDS: Final = (
    *(" the", " river", " runs", " through", " a", " quiet", " valley", " and", " every"),
    *(" stone", " on", " its", " way", " has", " a", " small", " story", " to", " tell"),
)
"""Each is one token of o200k, alone and after any other of them."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a script needs of a request, whichever dialect it came in.

    `counted` holds every text that counts as input; `tools` are (name, JSON schema) pairs.
    """

    model: str
    last_text: str
    counted: tuple[str, ...]
    messages: int
    images: int = 0
    max_tokens: int | None = None
    tools: tuple[tuple[str, dict[str, Any]], ...] = ()
    must_call: bool = False
    answers_tool: bool = False
    schema: dict[str, Any] | None = None
    wants_json: bool = False


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens billed: `cache_read`, `cache_write` are part of `input`, `reasoning` of `output`."""

    input: int
    output: int
    cache_read: int = 0
    cache_write: int = 0
    reasoning: int = 0


@dataclass(frozen=True, slots=True)
class ToolCall:
    """One call of a tool; `arguments` is JSON text."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Reply:
    """The whole answer; `pieces` is its text token by token, `cut` that it reached the limit."""

    pieces: tuple[str, ...]
    calls: tuple[ToolCall, ...]
    usage: Usage | None
    cut: bool

    @property
    def text(self) -> str:
        """The text as one string."""
        return "".join(self.pieces)


@cache
def tokenizer() -> AnyTokenizer:
    """o200k, loaded once."""
    return Tokenizer.from_pretrained("o200k_base")


def count(text: str) -> int:
    """Tokens of `text`."""
    return len(tokenizer().encode(text))


def input_tokens(prompt: Prompt) -> int:
    """Tokens of everything in the request, with the few that a chat format adds."""
    texts = sum(count(text) for text in prompt.counted)
    return texts + _MESSAGE_TOKENS * prompt.messages + _IMAGE_TOKENS * prompt.images + _CALL_TOKENS


def reply_to(prompt: Prompt, script: Script) -> Reply:
    """The one answer that `script` gives to `prompt`."""
    calls = _tool_calls(prompt, script)
    reasoning = min(_REASONING_TOKENS, (prompt.max_tokens or 256) // 2) if script.reasoning else 0
    limit = None if prompt.max_tokens is None else prompt.max_tokens - reasoning
    pieces, cut = ((), False) if calls else _text(prompt, script, limit)
    output = len(pieces) + sum(count(call.name) + count(call.arguments) for call in calls)
    return Reply(pieces, calls, _usage(prompt, script, output + reasoning, reasoning), cut)


def _usage(prompt: Prompt, script: Script, output: int, reasoning: int) -> Usage | None:
    if script.usage == "none":
        return None
    if script.usage == "zero":
        return Usage(0, 0)
    total = input_tokens(prompt)
    if script.cached:
        return Usage(total, output, total // 2, total // 4, reasoning)
    return Usage(total, output, reasoning=reasoning)


def _text(prompt: Prompt, script: Script, limit: int | None) -> tuple[tuple[str, ...], bool]:
    if script.kind == "lorem":
        wanted = LOREM_DEFAULT if limit is None else limit
        return tuple(islice(cycle(_WORDS), wanted)), limit is not None
    tokens = tokenizer().encode(_say(prompt, script))
    cut = limit is not None and len(tokens) > limit
    return _pieces(tokens[:limit] if cut else tokens), cut


def _say(prompt: Prompt, script: Script) -> str:
    if prompt.schema is not None:
        return _json(example(prompt.schema))
    if prompt.wants_json or script.kind == "json":
        return _json({"echo": prompt.last_text})
    return prompt.last_text


def _pieces(tokens: list[int]) -> tuple[str, ...]:
    """One text per token; bytes of a character that is split over tokens go with its last one."""
    pieces = []
    pending = b""
    for token in tokens:
        pending += tokenizer().decode_token_bytes(token)
        try:
            pieces.append(pending.decode())
        except UnicodeDecodeError:
            pieces.append("")
        else:
            pending = b""
    if pending:
        pieces[-1] = pending.decode("utf-8", "replace")
    return tuple(pieces)


def _tool_calls(prompt: Prompt, script: Script) -> tuple[ToolCall, ...]:
    asked = prompt.must_call or script.kind in {"tool", "tools"}
    if not prompt.tools or not asked or prompt.answers_tool:
        return ()
    chosen = prompt.tools if script.kind == "tools" else prompt.tools[:1]
    if script.kind == "tools" and len(chosen) == 1:
        chosen = chosen * 2
    return tuple(
        ToolCall(_call_id(prompt, index), name, _json(example(schema)))
        for index, (name, schema) in enumerate(chosen)
    )


def _call_id(prompt: Prompt, index: int) -> str:
    return "call_" + hashlib.sha256(f"{index}\0{prompt.last_text}".encode()).hexdigest()[:24]


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


_EXAMPLES: Final[dict[str, Any]] = {
    "string": "text",
    "integer": 1,
    "number": 1.5,
    "boolean": True,
    "null": None,
}


def example(schema: dict[str, Any]) -> Any:
    """A value that fits a JSON schema, the same each time; references are not followed."""
    if "const" in schema:
        return schema["const"]
    if schema.get("enum"):
        return schema["enum"][0]
    for union in ("anyOf", "oneOf"):
        if schema.get(union):
            return example(schema[union][0])
    kind = schema.get("type", "object")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "array":
        return [example(schema.get("items", {"type": "string"}))]
    if kind == "object":
        return {name: example(part) for name, part in schema.get("properties", {}).items()}
    return _EXAMPLES.get(kind)
