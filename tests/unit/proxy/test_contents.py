"""Everything that a call brings is seen, and a redacted body is the same body without finds."""

from __future__ import annotations

import base64
import json
import re
import sys
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.unit.providers.conversations import (
    CHAT_MESSAGES,
    MESSAGES,
    PIXEL,
    TOOL,
    TOOLS,
    WORDS,
    in_call,
    in_message,
    in_part,
    tool_turns,
)
from tests.unit.proxy.screens import CARD, DETECTORS, REMOTE, Pattern, open_detector, rule
from tollgate.detectors.models import DetectorRef, DetectorUnavailable, Match
from tollgate.providers.calls import read_call
from tollgate.providers.models import Operation
from tollgate.providers.wire import parse_object
from tollgate.proxy.contents import Contents

NUMBER = "4111 1111 1111 1111"
REF = DetectorRef("card")
CHAT = {"model": "m", "messages": [{"role": "user", "content": "hi"}]}


def contents(operation: Operation = Operation.CHAT, **fields: Any) -> Contents:
    return Contents(read_call(operation, {**CHAT, **fields}), open_detector)


def message_contents(**fields: Any) -> Contents:
    return contents(Operation.MESSAGES, **{"max_tokens": 5, **fields})


def redacted(found: Contents, *rules: Any) -> dict[str, Any]:
    body = parse_object(found.redacted(rules or (rule("card"),)))
    read_call(Operation.CHAT if "max_tokens" not in body else Operation.MESSAGES, body)
    return body


def tool_result(content: Any) -> dict[str, Any]:
    block = {"type": "tool_result", "tool_use_id": "t", "content": content}
    return {"messages": [{"role": "user", "content": [block]}]}


def document(**source: Any) -> dict[str, Any]:
    return in_part(type="document", title="a title", source=source)


TOLD = f"it is {NUMBER}."


def data_link(kind: str) -> dict[str, Any]:
    data = base64.b64encode(TOLD.encode()).decode()
    return in_part(type="image_url", image_url={"url": f"data:{kind};base64,{data}"})


ARGUMENTS = json.dumps({"to": {"card": [1, TOLD]}})
CHAT_PLACES: dict[str, dict[str, Any]] = {
    "a message": in_message(content=TOLD),
    "a part": in_part(type="text", text=TOLD),
    "a name": in_message(name=TOLD),
    "arguments": in_call(ARGUMENTS),
    "a name in arguments": in_call(json.dumps({TOLD: 1})),
    "a number in arguments": in_call('{"card": 4111111111111111}'),
    "escapes in arguments": in_call(ARGUMENTS.replace("4111", "\\u0034\\u0031\\u00311")),
    "JSON in JSON in arguments": in_call(json.dumps({"body": json.dumps({"deep": ARGUMENTS})})),
    "arguments that are no JSON": in_call(ARGUMENTS[:-1]),
    "arguments that say two things": in_call(f'{{"a": "{NUMBER}", "a": "x"}}'),
    "a function's result": in_message(role="function", content=TOLD),
    "a tool's result": in_message(role="tool", tool_call_id="c", content=TOLD),
    "JSON as a result": in_message(role="tool", tool_call_id="c", content=ARGUMENTS),
    "a refusal": in_message(role="assistant", refusal=TOLD),
    "reasoning": in_message(role="assistant", reasoning_content=TOLD),
    "a member nobody knows": in_message(whatever={"x": [TOLD]}),
    "an unlikely id": in_message(role="tool", tool_call_id=TOLD),
    "a tool's description": {"tools": [{"type": "function", "function": {"description": TOLD}}]},
    "a schema": {"functions": [{"name": "f", "parameters": {"properties": {TOLD: {}}}}]},
    "a prediction": {"prediction": {"type": "content", "content": TOLD}},
    "a format": {"response_format": {"type": "json_schema", "json_schema": {"name": TOLD}}},
    "a stop": {"stop": [TOLD]},
    "the user": {"user": TOLD},
    "metadata": {"metadata": {"who": TOLD}},
    "a link": in_part(type="image_url", image_url={"url": f"https://x/?q={NUMBER}"}),
    "a link that is data": in_part(type="image_url", image_url={"url": f"data:text/plain,{TOLD}"}),
    **{
        f"{kind} as a link": data_link(kind)
        for kind in ("text/plain", "application/json", "application/xml", "image/svg+xml")
    },
}
MESSAGE_PLACES: dict[str, dict[str, Any]] = {
    "the system prompt": {"system": TOLD},
    "a block of it": {"system": [{"type": "text", "text": TOLD}]},
    "a block": in_part(type="text", text=TOLD),
    "a thought": in_part(type="thinking", thinking=TOLD, signature="c2ln"),
    "a tool's input": in_part(type="tool_use", id="t", name="f", input={"a": [{"b": TOLD}]}),
    "a name in it": in_part(type="tool_use", id="t", name="f", input={TOLD: True}),
    "a tool's result": tool_result(TOLD),
    "a block of it ": tool_result([{"type": "text", "text": TOLD}]),
    "a document": document(type="text", media_type="text/plain", data=TOLD),
    "blocks of one": document(type="content", content=[{"type": "text", "text": TOLD}]),
    "a tool": {"tools": [{**TOOL, "description": TOLD}]},
}


@pytest.mark.parametrize("place", CHAT_PLACES)
def test_every_place_of_a_chat_is_seen_and_can_be_covered(place: str) -> None:
    found = contents(**CHAT_PLACES[place])
    assert [match.kind for match in found.scan(REF)] == ["pii.credit_card"]
    body = redacted(found)
    assert contents(**body).scan(REF) == []
    assert json.dumps(body).count("[CREDIT_CARD]") == 1


@pytest.mark.parametrize("place", MESSAGE_PLACES)
def test_every_place_of_a_message_is_seen_and_can_be_covered(place: str) -> None:
    found = message_contents(**MESSAGE_PLACES[place])
    assert len(found.scan(REF)) == 1
    body = redacted(found)
    assert message_contents(**body).scan(REF) == []
    assert json.dumps(body).count("[CREDIT_CARD]") == 1


def test_texts_to_embed() -> None:
    body = {"model": "m", "input": ["a", TOLD, [4111, 1111, 1111, 1111]]}
    found = Contents(read_call(Operation.EMBEDDINGS, body), open_detector)
    assert len(found.scan(REF)) == 1
    assert parse_object(found.redacted([rule("card")])) == {
        "model": "m",
        "input": ["a", "it is [CREDIT_CARD].", [4111, 1111, 1111, 1111]],
    }
    tokens = read_call(Operation.EMBEDDINGS, {"model": "m", "input": [4111, 1111, 1111, 1111]})
    assert Contents(tokens, open_detector).scan(REF) == []


@pytest.mark.parametrize("kind", ["image/png", "image/jpeg", "application/pdf", "audio/wav"])
def test_binary_data_is_nobodys_words(kind: str) -> None:
    assert contents(**data_link(kind)).scan(REF) == []


def test_a_word_of_a_document_is_not_taken_for_binary() -> None:
    found = message_contents(**document(type="text", media_type="text/plain", data="AKEY-ABCDEFGH"))
    assert len(found.scan(DetectorRef("key"))) == 1
    image = {"type": "base64", "media_type": "image/png", "data": "AKEY-ABCDEFGH"}
    found = message_contents(**in_part(type="image", source=image))
    assert found.scan(DetectorRef("key")) == []


def test_arguments_stay_what_they_were_but_for_the_find() -> None:
    given = (
        '{"n": 1.5, "big": 123456789012345678901234567890, "to": "x\\n4111111111111111", "": null}'
    )
    body = redacted(contents(**in_call(given)))
    arguments = json.loads(body["messages"][0]["tool_calls"][0]["function"]["arguments"])
    assert arguments == json.loads(given) | {"to": "x\n[CREDIT_CARD]"}


def test_a_number_becomes_a_text() -> None:
    body = redacted(contents(**in_call('{"card": 4111111111111111}')))
    arguments = body["messages"][0]["tool_calls"][0]["function"]["arguments"]
    assert arguments == '{"card":"[CREDIT_CARD]"}'


def test_names_that_become_equal_stay_apart() -> None:
    given = json.dumps({"a@x.com": 1, "b@x.com": 2, "[EMAIL]": 3})
    body = redacted(contents(**in_call(given)), rule("email"))
    arguments = body["messages"][0]["tool_calls"][0]["function"]["arguments"]
    assert json.loads(arguments) == {"[EMAIL]": 1, "[EMAIL]_": 2, "[EMAIL]__": 3}


def test_what_is_not_content_is_not_shown() -> None:
    shown = [text.shown for text in contents(tools=TOOLS, messages=CHAT_MESSAGES).texts]
    assert not any(PIXEL in text or text in ("call_a", "user") for text in shown)
    assert "be kind" in shown
    assert '{"city": "Bern"}' in shown
    blocks = [text.shown for text in message_contents(tools=[TOOL], messages=MESSAGES).texts]
    assert not any(PIXEL in text for text in blocks)
    words = Pattern("keywords", r"function|parameters|object|type|description", 20)
    found = Contents(read_call(Operation.CHAT, {**CHAT, "tools": TOOLS}), lambda _: words)
    assert found.scan(DetectorRef("word")) == []


def test_each_text_knows_who_says_it() -> None:
    texts = contents(messages=CHAT_MESSAGES, tools=TOOLS, user="me").texts
    roles = {text.shown: text.role for text in texts}
    assert roles["be kind"] == roles["be brief"] == "system"
    assert roles["what is it?"] == roles["me"] == "user"
    assert roles["Looking."] == roles['{"city": "Bern"}'] == "assistant"
    assert roles["sunny"] == roles["noon"] == "tool"
    assert next(role for shown, role in roles.items() if "tells" in shown) == "system"
    texts = message_contents(system="be kind", messages=MESSAGES).texts
    roles = {text.shown: text.role for text in texts}
    assert (roles["be kind"], roles["sunny"], roles["thanks"]) == ("system", "tool", "user")


@pytest.mark.parametrize(
    ("roles", "spared"),
    [
        ((), set()),
        (("user", "tool"), {"developer", "assistant"}),
        (("system",), {"user", "assistant", "tool"}),
    ],
)
def test_a_detector_may_be_about_some_roles_alone(roles: tuple[str, ...], spared: set[str]) -> None:
    """A role that nobody knows is always looked at."""
    turns = ["developer", "user", "assistant", "tool", "critic"]
    found = contents(messages=[{"role": role, "content": NUMBER} for role in turns])
    about = DetectorRef("card", roles=roles)
    body = parse_object(found.redacted((replace(rule("card"), detectors=(about,)),)))
    kept = {each["role"] for each in body["messages"] if each["content"] == NUMBER}
    assert kept == spared
    assert len(found.scan(about)) == len(turns) - len(spared)


def test_a_detector_looks_once_and_only_when_asked() -> None:
    found = contents(messages=CHAT_MESSAGES)
    assert "texts" not in vars(found)
    CARD.scans.clear()
    found.scan(REF)
    found.scan(REF)
    found.redacted([rule("card")])
    assert len(CARD.scans) == len(found.texts)


def test_a_detector_that_needs_whole_texts_is_asked_about_all_at_once() -> None:
    REMOTE.scans.clear()
    messages = [{"role": "user", "content": text} for text in ("a", "the forbidden topic", "c")]
    found = contents(messages=messages)
    assert [(m.start, m.end) for m in found.scan(DetectorRef("remote"))] == [(4, 19)]
    assert len(REMOTE.scans) == 1
    body = redacted(found, rule("remote"))
    assert [m["content"] for m in body["messages"]] == ["a", "the [TOPIC]", "c"]


def test_a_find_over_several_texts_covers_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    everything = Pattern("remote.all", r"(?s).+", sys.maxsize)
    monkeypatch.setitem(DETECTORS, "remote", everything)
    messages = [{"role": "user", "content": text} for text in ("a", "b")]
    body = redacted(contents(messages=messages), rule("remote"))
    assert [m["content"] for m in body["messages"]] == ["[ALL]", "[ALL]"]


def test_a_detector_without_an_answer_is_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    found = contents()
    for _ in range(2):
        with pytest.raises(DetectorUnavailable, match="timed out"):
            found.scan(DetectorRef("silent"))
    monkeypatch.delitem(DETECTORS, "silent")
    with pytest.raises(DetectorUnavailable):
        found.scan(DetectorRef("silent"))


def test_styles() -> None:
    def said(*rules: Any) -> str:
        text = f"a@b.com pays {NUMBER} for AKEY-ABCDEFGH"
        body = redacted(contents(**in_message(content=text)), *rules)
        return str(body["messages"][0]["content"])

    rules = [rule("email", style="remove"), rule("card", style="mask"), rule("key")]
    assert said(*rules) == f" pays {'*' * 19} for [ACME_KEY]"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AKEY-ABCDEFGH@b.com", "[ACME_KEY]"),
        ("x AKEY-ABCDEFGH.a@b.com", "x [ACME_KEY]"),
        ("4111111111111111@b.com", "[EMAIL]"),
        ("a@b.com@c.com", "[EMAIL]@c.com"),
        ("a@b.comAKEY-ABCDEFGH", "a@b.com[ACME_KEY]"),
    ],
)
def test_finds_that_overlap_become_one_run(text: str, expected: str) -> None:
    body = redacted(contents(**in_message(content=text)), rule("key", "card", "email"))
    assert body["messages"][0]["content"] == expected


@pytest.mark.parametrize(
    "hidden",
    [
        "\uff14\uff11\uff11\uff11 1111 1111 1111",
        "4111\u200b 1111 1111 1111",
        "NDExMSAxMTExIDExMTEgMTExMQ==",
        "%34%31%31%31 1111 1111 1111",
        "\\u0034111 1111 1111 1111",
    ],
)
def test_a_find_in_another_reading_covers_what_was_written(hidden: str) -> None:
    body = redacted(contents(**in_message(content=f"say {hidden}, please")))
    assert body["messages"][0]["content"] == "say [CREDIT_CARD], please"


def test_nesting_without_end_hides_nothing() -> None:
    deep = "[" * 150 + json.dumps(TOLD) + "]" * 150
    for _ in range(3):
        deep = json.dumps({"x": deep})
    body = redacted(contents(**in_call(deep)))
    assert NUMBER not in json.dumps(body)
    deeper = "[" * 20_000 + json.dumps(TOLD) + "]" * 20_000
    assert NUMBER not in json.dumps(redacted(contents(**in_call(deeper))))


@pytest.mark.parametrize("is_json", [True, False])
def test_a_megabyte_is_covered_in_time_that_grows_with_its_size(is_json: bool) -> None:
    rows = [{"n": n, "to": "ann AKEY-ABCDEFGH"} for n in range(24_000)]
    said = json.dumps(rows) if is_json else " ".join(row["to"] for row in rows) * 2
    assert len(said) > 800_000
    plain = re.compile(r"AKEY-[A-Z]{8}")

    class Found:
        look_behind = 13

        def scan(self, text: str) -> list[Match]:
            return [Match(m.start(), m.end(), "secrets.key") for m in plain.finditer(text)]

    call = read_call(Operation.CHAT, {**CHAT, **in_message(content=said)})
    began = time.process_time()
    body = Contents(call, lambda _: Found()).redacted([rule("key")])
    # Two seconds; a quadratic way would take many minutes.
    assert time.process_time() - began < 60
    assert body.count(b"[KEY]") == said.count("AKEY")


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None)
@given(messages=tool_turns(), extra=JSON_VALUES)
def test_a_body_without_finds_is_the_same_body(messages: list[Any], extra: Any) -> None:
    found = contents(messages=messages, metadata=extra)
    assert parse_object(found.redacted([rule("key")])) == {
        **CHAT,
        "messages": messages,
        "metadata": extra,
    }


@settings(deadline=None)
@given(value=JSON_VALUES, prefix=WORDS, nested=st.integers(0, 3))
def test_a_secret_anywhere_in_a_value_is_covered(value: Any, prefix: str, nested: int) -> None:
    given: Any = {"before": value, "here": f"{prefix} AKEY-ABCDEFGH", "after": [value]}
    for _ in range(nested):
        given = {"inner": json.dumps(given)}
    body = redacted(contents(**in_call(json.dumps(given))), rule("key"))
    arguments = json.loads(body["messages"][0]["tool_calls"][0]["function"]["arguments"])
    for _ in range(nested):
        arguments = json.loads(arguments["inner"])
    assert arguments == {"before": value, "here": f"{prefix} [ACME_KEY]", "after": [value]}
