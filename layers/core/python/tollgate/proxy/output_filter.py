"""Answers as the policies let a client have them: whole ones, and streams while they come.

A stream is held back as far as a match may reach, so that nothing of a leak is ever sent: a text
goes on, changed where a rule redacts, once no match can begin in it that has not ended. Where a
rule blocks, the stream ends before the event in which the find begins. What cannot be read is not
passed on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from tollgate.errors import BadRequest
from tollgate.policies.models import Action, ContentRule, Reason
from tollgate.providers.errors_wire import error_body
from tollgate.providers.models import Dialect
from tollgate.providers.translation import index_of, items_of
from tollgate.providers.wire import encode, parse_object
from tollgate.proxy.chunk_reader import ChunkReader
from tollgate.proxy.event_reader import EventReader, refusal
from tollgate.proxy.redaction import changes
from tollgate.proxy.screening import (
    UNAVAILABLE,
    Hit,
    NotScreened,
    OpenDetector,
    Screen,
    Tally,
    acts,
    blocks,
    catalog_detector,
    failure,
    watched,
)
from tollgate.proxy.stream_guard import UNREADABLE, StreamGuard
from tollgate.proxy.texts import Path, Text, rebuilt, texts_of

LOOK_BEHIND: Final = 2_000
"""Characters that a stream is held back at most, where its detectors could match more."""


class Filtered(Struct, frozen=True):
    """A whole answer as the client may have it.

    `reasons` are those of every rule that found something. With `blocked`, `body` is the answer
    without anything that the model wrote.
    """

    body: bytes
    blocked: Reason | None = None
    reasons: tuple[Reason, ...] = ()


class OutputFilter:
    """What content rules make of answers in a client's dialect.

    Rules that only warn or log hold nothing back.
    """

    def __init__(
        self,
        rules: Sequence[ContentRule],
        dialect: Dialect,
        look_behind_cap: int = LOOK_BEHIND,
        open_detector: OpenDetector = catalog_detector,
    ) -> None:
        self._dialect = dialect
        self._cap = look_behind_cap
        said = [rule for rule in rules if rule.reason.action is not Action.ALLOW]
        self._acting = Screen([rule for rule in said if acts(rule)], open_detector)
        self._watching = Screen([rule for rule in said if not acts(rule)], open_detector)

    def whole(self, body: bytes) -> Filtered:
        """A whole answer, in its very bytes where nothing of it is blocked or redacted."""
        try:
            answer = parse_object(body)
        except BadRequest:
            return self._unreadable(body)
        texts = list(texts_of(answer, "assistant"))
        watching = watched(self._watching, texts)
        tally = Tally(self._acting)
        try:
            found = self._acting.hits(texts)
        except NotScreened as failed:
            rule = self._acting.rules[failed.rule]
            reason = failure(rule, "detector_unavailable", UNAVAILABLE)
            return self._withheld(answer, reason, (reason, *watching))
        hits = [hit for of_text in found for hit in of_text]
        for hit in hits:
            tally.add(hit)
        reasons = tally.reasons + watching
        leak = next((hit for hit in hits if blocks(self._acting.rules[hit.rule])), None)
        if leak is not None:
            return self._withheld(answer, tally.reason(leak.rule), reasons)
        return Filtered(self._redacted(answer, texts, found) if hits else body, None, reasons)

    def error(self, body: bytes) -> Filtered:
        """A provider's error, or another in its place where it repeats what must not leave."""
        filtered = self.whole(body)
        if filtered.blocked is None:
            return filtered
        told = error_body(self._dialect, 502, filtered.blocked.message, code="policy_denied")
        return replace(filtered, body=told)

    def open_stream(self, *, wants_usage: bool = True) -> StreamGuard:
        """The guard of one stream; `wants_usage` as the client of a chat completion asked."""
        reader = (
            ChunkReader(wants_usage=wants_usage)
            if self._dialect is Dialect.OPENAI
            else EventReader()
        )
        return StreamGuard(reader, self._acting, self._watching, self._cap)

    def _unreadable(self, body: bytes) -> Filtered:
        if not self._acting:
            return Filtered(body)
        reason = failure(self._acting.strictest, "unreadable", UNREADABLE)
        return self._withheld({}, reason, (reason,))

    def _redacted(
        self, answer: dict[str, Any], texts: Sequence[Text], found: Sequence[Sequence[Hit]]
    ) -> bytes:
        changed: dict[Path, str] = {}
        for text, hits in zip(texts, found, strict=True):
            changed |= changes(text, [self._acting.find(hit) for hit in hits])
        rewritten = rebuilt(answer, changed)
        for choice in items_of(rewritten.get("choices")):
            if isinstance(choice, dict) and "logprobs" in choice:
                # The tokens of a text tell the text.
                choice["logprobs"] = None
        return encode(rewritten)

    def _withheld(
        self, answer: dict[str, Any], reason: Reason, reasons: tuple[Reason, ...]
    ) -> Filtered:
        withhold = _no_message if self._dialect is Dialect.ANTHROPIC else _no_completion
        return Filtered(encode(withhold(answer, reason.message)), reason, reasons)


def _no_completion(answer: dict[str, Any], why: str) -> dict[str, Any]:
    kept = {name: answer.get(name) for name in ("id", "created", "model", "usage")}
    message = {"role": "assistant", "content": None, "refusal": why}
    choices = [
        {
            "index": index_of(choice),
            "message": message,
            "logprobs": None,
            "finish_reason": "content_filter",
        }
        for choice in items_of(answer.get("choices")) or [{}]
    ]
    return {**kept, "object": "chat.completion", "choices": choices}


def _no_message(answer: dict[str, Any], why: str) -> dict[str, Any]:
    kept = {name: answer.get(name) for name in ("id", "model", "usage")}
    return {**kept, "type": "message", "role": "assistant", "content": [], **refusal(why)}
