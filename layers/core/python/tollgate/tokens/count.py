"""How many input tokens a call has: a best figure, and one that no provider's bill exceeds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from tollgate.providers.models import Operation
from tollgate.tokens.encodings import DEFAULT, count_text, encoding_of, measure
from tollgate.tokens.images import image_tokens
from tollgate.tokens.slices import utf8_size

if TYPE_CHECKING:
    from tollgate.providers.models import ModelCall

__all__ = ["TokenCount", "count", "count_text"]

_PER_MESSAGE: Final = 4
_PER_CALL: Final = 3
"""OpenAI's published chat format: three tokens around each message and one for its role, and three
that open the answer. https://cookbook.openai.com/examples/how_to_count_tokens_with_tiktoken"""

_NEWER_CLAUDE: Final = re.compile(r"claude-((opus|sonnet|haiku)-(4-[789]|[5-9])|fable|mythos)")
_OLDER_CLAUDE: Final = re.compile(r"claude")


class TokenCount(NamedTuple):
    """Input tokens. `estimate` is exact for text of OpenAI's models, and never above the bound."""

    estimate: int
    upper_bound: int


def count(call: ModelCall, provider: str, upstream_model: str) -> TokenCount:
    """The input of a call to a provider's model.

    OpenAI's models whose encoding is published, and the scripted provider's, are counted exactly.
    Of others the bound is the UTF-8 bytes and one token per text: a byte-level encoder never makes
    more tokens than bytes, and one on characters falls back to bytes and may put a blank in front.
    """
    encoding = DEFAULT if provider == "scripted" else None
    if provider in ("openai", "azure"):
        encoding = encoding_of(upstream_model)
    texts = _exact(call, encoding) if encoding else _bounded(call, upstream_model)
    other = call.token_ids + sum(image_tokens(image, upstream_model) for image in call.images)
    bound = texts.upper_bound + other + call.overhead_tokens
    return TokenCount(min(bound, texts.estimate + other + _format_tokens(call)), bound)


def _exact(call: ModelCall, encoding: str) -> TokenCount:
    measured = [measure(text, encoding) for text in call.texts]
    return TokenCount(sum(tokens for tokens, _ in measured), sum(bound for _, bound in measured))


def _bounded(call: ModelCall, model: str) -> TokenCount:
    percent = _percent_of_o200k(model)
    counted = sum(measure(text, DEFAULT)[0] for text in call.texts)
    size = sum(utf8_size(text) + 1 for text in call.texts)
    return TokenCount(min(size, -(-counted * percent // 100)), size)


def _percent_of_o200k(model: str) -> int:
    """How many tokens a family makes of a text for every hundred of o200k_base.

    Anthropic states some 30 % more since Claude 4.7 than before; that the older ones make a fifth
    more than o200k_base is an assumption. Measured on prose and code, open models (Llama 3, Qwen 3,
    DeepSeek V3, Kimi K2, GLM 4, Mistral, Gemma 3) make 99 to 127.
    """
    if _NEWER_CLAUDE.search(model):
        return 156
    return 120 if _OLDER_CLAUDE.search(model) else 127


def _format_tokens(call: ModelCall) -> int:
    if call.operation is Operation.EMBEDDINGS:
        return 0
    messages = call.body.get("messages")
    return _PER_CALL + _PER_MESSAGE * (len(messages) if isinstance(messages, list) else 0)
