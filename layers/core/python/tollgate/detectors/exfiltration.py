"""Links and images in an output that would carry data to a host nobody allowed.

Any absolute address counts, wherever it stands: what is code to one renderer is a link to another.
An address is read as browsers and Markdown read it (entities, escapes, full-width dots,
backslashes, control characters, user names before `@`); one that can be read as two hosts is not
allowed.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import log2
from typing import Any, Final, NamedTuple
from urllib.parse import unquote

from tollgate.detectors.matching import Expressions
from tollgate.detectors.models import Detector, Match
from tollgate.detectors.text import Places, View, views
from tollgate.errors import BadRequest

LOOK_BEHIND: Final = 640
LONGEST: Final = 512
"""Characters of an address that are looked at: its host, and enough of what it carries."""
JUDGED: Final = 300
"""... of which so many decide whether it carries data."""
LEAST: Final = 0.3
IMAGE: Final = "exfiltration.image"
LINK: Final = "exfiltration.link"
DATA: Final = "exfiltration.data_uri"
SCRIPT: Final = "exfiltration.script"

_LOADED: Final = (
    "src|srcset|imagesrcset|poster|background|data|lowsrc|dynsrc|xlink:href|ping|action|formaction"
    "|manifest|codebase|classid|profile|archive|icon|content"
)
_FOLLOWED: Final = "href|cite|longdesc|usemap|value|url|to|from|values"
_ASSIGNED: Final = r"[\s\x00]*=[\s\x00]*[\"']?"
_OPENINGS: Final = {
    "loaded": rf"\b(?:{_LOADED}){_ASSIGNED}",
    "followed": rf"\b(?:{_FOLLOWED}){_ASSIGNED}",
    "markdown": r"\][ \t]?\(\s*<?",
    "reference": r"\]:[\s>]*<?",
    "css": r"(?:(?:url|image|src|image-set)\(\s*(?:url\(\s*)?|@import\s+)[\"']?",
    "autolink": r"<",
}
"""What an address follows. An absolute one follows, with blanks where browsers overlook them."""
_CONTEXTS: Final = (*_OPENINGS, "list", "bare", "schemeless")
_HERE: Final = r"[\x00-\x20]*(?:(?:{schemes})[\t\r\n]*:[^\s\"'>]|[a-z][a-z0-9+.-]*://|[/\\][\t\r\n]*[/\\])".format(
    schemes="|".join(
        r"[\t\r\n]*".join(scheme)
        for scheme in (
            *("https", "http", "wss", "ws", "ftps", "ftp"),
            *("data", "javascript", "vbscript", "mailto"),
        )
    )
)
_LISTS: Final = rf"\b(?:srcset|imagesrcset|content){_ASSIGNED}|\bimage-set\("
_BARE: Final = r"\b(?:https?|wss?|ftps?):[/\\]|\bdata:(?:[a-z]+/[a-z0-9.+-]+)?(?:;[a-z0-9=-]+)*,"
_SCHEMELESS: Final = (
    r"(?:^|[^\w@/.:%-])(?:www\.[^\s<>\"'`]{3}|(?:[a-z0-9-]+\.)+[a-z]{2,24}"
    r"(?::\d+)?(?:/[^\s<>\"'?]*)?\?[^\s<>\"'=]*=[^\s<>\"'])"
)
_FILE: Final = re.compile(
    r"[^/?:]*\.(?:svg|png|jpe?g|gif|webp|ico|js|css|html?|php|json)[?:/]", re.I
)
"""`badge.svg?style=flat` is a file beside the text and no host."""
_ENDS: Final = {
    "loaded": re.compile(r"[\"'>]"),
    "followed": re.compile(r"[\"'>]"),
    "markdown": re.compile(r"[\s<>]|\)+(?:\s|$)"),
    "reference": re.compile(r"[\s<>]"),
    "css": re.compile(r"[\"')]"),
    "autolink": re.compile(r"[\s<>]"),
    "bare": re.compile(r"[\s<>\"'`]"),
}
_CONTROLS: Final = "".join(map(chr, range(33)))
_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_WEB: Final = frozenset({"http", "https", "ws", "wss", "ftp", "ftps"})
_AUTHORITY: Final = re.compile(r"[^/\\?#]*")
_HOST: Final = re.compile(r"[\w.-]+")
_PORT: Final = re.compile(r":\d{0,5}(?=$|\W)")
_DOTS: Final = str.maketrans("\u3002\uff0e\uff61\u2024\ufe52", ".....")
_IGNORED: Final = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\ufe00-\ufe0f]+")
_INERT: Final = re.compile(r"data:image/(?:png|jpe?g|gif|webp|bmp|x-icon|avif)[;,]", re.IGNORECASE)
_BLANKS: Final = re.compile(r"\s*")
_NEXT: Final = re.compile(
    r"(?:,|;\s*url\s*=)[\s\"']{0,4}(?=[a-z]{2,8}:[^\s\"'>]|[/\\]{2})", re.IGNORECASE
)
_PIECE: Final = re.compile(r"[^/?&=#;,.:\\]+")

_ENTITY: Final = re.compile(r"&(?:#x[0-9a-f]{1,8}|#\d{1,9}|[a-z][a-z0-9]{1,24});?", re.IGNORECASE)
_MARKDOWN_ESCAPE: Final = re.compile(r"\\([!-/:-@\[\]-`{-~])")
_CSS_ESCAPE: Final = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")


class _Target(NamedTuple):
    """Where an address stands, and whether it is loaded without a click."""

    start: int
    end: int
    address: str
    loaded: bool


class ExfiltrationDetector:
    """Finds addresses of hosts that are not allowed; without a list, addresses that carry data."""

    look_behind = LOOK_BEHIND

    def __init__(self, allowed: Sequence[str]) -> None:
        self._listed = bool(allowed)
        self._hosts = frozenset(host for host in allowed if not host.startswith("*."))
        self._suffixes = tuple(host[1:] for host in allowed if host.startswith("*."))

    def scan(self, text: str) -> Sequence[Match]:
        best: dict[int, Match] = {}
        judge = lru_cache(maxsize=256)(self._judge)
        for view in _readings(text):
            for target in _targets(view):
                kind, confidence = judge(target.address, target.loaded)
                if confidence < LEAST:
                    continue
                start, end = view.original(target.start, target.end)
                match = Match(start, end, kind, confidence)
                if start not in best or best[start].confidence < confidence:
                    best[start] = match
        return [best[start] for start in sorted(best)]

    def _judge(self, address: str, loaded: bool) -> tuple[str, float]:  # noqa: FBT001
        scheme, rest = _split(address)
        if scheme in ("javascript", "vbscript"):
            return SCRIPT, 0.9
        if scheme == "data":
            return DATA, 0.4 if _INERT.match(address) else 0.9
        if scheme == "mailto":
            return LINK, 0.5 if "body=" in rest.lower() or "subject=" in rest.lower() else 0.0
        kind = IMAGE if loaded else LINK
        authority = _authority(scheme, rest)
        if authority is None or self._is_allowed(authority):
            return kind, 0.0
        return kind, self._confidence(loaded, rest)

    def _confidence(self, loaded: bool, rest: str) -> float:  # noqa: FBT001 - of a target
        carries = _carries_data(rest)
        if not self._listed:
            return (0.8 if carries else LEAST if "?" in rest else 0.0) if loaded else 0.4 * carries
        if carries or (loaded and "?" in rest):
            return 0.95 if loaded else 0.9
        return 0.8 if loaded else 0.7 if "?" in rest else 0.5

    def _is_allowed(self, authority: str) -> bool:
        if "@" in authority or "\\" in authority:
            return False
        host = canonical_host(authority)
        found = _HOST.match(host)
        if found is None:  # a placeholder such as `{host}` asks nobody
            return not (host.startswith("[") or re.search(r"\.\w", host))
        rest = _PORT.sub("", host[found.end() :], count=1)
        if re.search(r"\.\w|%", rest):
            return False  # `allowed.example!x.other.example` is a host of other.example
        name = found[0].rstrip(".-_")
        return name in self._hosts or (bool(self._suffixes) and name.endswith(self._suffixes))


def open(config: dict[str, Any]) -> Detector:  # noqa: A001 - the name every detector module has
    """`allowed_hosts`: names, or `*.` and a name for everything under it. Empty or absent: no list.

    Raises `BadRequest` for another setting, or an entry that is not a host name.
    """
    unknown = sorted(config.keys() - {"allowed_hosts"})
    if unknown:
        raise BadRequest(f"exfiltration takes no setting {unknown[0]!r}", param=unknown[0])
    hosts = config.get("allowed_hosts", [])
    if not isinstance(hosts, list) or not all(isinstance(host, str) for host in hosts):
        raise BadRequest("allowed_hosts must be a list of host names", param="allowed_hosts")
    return ExfiltrationDetector([_allowed_host(host) for host in hosts])


def _allowed_host(host: str) -> str:
    name = canonical_host(host.removeprefix("*.")).rstrip(".")
    if not re.fullmatch(r"[\w-]+(?:\.[\w-]+)*", name):
        raise BadRequest(f"{host!r} is not a host name", param="allowed_hosts")
    return f"*.{name}" if host.startswith("*.") else name


def canonical_host(host: str) -> str:
    """A host as a browser would compare it: decoded, NFKC, plain dots, lower case."""
    plain = _IGNORED.sub("", unquote(host)).translate(_DOTS)
    return unicodedata.normalize("NFKC", plain).translate(_DOTS).lower()


def _readings(text: str) -> Iterator[View]:
    """Every view of a text, and each as HTML, Markdown and CSS resolve what is escaped in it."""
    for view in views(text):
        yield view
        if "&" in view.text and (plain := _resolved(view, _ENTITY, _entity)):
            yield plain
            view = plain  # noqa: PLW2901 - escapes inside entities are resolved after them
        if "\\" in view.text:
            for pattern, resolve in ((_MARKDOWN_ESCAPE, _escaped), (_CSS_ESCAPE, _code_point)):
                if plain := _resolved(view, pattern, resolve):
                    yield plain


def _entity(found: re.Match[str]) -> str:
    return html.unescape(found[0] if found[0].endswith(";") else found[0] + ";")


def _escaped(found: re.Match[str]) -> str:
    return found[1]


def _code_point(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return chr(code) if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else "\ufffd"


def _resolved(view: View, pattern: re.Pattern[str], resolve: Any) -> View | None:
    pieces: list[str] = []
    places = Places()
    done = length = 0
    for found in pattern.finditer(view.text):
        plain = resolve(found)
        if plain == found[0]:
            continue
        kept = view.text[done : found.start()]
        pieces += (kept, plain)
        length += len(kept)
        places.add(length, length + len(plain), found.start(), found.end())
        length += len(plain)
        done = found.end()
    if not pieces:
        return None
    return View("".join([*pieces, view.text[done:]]), view, places)


@lru_cache(maxsize=1)
def _addresses() -> Expressions:
    """Where addresses are, in the order of `_CONTEXTS`."""
    absolute = [opening + _HERE for opening in _OPENINGS.values()]
    return Expressions([f"(?i){each}" for each in (*absolute, _LISTS, _BARE, _SCHEMELESS)])


@lru_cache(maxsize=1)
def _openings() -> Expressions:
    """What of an absolute address stands before it."""
    return Expressions([f"(?i){opening}" for opening in _OPENINGS.values()])


def _targets(view: View) -> Iterator[_Target]:
    text, data = view.text, view.data
    has_image = "![" in text
    for number in _addresses().occurring(data):
        context = _CONTEXTS[number]
        for found in _addresses().single(number).finditer(data):
            start = view.character(found.start())
            if context == "list":
                yield from _listed(text, view.character(found.end()))
            elif context == "bare":
                yield _target(text, start, context, loaded=False)
            elif context == "schemeless":
                yield from _schemeless(text, start)
            else:
                opened = _openings().single(number).match(data, found.start())
                loaded = _is_loaded(text, start, context, has_image=has_image)
                yield _target(text, view.character(opened.end()), context, loaded=loaded)


def _schemeless(text: str, start: int) -> Iterator[_Target]:
    start += not text[start].isalnum()
    if not _FILE.match(text, start, start + LONGEST):
        target = _target(text, start, "bare", loaded=False)
        yield target._replace(address="//" + target.address)


def _target(text: str, start: int, context: str, *, loaded: bool) -> _Target:
    limit = start + LONGEST
    if context in ("loaded", "followed", "css") and text[start - 1] in "\"'":
        end = text.find(text[start - 1], start, limit)
    else:
        first = _BLANKS.match(text, start, limit)
        found = _ENDS[context].search(text, first.end() if first else start, limit)
        end = found.start() if found else -1
    end = min(limit, len(text)) if end < 0 else end
    return _Target(start, end, text[start:end], loaded)


def _listed(text: str, start: int) -> Iterator[_Target]:
    """The later addresses of a `srcset`, and the one after the seconds of a page's refresh."""
    piece = text[start : start + LONGEST]
    for found in _NEXT.finditer(piece):
        yield _target(text, start + found.end(), "bare", loaded=True)


def _is_loaded(text: str, start: int, context: str, *, has_image: bool) -> bool:
    """An image, or what may be one: a reference says where, its use says whether it is shown."""
    if context in ("loaded", "css"):
        return True
    if context == "reference":
        return has_image
    if context == "markdown":
        return has_image and text.rfind("![", max(0, start - 300), start + 1) >= 0
    before = text[max(0, start - 64) : start].lower()
    return any(tag in before for tag in ("<link", "<base", "<image", "<use", "<feimage"))


def _split(address: str) -> tuple[str, str]:
    """The scheme in lower case, `""` where there is none, and what follows it."""
    plain = "".join(address.split()).lstrip(_CONTROLS)
    found = _SCHEME.match(plain)
    return (found[1].lower(), plain[found.end() :]) if found else ("", plain)


def _authority(scheme: str, rest: str) -> str | None:
    """Who is asked. None: nobody, the address is relative, or of a scheme without hosts."""
    slashes = len(rest) - len(rest.lstrip("/\\"))
    if scheme not in _WEB and slashes < 2:
        return None
    if scheme == "file" and slashes > 2:
        return None
    found = _AUTHORITY.match(rest, slashes)
    return found[0] if found else None


def _carries_data(rest: str) -> bool:
    """Whether an address says more than where: long, random-looking, or a sentence.

    Random-looking: 20 characters of a query (40 of a host or path, where ids are ordinary) with
    3.5 bits each, the Shannon entropy of their frequencies.
    """
    place, _, query = rest[:JUDGED].partition("?")
    query = query.partition("#")[0]
    if len(query) >= 120 or query.count("%20") + query.count("+") >= 3:
        return True
    pieces = [each for each in _PIECE.findall(query) if len(each) >= 20]
    pieces += [each for each in _PIECE.findall(place) if len(each) >= 40]
    return any(_entropy(each) >= 3.5 and not _is_slug(each) for each in pieces)


def _is_slug(piece: str) -> bool:
    """Words joined by hyphens: what titles of pages look like."""
    words = re.split(r"[-_+~%]", piece)
    return len(words) > 2 and all(word.isalpha() or len(word) < 5 for word in words)


def _entropy(text: str) -> float:
    return -sum((share := text.count(each) / len(text)) * log2(share) for each in set(text))
