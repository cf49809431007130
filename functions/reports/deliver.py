"""Each minute: hands every waiting notice to the alert topic."""

from __future__ import annotations

from functools import cache
from typing import Any

from functions.reports.deps import Deps, Settings, build
from tollgate.alerts.service import deliver_all
from tollgate.kit.connections import ConnectionPool
from tollgate.observability import configure_logging, emit_metrics


@cache
def deps() -> Deps:
    """The stores of this environment."""
    configure_logging()
    return build(Settings.from_env(), ConnectionPool())


def answer(deps: Deps) -> dict[str, int]:
    """How many notices were delivered, and how many wait with nowhere to go."""
    done = deliver_all(deps.outbox, deps.organizations(), deps.deliver)
    counts = {"NoticesDelivered": done.delivered, "NoticesUndeliverable": done.undeliverable}
    if any(counts.values()):  # a metric is paid for each hour in which it is written
        emit_metrics(counts)
    return {"delivered": done.delivered, "undeliverable": done.undeliverable}


def lambda_handler(_event: dict[str, Any], _context: Any) -> dict[str, int]:
    """An EventBridge schedule event. Raises when the topic refuses."""
    return answer(deps())
