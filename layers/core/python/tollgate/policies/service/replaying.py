"""A policy's version, or a document that was never saved, against the calls of the last days."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct

from tollgate.auth.models import Caller
from tollgate.directory.service.organizations import get_organization
from tollgate.policies import documents
from tollgate.policies.replay import in_scope, replay
from tollgate.policies.replayed import InScope, Replayed
from tollgate.policies.roster import roster_of
from tollgate.policies.service.changes import Policies, get_policy, get_version, need
from tollgate.usage.database import Database

IMPACT_DAYS: Final = 7
SEES_CALLS: Final = "requests.view"
"""A replay names callers and what they spent, so it is for those who may see everybody's calls."""


class Impact(Struct, frozen=True):
    """What activating a version would mean: who is meant, and what the last days would have been.

    `version` is None for a document that is not saved.
    """

    policy_id: str
    version: int | None
    replayed: Replayed
    scope: InScope


def replay_policy(
    policies: Policies,
    database: Database,
    caller: Caller,
    policy_id: str,
    *,
    days: int,
    version: int | None = None,
    raw: Mapping[str, Any] | None = None,
) -> Impact:
    """The latest version (or the one named, or the document `raw`) over the last `days`.

    Raises `NotFound`, `Forbidden` without `requests.view`, `BadRequest` and `DatabaseUnavailable`.
    """
    need(caller, SEES_CALLS)
    policy = get_policy(policies, caller, policy_id)
    number = None
    if raw is not None:
        base = {"name": policy.name, "type": policy.type.value}
        document: Mapping[str, Any] = documents.canonical({**base, **raw})
    else:
        number = policy.latest_version if version is None else version
        document = get_version(policies, policy, number).document
    organization = get_organization(policies.directory, caller, caller.organization_id)
    now_ms = policies.clock()
    roster = roster_of(policies.directory, organization, now_ms)
    replayed = replay(
        database,
        roster,
        document,
        days=days,
        now_ms=now_ms,
        policy_id=policy.id,
        version=number or 0,
    )
    return Impact(policy.id, number, replayed, in_scope(roster, document))
