"""What the routes of replays take and give."""

from collections.abc import Iterable
from typing import Any, Self

from pydantic import BaseModel, Field

from functions.policies.schemas import VersionNumber
from tollgate.directory.fields import Body
from tollgate.kit.clock import to_rfc3339
from tollgate.kit.money import to_usd
from tollgate.policies.models import Reason
from tollgate.policies.replay import MOST_DAYS
from tollgate.policies.replayed import Example, Replayed, Share
from tollgate.policies.service.replaying import Impact

_NAMED = 20


class ReplayBody(Body):
    """Over how many days; of the latest version, of another, or of a document that is not saved."""

    days: int = Field(default=30, ge=1, le=MOST_DAYS)
    version: VersionNumber | None = None
    document: dict[str, Any] | None = None


class ShareView(BaseModel):
    """How many calls, and what they cost."""

    requests: int
    cost_usd: str

    @classmethod
    def of(cls, share: Share) -> Self:
        return cls(requests=share.calls, cost_usd=to_usd(share.cost_nano))


class NamedShareView(ShareView):
    """The part of one person, team, key or model."""

    id: str

    @classmethod
    def named(cls, pairs: Iterable[tuple[str, Share]]) -> list[Self]:
        return [
            cls(id=name, requests=share.calls, cost_usd=to_usd(share.cost_nano))
            for name, share in pairs
        ]


class ReplayDayView(BaseModel):
    """One day of the organization's time zone."""

    day: str
    requests: int
    affected: ShareView
    refused: ShareView


class ReasonView(BaseModel):
    """What the draft says about a call."""

    rule: str
    action: str
    wanted: str
    message: str
    findings: dict[str, int]

    @classmethod
    def of(cls, reason: Reason) -> Self:
        return cls(
            rule=reason.rule,
            action=reason.action.value,
            wanted=reason.wanted.value,
            message=reason.message,
            findings=dict(reason.findings),
        )


class ExampleView(BaseModel):
    """One call that the draft would have acted upon; `before` is how it ended then."""

    request_id: str
    created_at: str
    key_id: str
    user_id: str | None
    model: str
    cost_usd: str
    before: str
    action: str
    reasons: list[ReasonView]

    @classmethod
    def of(cls, example: Example) -> Self:
        return cls(
            request_id=example.request_id,
            created_at=to_rfc3339(example.at_ms),
            key_id=example.key_id,
            user_id=example.user_id or None,
            model=example.model,
            cost_usd=to_usd(example.cost_nano),
            before=example.before,
            action=example.action.value,
            reasons=[ReasonView.of(reason) for reason in example.reasons],
        )


class AffectedView(BaseModel):
    """How many there are, and the most affected of them."""

    count: int
    top: list[NamedShareView]


class ScopeView(BaseModel):
    """Who is meant as of today: how many, and the first of their ids."""

    users: int
    teams: int
    keys: int
    user_ids: list[str]
    team_ids: list[str]
    key_ids: list[str]


class ReplayView(BaseModel):
    """What a draft would have done to the calls of a span.

    `would` counts calls by the most severe action as the draft stands, `wanted` by what it asks for
    under strict enforcement. `affected` are calls that it has anything to say against, `refused`
    those that it would not have let through, `newly_refused` the ones of them that went through
    then. `truncated` says that calls before `start` or after `until` were left out.
    """

    policy_id: str
    version: int | None
    start: str
    end: str
    until: str
    truncated: bool
    took_ms: int
    evaluated: int
    would: dict[str, int]
    wanted: dict[str, int]
    by_rule: dict[str, int]
    affected: ShareView
    refused: ShareView
    newly_refused: ShareView
    refused_then: int
    users: AffectedView
    teams: AffectedView
    keys: AffectedView
    models: AffectedView
    by_day: list[ReplayDayView]
    examples: list[ExampleView]
    limitations: list[str]
    scope: ScopeView

    @classmethod
    def of(cls, impact: Impact) -> Self:
        found, scope = impact.replayed, impact.scope
        return cls(
            policy_id=impact.policy_id,
            version=impact.version,
            start=to_rfc3339(found.start_ms),
            end=to_rfc3339(found.end_ms),
            until=to_rfc3339(found.until_ms),
            truncated=found.truncated,
            took_ms=found.took_ms,
            evaluated=found.evaluated,
            would=dict(found.would),
            wanted=dict(found.wanted),
            by_rule=dict(found.by_rule),
            affected=ShareView.of(found.affected),
            refused=ShareView.of(found.refused),
            newly_refused=ShareView.of(found.newly_refused),
            refused_then=found.refused_then,
            by_day=_days(found),
            examples=[ExampleView.of(example) for example in found.examples],
            limitations=list(found.limitations),
            scope=ScopeView(
                users=len(scope.users),
                teams=len(scope.teams),
                keys=len(scope.keys),
                user_ids=list(scope.users[:_NAMED]),
                team_ids=list(scope.teams[:_NAMED]),
                key_ids=list(scope.keys[:_NAMED]),
            ),
            **{
                name: AffectedView(count=len(shares), top=NamedShareView.named(found.top(shares)))
                for name, shares in (
                    ("users", found.users),
                    ("teams", found.teams),
                    ("keys", found.keys),
                    ("models", found.models),
                )
            },
        )


def _days(found: Replayed) -> list[ReplayDayView]:
    return [
        ReplayDayView(
            day=day.day,
            requests=day.calls,
            affected=ShareView.of(day.affected),
            refused=ShareView.of(day.refused),
        )
        for _, day in sorted(found.days.items())
    ]
