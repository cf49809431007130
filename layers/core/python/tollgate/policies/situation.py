"""What a decision looks at: the caller, the call, its content when asked, and the local time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property

from msgspec import Struct

from tollgate.detectors.models import DetectorRef, Match
from tollgate.kit.clock import zone
from tollgate.policies.models import CallFacts, Subject

Scan = Callable[[DetectorRef], Sequence[Match]]
"""Every match of a detector in the call's input."""


def nothing_found(_: DetectorRef) -> Sequence[Match]:
    """The scan of a call without content."""
    return ()


class Situation(Struct, frozen=True, dict=True):
    """One call of one caller."""

    subject: Subject
    facts: CallFacts
    scan: Scan

    @cached_property
    def local_time(self) -> datetime:
        """The moment of the call in the organization's time zone."""
        return self.time_in(self.subject.time_zone)

    def time_in(self, time_zone: str) -> datetime:
        """The moment of the call in a time zone."""
        return datetime.fromtimestamp(self.facts.at_ms / 1000, zone(time_zone))


def matches(pattern: str, name: str) -> bool:
    """Whether `name` is `pattern`, or begins with it up to its trailing `*`."""
    return name == pattern or (pattern.endswith("*") and name.startswith(pattern[:-1]))


def matches_provider(patterns: Sequence[str], provider: str) -> bool:
    """Whether a provider's name, in any case, matches one of `patterns`."""
    name = provider.lower()
    return any(matches(pattern.lower(), name) for pattern in patterns)


def matches_any(patterns: Sequence[str], names: frozenset[str]) -> bool:
    """Whether one of `names` matches one of `patterns`."""
    return any(matches(pattern, name) for pattern in patterns for name in names)
