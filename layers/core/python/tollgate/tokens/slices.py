"""Cuts long text where a tokenizer would cut it anyway, so that the parts count like the whole.

Byte-pair encoders first split text into words by a regular expression, then merge inside each word.
A cut between two words therefore changes nothing. The cuts made here are between words in both
o200k_base and cl100k_base, whose expressions never put a blank after anything but blanks, and never
join an ASCII letter or digit to the kinds of character that `_BOUNDARY` names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

LONGEST: Final = 65_536
"""Characters that are encoded at once: an encoder needs some 70 bytes for each of a single word."""

_BOUNDARY: Final = re.compile(
    r"\S[ \t]"
    r"|[0-9A-Za-z][\n!-&(-/:-@\[-`{-~]"
    r"|[A-Za-z][0-9]|[0-9][A-Za-z]"
    r"|[\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fa5][\n\u3001\u3002\uff0c\uff01\uff1f]"
)
"""Two characters with the end of a word between them: a blank ends any word, all ASCII punctuation
but the apostrophe one of letters or digits, and so do the common marks of Chinese and Japanese."""
_NEAR: Final = 1_024


class Slice(NamedTuple):
    """A part of a text. `length` characters and `size` UTF-8 bytes are those of the part; `text` is
    all of it, or its beginning where it is a stretch without any boundary longer than the limit.
    """

    text: str
    length: int
    size: int


def slices(text: str, longest: int = LONGEST) -> Iterator[Slice]:
    """The parts of a text, in order and without a gap."""
    start = 0
    while len(text) - start > longest:
        end = _last_boundary(text, start, start + longest) or _next_boundary(text, start + longest)
        part = text[start:end]
        yield Slice(part[:longest], len(part), utf8_size(part))
        start = end
    part = text[start:]
    yield Slice(part, len(part), utf8_size(part))


def utf8_size(text: str) -> int:
    """Bytes of a text in UTF-8."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def _last_boundary(text: str, start: int, end: int) -> int | None:
    """The last boundary in `(start, end]`: near the end if there is one, else anywhere."""
    for begin in (max(start, end - _NEAR), start):
        found = [match.start() + 1 for match in _BOUNDARY.finditer(text, begin, end + 1)]
        if found:
            return found[-1]
    return None


def _next_boundary(text: str, position: int) -> int:
    found = _BOUNDARY.search(text, position)
    return found.start() + 1 if found else len(text)
