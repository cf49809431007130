"""One streamed answer, held back until what it says is known to be clean.

Events wait in a queue, in their order and as they came, until all their texts are decided. So
nothing is ever sent out of turn, and what no rule touches keeps its very bytes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Hashable, Iterable
from typing import Any, Final

from msgspec import Struct

from tollgate.errors import ProviderFailed
from tollgate.policies.models import Reason
from tollgate.providers.sse import EventBuffer, data_lines, data_of, split_events
from tollgate.providers.streams import decode
from tollgate.proxy.screening import (
    UNAVAILABLE,
    Hit,
    NotScreened,
    Screen,
    Tally,
    failure,
    watched,
)
from tollgate.proxy.stream_channels import Channel, Flowing, Gathered
from tollgate.proxy.stream_reading import (
    ChannelKey,
    Kind,
    Reader,
    Spoken,
    TooDeep,
    tells_tokens,
    with_texts,
    without_tokens,
)
from tollgate.proxy.texts import Text, text_of

UNREADABLE: Final = "the answer cannot be read, and so not be checked"
_KEEP_ALIVE: Final = "ping"
_END: Final = b"[DONE]"
_SEALED: Final = "sealed"


class _Event(Struct, frozen=True):
    """An event of the stream, and where its texts stand in their channels."""

    raw: bytes
    value: dict[str, Any]
    places: tuple[tuple[Spoken, Channel, int], ...] = ()

    @property
    def is_decided(self) -> bool:
        return all(
            start + len(spoken.text) <= channel.decided for spoken, channel, start in self.places
        )


class StreamGuard:
    """Passes on what a `StreamTranslator` makes of a stream, as far as the rules let it.

    `acting` rules redact or block, `watching` ones only find. No text is held back by more than
    `cap` characters, unless a detector needs all of it. `blocked` is why the stream was cut, None
    while it was not.
    """

    def __init__(self, reader: Reader, acting: Screen, watching: Screen, cap: int) -> None:
        self.blocked: Reason | None = None
        self._reader = reader
        self._acting = acting
        self._watching = watching
        longest = acting.look_behind
        self._hold = None if longest is None else min(longest, cap)
        self._cap = cap
        self._tally = Tally(acting)
        self._watched: tuple[Reason, ...] = ()
        self._events = EventBuffer()
        self._queue: deque[_Event] = deque()
        self._channels: dict[ChannelKey, Channel] = {}
        self._passed: list[bytes] = []

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The reasons of all rules that found something; the watching ones' after `finish`."""
        found = self._tally.reasons
        if self.blocked is not None and self.blocked not in found:
            found = (self.blocked, *found)
        return found + self._watched

    def feed(self, passed: bytes) -> bytes:
        """What the client gets now of what the translator passed on; nothing after a cut.

        Goes on reading the usage after a cut, so a stream is to be fed to its end.
        """
        if self._watching:
            self._passed.append(passed)
        if not self._acting:
            return passed
        out: list[bytes] = []
        try:
            block = self._events.feed(passed)
        except ProviderFailed:
            return b"" if self.blocked else self._unreadable()
        for raw in split_events(block):
            if self.blocked is None:
                self._pass_on(raw, out)
            elif b'"usage"' in raw:
                self._reader.note_usage(decode(data_of(raw) or b""))
        return b"".join(out)

    def finish(self, last: bytes) -> bytes:
        """What the client gets in the end, where `last` is what the translator ends with."""
        out = [self.feed(last)]
        if self.blocked is None:
            self._settle(self._closed(None), (), out)
        if self.blocked is not None:
            out.append(self._reader.ending())
        self._watched = watched(self._watching, self._texts())
        return b"".join(out)

    def _pass_on(self, raw: bytes, out: list[bytes]) -> None:
        data = data_of(raw)
        value = decode(data) if data else {}
        if data is None or value.get("type") == _KEEP_ALIVE:
            out.append(raw)
        elif value:
            self._take(raw, value, out)
        elif data == _END:
            self._settle(self._closed(None), (), out)
            if self.blocked is None:
                out.append(raw)
        else:
            out.append(self._unreadable())

    def _take(self, raw: bytes, value: dict[str, Any], out: list[bytes]) -> None:
        if self._acting and tells_tokens(value):
            value = without_tokens(value)
            raw = self._reader.encoded(value)
        try:
            read = self._reader.read(value)
        except TooDeep:
            out.append(self._unreadable())
            return
        places = tuple([self._place(spoken) for spoken in read])
        self._queue.append(_Event(raw, value, places))
        closing = self._closed(self._reader.ended(value))
        closing += [channel for spoken, channel, _ in places if spoken.kind is Kind.SEALED]
        self._settle(closing, [channel for _, channel, _ in places], out)

    def _place(self, spoken: Spoken) -> tuple[Spoken, Channel, int]:
        """Takes a text into its channel. One that came whole before is known already."""
        name = _name(spoken)
        channel = self._channels.get(name)
        if channel is None:
            channel = self._channels[name] = self._opened(spoken.kind)
        elif spoken.kind is Kind.SEALED:
            return spoken, channel, 0
        start = channel.end
        channel.take(spoken.text)
        return spoken, channel, start

    def _opened(self, kind: Kind) -> Channel:
        if kind is Kind.FLOWING:
            return Flowing(self._acting, self._tally, self._hold, self._cap)
        return Gathered(self._acting, self._tally)

    def _closed(self, ended: Collection[Hashable] | None) -> list[Channel]:
        """The channels that end; None means all."""
        if ended is not None and not ended:
            return []
        names = [name for name in self._channels if ended is None or name[0] in ended]
        return [self._channels.pop(name) for name in names]

    def _settle(
        self, closing: Iterable[Channel], touched: Iterable[Channel], out: list[bytes]
    ) -> None:
        """Decides what can be decided now, sends on what waits for nothing, and cuts at a leak."""
        leak: Hit | None = None
        try:
            for channel in closing:
                channel.decide(closing=True)
                leak = leak or channel.leak
            for channel in touched:
                channel.decide(closing=False)
                leak = leak or channel.leak
        except NotScreened as failed:
            rule = self._acting.rules[failed.rule]
            out.append(self._cut(failure(rule, "detector_unavailable", UNAVAILABLE)))
            return
        while self._queue and self._queue[0].is_decided:
            out.append(self._sent(self._queue.popleft()))
        if leak is not None:
            out.append(self._cut(self._tally.reason(leak.rule)))

    def _sent(self, event: _Event) -> bytes:
        self._reader.sent(event.value)
        changed = {}
        for spoken, channel, start in event.places:
            text = channel.applied(spoken.text, start)
            if text != spoken.text:
                changed[spoken.path] = text
        return self._reader.encoded(with_texts(event.value, changed)) if changed else event.raw

    def _unreadable(self) -> bytes:
        return self._cut(failure(self._acting.strictest, "unreadable", UNREADABLE))

    def _cut(self, reason: Reason) -> bytes:
        self.blocked = reason
        self._queue.clear()
        return self._reader.cut(reason.message)

    def _texts(self) -> list[Text]:
        """All that the answer says, for rules that have nothing to hold back."""
        pieces: dict[ChannelKey, list[str]] = {}
        for data in data_lines(b"".join(self._passed)):
            try:
                read = self._reader.read(decode(data))
            except TooDeep:
                continue
            for spoken in read:
                # The same whole text twice is found once, as in a stream that is held back.
                if spoken.kind is Kind.SEALED:
                    pieces[_name(spoken)] = [spoken.text]
                    continue
                pieces.setdefault(_name(spoken), []).append(spoken.text)
        return [text_of("".join(texts)) for texts in pieces.values()]


def _name(spoken: Spoken) -> ChannelKey:
    """The channel of a piece of text; a text that comes whole is one of its own."""
    return (_SEALED, spoken.text) if spoken.kind is Kind.SEALED else spoken.channel
