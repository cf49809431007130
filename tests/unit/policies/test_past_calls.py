"""A recorded call as policies are asked about it again."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tollgate.policies.bundle import Bundle
from tollgate.policies.decide import decide
from tollgate.policies.documents import canonical
from tollgate.policies.models import Action, Entry, Subject
from tollgate.policies.past_calls import PastCall

CALL = PastCall(
    request_id="req_1",
    at_ms=1_763_733_600_000,
    state="settled",
    key_id="key_1",
    user_id="",
    team_path=(),
    operation="chat.completions",
    provider="meta",
    model="Llama-4",
    upstream_model="Llama-4",
    stream=False,
    input_tokens=1,
    output_tokens=1,
    cost_nano=1,
    hold_nano=1,
    latency_ms=1,
    tags={},
    refusal_code=None,
    findings={},
    requested_model="",
)
SUBJECT = Subject(organization_id="org_1", key_id="key_1")


@pytest.mark.parametrize("requested", ["", "meta/Llama-3"])
def test_a_model_is_meant_in_any_case(requested: str) -> None:
    document = canonical(
        {"name": "any", "type": "usage", "rules": {"denied_models": ["meta/LLAMA-*"]}}
    )
    facts = CALL._replace(requested_model=requested).facts(SUBJECT)
    assert decide(Bundle("h", [Entry("pol_1", 1, document)]), SUBJECT, facts).action is Action.DENY
    elsewhere = replace(facts, model_names=frozenset({"other"}))
    assert decide(Bundle("h", [Entry("pol_1", 1, document)]), SUBJECT, elsewhere).action is (
        Action.ALLOW
    )
