"""What the routes of access rules take and give."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field

from functions.directory.schemas import sent
from tollgate.directory.fields import Body, Description, Name, Permission
from tollgate.directory.models import AccessRule
from tollgate.kit.clock import to_rfc3339

Actions = Annotated[list[Permission], Field(min_length=1, max_length=50)]
Condition = Annotated[str, Field(min_length=1, max_length=4000)]
_FIELDS = ("name", "description", "actions", "condition", "enabled")


class NewAccessRule(Body):
    """`actions` are permissions, with `*`; `condition` is an expression in Cedar."""

    name: Name
    description: Description = ""
    effect: Literal["forbid"] = "forbid"
    actions: Actions
    condition: Condition
    enabled: bool = True

    def values(self) -> Mapping[str, Any]:
        """The rule as fields of `AccessRule`."""
        return sent(self, *_FIELDS)


class AccessRuleChanges(Body):
    """Only what is sent changes."""

    name: Name = Field(default="-")
    description: Description = ""
    effect: Literal["forbid"] = "forbid"
    actions: Actions = Field(default=["*"])
    condition: Condition = "true"
    enabled: bool = True

    def values(self) -> Mapping[str, Any]:
        """The changes as fields of `AccessRule`."""
        return sent(self, *_FIELDS)


class AccessRuleView(BaseModel):
    """An access rule. `reads_resource` says whether it depends on what is acted upon."""

    id: str
    name: str
    description: str
    effect: Literal["forbid"]
    actions: list[str]
    condition: str
    reads_resource: bool
    enabled: bool
    created_at: str
    version: int

    @classmethod
    def of(cls, rule: AccessRule) -> Self:
        return cls(
            id=rule.id,
            name=rule.name,
            description=rule.description,
            effect="forbid",
            actions=list(rule.actions),
            condition=rule.condition,
            reads_resource=rule.reads_resource,
            enabled=rule.enabled,
            created_at=to_rfc3339(rule.created_ms),
            version=rule.version,
        )
