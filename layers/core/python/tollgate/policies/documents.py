"""Policy documents: the canonical form that is stored and decided upon, and the outside form.

1 unfold        the lists of a rule builder become sections
2 read          every field by its table: aliases, types, ranges, unknown names
3 fold          older spellings that say two things at once become the settings that they mean
4 check         what contradicts itself or says nothing is refused

Only what was said is kept: an absent member takes its default wherever a document is read. Reading
a canonical or a shown document again gives the same document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any, Final

import msgspec

from tollgate.policies.models import PolicyType
from tollgate.policies.schema import coherence
from tollgate.policies.schema.actions import ACTIONS, read_actions
from tollgate.policies.schema.builder import unfolded
from tollgate.policies.schema.conditions import CONDITIONS
from tollgate.policies.schema.content import with_named_patterns
from tollgate.policies.schema.envelope import ASKING_TYPES, DEFAULTS, ENVELOPE
from tollgate.policies.schema.records import at, refuse, said
from tollgate.policies.schema.rules import RULES

LARGEST: Final = 65_536
"""Bytes of a canonical document as JSON."""

_ENCODER: Final = msgspec.json.Encoder(order="deterministic")
_APPLIES_TO: Final[Mapping[str, str | None]] = {
    "all": None,
    "everyone": None,
    "organization": None,
    "all_users": "user",
    "each_user": "user",
    "all_teams": "team",
    "each_team": "team",
    "all_keys": "key",
    "each_key": "key",
}
"""`conditions.applies_to`, with who then has a counter of its own in policies that count."""

_WHOLE: Final = frozenset({"conditions.tags"})
"""Objects whose member names are free, and which are compared whole for that."""


def canonical(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The canonical document that `raw` means.

    Raises `BadRequest` whose `param` is the dotted path of what is wrong.
    """
    if not isinstance(raw, Mapping):
        refuse(f"a policy must be an object, not {said(raw)}", "")
    plain = unfolded(raw)
    document = ENVELOPE.read(plain, "")
    for name in ("name", "type"):
        if name not in document:
            refuse(f"a policy needs its {name}", name)
    document |= _sections(document, asks=_asks_for_approval(plain))
    _settle_severity(document)
    document = {k: v for k, v in ENVELOPE.in_order(document).items() if v != DEFAULTS.get(k)}
    coherence.check(document)
    size = len(_ENCODER.encode(document))
    if size > LARGEST:
        refuse(f"the document has {size} bytes; at most {LARGEST} are kept", "")
    return document


def _asks_for_approval(plain: Mapping[str, Any]) -> bool:
    return str(plain.get("type", plain.get("policy_type"))) in ASKING_TYPES


def _settle_severity(document: dict[str, Any]) -> None:
    strict = document.get("enforcement_level", "strict") == "strict"
    if strict and document["type"] == PolicyType.SECURITY:
        document.setdefault("severity", "high")
    elif document.get("severity") == "medium":
        del document["severity"]


def _sections(document: Mapping[str, Any], *, asks: bool) -> dict[str, Any]:
    type_ = PolicyType(document["type"])
    record = RULES[type_]
    conditions, per = _applied_to(document.get("conditions", {}))
    actions = dict(document.get("actions", {}))
    rules = record.read(document.get("rules", {}), "rules")
    if type_ is PolicyType.COMPLIANCE and "log_all_requests" in actions:
        said_so = {"log_all_requests": actions.pop("log_all_requests")}
        rules = record.read(said_so, "actions") | rules
    actions = read_actions(actions, "actions")
    _fold_redaction(rules, actions)
    rules.pop("currency", None)
    rules = with_named_patterns(rules, "detect" if type_ is PolicyType.SECURITY else "detectors")
    if per is not None and "per" in record.spellings:
        rules.setdefault("per", per)
    if asks and "require_approval_for" not in rules:
        actions.setdefault("on_violation", "require_approval")
    return {
        "conditions": CONDITIONS.read(conditions, "conditions"),
        "rules": record.in_order(rules),
        "actions": ACTIONS.in_order(actions),
    }


def _applied_to(conditions: Mapping[str, Any]) -> tuple[dict[str, Any], str | None]:
    """The conditions without `applies_to`, and whose counters it asks for."""
    rest = dict(conditions)
    if "applies_to" not in rest:
        return rest, None
    given = rest.pop("applies_to")
    if not isinstance(given, str) or given not in _APPLIES_TO:
        words = ", ".join(_APPLIES_TO)
        refuse(
            f"must be one of {words}, not {said(given)}; whom a policy is for is its scope",
            "conditions.applies_to",
        )
    return rest, _APPLIES_TO[given]


def _fold_redaction(rules: dict[str, Any], actions: dict[str, Any]) -> None:
    enabled = rules.pop("redaction_enabled", None)
    if enabled is None:
        return
    wanted = actions.get("on_violation", "redact" if enabled else "deny")
    if enabled is not (wanted == "redact"):
        refuse(
            f"says {str(enabled).lower()}, but actions.on_violation says {wanted}",
            "rules.redaction_enabled",
        )
    if enabled:
        actions["on_violation"] = "redact"


def warnings(document: Mapping[str, Any]) -> list[str]:
    """What is accepted in a canonical document and does not do what one may expect."""
    return list(coherence.remarks(document))


def content_hash(document: Mapping[str, Any]) -> str:
    """32 hex digits of SHA-256 over a canonical document, whatever the order of its members."""
    return sha256(_ENCODER.encode(document)).hexdigest()[:32]


def outside(document: Mapping[str, Any]) -> dict[str, Any]:
    """What a canonical document says, in outside names: dollars as decimal texts, RFC 3339."""
    shown = ENVELOPE.show(document)
    if "conditions" in shown:
        shown["conditions"] = CONDITIONS.show(document["conditions"])
    if "rules" in shown:
        shown["rules"] = RULES[PolicyType(document["type"])].show(document["rules"])
    return shown


def view(document: Mapping[str, Any]) -> dict[str, Any]:
    """The outside form with the defaults of absent members, and `policy_type` beside `type`."""
    shown = {**DEFAULTS, "severity": "medium", **outside(document)}
    shown["scope"] = {"ids": [], **shown["scope"]}
    ordered = {each.name: shown[each.name] for each in ENVELOPE.fields if each.name in shown}
    return {**ordered, "policy_type": shown["type"]}


def leaves(shown: Mapping[str, Any], path: str = "") -> dict[str, Any]:
    """Every value of an outside form by its dotted path; lists and free objects are values."""
    return dict(_leaves(shown, path))


def _leaves(shown: Mapping[str, Any], path: str) -> Iterator[tuple[str, Any]]:
    for name, value in shown.items():
        where = at(path, name)
        if isinstance(value, Mapping) and value and where not in _WHOLE:
            yield from _leaves(value, where)
        else:
            yield where, value


def differences(
    old: Mapping[str, Any] | None, new: Mapping[str, Any] | None
) -> list[dict[str, Any]]:
    """`{path, before, after}` of every value that differs, in outside names.

    Both are canonical; None is no document at all.
    """
    before = {} if old is None else leaves(outside(old))
    after = {} if new is None else leaves(outside(new))
    return [
        {"path": path, "before": before.get(path), "after": after.get(path)}
        for path in {**before, **after}
        if before.get(path) != after.get(path)
    ]
