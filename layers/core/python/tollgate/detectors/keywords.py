"""Words and phrases of an organization's own, whatever their case, as whole words in any script."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import re2
from msgspec import Struct

from tollgate.detectors.folding import fold
from tollgate.detectors.matching import (
    Expression,
    held_back,
    options,
    placed,
    resolved,
)
from tollgate.detectors.models import Match
from tollgate.detectors.text import views
from tollgate.errors import BadRequest

MOST_WORDS: Final = 10_000
LONGEST_WORD: Final = 200
_BLANKS: Final = r"\s{1,3}"
_MEMORY: Final = 64 << 20
_BEFORE: Final = r"(?:^|[^\pL\pN\pM_])"
_AFTER: Final = r"(?:$|[^\pL\pN\pM_])"
_UNSPACED: Final = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "LAO", "KHMER", "MYANMAR")
"""Scripts (first words of their characters' names) without blanks between words, or, as Hangul,
with particles on them: there a keyword is found inside of a run of letters."""


class Words(NamedTuple):
    """Words that need a boundary `before` or `after`, which is one character of a match.

    Without groups, RE2 finds where a match is with its automaton alone.
    """

    expression: Expression
    before: bool
    after: bool

    def places(self, data: bytes) -> Iterator[tuple[int, int]]:
        """Bytes of the words, without their boundaries: the next word may need those too."""
        at = 0
        while (found := self.expression.search(data, at)) is not None:
            start, at = found.span()
            if self.before and not (first := _character(data, start)).isalnum():
                start += len(first.encode())
            if self.after and not (last := _character_before(data, at)).isalnum():
                at -= len(last.encode())
            yield start, at


def _character(data: bytes, at: int) -> str:
    return data[at : at + 4].decode("utf-8", "ignore")[:1]


def _character_before(data: bytes, at: int) -> str:
    return data[max(0, at - 4) : at].decode("utf-8", "ignore")[-1:]


class KeywordsDetector(Struct, frozen=True):
    """Finds any word of some lists; each list has its kind."""

    lists: tuple[tuple[str, tuple[Words, ...]], ...]
    look_behind: int

    def scan(self, text: str) -> Sequence[Match]:
        return resolved(
            placed(view, start, end, kind)
            for view in views(text)
            for kind, groups in self.lists
            for words in groups
            for start, end in words.places(view.data)
        )


def open(config: dict[str, Any]) -> KeywordsDetector:  # noqa: A001 - the catalog's name for a factory
    """From `{"words": [...], "name": ...}` (name optional) and/or `{"lists": {name: [...]}}`.

    A match is of the kind `keywords`, or `keywords.<name>`. Raises `BadRequest`.
    """
    lists = _read(config)
    longest = max(len(word) for _, words in lists for word in words)
    return KeywordsDetector(
        tuple((kind, _compile(words)) for kind, words in lists), held_back(longest + 2)
    )


def _read(config: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    if unknown := sorted(config.keys() - {"words", "name", "lists"}):
        raise BadRequest(f"keywords have no setting {unknown[0]!r}", param=unknown[0])
    named = config.get("lists", {})
    if not isinstance(named, Mapping):
        raise BadRequest("the lists of keywords must be an object of lists", param="lists")
    lists = [(f"keywords.{name}", _words(words, "lists")) for name, words in named.items()]
    if "words" in config or not lists:
        name = config.get("name")
        kind = f"keywords.{name}" if name else "keywords"
        lists.insert(0, (kind, _words(config.get("words"), "words")))
    if sum(len(words) for _, words in lists) > MOST_WORDS:
        raise BadRequest(f"at most {MOST_WORDS} keywords are supported", param="words")
    return lists


def _words(given: Any, param: str) -> list[str]:
    if not isinstance(given, list) or not given:
        raise BadRequest("keywords must be a list of words or phrases", param=param)
    words = [" ".join(word.split()) if isinstance(word, str) else "" for word in given]
    for word, as_given in zip(words, given, strict=True):
        if not word:
            raise BadRequest(f"a keyword must be text, not {as_given!r}", param=param)
        if len(word) > LONGEST_WORD:
            raise BadRequest(f"a keyword has at most {LONGEST_WORD} characters", param=param)
    return words


def _compile(words: Sequence[str]) -> tuple[Words, ...]:
    """One expression for all words that need the same boundaries; at most four."""
    chosen = options(_MEMORY)
    chosen.case_sensitive = False
    chosen.longest_match = True
    try:
        return tuple(
            Words(
                re2.compile(f"{_BEFORE * before}(?:{'|'.join(forms)}){_AFTER * after}", chosen),
                before,
                after,
            )
            for (before, after), forms in _by_boundary(words).items()
        )
    except (re2.error, UnicodeEncodeError) as error:
        raise BadRequest("these keywords are too many or not valid text", param="words") from error


def _by_boundary(words: Sequence[str]) -> dict[tuple[bool, bool], list[str]]:
    groups: dict[tuple[bool, bool], list[str]] = {}
    for form in dict.fromkeys(form for word in words for form in _forms(word) if form):
        bounds = _needs_boundary(form[0]), _needs_boundary(form[-1])
        spaced = _BLANKS.join(re2.escape(part) for part in form.split())
        groups.setdefault(bounds, []).append(spaced)
    return groups


def _forms(word: str) -> tuple[str, str, str]:
    """A word as given, as its capitals may be written (`SS`), and as it reads when folded."""
    folded = "".join(each if each.isascii() else fold(each) for each in word)
    return word, word.casefold(), folded


def _needs_boundary(edge: str) -> bool:
    return edge.isalnum() and not unicodedata.name(edge, "").startswith(_UNSPACED)
