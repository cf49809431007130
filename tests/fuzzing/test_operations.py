"""Every operation of the control plane against what its description allows, forbids, and forgot.

Whatever is sent, the answer is one that the description announces: no 5xx, the declared content
type, the declared shape.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from schemathesis import openapi
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
)

from functions.status.handler import DOCUMENT
from tests.control_plane import control
from tests.fuzzing.front import exchange, function_of
from tests.fuzzing.inputs import Request, requests, samples_of
from tests.fuzzing.plane import Plane
from tests.policies_plane import PoliciesControl, blank
from tollgate.usage.database import Database

__all__ = ["blank", "control"]

pytestmark = [pytest.mark.aws, pytest.mark.postgres]

EXAMPLES: Final = settings().max_examples // 10
SHAPES: Final = [content_type_conformance, response_schema_conformance]
OTHER_TYPES: Final = (
    "/scim/",
    "/api/v1/auth/oauth",
    "/api/v1/auth/sso",
    "/api/v1/docs",
    "/api/v1/openapi.json",
)
"""Paths whose answers have a content type that the description does not tell: only their status is
checked."""

DESCRIBED: Final[dict[str, Any]] = json.loads(DOCUMENT.read_text(encoding="utf-8"))
SAMPLES: Final = samples_of(DESCRIBED)
SCHEMA: Final = openapi.from_dict(DESCRIBED)
OPERATIONS: Final = sorted(
    (path, method.upper())
    for path, operations in DESCRIBED["paths"].items()
    for method in operations
    if function_of(path) != "proxy"
)


@pytest.fixture
def plane(control: PoliciesControl, database: Database) -> Plane:
    return Plane(control, database)


@pytest.mark.parametrize(("path", "method"), OPERATIONS, ids=lambda part: part)
def test_no_answer_is_a_surprise(plane: Plane, path: str, method: str) -> None:
    function = function_of(path)
    known = {name: plane.known(name, path) for name in re.findall(r"{(\w+)}", path)}
    answered: set[int] = set()

    @given(
        requests(SCHEMA[path][method], SAMPLES[method, path], lambda name: plane.known(name, path))
    )
    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    def attempt(request: Request) -> None:
        response = exchange(plane.answerers, request, plane.bearer(function))
        if response is None:
            return
        answered.add(response.status_code)
        plane.heard(response.status_code)
        # What a provider of nobody's choosing answers is not ours to promise: 502 is honest there.
        if function != "sso" or response.status_code != 502:
            shapes = [] if path.startswith(OTHER_TYPES) else SHAPES
            request.case.validate_response(response, checks=[not_a_server_error, *shapes])

    attempt()
    if None not in known.values():
        assert answered - {401, 404}, "nothing got past the door"
