"""The port of everything that looks into content: what to look for, and what was found where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple, Protocol

from msgspec import Struct

Findings = Mapping[str, int]
"""How often each kind was found (`pii.email`), never what it was."""


ROLES: Final = ("system", "user", "assistant", "tool")
"""Whose texts a prompt has: tools and schemas are the system's."""


class DetectorRef(Struct, frozen=True):
    """A detector by name, with its configuration as canonical JSON text where it has one.

    Names: a kind (`pii.credit_card`, `secrets`, `injection`, `unicode`, `exfiltration`, `canary`),
    a category (`pii`), `pattern` and `keywords` (configured), or a remote one (`remote.webhook`,
    `remote.bedrock`, `remote.comprehend`). With `roles`, it concerns the texts of those in a prompt
    and no others.
    """

    name: str
    config: str = ""
    roles: tuple[str, ...] = ()

    def concerns(self, role: str) -> bool:
        """Whether it is about texts of this role; a role that nobody knows hides nothing."""
        return not self.roles or role in self.roles or role not in ROLES


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
