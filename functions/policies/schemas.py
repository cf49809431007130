"""What the policies' routes take and give."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, AliasChoices, BaseModel, Field

from tollgate.directory.fields import Body
from tollgate.errors import BadRequest
from tollgate.journal.models import Actor
from tollgate.kit.clock import from_rfc3339, to_rfc3339
from tollgate.policies import documents
from tollgate.policies.models import Enforcement, Entry, PolicyType
from tollgate.policies.schema.body import Document
from tollgate.policies.service.reading import VersionChange
from tollgate.policies.versions import PolicyStatus, Shown, Span, Step


def _moment(value: str) -> int:
    try:
        return from_rfc3339(value)
    except ValueError as error:
        raise ValueError("a time looks like 2026-11-21T09:30:00Z") from error


Moment = Annotated[
    str,
    Field(max_length=40, examples=["2026-12-01T00:00:00Z"]),
    AfterValidator(lambda value: (_moment(value), value)[1]),
]
"""RFC 3339 with an offset."""

Message = Annotated[str, Field(max_length=500, description="Why, for the history.")]
VersionNumber = Annotated[int, Field(ge=1)]


def moment_ms(value: str | None) -> int | None:
    """A `Moment` as epoch milliseconds."""
    return None if value is None else from_rfc3339(value)


def shown_time(moment: int | None) -> str | None:
    """Epoch milliseconds as RFC 3339."""
    return None if moment is None else to_rfc3339(moment)


class PolicyBody(Document):
    """A policy document; `docs/policies-reference.md` says what each type takes.

    The document is read strictly: a field that is not known is refused by name. `message` says why,
    for the history.
    """

    status: Literal["active", "draft", "disabled", "inactive"] | None = None
    message: Message = ""

    @property
    def wanted_status(self) -> PolicyStatus | None:
        """What is asked for, if anything."""
        if self.status is None:
            return None
        return PolicyStatus("disabled" if self.status == "inactive" else self.status)


class ChangedPolicyBody(PolicyBody):
    """A policy document to replace the present one, or the fields of it that change.

    With `draft` the version is saved, and what is in force stays.
    """

    draft: bool = False

    @property
    def wanted_status(self) -> PolicyStatus | None:
        return PolicyStatus.DRAFT if self.draft else super().wanted_status


class Activation(Body):
    """Which version (the latest, unless named), and from when on if not now."""

    version: VersionNumber | None = None
    at: Moment | None = None
    message: Message = ""


class Deactivation(Body):
    """Why."""

    message: Message = Field(
        default="", validation_alias=AliasChoices("message", "reason"), max_length=500
    )


class Rollback(Body):
    """To which version; without one, to the one in force before."""

    version: VersionNumber | None = None
    message: Message = Field(
        default="", validation_alias=AliasChoices("message", "reason"), max_length=500
    )


class DryRunBody(Body):
    """Which version (the latest, unless named), and until when."""

    version: VersionNumber | None = None
    until: Moment | None = None
    message: Message = ""


class Assignment(Body):
    """Exactly one of these."""

    team_id: str | None = None
    user_id: str | None = None
    role: str | None = Field(default=None, validation_alias=AliasChoices("role", "role_id"))
    key_id: str | None = Field(default=None, validation_alias=AliasChoices("key_id", "api_key_id"))
    message: Message = ""

    def target(self) -> tuple[str, str]:
        """`(level, id)`. Raises `BadRequest` unless it is one."""
        given = {
            "team": self.team_id,
            "user": self.user_id,
            "role": self.role,
            "key": self.key_id,
        }
        named = [(level, id_) for level, id_ in given.items() if id_ is not None]
        if len(named) != 1:
            raise BadRequest("send exactly one of team_id, user_id, role and key_id")
        return named[0]


class ActorView(BaseModel):
    """Who did it."""

    type: str
    id: str

    @classmethod
    def of(cls, actor: Actor) -> Self:
        return cls(type=actor.type, id=actor.id)


class ScopeView(BaseModel):
    """Whom a policy is for; `ids` are empty for the whole organization."""

    level: str
    ids: list[str]


class ScheduledView(BaseModel):
    """A version that is not in force yet."""

    version: int
    at: str


class DryRunView(BaseModel):
    """A version that is evaluated and not enforced."""

    version: int
    until: str | None


class DocumentView(BaseModel):
    """A policy's document as readers see it, its defaults filled in."""

    name: str
    description: str
    type: PolicyType
    policy_type: PolicyType
    enforcement_level: Enforcement
    priority: int
    severity: str
    scope: ScopeView
    conditions: dict[str, Any]
    rules: dict[str, Any]
    actions: dict[str, Any]
    exceptions: list[Any]
    inheritance: str
    overridable: bool
    effective_from: str | None = None
    effective_until: str | None = None
    tests: list[Any]
    not_enforced: list[str] = Field(description="Settings that are accepted and not acted upon.")


def document_values(document: Mapping[str, Any]) -> dict[str, Any]:
    """The values of `DocumentView`."""
    return {**documents.view(document), "not_enforced": documents.warnings(document)}


class PolicyView(DocumentView):
    """A policy. Its document is that of `document_version`: in force, else coming, else the latest.

    `status` follows from the versions' times. `version` counts changes of any kind and is the ETag.
    """

    id: str
    organization_id: str
    status: PolicyStatus
    document_version: int
    active_version: int | None
    latest_version: int
    scheduled: ScheduledView | None
    dry_run: DryRunView | None
    owners: dict[str, str] = Field(description="Who set a field last, by its path.")
    managers: list[str] = Field(description="Everyone in `owners`, once.")
    created_at: str
    created_by: str
    updated_at: str
    version: int

    @classmethod
    def of(cls, shown: Shown, now_ms: int) -> Self:
        policy = shown.policy
        current, coming = policy.current(now_ms), policy.coming(now_ms)
        run = policy.rehearsing(now_ms)
        return cls(
            **document_values(shown.version.document),
            id=policy.id,
            organization_id=policy.organization_id,
            status=policy.status(now_ms),
            document_version=shown.version.version,
            active_version=current.version if current else None,
            latest_version=policy.latest_version,
            scheduled=_scheduled(coming),
            dry_run=DryRunView(version=run.version, until=shown_time(run.until_ms))
            if run
            else None,
            owners=dict(policy.owners),
            managers=sorted(set(policy.owners.values())),
            created_at=to_rfc3339(policy.created_ms),
            created_by=policy.created_by,
            updated_at=to_rfc3339(policy.updated_ms),
            version=policy.version,
        )


def _scheduled(span: Span | None) -> ScheduledView | None:
    return (
        None if span is None else ScheduledView(version=span.version, at=to_rfc3339(span.from_ms))
    )


class FieldChange(BaseModel):
    """One field of a document before and after, by its path; null is absent."""

    path: str
    before: Any = None
    after: Any = None


class VersionView(BaseModel):
    """An immutable version, and how it differs from the one before it."""

    policy_id: str
    number: int
    content_hash: str
    author: ActorView
    message: str
    created_at: str
    differences: list[FieldChange]
    document: DocumentView

    @classmethod
    def of(cls, change: VersionChange) -> Self:
        version = change.version
        return cls(
            policy_id=version.policy_id,
            number=version.version,
            content_hash=version.content_hash,
            author=ActorView.of(version.author),
            message=version.message,
            created_at=to_rfc3339(version.created_ms),
            differences=[FieldChange(**each) for each in change.differences],
            document=DocumentView(**document_values(version.document)),
        )


class StepView(BaseModel):
    """Something that happened to a policy; `event_id` is the journal's event of it."""

    event_id: str
    action: str
    actor: ActorView
    at: str
    message: str
    version: int | None
    in_force_from: str | None
    in_force_until: str | None

    @classmethod
    def of(cls, step: Step) -> Self:
        return cls(
            event_id=step.event_id,
            action=step.action,
            actor=ActorView.of(step.actor),
            at=to_rfc3339(step.at_ms),
            message=step.message,
            version=step.details.get("version"),
            in_force_from=shown_time(step.details.get("from_ms")),
            in_force_until=shown_time(step.details.get("until_ms")),
        )


class EntryView(BaseModel):
    """One version of one policy in a bundle; `from` null is since the bundle is in force."""

    policy_id: str
    number: int
    dry_run: bool
    in_force_from: str | None
    in_force_until: str | None
    document: DocumentView


class BundleView(BaseModel):
    """What was in force together: `hash` is the `policy_version` of the records of its time."""

    hash: str
    entries: list[EntryView]

    @classmethod
    def of(cls, hash_: str, entries: Sequence[Entry]) -> Self:
        return cls(
            hash=hash_,
            entries=[
                EntryView(
                    policy_id=entry.policy_id,
                    number=entry.version,
                    dry_run=entry.shadow,
                    in_force_from=shown_time(entry.from_ms),
                    in_force_until=shown_time(entry.until_ms),
                    document=DocumentView(**document_values(entry.document)),
                )
                for entry in entries
            ],
        )


class PoliciesView(BaseModel):
    """Policies after a change of several."""

    items: list[PolicyView]
