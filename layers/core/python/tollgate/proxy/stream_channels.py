"""Texts that arrive in pieces, and how much of each is known to be clean.

A channel is one text of a streamed answer: the content of a choice, the arguments of a tool call.
Flowing text is decided up to where no match can begin that has not ended yet. Gathered text is
decided at once when it is whole: half a JSON value is of no use to anybody, and only a whole one
can be covered so that it stays JSON.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, Protocol

from tollgate.proxy.redaction import Cover, changes
from tollgate.proxy.screening import Hit, Screen, Tally, blocks
from tollgate.proxy.texts import Leaf, Text, rebuilt, text_of

if TYPE_CHECKING:
    from tollgate.detectors.text import View

_LEAST_STEP: Final = 32
_LEAST_CONTEXT: Final = 64
_LONGEST_ESCAPE: Final = 16
"""Characters that an escape may take which has not come to its end."""
_STEPS_PER_HOLD: Final = 4
_LONGEST_FIND: Final = 32_000
"""Characters of a find that is followed to its end. A longer one covers the rest of its text."""
_ENCODED: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_-")


class Channel(Protocol):
    """`end` is how many characters came, `decided` how many may go on, as `applied` has them.

    `leak` is the hit at which the text must end; nothing after it is ever decided.
    """

    end: int
    decided: int
    leak: Hit | None

    def take(self, text: str) -> None: ...

    def decide(self, *, closing: bool) -> None:
        """Moves `decided` on; `closing` says that nothing follows. Raises `NotScreened`."""
        ...

    def applied(self, text: str, start: int) -> str:
        """A decided piece of the text, which came at `start`, as the client may read it."""
        ...


class Flowing:
    """Text that goes on while it comes, `hold` characters behind; None holds all of it back.

    It is looked at each time that another quarter of `hold` came, together with as much of what
    went before as a match can need. Where it is written in escapes or other disguises it stays
    behind by `hold` characters of what it reads as, but never by more than `cap`. A find that is
    covered and may go on is looked at from its beginning until it has ended.
    """

    def __init__(self, screen: Screen, tally: Tally, hold: int | None, cap: int) -> None:
        self.end = 0
        self.decided = 0
        self.leak: Hit | None = None
        self._screen = screen
        self._tally = tally
        self._hold = hold
        self._cap = cap
        self._seen_to = 0
        self._step = max(_LEAST_STEP, hold // _STEPS_PER_HOLD) if hold else 0
        self._fresh: list[str] = []
        self._window = ""
        self._window_start = 0
        self._needed_from = 0
        self._cover = Cover()
        self._counted: set[tuple[int, int, str]] = set()

    def take(self, text: str) -> None:
        self._fresh.append(text)
        self.end += len(text)

    def decide(self, *, closing: bool) -> None:
        if self.leak is not None or not self._is_due(closing=closing):
            return
        self._window += "".join(self._fresh)
        self._fresh.clear()
        self._seen_to = self.end
        horizon = self.end if closing else self._horizon(self._hold or 0)
        if horizon <= self.decided:
            return
        self._needed_from = horizon
        for hit in self._screen.hits([_plain(self._window)])[0]:
            if hit.start + self._window_start < horizon:
                self._judge(hit, horizon)
            if self.leak is not None:
                return
        self.decided = horizon
        self._forget()

    def applied(self, text: str, start: int) -> str:
        return self._cover.applied(text, start)

    def _is_due(self, *, closing: bool) -> bool:
        undecided = self.end - self.decided
        if closing or not undecided:
            return undecided > 0
        fresh = self.end - self._seen_to
        return (
            self._hold is not None and undecided >= self._hold + self._step and fresh >= self._step
        )

    def _horizon(self, hold: int) -> int:
        """Up to where no match can begin that has not ended, in any reading of the text."""
        end = len(self._window)
        horizon = end - hold
        for view in _disguises(self._window) if hold else ():
            last = max(0, len(view.text) - hold - _LONGEST_ESCAPE)
            horizon = min(horizon, view.original(last, len(view.text))[0])
        return self._window_start + max(horizon, end - self._cap)

    def _judge(self, hit: Hit, horizon: int) -> None:
        start, end = hit.start + self._window_start, hit.end + self._window_start
        if end <= self.decided:
            return
        named = (start, hit.rule, hit.kind)
        if named not in self._counted:
            self._counted.add(named)
            self._tally.add(hit)
        rule = self._screen.rules[hit.rule]
        if blocks(rule):
            self.leak = hit
            self.decided = max(start, self.decided)
            return
        if end - start > _LONGEST_FIND:
            end = sys.maxsize
        elif end > horizon:
            self._needed_from = min(self._needed_from, start)
        self._cover.add(max(start, self.decided), end, hit.kind, rule.style)

    def _forget(self) -> None:
        """Drops what no match can need any more, from within an encoded run by whole groups."""
        seen = self.decided - max(self._hold or 0, _LEAST_CONTEXT)
        cut = min(seen, self._needed_from) - self._window_start
        if cut <= 0:
            return
        run = cut
        while run > 0 and self._window[run - 1] in _ENCODED:
            run -= 1
        cut = run + (cut - run) // 4 * 4
        self._window = self._window[cut:]
        self._window_start += cut


class Gathered:
    """Text that goes on when it is whole, in the place of its first piece where it was changed."""

    def __init__(self, screen: Screen, tally: Tally) -> None:
        self.end = 0
        self.decided = 0
        self.leak: Hit | None = None
        self._screen = screen
        self._tally = tally
        self._pieces: list[str] = []
        self._changed: str | None = None

    def take(self, text: str) -> None:
        self._pieces.append(text)
        self.end += len(text)

    def decide(self, *, closing: bool) -> None:
        if not closing or self.decided == self.end or self.leak is not None:
            return
        whole = "".join(self._pieces)
        text = text_of(whole)
        hits = self._screen.hits([text])[0]
        for hit in hits:
            self._tally.add(hit)
            if blocks(self._screen.rules[hit.rule]):
                self.leak = hit
                return
        if hits:
            covered = changes(text, [self._screen.find(hit) for hit in hits])
            self._changed = rebuilt(whole, covered)
        self.decided = self.end

    def applied(self, text: str, start: int) -> str:
        if self._changed is None:
            return text
        return "" if start else self._changed


def _disguises(text: str) -> Iterator[View]:
    """The other ways to read a text that go on to its end, as its detectors read it too."""
    # Only streams that are filtered need either.
    from tollgate.detectors.folding import fold, is_mark  # noqa: PLC0415
    from tollgate.detectors.text import views  # noqa: PLC0415

    for view in views(text)[1:]:
        size = len(view.text)
        unread = text[view.original(size - 1, size)[1] :] if size else text
        if all(is_mark(each) or not fold(each) for each in set(unread)):
            yield view


def _plain(text: str) -> Text:
    return Text(text, (Leaf(0, len(text), ()),), "assistant")
