"""A call that nobody made, asked of one policy or of everything in force; a policy's tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from msgspec import Struct

from tollgate.auth.models import Caller
from tollgate.directory.models import ApiKey, Team, User
from tollgate.directory.roles import roles_of
from tollgate.directory.service import changes as directory_changes
from tollgate.directory.service.organizations import get_organization
from tollgate.errors import BadRequest, NotFound, UnknownModel
from tollgate.policies import documents, rehearsal
from tollgate.policies.bundle import Bundle
from tollgate.policies.models import Entry, Reason
from tollgate.policies.roster import custom_roles
from tollgate.policies.schema.cases import REQUEST, SUBJECT, USED
from tollgate.policies.schema.records import said, suggestion
from tollgate.policies.service.changes import Policies, bundle_entries, get_policy, get_version
from tollgate.policies.versions import Policy, PolicyVersion
from tollgate.providers.models import Dialect, ProviderSpec
from tollgate.providers.registry import resolve

LONGEST_CONTENT: Final = 500_000
_CONTENT: Final = ("content", "prompt", "input")
_OUTPUT: Final = ("output", "response")
_THIS_CALL_TOO: Final = "requests_per_"
_DATES: Final = ("effective_from", "effective_until")
_KNOWN_PROVIDERS: Final = {
    dialect.value: ProviderSpec(dialect.value, dialect, "") for dialect in Dialect
}


class Evaluation(Struct, frozen=True):
    """What would be done; `notices` say what was not looked at."""

    rehearsal: rehearsal.Rehearsal
    bundle_hash: str | None
    notices: tuple[str, ...]

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """All that spoke, the most severe first."""
        return self.rehearsal.reasons


def evaluate_policy(
    policies: Policies,
    caller: Caller,
    policy_id: str,
    case: Mapping[str, Any],
    version: int | None = None,
) -> Evaluation:
    """One version (the one that is shown, unless named) alone, whenever it is in force.

    A caller of whom the case says nothing is in the policy's scope.
    """
    policy = get_policy(policies, caller, policy_id)
    chosen = _chosen(policies, policy, version)
    document = dict(chosen.document)
    if "at_ms" not in (case.get("request") or {}):
        document = {name: value for name, value in document.items() if name not in _DATES}
    entry = Entry(policy.id, chosen.version, document)
    return _evaluated(policies, caller, [entry], case, scope=document.get("scope"))


def evaluate_everything(policies: Policies, caller: Caller, case: Mapping[str, Any]) -> Evaluation:
    """Everything in force together, dry runs included."""
    hash_ = policies.store.heads.read_head(caller.organization_id).hash
    entries = bundle_entries(policies, caller.organization_id, hash_)
    return _evaluated(policies, caller, entries, case, hash_=hash_)


def _evaluated(
    policies: Policies,
    caller: Caller,
    entries: list[Entry],
    case: Mapping[str, Any],
    *,
    scope: Mapping[str, Any] | None = None,
    hash_: str | None = None,
) -> Evaluation:
    subject, notices = _known_subject(policies, caller, case.get("subject") or {})
    bundle = Bundle(hash_ or "", entries)
    result = rehearsal.rehearse(
        bundle, {**case, "subject": subject}, now_ms=policies.clock(), scope=scope
    )
    return Evaluation(result, hash_, (*notices, *_not_looked_at(entries)))


def _not_looked_at(entries: Iterable[Entry]) -> Iterable[str]:
    for entry in entries:
        name = entry.document["name"]
        if (entry.document.get("rules") or {}).get("remote"):
            yield f"{name}: its remote detectors were not asked"
        for warning in documents.warnings(entry.document):
            yield f"{name}: {warning}"


def run_tests(
    policies: Policies, caller: Caller, policy_id: str, version: int | None = None
) -> tuple[PolicyVersion, tuple[rehearsal.CaseResult, ...]]:
    """The tests of a version; the latest, unless named."""
    policy = get_policy(policies, caller, policy_id)
    chosen = get_version(policies, policy, version or policy.latest_version)
    return chosen, rehearsal.run_tests(chosen.document, now_ms=policies.clock())


def _chosen(policies: Policies, policy: Policy, version: int | None) -> PolicyVersion:
    return get_version(policies, policy, version or policy.shown_version(policies.clock()))


def case_of(context: Mapping[str, Any]) -> dict[str, Any]:
    """A flat context as the case of a test: who calls, with what, after how much.

    `requests_per_minute` and its like count this call too, as a meter beside the call would. Raises
    `BadRequest` naming what is not known.
    """
    subject: dict[str, Any] = {}
    request: dict[str, Any] = {}
    used: dict[str, Any] = {}
    texts: dict[str, str] = {}
    for name, value in context.items():
        if name in REQUEST.spellings and name != "used":
            request[name] = value
        elif name in SUBJECT.spellings:
            subject[name] = value
        elif name in USED.spellings:
            used[name] = _before(name, value)
        elif name in _CONTENT or name in _OUTPUT:
            texts["content" if name in _CONTENT else "output"] = _text(value, f"context.{name}")
        else:
            known = REQUEST.spellings | SUBJECT.spellings | USED.spellings | {*_CONTENT, *_OUTPUT}
            message = f"a context has no {said(name)}{suggestion(name, known)}"
            raise BadRequest(message, param=f"context.{name}")
    return {
        "subject": SUBJECT.read(subject, "context"),
        "request": _request(request | ({"used": used} if used else {}), "context"),
        **texts,
    }


def case_from(
    subject: Mapping[str, Any], request: Mapping[str, Any], content: str | None, output: str | None
) -> dict[str, Any]:
    """A context in the form of a test case."""
    return {
        "subject": SUBJECT.read(subject, "subject"),
        "request": _request(request, "request"),
        "content": None if content is None else _text(content, "content"),
        "output": None if output is None else _text(output, "output"),
    }


def _before(name: str, value: Any) -> Any:
    counts = name.startswith(_THIS_CALL_TOO) and isinstance(value, int) and value > 0
    return value - 1 if counts else value


def _text(value: Any, path: str) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_CONTENT:
        raise BadRequest(f"must be a text of at most {LONGEST_CONTENT} characters", param=path)
    return value


def _request(values: Mapping[str, Any], path: str) -> dict[str, Any]:
    request = REQUEST.read(values, path)
    if "model" in request and "provider" not in request:
        request["provider"] = _provider_of(request["model"])
    return request


def _provider_of(model: str) -> str:
    prefix, slash, _ = model.partition("/")
    if slash:
        return prefix
    try:
        return resolve(model, _KNOWN_PROVIDERS)[0].name
    except UnknownModel:
        return "unknown"


def _known_subject(
    policies: Policies, caller: Caller, said_of: Mapping[str, Any]
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The caller of a case with what the directory knows of it; what the case says comes first."""
    known: dict[str, Any] = {}
    notices: list[str] = []
    key = _found(policies, caller, ApiKey, said_of.get("key"), notices)
    if key is not None:
        known |= {"tags": key.tags, "user": key.user_id, "teams": [key.team_id]}
        known["key_age_days"] = (policies.clock() - key.created_ms) // (24 * 3600 * 1000)
    user = _found(policies, caller, User, said_of.get("user") or known.get("user"), notices)
    if user is not None:
        team_path = _path(policies, caller, key.team_id) if key and key.team_id else []
        custom = custom_roles(policies.directory, caller.organization_id)
        known["roles"] = sorted(roles_of(user, custom, team_path, policies.clock()))
        known["teams"] = [*known.get("teams", []), *user.team_ids]
    teams = filter(None, dict.fromkeys(known.pop("teams", ())))
    known["teams"] = [_path(policies, caller, team_id) for team_id in teams]
    known["time_zone"] = get_organization(
        policies.directory, caller, caller.organization_id
    ).time_zone
    stated = dict(said_of)
    if "teams" in stated:
        stated["teams"] = [
            _path(policies, caller, path[0]) if len(path) == 1 else path for path in stated["teams"]
        ]
    present = {name: value for name, value in known.items() if value}
    return {**present, **stated}, tuple(notices)


def _found(
    policies: Policies, caller: Caller, kind: type[Any], id_: str | None, notices: list[str]
) -> Any:
    if not id_:
        return None
    try:
        return directory_changes.get(policies.directory, caller, kind, id_)
    except NotFound as error:
        notices.append(error.message)
        return None


def _path(policies: Policies, caller: Caller, team_id: str) -> list[str]:
    """The ids from a team up to the root."""
    path: list[str] = []
    above: str | None = team_id
    while above is not None and above not in path:
        path.append(above)
        team = _found(policies, caller, Team, above, [])
        above = team.parent_team_id if team else None
    return path
