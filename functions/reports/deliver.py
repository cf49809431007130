"""Each minute: hands every waiting notice to the alert topic, and every waiting letter to SES."""

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
    """How many notices were delivered and wait with nowhere to go, and the same of letters.

    Letters come first: a topic that refuses keeps nobody from choosing a new password.
    """
    sent, waiting = deps.mail.send_waiting()
    letters = {"LettersSent": sent, "LettersWaiting": waiting}
    done = deliver_all(deps.outbox, deps.organizations(), deps.deliver)
    counts = {"NoticesDelivered": done.delivered, "NoticesUndeliverable": done.undeliverable}
    if any((counts | letters).values()):  # a metric is paid for each hour in which it is written
        emit_metrics(counts | letters)
    return {
        "delivered": done.delivered,
        "undeliverable": done.undeliverable,
        "letters_sent": sent,
        "letters_waiting": waiting,
    }


def lambda_handler(_event: dict[str, Any], _context: Any) -> dict[str, int]:
    """An EventBridge schedule event. Raises when the topic refuses."""
    return answer(deps())
