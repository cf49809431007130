"""Lists of people as spreadsheets write them: `email,name,role,team`.

A header line names the columns in any order; without one they stand in that order. Cells are
separated by commas, semicolons or tabs, and quoted as in RFC 4180. A line that begins with `#` is a
comment. Several roles or teams of one person are separated by `|`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from tollgate.errors import BadRequest

MOST_ROWS: Final = 10_000
COLUMNS: Final = ("email", "name", "role", "team")
_ALIASES: Final = {
    "e_mail": "email",
    "email_address": "email",
    "mail": "email",
    "full_name": "name",
    "display_name": "name",
    "roles": "role",
    "role_ids": "role",
    "teams": "team",
    "team_name": "team",
}
_SEPARATORS: Final = (",", ";", "\t")
_REPLACED: Final = "\ufffd"
_BOM: Final = "\ufeff"
PARAM: Final = "csv"


class Row(Struct, frozen=True):
    """A person's line, as written; `line` counts from one, `roles` and `teams` may be empty."""

    line: int
    email: str
    name: str
    roles: tuple[str, ...]
    teams: tuple[str, ...]


def read_people(text: str) -> list[Row]:
    """The rows of a table.

    Raises `BadRequest` naming the line on a table that is empty, too long, broken, not UTF-8, or
    whose header lacks `email`, has a column twice or one that is unknown.
    """
    if _REPLACED in text:
        raise BadRequest("this is not UTF-8 text; save the file as UTF-8", param=PARAM)
    text = text.removeprefix(_BOM)
    rows: list[Row] = []
    columns: dict[str, int] | None = None
    for line, cells in _lines(text):
        if columns is None:
            columns, is_header = _columns(cells, line)
            if is_header:
                continue
        rows.append(_row(line, cells, columns))
        if len(rows) > MOST_ROWS:
            raise BadRequest(f"a table has at most {MOST_ROWS} people", param=PARAM)
    if not rows:
        raise BadRequest("there is nobody in this table", param=PARAM)
    return rows


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Every line that says something, with its number; a quoted cell may span several."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    before = 0
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise BadRequest(f"line {before + 1}: {error}", param=PARAM) from error
        if cells is None:
            return
        line, before = before + 1, reader.line_num
        if any(cell.strip() for cell in cells) and not cells[0].lstrip().startswith("#"):
            yield line, [cell.strip() for cell in cells]


def _separator(text: str) -> str:
    """Whatever occurs oftenest outside quotes in the first line that says something."""
    for line in text.splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            return max(_SEPARATORS, key=re.sub(r'"[^"]*"', "", line).count)
    return ","


def _columns(cells: list[str], line: int) -> tuple[dict[str, int], bool]:
    """Where each column is, and whether these cells are the header that says so."""
    names = [re.sub(r"[\s-]+", "_", cell.lower()) for cell in cells]
    names = [_ALIASES.get(name, name) for name in names]
    if "@" in cells[0] and "email" not in names:
        return {name: place for place, name in enumerate(COLUMNS)}, False
    for name in names:
        if name and name not in COLUMNS:
            raise BadRequest(
                f"line {line}: {name[:40]!r} is no column; they are {', '.join(COLUMNS)}",
                param=PARAM,
            )
        if name and names.count(name) > 1:
            raise BadRequest(f"line {line}: the column {name!r} occurs twice", param=PARAM)
    if "email" not in names:
        raise BadRequest(f"line {line}: the column 'email' is missing", param=PARAM)
    return {name: place for place, name in enumerate(names) if name}, True


def _row(line: int, cells: list[str], columns: dict[str, int]) -> Row:
    def cell(name: str) -> str:
        place = columns.get(name, len(cells))
        return cells[place] if place < len(cells) else ""

    return Row(line, cell("email"), cell("name"), _several(cell("role")), _several(cell("team")))


def _several(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (part.strip() for part in cell.split("|")))))
