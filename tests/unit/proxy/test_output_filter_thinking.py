"""Thinking blocks of a Claude, on their way through a filter to a client of the OpenAI dialect."""

from __future__ import annotations

from tests.unit.proxy.answers import chat_events, relayed, sent_through, translator
from tests.unit.proxy.screens import open_detector, rule
from tollgate.providers.models import Dialect
from tollgate.proxy.output_filter import LOOK_BEHIND, OutputFilter

OPENAI = Dialect.OPENAI
CARDS = OutputFilter([rule("card")], OPENAI, LOOK_BEHIND, open_detector)


def thought(text: str) -> dict[str, object]:
    return {"thinking_blocks": [{"type": "thinking", "thinking": text, "signature": "c2ln"}]}


def test_a_finding_in_a_thinking_block_is_redacted() -> None:
    sent, _ = sent_through(CARDS, OPENAI, chat_events(thought("it is 4111 1111 1111 1111")))
    assert b"4111" not in sent
    assert sent.count(b"[CREDIT_CARD]") == 1


def test_a_thinking_block_holds_nothing_back_that_follows_it() -> None:
    said = [{"content": "good " * 20} for _ in range(100)]
    events = chat_events(thought("all is well"), *said)
    sent, _ = relayed(CARDS.open_stream(), translator(OPENAI), events)
    assert b"all is well" in sent[0] + sent[1]
    assert b"good good" in b"".join(sent[2:60])
