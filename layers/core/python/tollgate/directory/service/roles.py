"""Roles: those that every organization has, which nobody changes, and an organization's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from tollgate.access.conditions import check_condition
from tollgate.auth.models import Caller
from tollgate.directory.models import Role, Status, User
from tollgate.directory.permission_catalog import unknown
from tollgate.directory.roles import DEEPEST, RoleBook
from tollgate.directory.service.changes import Directory, change, create, is_there
from tollgate.directory.service.identities import role_book
from tollgate.directory.service.ranks import OWNER
from tollgate.directory.system_roles import ELEVATABLE, SYSTEM_ROLES, canonical_role
from tollgate.errors import BadRequest, Conflict, Forbidden, NotFound, PreconditionFailed
from tollgate.kit.permissions import Rights

MOST_ROLES: Final = 200
"""Roles of an organization's own: all are read when somebody who has one of them signs in."""

RESERVED_NAMES: Final = frozenset({"permissions"})
"""What stands after `/api/v1/roles/` and is no role."""

DESCRIPTIONS: Final[Mapping[str, str]] = {
    "owner": "May do everything, and founds further organizations.",
    "admin": "May do everything inside the organization.",
    "team_manager": "Leads teams: keys, spend, approvals.",
    "power_user": "Works with models, sees the own teams' spend, drafts policies.",
    "developer": "Works with models by keys of their own.",
    "standard_user": "Calls models by keys that others issue.",
    "viewer": "Sees everything and changes nothing.",
    "security_officer": "Keeps policies and the rules for signing in; stops what must be stopped.",
    "finance": "Keeps budgets, prices and costs.",
    "auditor": "Sees everything but sums of spend, for review.",
    "operator": "Keeps the organization running and freezes it when needed.",
}


class KnownRole(Struct, frozen=True):
    """A role as it is shown: `effective` is what it gives with all that it inherits.

    `held_by` counts the people who have it, directly, in a team or for a while.
    """

    role: Role
    system: bool
    effective: Rights
    held_by: int


def list_roles(
    directory: Directory, caller: Caller, *, limit: int, after: str | None
) -> tuple[list[KnownRole], str | None]:
    """Roles by name, and the name that more follow after, or None."""
    book = role_book(directory, caller.organization_id, lambda _: True)
    names = sorted(name for name in {*SYSTEM_ROLES, *book.custom} if after is None or name > after)
    holders = _holders(directory, caller.organization_id)
    page = [_known(book, name, caller.organization_id, holders) for name in names[:limit]]
    return page, names[limit - 1] if len(names) > limit else None


def get_role(directory: Directory, caller: Caller, role_id: str) -> KnownRole:
    """One role by its name or what others call it. Raises `NotFound`."""
    book = role_book(directory, caller.organization_id, lambda _: True)
    for name in (role_id, canonical_role(role_id)):
        if book.knows(name):
            holders = _holders(directory, caller.organization_id)
            return _known(book, name, caller.organization_id, holders)
    raise NotFound(f"no role with id {role_id}")


def create_role(directory: Directory, caller: Caller, values: Mapping[str, Any]) -> KnownRole:
    """A new role of `values` (fields of `Role`, `name` among them); its id is made of its name.

    Raises `Conflict` on a name that is taken, `BadRequest` naming what is wrong with the others,
    and `Forbidden` when it would give more than the caller has.
    """
    role_id = canonical_role(values["name"])
    book = role_book(directory, caller.organization_id, lambda _: True)
    if role_id in RESERVED_NAMES:
        raise BadRequest(f"{role_id!r} cannot be the name of a role", param="name")
    if book.knows(role_id):
        raise Conflict(f"there is a role {role_id!r} already", param="name")
    if len(book.custom) >= MOST_ROLES:
        raise Conflict(f"an organization has {MOST_ROLES} roles of its own at most")
    blank = Role(
        id=role_id,
        organization_id=caller.organization_id,
        name="",
        created_ms=directory.clock(),
    )
    role = _checked(book, caller, replace(blank, **values))
    holders = _holders(directory, caller.organization_id)
    before = directory.store.get(Role, caller.organization_id, role_id)
    if before is None:
        create(directory, caller, role)
    elif holders[role_id]:
        raise Conflict(f"people still have an earlier role {role_id!r}; take it from them first")
    else:
        role = replace(role, version=before.version)
        role = change(directory, caller, before, role, verb="created")
    return _known(_with(book, role), role_id, caller.organization_id, holders)


def update_role(
    directory: Directory,
    caller: Caller,
    role_id: str,
    changes: Mapping[str, Any],
    if_match: int | None = None,
) -> KnownRole:
    """Applies `changes` (fields of `Role` without `name`), which count on everybody's next call.

    Nobody changes a role that they have themselves, or one that gives more than they have.
    """
    book, before = _own_role(directory, caller, role_id)
    _check_version(before, if_match)
    _check_not_held(directory, caller, book, before)
    _check_gives(caller, book, before)
    after = _checked(book, caller, replace(before, **changes))
    denied, denied_then = (_with(book, each).union((role_id,)).denied for each in (before, after))
    if denied_then - denied:
        _check_no_owners(directory, caller, book, before)
    lifted = denied - denied_then
    for permission in sorted(lifted):
        if not caller.holds(permission):
            raise Forbidden(
                f"you do not hold {permission!r} yourself, so its denial is not yours to lift",
                param="denied_permissions",
            )
    after = change(directory, caller, before, after, if_match=if_match)
    holders = _holders(directory, caller.organization_id)
    return _known(_with(book, after), role_id, caller.organization_id, holders)


def delete_role(
    directory: Directory, caller: Caller, role_id: str, if_match: int | None = None
) -> None:
    """Raises `Conflict` while somebody has the role or another role inherits it."""
    book, before = _own_role(directory, caller, role_id)
    _check_version(before, if_match)
    _check_gives(caller, book, before)
    held_by = _holders(directory, caller.organization_id)[role_id]
    if held_by:
        raise Conflict(f"{held_by} people have this role", fields={"held_by": held_by})
    heirs = sorted(role.id for role in book.custom.values() if role_id in role.inherits)
    if heirs:
        raise Conflict(
            f"other roles inherit it: {', '.join(heirs)}", fields={"inherited_by": heirs}
        )
    after = replace(before, status=Status.DELETED)
    change(directory, caller, before, after, verb="deleted", if_match=if_match)


def _own_role(directory: Directory, caller: Caller, role_id: str) -> tuple[RoleBook, Role]:
    if canonical_role(role_id) in SYSTEM_ROLES:
        raise Forbidden(f"{canonical_role(role_id)!r} is the same for every organization")
    book = role_book(directory, caller.organization_id, lambda _: True)
    role = book.custom.get(role_id)
    if role is None:
        raise NotFound(f"no role with id {role_id}")
    return book, role


def _check_version(role: Role, if_match: int | None) -> None:
    if if_match not in (None, role.version):
        raise PreconditionFailed(f"the current version is {role.version}, not {if_match}")


def _check_not_held(directory: Directory, caller: Caller, book: RoleBook, role: Role) -> None:
    """Nor does a key change the role of somebody who has seen its secret."""
    for user_id in {*caller.behind, caller.user_id or ""} - {""}:
        user = directory.store.get(User, caller.organization_id, user_id)
        steps = book.steps_of(user, directory.clock()) if user else ()
        if any(step.path[-1] == role.id for step in steps):
            raise Forbidden("you have this role yourself: another administrator has to change it")


def _check_no_owners(directory: Directory, caller: Caller, book: RoleBook, role: Role) -> None:
    """A denial beats every allowance: by one more, others would lock an owner out."""
    if caller.may("*"):
        return
    for user in filter(is_there, directory.store.everything(User, caller.organization_id)):
        has_it = any(step.path[-1] == role.id for step in book.steps_of(user, directory.clock()))
        if OWNER in user.roles and has_it:
            raise Forbidden(
                "an owner has this role: only an owner changes what it denies",
                param="denied_permissions",
            )


def _check_gives(caller: Caller, book: RoleBook, role: Role) -> None:
    """A condition is no excuse for giving more than one has, and neither is a denial."""
    for permission in sorted(_with(book, role).union((role.id,)).allowed):
        if not caller.holds(permission):
            raise Forbidden(f"you do not hold {permission!r} yourself", param="permissions")


def _checked(book: RoleBook, caller: Caller, role: Role) -> Role:
    for field in ("permissions", "denied_permissions"):
        for permission in unknown(getattr(role, field)):
            raise BadRequest(f"there is no permission {permission!r}", param=field)
    if role.condition is not None:
        check_condition(role.condition)
    role = replace(role, inherits=_parents(book, role))
    _check_depth(_with(book, role))
    _check_gives(caller, book, role)
    return role


def _parents(book: RoleBook, role: Role) -> tuple[str, ...]:
    parents: dict[str, None] = {}
    for given in role.inherits:
        name = given if book.knows(given) else canonical_role(given)
        if name != role.id and not book.knows(name):
            raise BadRequest(f"there is no role {given!r}", param="inherits")
        parents[name] = None
    return tuple(parents)


def _check_depth(book: RoleBook) -> None:
    depths: dict[str, int] = {}

    def depth(name: str, below: tuple[str, ...]) -> int:
        if name in below:
            circle = " → ".join((*below[below.index(name) :], name))
            raise BadRequest(f"a role cannot inherit itself: {circle}", param="inherits")
        if len(below) >= DEEPEST:
            raise BadRequest(f"roles inherit {DEEPEST} deep at most", param="inherits")
        if name not in depths:
            role = book.custom.get(name)
            parents = role.inherits if role else ()
            depths[name] = 1 + max((depth(each, (*below, name)) for each in parents), default=0)
        if len(below) + depths[name] > DEEPEST:
            raise BadRequest(f"roles inherit {DEEPEST} deep at most", param="inherits")
        return depths[name]

    for name in book.custom:
        depth(name, ())


def _with(book: RoleBook, role: Role) -> RoleBook:
    return RoleBook({**book.custom, role.id: role}, book.holds)


def _holders(directory: Directory, organization_id: str) -> Counter[str]:
    """How many people have each role by name."""
    counts: Counter[str] = Counter()
    for roles in directory.store.roles_held(organization_id, directory.clock()):
        counts.update(roles)
    return counts


def _known(
    book: RoleBook, name: str, organization_id: str, holders: Mapping[str, int]
) -> KnownRole:
    role = book.custom.get(name)
    if role is None:
        role = Role(
            id=name,
            organization_id=organization_id,
            name=name,
            description=DESCRIPTIONS[name],
            permissions=SYSTEM_ROLES[name],
            elevatable=name in ELEVATABLE,
            created_ms=0,
        )
    return KnownRole(role, name in SYSTEM_ROLES, book.union((name,)), holders.get(name, 0))
