"""The delivery of everything that waits."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from itertools import islice
from typing import Final

from msgspec import Struct

from tollgate.alerts.delivery import Deliver
from tollgate.alerts.outbox import Outbox

MOST_PER_RUN: Final = 500
"""Notices of one run, so that it ends before the next one begins."""

_LOG: Final = logging.getLogger(__name__)


class Delivered(Struct, frozen=True):
    """How many notices were handed over, and how many wait because there is nowhere to."""

    delivered: int
    undeliverable: int


def deliver_all(outbox: Outbox, organizations: Iterable[str], deliver: Deliver | None) -> Delivered:
    """Hands over what waits, then forgets it: a notice is told at least once.

    Without a delivery the notices stay. Raises what `deliver` raises; the rest waits for the next
    run.
    """
    waiting = (notice for each in organizations for notice in outbox.waiting(each))
    notices = list(islice(waiting, MOST_PER_RUN))
    if deliver is None:
        if notices:
            _LOG.warning(
                "%d notices wait: neither an alert topic nor an alert file is configured",
                len(notices),
            )
        return Delivered(0, len(notices))
    for notice in notices:
        deliver(notice)
        outbox.remove(notice)
    return Delivered(len(notices), 0)
