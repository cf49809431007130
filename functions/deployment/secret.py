"""Fills in the runtime secret on deploy: pepper, setup token, edge secret where there are none.

What is there stays, provider credentials above all, so that deploying again changes nothing.
"""

from __future__ import annotations

import json
import secrets
from typing import Any

from functions.deployment.answer import answer

_BYTES = 32


def lambda_handler(event: dict[str, Any], _context: Any) -> None:
    """A custom resource with the property `SecretId`."""
    answer(event, lambda properties: fill(_client(), properties["SecretId"]))


def fill(client: Any, secret_id: str) -> None:
    """Adds what is missing; `client` is botocore's for Secrets Manager.

    Raises `TypeError` on a secret that is not a JSON object.
    """
    known = json.loads(client.get_secret_value(SecretId=secret_id)["SecretString"])
    if not isinstance(known, dict):
        raise TypeError("the runtime secret is not a JSON object")
    filled = complete(known)
    if filled != known:
        client.put_secret_value(SecretId=secret_id, SecretString=json.dumps(filled))


def complete(known: dict[str, Any]) -> dict[str, Any]:
    """The secret with every value that the functions ask for; `known` wins."""
    generated = {
        "pepper": secrets.token_urlsafe(_BYTES),
        "setup_token": secrets.token_urlsafe(_BYTES),
        "edge": secrets.token_urlsafe(_BYTES),
        "providers": {},
    }
    return generated | known


def _client() -> Any:
    # From Lambda's own runtime; this function has no layer that carries it.
    from botocore.session import get_session  # type: ignore[import-untyped]  # noqa: PLC0415

    return get_session().create_client("secretsmanager")
