"""How long a match of an RE2 expression can be, and which characters it is about.

Follows https://github.com/google/re2/wiki/Syntax. Only asked about expressions that RE2 compiled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(
    r"""\\Q(?P<quoted>.*?)(?:\\E|\Z)
      | (?P<nothing>\\[bBAz]|\^|\$|\(\?[a-zA-Z-]+\))
      | (?P<open>\((?:\?(?:P?<\w+>|[a-zA-Z-]*:))?)
      | (?P<close>\))
      | (?P<either>\|)
      | (?P<times>(?:[*+?]|\{\d+(?:,\d*)?\})\??)
      | (?P<class>\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\]|\\[pP](?:\{\^?\w+\}|\w)|\\[dDsSwWC]|\.)
      | (?P<one>\\x\{[0-9a-fA-F]+\}|\\x[0-9a-fA-F]{2}|\\[0-7]{1,3}|\\.|.)""",
    re.VERBOSE | re.DOTALL,
)
_COUNTS: Final = re.compile(r"\{(\d+)(?:(,)(\d*))?\}")
_NOT_NAMED: Final = re.compile(
    r"\[:\^?\w+:\]|\\[pP](?:\{\^?\w+\}|\w)|\\x\{?\w+\}?|\\.|[\[\]^]|(?<=\w)-(?=\w)"
)
_EXAMPLES: Final = {"\\d": "07", "\\w": "az_", "\\s": " "}
_NAMING: Final = ("quoted", "class", "one")


class Shape(NamedTuple):
    """`width` in characters, None where nothing bounds it."""

    width: int | None
    characters: str


def shape(pattern: str) -> Shape:
    """The longest match, and the characters that literals and classes name."""
    tokens = _TOKEN.finditer(pattern)
    characters = "".join(
        _named(token.group()) for token in _TOKEN.finditer(pattern) if token.lastgroup in _NAMING
    )
    return Shape(_alternatives(tokens), "".join(dict.fromkeys(characters)))


def _named(token: str) -> str:
    """The characters of a literal; of a class, those it is written with."""
    if token.startswith("["):
        classes = "".join(text for name, text in _EXAMPLES.items() if name in token)
        return classes + _NOT_NAMED.sub("", token)
    if token in _EXAMPLES:
        return _EXAMPLES[token]
    if token.startswith("\\"):
        return token[1:] if len(token) == 2 else ""
    return token.replace(".", "")


def _alternatives(tokens: Iterator[re.Match[str]]) -> int | None:
    """The width up to the parenthesis that closes, or to the end."""
    widest: int | None = 0
    parts: list[int | None] = []
    for token in tokens:
        kind, text = token.lastgroup, token.group()
        if kind == "close":
            break
        if kind == "either":
            widest, parts = _wider(widest, _sum(parts)), []
        elif kind == "open":
            parts.append(_alternatives(tokens))
        elif kind == "times":
            parts.append(_repeated(parts.pop() if parts else 0, text))
        elif kind == "quoted":
            parts.append(len(token["quoted"]))
        else:
            parts.append(0 if kind == "nothing" else 1)
    return _wider(widest, _sum(parts))


def _wider(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else max(one, other)


def _sum(parts: list[int | None]) -> int | None:
    return None if None in parts else sum(part for part in parts if part is not None)


def _repeated(width: int | None, times: str) -> int | None:
    if times[0] == "?" or width == 0:
        return width
    counts = _COUNTS.match(times)
    if counts is None:
        return None
    least, comma, most = counts.groups()
    if comma and not most:
        return None
    return None if width is None else width * int(most or least)
