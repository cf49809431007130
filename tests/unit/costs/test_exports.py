"""Exports: no cell that a spreadsheet would run, and no value that is lost."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import journal_records as journal
from tollgate.costs.exports import COLUMNS, to_csv, to_json
from tollgate.usage.rules import facts_of

[FACT] = facts_of(journal.stream_record(journal.settled()))


def test_columns_are_named_and_dollars_are_decimal() -> None:
    header, row = csv.reader(io.StringIO(to_csv([FACT])))
    assert tuple(header) == COLUMNS
    values = dict(zip(header, row, strict=True))
    assert (values["cost_usd"], values["occurred_at"]) == ("0.00615", "2025-11-21T09:30:00.250Z")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_a_formula_stays_text(start: str) -> None:
    fact = FACT._replace(model=f"{start}cmd|' /C calc'!A0")
    [row] = csv.DictReader(io.StringIO(to_csv([fact]), newline=""))
    assert row["model"] == f"'{fact.model}"


def test_a_negative_adjustment_stays_a_number() -> None:
    _, adjusted = facts_of(journal.stream_record(journal.settled_late()))
    [row] = csv.DictReader(io.StringIO(to_csv([adjusted])))
    assert row["cost_usd"] == "-0.00285"


@given(
    model=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20),
    tag=st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
)
def test_every_text_comes_back(model: str, tag: str) -> None:
    fact = FACT._replace(model=model, tags={"t": tag})
    [row] = csv.DictReader(io.StringIO(to_csv([fact]), newline=""))
    assert row["model"].removeprefix("'") == model.removeprefix("'")
    assert json.loads(row["tags"]) == {"t": tag}
    assert json.loads(to_json([fact]))["items"][0]["model"] == model
