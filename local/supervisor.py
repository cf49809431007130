"""Starts everything in order, watches it, and stops it in the reverse order.

    1. take the data directory and the port     4. the front door and the functions
    2. write the runtime secret                 5. migrations, then the first run
    3. store, database, scripted provider       6. stream and schedules; ready

Whatever ends by itself ends the run, with a message that names its log.
"""

from __future__ import annotations

import asyncio
import errno
import fcntl
import os
import signal
import socket
import sys
import time
from collections.abc import Coroutine, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Final, TypeVar

from local.children import Child, ChildEnded, Nursery
from local.dashboard import Dashboard
from local.database import Cluster, check_database
from local.demo import Demo
from local.dynamodb import Emulator
from local.emulator import start_emulator
from local.environments import Environments
from local.first_run import Client, Credentials, ensure_credentials
from local.functions import FUNCTIONS, FunctionSpec
from local.gateway import Gateway
from local.invocations import FunctionFailed, TimedOut
from local.outbox import Outbox
from local.runtime_api import RuntimeApiServer
from local.schedules import run_schedule
from local.secret import write_secret
from local.serving import make_server, open_listener
from local.settings import Settings
from local.streams import StreamDelivery
from local.tables import ENVIRONMENT, ensure_tables, table_name
from tollgate.tables import JOURNAL

_STOPS_WITHIN_S: Final = 10.0
_LOOK_S: Final = 1.0
_FIRST: Final = ("proxy", "status")
_FIRST_RUN: Final = ("auth", "directory")
_SOON: Final = ("ingest", "auth", "directory", "usage", "costs", "policies")
"""Functions whose processes start before the product is ready; those that its first run needs too;
and those that then start one by one, so that the first visit does not wait for them."""

_T = TypeVar("_T")
_U = TypeVar("_U")


class CannotStart(Exception):
    """Something outside of us is in the way; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the front door listens."""

    host: str
    port: int

    @property
    def reachable_host(self) -> str:
        """The address to call it by from this machine."""
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104

    @property
    def url(self) -> str:
        """The base URL for a client on this machine."""
        host = self.reachable_host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def public_url(self) -> str:
        """The base URL for people: browsers make passkeys for a name, never for an address."""
        is_loopback = self.reachable_host in {"127.0.0.1", "::1"}
        return f"http://localhost:{self.port}" if is_loopback else self.url


class Supervisor:
    """One run over one data directory; `functions` as in `local.functions`."""

    def __init__(
        self, settings: Settings, functions: Mapping[str, FunctionSpec] = FUNCTIONS
    ) -> None:
        self._settings = settings
        self._functions = functions
        self._stack = AsyncExitStack()
        self._nursery: Nursery
        self._environments: Environments
        self._watched: list[asyncio.Task[ChildEnded] | asyncio.Task[None]] = []
        self._stopped = asyncio.Event()
        self._demo: Demo | None = None

    async def run(self) -> None:
        """Runs until a signal. Raises `CannotStart`, `ChildEnded`, and what a part raises."""
        began = time.monotonic()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._stopped.set)
        async with self._stack:
            credentials = await self._until_stopped(self._start())
            if credentials is not None:
                print(_announcement(credentials, time.monotonic() - began), flush=True)
                self._start_demo()
                await self._until_stopped(self._first_end())
            print("Stopping.", flush=True)

    async def _until_stopped(self, work: Coroutine[None, None, _T]) -> _T | None:
        """The result of `work`, or None when a signal came first."""
        task = asyncio.ensure_future(work)
        stopped = asyncio.create_task(self._stopped.wait())
        await asyncio.wait({task, stopped}, return_when="FIRST_COMPLETED")
        stopped.cancel()
        if task.done():
            return task.result()
        task.cancel()
        await asyncio.wait({task})
        return None

    async def _start(self) -> Credentials:
        settings = self._settings
        self._stack.callback(os.close, _take_directory(settings.data_dir))
        listener = _bind(settings)
        self._stack.callback(listener.close)
        address = Address(settings.host, listener.getsockname()[1])
        self._nursery = Nursery(settings.data_dir / "logs", settings.forwarded)
        self._stack.callback(self._nursery.close)
        secret, setup_token = await self._start_scripted()
        emulator, database_url = await _both(self._start_emulator(), self._start_database())
        needs = {
            "tables": {**emulator.environment, **ENVIRONMENT},
            "secret": {"TOLLGATE_SECRET_FILE": str(secret)},
            "database": {"DATABASE_URL": database_url},
            "alerts": {"TOLLGATE_ALERT_FILE": str(settings.data_dir / "alerts.jsonl")},
            "webhooks": {"TOLLGATE_LOOPBACK_WEBHOOKS": "1"},
            "public": {"TOLLGATE_PUBLIC_URL": settings.public_url or address.public_url},
            "mail": {"TOLLGATE_MAIL_DIR": str(self._outbox)},
        }
        await self._start_functions(needs)
        await self._open_door(listener)
        await self._migrate()
        where = (address.reachable_host, address.port)
        is_first_run = self._is_first_run
        credentials = await ensure_credentials(settings, address.url, where, setup_token)
        self._start_deliveries(emulator)
        if settings.demo and is_first_run:
            days = settings.demo_days
            self._demo = Demo(settings.data_dir, emulator, Client(*where), credentials, days)
        return credentials

    @property
    def _outbox(self) -> Path:
        return self._settings.data_dir / "outbox"

    @property
    def _is_first_run(self) -> bool:
        return not (self._settings.data_dir / "credentials.json").exists()

    def _start_demo(self) -> None:
        if self._demo is not None:
            self._stack.callback(asyncio.create_task(self._demo.run(), name="demo").cancel)

    async def _start_scripted(self) -> tuple[Path, str]:
        """Starts the scripted provider; returns the secret that names it, and the setup token."""
        listener = open_listener("127.0.0.1", 0)
        port = listener.getsockname()[1]
        descriptors = (
            "--socket",
            str(listener.fileno()),
            "--lifeline",
            str(self._nursery.lifeline),
        )
        child = await self._nursery.start(
            "scripted",
            [sys.executable, "-m", "local.scripted", *descriptors],
            descriptors=[listener.fileno()],
        )
        listener.close()
        self._keep(child)
        return write_secret(self._settings, f"http://127.0.0.1:{port}")

    async def _start_emulator(self) -> Emulator:
        emulator, child = await start_emulator(self._settings, self._nursery)
        self._keep(child)
        await ensure_tables(emulator)
        return emulator

    async def _start_database(self) -> str:
        """The URL of PostgreSQL: the one that the settings name, or one of our own."""
        if self._settings.database_url:
            await asyncio.to_thread(check_database, self._settings.database_url)
            return self._settings.database_url
        cluster = Cluster(self._settings.data_dir / "postgres")
        starting = asyncio.create_task(asyncio.to_thread(cluster.start))

        async def stop() -> None:
            await asyncio.wait({starting})  # a thread cannot be cancelled
            await asyncio.to_thread(cluster.stop)

        self._stack.push_async_callback(stop)
        url = await asyncio.shield(starting)
        lifeline = [str(self._nursery.lifeline), str(cluster.pid())]
        child = await self._nursery.start(
            "postgres-lifeline", [sys.executable, "-S", "-m", "local.lifeline", *lifeline]
        )
        self._stack.push_async_callback(child.stop, _STOPS_WITHIN_S)
        self._watched.append(asyncio.create_task(_database_end(cluster)))
        return url

    async def _start_functions(self, needs: Mapping[str, Mapping[str, str]]) -> None:
        api = RuntimeApiServer(token_hex(16))
        await api.start()
        self._stack.push_async_callback(api.stop)
        self._environments = Environments(api, self._nursery, needs, self._functions)
        self._stack.push_async_callback(self._environments.stop)
        self._environments.wake(*_FIRST, *(_FIRST_RUN if self._is_first_run else ()))

    async def _open_door(self, listener: socket.socket) -> None:
        dashboard, outbox = Dashboard(self._settings.dashboard), Outbox(self._outbox)
        gateway = Gateway(self._environments, dashboard, outbox=outbox)
        server = make_server(gateway, timeout_keep_alive=75, timeout_graceful_shutdown=2)
        serving = asyncio.create_task(server.serve([listener]))
        self._watched.append(serving)

        async def close() -> None:
            gateway.stopping = True
            await self._environments.drain(self._settings.drain_timeout)
            server.should_exit = True
            await serving

        self._stack.push_async_callback(close)
        while not server.started and not serving.done():  # noqa: ASYNC110 - it has no event
            await asyncio.sleep(0.01)

    async def _migrate(self) -> None:
        """Brings the database to the current schema, as a deployment does."""
        if "migrate" not in self._functions:
            return
        try:
            await self._environments.invoke("migrate", b"{}")
        except (FunctionFailed, TimedOut) as error:
            raise CannotStart(f"the database could not be migrated: {error}") from error
        await self._environments.stop_one("migrate")

    def _start_deliveries(self, emulator: Emulator) -> None:
        settings, environments = self._settings, self._environments
        journal = StreamDelivery(emulator, environments, table_name(JOURNAL), "ingest")
        work = {
            "ingest": journal.run(),
            "reaper": run_schedule(environments, "reaper", settings.reaper_interval),
            "rollup": run_schedule(environments, "rollup", settings.rollup_interval),
            "deliver": run_schedule(environments, "deliver", settings.deliver_interval),
            "retention": run_schedule(environments, "retention", settings.retention_interval),
        }
        for name, coroutine in work.items():
            task = asyncio.create_task(coroutine, name=name)
            self._stack.callback(task.cancel)
            self._watched.append(task)
        warming = asyncio.create_task(self._warm())
        self._stack.callback(warming.cancel)

    async def _warm(self) -> None:
        for name in _SOON:
            self._environments.wake(name)
            await asyncio.sleep(_LOOK_S)

    def _keep(self, child: Child) -> None:
        """`child` lives as long as the run: it is stopped with it, and its own end ends the run."""
        watch = asyncio.create_task(child.ended())
        self._watched.append(watch)

        async def stop() -> None:
            watch.cancel()
            await child.stop(_STOPS_WITHIN_S)

        self._stack.push_async_callback(stop)

    async def _first_end(self) -> None:
        done, _ = await asyncio.wait(self._watched, return_when="FIRST_COMPLETED")
        raise done.pop().result() or ChildEnded("a part of the supervisor ended")


async def _both(
    first: Coroutine[None, None, _T], second: Coroutine[None, None, _U]
) -> tuple[_T, _U]:
    """Both results; a failure of one is raised only when the other has ended too."""
    one, other = asyncio.create_task(first), asyncio.create_task(second)
    try:
        await asyncio.wait({one, other})
    except asyncio.CancelledError:
        one.cancel()
        other.cancel()
        raise
    return one.result(), other.result()


async def _database_end(cluster: Cluster) -> ChildEnded:
    while cluster.is_running():  # noqa: ASYNC110 - a process that is not our child
        await asyncio.sleep(_LOOK_S)
    return ChildEnded("PostgreSQL ended; its log is in its data directory")


def _announcement(credentials: Credentials, seconds: float) -> str:
    return (
        f"Tollgate is ready at {credentials.url} ({seconds:.1f} s)\n"
        f"  sign in  {credentials.admin_email}  {credentials.admin_password}\n"
        f"  API key  {credentials.api_key}\n"
        "Ctrl-C stops it."
    )


def _take_directory(path: Path) -> int:
    """Makes the data directory if need be; the descriptor holds it until it is closed."""
    try:
        _make_directory(path)
        descriptor = os.open(path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise CannotStart(
            f"{path} cannot be used ({error.strerror}); choose another with TOLLGATE_DATA_DIR"
        ) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise CannotStart(
            f"another Tollgate is running over {path}; stop it, or set TOLLGATE_DATA_DIR"
        ) from error
    return descriptor


def _make_directory(path: Path) -> None:
    """Root's PostgreSQL runs as another account, which must be able to pass through."""
    if not path.exists():
        path.mkdir(parents=True)
        path.chmod(0o711 if os.geteuid() == 0 else 0o700)
    (path / "logs").mkdir(exist_ok=True, mode=0o700)


def _bind(settings: Settings) -> socket.socket:
    try:
        return open_listener(settings.host, settings.port)
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        raise CannotStart(
            f"port {settings.port} is taken; free it or choose another with TOLLGATE_PORT"
            if taken
            else f"cannot listen on {settings.host} port {settings.port}: {error.strerror}; "
            "choose others with TOLLGATE_HOST and TOLLGATE_PORT"
        ) from error
