from __future__ import annotations

import json

import pytest

from tollgate import errors
from tollgate.errors import BadRequest, BudgetExhausted, RateLimited, TollgateError
from tollgate.providers.errors_wire import render_error
from tollgate.providers.models import Dialect


def test_openai_shape() -> None:
    refusal = BadRequest("n is wrong", param="n")
    status, headers, body = render_error(Dialect.OPENAI, refusal, "req_1")
    assert status == 400
    assert headers["x-request-id"] == "req_1"
    assert json.loads(body) == {
        "error": {
            "message": "n is wrong",
            "type": "invalid_request_error",
            "param": "n",
            "code": "invalid_request",
        }
    }


def test_anthropic_shape() -> None:
    refusal = RateLimited("slow down", retry_after=0.2)
    status, headers, body = render_error(Dialect.ANTHROPIC, refusal, "req_1")
    assert (status, headers["retry-after"]) == (429, "1")
    content = json.loads(body)
    assert content["type"] == "error"
    assert content["request_id"] == "req_1"
    assert content["error"]["type"] == "rate_limit_error"
    assert content["error"]["message"] == "slow down"


@pytest.mark.parametrize("dialect", Dialect)
def test_a_spent_budget_is_the_quota_error_that_clients_know(dialect: Dialect) -> None:
    refusal = BudgetExhausted("spent", fields={"limit_usd": "1", "message": "no", "type": "no"})
    status, _, body = render_error(dialect, refusal, "req_1")
    inner = json.loads(body)["error"]
    assert status == 402
    assert inner["code"] == "insufficient_quota"
    assert inner["limit_usd"] == "1"
    assert inner["message"] == "spent"
    assert inner["type"] != "no"


@pytest.mark.parametrize("dialect", Dialect)
def test_every_refusal_has_a_type_and_its_status(dialect: Dialect) -> None:
    classes = [
        c for c in vars(errors).values() if isinstance(c, type) and issubclass(c, TollgateError)
    ]
    for refusal in classes:
        status, _, body = render_error(dialect, refusal("why"), "req_1")
        assert status == refusal.status
        assert json.loads(body)["error"]["type"]
