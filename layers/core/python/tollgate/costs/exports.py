"""Facts as CSV or JSON for spreadsheets and scripts.

Names and tags are what callers chose to send: no cell of theirs is run as a formula.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any, Final

from tollgate.kit.clock import to_rfc3339
from tollgate.kit.csv_text import safe_cell
from tollgate.kit.money import to_usd
from tollgate.usage.models import UsageFact

COLUMNS: Final = (
    "occurred_at",
    "request_id",
    "kind",
    "state",
    "organization_id",
    "team_id",
    "user_id",
    "key_id",
    "operation",
    "provider",
    "model",
    "upstream_model",
    "status",
    "input_tokens",
    "output_tokens",
    "cache_read_tokens",
    "cache_write_tokens",
    "reasoning_tokens",
    "audio_tokens",
    "cost_usd",
    "latency_ms",
    "decision",
    "refusal_code",
    "price_version",
    "tags",
)
_FREE_TEXT: Final = frozenset(
    {"operation", "provider", "model", "upstream_model", "decision", "price_version", "tags"}
)


def _row(fact: UsageFact) -> dict[str, Any]:
    derived = {
        "occurred_at": to_rfc3339(fact.occurred_ms),
        "cost_usd": to_usd(fact.cost_nano),
        "tags": dict(fact.tags),
    }
    return {name: derived[name] if name in derived else getattr(fact, name) for name in COLUMNS}


def to_json(facts: Sequence[UsageFact]) -> str:
    """One object per fact, in a list."""
    return json.dumps({"items": [_row(fact) for fact in facts]}, ensure_ascii=False)


def to_csv(facts: Sequence[UsageFact]) -> str:
    """RFC 4180, a header line first; tags as JSON in their cell."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for fact in facts:
        row = _row(fact)
        row["tags"] = json.dumps(row["tags"], ensure_ascii=False) if row["tags"] else ""
        writer.writerow(
            [safe_cell(value) if name in _FREE_TEXT else value for name, value in row.items()]
        )
    return text.getvalue()
