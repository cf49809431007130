"""What is sent: cases that Schemathesis makes of the description, and mutants of the sample events.

A sample gets behind what a generated body fails at; a mutant of it has some member replaced by a
value that decoders, stores and comparisons are known to stumble over.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote, urlencode

from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.core import NOT_SET
from urllib3 import encode_multipart_formdata

from local.routing import Router
from tests.events import EVENTS
from tollgate.routes import Route

Known = Callable[[str], Any]
"""A real value for a name, or None."""


@dataclass(frozen=True)
class Sample:
    """A body, None for none, and a query that are known to be understood."""

    body: Any
    query: dict[str, str] = field(default_factory=dict)


_MODES: Final = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


def _nested(depth: int) -> Any:
    value: Any = "x"
    for _ in range(depth):
        value = [value]
    return value


ODD: Final[list[Any]] = [
    "",
    " ",
    "\x00",
    "a\x00b",
    "\x85",
    "\u200b",
    "\ud800",
    "\udfff\ud800",
    "#",
    "..",
    "%",
    "a/b",
    "{}",
    "*",
    "null",
    "x" * 300,
    "x" * 1_100,
    "\u00e9" * 1_100,
    "\U0001f600" * 5_000,
    "x" * 450_000,
    "9" * 5_000,
    "1e99999999999",
    0,
    -1,
    2**31,
    2**53,
    2**63,
    2**64,
    10**40,
    -(10**400),
    0.1,
    1e308,
    float("nan"),
    float("inf"),
    True,
    None,
    [],
    {},
    [[]],
    [{}],
    [None],
    {"": ""},
    {"\ud800": 1},
    {"x" * 70_000: 1},
    _nested(40),
    _nested(300),
    [0] * 2_000,
    ["x"] * 2_000,
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "9999-12-31T23:59:59-23:59",
    "2026-11-21T24:00:00Z",
    "2026-11-21T09:30:00.123456789123Z",
    "2026-11-21T09:30:60Z",
    "2026-W47-6",
    "255.255.255.255/0",
    "::ffff:1.2.3.4%eth0",
    "a@" + "b" * 300 + ".example",
    "@",
    "\u00e4@\u00e4.example",
    "https://[",
    "https://a:99999999/",
    "tgl_" + "x" * 60,
]
"""JSON values that are each somebody's edge."""

_texts = st.text(max_size=20) | st.text(st.characters(categories=["Cs", "Cc", "Cf", "Zs"]))
odd_values = (
    st.sampled_from(ODD)
    | _texts
    | st.integers()
    | st.floats()
    | st.recursive(
        st.none() | st.booleans() | st.integers() | _texts,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_texts, inner, max_size=4),
        max_leaves=6,
    )
)
_ODD_TEXTS: Final = [each for each in ODD if isinstance(each, str) and len(each) < 8_000]
_in_url = _texts | st.sampled_from(_ODD_TEXTS)
_in_path = st.sampled_from([each for each in _ODD_TEXTS if each not in ("", "..")]) | st.text(
    min_size=1, max_size=9
).map(lambda text: text.replace(".", "x"))
_JSON: Final = "application/json"
_FORM: Final = "multipart/form-data"
_DEEPEST: Final = 20
"""Steps down into a sample; what was put in its place may be nested as deep as recursion goes."""

_NOT_JSON: Final = [
    b"{",
    b'{"name": 1, "name": 2}',
    b"\xff\xfe",
    b"[" * 100_000,
    b"1" * 5_000,
    b"null",
    b"[]",
    b'"\\ud800"',
    b"\xef\xbb\xbf{}",
]


def samples_of(document: Mapping[str, Any]) -> Mapping[tuple[str, str], list[Sample]]:
    """The sample events of `events/` by method and path of an OpenAPI document's operation."""
    router = Router(
        Route(method.upper(), path, path)
        for path, operations in document["paths"].items()
        for method in operations
    )
    found: dict[tuple[str, str], list[Sample]] = defaultdict(list)
    for file in sorted(EVENTS.glob("*/*.json")):
        event = json.loads(file.read_text(encoding="utf-8"))
        match = router.match(event.get("httpMethod", ""), event.get("path", ""))
        if match is not None:
            sample = Sample(_body(event), event.get("queryStringParameters") or {})
            found[event["httpMethod"], match.route.function].append(sample)
    return found


def _body(event: Mapping[str, Any]) -> Any:
    try:
        return json.loads(event.get("body") or "null")
    except ValueError:
        return None


def with_known(value: Any, known: Known) -> Any:
    """`value` with every member replaced whose name has a real value."""
    if isinstance(value, list):
        return [with_known(each, known) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        name: with_known(each, known)
        if isinstance(each, dict) or (real := known(name)) is None
        else real
        for name, each in value.items()
    }


def _places(value: Any, place: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    steps: Iterable[tuple[Any, Any]] = ()
    if len(place) < _DEEPEST:
        steps = value.items() if isinstance(value, dict) else ()
        steps = enumerate(value) if isinstance(value, list) else steps
    return [place, *(found for step, each in steps for found in _places(each, (*place, step)))]


def _replaced(value: Any, place: tuple[Any, ...], new: Any) -> Any:
    if not place:
        return new
    copy = value.copy()
    copy[place[0]] = _replaced(value[place[0]], place[1:], new)
    return copy


@st.composite
def mutants(draw: st.DrawFn, value: Any) -> Any:
    """`value` with up to two of its parts replaced by odd ones."""
    for _ in range(draw(st.sampled_from((0, 0, 1, 1, 1, 2)))):
        place = draw(st.sampled_from(_places(value)))
        value = _replaced(value, place, draw(odd_values))
    return value


@dataclass(frozen=True)
class Request:
    """What goes over the wire; `case` is what it was made of."""

    case: Case[Any]
    path: str
    query: str
    headers: dict[str, str]
    body: bytes

    def __repr__(self) -> str:
        target = f"{self.path}?{self.query}" if self.query else self.path
        return f"{self.case.method} {target} {self.headers} {self.body[:2_000]!r}"


@st.composite
def requests(draw: st.DrawFn, operation: Any, samples: Sequence[Sample], known: Known) -> Request:
    """A request of the operation: as the description allows or not, or a mutant of a sample."""
    case: Case[Any] = draw(
        st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in _MODES))
    )
    known = known if draw(st.integers(0, 3)) else _nothing
    body, query, headers = case.body, dict(case.query or {}), dict(case.headers or {})
    if samples and draw(st.integers(0, 2)) > 0:
        sample: Sample = draw(st.sampled_from(samples))
        query, headers = dict(sample.query), headers if draw(st.integers(0, 3)) == 0 else {}
        if sample.body is not None:
            body, case.media_type = draw(mutants(with_known(sample.body, known))), _JSON
    query = with_known(query, known)
    if draw(st.integers(0, 4)) == 0:
        name = draw(st.sampled_from([*(each.name for each in operation.query), "cursor", "x"]))
        query[name] = draw(_in_url | st.lists(_in_url, min_size=2, max_size=3))
    sent = {name.lower(): str(value) for name, value in headers.items()}
    content = b""
    if body is not NOT_SET:
        sent["content-type"], content = _encoded(case.media_type or _JSON, body)
        if draw(st.integers(0, 19)) == 0:
            content = draw(st.sampled_from(_NOT_JSON))
    path = draw(_paths(operation.path, case.path_parameters, known))
    return Request(case, path, urlencode(query, doseq=True, errors="replace"), sent, content)


@st.composite
def _paths(draw: st.DrawFn, path: str, parameters: Mapping[str, Any], known: Known) -> str:
    for name, value in parameters.items():
        found = known(name)
        if found is None:
            found = draw(_in_path) if draw(st.integers(0, 3)) == 0 else value
        path = path.replace(f"{{{name}}}", quote(str(found), safe=":", errors="replace"))
    return path


def _nothing(_: str) -> None:
    return None


def _encoded(media_type: str, body: Any) -> tuple[str, bytes]:
    if media_type == _FORM and isinstance(body, dict):
        fields = {name: json.dumps(value) for name, value in body.items()}
        content, kind = encode_multipart_formdata(fields, boundary="edge")
        return kind, content
    return media_type, body if isinstance(body, bytes) else json.dumps(body).encode()
