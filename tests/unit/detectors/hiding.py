"""Ways to hide something in a text that a person or a model still reads."""

# ruff: noqa: RUF001 - look-alikes are what this is about

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from urllib.parse import quote

Hide = Callable[[str], str]

_LOOK_ALIKE = str.maketrans("aceopxyABCEHKMOPTX", "асеорхуАВСЕНКМОРТХ")
_WIDE = {each: each + 0xFEE0 for each in range(0x21, 0x7F)}


def _escaped(text: str) -> str:
    return "".join(f"\\u{ord(each):04x}" for each in text)


HIDINGS: dict[str, Hide] = {
    "zero width": "\u200b".join,
    "soft hyphens": "\u00ad".join,
    "joiners": "\u2060".join,
    "full width": lambda text: text.translate(_WIDE),
    "look-alikes": lambda text: text.translate(_LOOK_ALIKE),
    "struck through": lambda text: "".join(f"{each}\u0336" for each in text),
    "JSON escapes": _escaped,
    "JavaScript escapes": lambda text: "".join(f"\\u{{{ord(each):x}}}" for each in text),
    "percent escapes": lambda text: "".join(f"%{ord(each):02X}" for each in text),
    "HTML entities": lambda text: "".join(f"&#{ord(each)};" for each in text),
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "URL base64": lambda text: base64.urlsafe_b64encode(text.encode()).decode().rstrip("="),
    "base64 twice": lambda text: base64.b64encode(base64.b64encode(text.encode())).decode(),
    "base64 of UTF-16": lambda text: base64.b64encode(text.encode("utf-16-le")).decode(),
    "hexadecimal of UTF-16": lambda text: text.encode("utf-16-be").hex(),
    "hexadecimal": lambda text: text.encode().hex(),
    "base64 in a URL": lambda text: quote(base64.b64encode(text.encode()).decode(), safe=""),
    "tags": lambda text: "".join(chr(0xE0000 + ord(each)) for each in text),
    "JSON of zero width": lambda text: _escaped("\u200b".join(text)),
}

ONLY_ASCII = {
    "tags",
    "percent escapes",
    "full width",
    "base64 of UTF-16",
    "hexadecimal of UTF-16",
}
"""Those that hide nothing else, or are not looked through with anything else in them."""


def nested(text: str, depth: int) -> str:
    """As an argument of a tool whose arguments are JSON in JSON."""
    for _ in range(depth):
        text = json.dumps({"arguments": text})
    return text
