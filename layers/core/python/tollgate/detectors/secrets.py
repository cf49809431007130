"""Keys, tokens and passwords: the rules of gitleaks, and some for what is told in prose.

A rule is tried where one of its keywords occurs. What it finds must be as random as a key is, and
not be one of the examples and placeholders that everybody writes.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from math import log2
from pathlib import Path
from string import ascii_lowercase, ascii_uppercase
from typing import Any, Final, NamedTuple

import re2

from tollgate.detectors.matching import (
    Expression,
    Expressions,
    compiled,
    held_back,
    placed,
    resolved,
)
from tollgate.detectors.models import Match
from tollgate.detectors.text import View, views
from tollgate.detectors.widths import shape
from tollgate.errors import BadRequest

_TABLE: Final = Path(__file__).parent / "secret_rules.json"
_WIDTH: Final = 512
"""Characters in which every rule has found what it looks for; longer keys are found by their
beginning."""
_LINE: Final = 2_000
"""Characters of a line that an allowlist looks at: no more, for a text may be one line."""
_CERTAIN: Final = 0.95
_LESS_CERTAIN: Final = {
    "generic-api-key": 0.7,
    "kubernetes-secret-yaml": 0.8,
    "curl-auth-user": 0.7,
    "url-credentials": 0.8,
    "password-in-text": 0.6,
}
_PLACEHOLDER: Final = {
    "target": "secret",
    "regexes": [
        (
            r"(?i)^(?:my|your|the|some)?[_-]?(?:user|db|api|secret|test|dummy|fake|example|sample"
            r"|change|super)?[_-]?(?:pass(?:word|wd|phrase)?|pwd|secret|token|key|me|it|name|admin"
            r"|root|guest|postgres|user|test|example|credentials?|here|value|string|none|null"
            r"|\d{1,4})?[_-]?\d{0,3}$"
        ),
        r"^[<\[{(%$].*|^\*+$|^[xX.…_-]+$|^\$",
    ],
    "stopwords": ["example", "placeholder", "changeme", "your_", "your-", "redacted", "****"],
}
_OWN: Final[Sequence[Mapping[str, Any]]] = (
    {
        "id": "private-key",
        "regex": r"-----BEGIN[ A-Z0-9_-]{0,50}PRIVATE KEY(?: BLOCK)?-----(?:\s|\\n)*"
        r"(?:[A-Za-z0-9+/=]{16,}(?:\s|\\n)*)+",
        "keywords": ["private key"],
    },
    {
        "id": "url-credentials",
        "regex": r"\b[a-zA-Z][a-zA-Z0-9+.-]{1,20}://[^\s:@/'\"]{0,64}:([^\s@/'\"]{3,128})@[\w.-]+",
        "keywords": ["://"],
        "entropy": 1.5,
        "allow": [_PLACEHOLDER],
    },
    {
        "id": "password-in-text",
        "regex": r"(?i)\bpass(?:word|phrase|code|wd)\b['\"]?\s{0,3}"
        r"(?:is|was|=|:|to be|to)\s{0,3}"
        r"[:=]?\s{0,2}['\"`]?([^\s'\"`,;<>()]{5,63}[^\s'\"`,;<>().?:])",
        "keywords": ["pass"],
        "entropy": 2.0,
        "mixed": 2,
        "allow": [_PLACEHOLDER],
    },
    {
        "id": "password-in-text",
        "regex": r"(?i)\bpassword['\"]?\s{1,3}['\"`]?([^\s'\"`,;<>()=]{7,63}[^\s'\"`,;<>().?:])",
        "keywords": ["password"],
        "entropy": 2.5,
        "mixed": 3,
        "allow": [_PLACEHOLDER],
    },
)
"""The beginning of a private key, so that a stream is cut before its end; passwords in addresses;
passwords in sentences, which must mix letters with digits or signs, capitals too where only
the word `password` stands before."""


_SMALL, _CAPITALS = frozenset(ascii_lowercase.encode()), frozenset(ascii_uppercase.encode())
_DIGITS, _SIGNS = frozenset(b"0123456789"), frozenset(b"!@#$%^&*+=")


class _Allowlist(NamedTuple):
    """What is not reported: `expression` in the `secret`, in the whole `match` or in its `line`."""

    target: str
    expression: Expression

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> Iterator[_Allowlist]:
        """A row's regular expressions, and its words, which are about the secret in any case."""
        if row["regexes"]:
            yield cls(row["target"], compiled("|".join(f"(?:{each})" for each in row["regexes"])))
        if row["stopwords"]:
            words = "|".join(re2.escape(word) for word in row["stopwords"])
            yield cls("secret", compiled(f"(?i:{words})"))


class _Rule:
    """A rule of the table; its allowlists are compiled at its first find, which few rules have."""

    def __init__(self, row: Mapping[str, Any], common: Mapping[str, Any]) -> None:
        self.name: str = row["id"]
        self.regex: str = row["regex"]
        self.keywords: list[str] = row["keywords"]
        self._group: int = row.get("group", 0)
        self._entropy: float = row.get("entropy", 0)
        self._mixed: int = row.get("mixed", 0)
        self._allow = (common, *row.get("allow", ()))

    @cached_property
    def _allowlists(self) -> list[_Allowlist]:
        return [allowlist for row in self._allow for allowlist in _Allowlist.read(row)]

    def secret(self, found: Any) -> tuple[int, int]:
        """Where the secret is in a match: in the rule's group, the first that matched, or all."""
        groups = [self._group] if self._group else range(1, found.re.groups + 1)
        for group in groups:
            start, end = found.span(group)
            if end > start:
                return start, end
        start, end = found.span()
        return start, end

    def counts(self, data: bytes, match: tuple[int, int], secret: tuple[int, int]) -> bool:
        """Whether what was found is random enough, and no example."""
        text = data[slice(*secret)]
        if _entropy(text) <= self._entropy or _mixture(text) < self._mixed:
            return False
        line = data.rfind(b"\n", 0, match[0]) + 1, data.find(b"\n", match[1])
        targets = {
            "secret": text,
            "match": data[slice(*match)],
            "line": data[line[0] : line[1] if line[1] >= 0 else len(data)][:_LINE],
        }
        return not any(each.expression.search(targets[each.target]) for each in self._allowlists)


class SecretsDetector:
    """Finds secrets by some rules; a match covers the secret alone, not the name it is set to."""

    def __init__(self, rules: Sequence[_Rule]) -> None:
        self._rules = rules
        self._expressions = Expressions([rule.regex for rule in rules])
        self._keywords = sorted({word for rule in rules for word in rule.keywords})
        self._words = Expressions([f"(?i:{re2.escape(word)})" for word in self._keywords])

    @cached_property
    def look_behind(self) -> int:
        widths = [shape(rule.regex).width or _WIDTH for rule in self._rules]
        return held_back(min(_WIDTH, max(widths)))

    def scan(self, text: str) -> Sequence[Match]:
        return resolved(match for view in views(text) for match in self._found(view))

    def _found(self, view: View) -> Iterator[Match]:
        data = view.data
        words = {self._keywords[number] for number in self._words.occurring(data)}
        for number, rule in enumerate(self._rules):
            if words.isdisjoint(rule.keywords):
                continue
            certainty = _LESS_CERTAIN.get(rule.name, _CERTAIN)
            for found in self._expressions.single(number).finditer(data):
                secret = rule.secret(found)
                if rule.counts(data, found.span(), secret):
                    yield placed(view, *secret, f"secrets.{rule.name}", certainty)


def open(config: dict[str, Any]) -> SecretsDetector:  # noqa: A001 - the catalog's name for a factory
    """All rules, or those of the name in `{"rule": name}`. Raises `BadRequest`."""
    if unknown := sorted(config.keys() - {"rule"}):
        raise BadRequest(f"secrets have no setting {unknown[0]!r}", param=unknown[0])
    wanted = config.get("rule")
    rules = [rule for rule in _rules() if wanted in (None, rule.name)]
    if not rules:
        raise BadRequest(f"there is no rule for secrets {wanted!r}", param="detector")
    return SecretsDetector(rules)


def rule_names() -> tuple[str, ...]:
    """Every rule that can be asked for alone, as `secrets.<name>`."""
    return tuple(dict.fromkeys(rule.name for rule in _rules()))


@lru_cache(maxsize=1)
def _rules() -> tuple[_Rule, ...]:
    table = json.loads(_TABLE.read_text(encoding="utf-8"))
    return tuple(_Rule(row, table["allow"]) for row in (*table["rules"], *_OWN))


def _mixture(text: bytes) -> int:
    """How many of small letters, capitals, digits and signs; 0 for letters alone or none."""
    used = set(text)
    letters = sum(map(bool, (used & _SMALL, used & _CAPITALS)))
    others = sum(map(bool, (used & _DIGITS, used & _SIGNS)))
    return letters + others if letters and others else 0


def _entropy(text: bytes) -> float:
    """Shannon's, in bits for each byte."""
    size = len(text)
    return -sum(n / size * log2(n / size) for n in Counter(text).values())
