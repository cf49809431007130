"""The port of everything that looks into content: what to look for, and what was found where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from msgspec import Struct

Findings = Mapping[str, int]
"""How often each kind was found (`pii.email`), never what it was."""


class DetectorRef(Struct, frozen=True):
    """A detector by name, with its configuration as canonical JSON text where it has one.

    Names: a kind (`pii.credit_card`, `secrets`, `injection`, `unicode`, `exfiltration`, `canary`),
    a category (`pii`), `pattern` and `keywords` (configured), or a remote one (`remote.webhook`,
    `remote.bedrock`, `remote.comprehend`).
    """

    name: str
    config: str = ""


class Match(NamedTuple):
    """Something found in a text: characters `start` to before `end` of it as it was given.

    `kind` is the narrowest name (`secrets.aws-access-token`), `confidence` from 0 to 1.
    """

    start: int
    end: int
    kind: str
    confidence: float = 1.0


class Detector(Protocol):
    """Looks for one thing. `look_behind` is the longest match in characters, as far as bounded.

    A stream is scanned in pieces that overlap by as much, so nothing shorter slips through a cut.
    """

    @property
    def look_behind(self) -> int: ...

    def scan(self, text: str) -> Sequence[Match]:
        """Every match in `text`, in order of `start`; linear in its length."""
        ...


class DetectorUnavailable(Exception):
    """A remote detector gave no answer in time; what that means is the policy's `on_failure`."""
