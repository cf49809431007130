"""However a stream is cut into pieces, its client reads what it would read of the whole answer."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.providers import samples as providers
from tests.unit.providers.samples import chunk, event
from tests.unit.proxy.answers import (
    arguments,
    block,
    byte_pieces,
    chat_events,
    events_of,
    message_events,
    pieces,
    relayed,
    sent_through,
    text_block,
    tool_block,
    translator,
)
from tests.unit.proxy.screens import CARD, EMAIL, open_detector, rule
from tollgate.policies.models import Action
from tollgate.providers.adapters import open_stream
from tollgate.providers.models import Dialect, ModelCall, Operation, ProviderSpec
from tollgate.providers.streams import anthropic_text, openai_text
from tollgate.proxy.output_filter import OutputFilter
from tollgate.proxy.redaction import Cover

OPENAI, ANTHROPIC = Dialect.OPENAI, Dialect.ANTHROPIC
NUMBER = "4111 1111 1111 1111"
LEAKS = (
    NUMBER,
    "AKEY-ABCDEFGH",
    "ann@example.com",
    "NDExMSAxMTExIDExMTEgMTExMQ==",
    "\\u0034111111111111111",
    "\uff14111 1111 1111 1111",
    "\uff21KEY-ABCDEFGH",
    "4111\u200b1111\u200b1111\u200b1111",
)
FILLINGS = st.sampled_from(["Gr\u00fc\u00dfe ", "\U0001f600", "a b c. ", '"quoted" ', "\n", "12 "])
PARTS = st.lists(st.sampled_from(LEAKS).map(lambda leak: f" {leak} ") | FILLINGS, max_size=30)
CUTS = st.lists(st.integers(0, 2000), max_size=40)
RULES = (rule("card"), rule("email", "key", style="mask"))


def guarded(*rules: Any, dialect: Dialect = OPENAI, cap: int = 2000) -> OutputFilter:
    return OutputFilter(rules, dialect, cap, open_detector)


def covered(text: str, *rules: Any) -> str:
    """The naive way: all of the text at once."""
    hits = sorted(
        (match.start, -match.end, match.kind, rule.style)
        for rule in rules
        for ref in rule.detectors
        for match in open_detector(ref).scan(text)
    )
    cover = Cover()
    for start, end, kind, style in hits:
        cover.add(start, -end, kind, style)
    return cover.applied(text)


def first_leak(text: str, *rules: Any) -> int | None:
    return min(
        (m.start for r in rules for ref in r.detectors for m in open_detector(ref).scan(text)),
        default=None,
    )


def stream_of(dialect: Dialect, parts: list[str]) -> list[bytes]:
    if dialect is OPENAI:
        return chat_events(*[{"content": part} for part in parts])
    return message_events(*text_block(0, *parts))


def read(dialect: Dialect, body: bytes) -> str:
    return (openai_text if dialect is OPENAI else anthropic_text)(events_of(body))


@settings(deadline=None)
@given(dialect=st.sampled_from(Dialect), parts=PARTS, cuts=CUTS, byte_cuts=CUTS)
def test_a_redacted_stream_reads_as_the_redacted_text(
    dialect: Dialect, parts: list[str], cuts: list[int], byte_cuts: list[int]
) -> None:
    text = "".join(parts)
    body = b"".join(stream_of(dialect, pieces(text, cuts)))
    output = guarded(*RULES, dialect=dialect)
    sent, guard = sent_through(output, dialect, byte_pieces(body, byte_cuts))
    assert read(dialect, sent) == covered(text, *RULES)
    assert guard.blocked is None
    found = sum(sum(reason.findings.values()) for reason in guard.reasons)
    whole = sum(len(open_detector(ref).scan(text)) for r in RULES for ref in r.detectors)
    assert found == whole


@settings(deadline=None)
@given(dialect=st.sampled_from(Dialect), parts=PARTS, cuts=CUTS)
def test_a_blocked_stream_ends_before_the_leak_begins(
    dialect: Dialect, parts: list[str], cuts: list[int]
) -> None:
    text = "".join(parts)
    deny = rule("card", "email", "key", action=Action.DENY)
    leak = first_leak(text, deny)
    output = guarded(deny, dialect=dialect)
    guard = output.open_stream()
    sent, last = relayed(guard, translator(dialect), stream_of(dialect, pieces(text, cuts)))
    body = b"".join(sent) + last
    if leak is None:
        assert (guard.blocked, guard.reasons) == (None, ())
        assert read(dialect, body) == text
        return
    assert guard.blocked is not None
    assert guard.blocked in guard.reasons
    refusal = "not in an answer" if dialect is OPENAI else ""
    said = read(dialect, body)
    assert said.endswith(refusal)
    assert text[:leak].startswith(said.removesuffix(refusal))


@settings(deadline=None)
@given(dialect=st.sampled_from(Dialect), parts=PARTS, cuts=CUTS)
def test_what_no_rule_touches_keeps_its_bytes(
    dialect: Dialect, parts: list[str], cuts: list[int]
) -> None:
    chunks = stream_of(dialect, pieces("".join(parts), cuts))
    sent, _ = sent_through(guarded(rule("word"), dialect=dialect), dialect, chunks)
    assert sorted(sent.split(b"\n\n")) == sorted(b"".join(chunks).split(b"\n\n"))
    warned, guard = sent_through(
        guarded(rule("card", action=Action.WARN), dialect=dialect), dialect, chunks
    )
    assert warned == b"".join(chunks)
    assert len(guard.reasons) == bool(CARD.scan("".join(parts)))


@settings(deadline=None)
@given(st.lists(st.sampled_from(["x ", "long-word", "411 "]), min_size=60, max_size=300))
def test_no_more_is_held_back_than_a_match_may_need(words: list[str]) -> None:
    output = guarded(rule("card"))
    guard, stream = output.open_stream(), translator(OPENAI)
    held = said = 0
    for word in words:
        said += len(word)
        passed = guard.feed(stream.feed(chunk({"content": word})))
        said -= len(read(OPENAI, passed))
        held = max(held, said)
    assert held <= CARD.look_behind * 5 // 4 + len("long-word")


def test_the_cap_bounds_what_is_held_back() -> None:
    guard, stream = guarded(rule("word"), cap=20).open_stream(), translator(OPENAI)
    sent = [guard.feed(stream.feed(chunk({"content": "word "}))) for _ in range(20)]
    assert len(read(OPENAI, b"".join(sent))) >= 100 - 20 - 32


def test_a_find_longer_than_the_cap_is_cut_where_it_is_seen() -> None:
    guard = guarded(rule("word", action=Action.DENY), cap=8).open_stream()
    chunks = chat_events(*[{"content": letter} for letter in "x" * 90 + " project falcon " * 2])
    sent, last = relayed(guard, translator(OPENAI), chunks)
    assert guard.blocked is not None
    assert "falcon" not in read(OPENAI, b"".join(sent) + last)


@pytest.mark.parametrize("filling", range(4))
@pytest.mark.parametrize(
    ("encode", "decode"),
    [(base64.b64encode, base64.b64decode), (base64.b16encode, base64.b16decode)],
)
def test_an_encoded_run_longer_than_the_window_hides_nothing(
    encode: Callable[[bytes], bytes], decode: Callable[[str], bytes], filling: int
) -> None:
    encoded = encode(b"nothing to see here " * 40 + b"AKEY-ABCDEFGH and more").decode()
    text = "-" * filling + " " + encoded
    chunks = chat_events(*[{"content": text[i : i + 7]} for i in range(0, len(text), 7)])
    output = guarded(rule("key", action=Action.DENY), cap=300)
    sent, guard = sent_through(output, OPENAI, chunks)
    assert guard.blocked is not None
    said = read(OPENAI, sent).removesuffix("not in an answer").split()[-1]
    assert len(said) > 100
    assert b"AK" not in decode(said[: len(said) // 4 * 4])


DISGUISES: dict[str, Callable[[str], str]] = {
    "escapes": lambda c: f"\\u{ord(c):04x}",
    "percents": lambda c: f"%{ord(c):02x}",
    "entities": lambda c: f"&#{ord(c)};",
    "wide": lambda c: chr(ord(c) + 0xFEE0),
    "apart": lambda c: c + "\u200b" * 20,
    "far apart": lambda c: c + "\u200b" * 90,
    "marked": lambda c: c + "\u0335" * 9,
    "escaped escapes": lambda c: f"\\\\u{ord(c):04x}",
}


@pytest.mark.parametrize("disguise", DISGUISES)
@pytest.mark.parametrize("dialect", Dialect)
def test_a_disguise_is_held_back_by_what_it_reads_as(disguise: str, dialect: Dialect) -> None:
    written = "".join(map(DISGUISES[disguise], "4111111111111111"))
    text = "word " * 20 + "it is " + written + ". And " + "so on " * 30
    parts = [text[i : i + 3] for i in range(0, len(text), 3)]
    output = guarded(rule("short card"), dialect=dialect)
    sent, _ = sent_through(output, dialect, stream_of(dialect, parts))
    bare = written.rstrip("\u200b")
    assert read(dialect, sent) == text.replace(bare, "[CREDIT_CARD]", 1)
    deny = guarded(rule("short card", action=Action.DENY), dialect=dialect)
    sent, _ = sent_through(deny, dialect, stream_of(dialect, parts))
    assert written[:4] not in read(dialect, sent)


@settings(deadline=None)
@given(
    text=st.lists(st.sampled_from(["<", ">", "a" * 30, "b", " "]), max_size=60).map("".join),
    size=st.integers(1, 9),
    dialect=st.sampled_from(Dialect),
)
def test_a_match_as_long_as_the_look_behind_is_not_cut_in_two(
    text: str, size: int, dialect: Dialect
) -> None:
    parts = [text[i : i + size] for i in range(0, len(text), size)]
    output = guarded(rule("tag", style="mask"), dialect=dialect)
    sent, _ = sent_through(output, dialect, stream_of(dialect, parts))
    assert read(dialect, sent) == covered(text, rule("tag", style="mask"))


VALUES = st.recursive(
    st.integers(0, 99) | st.text('ab \n"\\\u00e9', max_size=6),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)


@settings(deadline=None)
@given(
    dialect=st.sampled_from(Dialect),
    leak=st.sampled_from(LEAKS),
    value=VALUES,
    ascii_only=st.booleans(),
    nested=st.booleans(),
    cuts=CUTS,
)
def test_tool_arguments_stay_json_without_the_find(
    dialect: Dialect, leak: str, value: Any, ascii_only: bool, nested: bool, cuts: list[int]
) -> None:
    said = {"v": value, "to": f"x {leak} y"}
    if nested:
        said = {"v": value, "to": json.dumps(said)}
    cut = pieces(json.dumps(said, ensure_ascii=ascii_only), cuts)
    if dialect is OPENAI:
        chunks = chat_events({"content": "ok"}, *arguments(*cut), reason="tool_calls")
    else:
        chunks = message_events(*text_block(0, "ok"), *tool_block(1, *cut), reason="tool_use")
    sent, guard = sent_through(
        guarded(rule("card", "email", "key"), dialect=dialect), dialect, chunks
    )
    assert len(guard.reasons) == 1
    found = json.loads(read(dialect, sent).removeprefix("ok").removeprefix("send"))
    if nested:
        found = json.loads(found["to"])
    assert found["v"] == value
    assert re.fullmatch(r"x \[(CREDIT_CARD|EMAIL|ACME_KEY)\] y", found["to"])
    blocked, guard = sent_through(
        guarded(rule("card", "email", "key", action=Action.DENY), dialect=dialect), dialect, chunks
    )
    assert guard.blocked is not None
    assert read(dialect, blocked).removesuffix("not in an answer") in ("oksend", "ok")


def escaped(body: bytes) -> bytes:
    """The same JSON with every letter and digit of its texts written as an escape."""

    def escape(match: re.Match[str]) -> str:
        return "".join(f"\\u{ord(c):04x}" for c in match.group())

    return re.sub(r"(?<=[ -])[A-Z]{8}|\d{4}(?= )", escape, body.decode()).encode()


@pytest.mark.parametrize("dialect", Dialect)
def test_escapes_on_the_wire_hide_nothing(dialect: Dialect) -> None:
    chunks = stream_of(dialect, ["your ", f"{NUMBER} ", "AKEY-ABCD", "EFGH."])
    wire = [escaped(chunk) for chunk in chunks]
    assert NUMBER.encode() not in b"".join(wire)
    sent, _ = sent_through(guarded(rule("card", "key"), dialect=dialect), dialect, wire)
    assert read(dialect, sent) == "your [CREDIT_CARD] [ACME_KEY]."


@pytest.mark.parametrize("name", ["content", "refusal", "reasoning_content", "reasoning"])
def test_every_text_of_a_choice_is_a_channel(name: str) -> None:
    deltas = [{name: piece} for piece in ("it is ", "4111 1111 ", "1111 1111", " ok")]
    sent, _ = sent_through(guarded(rule("card")), OPENAI, chat_events(*deltas))
    assert read(OPENAI, sent) == "it is [CREDIT_CARD] ok"


@pytest.mark.parametrize(
    "delta",
    [
        {"function_call": {"arguments": "4111 1111 1111 1111"}},
        {"reasoning_details": [{"type": "reasoning.text", "text": NUMBER, "index": 0}]},
        {"content": [{"type": "thinking", "thinking": [{"type": "text", "text": NUMBER}]}]},
        {"tool_calls": [{"index": 0, "type": "custom", "custom": {"input": NUMBER}}]},
        {"tool_calls": [{"index": 0, "id": "c", "function": {"name": NUMBER}}]},
        {"audio": {"id": "a", "transcript": NUMBER}},
        {"something": {"new": [NUMBER]}},
    ],
)
def test_whatever_a_delta_says_is_seen(delta: dict[str, Any]) -> None:
    sent, _ = sent_through(guarded(rule("card")), OPENAI, chat_events(delta))
    assert b"4111" not in sent
    assert sent.count(b"[CREDIT_CARD]") == 1


def test_pieces_of_what_nobody_knows_are_put_together() -> None:
    deltas = [{"something": {"new": piece}} for piece in ("4111 1111", " 1111 ", "1111")]
    sent, _ = sent_through(guarded(rule("card")), OPENAI, chat_events(*deltas))
    assert [d["choices"][0]["delta"] for d in events_of(sent)[1:4]] == [
        {"something": {"new": "[CREDIT_CARD]"}},
        {"something": {"new": ""}},
        {"something": {"new": ""}},
    ]


def test_choices_do_not_mix() -> None:
    def choice(index: int, delta: dict[str, Any], reason: str | None = None) -> bytes:
        return chunk(None, choices=[{"index": index, "delta": delta, "finish_reason": reason}])

    chunks = [
        choice(0, {"content": "4111 1111 "}),
        choice(1, {"content": "x 11 11"}),
        choice(0, {"content": "11"}),
        choice(1, {"content": " 4111 1111 1111 1111 z"}),
        choice(1, {}, "stop"),
        choice(0, {}, "stop"),
        chat_events()[-1],
    ]
    sent, guard = sent_through(guarded(rule("card")), OPENAI, chunks)
    assert read(OPENAI, sent) == "4111 1111 11x 11 11 [CREDIT_CARD] z"
    assert guard.reasons[0].findings == {"pii.credit_card": 1}


def test_a_cut_finishes_what_is_not_finished() -> None:
    def choice(index: int, delta: dict[str, Any], reason: str | None = None) -> bytes:
        return chunk(None, choices=[{"index": index, "delta": delta, "finish_reason": reason}])

    chunks = [
        choice(0, {"content": "done"}),
        choice(1, {"content": "x"}),
        choice(2, {"content": "y"}),
        choice(0, {}, "stop"),
        choice(1, {"content": f" {NUMBER}"}),
        choice(1, {}, "stop"),
    ]
    sent, _ = sent_through(guarded(rule("card", action=Action.DENY)), OPENAI, chunks)
    choices = [choice for event in events_of(sent) for choice in event["choices"]]
    finished = [(c["index"], c["finish_reason"]) for c in choices if c["finish_reason"]]
    assert finished == [(0, "content_filter"), (1, "content_filter"), (2, "content_filter")]
    chunks[1:3] = []
    sent, _ = sent_through(guarded(rule("card", action=Action.DENY)), OPENAI, chunks)
    choices = [choice for event in events_of(sent) for choice in event["choices"]]
    finished = [(c["index"], c["finish_reason"]) for c in choices if c["finish_reason"]]
    assert finished == [(0, "stop"), (1, "content_filter")]


def test_a_cut_stops_the_blocks_that_are_open() -> None:
    events = [*text_block(0, "fine"), *tool_block(1, f'["{NUMBER}"]'), *text_block(2, "x")]
    deny = guarded(rule("card", action=Action.DENY), dialect=ANTHROPIC)
    sent, _ = sent_through(deny, ANTHROPIC, message_events(*events))
    kinds = [(event["type"], event.get("index")) for event in events_of(sent)]
    assert kinds[-5:] == [
        ("content_block_stop", 0),
        ("content_block_start", 1),
        ("content_block_stop", 1),
        ("message_delta", None),
        ("message_stop", None),
    ]


@pytest.mark.parametrize("provider", [providers.OPENAI, providers.ANTHROPIC])
@pytest.mark.parametrize("dialect", Dialect)
@pytest.mark.parametrize("action", [Action.REDACT, Action.DENY])
def test_answers_that_are_translated(
    provider: ProviderSpec, dialect: Dialect, action: Action
) -> None:
    operation = Operation.CHAT if dialect is OPENAI else Operation.MESSAGES
    call = ModelCall(operation, "m", stream=True, wants_stream_usage=True)
    said = ["it is ", "4111 1111", " 1111 1111", ", ok"]
    cut = ['{"a": "', "4111 1111 1111", ' 1111"}']
    if provider.dialect is OPENAI:
        deltas = [*[{"content": part} for part in said], *arguments(*cut)]
        chunks = chat_events(*deltas, reason="tool_calls")
    else:
        chunks = message_events(*text_block(0, *said), *tool_block(1, *cut), reason="tool_use")
    guard = guarded(rule("card", action=action), dialect=dialect).open_stream()
    sent, last = relayed(guard, open_stream(call, provider), chunks)
    text = read(dialect, b"".join(sent) + last)
    if action is Action.REDACT:
        assert text == 'it is [CREDIT_CARD], oksend{"a":"[CREDIT_CARD]"}'
        assert guard.reasons[0].findings == {"pii.credit_card": 2}
    else:
        assert text.removesuffix("not in an answer") == "it is "
    assert b'"usage"' in b"".join(sent) + last


def test_parallel_tool_calls_do_not_mix() -> None:
    first, second = (
        arguments('{"a": "4111 1111 ', '1111 1111"}'),
        arguments('{"b": "1111"', "}", index=1),
    )
    mixed = [delta for pair in zip(first, second, strict=True) for delta in pair]
    sent, _ = sent_through(guarded(rule("card")), OPENAI, chat_events(*mixed, reason="tool_calls"))
    assert read(OPENAI, sent) == 'send{"a":"[CREDIT_CARD]"}send{"b": "1111"}'


def test_tokens_that_tell_the_text_go_with_it() -> None:
    def said(content: str) -> bytes:
        logprobs = {"content": [{"token": content, "logprob": 0, "top_logprobs": []}]}
        choice = {"index": 0, "delta": {"content": content}, "logprobs": logprobs}
        return chunk(None, choices=[{**choice, "finish_reason": None}])

    chunks = [said("clean "), said(NUMBER), said(" end"), *chat_events()[1:]]
    sent, _ = sent_through(guarded(rule("card")), OPENAI, chunks)
    assert NUMBER.encode() not in sent
    kept = [event["choices"][0].get("logprobs") for event in events_of(sent)[:3]]
    assert kept == [None] * 3
    watched, _ = sent_through(guarded(rule("card", action=Action.WARN)), OPENAI, chunks)
    assert b'"token":' in watched


@pytest.mark.parametrize(
    "events",
    [
        block(
            0, {"type": "thinking", "thinking": ""}, {"type": "thinking_delta", "thinking": NUMBER}
        ),
        block(0, {"type": "text", "text": NUMBER}),
        block(0, {"type": "tool_use", "id": "t", "name": "f", "input": {"a": NUMBER}}),
        block(0, {"type": "tool_use", "id": "t", "name": NUMBER, "input": {}}),
        block(0, {"type": "tool_use", "id": "t", "name": "f", "input": {NUMBER: 4111111111111111}}),
        block(0, {"type": "web_search_tool_result", "content": [{"title": NUMBER}]}),
        block(
            0,
            {"type": "text", "text": ""},
            {"type": "citations_delta", "citation": {"cited_text": NUMBER}},
        ),
        block(0, {"type": "something", "new": ""}, {"type": "new_delta", "more": NUMBER}),
        [event("something_new", said={"x": NUMBER})],
        [event("error", error={"type": "api_error", "message": NUMBER})],
    ],
)
def test_whatever_a_message_says_is_seen(events: list[bytes]) -> None:
    output = guarded(rule("card"), dialect=ANTHROPIC)
    sent, _ = sent_through(output, ANTHROPIC, message_events(*events))
    assert b"4111" not in sent
    assert b"[CREDIT_CARD]" in sent


def test_a_text_goes_on_in_its_deltas() -> None:
    deltas = [{"type": "text_delta", "text": "1111 1111"}]
    events = message_events(*block(0, {"type": "text", "text": "4111 1111 "}, *deltas))
    sent, _ = sent_through(guarded(rule("card"), dialect=ANTHROPIC), ANTHROPIC, events)
    assert read(ANTHROPIC, sent) == "[CREDIT_CARD]"


def test_texts_that_follow_each_other_are_one_text() -> None:
    halves = [*text_block(0, "it is 4111 1111 "), *text_block(1, "1111", " 1111, ", "yes")]
    chunks = message_events(*halves)
    sent, guard = sent_through(guarded(rule("card"), dialect=ANTHROPIC), ANTHROPIC, chunks)
    assert read(ANTHROPIC, sent) == "it is [CREDIT_CARD], yes"
    assert [event["type"] for event in events_of(sent)] == [
        event["type"] for event in events_of(b"".join(chunks))
    ]
    assert guard.reasons[0].findings == {"pii.credit_card": 1}
    deny = guarded(rule("card", action=Action.DENY), dialect=ANTHROPIC)
    sent, guard = sent_through(deny, ANTHROPIC, chunks)
    assert guard.blocked is not None
    assert b"1111" not in sent
    warn = guarded(rule("card", action=Action.WARN), dialect=ANTHROPIC)
    sent, guard = sent_through(warn, ANTHROPIC, chunks)
    assert sent == b"".join(chunks)
    assert guard.reasons[0].findings == {"pii.credit_card": 1}


def test_a_text_ends_where_a_tool_begins() -> None:
    blocks = [*text_block(0, "4111 1111 "), *tool_block(1, "{}"), *text_block(2, "1111 1111")]
    chunks = message_events(*blocks)
    sent, guard = sent_through(guarded(rule("card"), dialect=ANTHROPIC), ANTHROPIC, chunks)
    assert (sent, guard.reasons) == (b"".join(chunks), ())


def test_blocks_that_are_written_at_one_time_do_not_mix() -> None:
    first = text_block(0, "4111 1111 ", "1111 1111")
    output = guarded(rule("card"), dialect=ANTHROPIC)
    for second in (text_block(1, "hello ", "you"), tool_block(1, "{}", " ")):
        for late in (0, 2):
            together = [*first[:late], *sum(zip(first[late:], second, strict=False), ())]
            together += [*first[late + len(second) :], *second[len(first) - late :]]
            sent, _ = sent_through(output, ANTHROPIC, message_events(*together))
            assert b"1111" not in sent
            assert b"[CREDIT_CARD]" in sent


def test_a_keep_alive_and_a_comment_wait_for_nothing() -> None:
    output = guarded(rule("card"), dialect=ANTHROPIC)
    guard, stream = output.open_stream(), translator(ANTHROPIC)
    chunks = message_events(*text_block(0, "hello"))
    for chunk_ in chunks[:4]:
        guard.feed(stream.feed(chunk_))
    assert guard.feed(stream.feed(event("ping"))) == event("ping")
    assert guard.feed(stream.feed(b": busy\n\n")) == b": busy\n\n"


@pytest.mark.parametrize(
    "unreadable",
    [
        b"data: {oops\n\n",
        b"data: [1]\n\n",
        b'data: {"a": "\\ud83d"}\n\n',
        b'data: "\xff"\n\n',
        b'data: {"a": 1}\rdata: {"choices": []}\n\n',
        b"data: " + b"[" * 5000 + b"\n\n",
    ],
)
def test_what_cannot_be_read_is_not_passed_on(unreadable: bytes) -> None:
    chunks = chat_events({"content": "hello"})
    chunks.insert(2, unreadable)
    sent, guard = sent_through(guarded(rule("card")), OPENAI, chunks)
    assert guard.blocked is not None
    assert (guard.blocked.rule, guard.blocked.action) == ("unreadable", Action.DENY)
    assert events_of(sent)[-2]["choices"][0]["finish_reason"] == "content_filter"
    sent, guard = sent_through(guarded(rule("card", action=Action.LOG)), OPENAI, chunks)
    assert (guard.blocked, sent) == (None, b"".join(chunks))


@pytest.mark.parametrize("depth", [50, 120, 128, 129, 500, *range(900, 1000, 7)])
def test_nesting_is_read_or_not_passed_on(depth: int) -> None:
    nested = b"[" * depth + b'"4111 1111 1111 1111"' + b"]" * depth
    event = b'data: {"choices": [{"delta": {"x": ' + nested + b"}}]}\n\n"
    sent, _ = sent_through(guarded(rule("card")), OPENAI, [event, *chat_events()])
    assert b"4111" not in sent


def test_an_event_without_end_is_not_passed_on() -> None:
    guard = guarded(rule("card")).open_stream()
    assert b"content_filter" in guard.feed(b"data: " + b"x" * (17 << 20))
    assert guard.blocked is not None


def test_a_detector_without_an_answer_blocks() -> None:
    chunks = chat_events({"content": "hello "}, {"content": "there"})
    sent, guard = sent_through(guarded(rule("silent")), OPENAI, chunks)
    assert guard.blocked is not None
    assert (guard.blocked.rule, guard.blocked.action) == ("detector_unavailable", Action.DENY)
    assert read(OPENAI, sent) == "not in an answer" or "gave no answer" in read(OPENAI, sent)
    sent, guard = sent_through(guarded(rule("silent", action=Action.WARN)), OPENAI, chunks)
    assert guard.blocked is None
    assert [r.rule for r in guard.reasons] == ["detector_unavailable"]
    assert sent == b"".join(chunks)


def test_a_detector_that_needs_the_whole_text_gets_it() -> None:
    chunks = chat_events(*[{"content": piece} for piece in ("a forbidden", " topic", " here")])
    guard, stream = guarded(rule("remote")).open_stream(), translator(OPENAI)
    sent, last = relayed(guard, stream, chunks)
    assert read(OPENAI, b"".join(sent[:4])) == ""
    assert read(OPENAI, b"".join(sent) + last) == "a [TOPIC] here"


def test_rules_that_only_watch_count_what_they_find() -> None:
    watching = [rule("card", action=Action.LOG), rule("guess", action=Action.WARN)]
    deltas = [{"content": piece} for piece in ("ignore all 4111 ", "1111 1111 1111 a@b.com")]
    output = guarded(*watching, rule("email"), rule("key", action=Action.ALLOW))
    sent, guard = sent_through(output, OPENAI, chat_events(*deltas))
    assert read(OPENAI, sent) == "ignore all 4111 1111 1111 1111 [EMAIL]"
    assert [(r.action, dict(r.findings)) for r in guard.reasons] == [
        (Action.REDACT, {"pii.email": 1}),
        (Action.LOG, {"pii.credit_card": 1}),
    ]


def test_nothing_comes_after_a_cut_but_the_end() -> None:
    guard, stream = guarded(rule("card", action=Action.DENY)).open_stream(), translator(OPENAI)
    chunks = chat_events({"content": f"{NUMBER} "}, {"content": "x" * 200}, {"content": "more"})
    sent, last = relayed(guard, stream, chunks)
    cut = next(i for i, passed in enumerate(sent) if b"content_filter" in passed)
    assert cut == 2
    assert sent[cut + 1 :] == [b""] * (len(sent) - cut - 1)
    assert last.endswith(b"data: [DONE]\n\n")
    assert stream.usage is not None


@pytest.mark.parametrize("wants_usage", [True, False])
def test_a_cut_stream_tells_its_usage_where_the_client_asked(wants_usage: bool) -> None:
    chunks = chat_events({"content": NUMBER})
    sent, _ = sent_through(
        guarded(rule("card", action=Action.DENY)), OPENAI, chunks, wants_usage=wants_usage
    )
    told = [event["usage"] for event in events_of(sent) if event.get("usage")]
    assert [usage["completion_tokens"] for usage in told] == [9] * wants_usage


def test_no_detector_looks_where_nothing_is_said() -> None:
    EMAIL.scans.clear()
    sent_through(guarded(rule("email")), OPENAI, chat_events())
    assert EMAIL.scans == []
