"""Which version of a policy is in force when: pure changes of its spans.

A span ends as the next begins (see `Policy.windows`), so what is dropped leaves no gap. Every
change drops what lies ahead: there is one plan at a time, and none after a change that takes effect
at once, so that nothing changes by itself after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tollgate.errors import Conflict, Unprocessable
from tollgate.policies.versions import MOST_SPANS, Span

Spans = tuple[Span, ...]


def begin(
    spans: Spans, version: int, document: Mapping[str, Any], *, from_ms: int, now_ms: int
) -> Spans:
    """`version` in force from `from_ms`, within its document's effective dates.

    Raises `Unprocessable` when there is no such time.
    """
    starts = max(from_ms, document.get("effective_from") or 0)
    ends = document.get("effective_until")
    if ends is not None and ends <= starts:
        raise Unprocessable(
            "this version's effective dates are over by then", param="effective_until"
        )
    return (*_begun(spans, now_ms), Span(version, starts, ends))[-MOST_SPANS:]


def stop(spans: Spans, now_ms: int) -> Spans:
    """Nothing in force from now on, and nothing ahead."""
    begun = _begun(spans, now_ms)
    return (*begun[:-1], *(last.cut(now_ms) for last in begun[-1:]))


def back(spans: Spans, version: int | None, now_ms: int) -> tuple[Spans, int]:
    """`(spans, version)` with an earlier version in force: the one before, or the one named.

    What was in force since is forgotten, so the next rollback goes further back. Raises `Conflict`
    when nothing is in force, or the version was not in force before.
    """
    begun = _begun(spans, now_ms)
    if not begun or not begun[-1].holds(now_ms):
        raise Conflict("nothing of this policy is in force; activate a version")
    current = begun[-1].version
    for index in range(len(begun) - 2, -1, -1):
        candidate = begun[index].version
        if candidate == version or (version is None and candidate != current):
            return begun[:index], candidate
    wanted = "no version" if version is None else f"version {version} was not"
    raise Conflict(f"{wanted} in force before this one", param="version")


def _begun(spans: Spans, now_ms: int) -> Spans:
    return tuple(span for span in spans if span.from_ms <= now_ms)
