"""Every detector by its name, and the categories that policies name instead.

A detector's module is imported when a policy first asks for it: each has a factory
`open(config) -> Detector` that raises `BadRequest` on a configuration that does not fit.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from tollgate.detectors.models import Detector, DetectorRef
from tollgate.detectors.personal import national
from tollgate.detectors.pii import kinds_known
from tollgate.errors import BadRequest

_PERSONAL: Final = "tollgate.detectors.pii:open"
_SECRETS: Final = "tollgate.detectors.secrets:open"
_FACTORIES: Final = {
    "pattern": "tollgate.detectors.patterns:open",
    "keywords": "tollgate.detectors.keywords:open",
    "secrets": _SECRETS,
    "injection": "tollgate.detectors.injection:open",
    "unicode": "tollgate.detectors.unicode:open",
    "exfiltration": "tollgate.detectors.exfiltration:open",
    "canary": "tollgate.detectors.canary:open",
    "scored": "tollgate.detectors.scored:open",
    "remote.webhook": "tollgate.detectors.remote.webhook:open",
    "remote.bedrock": "tollgate.detectors.remote.bedrock:open",
    "remote.comprehend": "tollgate.detectors.remote.comprehend:open",
}
_CHECKS: Final = {"pattern": "tollgate.detectors.patterns:check"}
"""What is looked at on saving beyond opening."""

_PERSONAL_KINDS: Final = kinds_known()
_NATIONAL_IDS: Final = tuple(dict.fromkeys(rule.kind for rule in national.RULES))
_CONTACT: Final = ("pii.email", "pii.phone", "pii.ip_address", "pii.us_address")
_MONEY: Final = ("pii.credit_card", "pii.iban")


def _of(prefix: str) -> tuple[str, ...]:
    return tuple(kind for kind in _PERSONAL_KINDS if kind.startswith(prefix))


CATEGORIES: Final[Mapping[str, tuple[str, ...]]] = {
    "pii": _of("pii."),
    "phi": (*_of("phi."), "pii.ssn", "pii.date_of_birth"),
    "financial": (*_MONEY, *_of("financial.")),
    "contact": _CONTACT,
    "national_id": _NATIONAL_IDS,
}
"""Kinds by category. A detector of its own (`secrets`, `injection`) is named as it is."""

_ALIASES: Final = {
    "personal_identifiable_information": "pii",
    "personally_identifiable_information": "pii",
    "personal_data": "pii",
    "protected_health_information": "phi",
    "health": "phi",
    "financial_data": "financial",
    "financial_information": "financial",
    "payment_data": "financial",
    "secret": "secrets",
    "credentials": "secrets",
    "api_keys": "secrets",
    "jailbreak": "injection",
    "prompt_injection": "injection",
    "invisible_text": "unicode",
    "data_exfiltration": "exfiltration",
    "keyword": "keywords",
    "patterns": "pattern",
}
NAMED_PATTERNS: Final[Mapping[str, str]] = {
    "ssn": "pii.ssn",
    "credit_card": "pii.credit_card",
    "email": "pii.email",
    "phone": "pii.phone",
}
"""What may stand in place of a regular expression, with the detector that it means."""


def canonical(name: str) -> str:
    """The one name of a detector or category: aliases resolved, whatever the case, `iban` for
    `pii.iban`. A name that is not known comes back as it is."""
    if _factory(name):
        return name
    plain = "_".join(name.lower().replace("-", " ").split()) or name
    plain = _ALIASES.get(plain) or NAMED_PATTERNS.get(plain) or plain
    if _factory(plain):
        return plain
    ends = [kind for kind in _PERSONAL_KINDS if kind.partition(".")[2] == plain]
    return ends[0] if ends else name


def expand(name: str) -> tuple[str, ...]:
    """The kinds of a category; of a detector, its own name. Raises `BadRequest` if unknown."""
    known = canonical(name)
    if not _factory(known):
        raise _unknown(name)
    return CATEGORIES.get(known, (known,))


def open_detector(ref: DetectorRef) -> Detector:
    """The detector of that name and configuration, the same one each time, whatever its roles.

    Raises `BadRequest` for an unknown name or a configuration that does not fit.
    """
    return _opened(ref.name, ref.config)


@lru_cache(maxsize=512)
def _opened(given: str, configured: str) -> Detector:
    name = canonical(given)
    path = _factory(name)
    if path is None:
        raise _unknown(given)
    config = _config(given, configured)
    if path == _PERSONAL:
        config = {**config, "kinds": list(expand(name))}
    elif name.startswith("secrets."):
        config = {**config, "rule": name.partition(".")[2]}
    detector: Detector = _load(path)(config)
    return detector


def check(ref: DetectorRef) -> None:
    """What `open_detector` refuses, and patterns that would be too dear. For saving a policy."""
    open_detector(ref)
    if path := _CHECKS.get(canonical(ref.name)):
        _load(path)(_config(ref.name, ref.config))


def names() -> tuple[str, ...]:
    """Every name that can be opened, categories first."""
    return (*CATEGORIES, *_FACTORIES, *sorted(_PERSONAL_KINDS))


def _factory(name: str) -> str | None:
    if name in CATEGORIES or name in _PERSONAL_KINDS:
        return _PERSONAL
    return _SECRETS if name.startswith("secrets.") else _FACTORIES.get(name)


def _config(name: str, configured: str) -> dict[str, Any]:
    try:
        config = json.loads(configured or "{}")
    except ValueError as error:
        raise BadRequest(f"the configuration of {name} is not JSON", param="config") from error
    if not isinstance(config, dict):
        raise BadRequest(f"the configuration of {name} must be an object", param="config")
    return config


def _load(path: str) -> Any:
    module, _, function = path.partition(":")
    return getattr(importlib.import_module(module), function)


def _unknown(name: str) -> BadRequest:
    return BadRequest(
        f"there is no detector or category {name!r}{_near(name, names())}", param="detector"
    )


def _near(name: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - for a refusal alone

    ends = {each.rpartition(".")[2]: each for each in [*known, *_ALIASES]}
    wanted = "_".join(name.lower().replace("-", " ").split()).rpartition(".")[2]
    close = [ends[each] for each in get_close_matches(wanted, ends, n=3, cutoff=0.6)]
    return f"; did you mean {' or '.join(close)}?" if close else ""
