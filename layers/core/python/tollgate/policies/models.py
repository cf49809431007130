"""The vocabulary of policies: what a document says, what a call looks like to it, what it decides.

Money is integer nano-dollars, time is epoch milliseconds, tokens are counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from msgspec import Struct, field

from tollgate.detectors.models import DetectorRef, Findings


class PolicyType(StrEnum):
    """What a policy is about; each type has rules of its own."""

    RATE_LIMIT = "rate_limit"
    COST_LIMIT = "cost_limit"
    CONTENT_FILTER = "content_filter"
    SECURITY = "security"
    COMPLIANCE = "compliance"
    USAGE = "usage"


class Enforcement(StrEnum):
    """`strict` acts, `warn` only warns the caller, `monitor` only writes it down."""

    STRICT = "strict"
    WARN = "warn"
    MONITOR = "monitor"


class Action(StrEnum):
    """What is done about a call, from the mildest to the most severe.

    `allow` shields the call from policies of the same type with a lower priority; `log` is written
    down and nothing else. `throttle` and `queue` wait a bounded time for room.
    """

    ALLOW = "allow"
    LOG = "log"
    WARN = "warn"
    CLAMP = "clamp"
    REDACT = "redact"
    REROUTE = "reroute"
    THROTTLE = "throttle"
    QUEUE = "queue"
    REQUIRE_APPROVAL = "require_approval"
    DENY = "deny"


SEVERITY: Final[Mapping[Action, int]] = {action: rank for rank, action in enumerate(Action)}
"""How severe an action is; the decision of a call is the most severe one that was taken."""

HIGH_COST_NANO: Final = 5_000_000_000
"""Above which a call is a high-cost request, where a policy does not say it."""


class Level(StrEnum):
    """Whom a policy is for, from the most general to the most specific."""

    ORGANIZATION = "organization"
    TEAM = "team"
    ROLE = "role"
    USER = "user"
    KEY = "key"


class Entry(Struct, frozen=True):
    """One version of one policy in a bundle, in force from `from_ms` until before `until_ms`.

    `document` is canonical (see `tollgate.policies.documents`). A `shadow` entry is a dry run:
    evaluated and written down, never enforced.
    """

    policy_id: str
    version: int
    document: Mapping[str, Any]
    from_ms: int | None = None
    until_ms: int | None = None
    shadow: bool = False


class Reason(Struct, frozen=True):
    """One policy's part in a decision, as headers, record and journal show it.

    `rule` is the name of the rule that spoke (`allowed_models`); `action` is what was done and
    `wanted` what the policy asks for under strict enforcement. `findings` counts what was found by
    detector, never what it was. `grant_id` names the grant that lifted the rule, if one did.
    """

    policy_id: str
    version: int
    name: str
    type: PolicyType
    rule: str
    action: Action
    wanted: Action
    message: str
    severity: str = "medium"
    enforcement: Enforcement = Enforcement.STRICT
    shadow: bool = False
    findings: Mapping[str, int] = field(default_factory=dict)
    grant_id: str | None = None
    notify: tuple[str, ...] = ()

    def as_values(self) -> dict[str, Any]:
        """JSON-like, for the record: what is empty or usual is left out."""
        values: dict[str, Any] = {
            "policy_id": self.policy_id,
            "version": self.version,
            "name": self.name,
            "type": self.type.value,
            "rule": self.rule,
            "action": self.action.value,
            "message": self.message,
            "severity": self.severity,
            "enforcement": self.enforcement.value,
        }
        if self.wanted is not self.action:
            values["wanted"] = self.wanted.value
        if self.shadow:
            values["shadow"] = True
        if self.findings:
            values["findings"] = dict(self.findings)
        if self.grant_id:
            values["grant_id"] = self.grant_id
        if self.notify:
            values["notify"] = list(self.notify)
        return values


class Subject(Struct, frozen=True, kw_only=True):
    """Who calls, as policies see them.

    `team_paths` has one path per team of the person or key, each from that team up to the root, so
    a member of two branches of the tree has two.
    """

    organization_id: str
    key_id: str
    user_id: str | None = None
    team_paths: tuple[tuple[str, ...], ...] = ()
    roles: frozenset[str] = frozenset()
    tags: Mapping[str, str] = field(default_factory=dict)
    time_zone: str = "UTC"
    key_created_ms: int | None = None

    @property
    def teams(self) -> frozenset[str]:
        """Every team that this subject belongs to, directly or through a team below it."""
        return frozenset(team for path in self.team_paths for team in path)


class CallFacts(Struct, frozen=True, kw_only=True):
    """A call as policies see it, before it is admitted.

    `model` is the name as called and `model_names` every name it goes by. `estimated_cost` is what
    would be held for it; `max_output_tokens` what it may write, and `sets_max_output` whether the
    caller said so itself. `tags` are the call's own under the key's, which no caller can change.
    `country` is the caller's ISO 3166-1 code where the edge told it.
    """

    model: str
    model_names: frozenset[str]
    provider: str
    operation: str
    at_ms: int
    stream: bool = False
    region: str | None = None
    input_tokens: int = 0
    max_output_tokens: int = 0
    sets_max_output: bool = True
    estimated_cost: int = 0
    tags: Mapping[str, str] = field(default_factory=dict)
    tools: frozenset[str] = frozenset()
    has_images: bool = False
    address: str | None = None
    country: str | None = None


class RateLimitRef(Struct, frozen=True):
    """Calls and tokens at most in the window of `period` (`minute`, `hour`, `day`, `month`).

    `subject` is whose window it is, `reason` what is written down when it is full, `wait_ms` how
    long a call may wait for the next window. A `soft` limit is counted and never refuses.
    """

    subject: str
    period: str
    requests: int | None
    tokens: int | None
    reason: Reason
    wait_ms: int = 0
    soft: bool = False


class SlotRef(Struct, frozen=True):
    """At most `limit` calls of `subject` at one time."""

    subject: str
    limit: int
    reason: Reason
    wait_ms: int = 0
    soft: bool = False


class CostLimitRef(Struct, frozen=True):
    """At most `limit` nano-dollars of `subject` per `period` (a `ledger.models.Period`).

    With `approval_reason`, the last `reserve` of it needs an approval. `alerts` are percentages.
    """

    subject: str
    period: str
    limit: int
    reason: Reason
    reserve: int = 0
    approval_reason: Reason | None = None
    soft: bool = False
    alerts: tuple[int, ...] = ()


class Limits(Struct, frozen=True):
    """What admission must hold a call to besides the budgets of the directory."""

    rates: tuple[RateLimitRef, ...] = ()
    slots: tuple[SlotRef, ...] = ()
    costs: tuple[CostLimitRef, ...] = ()


class ContentRule(Struct, frozen=True):
    """What a policy looks for in content, and what happens when it is there.

    `reason` has the action; a match below `confidence` (0 to 1) does not count. `style` is how a
    redaction looks: `label` (`[EMAIL]`), `mask` (stars) or `remove`.
    """

    detectors: tuple[DetectorRef, ...]
    reason: Reason
    scan_input: bool = True
    scan_output: bool = False
    confidence: float = 0.5
    style: str = "label"


class Decision(Struct, frozen=True):
    """What the policies of a bundle decide about one call.

    `reasons` are all that spoke, the most severe first, shadow ones included; `action` is the most
    severe of those that are enforced. `clamp` is the most output tokens of all choices; `max_cost`
    is the most that the call may cost, and `max_cost_reason` what stands against it where that
    buys no answer. `output` are the content rules that the answer must pass. `grants` are the
    one-time grants that the decision rests on. `delay_ms` is how long the call is made to wait.
    """

    action: Action = Action.ALLOW
    reasons: tuple[Reason, ...] = ()
    clamp: int | None = None
    max_cost: int | None = None
    max_cost_reason: Reason | None = None
    reroute: str | None = None
    redact: tuple[ContentRule, ...] = ()
    output: tuple[ContentRule, ...] = ()
    limits: Limits = Limits()
    grants: tuple[Grant, ...] = ()
    delay_ms: int = 0
    findings: Findings = field(default_factory=dict)


class Grant(Struct, frozen=True, kw_only=True):
    """An approved exception that decisions honour until `until_ms`.

    `kind` is `policy_exception`, `model_access` or `key_scope`. `policy_ids` (with `rules`, or all
    of their rules), `models` and `permissions` say what it lifts or adds; `key_id`, `user_id` and
    `team_id` whom it is for (any of them; none is everyone). `uses` is how many calls may rest on
    it, None for any number.
    """

    id: str
    kind: str
    until_ms: int
    key_id: str | None = None
    user_id: str | None = None
    team_id: str | None = None
    policy_ids: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    permissions: tuple[str, ...] = ()
    uses: int | None = None

    def covers(self, subject: Subject, now_ms: int) -> bool:
        """Whether it is for this subject, now."""
        return (
            now_ms < self.until_ms
            and self.key_id in (None, subject.key_id)
            and self.user_id in (None, subject.user_id)
            and (self.team_id is None or self.team_id in subject.teams)
        )
