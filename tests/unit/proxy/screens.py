"""Small detectors and rules for tests of what is done with their finds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from tollgate.detectors.models import Detector, DetectorRef, DetectorUnavailable, Match
from tollgate.detectors.text import views
from tollgate.policies.models import Action, ContentRule, PolicyType, Reason


class Pattern:
    """Finds a regular expression in every reading of a text."""

    def __init__(self, kind: str, pattern: str, look_behind: int, confidence: float = 1.0) -> None:
        self.kind = kind
        self.look_behind = look_behind
        self.scans: list[str] = []
        self._pattern = re.compile(pattern)
        self._confidence = confidence

    def scan(self, text: str) -> Sequence[Match]:
        self.scans.append(text)
        found = {
            Match(*view.original(match.start(), match.end()), self.kind, self._confidence)
            for view in views(text)
            for match in self._pattern.finditer(view.text)
        }
        return sorted(found)


class Silent:
    """A remote detector that gives no answer."""

    look_behind = 2**63 - 1

    def scan(self, text: str) -> Sequence[Match]:
        raise DetectorUnavailable("timed out")


class Remote(Pattern):
    """Looks at whole texts only."""

    def __init__(self, kind: str, pattern: str) -> None:
        super().__init__(kind, pattern, 2**63 - 1)


CARD = Pattern("pii.credit_card", r"(?<!\d)(?:\d{4}[ -]?){3}\d{4}(?!\d)", 128)
EMAIL = Pattern("pii.email", r"[\w.]{1,20}@[\w]{1,10}\.(?:com|org)\b", 48)
KEY = Pattern("secrets.acme-key", r"AKEY-[A-Z]{8}", 80)
WORD = Pattern("keywords", r"(?i)\bproject falcon\b", 100)
GUESS = Pattern("injection", r"ignore all", 60, confidence=0.4)
SHORT_CARD = Pattern("pii.credit_card", r"(?<!\d)\d{16}(?!\d)", 17)
TAG = Pattern("tag", r"<[a-z]{1,30}>", 32)
REMOTE = Remote("remote.topic", r"forbidden topic")
DETECTORS: dict[str, Detector] = {
    "card": CARD,
    "email": EMAIL,
    "key": KEY,
    "word": WORD,
    "guess": GUESS,
    "remote": REMOTE,
    "tag": TAG,
    "short card": SHORT_CARD,
    "silent": Silent(),
}


def open_detector(ref: DetectorRef) -> Detector:
    return DETECTORS[ref.name]


def rule(*names: str, action: Action = Action.REDACT, **fields: Any) -> ContentRule:
    reason = Reason(
        policy_id=f"pol_{names[0]}",
        version=1,
        name=f"about {names[0]}",
        type=PolicyType.CONTENT_FILTER,
        rule="content",
        action=action,
        wanted=action,
        message="not in an answer",
    )
    return ContentRule(tuple(DetectorRef(name) for name in names), reason, **fields)
