"""The DynamoDB emulator as a child process; what it does is in `emulator_launcher`."""

from __future__ import annotations

import asyncio
import secrets
from pathlib import Path

from local.children import Child, ChildEnded, Nursery, tail
from local.dynamodb import Emulator
from local.serving import open_listener
from local.settings import Settings

_READY_WITHIN_S = 180.0


class EmulatorMissing(Exception):
    """The emulator is not installed; the message says how to install it."""


async def start_emulator(settings: Settings, nursery: Nursery) -> tuple[Emulator, Child]:
    """Starts it over `<data dir>/dynamodb`; returns when it answers.

    Raises `EmulatorMissing`, and `ChildEnded` with the end of its log.
    """
    python = settings.emulator_home / "bin" / "python"
    if not python.exists():
        raise EmulatorMissing(f"{settings.emulator_home} is missing: run `make setup`")
    listener = open_listener("127.0.0.1", 0)
    listener.listen(512)
    directory = settings.data_dir / "dynamodb"
    emulator = Emulator(listener.getsockname()[1], access_key(directory))
    command = [
        *(str(python), "-m", "local.emulator_launcher"),
        *("--directory", str(directory)),
        *("--socket", str(listener.fileno())),
        *("--lifeline", str(nursery.lifeline)),
    ]
    child = await nursery.start("dynamodb", command, descriptors=[listener.fileno()])
    listener.close()
    await _ready(emulator, child)
    return emulator, child


def access_key(directory: Path) -> str:
    """The key that the emulator asks for, made on the first start; only its owner can read it."""
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = directory / "access-key"
    if not path.exists():
        # Whole or not at all: a start that is killed here leaves no empty key behind.
        unfinished = path.with_name("access-key.new")
        unfinished.touch(0o600)
        unfinished.write_text(f"LOCAL{secrets.token_hex(12).upper()}")
        unfinished.replace(path)
    return path.read_text()


async def _ready(emulator: Emulator, child: Child) -> None:
    end = asyncio.create_task(child.ended())
    answer = asyncio.create_task(emulator.call("ListTables", {}))
    await asyncio.wait({end, answer}, return_when="FIRST_COMPLETED", timeout=_READY_WITHIN_S)
    try:
        if not answer.done() or answer.exception() is not None:
            raise ChildEnded(f"the DynamoDB emulator did not start:\n{tail(child.log)}")
    finally:
        end.cancel()
        answer.cancel()
