"""Every operation of single sign-on and SCIM against what its own description lets one send."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode, openapi
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok

from functions.scim import handler as scim_function
from functions.sso import handler as sso_function
from functions.status.build_openapi import _Nothing
from tests.control_plane import Control, blank, control
from tests.fuzzing.front import DOCUMENT_PATH, Front
from tests.scim_plane import ScimPlane, provisioning_key, scim
from tests.sso_plane import SsoPlane
from tollgate.auth.service.deps import Origin
from tollgate.auth.service.sign_in import open_session
from tollgate.directory.models import User
from tollgate.http.openapi import describe, merge

__all__ = ["blank", "control", "scim"]

pytestmark = pytest.mark.aws

EXAMPLES = 15
DOCUMENT: dict[str, Any] = merge(
    describe(function.make_app(_Nothing()))  # type: ignore[arg-type]
    for function in (sso_function, scim_function)
)
OPERATIONS = sorted(
    (path, method.upper())
    for path, operations in DOCUMENT["paths"].items()
    for method in operations
)
_MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


@pytest.mark.parametrize(("path", "method"), OPERATIONS, ids=lambda part: part)
def test_no_input_is_a_fault_of_ours(
    control: Control, scim: ScimPlane, path: str, method: str
) -> None:
    sso = SsoPlane(control, loopback=False)
    document = json.loads(json.dumps({**DOCUMENT, "paths": {path: DOCUMENT["paths"][path]}}))
    front = Front({"sso": sso.app, "scim": scim.app}, document)
    [operation] = [
        result.ok()
        for result in openapi.from_wsgi(DOCUMENT_PATH, front).get_all_operations()
        if isinstance(result, Ok) and result.ok().method.upper() == method
    ]
    body = {"name": "I", "provider": "oidc", "issuer": "https://id.invalid", "client_id": "x"}
    known = {
        "user_id": scim.create(),
        "group_id": scim.group("Developers"),
        "connection_id": sso.ask("create_connection", body=body).json["id"],
    }
    owner = control.store.get(User, control.organization_id, control.user_id)
    assert owner is not None
    key = provisioning_key(control)

    cases = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in _MODES))

    @given(case=cases, real=st.booleans())
    @settings(max_examples=EXAMPLES, database=None, suppress_health_check=list(HealthCheck))
    def attempt(case: Case[Any], real: bool) -> None:
        if real:
            case.path_parameters |= {
                name: known.get(name, value) for name, value in case.path_parameters.items()
            }
        bearer = key
        if not path.startswith("/scim"):
            bearer = open_session(control.auth, owner, ("pwd",), Origin("req_fuzz")).token
        headers = {"authorization": f"Bearer {bearer}"}
        response = case.call(headers=headers)
        # What a provider of nobody's choosing answers is not ours to promise: 502 is honest there.
        if response.status_code != 502:
            case.validate_response(response, checks=[not_a_server_error])

    attempt()
