"""The form in which a function of the deployment is declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final

READ: Final = ("GetItem",)
QUERY: Final = ("Query",)


class SecretAccess(Enum):
    """What a function gets of the runtime secret."""

    NOTHING = auto()
    READS = auto()
    """It reads the secret from Secrets Manager: provider credentials, pepper, setup token."""
    PEPPER = auto()
    """The deployment hands it the pepper: Secrets Manager cannot be reached from its subnets."""


@dataclass(frozen=True, slots=True)
class JournalTrigger:
    """Batches of the journal's stream, retried within bounds, then given to the failure queue."""

    batch_size: int
    window_s: int
    retries: int
    record_age_h: int


@dataclass(frozen=True, slots=True)
class FunctionSpec:
    """One Lambda function. `tables` names every DynamoDB action that it may perform, and on what.

    The keys of `tables` are names of `tollgate.tables`, with `/<index>` for a global secondary
    index; the values are DynamoDB action names. HTTP routes are those of `tollgate.routes` whose
    `function` is this `name`. `publishes_alerts` is leave to publish to the alert topic,
    `sends_mail` to send letters from the stage's `mail_from`, and `detects_remotely` to ask the
    services of the stage's `RemoteDetection`.
    """

    name: str
    handler: str
    layers: tuple[str, ...]
    memory_mb: int
    timeout_s: int
    tables: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    secret: SecretAccess = SecretAccess.NOTHING
    sql: bool = False
    streams_response: bool = False
    journal: JournalTrigger | None = None
    every_minutes: int | None = None
    publishes_alerts: bool = False
    sends_mail: bool = False
    detects_remotely: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        """The folder below `functions/` that is this function's asset."""
        return self.handler.split(".")[1]

    @property
    def asynchronous(self) -> bool:
        """Whether nobody waits for its answer, so that a failure must be kept somewhere."""
        return self.journal is not None or self.every_minutes is not None
