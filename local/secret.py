"""The files of a run that only their owner may read, and the runtime secret among them."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

import msgspec

from local.settings import Settings


class FileDamaged(Exception):
    """A file of the run is not what was written there; the message says which and why."""


def read_private(path: Path) -> dict[str, Any] | None:
    """The JSON object in `path`, or None when there is no such file. Raises `FileDamaged`."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    try:
        return msgspec.json.decode(content, type=dict[str, Any])
    except msgspec.MsgspecError as error:
        raise FileDamaged(f"{path} is not a JSON object any more: {error}; mend it") from error


def write_private(path: Path, content: dict[str, Any]) -> None:
    """Replaces `path` at once, with mode 0600 from its first byte."""
    unfinished = path.with_name(f"{path.name}.new")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def write_secret(settings: Settings, scripted_url: str) -> tuple[Path, str]:
    """Writes `<data dir>/secret.json`; returns its path and the setup token.

    Pepper and setup token are made once and stay, webhook keys are whatever somebody wrote there;
    the providers follow the environment of each start. The format is that of
    `tollgate.settings.SecretSettings`.
    """
    path = settings.data_dir / "secret.json"
    kept = read_private(path) or {}
    secret = {
        "pepper": kept.get("pepper") or secrets.token_hex(32),
        "setup_token": kept.get("setup_token") or secrets.token_urlsafe(32),
        "providers": {**settings.providers, "scripted": {"base_url": scripted_url}},
        "webhooks": kept.get("webhooks") or {},
    }
    write_private(path, secret)
    return path, str(secret["setup_token"])
