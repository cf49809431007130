"""The permission matrix: every route and every built-in role; run as a module to write it.

    python -m tests.contract.permission_matrix

An `x` says that somebody with this role and no other is let in by the route. A scope at the end of
the permission is the least that lets somebody in; the service narrows what they reach.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from functions.status.build_openapi import document
from tollgate.directory.roles import RoleBook
from tollgate.directory.system_roles import SYSTEM_ROLES
from tollgate.http.permissions import PERMISSION, PUBLIC, SIGNED_IN

MATRIX: Final = Path(__file__).with_name("permission_matrix.txt")
_ABBREVIATED: Final = {
    "owner": "own",
    "admin": "adm",
    "team_manager": "mgr",
    "power_user": "pow",
    "developer": "dev",
    "standard_user": "std",
    "viewer": "vwr",
    "security_officer": "sec",
    "finance": "fin",
    "auditor": "aud",
    "operator": "opr",
}


def routes() -> Iterator[tuple[str, str, str]]:
    """Method, path and declared permission of every operation of the control plane."""
    for path, operations in sorted(document()["paths"].items()):
        for method, operation in sorted(operations.items()):
            if PERMISSION in operation:
                yield method.upper(), path, operation[PERMISSION]


def rendered() -> str:
    """The matrix as it is committed."""
    lines = [
        "# " + ", ".join(f"{short} {name}" for name, short in _ABBREVIATED.items()),
        _line("route", "permission", (_ABBREVIATED[name] for name in SYSTEM_ROLES)),
    ]
    for method, path, permission in routes():
        marks = (" x " if _lets_in(role, permission) else " - " for role in SYSTEM_ROLES)
        lines.append(_line(f"{method:6} {path}", permission, marks))
    return "\n".join(lines) + "\n"


def _lets_in(role: str, permission: str) -> bool:
    if permission in (PUBLIC, SIGNED_IN):
        return True
    return RoleBook({}).union((role,)).permits(permission)


def _line(route: str, permission: str, marks: Iterator[str]) -> str:
    return f"{route:68} {permission:26} {' '.join(marks)}".rstrip()


if __name__ == "__main__":
    MATRIX.write_text(rendered(), encoding="utf-8")
