"""The functions of the local run: what each is called, how it starts, and what it may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from tollgate.routes import ROUTES

Need = Literal["tables", "secret", "database", "alerts", "webhooks", "public", "mail"]

CONTROL_TIMEOUT: Final = 29.0
"""API Gateway's limit for an answer that is not streamed, in seconds."""

STREAMING_TIMEOUT: Final = 900.0
"""Lambda's limit, which is also API Gateway's for a streamed answer, in seconds."""


@dataclass(frozen=True, slots=True)
class FunctionSpec:
    """`concurrency`: invocations that its one process serves at a time; `timeout` in seconds.

    Only the proxy may serve several: the control plane's resolver keeps one request's state, as a
    Lambda environment has one request at a time.
    """

    name: str
    handler: str
    needs: frozenset[Need]
    concurrency: int = 1
    timeout: float = CONTROL_TIMEOUT


_SQL: Final = frozenset({"costs", "policies", "usage", "status"})
_WRITES_LETTERS: Final = frozenset({"auth", "directory"})
_STORE: Final[frozenset[Need]] = frozenset({"tables", "secret"})
_CONTROL: Final[frozenset[Need]] = frozenset({*_STORE, "public"})


def _http(name: str) -> FunctionSpec:
    handler = f"functions.{name}.handler.lambda_handler"
    if name == "proxy":
        needs: frozenset[Need] = frozenset({*_STORE, "webhooks"})
        return FunctionSpec(name, handler, needs, concurrency=32, timeout=STREAMING_TIMEOUT)
    more: frozenset[Need] = frozenset({"database"} if name in _SQL else ())
    letters: frozenset[Need] = frozenset({"mail"} if name in _WRITES_LETTERS else ())
    providers: frozenset[Need] = frozenset({"webhooks"} if name == "sso" else ())
    return FunctionSpec(name, handler, _CONTROL | more | letters | providers)


def _event(name: str, module: str, needs: frozenset[Need]) -> FunctionSpec:
    return FunctionSpec(name, f"functions.{module}.lambda_handler", needs, timeout=300)


FUNCTIONS: Final[dict[str, FunctionSpec]] = {
    **{name: _http(name) for name in sorted({route.function for route in ROUTES})},
    "reaper": _event("reaper", "proxy.reaper", frozenset({"tables"})),
    "ingest": _event("ingest", "usage.ingest", frozenset({"tables", "database"})),
    "rollup": _event("rollup", "usage.rollup", frozenset({"tables", "database"})),
    "deliver": _event(
        "deliver", "reports.deliver", frozenset({"tables", "secret", "alerts", "public", "mail"})
    ),
    "retention": _event("retention", "directory.retention", frozenset({"tables"})),
    "migrate": _event("migrate", "usage.migrate", frozenset({"database"})),
}
