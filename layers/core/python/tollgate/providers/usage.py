"""Usage as the providers report it, normalised.

Sources: OpenAI's "usage" object (prompt_tokens include cached, cache-written and audio tokens) and
Anthropic's (input_tokens exclude cache reads and cache writes).
"""

from __future__ import annotations

from typing import Any, Final

from tollgate.providers.models import Usage

_LARGEST: Final = 10**9
"""No call has a billion tokens; beyond it a report is a mistake, not a bill."""


_CACHED: Final = ("cached_tokens", "prompt_cache_hit_tokens")
"""Where Moonshot and DeepSeek tell what OpenAI tells in the details."""


class _Malformed(Exception):
    pass


def usage_from_openai(report: Any) -> Usage | None:
    """Usage of a chat completion or an embedding; None where it is absent or makes no sense."""
    if not isinstance(report, dict):
        return None
    try:
        prompt = _tokens(report, "prompt_tokens")
        # Some OpenAI-compatible providers count reasoning in the total only.
        output = max(
            _tokens(report, "completion_tokens", 0), _tokens(report, "total_tokens", 0) - prompt
        )
        cached = _nested(report, "prompt_tokens_details", "cached_tokens")
        read = min(prompt, cached or max(_tokens(report, name, 0) for name in _CACHED))
        written = _nested(report, "prompt_tokens_details", "cache_write_tokens")
        return Usage(
            input_tokens=prompt,
            output_tokens=output,
            cache_read_tokens=read,
            cache_write_tokens=min(prompt - read, written),
            reasoning_tokens=_nested(report, "completion_tokens_details", "reasoning_tokens"),
            input_audio_tokens=_nested(report, "prompt_tokens_details", "audio_tokens"),
            output_audio_tokens=_nested(report, "completion_tokens_details", "audio_tokens"),
        )
    except _Malformed:
        return None


def usage_from_anthropic(report: Any) -> Usage | None:
    """Usage of a message; None where it is absent or makes no sense."""
    if not isinstance(report, dict):
        return None
    try:
        read = _tokens(report, "cache_read_input_tokens", 0)
        written = _tokens(report, "cache_creation_input_tokens", 0)
        return Usage(
            input_tokens=_tokens(report, "input_tokens") + read + written,
            output_tokens=_tokens(report, "output_tokens"),
            cache_read_tokens=read,
            cache_write_tokens=written,
            cache_write_1h_tokens=_nested(report, "cache_creation", "ephemeral_1h_input_tokens"),
            reasoning_tokens=_nested(report, "output_tokens_details", "thinking_tokens"),
            web_searches=_nested(report, "server_tool_use", "web_search_requests"),
        )
    except _Malformed:
        return None


def usage_to_openai(usage: Usage) -> dict[str, Any]:
    """The `usage` member of a chat completion."""
    return {
        "prompt_tokens": usage.input_tokens,
        "completion_tokens": usage.output_tokens,
        "total_tokens": usage.input_tokens + usage.output_tokens,
        "prompt_tokens_details": {
            "cached_tokens": usage.cache_read_tokens,
            "cache_write_tokens": usage.cache_write_tokens,
            "audio_tokens": usage.input_audio_tokens,
        },
        "completion_tokens_details": {
            "reasoning_tokens": usage.reasoning_tokens,
            "audio_tokens": usage.output_audio_tokens,
        },
    }


def usage_to_anthropic(usage: Usage) -> dict[str, Any]:
    """The `usage` member of a message."""
    cached = usage.cache_read_tokens + usage.cache_write_tokens
    reported: dict[str, Any] = {
        "input_tokens": max(0, usage.input_tokens - cached),
        "cache_creation_input_tokens": usage.cache_write_tokens,
        "cache_read_input_tokens": usage.cache_read_tokens,
        "output_tokens": usage.output_tokens,
    }
    if usage.reasoning_tokens:
        reported["output_tokens_details"] = {"thinking_tokens": usage.reasoning_tokens}
    return reported


def _nested(report: dict[str, Any], group: str, name: str) -> int:
    details = report.get(group)
    return _tokens(details, name, 0) if isinstance(details, dict) else 0


def _tokens(report: dict[str, Any], name: str, default: int | None = None) -> int:
    value = report.get(name)
    if value is None:
        value = default
    if type(value) is not int or not 0 <= value <= _LARGEST:
        raise _Malformed
    return value
