"""The one door to e-mail for the domains that write to people."""

from __future__ import annotations

import logging
from typing import Final
from urllib.parse import urlencode

from tollgate.aws.items import Beside, Transaction
from tollgate.errors import Unavailable
from tollgate.kit.clock import Clock, now_ms
from tollgate.kit.ids import new_id
from tollgate.mail.delivery import Send
from tollgate.mail.models import Letter
from tollgate.mail.outbox import MailOutbox
from tollgate.public_url import PublicUrl

YOUNG_MS: Final = 5000
"""The job leaves younger letters to whoever wrote them, so that nobody gets one twice."""

GIVES_UP_AFTER: Final = 5

_LOG: Final = logging.getLogger(__name__)


class Mail:
    """Writes letters into a change and sends them after it.

        letter = mail.letter(organization_id, "invitation", to, subject, text)
        directory.store.commit(change, mail.with_change(letter))
        mail.send(letter)

    What cannot be sent at once waits for the minutely job. `send` None is a deployment without
    e-mail: letters wait, and are forgotten after an hour. `at_once` says that sending takes no time
    worth measuring, as writing a file does.
    """

    def __init__(
        self,
        outbox: MailOutbox,
        send: Send | None,
        public_url: PublicUrl,
        clock: Clock = now_ms,
        *,
        at_once: bool = False,
    ) -> None:
        self._outbox = outbox
        self._send = send
        self._public_url = public_url
        self._clock = clock
        self._at_once = at_once

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
        return f"{self._public_url()}{path}" + (f"?{urlencode(query)}" if query else "")

    def with_change(self, letter: Letter, also: Beside | None = None) -> Beside:
        """Keeps the letter in the transaction of a change, with what `also` adds."""

        def add(transaction: Transaction) -> None:
            self._outbox.add(transaction, letter)
            if also is not None:
                also(transaction)

        return add

    @property
    def is_open(self) -> bool:
        """Whether letters are sent at all."""
        return self._send is not None

    def send_unnoticed(self, letter: Letter) -> None:
        """Sends a letter that a stranger caused, without their learning from the time it takes.

        Whether somebody has an account must not show in how long an answer takes: over the network
        the minutely job sends it.
        """
        if self._at_once:
            self.send(letter)

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
        """Sends what waits: how many were sent, and how many still wait.

        After `GIVES_UP_AFTER` failures the rest is left to the next run, so that it ends in time.
        """
        before_ms = self._clock() - YOUNG_MS
        waiting = [each for each in self._outbox.waiting() if each.created_ms <= before_ms]
        failures = sent = 0
        for letter in waiting:
            if failures == GIVES_UP_AFTER:
                break
            if self.send(letter):
                sent += 1
            else:
                failures += 1
        return sent, len(waiting) - sent
