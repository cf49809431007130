from __future__ import annotations

import csv
import io

import pytest

from tollgate.kit.csv_text import csv_text, safe_cell


@pytest.mark.parametrize("start", list("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"))
def test_what_a_spreadsheet_would_run_is_text(start: str) -> None:
    assert safe_cell(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("cell", ["", "plain", "1-1", "a=b", 7, -7, None])
def test_everything_else_stays(cell: str | int | None) -> None:
    assert safe_cell(cell) == cell


def test_a_header_and_quoted_rows() -> None:
    text = csv_text(("a", "b"), [('x, "y"', 1), ("=1", None)])
    assert list(csv.reader(io.StringIO(text))) == [["a", "b"], ['x, "y"', "1"], ["'=1", ""]]
