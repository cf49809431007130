"""How much one answer of a model can be: the clamp for calls that set no limit themselves.

The figures are the providers' published maximum output tokens:
https://platform.openai.com/docs/models, https://platform.claude.com/docs/en/models and
https://ai.google.dev/gemini-api/docs/models. A limit above the model's own would be refused by its
provider, so what is not known here gets a small one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

UNKNOWN_MODEL: Final = 8_192
"""For a model that is not in the table; nearly every model on offer allows so much."""

_SCRIPTED: Final = 4_096
_MODELS: Final = (
    (r"text-embedding-", 0),
    (r"(ft:)?gpt-3\.5-turbo", 4_096),
    (r"(ft:)?gpt-4-(turbo|1106|0125|vision)", 4_096),
    (r"(ft:)?gpt-4(-0|$|:)", 8_192),
    (r"gpt-4o-2024-05-13", 4_096),
    (r"(ft:)?(chat)?gpt-4(o|\.5)", 16_384),
    (r"(ft:)?gpt-4\.1", 32_768),
    (r"gpt-(5[\d.]*-)?chat", 16_384),
    (r"gpt-[56]", 128_000),
    (r"o1-preview", 32_768),
    (r"o1-mini", 65_536),
    (r"o[134](-|$)", 100_000),
    (r"claude-(2|v1|instant|3-(opus|sonnet|haiku))", 4_096),
    (r"claude-3[-.]5", 8_192),
    (r"claude-opus-4(-[01]$|-2025|$|-1-2025)", 32_000),
    (r"claude-(opus|sonnet|haiku)-4(-[05])?(-2025|$)|claude-3[-.]7", 64_000),
    (r"claude-(opus|sonnet)-4-[678]|claude-(opus|sonnet|fable|mythos|haiku)-5", 128_000),
    (r"gemini-(2\.5|[3-9])", 65_535),
)
"""Regular expressions of model names, the first that matches at the start decides."""


@lru_cache(maxsize=1_024)
def published_limit(provider: str, model: str) -> int:
    """The most output tokens of one choice; 0 for a model that only embeds."""
    if provider == "scripted":
        return _SCRIPTED
    name = model.lower().rpartition("/")[2]
    return next((limit for pattern, limit in _MODELS if re.match(pattern, name)), UNKNOWN_MODEL)
