"""Keys, tokens and passwords: the rules of gitleaks, and some for what is told in prose.

A rule is tried where one of its keywords occurs. What it finds must be as random as a key is, and
not be one of the examples and placeholders that everybody writes.
"""

from __future__ import annotations

import json
import re
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
        r"(?:[A-Za-z][A-Za-z-]{1,30}: [^\n\\]+(?:\s|\\n)+)*"
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


_ORDINARY: Final = frozenset(
    {
        *("access", "api", "auth", "credential", "creds", "ey", "key", "pass", "passwd"),
        *("password", "s.", "secret", "sk", "token"),
    }
)
"""Keywords that occur in most texts. What rules with such a one look for is searched for itself."""
_NAME: Final = r"[\w.-]{0,50}?"
"""What many rules begin with: the rest of the name that a secret is set to, as far as it goes."""
_NAMED: Final = re.compile(rf"^(?:(\(\?i\))|{re.escape(_NAME)}(\(\?i:)){re.escape(_NAME)}")
_LONGEST_NAME: Final = 2 * 50 * 3
"""Bytes of two of them; without case, `\\w` also means a sign of three bytes (U+212A)."""

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

    def allows(self, data: bytes, match: tuple[int, int], secret: tuple[int, int]) -> bool:
        if self.target == "line":
            text = _line(data, *match)
        else:
            text = data[slice(*(secret if self.target == "secret" else match))]
        return self.expression.search(text) is not None


class _Rule:
    """A rule of the table; its allowlists are compiled at its first find, which few rules have."""

    def __init__(self, row: Mapping[str, Any], common: Mapping[str, Any]) -> None:
        self.name: str = row["id"]
        self.kind = f"secrets.{self.name}"
        self.certainty = _LESS_CERTAIN.get(self.name, _CERTAIN)
        self.regex: str = row["regex"]
        self.keywords: list[str] = row["keywords"]
        self._group: int = row.get("group", 0)
        self._entropy: float = row.get("entropy", 0)
        self._mixed: int = row.get("mixed", 0)
        self._allow = (common, *row.get("allow", ()))
        self.hint = _NAMED.sub(r"\1\2", self.regex, count=1)
        """Occurs wherever the rule matches, and nowhere else: a name may be empty."""

    @property
    def is_ordinary(self) -> bool:
        return not _ORDINARY.isdisjoint(self.keywords)

    def found(self, data: bytes) -> Iterator[Any]:
        """Every match. Where a name may stand before, that is looked for from the rest back: RE2
        makes a state for each length that the names before it have in a text."""
        whole = compiled(self.regex)
        if self.hint == self.regex:
            yield from whole.finditer(data)
            return
        hint, at = compiled(self.hint), 0
        while (rest := hint.search(data, at)) is not None:
            found = whole.search(data, max(at, rest.start() - _LONGEST_NAME))
            yield found
            at = found.end()

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
        return not any(each.allows(data, match, secret) for each in self._allowlists)


class SecretsDetector:
    """Finds secrets by some rules; a match covers the secret alone, not the name it is set to."""

    def __init__(self, rules: Sequence[_Rule]) -> None:
        self._rules = rules
        tried: dict[str, list[_Rule]] = {}
        for rule in rules:
            for word in () if rule.is_ordinary else rule.keywords:
                tried.setdefault(f"(?i:{re2.escape(word)})", []).append(rule)
        ordinary = [rule for rule in rules if rule.is_ordinary]
        self._tried = [*tried.values(), *([rule] for rule in ordinary)]
        self._triggers = Expressions([*tried, *(rule.hint for rule in ordinary)])

    @cached_property
    def look_behind(self) -> int:
        widths = [shape(rule.regex).width or _WIDTH for rule in self._rules]
        return held_back(min(_WIDTH, max(widths)))

    def scan(self, text: str) -> Sequence[Match]:
        return resolved(match for view in _without_accents(text) for match in self._found(view))

    def _found(self, view: View) -> Iterator[Match]:
        data = view.data
        occurring = self._triggers.occurring(data)
        for rule in dict.fromkeys(rule for number in occurring for rule in self._tried[number]):
            for found in rule.found(data):
                secret = rule.secret(found)
                if rule.counts(data, found.span(), secret):
                    yield placed(view, *secret, rule.kind, rule.certainty)


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


def _without_accents(text: str) -> Iterator[View]:
    """Every reading of a text, with accents and without: a secret has none."""
    for view in views(text):
        yield view
        if view.bare is not None:
            yield view.bare


@lru_cache(maxsize=1)
def _rules() -> tuple[_Rule, ...]:
    table = json.loads(_TABLE.read_text(encoding="utf-8"))
    return tuple(_Rule(row, table["allow"]) for row in (*table["rules"], *_OWN))


def _line(data: bytes, start: int, end: int) -> bytes:
    """The line or lines that some bytes are in, as much of it as allowlists look at."""
    first, last = data.rfind(b"\n", 0, start) + 1, data.find(b"\n", end)
    return data[first : last if last >= 0 else len(data)][:_LINE]


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
