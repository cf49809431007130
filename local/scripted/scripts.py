"""Which script a model name asks for.

A name is one or more parts joined by `+`, such as `lorem+paced-20ms`; an unknown name is an echo.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal

Kind = Literal["echo", "lorem", "tool", "tools", "json"]
Usage = Literal["true", "none", "zero"]

MODELS: Final = (
    "echo",
    "lorem",
    "tool",
    "tools",
    "json",
    "slow-500ms",
    "paced-20ms",
    "error-500",
    "error-429",
    "error-401",
    "hang",
    "truncate-3",
    "no-usage",
    "zero-usage",
    "cached",
    "reasoning",
)
"""What `/v1/models` lists; numbers are examples."""

_NUMBERED: Final = re.compile(r"(slow|paced|error|truncate|hang)-(\d{1,6})(?:ms)?")


@dataclass(frozen=True, slots=True)
class Script:
    """How one call is answered. Times are in seconds.

    `kind` is what the answer says; `delay` comes before its first byte and `pace` between chunks;
    `error` is an HTTP status instead of an answer. After `stops_after` chunks a stream breaks off
    without its terminal marker or, with `hangs`, falls silent (with None, before the first byte).
    """

    kind: Kind = "echo"
    delay: float = 0.0
    pace: float = 0.0
    error: int | None = None
    stops_after: int | None = None
    hangs: bool = False
    usage: Usage = "true"
    cached: bool = False
    reasoning: bool = False


_PLAIN: Final = {
    "lorem": Script(kind="lorem"),
    "tool": Script(kind="tool"),
    "tools": Script(kind="tools"),
    "json": Script(kind="json"),
    "slow": Script(delay=0.5),
    "paced": Script(pace=0.02),
    "hang": Script(hangs=True),
    "no-usage": Script(usage="none"),
    "zero-usage": Script(usage="zero"),
    "cached": Script(cached=True),
    "reasoning": Script(reasoning=True),
}


@lru_cache(maxsize=1024)
def script_of(model: str) -> Script:
    """The script that `model` names."""
    script = Script()
    for part in model.rpartition("/")[2].split("+"):
        script = _with(script, part)
    return script


def _with(script: Script, part: str) -> Script:
    numbered = _NUMBERED.fullmatch(part)
    if numbered:
        return _with_number(script, numbered[1], int(numbered[2]))
    plain = _PLAIN.get(part)
    if plain is None:
        return script
    default = Script()
    changes = {
        name: getattr(plain, name)
        for name in Script.__slots__
        if getattr(plain, name) != getattr(default, name)
    }
    return replace(script, **changes)


def _with_number(script: Script, name: str, number: int) -> Script:
    if name == "slow":
        return replace(script, delay=number / 1000)
    if name == "paced":
        return replace(script, pace=number / 1000)
    if name == "error":
        return replace(script, error=number if 400 <= number <= 599 else 500)
    return replace(script, stops_after=number, hangs=name == "hang")
