"""Each function finds in its deployed environment what its settings ask for."""

from __future__ import annotations

import ast
import importlib
from typing import Any

import pytest

from infra_cdk.config import ROOT
from infra_cdk.functions.catalog import FUNCTIONS
from infra_cdk.functions.spec import FunctionSpec
from tests.infra.conftest import Deployment
from tollgate import settings

LAMBDA = {
    "AWS_REGION": "eu-west-1",
    "AWS_ACCESS_KEY_ID": "key",
    "AWS_SECRET_ACCESS_KEY": "secret",
}
"""What the Lambda service itself sets."""


def _modules(spec: FunctionSpec) -> list[str]:
    """The function's entry point and the modules of its own folder that it imports."""
    module = spec.handler.rsplit(".", 1)[0]
    found, waiting = set[str](), [module]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        tree = ast.parse(_source(name))
        imported = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        waiting += [
            node.module
            for node in imported
            if node.module and node.module.startswith(f"functions.{spec.folder}.")
        ]
    return sorted(found)


def _source(module: str) -> str:
    return (ROOT / f"{module.replace('.', '/')}.py").read_text()


def _settings(spec: FunctionSpec) -> set[str]:
    """Names of the classes of `tollgate.settings` that the function reads its environment with."""
    found: set[str] = set()
    for module in _modules(spec):
        for node in ast.walk(ast.parse(_source(module))):
            if isinstance(node, ast.Attribute) and node.attr == "from_env":
                found |= _names(node.value)
            if isinstance(node, ast.ClassDef) and "FunctionSettings" in _names(*node.bases):
                annotated = (each for each in node.body if isinstance(each, ast.AnnAssign))
                found |= _names(*(each.annotation for each in annotated))
    return {name for name in found if hasattr(settings, name)}


def _names(*nodes: ast.expr) -> set[str]:
    return {node.id for node in nodes if isinstance(node, ast.Name)}


def _environment(properties: dict[str, Any]) -> dict[str, str]:
    variables = properties.get("Environment", {}).get("Variables", {})
    return {name: str(value) for name, value in variables.items()}


@pytest.mark.parametrize("spec", FUNCTIONS, ids=lambda spec: spec.name)
def test_every_setting_is_there(deployment: Deployment, spec: FunctionSpec) -> None:
    environment = LAMBDA | _environment(deployment.functions()[spec.name])
    for name in _settings(spec):
        getattr(settings, name).from_env(environment)


@pytest.mark.parametrize("spec", FUNCTIONS, ids=lambda spec: spec.name)
def test_nothing_is_set_that_no_setting_reads(deployment: Deployment, spec: FunctionSpec) -> None:
    environment = set(_environment(deployment.functions()[spec.name]))
    readers = {
        "TOLLGATE_DIRECTORY_TABLE": "TableSettings",
        "TOLLGATE_SECRET_ARN": "SecretSettings",
        "TOLLGATE_SECRET_VALUE": "SecretSettings",
        "TOLLGATE_DATABASE_HOST": "DatabaseSettings",
        "TOLLGATE_ALERT_TOPIC_ARN": "AlertSettings",
    }
    used = _settings(spec)
    for variable, reader in readers.items():
        assert variable not in environment or reader in used, variable


@pytest.mark.parametrize("spec", FUNCTIONS, ids=lambda spec: spec.name)
def test_the_entry_point_exists(spec: FunctionSpec) -> None:
    module, name = spec.handler.rsplit(".", 1)
    assert callable(getattr(importlib.import_module(module), name))


def test_the_settings_of_a_known_function_are_found() -> None:
    [proxy] = [spec for spec in FUNCTIONS if spec.name == "proxy"]
    assert _settings(proxy) == {
        "AwsSettings",
        "EdgeSettings",
        "RemoteSettings",
        "SecretSettings",
        "TableSettings",
    }
