"""Every operation of people, access and sign-in against what its own description lets one send.

Schemathesis generates well-formed and broken requests from the OpenAPI. Whatever is sent, the
answer is one that the description announces: no 5xx, the declared content type, the declared shape.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode, openapi
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
)

from functions.status.handler import DOCUMENT
from local.routing import Router
from tests.control_plane import Control, blank, control
from tests.fuzzing.front import DOCUMENT_PATH, Front
from tollgate.auth.service.sign_in import Origin, open_session
from tollgate.directory.models import User
from tollgate.routes import ROUTES

__all__ = ["blank", "control"]

EXAMPLES = 12
_FUNCTIONS = ("auth", "directory")
_DESCRIBED: dict[str, Any] = json.loads(DOCUMENT.read_text(encoding="utf-8"))
_MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
_ROUTER = Router(ROUTES)


def _operations() -> Iterator[tuple[str, str]]:
    for path, operations in _DESCRIBED["paths"].items():
        match = _ROUTER.match("GET", path) or _ROUTER.match("POST", path)
        if match is not None and match.route.function in _FUNCTIONS:
            yield from ((path, method.upper()) for method in operations)


OPERATIONS = sorted(_operations())


@pytest.mark.parametrize(("path", "method"), OPERATIONS, ids=lambda part: part)
def test_no_answer_is_a_surprise(control: Control, path: str, method: str) -> None:
    document = {**_DESCRIBED, "paths": {path: _DESCRIBED["paths"][path]}}
    front = Front({"auth": control.auth_app, "directory": control.directory_app}, document)
    schema = openapi.from_wsgi(DOCUMENT_PATH, front)
    [operation] = [
        result.ok()
        for result in schema.get_all_operations()
        if isinstance(result, Ok) and result.ok().method.upper() == method
    ]
    known = _known(control)
    owner = control.store.get(User, control.organization_id, control.user_id)
    assert owner is not None

    answered: set[int] = set()

    cases = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in _MODES))

    @given(case=cases, real=st.booleans())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def attempt(case: Case[Any], real: bool) -> None:
        if real:
            case.path_parameters |= {
                name: known.get(name, value) for name, value in case.path_parameters.items()
            }
        session = open_session(control.auth, owner, ("pwd",), Origin("req_fuzz"))
        response = case.call_and_validate(
            headers={"authorization": f"Bearer {session.token}"},
            checks=[not_a_server_error, content_type_conformance, response_schema_conformance],
        )

        answered.add(response.status_code)

    attempt()
    if all(name in known for name in re.findall(r"{(\w+)}", path)):
        assert answered - {401, 404}, "nothing got past the door"


def _known(control: Control) -> dict[str, str]:
    """Ids of what is there, by the name of the parameter that takes them."""
    made = {
        "team_id": control.ask("directory/create_team", body={"name": "Ops"}),
        "key_id": control.ask(
            "directory/create_api_key", body={"name": "key", "user_id": control.user_id}
        ),
    }
    ids = {name: answer.json["id"] for name, answer in made.items()}
    person_id, _ = control.person("developer", team_ids=[ids["team_id"]])
    return {**ids, "user_id": person_id, "organization_id": control.organization_id}
