"""The control plane's HTTP: resolver, problems, paging, versions and idempotent POSTs.

    app = make_resolver("directory", authenticate=…, receipts=…)

    @app.post("/api/v1/teams", status_code=201, tags=["teams"], **requires("teams.create"))
    def create_team(body: NewTeam) -> TeamView:
        return TeamView.of(teams.create_team(directory, app.caller, body.values()))

A route declares its permission with `requires`, `signed_in` or `public`; one that declares none
answers 404. Raise the classes of `tollgate.errors`; this package renders them.
"""

from tollgate.http.pages import Cursor, Limit, Page, decode_cursor, page_of
from tollgate.http.permissions import public, requires, signed_in, with_form
from tollgate.http.problems import Problem, no_content
from tollgate.http.resolver import Resolver, make_resolver
from tollgate.http.versions import IfMatch, expected_version

__all__ = [
    "Cursor",
    "IfMatch",
    "Limit",
    "Page",
    "Problem",
    "Resolver",
    "decode_cursor",
    "expected_version",
    "make_resolver",
    "no_content",
    "page_of",
    "public",
    "requires",
    "signed_in",
    "with_form",
]
