"""The COPY text: one line per fact whatever the texts hold."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests import journal_records as journal
from tollgate.usage.models import UsageFact
from tollgate.usage.rows import copy_text
from tollgate.usage.rules import facts_of

[FACT] = facts_of(journal.stream_record(journal.settled()))
_NASTY = st.text(st.sampled_from("a\t\n\r\b\\\"{}',N "), max_size=6)


def test_a_plain_fact_is_its_values_between_tabs() -> None:
    line = copy_text([FACT])
    values = line.removesuffix("\n").split("\t")
    assert len(values) == len(UsageFact._fields)
    assert values[1] == "2025-11-21T09:30:00.250Z"
    assert values[9] == "{team_01jd3v6k8mx2q4r7tn62,team_01jd3v6k8mx2q4r7tn63}"
    assert values[27:29] == ["", '{"project":"atlas"}']


def _parse(text: str) -> list[list[str]]:
    """A reader of the format as PostgreSQL documents it: a quote doubles inside quotes."""
    lines: list[list[str]] = [[""]]
    quoted = False
    for position, character in enumerate(text):
        if character == "\b":
            quoted = not quoted
            if quoted and position and text[position - 1] == "\b":
                lines[-1][-1] += "\b"
        elif quoted or character not in "\t\n":
            lines[-1][-1] += character
        elif character == "\t":
            lines[-1].append("")
        else:
            lines.append([""])
    return lines[:-1]


@given(model=_NASTY, key=_NASTY, price=_NASTY)
def test_no_text_breaks_out_of_its_column(model: str, key: str, price: str) -> None:
    fact = FACT._replace(model=model, key_id=key, price_version=price)
    lines = _parse(copy_text([FACT, fact]))
    assert len(lines) == 2
    assert (lines[1][12], lines[1][6], lines[1][29]) == (model, key, price)
