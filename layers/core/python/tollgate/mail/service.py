"""The one door to e-mail for the domains that write to people."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final
from urllib.parse import urlencode

from tollgate.aws.items import Beside, Transaction
from tollgate.errors import Unavailable
from tollgate.kit.clock import Clock, now_ms
from tollgate.kit.ids import new_id
from tollgate.mail.models import Letter
from tollgate.mail.outbox import MailOutbox

Send = Callable[[Letter], None]
"""Hands a letter over. Raises `Unavailable` or `OSError` when that failed."""

_LOG: Final = logging.getLogger(__name__)


class Mail:
    """Writes letters into a change and sends them after it.

        letter = mail.letter(organization_id, "invitation", to, subject, text)
        directory.store.commit(change, mail.with_change(letter))
        mail.send(letter)

    What cannot be sent at once waits for the minutely job. `send` None is a deployment without
    e-mail: letters wait, and are forgotten after an hour.
    """

    def __init__(
        self, outbox: MailOutbox, send: Send | None, public_url: str, clock: Clock = now_ms
    ) -> None:
        self._outbox = outbox
        self._send = send
        self._public_url = public_url.rstrip("/")
        self._clock = clock

    def letter(self, organization_id: str, kind: str, to: str, subject: str, text: str) -> Letter:
        """A letter of now."""
        at_ms = self._clock()
        return Letter(
            id=new_id("mail", now_ms=at_ms),
            organization_id=organization_id,
            kind=kind,
            to=to,
            subject=subject,
            text=text,
            created_ms=at_ms,
        )

    def link(self, path: str, **query: str) -> str:
        """An address of the dashboard, such as `/reset-password?token=…`."""
        return f"{self._public_url}{path}" + (f"?{urlencode(query)}" if query else "")

    def with_change(self, letter: Letter, also: Beside | None = None) -> Beside:
        """Keeps the letter in the transaction of a change, with what `also` adds."""

        def add(transaction: Transaction) -> None:
            self._outbox.add(transaction, letter)
            if also is not None:
                also(transaction)

        return add

    def send(self, letter: Letter) -> bool:
        """Sends a letter that was kept; false when it has to wait for the job."""
        if self._send is None:
            return False
        try:
            self._send(letter)
            self._outbox.remove(letter)
        except (Unavailable, OSError) as error:
            _LOG.warning("letter %s waits: %s", letter.id, error)
            return False
        return True

    def send_waiting(self) -> tuple[int, int]:
        """Sends what waits: how many were sent, and how many still wait."""
        results = [self.send(letter) for letter in list(self._outbox.waiting())]
        return results.count(True), results.count(False)
