"""What is summed over facts, once for the hourly table and for facts read directly.

The names are those of `Totals`, in its order, and of the columns of `usage_hourly`.
"""

from __future__ import annotations

from typing import Final, LiteralString

from tollgate.usage.models import CallOutcome

ENDED: Final[dict[CallOutcome, LiteralString]] = {
    CallOutcome.SERVED: "f.state = 'settled'",
    CallOutcome.REFUSED: "f.state = 'refused'",
    CallOutcome.FAILED: "f.state IN ('failed', 'unknown')",
}
OF_FACTS: Final[LiteralString] = f"""
    count(*) FILTER (WHERE f.kind = 'request') AS requests,
    count(*) FILTER (WHERE f.kind = 'request' AND {ENDED[CallOutcome.REFUSED]}) AS refused,
    count(*) FILTER (WHERE f.kind = 'request' AND {ENDED[CallOutcome.FAILED]}) AS errors,
    sum(f.input_tokens)::bigint AS input_tokens,
    sum(f.output_tokens)::bigint AS output_tokens,
    sum(f.cache_read_tokens)::bigint AS cache_read_tokens,
    sum(f.cache_write_tokens)::bigint AS cache_write_tokens,
    sum(f.reasoning_tokens)::bigint AS reasoning_tokens,
    sum(f.audio_tokens)::bigint AS audio_tokens,
    sum(f.cost_nano)::bigint AS cost_nano,
    coalesce(sum(f.latency_ms) FILTER (WHERE f.state <> 'refused'), 0)::bigint AS latency_ms,
    count(f.latency_ms) FILTER (WHERE f.state <> 'refused') AS timed,
    coalesce(sum(f.first_byte_ms), 0)::bigint AS first_byte_ms,
    count(f.first_byte_ms) AS first_bytes
"""

OF_SUMS: Final[LiteralString] = """
    sum(requests)::bigint AS requests,
    sum(refused)::bigint AS refused,
    sum(errors)::bigint AS errors,
    sum(input_tokens)::bigint AS input_tokens,
    sum(output_tokens)::bigint AS output_tokens,
    sum(cache_read_tokens)::bigint AS cache_read_tokens,
    sum(cache_write_tokens)::bigint AS cache_write_tokens,
    sum(reasoning_tokens)::bigint AS reasoning_tokens,
    sum(audio_tokens)::bigint AS audio_tokens,
    sum(cost_nano)::bigint AS cost_nano,
    sum(latency_ms)::bigint AS latency_ms,
    sum(timed)::bigint AS timed,
    sum(first_byte_ms)::bigint AS first_byte_ms,
    sum(first_bytes)::bigint AS first_bytes
"""

MODEL: Final[LiteralString] = "coalesce(nullif(f.upstream_model, ''), f.model)"
"""The model that answered or, of a call that was never routed, the one that was asked for."""
