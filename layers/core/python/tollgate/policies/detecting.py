"""From what a policy says it looks for to the detectors that look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from tollgate.detectors.models import DetectorRef

MIN_CONFIDENCE: Final = 0.5
"""Findings that are less certain do not count, unless a policy says otherwise."""
CANARY: Final = "canary"
EXFILTRATION: Final = "exfiltration"
OF_ANSWERS: Final = frozenset({CANARY, EXFILTRATION})
"""Detectors of what must not leave: a prompt may hold both its secret and any link."""

_TELEPHONE: Final = ("phone_match", "phone_regions")
_ENCODER = msgspec.json.Encoder(order="deterministic")


def _config(values: Mapping[str, Any]) -> str:
    return _ENCODER.encode(values).decode()


def pattern(expression: str, name: str = "") -> DetectorRef:
    """A regular expression, under the name that findings show."""
    values = {"pattern": expression, **({"name": name} if name else {})}
    return DetectorRef("pattern", _config(values))


def keywords(words: list[str]) -> DetectorRef:
    """Any of some words or phrases."""
    return DetectorRef("keywords", _config({"words": words}))


def named(name: str, rules: Mapping[str, Any]) -> DetectorRef:
    """A detector by name, with what the rules beside it say of it.

    `exfiltration` knows the hosts that links may go to, `canary` the planted token. A canary is
    also held to the call's own hidden context, which only the data path has. How telephone numbers
    are told concerns every name that covers them.
    """
    if name == EXFILTRATION and rules.get("allowed_hosts"):
        return DetectorRef(name, _config({"allowed_hosts": rules["allowed_hosts"]}))
    if name == CANARY:
        token = {"canary": rules["canary"]} if rules.get("canary") else {}
        return DetectorRef(name, _config({"hidden_context": True, **token}))
    if telephone := {field: rules[field] for field in _TELEPHONE if field in rules}:
        from tollgate.detectors.catalog import expand  # noqa: PLC0415 - few policies say more

        if "pii.phone" in expand(name):
            return DetectorRef(name, _config(telephone))
    return DetectorRef(name)


def refs(rules: Mapping[str, Any]) -> tuple[DetectorRef, ...]:
    """The detectors of a policy's rules (or of a content condition), each once, in this order.

    Reads `categories`, `detectors`, `detect`, `patterns` (texts or `{name, pattern}`), `keywords`
    and `remote` of a canonical document, `allowed_hosts` and `canary` for whom they concern, and
    `scan_roles` for all.
    """
    roles = tuple(rules.get("scan_roles", ()))
    found = [
        named(name, rules)
        for field in ("categories", "detectors", "detect")
        for name in rules.get(field, ())
    ]
    for entry in rules.get("patterns", ()):
        if isinstance(entry, str):
            found.append(pattern(entry))
        else:
            found.append(pattern(entry["pattern"], entry.get("name", "")))
    if words := rules.get("keywords"):
        found.append(keywords(list(words)))
    for remote in rules.get("remote", ()):
        values = {name: value for name, value in remote.items() if name != "kind"}
        found.append(DetectorRef(f"remote.{remote['kind']}", _config(values)))
    return tuple(dict.fromkeys(replace(ref, roles=roles) if roles else ref for ref in found))
