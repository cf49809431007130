"""JSON of a customer's own making, as far as it can be kept in an item of DynamoDB."""

from __future__ import annotations

import json
from typing import Annotated, Any, Final

from pydantic import AfterValidator

DEEPEST: Final = 10
LARGEST: Final = 32_768
"""Characters as JSON."""

_LARGEST_NUMBER: Final = 10**38
"""DynamoDB keeps 38 digits; fractions would not survive the way through items."""


def _keepable(value: dict[str, Any]) -> dict[str, Any]:
    _check(value, DEEPEST)
    if len(json.dumps(value)) > LARGEST:
        raise ValueError(f"at most {LARGEST} characters as JSON")
    return value


def _check(value: Any, levels: int) -> None:
    if isinstance(value, float) or (isinstance(value, int) and abs(value) >= _LARGEST_NUMBER):
        raise ValueError("numbers are whole, of 38 digits at most; write others as text")
    if isinstance(value, dict | list):
        if not levels:
            raise ValueError(f"at most {DEEPEST} levels")
        for each in value.values() if isinstance(value, dict) else value:
            _check(each, levels - 1)


FreeForm = Annotated[dict[str, Any], AfterValidator(_keepable)]
