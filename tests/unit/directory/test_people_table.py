from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollgate.directory.people_table import MOST_ROWS, Row, read_people
from tollgate.errors import BadRequest

CELL = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="|\ufffd\ufeff#"),
    max_size=20,
).map(str.strip)


def test_the_guides_table_needs_no_header() -> None:
    table = (
        "# CSV format: email,name,role,team\n"
        "john@example.com,John Doe,power_user,engineering\n"
        "jane@example.com,Jane Smith,standard_user,marketing\n"
    )
    assert read_people(table) == [
        Row(2, "john@example.com", "John Doe", ("power_user",), ("engineering",)),
        Row(3, "jane@example.com", "Jane Smith", ("standard_user",), ("marketing",)),
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_what_spreadsheets_write(separator: str, end: str, start: str) -> None:
    lines = (["Team", "E-Mail", "Full Name"], ["x", "a@x.example", "A"], ["", "", ""])
    table = start + end.join(separator.join(line) for line in lines)
    assert read_people(table) == [Row(2, "a@x.example", "A", (), ("x",))]


def test_a_quoted_cell_may_hold_anything() -> None:
    table = 'name,email\r\n"Doe, ""J""\r\nJunior",j@x.example\r\nK,k@x.example\r\n'
    first, second = read_people(table)
    assert (first.line, first.name) == (2, 'Doe, "J"\r\nJunior')
    assert (second.line, second.email) == (4, "k@x.example")


def test_a_semicolon_in_a_quoted_header_separates_nothing() -> None:
    assert read_people('"email","name"\na@x.example,"A; B; C"\n')[0].name == "A; B; C"


def test_several_roles_and_teams_stand_in_one_cell() -> None:
    [row] = read_people("email,role,team\na@x.example,viewer | finance|viewer,\n")
    assert (row.roles, row.teams) == (("viewer", "finance"), ())


def test_missing_cells_are_empty_and_further_ones_no_matter() -> None:
    short, long = read_people("email,name\na@x.example\nb@x.example,B,what,else\n")
    assert (short.name, long.name) == ("", "B")


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("", "nobody"),
        ("\n\n# nothing\n", "nobody"),
        ("email,name\n", "nobody"),
        ("name,role\nA,viewer\n", "line 1: the column 'email' is missing"),
        ("email,salary\na@x.example,1\n", "line 1: 'salary' is no column"),
        ("email,mail\na@x.example,b@x.example\n", "line 1: the column 'email' occurs twice"),
        ('email\na@x.example\n"b@x.example\n', "line 3"),
        ('email\n"a"b\n', "line 2"),
        ("email\nJos\ufffd@x.example\n", "UTF-8"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused(table: str, message: str) -> None:
    with pytest.raises(BadRequest, match=message) as refused:
        read_people(table)
    assert refused.value.param == "csv"


def test_ten_thousand_people_and_no_more() -> None:
    lines = [f"p{number}@x.example" for number in range(MOST_ROWS)]
    assert len(read_people("\n".join(["email", *lines]))) == MOST_ROWS
    with pytest.raises(BadRequest, match="10000"):
        read_people("\n".join(["email", *lines, "one@x.example"]))


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=8), st.sampled_from(",;\t"))
def test_reads_what_was_written(people: list[tuple[str, str]], separator: str) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerow(["email", "name"])
    writer.writerows([f"{local}@x.example", name] for local, name in people)
    read = read_people(text.getvalue())
    assert [(row.email, row.name) for row in read] == [
        (f"{local}@x.example", name) for local, name in people
    ]


@given(st.text(max_size=200))
def test_no_text_is_too_odd_to_refuse_properly(text: str) -> None:
    try:
        rows = read_people(text)
    except BadRequest:
        return
    assert rows
