"""Whether an output gives away the hidden context: a planted canary, or a stretch of the context.

The canary is found as it is, in base64, base32, hexadecimal, rot13 or backwards, each also with
anything written between its characters. The context is compared by runs of words.
"""

from __future__ import annotations

import base64
import codecs
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Any, Final

import re2

from tollgate.detectors.models import Detector, Match
from tollgate.detectors.text import View, views
from tollgate.errors import BadRequest

SHORTEST_CANARY: Final = 8
LONGEST_CANARY: Final = 256
WORDS: Final = 8
"""Words in a row that output and context must share."""
LEAST_BYTES: Final = 24
"""... and their length, so that `1 2 3 4 5 6 7 8` is nobody's secret."""
SURE_WORDS: Final = 16
CONTEXT_LOOK_BEHIND: Final = 400
SEED: Final = 8
SPREAD: Final = 4
"""Characters in a stream that one of an encoded canary may take, separators included."""
_KEPT: Final = re.compile(r"[^\W_]+")
_ENCODED: Final = re.compile(r"[A-Za-z0-9+/_-]+")
_WORD: Final = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+"
)
_URL_ALPHABET: Final = str.maketrans("-_", "+/")
_KINDS: Final = ("canary.plain", "canary.reversed", "canary.rot13", "canary.encoded")


class CanaryDetector:
    """Finds the canary in its disguises, and runs of words of the context."""

    def __init__(self, canary: str | None, context: str | None) -> None:
        self._needles = _compact_needles(canary) if canary else []
        encoded = _encoded_needles(canary) if canary else set()
        self._encoded = _Needles(encoded) if encoded else None
        self._known = _known_runs(context) if context else {}
        longest = max(map(len, encoded), default=0)
        self.look_behind = max(longest * SPREAD, CONTEXT_LOOK_BEHIND if context else 0)

    def scan(self, text: str) -> Sequence[Match]:
        found: set[Match] = set()
        for view in views(text):
            found.update(self._canaries(view))
            if self._known:
                found.update(self._runs(view))
        return sorted(found)

    def _canaries(self, view: View) -> Iterator[Match]:
        if self._needles:
            compact = _Compact(view.text, _KEPT)
            for needle, kind in self._needles:
                for start, end in compact.find(needle, lower=True):
                    yield Match(*view.original(start, end), kind, 1.0)
        if self._encoded is not None:
            compact = _Compact(view.text, _ENCODED)
            for start, end in compact.find_any(self._encoded):
                yield Match(*view.original(start, end), _KINDS[3], 1.0)

    def _runs(self, view: View) -> Iterator[Match]:
        words = list(_WORD.finditer(view.text))
        lowered = [word[0].lower() for word in words]
        first = last = -1
        kind = ""
        for at in range(len(words) - WORDS + 1):
            known = self._known.get(" ".join(lowered[at : at + WORDS]))
            if known is None:
                continue
            if at > last + 1 or known != kind:
                if kind:
                    yield _run(view, words, first, last, kind)
                first, kind = at, known
            last = at
        if kind:
            yield _run(view, words, first, last, kind)


def open(config: dict[str, Any]) -> Detector:  # noqa: A001 - the name every detector module has
    """`canary`: the planted token; `context`: the hidden text. One of them at least.

    `hidden_context` promises a `context` that is known only when a call comes; until then nothing
    of it is found. Raises `BadRequest` for other settings and for a canary too short to be nobody's
    word.
    """
    unknown = sorted(config.keys() - {"canary", "context", "hidden_context"})
    if unknown:
        raise BadRequest(f"canary takes no setting {unknown[0]!r}", param=unknown[0])
    canary, context = config.get("canary"), config.get("context")
    for name, value in (("canary", canary), ("context", context)):
        if value is not None and not isinstance(value, str):
            raise BadRequest(f"{name} must be a text", param=name)
    if not canary and not context and not config.get("hidden_context"):
        raise BadRequest("canary needs `canary`, the planted token, or `context`", param="canary")
    if canary and not SHORTEST_CANARY <= len(_plain(canary)) <= LONGEST_CANARY:
        raise BadRequest(
            f"a canary has {SHORTEST_CANARY} to {LONGEST_CANARY} letters and digits", param="canary"
        )
    return CanaryDetector(canary, context)


class _Compact:
    """A text without the characters that a pattern leaves out, and the way back."""

    def __init__(self, text: str, kept: re.Pattern[str]) -> None:
        self._text, self._kept = text, kept
        self._exact = "".join(kept.findall(text)).translate(_URL_ALPHABET)

    def find(self, needle: str, *, lower: bool) -> Iterator[tuple[int, int]]:
        haystack = self._lower if lower else self._exact
        at = haystack.find(needle)
        while at >= 0:
            yield self._place(at), self._place(at + len(needle) - 1) + 1
            at = haystack.find(needle, at + len(needle))

    def find_any(self, needles: _Needles) -> Iterator[tuple[int, int]]:
        for start, end in needles.find(self._exact):
            yield self._place(start), self._place(end - 1) + 1

    @cached_property
    def _lower(self) -> str:
        return _lowered(self._exact)

    @cached_property
    def _pieces(self) -> tuple[list[int], list[int]]:
        """Where each kept piece begins in the text, and in what is kept."""
        spans = [piece.span() for piece in self._kept.finditer(self._text)]
        lengths = accumulate((end - start for start, end in spans), initial=0)
        return [start for start, _ in spans], list(lengths)

    def _place(self, kept: int) -> int:
        starts, lengths = self._pieces
        piece = bisect_right(lengths, kept) - 1
        return starts[piece] + kept - lengths[piece]


def _lowered(text: str) -> str:
    """Lower case without changing the length: a few letters become two."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := each.lower()) == 1 else each for each in text)


def _plain(text: str) -> str:
    return _lowered("".join(_KEPT.findall(text)))


def _compact_needles(canary: str) -> list[tuple[str, str]]:
    plain, rotated = _plain(canary), _plain(codecs.encode(canary, "rot13"))
    needles = {plain: _KINDS[0], plain[::-1]: _KINDS[1], rotated: _KINDS[2]}
    needles.setdefault(rotated[::-1], _KINDS[2])
    for written in _writings(canary):
        needles.setdefault(written.encode().hex(), _KINDS[3])
    return list(needles.items())


class _Needles:
    """Hundreds of texts to look for in one pass: for how they begin, then for the rest."""

    def __init__(self, needles: set[str]) -> None:
        self._by_seed: dict[str, list[str]] = {}
        for needle in sorted(needles, key=len, reverse=True):
            self._by_seed.setdefault(needle[:SEED], []).append(needle)
        seeds = "|".join(re2.escape(seed) for seed in sorted(self._by_seed))
        self._seeds = re2.compile(seeds.encode())

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Places in a text of ASCII characters."""
        data = text.encode()
        at, found = 0, self._seeds.search(data)
        while found is not None:
            at = found.start() + 1
            for needle in self._by_seed[found[0].decode()]:
                if text.startswith(needle, found.start()):
                    at = found.start() + len(needle)
                    yield found.start(), at
                    break
            found = self._seeds.search(data, at)


def _encoded_needles(canary: str) -> set[str]:
    needles: set[str] = set()
    for written in _writings(canary):
        once = _base64_cores(written.encode())
        twice = {core for needle in once for core in _base64_cores(needle.encode())}
        cores = once | twice | _base32_cores(written.encode())
        needles |= cores | {core[::-1] for core in cores}
    return needles


def _writings(canary: str) -> set[str]:
    """What may have been encoded: the canary in either case, backwards, or in rot13."""
    cased = {canary, canary.lower(), canary.upper()}
    turned = {each[::-1] for each in cased} | {codecs.encode(each, "rot13") for each in cased}
    return cased | turned


def _base64_cores(data: bytes) -> set[str]:
    """What base64 has of `data` wherever it begins: without the characters shared with others."""
    cores = set()
    for shift in range(3):
        encoded = base64.b64encode(bytes(shift) + data).decode().rstrip("=")
        bits = 8 * (shift + len(data))
        cores.add(encoded[-(-8 * shift // 6) : bits // 6])
    return cores


def _base32_cores(data: bytes) -> set[str]:
    cores = set()
    for shift in range(5):
        encoded = base64.b32encode(bytes(shift) + data).decode().rstrip("=")
        cores.add(encoded[-(-8 * shift // 5) : 8 * (shift + len(data)) // 5])
    return cores


def _known_runs(context: str) -> dict[str, str]:
    """Every run of `WORDS` words of the context, as it is and in its disguises, with its kind."""
    disguises = (
        (codecs.encode(context, "rot13"), "canary.context_rot13"),
        (context[::-1], "canary.context_reversed"),
        (context, "canary.context"),
    )
    known: dict[str, str] = {}
    for written, kind in disguises:
        for view in views(written)[:2]:
            words = [word.lower() for word in _WORD.findall(view.text)]
            runs = (" ".join(words[at : at + WORDS]) for at in range(len(words) - WORDS + 1))
            known |= {run: kind for run in runs if len(run.encode()) >= LEAST_BYTES}
    return known


def _run(view: View, words: Sequence[re.Match[str]], first: int, last: int, kind: str) -> Match:
    length = last + WORDS - first
    start, end = view.original(words[first].start(), words[last + WORDS - 1].end())
    return Match(start, end, kind, 0.8 if length < SURE_WORDS else 1.0)
