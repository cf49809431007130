"""Execution environments: one process per function, started when it is first needed."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping
from typing import Final

from local.children import Child, Nursery, tail
from local.functions import FUNCTIONS, FunctionSpec
from local.invocations import FunctionQueue, Streamed
from local.runtime_api import RuntimeApiServer
from local.settings import ROOT

_STOPS_WITHIN_S: Final = 5.0
_MEMORY_MB: Final = "512"


class Environment:
    """The process of one function; it is started again by the next event after it has ended."""

    def __init__(
        self, spec: FunctionSpec, api: RuntimeApiServer, nursery: Nursery, variables: dict[str, str]
    ) -> None:
        self.spec = spec
        self.queue = FunctionQueue(self.wake)
        self._api = api
        self._nursery = nursery
        self._variables = variables
        self._child: Child | None = None
        self._watch: asyncio.Task[None] | None = None
        api.queues[spec.name] = self.queue

    def wake(self) -> None:
        """Starts the process unless it runs."""
        if self._watch is None or self._watch.done():
            self._watch = asyncio.create_task(self._run(), name=f"environment {self.spec.name}")

    async def stop(self) -> None:
        """Ends the process, whatever it is doing."""
        if self._watch is not None:
            self._watch.cancel()
        if self._child is not None:
            await self._child.stop(_STOPS_WITHIN_S)

    async def _run(self) -> None:
        child = await self._nursery.start(
            self.spec.name,
            [sys.executable, "-m", "tollgate.runtime.loop"],
            environment={**self._variables, **self._lambda_variables()},
        )
        self._child = child
        status = await child.process.wait()
        self.queue.fail_all(
            {
                "errorType": "Runtime.ExitError",
                "errorMessage": f"{self.spec.name} ended with status {status}",
                "stackTrace": tail(child.log).splitlines(),
            }
        )

    def _lambda_variables(self) -> dict[str, str]:
        """What the Lambda service sets, as far as this runtime or a library reads it."""
        return {
            "AWS_LAMBDA_RUNTIME_API": self._api.address(self.spec.name),
            "_HANDLER": self.spec.handler,
            "LAMBDA_TASK_ROOT": str(ROOT),
            "AWS_LAMBDA_FUNCTION_NAME": self.spec.name,
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": _MEMORY_MB,
            "TOLLGATE_RUNTIME_CONCURRENCY": str(self.spec.concurrency),
            "POWERTOOLS_SERVICE_NAME": self.spec.name,
        }


class Environments:
    """All functions; each sees only the variables that its needs name."""

    def __init__(
        self,
        api: RuntimeApiServer,
        nursery: Nursery,
        needs: Mapping[str, Mapping[str, str]],
        functions: Mapping[str, FunctionSpec] = FUNCTIONS,
    ) -> None:
        self._all = {
            name: Environment(spec, api, nursery, _variables(spec, needs))
            for name, spec in functions.items()
        }

    async def invoke(self, function: str, event: bytes) -> bytes | Streamed:
        """One invocation. Raises `FunctionFailed`, `TimedOut`."""
        environment = self._all[function]
        return await environment.queue.invoke(event, environment.spec.timeout)

    def wake(self, *names: str) -> None:
        """Starts these functions' processes before their first event."""
        for name in names:
            self._all[name].wake()

    async def stop_one(self, name: str) -> None:
        """Ends the process of a function that is not needed again soon."""
        await self._all[name].stop()

    async def drain(self, patience: float) -> None:
        """Waits until every invocation has ended, `patience` seconds at most."""
        deadline = asyncio.get_running_loop().time() + patience
        while self._is_busy() and asyncio.get_running_loop().time() < deadline:  # noqa: ASYNC110
            await asyncio.sleep(0.05)

    def _is_busy(self) -> bool:
        return any(environment.queue.running for environment in self._all.values())

    async def stop(self) -> None:
        """Ends every process."""
        await asyncio.gather(*(environment.stop() for environment in self._all.values()))


def _variables(spec: FunctionSpec, needs: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    return {
        name: value for need in sorted(spec.needs) for name, value in needs.get(need, {}).items()
    }
