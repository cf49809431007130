"""Permission strings, `resource.action[.scope]`, and their wildcards.

A permission without a scope covers every scope of its action: `costs.view` permits
`costs.view.own`. `*` stands for one segment, and at the end for any number of them:
`llm.use.*` permits `llm.use.openai`, `*` permits everything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

PERMISSION: Final = re.compile(r"(\*|[a-z0-9_-]+)(\.(\*|[a-zA-Z0-9_:/-]+)){0,3}")


def _covers(granted: str, needed: str) -> bool:
    wanted = needed.split(".")
    segments = granted.split(".")
    if segments[-1] == "*":
        segments.pop()
    return len(segments) <= len(wanted) and all(
        segment in ("*", name) for segment, name in zip(segments, wanted, strict=False)
    )


def permits(granted: Iterable[str], needed: str) -> bool:
    """Whether one of `granted` covers `needed` (which may itself be a pattern)."""
    return any(_covers(permission, needed) for permission in granted)
