"""Routes of a policy's versions, and of which is in force when."""

from functions.policies.deps import Deps
from functions.policies.schemas import (
    Activation,
    BundleView,
    ChangedPolicyBody,
    Deactivation,
    DryRunBody,
    PolicyView,
    Rollback,
    StepView,
    VersionView,
    moment_ms,
)
from tollgate.errors import BadRequest
from tollgate.http import (
    Cursor,
    IfMatch,
    Limit,
    Page,
    Resolver,
    decode_cursor,
    expected_version,
    page_of,
    requires,
)
from tollgate.policies.service import activation, reading, saving
from tollgate.policies.versions import PolicyStatus, Shown

PATH = "/api/v1/policies"
TAGS = ["policies"]


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds them to the app."""
    _add_versions(app, deps)
    _add_activation(app, deps)
    _add_dry_runs(app, deps)
    _add_history(app, deps)


def _number(cursor: str | None) -> int | None:
    position = decode_cursor(cursor)
    if position is None:
        return None
    if not position.isascii() or not position.isdecimal() or not 0 < len(position) < 9:
        raise BadRequest("this is not a cursor of ours", param="cursor")
    return int(position)


def _add_versions(app: Resolver, deps: Deps) -> None:
    policies = deps.policies

    @app.get(
        f"{PATH}/<policy_id>/versions", summary="Versions", tags=TAGS, **requires("policies.view")
    )
    def list_policy_versions(
        policy_id: str, limit: Limit = 20, cursor: Cursor = None
    ) -> Page[VersionView]:
        below = _number(cursor)
        part = reading.list_versions(policies, app.caller, policy_id, limit=limit, below=below)
        return page_of(VersionView, map(VersionView.of, part.items), part.next_after)

    @app.get(
        f"{PATH}/<policy_id>/versions/<number>",
        summary="One version and what it changed",
        tags=TAGS,
        **requires("policies.view"),
    )
    def get_policy_version(policy_id: str, number: int) -> VersionView:
        _, change = reading.read_version(policies, app.caller, policy_id, number)
        return VersionView.of(change)

    @app.post(
        f"{PATH}/<policy_id>/versions",
        summary="Save a version without putting it in force",
        tags=TAGS,
        status_code=201,
        **requires("policies.edit"),
    )
    def save_policy_version(
        policy_id: str, body: ChangedPolicyBody, if_match: IfMatch = None
    ) -> VersionView:
        shown = saving.save_policy(
            policies,
            app.caller,
            policy_id,
            body.document,
            status=PolicyStatus.DRAFT,
            message=body.message,
            if_match=expected_version(if_match),
        )
        latest = shown.policy.latest_version
        _, change = reading.read_version(policies, app.caller, policy_id, latest)
        return VersionView.of(change)


def _add_activation(app: Resolver, deps: Deps) -> None:
    policies = deps.policies

    def view(shown: Shown) -> PolicyView:
        return PolicyView.of(shown, deps.clock())

    @app.post(
        f"{PATH}/<policy_id>/activate",
        summary="Put a version in force, now or later",
        tags=TAGS,
        **requires("policies.activate"),
    )
    def activate_policy(
        policy_id: str, body: Activation | None = None, if_match: IfMatch = None
    ) -> PolicyView:
        wanted = body or Activation()
        return view(
            activation.activate_policy(
                policies,
                app.caller,
                policy_id,
                version=wanted.version,
                at_ms=moment_ms(wanted.at),
                message=wanted.message,
                if_match=expected_version(if_match),
            )
        )

    @app.post(
        f"{PATH}/<policy_id>/deactivate",
        summary="Take it out of force",
        tags=TAGS,
        **requires("policies.activate"),
    )
    def deactivate_policy(
        policy_id: str, body: Deactivation | None = None, if_match: IfMatch = None
    ) -> PolicyView:
        message = body.message if body else ""
        version = expected_version(if_match)
        return view(
            activation.deactivate_policy(
                policies, app.caller, policy_id, message=message, if_match=version
            )
        )

    @app.post(
        f"{PATH}/<policy_id>/rollback",
        summary="Go back to a version that was in force",
        tags=TAGS,
        **requires("policies.activate"),
    )
    def rollback_policy(
        policy_id: str, body: Rollback | None = None, if_match: IfMatch = None
    ) -> PolicyView:
        wanted = body or Rollback()
        return view(
            activation.rollback_policy(
                policies,
                app.caller,
                policy_id,
                version=wanted.version,
                message=wanted.message,
                if_match=expected_version(if_match),
            )
        )


def _add_dry_runs(app: Resolver, deps: Deps) -> None:
    policies = deps.policies

    @app.post(
        f"{PATH}/<policy_id>/dry-run",
        summary="Evaluate a version without enforcing it",
        tags=TAGS,
        **requires("policies.edit"),
    )
    def start_dry_run(
        policy_id: str, body: DryRunBody | None = None, if_match: IfMatch = None
    ) -> PolicyView:
        wanted = body or DryRunBody()
        shown = activation.start_dry_run(
            policies,
            app.caller,
            policy_id,
            version=wanted.version,
            until_ms=moment_ms(wanted.until),
            message=wanted.message,
            if_match=expected_version(if_match),
        )
        return PolicyView.of(shown, deps.clock())

    @app.delete(
        f"{PATH}/<policy_id>/dry-run",
        summary="End the dry run",
        tags=TAGS,
        **requires("policies.edit"),
    )
    def stop_dry_run(policy_id: str, if_match: IfMatch = None) -> PolicyView:
        version = expected_version(if_match)
        shown = activation.stop_dry_run(policies, app.caller, policy_id, if_match=version)
        return PolicyView.of(shown, deps.clock())


def _add_history(app: Resolver, deps: Deps) -> None:
    policies = deps.policies

    @app.get(
        f"{PATH}/<policy_id>/history",
        summary="What happened to a policy",
        tags=TAGS,
        **requires("policies.view"),
    )
    def policy_history(policy_id: str, limit: Limit = 20, cursor: Cursor = None) -> Page[StepView]:
        below = _number(cursor)
        part = reading.history(policies, app.caller, policy_id, limit=limit, below=below)
        return page_of(StepView, map(StepView.of, part.items), part.next_after)

    @app.get(
        f"{PATH}/bundles/<bundle_hash>",
        summary="What was in force under a record's policy_version",
        tags=TAGS,
        **requires("policies.view"),
    )
    def get_bundle(bundle_hash: str) -> BundleView:
        """`current` is what is in force now."""
        found = None if bundle_hash == "current" else bundle_hash
        return BundleView.of(*reading.read_bundle(policies, app.caller, found))
