"""What is in force and when: activation, schedules, rollback, dry runs, and the end of a policy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from tollgate.auth.models import Caller
from tollgate.errors import BadRequest, Conflict, Unprocessable
from tollgate.policies import rehearsal, timeline
from tollgate.policies.service.changes import (
    Draft,
    Policies,
    commit,
    get_for_change,
    get_version,
)
from tollgate.policies.versions import DryRun, Policy, PolicyVersion, Shown


def activate_policy(
    policies: Policies,
    caller: Caller,
    policy_id: str,
    *,
    version: int | None = None,
    at_ms: int | None = None,
    message: str = "",
    if_match: int | None = None,
) -> Shown:
    """A version (the latest, unless named) in force, now or from `at_ms`.

    Its tests run first. What is in force ends as it begins; another version that was scheduled is
    not any more.
    """
    before = get_for_change(policies, caller, policy_id, if_match)
    return finish(policies, caller, draft_activation(policies, before, version, at_ms, message))


def draft_activation(
    policies: Policies,
    before: Policy,
    version: int | None = None,
    at_ms: int | None = None,
    message: str = "",
) -> Draft:
    """The activation, worked out."""
    now_ms = policies.clock()
    if at_ms is not None and at_ms <= now_ms:
        raise BadRequest("this time is past; leave it out to activate now", param="at")
    chosen = get_version(policies, before, before.latest_version if version is None else version)
    check_tests(chosen, now_ms)
    after = in_force(before, chosen, from_ms=at_ms or now_ms, now_ms=now_ms)
    return Draft(
        before=before,
        after=after,
        verb="activated" if after.spans[-1].from_ms <= now_ms else "scheduled",
        message=message,
        details=timing(after, chosen.version),
    )


def in_force(policy: Policy, version: PolicyVersion, *, from_ms: int, now_ms: int) -> Policy:
    """The policy with `version` in force from `from_ms`; its dry run, if it was one, is over."""
    current = None if policy.coming(now_ms) else policy.current(now_ms)
    if current and current.version == version.version and from_ms <= now_ms:
        return policy
    spans = timeline.begin(
        policy.spans, version.version, version.document, from_ms=from_ms, now_ms=now_ms
    )
    run = policy.dry_run
    over = run is not None and run.version == version.version and spans[-1].from_ms <= now_ms
    return replace(policy, spans=spans, dry_run=None if over else run)


def check_tests(version: PolicyVersion, now_ms: int) -> None:
    """Raises `Unprocessable` listing the tests of a version that fail."""
    failures = [
        {
            "name": result.name,
            "expected": dict(result.expected),
            "action": result.action.value,
            "rules": list(result.rules),
            "message": result.message,
        }
        for result in rehearsal.run_tests(version.document, now_ms=now_ms)
        if not result.passed
    ]
    if failures:
        count = f"{len(failures)} of the policy's tests fail"
        raise Unprocessable(count, param="tests", fields={"failures": failures})


def rollback_policy(
    policies: Policies,
    caller: Caller,
    policy_id: str,
    *,
    version: int | None = None,
    message: str = "",
    if_match: int | None = None,
) -> Shown:
    """The version that was in force before (or the one named that was) is again, at once.

    No test runs, since it ran already, and what was scheduled is not any more: after a rollback
    nothing changes by itself.
    """
    before = get_for_change(policies, caller, policy_id, if_match)
    now_ms = policies.clock()
    earlier, number = timeline.back(before.spans, version, now_ms)
    chosen = get_version(policies, before, number)
    spans = timeline.begin(earlier, number, chosen.document, from_ms=now_ms, now_ms=now_ms)
    after = replace(before, spans=spans)
    draft = Draft(
        before=before,
        after=after,
        verb="rolled_back",
        message=message,
        details=timing(after, number),
    )
    return finish(policies, caller, draft)


def deactivate_policy(
    policies: Policies,
    caller: Caller,
    policy_id: str,
    *,
    message: str = "",
    if_match: int | None = None,
) -> Shown:
    """Nothing of the policy in force or scheduled any more; doing it twice changes nothing."""
    before = get_for_change(policies, caller, policy_id, if_match)
    return finish(policies, caller, draft_deactivation(policies, before, message))


def draft_deactivation(policies: Policies, before: Policy, message: str = "") -> Draft:
    """The deactivation, worked out."""
    after = replace(before, spans=timeline.stop(before.spans, policies.clock()))
    return Draft(before=before, after=after, verb="deactivated", message=message)


def delete_policy(
    policies: Policies,
    caller: Caller,
    policy_id: str,
    *,
    message: str = "",
    if_match: int | None = None,
) -> None:
    """Ends the policy for good and frees its names; its versions and history stay on record."""
    before = get_for_change(policies, caller, policy_id, if_match)
    commit(policies, caller, [draft_deletion(policies, before, message)])


def draft_deletion(policies: Policies, before: Policy, message: str = "") -> Draft:
    """The deletion, worked out."""
    now_ms = policies.clock()
    spans = timeline.stop(before.spans, now_ms)
    after = replace(before, spans=spans, dry_run=None, deleted_ms=now_ms)
    return Draft(before=before, after=after, verb="deleted", message=message)


def start_dry_run(
    policies: Policies,
    caller: Caller,
    policy_id: str,
    *,
    version: int | None = None,
    until_ms: int | None = None,
    message: str = "",
    if_match: int | None = None,
) -> Shown:
    """A version (the latest, unless named) is evaluated and written down, and never enforced."""
    before = get_for_change(policies, caller, policy_id, if_match)
    now_ms = policies.clock()
    if until_ms is not None and until_ms <= now_ms:
        raise BadRequest("this time is past", param="until")
    chosen = get_version(policies, before, before.latest_version if version is None else version)
    current = before.current(now_ms)
    if current and current.version == chosen.version:
        raise Conflict("this version is in force already", param="version")
    after = replace(before, dry_run=DryRun(chosen.version, until_ms))
    draft = Draft(
        before=before,
        after=after,
        verb="dry_run_started",
        message=message,
        details={"version": chosen.version, "until_ms": until_ms},
    )
    return finish(policies, caller, draft)


def stop_dry_run(
    policies: Policies, caller: Caller, policy_id: str, *, if_match: int | None = None
) -> Shown:
    """Ends the dry run; without one nothing changes."""
    before = get_for_change(policies, caller, policy_id, if_match)
    after = replace(before, dry_run=None)
    return finish(policies, caller, Draft(before=before, after=after, verb="dry_run_stopped"))


def timing(policy: Policy, version: int) -> Mapping[str, Any]:
    """What the history says of a version: its number, and from when until when it is in force."""
    last = policy.spans[-1] if policy.spans else None
    if last is None or last.version != version:
        return {"version": version}
    return {"version": version, "from_ms": last.from_ms, "until_ms": last.until_ms}


def finish(policies: Policies, caller: Caller, draft: Draft) -> Shown:
    """Commits one draft, unless it changes nothing, and reads what is to be shown."""
    after = draft.after
    if after != draft.before:
        [after] = commit(policies, caller, [draft])
    number = after.shown_version(policies.clock())
    if draft.saved and draft.saved.version == number:
        return Shown(after, draft.saved)
    return Shown(after, get_version(policies, after, number))
