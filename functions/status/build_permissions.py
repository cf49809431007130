"""Writes `docs/permissions-table.md` from the catalogue of permissions; run as a module.

python -m functions.status.build_permissions
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from tollgate.directory.permission_catalog import CATALOG, RESERVED, Permission
from tollgate.directory.permission_names import GROUPS
from tollgate.directory.service.roles import DESCRIPTIONS
from tollgate.directory.system_roles import ROLE_ALIASES, SYSTEM_ROLES

DOCUMENT: Final = Path(__file__).resolve().parents[2] / "docs" / "permissions-table.md"
_HEAD: Final = """\
# Permissions and roles

Made from the code by `python -m functions.status.build_permissions`; a test holds the two together.
What scopes, denials and conditions mean is on [roles.md](roles.md). Which built-in role may call
which route is in `tests/contract/permission_matrix.txt`.
"""


def rendered() -> str:
    """The page."""
    parts = [
        _HEAD,
        "## Permissions\n",
        _permissions(CATALOG),
        "Accepted in roles, and asked for by no route yet:\n",
        _permissions(RESERVED),
        "## Groups\n",
        "One word for several permissions, in roles and API keys.\n",
        _table(
            ("Group", "Stands for"), ((f"`{name}`", _codes(each)) for name, each in GROUPS.items())
        ),
        "## Built-in roles\n",
        "Every organization has them, and nobody changes them.\n",
        _table(("Role", "Also called", "For", "Permissions"), map(_role, SYSTEM_ROLES)),
    ]
    return "\n".join(parts)


def _permissions(permissions: Iterable[Permission]) -> str:
    rows = ((f"`{each.name}`", _codes(each.scopes), each.description) for each in permissions)
    return _table(("Permission", "Scopes", "Lets one"), rows)


def _role(name: str) -> tuple[str, ...]:
    aliases = [alias for alias, role in ROLE_ALIASES.items() if role == name]
    return f"`{name}`", _codes(aliases), DESCRIPTIONS[name], _codes(SYSTEM_ROLES[name])


def _codes(names: Iterable[str]) -> str:
    return " ".join(f"`{name}`" for name in names)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    DOCUMENT.write_text(rendered(), encoding="utf-8")
