"""Facts as lines of PostgreSQL's COPY CSV format (PostgreSQL documentation, "COPY", File Formats).

Written by hand because this is where an ingest spends its time: a batch becomes one piece of text
without a call per value. The delimiter is the tab and the quote a backspace, so hardly anything
ever needs quoting; an empty value is NULL, except in the columns of text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final, LiteralString

from msgspec.json import encode

from tollgate.usage.models import UsageFact
from tollgate.usage.spans import DAY_MS

OPTIONS: Final[LiteralString] = r"""(
    FORMAT csv, DELIMITER E'\t', QUOTE E'\b', NULL '', FORCE_NOT_NULL (
        key_id, user_id, team_id, operation, provider, model, upstream_model, decision,
        price_version, policy_version
    )
)"""
"""The options of a COPY that reads `copy_text`."""

_QUOTE: Final = "\b"
_FIELDS: Final = UsageFact._fields
_TEMPLATE: Final = "\t".join(["%s"] * len(_FIELDS)) + "\n"
_OCCURRED: Final = _FIELDS.index("occurred_ms")
_TEAM_PATH: Final = _FIELDS.index("team_path")
_TAGS: Final = _FIELDS.index("tags")
_NULLABLE: Final = tuple(
    _FIELDS.index(name) for name in ("status", "latency_ms", "first_byte_ms", "refusal_code")
)
_TO_QUOTE: Final = re.compile("[\b\t\n\r]")
_PLAIN_ELEMENT: Final = re.compile(r"[A-Za-z0-9_-]+")


def copy_text(facts: Sequence[UsageFact]) -> str:
    """One line per fact, values in the order of `UsageFact`'s fields."""
    text = "".join([_TEMPLATE % _values(fact) for fact in facts])
    plain = (
        text.count("\t") == (len(_FIELDS) - 1) * len(facts)
        and text.count("\n") == len(facts)
        and _QUOTE not in text
        and "\r" not in text
    )
    if plain:
        return text
    return "".join([_TEMPLATE % tuple(map(_quoted, _values(fact))) for fact in facts])


def _values(fact: UsageFact) -> tuple[Any, ...]:
    values: list[Any] = list(fact)
    values[_OCCURRED] = _moment(fact.occurred_ms)
    values[_TEAM_PATH] = _array(fact.team_path)
    values[_TAGS] = encode(fact.tags).decode() if fact.tags else "{}"
    for index in _NULLABLE:
        if values[index] is None:
            values[index] = ""
    return tuple(values)


def _quoted(value: object) -> object:
    if not isinstance(value, str) or not _TO_QUOTE.search(value):
        return value
    return f"{_QUOTE}{value.replace(_QUOTE, _QUOTE * 2)}{_QUOTE}"


def _moment(ms: int) -> str:
    day, rest = divmod(ms, DAY_MS)
    minutes, rest = divmod(rest, 60_000)
    return f"{_day(day)}T{minutes // 60:02d}:{minutes % 60:02d}:{rest / 1000:06.3f}Z"


@lru_cache(maxsize=64)
def _day(days: int) -> str:
    return (date(1970, 1, 1) + timedelta(days)).isoformat()


@lru_cache(maxsize=4096)
def _array(elements: tuple[str, ...]) -> str:
    """A `text[]` literal (PostgreSQL documentation, "Array Value Input")."""
    return "{" + ",".join([_element(element) for element in elements]) + "}"


def _element(element: str) -> str:
    if _PLAIN_ELEMENT.fullmatch(element) and element.upper() != "NULL":
        return element
    escaped = element.replace("\\", r"\\").replace('"', r"\"")
    return f'"{escaped}"'
