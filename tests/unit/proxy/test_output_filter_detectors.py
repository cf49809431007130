"""The detectors of the catalog behind a guard: a stream reads as the whole text would."""

from __future__ import annotations

import base64
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

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
