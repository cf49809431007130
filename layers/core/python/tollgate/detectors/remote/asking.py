"""What all remote detectors have in common: their configuration, their deadline, their failures."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Any, Final, Literal, TypeVar

import msgspec
from msgspec import Struct

from tollgate.detectors.models import DetectorUnavailable, Match
from tollgate.detectors.remote.context import RemoteContext
from tollgate.errors import BadRequest
from tollgate.kit.connections import AnswerLost, NotSent

ANSWER_LIMIT: Final = 1 << 20
"""Bytes of an answer, beyond which it is not read."""
PIECE: Final = 24_000
"""Characters of one question: within 25 text units of Bedrock and, at four bytes each, within the
100 KB of Comprehend."""
OVERLAP: Final = 500
"""Characters that a piece repeats of the one before, so that a cut hides nothing shorter."""

_LOG: Final = logging.getLogger(__name__)
_Read = TypeVar("_Read")


class RemoteConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every remote detector is configured with; `timeout_ms` bounds the scan of one text."""

    timeout_ms: Annotated[int, msgspec.Meta(ge=50, le=5000)] = 500
    on_failure: Literal["block", "allow"] = "block"


_Config = TypeVar("_Config", bound=RemoteConfig)

Ask = Callable[[RemoteContext, str, float], Iterable[Match]]
"""Matches in a text, asked for until a moment of the monotonic clock."""


def read_config(form: type[_Config], config: Mapping[str, Any]) -> _Config:
    """`config` as `form`. Raises `BadRequest` naming what does not fit."""
    try:
        return msgspec.convert(dict(config), form)
    except msgspec.ValidationError as error:
        raise BadRequest(f"a remote detector's configuration: {error}", param="remote") from error


class RemoteDetector(Struct, frozen=True):
    """Looks at whole texts by asking somebody else; `context` is looked up at each scan.

    Without an answer a detector that blocks raises `DetectorUnavailable`; one that allows finds
    nothing and says so in the log.
    """

    name: str
    config: RemoteConfig
    context: Callable[[], RemoteContext]
    ask: Ask

    @property
    def look_behind(self) -> int:
        return sys.maxsize

    def scan(self, text: str) -> Sequence[Match]:
        if not text:
            return ()
        ends = time.monotonic() + self.config.timeout_ms / 1000
        try:
            return sorted(set(self.ask(self.context(), _sendable(text), ends)))
        except DetectorUnavailable as error:
            if self.config.on_failure == "block":
                raise
            _LOG.warning("%s let content pass unseen: %s", self.name, error)
            return ()


def post(
    context: RemoteContext, url: str, headers: Mapping[str, str], body: bytes, ends: float
) -> bytes:
    """The answer's body when its status is 200. Raises `DetectorUnavailable` in every other case.

    A redirect is an answer that cannot be used: following it would carry content elsewhere.
    """
    try:
        status, answer = _exchange(context, url, headers, body, ends)
    except AnswerLost as error:
        if not error.stale:
            raise DetectorUnavailable(str(error)) from error
        return post(context, url, headers, body, ends)
    except (NotSent, ValueError) as error:
        raise DetectorUnavailable(str(error)) from error
    if status != 200:
        raise DetectorUnavailable(f"status {status}")
    return answer


def _exchange(
    context: RemoteContext, url: str, headers: Mapping[str, str], body: bytes, ends: float
) -> tuple[int, bytes]:
    left = ends - time.monotonic()
    if left <= 0:
        raise DetectorUnavailable("no time was left to ask")
    response = context.pool.request(
        "POST",
        url,
        headers,
        body,
        connect_timeout=left,
        read_timeout=left,
        total_timeout=left,
    )
    return response.status, response.read(ANSWER_LIMIT)


def read_answer(form: type[_Read], raw: bytes) -> _Read:
    """An answer's JSON as `form`. Raises `DetectorUnavailable` on one that does not fit."""
    try:
        return msgspec.json.decode(raw, type=form)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DetectorUnavailable(f"the answer cannot be read: {error}") from error


def pieces(text: str) -> Iterator[tuple[int, str]]:
    """The text in pieces that a service takes, each with its position."""
    for start in range(0, max(len(text) - OVERLAP, 1), PIECE - OVERLAP):
        yield start, text[start : start + PIECE]


def _sendable(text: str) -> str:
    """The text in as many characters, without lone surrogates, which UTF-8 cannot hold."""
    return text.encode("utf-8", "replace").decode()
