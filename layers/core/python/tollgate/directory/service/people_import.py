"""Many people at once, from a table: each line is created, was there already, or says why not.

People are stored in groups, each one transaction, several at a time. A group in which somebody was
taken meanwhile is stored person by person, so that one does not spoil the others. Who is in the
organization already is left as they are: the same table again goes on where it stopped.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from typing import Final

from msgspec import Struct
from pydantic import TypeAdapter, ValidationError

from tollgate.auth.models import Caller
from tollgate.directory.fields import Email, Name
from tollgate.directory.models import Entity, Organization, Status, Team, User
from tollgate.directory.people_table import Row
from tollgate.directory.roles import RoleBook
from tollgate.directory.service import ranks
from tollgate.directory.service.changes import check_rules, event_of
from tollgate.directory.service.identities import organization_of, role_book
from tollgate.directory.service.invitations import Inviting, Written, check_mail, waiting, write
from tollgate.directory.service.reach import extent
from tollgate.directory.service.users import check_place, references
from tollgate.errors import BadRequest, Conflict, Forbidden, TollgateError, Unavailable
from tollgate.kit.ids import new_id

DEFAULT_ROLE: Final = "developer"
MOST_ROLES_AND_TEAMS: Final = 20
LASTS_S: Final = 20.0
"""After this no further group begins: API Gateway gives an answer 29 seconds."""

_WRITES: Final = 100
"""Of one transaction: DynamoDB's limit."""
_THREADS: Final = 8
_THERE: Final = "is in the organization already"
_EMAIL: Final = TypeAdapter[str](Email)
_NAME: Final = TypeAdapter[str](Name)


class Outcome(StrEnum):
    """What became of a line."""

    CREATED = "created"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    REMAINING = "remaining"


class Result(Struct, frozen=True):
    """One line; `message` says why it failed, or what is to know about it."""

    line: int
    email: str
    status: Outcome
    message: str = ""


class Options(Struct, frozen=True):
    """`dry_run` stores nothing; `invite` writes everybody a letter with a link to join."""

    dry_run: bool = False
    invite: bool = False


class _Newcomer(Struct, frozen=True):
    row: Row
    user: User

    def result(self, status: Outcome, message: str = "") -> Result:
        return Result(self.row.line, self.user.email, status, message)


def import_people(
    inviting: Inviting,
    caller: Caller,
    rows: Sequence[Row],
    options: Options,
    *,
    lasts_s: float = LASTS_S,
) -> list[Result]:
    """What became of each row, in their order.

    Raises `Unavailable` when nothing can be read, and `Conflict` when letters are wanted in a
    deployment without e-mail.
    """
    if options.invite:
        check_mail(inviting)
    reading = _Reading(inviting, caller, options)
    results: dict[int, Result] = {}
    newcomers: list[_Newcomer] = []
    for row in rows:
        read = reading.read(row)
        if isinstance(read, _Newcomer):
            newcomers.append(read)
        else:
            results[row.line] = read
    if options.dry_run:
        done: Iterable[Result] = (each.result(Outcome.CREATED) for each in newcomers)
    else:
        done = _store(_Storing(inviting, caller, options), newcomers, lasts_s)
    results |= {result.line: result for result in done}
    return [results[row.line] for row in rows]


class _Reading:
    """Rows as people, or as what is wrong with them; everything is looked up once."""

    def __init__(self, inviting: Inviting, caller: Caller, options: Options) -> None:
        directory = inviting.directory
        self._directory = directory
        self._caller = caller
        self._moment_ms = directory.clock() if options.invite else 0
        self._there = directory.store.emails(caller.organization_id)
        self._book: RoleBook = role_book(directory, caller.organization_id, lambda _: True)
        self._roles: dict[str, str | TollgateError] = {}
        self._teams: dict[str, list[Team]] = {}
        self._lines: dict[str, int] = {}
        self._reach = extent(directory, caller, "users.create")
        for team in directory.store.everything(Team, caller.organization_id):
            if team.status is Status.ACTIVE:
                for name in (team.id, team.name.strip().lower()):
                    self._teams.setdefault(name, []).append(team)

    def read(self, row: Row) -> _Newcomer | Result:
        """A person to be created, or what else becomes of the row."""
        try:
            email = _EMAIL.validate_python(row.email)
            first = self._lines.setdefault(email, row.line)
            if first != row.line:
                message = f"the same address as in line {first}"
                return Result(row.line, email, Outcome.FAILED, message)
            if email in self._there:
                return Result(row.line, email, Outcome.UNCHANGED, _THERE)
            return _Newcomer(row, self._person(row, email))
        except ValidationError:
            return Result(row.line, row.email[:254], Outcome.FAILED, "email: not an email address")
        except (BadRequest, Forbidden) as error:
            return Result(row.line, row.email[:254], Outcome.FAILED, error.message)

    def _person(self, row: Row, email: str) -> User:
        if max(len(row.roles), len(row.teams)) > MOST_ROLES_AND_TEAMS:
            raise BadRequest(f"at most {MOST_ROLES_AND_TEAMS} roles and as many teams")
        at_ms = self._directory.clock()
        user = User(
            id=new_id("usr", now_ms=at_ms),
            organization_id=self._caller.organization_id,
            email=email,
            name=_name(row.name or email.partition("@")[0]),
            roles=tuple(dict.fromkeys(map(self._role, row.roles or (DEFAULT_ROLE,)))),
            team_ids=tuple(dict.fromkeys(map(self._team, row.teams))),
            created_ms=at_ms,
        )
        check_place(self._reach, user)
        check_rules(self._caller, user)
        return waiting(user, self._caller, self._moment_ms)

    def _role(self, name: str) -> str:
        if name not in self._roles:
            self._roles[name] = self._checked_role(name)
        found = self._roles[name]
        if isinstance(found, TollgateError):
            raise found.again()
        return found

    def _checked_role(self, name: str) -> str | TollgateError:
        try:
            role = ranks.known_role(self._book, name, "role")
            ranks.check_roles(self._directory, self._caller, (role,), param="role")
        except (BadRequest, Forbidden) as error:
            return error
        return role

    def _team(self, name: str) -> str:
        found = self._teams.get(name) or self._teams.get(name.lower(), [])
        if not found:
            raise BadRequest(f"team: there is no active team {name[:100]!r}")
        if len(found) > 1:
            raise BadRequest(f"team: several are called {name[:100]!r}; write the id of one")
        return found[0].id


def _name(text: str) -> str:
    try:
        return _NAME.validate_python(text)
    except ValidationError as error:
        raise BadRequest("name: 1 to 100 characters") from error


class _Storing:
    """Stores groups of people; used by several threads at once."""

    def __init__(self, inviting: Inviting, caller: Caller, options: Options) -> None:
        self._inviting = inviting
        self._caller = caller
        self._organization: Organization | None = None
        if options.invite:
            self._organization = organization_of(inviting.directory, caller.organization_id)

    @property
    def writes_each(self) -> int:
        """Of one person: the address, the person and the event; the letter and its link."""
        return 3 if self._organization is None else 5

    def store(self, group: Sequence[_Newcomer]) -> list[Result]:
        """The group at once, or one by one where that does not work."""
        try:
            self._commit(group)
        except (Conflict, BadRequest) as error:
            if len(group) > 1:
                return [result for each in group for result in self.store([each])]
            return [_refused(group[0], error)]
        except Unavailable:
            message = "the store did not answer in time; import the table again"
            return [each.result(Outcome.REMAINING, message) for each in group]
        return [each.result(Outcome.CREATED) for each in group]

    def _commit(self, group: Sequence[_Newcomer]) -> None:
        at_ms = self._inviting.directory.clock()
        letters: list[Written] = []
        if self._organization is not None:
            letters = [write(self._inviting, self._organization, each.user) for each in group]
        self._inviting.directory.store.add_people(
            [
                (each.user, event_of(self._caller, at_ms, "created", None, each.user))
                for each in group
            ],
            active=_needed(group),
            beside=[letter.beside for letter in letters],
        )


def _refused(newcomer: _Newcomer, error: Conflict | BadRequest) -> Result:
    if isinstance(error, Conflict) and error.param == "email":
        return newcomer.result(Outcome.UNCHANGED, _THERE)
    return newcomer.result(Outcome.FAILED, error.message)


def _store(storing: _Storing, newcomers: Sequence[_Newcomer], lasts_s: float) -> Iterator[Result]:
    until = time.monotonic() + lasts_s

    def unless_late(group: Sequence[_Newcomer]) -> list[Result]:
        if time.monotonic() >= until:
            message = "there was no time left; import the table again"
            return [each.result(Outcome.REMAINING, message) for each in group]
        return storing.store(group)

    with ThreadPoolExecutor(_THREADS) as threads:
        for results in threads.map(unless_late, _groups(newcomers, storing.writes_each)):
            yield from results


def _groups(newcomers: Iterable[_Newcomer], writes_each: int) -> Iterator[list[_Newcomer]]:
    """As many people as fit into a transaction, with the teams and roles that they name."""
    group: list[_Newcomer] = []
    needed: set[tuple[type[Entity], str]] = set()
    for each in newcomers:
        more = _needed([each])
        if group and writes_each * (len(group) + 1) + len(needed | more) > _WRITES:
            yield group
            group, needed = [], set()
        group.append(each)
        needed |= more
    if group:
        yield group


def _needed(group: Iterable[_Newcomer]) -> set[tuple[type[Entity], str]]:
    """The teams and roles that these people name."""
    return {needed for each in group for needed in references(None, each.user)}
