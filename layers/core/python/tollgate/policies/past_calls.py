"""Calls as they were recorded, in the form in which policies can be asked about them again."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final, LiteralString, NamedTuple

from tollgate.policies.models import CallFacts, Subject
from tollgate.providers.models import Operation
from tollgate.usage.database import Connection

_PIECE: Final = 2_000
_CALLS: Final[LiteralString] = """
SELECT f.request_id, (extract(epoch FROM f.occurred_at) * 1000)::bigint, f.state, f.key_id,
       f.user_id, f.team_path, f.operation, f.provider, f.model, f.upstream_model, f.stream,
       f.input_tokens + coalesce(a.input_tokens, 0), f.output_tokens + coalesce(a.output_tokens, 0),
       f.cost_nano + coalesce(a.cost_nano, 0), f.hold_nano, coalesce(f.latency_ms, 0), f.tags,
       f.refusal_code
FROM usage_facts AS f
LEFT JOIN usage_facts AS a
  ON a.organization_id = f.organization_id AND a.occurred_at = f.occurred_at
 AND a.event_id = f.request_id || ':adjust' AND a.kind = 'adjust'
 AND a.occurred_at >= %(start)s AND a.occurred_at < %(end)s
WHERE f.organization_id = %(organization)s AND f.kind = 'request'
  AND f.occurred_at >= %(start)s AND f.occurred_at < %(end)s
ORDER BY f.occurred_at, f.event_id
"""
_SAID: Final[LiteralString] = """
SELECT (extract(epoch FROM h.occurred_at) * 1000)::bigint, h.request_id, h.findings,
       h.requested_model
FROM policy_hits AS h
WHERE h.organization_id = %(organization)s
  AND h.occurred_at >= %(start)s AND h.occurred_at < %(end)s
  AND (h.findings <> '{}' OR h.requested_model <> '')
ORDER BY h.occurred_at
"""
_NEWEST: Final[LiteralString] = """
SELECT (extract(epoch FROM f.occurred_at) * 1000)::bigint FROM usage_facts AS f
WHERE f.organization_id = %(organization)s AND f.kind = 'request'
  AND f.occurred_at >= %(start)s AND f.occurred_at < %(end)s
ORDER BY f.occurred_at DESC OFFSET %(count)s LIMIT 1
"""


class PastCall(NamedTuple):
    """One recorded call; `findings` is what any policy found in it, in input or output.

    Money is nano-dollars, adjustments included; `requested_model` is the one that was asked for
    where a policy sent the call to another.
    """

    request_id: str
    at_ms: int
    state: str
    key_id: str
    user_id: str
    team_path: tuple[str, ...]
    operation: str
    provider: str
    model: str
    upstream_model: str
    stream: bool
    input_tokens: int
    output_tokens: int
    cost_nano: int
    hold_nano: int
    latency_ms: int
    tags: Mapping[str, str]
    refusal_code: str | None
    findings: Mapping[str, int]
    requested_model: str

    @property
    def was_refused(self) -> bool:
        return self.state == "refused"

    @property
    def has_output(self) -> bool:
        """Whether the model wrote tokens, which a limit could have bounded."""
        return self.operation in (Operation.CHAT, Operation.MESSAGES)

    def facts(self, subject: Subject) -> CallFacts:
        """The call as policies see it, as far as it was recorded.

        What it wrote stands for what it might have written, and what was held for what it might
        have cost.
        """
        return CallFacts(
            model=self.requested_model or self.model,
            model_names=self._model_names(),
            provider=self._provider(),
            operation=self.operation,
            at_ms=self.at_ms,
            stream=self.stream,
            input_tokens=self.input_tokens,
            max_output_tokens=self.output_tokens,
            sets_max_output=False,
            estimated_cost=max(self.hold_nano, self.cost_nano),
            tags={**self.tags, **subject.tags},
        )

    def _model_names(self) -> frozenset[str]:
        if self.requested_model and self.requested_model != self.model:
            bare = self.requested_model.partition("/")[2] or self.requested_model
            names = {self.requested_model, bare}
        else:
            names = {self.model, self.upstream_model}
            if self.upstream_model:
                names.add(f"{self.provider}/{self.upstream_model}")
        return frozenset({*names, *(name.lower() for name in names)} - {""})

    def _provider(self) -> str:
        named, slash, _ = (self.requested_model or self.model).partition("/")
        return named if slash else self.provider


def newest(
    connection: Connection, organization_id: str, start_ms: int, end_ms: int, count: int
) -> int:
    """Where to start so that at most about `count` calls follow: later than `start_ms` if more."""
    values = _values(organization_id, start_ms, end_ms) | {"count": count}
    row = connection.execute(_NEWEST, values).fetchone()
    return start_ms if row is None else row[0] + 1


def past_calls(
    connection: Connection, organization_id: str, start_ms: int, end_ms: int
) -> Generator[PastCall, None, None]:
    """Every call of a span in order of time, read in pieces."""
    values = _values(organization_id, start_ms, end_ms)
    with (
        connection.cursor(name="past_calls") as calls,
        connection.cursor(name="said_of_calls") as said,
    ):
        for cursor in (calls, said):
            cursor.itersize = _PIECE
        calls.execute(_CALLS, values)
        said.execute(_SAID, values)
        findings = _Findings(said)
        for row in calls:
            found, requested = findings.of(row[1], row[0])
            told: list[Any] = [*row[:5], tuple(row[5]), *row[6:], found, requested]
            yield PastCall._make(told)


class _Findings:
    """What policies said, read alongside the calls in the same order of time."""

    def __init__(self, rows: Iterator[tuple[int, str, Mapping[str, int], str]]) -> None:
        self._rows = iter(rows)
        self._next = next(self._rows, None)
        self._at_ms = -1
        self._said: dict[str, tuple[dict[str, int], str]] = {}

    def of(self, at_ms: int, request_id: str) -> tuple[Mapping[str, int], str]:
        """Findings and the model asked for; moments must not go back."""
        if at_ms != self._at_ms:
            self._at_ms, self._said = at_ms, {}
        while self._next is not None and self._next[0] <= at_ms:
            if self._next[0] == at_ms:
                self._take(*self._next[1:])
            self._next = next(self._rows, None)
        return self._said.get(request_id, ({}, ""))

    def _take(self, request_id: str, findings: Mapping[str, int], requested: str) -> None:
        known, model = self._said.get(request_id, ({}, ""))
        # Two policies that find the same count it once each; it is there as often as either says.
        merged = {
            kind: max(known.get(kind, 0), findings.get(kind, 0)) for kind in {*known, *findings}
        }
        self._said[request_id] = (merged, model or requested)


def _values(organization_id: str, start_ms: int, end_ms: int) -> dict[str, object]:
    return {
        "organization": organization_id,
        "start": datetime.fromtimestamp(start_ms / 1000, UTC),
        "end": datetime.fromtimestamp(end_ms / 1000, UTC),
    }
