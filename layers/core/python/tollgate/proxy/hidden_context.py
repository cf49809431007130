"""Detectors of one call's answer: a canary is also held to what the call keeps from its user."""

from __future__ import annotations

import json
from collections.abc import Sequence

from tollgate.detectors.models import Detector, DetectorRef
from tollgate.policies.detecting import CANARY
from tollgate.policies.models import ContentRule
from tollgate.proxy.contents import Contents
from tollgate.proxy.screening import OpenDetector, catalog_detector
from tollgate.proxy.texts import Text


def detectors_for(rules: Sequence[ContentRule], contents: Contents) -> OpenDetector:
    """How to open the detectors of rules about the answer to the call of these contents."""
    if not any(ref.name == CANARY for rule in rules for ref in rule.detectors):
        return catalog_detector
    hidden = "\n".join(text.shown for text in contents.texts if _is_hidden(text))

    def open_detector(ref: DetectorRef) -> Detector:
        if ref.name != CANARY or not hidden:
            return catalog_detector(ref)
        from tollgate.detectors import canary  # noqa: PLC0415

        # Not by the catalog, which keeps what it opens: each call has a context of its own.
        return canary.open({**json.loads(ref.config), "context": hidden})

    return open_detector


def _is_hidden(text: Text) -> bool:
    """A system prompt, wherever its dialect puts it; tools and schemas are no secret."""
    return text.role == "system" and text.leaves[0].path[0] in ("system", "messages")
