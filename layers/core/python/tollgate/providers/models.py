"""The vocabulary of the adapters: what governance reads from a call and from its answer."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from msgspec import Struct, field

from tollgate.kit.guarded import Guarded


class Dialect(StrEnum):
    """The wire format that a client or a provider speaks."""

    OPENAI = "openai"
    ANTHROPIC = "anthropic"


class Operation(StrEnum):
    """What a data-plane route asks for."""

    CHAT = "chat.completions"
    EMBEDDINGS = "embeddings"
    MESSAGES = "messages"
    COUNT_TOKENS = "messages.count_tokens"

    @property
    def has_output(self) -> bool:
        """Whether the model writes tokens, which a call's limit can bound."""
        return self in (Operation.CHAT, Operation.MESSAGES)

    @property
    def dialect(self) -> Dialect:
        return (
            Dialect.ANTHROPIC
            if self in (Operation.MESSAGES, Operation.COUNT_TOKENS)
            else Dialect.OPENAI
        )


class ImagePart(Struct, frozen=True):
    """An image of the prompt. `width` and `height` are pixels, None where they cannot be known."""

    detail: str = "auto"
    width: int | None = None
    height: int | None = None


class ModelCall(Struct, frozen=True):
    """What governance needs of a request body; everything else passes through untouched.

    `texts` are all texts the provider will count as input (system, messages, tool definitions and
    arguments as JSON text, schemas); `overhead_tokens` is what the format itself adds at most.
    `max_output_tokens` is the caller's own limit for one choice, None where it set none.
    """

    operation: Operation
    model: str
    stream: bool = False
    max_output_tokens: int | None = None
    choices: int = 1
    texts: tuple[str, ...] = ()
    images: tuple[ImagePart, ...] = ()
    token_ids: int = 0
    overhead_tokens: int = 0
    wants_stream_usage: bool = False
    body: dict[str, Any] = field(default_factory=dict)


class Usage(Struct, frozen=True):
    """Tokens as a provider billed them.

    `input_tokens` includes cache reads, cache writes and audio; `output_tokens` includes reasoning
    and audio. The other fields are parts of those two.
    """

    input_tokens: int = 0
    output_tokens: int = 0
    cache_read_tokens: int = 0
    cache_write_tokens: int = 0
    cache_write_1h_tokens: int = 0
    reasoning_tokens: int = 0
    input_audio_tokens: int = 0
    output_audio_tokens: int = 0
    web_searches: int = 0


class ProviderSpec(Guarded, frozen=True):
    """A provider as data. `credential` never appears in a record, a log or an error.

    `region` is where it processes what it is sent, as far as its owner has said.
    """

    hidden = frozenset({"credential"})

    name: str
    dialect: Dialect
    base_url: str
    credential: str = ""
    region: str | None = None


class UpstreamRequest(Struct, frozen=True):
    """What goes to the provider; `path` is appended to the provider's base URL."""

    path: str
    headers: dict[str, str]
    body: bytes


class Answer(Struct, frozen=True):
    """A whole (not streamed) answer, translated for the client.

    `usage` is None where the provider reported none. `output_text` is what the model wrote, for
    counting when usage is missing. `service_tier` is OpenAI's name of the tier that served the
    call, None where the answer names none.
    """

    status: int
    body: bytes
    usage: Usage | None = None
    finish_reason: str | None = None
    provider_request_id: str | None = None
    output_text: str = ""
    service_tier: str | None = None
