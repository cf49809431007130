"""One synthesis of the development stage for the whole suite, and one of production's data."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest

if shutil.which("node") is None:
    pytest.skip("Node.js is needed to synthesize", allow_module_level=True)

from infra_cdk.app import add_stacks, make_app
from infra_cdk.config import STAGES, Assets, RemoteDetection, StageSettings
from tests.infra.stubs import stub_assets

Template = Mapping[str, Any]

SENDER = "no-reply@tollgate.example"
PUBLIC_URL = "https://tollgate.example"
GUARDRAIL = "arn:aws:bedrock:eu-west-1:123456789012:guardrail/abc123"


@dataclass(frozen=True)
class Deployment:
    """The templates of one stage, by the last part of the stack's name."""

    stage: str
    templates: Mapping[str, Template]

    def resources(self, stack: str, kind: str) -> dict[str, dict[str, Any]]:
        """Properties of the resources of a type, by logical id."""
        return {
            name: resource.get("Properties", {})
            for name, resource in self.templates[stack]["Resources"].items()
            if resource["Type"] == kind
        }

    def only(self, stack: str, kind: str) -> dict[str, Any]:
        """Properties of the one resource of a type."""
        [properties] = self.resources(stack, kind).values()
        return properties

    def functions(self) -> dict[str, dict[str, Any]]:
        """Properties of every Lambda function, by the name of its `FunctionSpec`."""
        return {
            properties["FunctionName"].split("-", 2)[2]: properties
            for stack in self.templates
            for properties in self.resources(stack, "AWS::Lambda::Function").values()
        }


def _synthesize(stage: StageSettings, out: str, assets: Assets) -> Deployment:
    app = make_app(out)
    add_stacks(app, stage, assets)
    stacks = app.synth().stacks
    return Deployment(
        stage.name, {stack.stack_name.split("-", 2)[2]: stack.template for stack in stacks}
    )


@pytest.fixture(scope="session")
def assets(tmp_path_factory: pytest.TempPathFactory) -> Assets:
    return stub_assets(tmp_path_factory.mktemp("assets"))


@pytest.fixture(scope="session")
def deployment(tmp_path_factory: pytest.TempPathFactory, assets: Assets) -> Deployment:
    """The development stage; synthesizing raises when cdk-nag objects."""
    return _synthesize(STAGES["dev"], str(tmp_path_factory.mktemp("dev")), assets)


@pytest.fixture(scope="session")
def production(tmp_path_factory: pytest.TempPathFactory, assets: Assets) -> Deployment:
    """Production, with everything allowed that a stage can allow."""
    stage = replace(
        STAGES["prod"],
        remote_detection=RemoteDetection((GUARDRAIL,), comprehend=True),
        mail_from=SENDER,
        public_url=PUBLIC_URL,
    )
    return _synthesize(stage, str(tmp_path_factory.mktemp("prod")), assets)
