"""The detectors of the catalog behind a guard: a stream reads as the whole text would."""

from __future__ import annotations

import base64
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.unit.proxy.answers import pieces, sent_through
from tests.unit.proxy.screens import rule
from tests.unit.proxy.test_output_filter_streams import read, stream_of
from tollgate.detectors.catalog import open_detector
from tollgate.detectors.models import DetectorRef
from tollgate.policies.models import Action
from tollgate.providers.models import Dialect
from tollgate.proxy.output_filter import OutputFilter
from tollgate.proxy.redaction import Cover

REFS = tuple(DetectorRef(name) for name in ("pii.credit_card", "pii.email", "pii.iban"))
REDACT = replace(rule("card"), detectors=REFS)
DENY = replace(rule("card", action=Action.DENY), detectors=REFS)
PARTS = st.sampled_from(
    [
        "4111 1111 1111 1111",
        "ann.smith@example.com",
        "DE89 3704 0044 0532 0130 00",
        base64.b64encode(b"the card is 4111111111111111, ok").decode(),
        "".join(f"\\u{ord(digit):04x}" for digit in "4012888888881881"),
        "4\u200b111\u200b1111 1111 1111",
        *["Hello there. ", "Invoice 20391 of 2024-11-02, ", "and so on; ", "\n", "Gr\u00fc\u00dfe "]
        * 3,
    ]
)


def whole(text: str) -> tuple[str, int]:
    """The text with all finds covered at once, and where the first begins."""
    finds = sorted(
        {
            (match.start, -match.end, match.kind)
            for ref in REFS
            for match in open_detector(ref).scan(text)
            if match.confidence >= REDACT.confidence
        }
    )
    cover = Cover()
    for start, end, kind in finds:
        cover.add(start, -end, kind, "label")
    return cover.applied(text), finds[0][0] if finds else len(text)


@settings(max_examples=40, deadline=None)
@given(
    parts=st.lists(PARTS, min_size=10, max_size=80),
    cuts=st.lists(st.integers(0, 2_000), max_size=200),
    dialect=st.sampled_from(Dialect),
)
def test_a_stream_reads_as_the_whole_text(
    parts: list[str], cuts: list[int], dialect: Dialect
) -> None:
    text = " ".join(parts)
    chunks = stream_of(dialect, pieces(text, cuts))
    covered, first = whole(text)
    sent, _ = sent_through(OutputFilter([REDACT], dialect), dialect, chunks)
    assert read(dialect, sent) == covered
    sent, guard = sent_through(OutputFilter([DENY], dialect), dialect, chunks)
    assert text[:first].startswith(read(dialect, sent).removesuffix("not in an answer"))
    assert (guard.blocked is not None) == (first < len(text))


def armoured(label: str, *headers: str, lines: int = 50) -> str:
    """A private key as files hold it, of random letters."""
    source = random.Random(lines)
    body = [base64.b64encode(source.randbytes(48)).decode() for _ in range(lines)]
    begin, end = (f"-----{word} {label}-----" for word in ("BEGIN", "END"))
    return "\n".join([begin, *headers, *([""] if headers else []), *body, end])


KEYS = {
    "4096 bits": armoured("RSA PRIVATE" + " KEY"),
    "encrypted": armoured(
        "RSA PRIVATE" + " KEY", "Proc-Type: 4,ENCRYPTED", "DEK-Info: AES-128-CBC,6B1C27F1"
    ),
    "armoured": armoured("PGP PRIVATE" + " KEY BLOCK", "Version: GnuPG v2", "Comment: of ann"),
    "in base64": base64.b64encode(armoured("PRIVATE" + " KEY").encode()).decode(),
    "16384 bits": armoured("RSA PRIVATE" + " KEY", lines=260),
}


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("style", ["label", "mask", "remove"])
@pytest.mark.parametrize("dialect", Dialect)
def test_of_a_private_key_nothing_is_sent(key: str, style: str, dialect: Dialect) -> None:
    text = f"Here it is: '{KEYS[key]}' Keep it safe. " + "And so on. " * 300
    chunks = stream_of(dialect, [text[i : i + 9] for i in range(0, len(text), 9)])
    secrets = (DetectorRef("secrets"),)
    redact = replace(rule("card"), detectors=secrets, style=style)
    sent, guard = sent_through(OutputFilter([redact], dialect), dialect, chunks)
    covering = {"label": "[PRIVATE_KEY]", "mask": "*" * len(KEYS[key]), "remove": ""}
    assert read(dialect, sent) == text.replace(KEYS[key], covering[style])
    [reason] = guard.reasons
    assert reason.findings == {"secrets.private-key": 1}
    deny = replace(rule("card", action=Action.DENY), detectors=secrets)
    sent, _ = sent_through(OutputFilter([deny], dialect), dialect, chunks)
    assert text[:13].startswith(read(dialect, sent).removesuffix("not in an answer"))


def test_a_find_without_an_end_covers_the_rest() -> None:
    key = armoured("RSA PRIVATE" + " KEY", lines=1_200).rpartition("\n")[0]
    chunks = stream_of(Dialect.OPENAI, ["Here: ", *key.splitlines(keepends=True), "and more"])
    redact = replace(rule("card"), detectors=(DetectorRef("secrets"),))
    sent, _ = sent_through(OutputFilter([redact], Dialect.OPENAI), Dialect.OPENAI, chunks)
    assert read(Dialect.OPENAI, sent) == "Here: [PRIVATE_KEY]"
