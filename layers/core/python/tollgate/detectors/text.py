"""Readings of a text in which nothing hides: detectors search all of them.

A person and a model read Cyrillic letters for Latin ones, `4\\u0031`, zero-width characters between
digits or base64 as what they stand for. `views` gives the text as it is and, only where that makes
a difference, as it reads; each view finds its way back to positions of the original.
"""

from __future__ import annotations

import binascii
import html
import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from threading import local
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote_to_bytes

from tollgate.detectors.folding import compose, fold, is_mark, without_marks

if TYPE_CHECKING:
    from tollgate.detectors.models import Match
    from tollgate.detectors.personal.rules import Rule

_LAYERS: Final = 3
"""How deep escapes in escapes, and encodings in encodings, are followed. Each costs a search."""
HIDDEN: Final = 2
"""How many times longer something is in base64 or hexadecimal digits, or spaced out."""
_MOST_KEPT: Final = 1 << 17
"""Characters of texts whose views are kept: the messages of an ordinary call."""
_BLOCK: Final = 256
_NO_CHARACTER: Final = bytes(range(0x80, 0xC0))
_PLAIN: Final = bytes([*range(9, 14), *range(0x20, 0x7F)])
_FEW: Final = 40
_OFTEN: Final = 64
_GONE, _SEVERAL, _MARK = "\x00", "\x01", "\x02"
_SHAPED: Final = _GONE + _SEVERAL + _MARK
_SHAPES: Final = re.compile(f"{_GONE}{_GONE}*|{_SEVERAL}|{_MARK}{_MARK}*")
"""`re` skips to such a character five times as fast as to one that may be repeated."""
_ESCAPE: Final = (
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}"
    r'|u\{(?:0?[0-9a-fA-F]{1,5}|10[0-9a-fA-F]{4})\}|x[0-9a-fA-F]{2}|["\\/bfnrt])'
    r"|%[0-7][0-9a-fA-F]|(?:%[89a-fA-F][0-9a-fA-F])+"
    r"|&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});"
)
_SHORT_ESCAPES: Final = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_ENCODING: Final = b"+/0123456789-_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_OTHERS: Final = bytes(sorted(set(range(256)) - set(_ENCODING) - set(b"\r\n")))
_ALPHABET: Final = bytes.maketrans(_ENCODING + _OTHERS, b"a" * len(_ENCODING) + b" " * len(_OTHERS))
_SHORTEST: Final = b"a" * 15
_LINE: Final = 40
_BREAK: Final = re.compile(rb"\r?\na{4}")
_HEXADECIMAL: Final = b"0123456789ABCDEFabcdef\r\n"
_PRINTABLE: Final = re.compile(rb"[\x20-\x7e\t\r\n]{12,}")
_STANDARD: Final = bytes.maketrans(b"-_", b"+/")
_BLANKS: Final = str.maketrans("", "", "\t\r\n")
_TAGS: Final = range(0xE0020, 0xE007F)
_HIDDEN_BYTES: Final = re.compile(
    "[\ufe00-\ufe0f\U000e0100-\U000e01ef]{4,}|[\U000e0020-\U000e007e]+"
)
_HIDING: Final = frozenset(
    chr(code)
    for codes in (range(0xFE00, 0xFE10), range(0xE0020, 0xE007F), range(0xE0100, 0xE01F0))
    for code in codes
)
_APART: Final = "\n\n\n"
"""Between decoded runs, so that nothing is found across two of them."""


class Change(NamedTuple):
    """Characters `start` to before `end` of a text read as `text`."""

    start: int
    end: int
    text: str


class View:
    """A reading of a text. `text` is what it reads as; `data` the same in UTF-8, for RE2."""

    def __init__(self, text: str, parent: View | None = None, places: Places | None = None) -> None:
        self.text = text
        self._parent = parent
        self._places = places
        self.found: dict[Rule, Sequence[Match]] = {}
        """What each rule for personal data finds here: several detectors share some of them."""

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Positions in the original of what this view has at `start` to before `end`.

        What was changed counts as a whole: a match in a base64 run covers the run.
        """
        if self._places is not None:
            start, end = self._places.before(start, end)
        return (start, end) if self._parent is None else self._parent.original(start, end)

    def character(self, byte: int) -> int:
        """The position in `text` of the character that begins at this byte of `data`."""
        if len(self.data) == len(self.text):
            return byte
        block = byte // _BLOCK
        rest = self.data[block * _BLOCK : byte]
        return self._characters[block] + len(rest.translate(None, _NO_CHARACTER))

    def original_bytes(self, start: int, end: int) -> tuple[int, int]:
        """Positions in the original of bytes of `data`."""
        return self.original(self.character(start), self.character(end))

    @cached_property
    def data(self) -> bytes:
        return self.text.encode("utf-8", "replace")

    @cached_property
    def foreign(self) -> frozenset[str]:
        """The different characters that are neither printable ASCII nor its blanks."""
        return foreign(self.data)

    @cached_property
    def bare(self) -> View | None:
        """The view without accents, where ASCII letters have some: for what is in no language."""
        plain = {each: without_marks(each) for each in self.foreign}
        accented = {each: letter for each, letter in plain.items() if letter.isascii()}
        return View(_swapped(self.text, accented), self) if accented else None

    @cached_property
    def _characters(self) -> Sequence[int]:
        """How many characters begin before each block of bytes."""
        counts = array("q", [0])
        for start in range(0, len(self.data), _BLOCK):
            block = self.data[start : start + _BLOCK]
            counts.append(counts[-1] + len(block.translate(None, _NO_CHARACTER)))
        return counts


Views = tuple[View, ...]
"""The text itself first."""


def foreign(data: bytes) -> frozenset[str]:
    """The different characters of a text in UTF-8 that are neither printable ASCII nor its blanks.

    What is only found where such a character is need not look for it in most texts.
    """
    return frozenset(data.translate(None, _PLAIN).decode())


class Places:
    """Where a changed text's characters were before: between changes as far apart as they are."""

    def __init__(self) -> None:
        self._starts = array("q")
        self._ends = array("q")
        self._old_starts = array("q")
        self._old_ends = array("q")

    def add(self, start: int, end: int, old_start: int, old_end: int) -> None:
        self._starts.append(start)
        self._ends.append(end)
        self._old_starts.append(old_start)
        self._old_ends.append(old_end)

    def before(self, start: int, end: int) -> tuple[int, int]:
        return self._start(start), self._end(end) if end > start else self._start(start)

    def _start(self, place: int) -> int:
        at = bisect_right(self._starts, place) - 1
        if at < 0:
            return place
        if place < self._ends[at]:
            return self._old_starts[at]
        return self._old_ends[at] + place - self._ends[at]

    def _end(self, place: int) -> int:
        at = bisect_right(self._starts, place - 1) - 1
        if at < 0:
            return place
        if place <= self._ends[at]:
            return self._old_ends[at]
        return self._old_ends[at] + place - self._ends[at]


class _Kept(local):
    """This thread's latest texts and their views, oldest first: several detectors search each."""

    def __init__(self) -> None:
        self._views: dict[int, tuple[str, Views]] = {}
        self._size = 0

    def of(self, text: str) -> Views:
        known = self._views.get(id(text))
        if known is None:
            known = self._views[id(text)] = text, tuple(_read(View(text)))
            self._size += len(text)
            self._forget()
        return known[1]

    def _forget(self) -> None:
        while self._size > _MOST_KEPT and len(self._views) > 1:
            text, _ = self._views.pop(next(iter(self._views)))
            self._size -= len(text)


_KEPT: Final = _Kept()


def views(text: str) -> Views:
    """The text, and every other way to read it. Linear in its length.

    Folded (NFKC, look-alikes, nothing invisible), with JSON, percent and HTML escapes resolved,
    JSON inside JSON too, and what its base64, hexadecimal and invisible runs say.
    """
    return _KEPT.of(text)


def _read(raw: View) -> Iterator[View]:
    yield raw
    hidden = _hidden(raw)
    layers = [raw] if hidden is None else [raw, hidden]
    if hidden is not None:
        yield hidden
    for layer in layers:
        for _ in range(_LAYERS):
            for peeled in _peeled(layer):
                yield peeled
                layer = peeled  # noqa: PLW2901 - each reading is made of the one before
            decoded = _decoded(layer)
            if decoded is None:
                break
            yield decoded
            layer = decoded  # noqa: PLW2901


def _peeled(view: View) -> Iterator[View]:
    """The view folded, then with its escapes resolved, layer by layer."""
    first = view
    for _ in range(_LAYERS + 1):
        view = _folded(view) or view
        if view is not first:
            yield view
        unescaped = _changed(view, view.text, _unescaped(view))
        if unescaped is None:
            return
        view = unescaped


def _folded(view: View) -> View | None:
    """The view as it looks: first what keeps its length, which is quick, then what does not."""
    text = view.text
    if not view.foreign:
        return None
    read = {each: fold(each) for each in view.foreign}
    alike = {each: plain for each, plain in read.items() if len(plain) == 1 and plain != each}
    same_length = _swapped(text, alike)
    resized = _changed(view, same_length, _resized(same_length, read))
    return resized or (View(same_length, view) if alike else None)


def _resized(text: str, read: dict[str, str]) -> Iterator[Change]:
    """Invisible characters, those that stand for several, and those with marks on them."""
    shapes = {
        each: _SEVERAL if len(plain) > 1 else _MARK if plain else _GONE
        for each, plain in read.items()
        if len(plain) != 1 or is_mark(each)
    }
    if not shapes:
        return
    shape = _swapped(text, shapes)
    for found in _SHAPES.finditer(shape):
        start, end = found.span()
        if found.group()[0] == _MARK and start and shape[start - 1] not in _SHAPED:
            start -= 1
        old = text[start:end]
        new = (
            compose(old)
            if shape[end - 1] == _MARK
            else read[old]
            if shape[start] == _SEVERAL
            else ""
        )
        if new != old:
            yield Change(start, end, new)


def _swapped(text: str, table: dict[str, str]) -> str:
    """The text with characters exchanged; one after the other where they are few."""
    if len(table) > _FEW or not table.keys().isdisjoint(_SHAPED):
        return text.translate({ord(old): new for old, new in table.items()})
    for old, new in table.items():
        text = text.replace(old, new)
    return text


def _unescaped(view: View) -> Iterator[Change]:
    for start, escape in _escapes(view):
        plain = _resolved(escape)
        if plain != escape:
            yield Change(start, start + len(escape), plain)


def _escapes(view: View) -> Iterator[tuple[int, str]]:
    """Escapes and where they are. RE2 passes over text ten times as fast, `re` finds as much faster
    where there are many."""
    signs = sum(view.text.count(sign) for sign in "\\%&" if sign in view.text)
    if not signs:
        return
    if signs * _OFTEN > len(view.text):
        for found in re.finditer(_ESCAPE, view.text):
            yield found.start(), found.group()
        return
    from re2 import finditer  # noqa: PLC0415 - 10 ms that only content policies need

    for found in finditer(_ESCAPE, view.data):
        yield view.character(found.start()), found.group().decode()


def _resolved(escape: str) -> str:
    """What a JSON, percent or HTML escape stands for; itself where it stands for nothing."""
    if escape[0] == "%":
        try:
            return unquote_to_bytes(escape).decode()
        except UnicodeDecodeError:
            return escape
    if escape[0] == "&":
        return html.unescape(escape)
    if len(escape) == 12:  # a surrogate pair
        pair = int(escape[2:6], 16), int(escape[8:], 16)
        return chr(0x10000 + (pair[0] - 0xD800) * 0x400 + pair[1] - 0xDC00)
    if escape[1] in "ux" and len(escape) > 2:
        return chr(int(escape[2:].strip("{}"), 16))
    return _SHORT_ESCAPES.get(escape[1], escape[1])


def _decoded(view: View) -> View | None:
    """What the view's encoded runs say, one after the other."""
    parts = []
    for start, end in _runs(view.data):
        for first, last, said in _said(view.data[start:end]):
            place = view.character(start)
            parts.append(Change(place + first, place + last, said))
    return _joined(view, parts)


def _runs(data: bytes) -> Iterator[tuple[int, int]]:
    """Runs of base64, in its URL form too, and of hexadecimal digits; lines of one as one."""
    shape = data.translate(_ALPHABET) + b" "
    start = shape.find(_SHORTEST)
    while start >= 0:
        end = shape.index(b" ", start)
        while end - start >= _LINE and (line := _BREAK.match(shape, end)):
            end = shape.index(b" ", line.end())
        padded = end + 2 if data[end : end + 2] == b"==" else end + (data[end : end + 1] == b"=")
        yield start, padded
        start = shape.find(_SHORTEST, padded)


def _said(run: bytes) -> Iterator[tuple[int, int, str]]:
    """Stretches of text in an encoded run, with the bytes of the run that they are in.

    Letters before a base64 text shift it, so that all four ways to begin are tried.
    """
    if len(run) % 2 == 0 and not run.strip(_HEXADECIMAL) and (text := _readable(_from_hex(run))):
        yield 0, len(run), text
        return
    if run.islower() or run.isupper():
        return  # a word, a path, an identifier: base64 of a text has letters of both cases
    standard = run.translate(_STANDARD, b"\r\n=")
    whole = standard == run.rstrip(b"=")
    for shift in range(4):
        raw = _from_base64(standard[shift:])
        if text := _readable(raw):
            yield shift if whole else 0, len(run), text
            return
        for stretch in _PRINTABLE.finditer(raw):
            if whole:
                start = shift + stretch.start() // 3 * 4
                end = min(len(run), shift + -(-stretch.end() // 3) * 4)
            else:
                start, end = 0, len(run)
            yield start, end, stretch.group().decode()


def _from_hex(run: bytes) -> bytes:
    try:
        return bytes.fromhex(run.decode())
    except ValueError:
        return b""


def _from_base64(run: bytes) -> bytes:
    usable = len(run) - (len(run) % 4 == 1)
    return binascii.a2b_base64(run[:usable] + b"=" * (-usable % 4))


def _readable(raw: bytes) -> str:
    """`raw` as text where all of it is some, at least eight characters; otherwise nothing.

    ASCII in UTF-16, as PowerShell encodes its commands, has a zero beside each letter.
    """
    if raw.count(0) * 2 >= len(raw) - 1:
        raw = raw.replace(b"\0", b"")
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return ""
    bare = text.translate(_BLANKS)
    return text if len(text) >= 8 and bare.isprintable() else ""


def _hidden(view: View) -> View | None:
    """What invisible runs say: tags stand for ASCII, variation selectors for the bytes of UTF-8."""
    if view.foreign.isdisjoint(_HIDING):
        return None
    return _joined(
        view,
        [
            Change(run.start(), run.end(), said)
            for run in _HIDDEN_BYTES.finditer(view.text)
            if (said := _tagged(run.group()))
        ],
    )


def _tagged(run: str) -> str:
    codes = [ord(each) for each in run]
    if codes[0] in _TAGS:
        return "".join(chr(code - _TAGS.start + 0x20) for code in codes)
    numbers = [code - 0xFE00 if code < 0xFF00 else code - 0xE0100 + 16 for code in codes]
    return bytes(number for number in numbers if number < 256).decode("utf-8", "ignore")


def _changed(view: View, text: str, changes: Iterable[Change]) -> View | None:
    """`text`, which has the view's positions, with these changes; nothing where there are none."""
    places, length, done = Places(), 0, 0
    parts: list[str] = []
    for change in changes:
        parts += text[done : change.start], change.text
        start = length + change.start - done
        length = start + len(change.text)
        places.add(start, length, change.start, change.end)
        done = change.end
    if not parts:
        return None
    return View("".join(parts) + text[done:], view, places)


def _joined(view: View, parts: Sequence[Change]) -> View | None:
    """The parts alone; what is between them in the text is a change into what separates them."""
    places, length, done = Places(), 0, 0
    for part in sorted(parts):
        places.add(length, length + len(_APART), done, max(done, part.start))
        length += len(_APART)
        places.add(length, length + len(part.text), part.start, part.end)
        length += len(part.text)
        done = part.end
    if not parts:
        return None
    return View("".join(_APART + part.text for part in sorted(parts)), view, places)
