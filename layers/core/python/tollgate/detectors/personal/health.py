"""Numbers that tie health records to people (45 CFR 164.514), and those of who treats them."""

from __future__ import annotations

from typing import Final

from tollgate.detectors.checksums import luhn, weighted
from tollgate.detectors.personal.rules import Rule


def _npi(plain: str) -> bool:
    """Luhn with the prefix 80840 of United States health applications (CMS)."""
    return luhn("80840" + plain)


def _dea(plain: str) -> bool:
    odd, even = weighted(plain[2:8:2], (1, 1, 1)), weighted(plain[3:8:2], (1, 1, 1))
    return (odd + 2 * even) % 10 == int(plain[8])


def _has_digits(plain: str) -> bool:
    return sum(each.isdigit() for each in plain) >= 4


_IDENTIFIER: Final = r"(?i)\b(?:[A-Z]{1,4}-?)?\d[A-Z0-9-]{3,14}\b"

RULES: Final = (
    Rule(
        "phi.medical_record",
        _IDENTIFIER,
        20,
        _has_digits,
        r"\bMRN\b|medical record|patient[ -]?(?:id\b|no\b|number|#|identifier)"
        r"|chart (?:no|number|#)|health record (?:no|number|#)",
        near=0.85,
    ),
    Rule(
        "phi.health_plan",
        _IDENTIFIER,
        20,
        _has_digits,
        r"(?:member|subscriber|beneficiary|insurance|health[ -]plan|plan|group)"
        r"[ -]?(?:policy )?(?:id\b|no\b|number|#|identifier)|insurance policy|medicaid",
        near=0.8,
    ),
    Rule(
        "phi.us_mbi",
        r"\b[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d-?[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d"
        r"-?[AC-HJKMNP-RT-Y]{2}\d{2}\b",
        13,
        None,
        r"medicare|\bMBI\b",
        0.85,
    ),
    Rule("phi.npi", r"\b[12]\d{9}\b", 10, _npi, r"\bNPI\b|national provider"),
    Rule("phi.dea", r"(?i)\b[A-HJ-NPRSTUX][A-Z9]\d{7}\b", 9, _dea, r"\bDEA\b"),
)
