"""The clauses by which the catalog recognises a model's many names.

A clause is `[operator, operand...]`: `=` equals, `^` starts with, `$` ends with, `~` contains,
`re` is found by a regular expression, `|` any of the clauses, `&` all of them. Literals are in
lower case, and so must the tested text be. Semantics follow genai-prices, the clauses' source.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

Clause = list[Any]

_LITERAL: Final[dict[str, Callable[[str, str], bool]]] = {
    "=": str.__eq__,
    "^": str.startswith,
    "$": str.endswith,
    "~": str.__contains__,
    "re": lambda text, pattern: re.search(pattern, text) is not None,
}
_COMPACT_DATE: Final = re.compile(r"-(20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=-|:|$)")


def matches(clause: Clause, text: str) -> bool:
    """Whether `text` (lower case) satisfies `clause`."""
    operator = clause[0]
    if operator == "|":
        return any(matches(operand, text) for operand in clause[1:])
    if operator == "&":
        return all(matches(operand, text) for operand in clause[1:])
    return _LITERAL[operator](text, clause[1])


def literals(clause: Clause) -> list[str]:
    """The whole names that a clause accepts."""
    if clause[0] == "|":
        return [name for operand in clause[1:] for name in literals(operand)]
    return [clause[1]] if clause[0] == "=" else []


def with_dashed_dates(name: str) -> str:
    """`gpt-5.2-20251211` as `gpt-5.2-2025-12-11`; what is no date of the calendar stays."""
    return _COMPACT_DATE.sub(_dashed, name)


def _dashed(found: re.Match[str]) -> str:
    from datetime import date  # noqa: PLC0415 - rarely needed, and not free at cold start

    year, month, day = found.groups()
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return found.group()
    return f"-{year}-{month}-{day}"
