"""A policy as the body of a request: described for OpenAPI here, read by `documents.canonical`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from tollgate.policies.schema.actions import ACTIONS
from tollgate.policies.schema.conditions import CONDITIONS
from tollgate.policies.schema.envelope import ENVELOPE
from tollgate.policies.schema.rules import RULES


@cache
def policy_properties() -> Mapping[str, Any]:
    """JSON Schema of the members of a policy, by their outside names."""
    rules: dict[str, Any] = {}
    for record in RULES.values():
        rules |= record.schema()["properties"]
    sections = {
        "conditions": CONDITIONS.schema(),
        "rules": {"type": "object", "properties": rules},
        "actions": ACTIONS.schema(),
    }
    properties: dict[str, Any] = ENVELOPE.schema()["properties"]
    return {name: {**value, **sections.get(name, {})} for name, value in properties.items()}


class Document(BaseModel):
    """A policy, under any of its names for things.

    Nothing is checked here: `document` is what was sent, for `documents.canonical`. A field that
    a subclass declares (a status, a message) is its own and not part of the document.
    """

    model_config = ConfigDict(extra="allow")

    @property
    def document(self) -> dict[str, Any]:
        """What was sent of the policy itself."""
        return dict(self.model_extra or {})

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        schema = handler.resolve_ref_schema(handler(core_schema))
        schema["properties"] = {**policy_properties(), **schema.get("properties", {})}
        return schema
