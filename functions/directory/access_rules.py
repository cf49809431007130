"""Routes of access rules: what the organization forbids whatever roles allow."""

from aws_lambda_powertools.event_handler import Response

from functions.directory.access_rule_schemas import (
    AccessRuleChanges,
    AccessRuleView,
    NewAccessRule,
)
from functions.directory.deps import Deps
from tollgate.directory.service import access_rules
from tollgate.http import (
    Cursor,
    IfMatch,
    Limit,
    Page,
    Resolver,
    decode_cursor,
    expected_version,
    no_content,
    page_of,
    requires,
)

PATH = "/api/v1/access-rules"
TAGS = ["access-rules"]


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds them to the app."""
    directory = deps.directory

    @app.get(PATH, summary="List", tags=TAGS, **requires("security.view"))
    def list_access_rules(limit: Limit = 20, cursor: Cursor = None) -> Page[AccessRuleView]:
        after = decode_cursor(cursor)
        page = access_rules.list_rules(directory, app.caller, limit=limit, after=after)
        return page_of(AccessRuleView, map(AccessRuleView.of, page.items), page.next_after)

    @app.post(PATH, summary="Create", tags=TAGS, status_code=201, **requires("security.edit"))
    def create_access_rule(body: NewAccessRule) -> AccessRuleView:
        return AccessRuleView.of(access_rules.create_rule(directory, app.caller, body.values()))

    @app.get(f"{PATH}/<rule_id>", summary="Get", tags=TAGS, **requires("security.view"))
    def get_access_rule(rule_id: str) -> AccessRuleView:
        return AccessRuleView.of(access_rules.get_rule(directory, app.caller, rule_id))

    @app.patch(f"{PATH}/<rule_id>", summary="Change", tags=TAGS, **requires("security.edit"))
    def update_access_rule(
        rule_id: str, body: AccessRuleChanges, if_match: IfMatch = None
    ) -> AccessRuleView:
        version = expected_version(if_match)
        return AccessRuleView.of(
            access_rules.update_rule(directory, app.caller, rule_id, body.values(), version)
        )

    @app.delete(
        f"{PATH}/<rule_id>",
        summary="Delete",
        tags=TAGS,
        status_code=204,
        **requires("security.edit"),
    )
    def delete_access_rule(rule_id: str, if_match: IfMatch = None) -> Response[str]:
        access_rules.delete_rule(directory, app.caller, rule_id, expected_version(if_match))
        return no_content()
