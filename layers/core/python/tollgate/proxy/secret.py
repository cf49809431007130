"""The deployment's secret as the data path needs it: the pepper, and the providers made of it."""

from __future__ import annotations

from tollgate.providers.registry import providers_from_secret
from tollgate.proxy.models import DataPathSecret
from tollgate.secrets import RuntimeSecret, RuntimeSecrets


class DataPathSecrets:
    """Calling it gives the current secret; providers are made anew only when it changed."""

    def __init__(self, secrets: RuntimeSecrets) -> None:
        self._secrets = secrets
        self._made: tuple[RuntimeSecret, DataPathSecret] | None = None

    def __call__(self) -> DataPathSecret:
        secret, made = self._secrets(), self._made
        if made is None or made[0] is not secret:
            providers = providers_from_secret({"providers": secret.providers})
            made = self._made = (secret, DataPathSecret(secret.pepper, providers))
        return made[1]
