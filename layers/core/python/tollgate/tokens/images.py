"""Image tokens by the providers' published formulas, and never fewer than they bill.

OpenAI, https://platform.openai.com/docs/guides/images-vision#calculating-costs: older models see
tiles of 512 pixels after a scaling down, newer ones patches of 32 pixels times a factor.
Anthropic, https://platform.claude.com/docs/en/build-with-claude/vision: patches of 28 pixels
(about width x height / 750), after a scaling down to the model's resolution. Where a size is
unknown, or a family's limit is not published, the largest figure counts.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from tollgate.providers.models import ImagePart

_TILES: Final = (
    (r"gpt-4o-mini", 2_833, 5_667),
    (r"o1|o3", 75, 150),
    (r"gpt-5(-chat|-20|-pro|\.1(-|$)|$)", 70, 140),
    (r"computer-use", 65, 129),
    (r"(chat)?gpt-4(o|\.1(-20|$)|\.5|-turbo|-vision)", 85, 170),
)
"""Models, tokens of an image, tokens of each of its tiles."""

_PATCHES: Final = (
    (r"gpt-4\.1-mini", 162, 1_536),
    (r"gpt-4\.1-nano", 246, 1_536),
    (r"o4-mini|codex-mini", 172, 1_536),
    (r"gpt-5-mini", 162, 1_536),
    (r"gpt-5-nano", 246, 1_536),
)
"""Models, tokens of a hundred patches, most patches of an image."""

_NEWER_FACTOR: Final = 120
_MOST_PATCHES: Final = (6_000 // 32 + 1) ** 2
"""Newer OpenAI models may see an image as it is, up to 6,000 pixels a side."""

_MOST_TILES: Final = 8
_CLAUDE_STANDARD: Final = re.compile(r"claude-(3|(opus|sonnet|haiku)-4(-[0156]|-20|$))")
_CLAUDE_STANDARD_TOKENS: Final = 1_640
_CLAUDE_FINE_TOKENS: Final = 4_784
_OTHER_TOKENS: Final = 16_384
"""For other families: the most that any documented open model makes of one image (Qwen2-VL)."""


class _Size(NamedTuple):
    width: int
    height: int


def image_tokens(image: ImagePart, model: str) -> int:
    """The most tokens that an image of the prompt can be billed as."""
    name = model.lower().rpartition("/")[2]
    size = _Size(image.width, image.height) if image.width and image.height else None
    if "claude" in name:
        return _claude(size, name)
    for pattern, base, tile in _TILES:
        if re.match(pattern, name):
            return base if image.detail == "low" else base + tile * _tiles(size)
    for pattern, factor, most in _PATCHES:
        if re.match(pattern, name):
            return _percent(min(most, _patches(size, 32, most)), factor)
    if name.startswith(("gpt-", "o")):
        return _percent(_patches(size, 32, _MOST_PATCHES), _NEWER_FACTOR)
    return _OTHER_TOKENS


def _claude(size: _Size | None, name: str) -> int:
    most = _CLAUDE_STANDARD_TOKENS if _CLAUDE_STANDARD.search(name) else _CLAUDE_FINE_TOKENS
    if size is None:
        return most
    return min(most, max(_patches(size, 28, most), -(-size.width * size.height // 750)))


def _tiles(size: _Size | None) -> int:
    """Tiles after fitting into 2,048 pixels square and then, if larger, a short side of 768."""
    if size is None:
        return _MOST_TILES
    long, short = max(size), min(size)
    if long > 2_048:
        long, short = 2_048, -(-short * 2_048 // long)
    if short > 768:
        long, short = -(-long * 768 // short), 768
    return -(-long // 512) * -(-short // 512)


def _patches(size: _Size | None, side: int, unknown: int) -> int:
    return unknown if size is None else -(-size.width // side) * -(-size.height // side)


def _percent(patches: int, factor: int) -> int:
    return -(-patches * factor // 100)
