"""`python -m local`: the whole product on this machine."""

from __future__ import annotations

import asyncio
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - who runs it with less should be told
    sys.exit("Tollgate needs Python 3.11 or newer; this is " + sys.version.split()[0])

try:
    import uvloop

    from local.children import ChildEnded
    from local.database import DatabaseFailed
    from local.emulator import EmulatorMissing
    from local.first_run import FirstRunFailed
    from local.secret import FileDamaged
    from local.settings import SettingInvalid, Settings
    from local.supervisor import CannotStart, Supervisor
    from local.write_ahead import LogDamaged
except ModuleNotFoundError as missing:
    sys.exit(f"the package {missing.name} is missing: run `make setup`")

EXPECTED = (
    CannotStart,
    ChildEnded,
    DatabaseFailed,
    EmulatorMissing,
    FileDamaged,
    FirstRunFailed,
    LogDamaged,
    SettingInvalid,
)
"""What a user can mend: shown as one message, without a traceback."""


async def _run() -> None:
    await Supervisor(Settings.from_env()).run()


def main() -> int:
    """Runs until Ctrl-C; 1 when it could not start or something ended by itself."""
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_run())
    except EXPECTED as error:
        print(f"Tollgate stopped: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
