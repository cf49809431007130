"""`python -m tests.local_run`: the local run with the functions of `tests.local_functions`."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import uvloop

from local.functions import FUNCTIONS, FunctionSpec
from local.settings import Settings
from local.supervisor import Supervisor


def _stand_in(spec: FunctionSpec) -> FunctionSpec:
    handlers = {
        "proxy": "stream",
        **dict.fromkeys(("reaper", "ingest", "rollup", "deliver", "retention"), "record"),
    }
    return replace(spec, handler=f"tests.local_functions.{handlers.get(spec.name, 'http')}")


if __name__ == "__main__":
    functions = {name: _stand_in(spec) for name, spec in FUNCTIONS.items() if name != "migrate"}
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(Supervisor(Settings.from_env(), functions).run())
