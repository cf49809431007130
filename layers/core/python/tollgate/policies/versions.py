"""A policy as it is kept: its versions, which of them is in force when, and who did what to it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from itertools import pairwise
from typing import Any, Final

from msgspec import Struct, field
from msgspec.structs import replace

from tollgate.journal.models import Actor
from tollgate.policies.models import PolicyType

MOST_POLICIES: Final = 10_000
MOST_VERSIONS: Final = 1_000
MOST_NAMES: Final = 20
MOST_SPANS: Final = 50
"""How far back a rollback reaches."""


class PolicyStatus(StrEnum):
    """What follows from a policy's data and the clock.

    `scheduled` is not in force yet, `disabled` no longer; a `draft` never was.
    """

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    ACTIVE = "active"
    DISABLED = "disabled"
    DELETED = "deleted"


class Span(Struct, frozen=True):
    """A version in force from `from_ms` until before `until_ms`, or without an end of its own."""

    version: int
    from_ms: int
    until_ms: int | None = None

    def holds(self, at_ms: int) -> bool:
        """Whether the version is in force at `at_ms`."""
        return self.from_ms <= at_ms and not self.is_over(at_ms)

    def cut(self, at_ms: int) -> Span:
        """Ended at `at_ms`, if it has not by then."""
        return self if self.is_over(at_ms) else replace(self, until_ms=at_ms)

    def is_over(self, at_ms: int) -> bool:
        """Whether it has ended by `at_ms`."""
        return self.until_ms is not None and self.until_ms <= at_ms


class DryRun(Struct, frozen=True):
    """A version that is evaluated and written down and never enforced, until `until_ms`."""

    version: int
    until_ms: int | None = None


class Policy(Struct, frozen=True, kw_only=True):
    """The head of a policy; `version` counts its changes and is what `If-Match` guards.

    `name`, `description` and `type` are those of the latest version. `names` are all that versions
    ever had: they stay taken, so that a rollback always can. `spans` are in the order in which they
    begin, at most the last lies ahead, and each ends as the next begins, if not before. `owners`
    names who set a field last, by its dotted path.
    """

    id: str
    organization_id: str
    name: str
    description: str = ""
    type: PolicyType
    names: tuple[str, ...]
    latest_version: int = 1
    spans: tuple[Span, ...] = ()
    dry_run: DryRun | None = None
    owners: Mapping[str, str] = field(default_factory=dict)
    deleted_ms: int | None = None
    created_ms: int
    created_by: str
    updated_ms: int
    version: int = 1

    @property
    def windows(self) -> tuple[Span, ...]:
        """The spans with their ends where the next ones begin."""
        return (
            tuple(span.cut(following.from_ms) for span, following in pairwise(self.spans))
            + self.spans[-1:]
        )

    def current(self, at_ms: int) -> Span | None:
        """What is in force at `at_ms`."""
        return next((span for span in self.windows if span.holds(at_ms)), None)

    def coming(self, at_ms: int) -> Span | None:
        """What begins after `at_ms`."""
        return next((span for span in self.spans if span.from_ms > at_ms), None)

    def rehearsing(self, at_ms: int) -> DryRun | None:
        """The dry run that has not ended by `at_ms`."""
        run = self.dry_run
        if run is None or (run.until_ms is not None and run.until_ms <= at_ms):
            return None
        return run

    def status(self, at_ms: int) -> PolicyStatus:
        """As of `at_ms`."""
        if self.deleted_ms is not None:
            return PolicyStatus.DELETED
        if self.current(at_ms):
            return PolicyStatus.ACTIVE
        if self.coming(at_ms):
            return PolicyStatus.SCHEDULED
        return PolicyStatus.DISABLED if self.spans else PolicyStatus.DRAFT

    def shown_version(self, at_ms: int) -> int:
        """The version that a reader sees: in force, else coming, else the latest."""
        span = self.current(at_ms) or self.coming(at_ms)
        return span.version if span else self.latest_version


class PolicyVersion(Struct, frozen=True, kw_only=True):
    """One immutable version; `document` is canonical (see `tollgate.policies.documents`)."""

    policy_id: str
    version: int
    document: Mapping[str, Any]
    content_hash: str
    author: Actor
    message: str = ""
    created_ms: int


class Step(Struct, frozen=True, kw_only=True):
    """One thing that happened to a policy; `details` say which version, from when, until when.

    `number` is the policy's `version` after it, `event_id` the journal's event of it.
    """

    number: int
    event_id: str
    action: str
    actor: Actor
    at_ms: int
    message: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


class Shown(Struct, frozen=True):
    """A policy with the version that a reader sees of it (see `Policy.shown_version`)."""

    policy: Policy
    version: PolicyVersion


class PolicyPage(Struct, frozen=True):
    """Some policies in the order of creation; `next_after` is the last id when more follow."""

    items: tuple[Policy, ...]
    next_after: str | None
