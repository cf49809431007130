"""A function of the local run sees what the deployed one does, and no more."""

from __future__ import annotations

import pytest

from infra_cdk.functions import catalog
from infra_cdk.functions.spec import FunctionSpec, SecretAccess
from local.functions import FUNCTIONS
from tollgate.routes import ROUTES


@pytest.mark.parametrize(
    "spec", [*catalog.HTTP_FUNCTIONS, *catalog.JOB_FUNCTIONS], ids=lambda spec: spec.name
)
def test_needs_are_those_of_the_deployment(spec: FunctionSpec) -> None:
    [local] = [found for found in FUNCTIONS.values() if found.handler == spec.handler]
    assert ("database" in local.needs) == spec.sql
    assert ("secret" in local.needs) == (spec.secret is not SecretAccess.NOTHING)
    assert ("tables" in local.needs) == bool(spec.tables)
    assert local.timeout == spec.timeout_s


def test_every_route_has_its_function() -> None:
    assert {route.function for route in ROUTES} <= set(FUNCTIONS)


def test_only_the_proxy_serves_several_calls_at_a_time() -> None:
    assert [spec.name for spec in FUNCTIONS.values() if spec.concurrency > 1] == ["proxy"]
