"""Whole answers: blocked, redacted, or passed in their very bytes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.unit.providers.samples import ANTHROPIC_ANSWER, OPENAI_ANSWER
from tests.unit.proxy.screens import open_detector, rule
from tollgate.policies.models import Action
from tollgate.providers.models import Dialect
from tollgate.proxy.output_filter import Filtered, OutputFilter

NUMBER = "4111 1111 1111 1111"
OPENAI, ANTHROPIC = Dialect.OPENAI, Dialect.ANTHROPIC
ANSWERS = {OPENAI: OPENAI_ANSWER, ANTHROPIC: ANTHROPIC_ANSWER}


def filtered(
    answer: dict[str, Any] | bytes, *rules: Any, dialect: Dialect | None = None
) -> Filtered:
    if isinstance(answer, dict):
        dialect = dialect or (ANTHROPIC if answer.get("type") == "message" else OPENAI)
        answer = json.dumps(answer, indent=1).encode()
    return OutputFilter(rules, dialect or OPENAI, open_detector=open_detector).whole(answer)


def chat(*messages: dict[str, Any], **choice: Any) -> dict[str, Any]:
    choices = [
        {"index": index, "message": {"role": "assistant", **message}, "finish_reason": "stop"}
        for index, message in enumerate(messages)
    ]
    return {**OPENAI_ANSWER, "choices": [{**each, **choice} for each in choices]}


def message(*blocks: dict[str, Any]) -> dict[str, Any]:
    return {**ANTHROPIC_ANSWER, "content": list(blocks)}


def call(name: str = "send", arguments: str = "{}") -> dict[str, Any]:
    function = {"name": name, "arguments": arguments}
    return {"content": None, "tool_calls": [{"id": "c", "type": "function", "function": function}]}


PLACES = {
    "content": chat({"content": NUMBER}),
    "another choice": chat({"content": "no"}, {"content": NUMBER}),
    "a refusal": chat({"content": None, "refusal": NUMBER}),
    "reasoning": chat({"content": "", "reasoning_content": NUMBER}),
    "parts": chat({"content": [{"type": "text", "text": NUMBER}]}),
    "arguments": chat(call(arguments=json.dumps({"a": {"b": [NUMBER]}}))),
    "escaped arguments": chat(call(arguments='{"a": "\\u0034111 1111 1111 1111"}')),
    "a number": chat(call(arguments='{"a": 4111111111111111}')),
    "broken arguments": chat(call(arguments='{"a": "4111 1111 1111 1111')),
    "a tool's name": chat(call(name=NUMBER)),
    "an old function call": chat({"function_call": {"name": "f", "arguments": f'["{NUMBER}"]'}}),
    "a custom tool": chat({"tool_calls": [{"type": "custom", "custom": {"input": NUMBER}}]}),
    "a transcript": chat({"audio": {"data": "AAAA", "transcript": NUMBER}}),
    "a citation": chat({"annotations": [{"type": "url_citation", "url_citation": {"t": NUMBER}}]}),
    "a member nobody knows": {**chat({"content": "x"}), "citations": [NUMBER]},
    "text": message({"type": "text", "text": NUMBER}),
    "a thought": message({"type": "thinking", "thinking": NUMBER, "signature": "c2ln"}),
    "a tool's input": message(
        {"type": "tool_use", "id": "t", "name": "f", "input": {"a": [NUMBER]}}
    ),
    "a name in it": message({"type": "tool_use", "id": "t", "name": "f", "input": {NUMBER: 1}}),
    "a block nobody knows": message({"type": "new", "said": {"x": NUMBER}}),
}


@pytest.mark.parametrize("place", PLACES)
def test_every_place_of_an_answer_is_seen(place: str) -> None:
    answer = PLACES[place]
    found = filtered(answer, rule("card"))
    assert (found.blocked, [r.findings for r in found.reasons]) == (None, [{"pii.credit_card": 1}])
    assert found.body.count(b"[CREDIT_CARD]") == 1
    redacted = json.loads(found.body)
    assert redacted["usage"] == answer["usage"]
    assert filtered(redacted, rule("card")) == Filtered(json.dumps(redacted, indent=1).encode())
    denied = filtered(answer, rule("card", action=Action.DENY))
    assert denied.blocked is not None
    assert denied.reasons == (denied.blocked,)
    assert b"1111" not in denied.body
    assert json.loads(denied.body)["usage"] == answer["usage"]


@pytest.mark.parametrize("dialect", Dialect)
def test_an_answer_without_finds_keeps_its_bytes(dialect: Dialect) -> None:
    body = json.dumps(ANSWERS[dialect], indent=3).encode()
    assert filtered(body, rule("card", "key"), dialect=dialect) == Filtered(body)
    assert filtered(body, dialect=dialect) == Filtered(body)


def test_arguments_stay_json_and_other_numbers_what_they_are() -> None:
    given = '{"n": 1.5, "big": 123456789012345678901234567890, "card": 4111111111111111}'
    body = json.loads(filtered(chat(call(arguments=given)), rule("card")).body)
    arguments = body["choices"][0]["message"]["tool_calls"][0]["function"]["arguments"]
    assert json.loads(arguments) == json.loads(given) | {"card": "[CREDIT_CARD]"}


def test_tokens_that_tell_the_text_go_with_it() -> None:
    told = {"content": [{"token": "4111"}]}
    found = filtered(chat({"content": NUMBER}, {"content": "x"}, logprobs=told), rule("card"))
    assert b"4111" not in found.body
    clean = filtered(chat({"content": "x"}, logprobs=told), rule("card"))
    assert json.loads(clean.body)["choices"][0]["logprobs"] == told


def test_the_tokens_of_an_answer_are_not_searched_one_by_one() -> None:
    told = {"content": [{"token": NUMBER}]}
    assert filtered(chat({"content": "x"}, logprobs=told), rule("card")).reasons == ()


def test_a_blocked_answer_says_why_in_its_dialect() -> None:
    deny = rule("card", action=Action.DENY)
    choices = json.loads(filtered(PLACES["another choice"], deny).body)["choices"]
    assert [choice["finish_reason"] for choice in choices] == ["content_filter"] * 2
    assert choices[0]["message"] == {
        "role": "assistant",
        "content": None,
        "refusal": "not in an answer",
    }
    body = json.loads(filtered(PLACES["text"], deny).body)
    assert (body["content"], body["stop_reason"]) == ([], "refusal")
    assert body["stop_details"]["explanation"] == "not in an answer"


def test_the_rules_that_only_watch_are_told_apart() -> None:
    text = f"ignore all of {NUMBER} and a@b.com"
    rules = [
        rule("card", action=Action.WARN),
        rule("email", style="mask"),
        rule("guess", confidence=0.3, action=Action.LOG),
        rule("card", action=Action.ALLOW),
    ]
    found = filtered(chat({"content": text}), *rules)
    said = json.loads(found.body)["choices"][0]["message"]["content"]
    assert said == f"ignore all of {NUMBER} and *******"
    assert [(r.action, dict(r.findings)) for r in found.reasons] == [
        (Action.REDACT, {"pii.email": 1}),
        (Action.WARN, {"pii.credit_card": 1}),
        (Action.LOG, {"injection": 1}),
    ]


def test_what_is_uncertain_does_not_count() -> None:
    text = chat({"content": "ignore all"})
    assert filtered(text, rule("guess", action=Action.DENY)).reasons == ()
    assert filtered(text, rule("guess", action=Action.DENY, confidence=0.4)).blocked is not None


@pytest.mark.parametrize(
    "action", [Action.DENY, Action.REQUIRE_APPROVAL, Action.REROUTE, Action.QUEUE]
)
def test_whatever_is_more_than_redacting_blocks(action: Action) -> None:
    found = filtered(chat({"content": NUMBER}), rule("card", action=action))
    assert found.blocked is not None
    assert found.blocked.action is action


@pytest.mark.parametrize("dialect", Dialect)
@pytest.mark.parametrize(
    "body",
    [b"", b"oops", b"[]", b'{"a": 1, "a": 2}', b'{"a": NaN}', b'{"a": "\\ud800"}', b"\xff"],
)
def test_what_cannot_be_read_is_not_passed_on(dialect: Dialect, body: bytes) -> None:
    found = filtered(body, rule("card"), rule("key", action=Action.DENY), dialect=dialect)
    assert found.blocked is not None
    assert (found.blocked.rule, found.blocked.policy_id) == ("unreadable", "pol_key")
    assert json.loads(found.body)
    assert filtered(body, rule("card", action=Action.WARN), dialect=dialect) == Filtered(body)


@pytest.mark.parametrize("dialect", Dialect)
def test_a_detector_without_an_answer_blocks(dialect: Dialect) -> None:
    answer = ANSWERS[dialect]
    found = filtered(answer, rule("silent"), rule("card", action=Action.LOG))
    assert found.blocked is not None
    assert (found.blocked.rule, found.blocked.action) == ("detector_unavailable", Action.DENY)
    assert b"Looking" not in found.body
    watched = filtered(answer, rule("silent", action=Action.WARN))
    assert watched.blocked is None
    assert [(r.rule, r.action) for r in watched.reasons] == [("detector_unavailable", Action.WARN)]
