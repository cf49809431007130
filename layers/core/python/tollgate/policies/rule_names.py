"""What reasons and grants call the rules of a document, which has its own names for some."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tollgate.policies.limiting import COUNTED, MAX_COST
from tollgate.policies.schema import rules as known

_CONTENT: Final = "content"
_CONDITIONS: Final = "conditions"
_BY_ITS_OWN: Final = known.CALLED | known.CLAMPED | known.ROUTED
_SPOKEN: Final = {
    **COUNTED,
    **dict.fromkeys(known.PRICED, MAX_COST),
    **dict.fromkeys(known.SEARCHED, _CONTENT),
    **{name: name for name in _BY_ITS_OWN},
}


def liftable(document: Mapping[str, Any]) -> dict[str, str]:
    """The rules that a grant can lift: by every name that somebody may know them by, its own."""
    rules = document.get("rules") or {}
    if not rules:
        return {_CONDITIONS: _CONDITIONS}
    names: dict[str, str] = {}
    for name in rules:
        spoken = _SPOKEN.get(name)
        if spoken is not None:
            names |= dict.fromkeys((name, name.replace("_nano", "_usd"), spoken), spoken)
        if name in known.ASKED:
            names |= {kind: kind for kind in rules[name]}
    return names
