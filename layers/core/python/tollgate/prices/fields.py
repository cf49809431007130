"""Prices of an organization's own as fields of request bodies."""

from __future__ import annotations

import json
from typing import Annotated, Any, Final

from pydantic import AfterValidator, Field

from tollgate.prices.overrides import read_override

LARGEST: Final = 100_000
"""Characters as JSON; the journal tells the old and the new ones in one item of 400 kB."""


def _overrides(value: dict[str, dict[str, Any]]) -> dict[str, dict[str, str]]:
    for fields in value.values():
        read_override(fields)
    texts = {
        model: {name: str(price) for name, price in fields.items()}
        for model, fields in value.items()
    }
    if len(json.dumps(texts)) > LARGEST:
        raise ValueError(f"at most {LARGEST} characters in all")
    return texts


PriceOverrides = Annotated[
    dict[str, dict[str, str | float]], Field(max_length=500), AfterValidator(_overrides)
]
"""Prices by model, bare or as `provider/model`, that replace its listed ones."""
