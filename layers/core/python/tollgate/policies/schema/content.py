"""What content is searched for: patterns, keywords, detectors, categories, remote detectors."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

import msgspec

from tollgate.detectors import catalog
from tollgate.detectors.models import ROLES, DetectorRef
from tollgate.errors import BadRequest
from tollgate.policies import detecting
from tollgate.policies.schema.kinds import FLAG, choice, fraction, list_of, text
from tollgate.policies.schema.records import Field, Kind, Record, at, refuse, said

_LONGEST_PATTERN: Final = 1_000
_MOST_PATTERNS: Final = 100
_ENCODER: Final = msgspec.json.Encoder(decimal_format="number")


@lru_cache(maxsize=1_024)
def _check(ref: DetectorRef) -> None:
    """Tried once: a pattern is tried on texts made against it, which takes its time."""
    catalog.check(ref)


def _checked(ref: DetectorRef, path: str) -> None:
    try:
        _check(ref)
    except BadRequest as error:
        refuse(error.message, path)


def _read_detector(value: Any, path: str) -> str:
    name = catalog.canonical(_NAME.read(value, path))
    _checked(detecting.named(name, {}), path)
    return name


def _read_pattern(value: Any, path: str) -> dict[str, str]:
    """A regular expression, alone or named; the name of a detector stands for that detector."""
    if isinstance(value, str) and value in catalog.NAMED_PATTERNS:
        return {"detector": catalog.canonical(value)}
    entry = {"pattern": value} if isinstance(value, str) else _PATTERN.read(value, path)
    if "pattern" not in entry:
        refuse("a pattern needs its regular expression", at(path, "pattern"))
    where = path if isinstance(value, str) else at(path, "pattern")
    _EXPRESSION.read(entry["pattern"], where)
    _checked(detecting.pattern(entry["pattern"], entry.get("name", "")), where)
    return entry


def _read_remote(value: Any, path: str) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        refuse(f"a remote detector must be an object, not {said(value)}", path)
    kind = _REMOTE.read(value.get("kind"), at(path, "kind"))
    entry: dict[str, Any] = {
        "kind": kind,
        **{name: each for name, each in value.items() if name != "kind"},
    }
    try:
        entry = msgspec.json.decode(_ENCODER.encode(entry))
        (ref,) = detecting.refs({"remote": [entry]})
    except (TypeError, ValueError):
        refuse("holds what JSON cannot say", path)
    _checked(ref, path)
    return entry


_NAME: Final = text(100)
_EXPRESSION: Final = text(_LONGEST_PATTERN)
_PATTERN: Final = Record(
    "a pattern",
    [
        Field("name", text(100), "What findings call it"),
        Field("pattern", _EXPRESSION, "The regular expression (RE2 syntax)", ("regex",)),
    ],
)
_REMOTE: Final = choice(["bedrock", "comprehend", "webhook"])
_DETECTOR: Final = Kind(
    read=_read_detector, label="name of a detector or category", schema={"type": "string"}
)
_PATTERN_ENTRY: Final = Kind(
    read=_read_pattern,
    label="regular expression, `{name, pattern}`, or a named pattern "
    "(`ssn`, `credit_card`, `email`, `phone`)",
    schema={"anyOf": [{"type": "string"}, _PATTERN.schema()]},
)

PATTERNS: Final = Field(
    "patterns",
    list_of(_PATTERN_ENTRY, most=_MOST_PATTERNS),
    "Regular expressions to look for. A named pattern is kept under `detectors`",
    ("block_patterns", "blocked_patterns"),
)
KEYWORDS: Final = Field(
    "keywords",
    list_of(text(200)),
    "Words or phrases to look for, whatever their case",
    ("blocked_keywords", "keyword"),
)
DETECTORS: Final = Field(
    "detectors",
    list_of(_DETECTOR),
    "Detectors by name, see [detectors](detectors.md)",
    ("detector",),
)
CATEGORIES: Final = Field(
    "categories",
    list_of(_DETECTOR),
    "Groups of detectors, such as `pii`, `phi`, `financial`, `secrets`",
    ("sensitive_categories", "category"),
)
_MIN_CONFIDENCE: Final = Field(
    "min_confidence",
    fraction(0, 1),
    "Findings that are less certain do not count",
    default=str(detecting.MIN_CONFIDENCE),
)
CONTENT: Final = Record(
    "content",
    [KEYWORDS, PATTERNS, DETECTORS, CATEGORIES, _MIN_CONFIDENCE],
)


def _read_redaction(value: Any, path: str) -> dict[str, Any]:
    """A style may stand alone."""
    redaction = _REDACTION.read({"style": value} if isinstance(value, str) else value, path)
    if not redaction:
        refuse("needs a style", at(path, "style"))
    return redaction


_REDACTION: Final = Record(
    "redaction",
    [
        Field(
            "style",
            choice(["label", "mask", "remove"]),
            "`label` writes what was there (`[EMAIL]`), `mask` stars, `remove` nothing",
            default="label",
        )
    ],
)


def _read_region(value: Any, path: str) -> str:
    region: str = _REGION_CODE.read(value, path).upper()
    _checked(detecting.named("pii.phone", {"phone_regions": [region]}), path)
    return region


_REGION_CODE: Final = text(most=2, least=2, example="US")
_REGION: Final = Kind(read=_read_region, label="two letters", schema=_REGION_CODE.schema)


_ROLES: Final = list_of(choice(ROLES, {"developer": "system", "function": "tool"}))
_SCAN_ROLES: Final = Field(
    "scan_roles",
    Kind(
        read=lambda value, path: sorted(_ROLES.read(value, path), key=ROLES.index),
        label=f"list: one of {', '.join(f'`{role}`' for role in ROLES)}",
        schema=_ROLES.schema,
    ),
    "Whose texts of a prompt are searched; developers, tools and schemas are `system`",
    default="all",
)


def scanning(*, scan_output: bool) -> list[Field]:
    """How content is searched; `scan_output` is the default."""
    return [
        _MIN_CONFIDENCE,
        Field("scan_input", FLAG, "Whether prompts are searched", default="true"),
        _SCAN_ROLES,
        Field(
            "scan_output",
            FLAG,
            "Whether answers are searched, streams included",
            default=str(scan_output).lower(),
        ),
        Field(
            "phone_match",
            choice(["valid", "context"]),
            "What is a telephone number: one that its country's plan has, or also digits near a "
            "word such as call",
            default="valid",
        ),
        Field(
            "phone_regions",
            list_of(_REGION, most=10),
            "Countries whose numbers are known without a country code",
            default='["US", "CA"]',
        ),
        Field(
            "redaction",
            Kind(read=_read_redaction, label="`{style}`", schema=_REDACTION.schema()),
            "How a redaction looks, with `on_violation: redact`",
        ),
        Field(
            "remote",
            list_of(
                Kind(
                    read=_read_remote,
                    label="`{kind, ...}` with kind `bedrock`, `comprehend` or `webhook`",
                    schema={"type": "object", "properties": {"kind": dict(_REMOTE.schema)}},
                ),
                most=10,
            ),
            "Detectors outside, see [guardrails](guardrails.md)",
        ),
    ]


def with_named_patterns(rules: dict[str, Any], home: str = "detectors") -> dict[str, Any]:
    """Named patterns moved to `home`, where detectors are."""
    patterns = rules.get("patterns", [])
    named = [entry["detector"] for entry in patterns if "detector" in entry]
    if not named:
        return rules
    rest = {name: value for name, value in rules.items() if name != "patterns"}
    if kept := [entry for entry in patterns if "detector" not in entry]:
        rest["patterns"] = kept
    return rest | {home: list(dict.fromkeys([*rules.get(home, ()), *named]))}
