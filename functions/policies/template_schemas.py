"""What the routes of templates take and give."""

from typing import Annotated, Any, Literal, Self

from msgspec.structs import asdict
from pydantic import BaseModel, Field

from functions.policies.schemas import Message
from tollgate.directory.fields import Body
from tollgate.policies.templates import Template
from tollgate.policies.versions import PolicyStatus


class ParameterView(BaseModel):
    """What may be set in a template."""

    name: str
    type: str
    description: str
    required: bool
    default: Any = None
    example: Any = None


class ControlView(BaseModel):
    """A requirement of a law or standard, and how far the policies serve it."""

    reference: str
    title: str
    how: str


class TemplateSummary(BaseModel):
    """A ready-made set of policies."""

    id: str
    name: str
    description: str
    policies: list[str] = Field(description="Their names.")
    parameters: list[ParameterView]

    @classmethod
    def of(cls, template: Template) -> Self:
        return cls(
            id=template.id,
            name=template.name,
            description=template.description,
            policies=[str(policy["name"]) for policy in template.policies],
            parameters=[ParameterView(**asdict(each)) for each in template.parameters],
        )


class TemplateView(BaseModel):
    """A template whole: its documents have `{{PARAMETER}}`s."""

    id: str
    name: str
    description: str
    parameters: list[ParameterView]
    controls: list[ControlView]
    not_covered: list[str]
    documents: list[dict[str, Any]]

    @classmethod
    def of(cls, template: Template) -> Self:
        return cls(
            id=template.id,
            name=template.name,
            description=template.description,
            parameters=[ParameterView(**asdict(each)) for each in template.parameters],
            controls=[ControlView(**asdict(each)) for each in template.controls],
            not_covered=list(template.not_covered),
            documents=[dict(policy) for policy in template.policies],
        )


class InstantiationBody(Body):
    """The template's parameters; `name_prefix` keeps apart what is made of one template twice."""

    parameters: dict[str, Any] = Field(default={})
    name_prefix: Annotated[str, Field(max_length=60)] = ""
    status: Literal["active", "draft"] = "active"
    message: Message = ""

    @property
    def wanted_status(self) -> PolicyStatus:
        """Of the new policies."""
        return PolicyStatus(self.status)
