"""The route that takes a table of people."""

from typing import Annotated, Self

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import AliasChoices, BaseModel, Field

from functions.directory.deps import Deps
from tollgate.directory.fields import Body
from tollgate.directory.people_table import read_people
from tollgate.directory.service import people_import
from tollgate.directory.service.invitations import Inviting
from tollgate.directory.service.people_import import Options, Outcome, Result
from tollgate.http import Resolver, requires, with_form
from tollgate.kit.csv_text import csv_text

PATH = "/api/v1/users/import"
COLUMNS = ("line", "email", "status", "message")
CSV = "text/csv"
DryRun = Annotated[bool, Query(description="Says what would happen and changes nothing.")]
Invite = Annotated[bool, Query(description="Writes everybody new a letter with a link to join.")]


class PeopleTable(Body):
    """`email,name,role,team` as CSV text; in a form it is the file `file`."""

    csv: Annotated[str, Field(min_length=1)] = Field(
        validation_alias=AliasChoices("csv", "file"), serialization_alias="csv"
    )


class ImportedRow(BaseModel):
    """A line of the table; `remaining` ones were not reached: send the same table again."""

    line: int
    email: str
    status: Outcome
    message: str


class ImportReport(BaseModel):
    """What became of each line, and how many there are of each kind."""

    dry_run: bool
    total: int
    created: int
    unchanged: int
    failed: int
    remaining: int
    rows: list[ImportedRow]

    @classmethod
    def of(cls, results: list[Result], *, dry_run: bool) -> Self:
        kinds = [result.status for result in results]
        return cls(
            dry_run=dry_run,
            total=len(results),
            created=kinds.count(Outcome.CREATED),
            unchanged=kinds.count(Outcome.UNCHANGED),
            failed=kinds.count(Outcome.FAILED),
            remaining=kinds.count(Outcome.REMAINING),
            rows=[
                ImportedRow(
                    line=each.line, email=each.email, status=each.status, message=each.message
                )
                for each in results
            ],
        )


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds it to the app."""
    inviting = Inviting(deps.directory, deps.links, deps.mail)

    @app.post(
        PATH,
        summary="Import a table",
        description="With `Accept: text/csv` the report is a table, too.",
        tags=["users"],
        responses={
            200: {
                "description": "What became of each line",
                "content": {
                    "application/json": {"model": ImportReport},
                    CSV: {"schema": {"type": "string"}},
                },
            }
        },
        **with_form(requires("users.create.team"), "file"),
    )
    def import_users(
        body: PeopleTable, *, dry_run: DryRun = False, invite: Invite = False
    ) -> Response[str]:
        options = Options(dry_run=dry_run, invite=invite)
        rows = read_people(body.csv)
        results = people_import.import_people(inviting, app.caller, rows, options)
        if CSV in app.header.get("accept", ""):
            return _as_table(results)
        report = ImportReport.of(results, dry_run=dry_run).model_dump_json()
        return Response(200, content_type="application/json", body=report)


def _as_table(results: list[Result]) -> Response[str]:
    rows = ((each.line, each.email, each.status.value, each.message) for each in results)
    return Response(
        200,
        content_type=f"{CSV}; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="import-report.csv"'},
        body=csv_text(COLUMNS, rows),
    )
