"""The deployment's runtime secret: read on first use, kept for five minutes."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from msgspec import field

from tollgate.aws.secretsmanager import get_secret_value
from tollgate.errors import Unavailable
from tollgate.kit.connections import ConnectionPool
from tollgate.kit.guarded import Guarded
from tollgate.settings import AwsSettings, SecretSettings

KEPT_S: Final = 300.0


class RuntimeSecret(Guarded, frozen=True):
    """`pepper` keys every stored key hash; `setup_token`, when set, guards the bootstrap.

    `webhooks` are the keys that requests to content webhooks are signed with, by name.
    """

    hidden = frozenset({"pepper", "setup_token", "providers", "webhooks"})

    pepper: bytes
    setup_token: str | None = None
    providers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    webhooks: Mapping[str, str] = field(default_factory=dict)


class RuntimeSecrets:
    """Calling it gives the current secret.

    `read` returns the secret's JSON text; an unreadable secret raises `Unavailable` unless an
    earlier one is still at hand. `clock` is monotonic seconds.
    """

    def __init__(
        self, read: Callable[[], str], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._read = read
        self._clock = clock
        self._secret: RuntimeSecret | None = None
        self._read_at = 0.0

    def __call__(self) -> RuntimeSecret:
        secret = self._secret
        if secret is not None and self._clock() - self._read_at < KEPT_S:
            return secret
        try:
            secret = parse_secret(self._read())
        except (OSError, ValueError, Unavailable) as error:
            if secret is None:
                raise Unavailable("the runtime secret cannot be read", retry_after=5) from error
        self._secret, self._read_at = secret, self._clock()
        return secret


def parse_secret(text: str) -> RuntimeSecret:
    """Raises `ValueError` on text that is not a JSON object with a `pepper`."""
    values = json.loads(text)
    if not isinstance(values, dict) or not values.get("pepper"):
        raise ValueError("the runtime secret is a JSON object with a pepper")
    return RuntimeSecret(
        pepper=str(values["pepper"]).encode(),
        setup_token=values.get("setup_token") or None,
        providers=values.get("providers") or {},
        webhooks=values.get("webhooks") or {},
    )


def open_secrets(
    settings: SecretSettings, aws: AwsSettings, pool: ConnectionPool | None = None
) -> RuntimeSecrets:
    """Secrets from the value, the file or the ARN of the settings; nothing is read yet."""
    if settings.value is not None:
        value = settings.value
        return RuntimeSecrets(lambda: value)
    if settings.file is not None:
        path = settings.file
        return RuntimeSecrets(lambda: _read(path))
    arn, connections = settings.arn or "", pool or ConnectionPool()
    return RuntimeSecrets(lambda: get_secret_value(aws, connections, arn))


def _read(path: str) -> str:
    with open(path, encoding="utf-8") as file:  # noqa: PTH123 - pathlib costs 3 ms of cold start
        return file.read()
