"""What the routes of bulk operations and of files take and give."""

from typing import Annotated, Any, Final, Literal, Self

from pydantic import AfterValidator, AliasChoices, BaseModel, Field

from functions.policies.schemas import FieldChange, Message, PolicyView, VersionNumber
from tollgate.directory.fields import Body
from tollgate.policies.plans import Change, PlanItem, PolicyPlan
from tollgate.policies.service.bulk import MOST_OPERATIONS, Operation, Task
from tollgate.policies.versions import PolicyStatus
from tollgate.policies.yaml_files import LARGEST as LARGEST_FILE

WantedStatus = Literal["active", "draft", "disabled"]


class OperationBody(Body):
    """What is to be done to one policy.

    `policy` is a whole document to create, and the changed fields to update.
    """

    action: Operation = Field(validation_alias=AliasChoices("action", "operation"))
    id: str | None = Field(default=None, validation_alias=AliasChoices("id", "policy_id"))
    policy: dict[str, Any] = Field(
        default={}, validation_alias=AliasChoices("policy", "document", "changes")
    )
    status: WantedStatus | None = None
    version: VersionNumber | None = None
    if_match: VersionNumber | None = None
    message: Message = ""

    def task(self, message: str) -> Task:
        """As the service takes it."""
        return Task(
            operation=self.action,
            policy_id=self.id,
            document=self.policy,
            status=PolicyStatus(self.status) if self.status else None,
            version=self.version,
            message=self.message or message,
            if_match=self.if_match,
        )


class BulkBody(Body):
    """Up to 15 operations that all happen or none; `policies` are documents to create."""

    operations: list[OperationBody] = Field(default=[], max_length=MOST_OPERATIONS)
    policies: list[dict[str, Any]] = Field(default=[], max_length=MOST_OPERATIONS)
    message: Message = ""

    def tasks(self) -> list[Task]:
        """The operations, and then the policies to create."""
        created = [
            Task(operation=Operation.CREATE, document=each, message=self.message)
            for each in self.policies
        ]
        return [operation.task(self.message) for operation in self.operations] + created


_PEOPLE: Final = ("user", "api_key", "system", "anonymous")


def _manager(value: str) -> str:
    if value.partition(":")[0] in _PEOPLE or not value.isprintable():
        raise ValueError("a manager is a name such as git:platform-policies, and no person")
    return value


class FilesBody(Body):
    """Policies from Git: YAML text, or their documents.

    `manager` owns the fields that it applies: what somebody else changes since is drift, which only
    `force` overwrites, and a policy that its files no longer hold is deleted.
    """

    yaml: str | None = Field(default=None, max_length=LARGEST_FILE)
    documents: list[dict[str, Any]] | None = Field(
        default=None, validation_alias=AliasChoices("documents", "policies")
    )
    parameters: dict[str, Any] | None = None
    manager: Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_manager)] = "git"
    force: bool = False
    draft: bool = Field(default=False, description="Save versions, and put nothing in force.")
    message: Message = ""


class DriftView(BaseModel):
    """A field that `owner` changed since, and what the files say instead."""

    path: str
    owner: str
    current: Any = None
    wanted: Any = None


class PlanItemView(BaseModel):
    """What becomes of one policy; `reason` says why it cannot be done."""

    change: Change
    name: str
    policy_id: str | None
    differences: list[FieldChange]
    drift: list[DriftView]
    owners: dict[str, str]
    reason: str

    @classmethod
    def of(cls, item: PlanItem) -> Self:
        return cls(
            change=item.change,
            name=item.name,
            policy_id=item.policy_id,
            differences=[FieldChange(**each) for each in item.differences],
            drift=[
                DriftView(
                    path=each.path, owner=each.owner, current=each.current, wanted=each.wanted
                )
                for each in item.drift
            ],
            owners=dict(item.owners),
            reason=item.reason,
        )


class PlanView(BaseModel):
    """What an apply would do."""

    manager: str
    can_apply: bool
    counts: dict[str, int]
    items: list[PlanItemView]

    @classmethod
    def of(cls, plan: PolicyPlan) -> Self:
        return cls(
            manager=plan.manager,
            can_apply=not plan.conflicts,
            counts=plan.counts,
            items=[PlanItemView.of(item) for item in plan.items],
        )


class AppliedView(BaseModel):
    """The plan that was carried out, and the policies that it changed."""

    plan: PlanView
    policies: list[PolicyView]
