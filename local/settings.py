"""The settings of the local run: the only module of `local` that reads the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

ROOT: Final = Path(__file__).resolve().parent.parent
"""The checkout: functions, the built dashboard and the tools lie under it."""

MINISTACK: Final = "1.5.33"

PROVIDERS: Final = ("openai", "anthropic")

_FORWARDED: Final = ("PATH", "LANG", "LC_ALL", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR")
"""What a child may inherit: no credential is among them."""


class SettingInvalid(Exception):
    """A variable has a value that cannot be used; the message names it."""


_LARGEST: Final = 1e6


def _interval(environment: Mapping[str, str], name: str, default: float) -> float:
    value = _number(environment, name, default)
    if value < 0.1:
        raise SettingInvalid(f"{name} must be at least 0.1 seconds, but is {value:g}")
    return value


def _number(environment: Mapping[str, str], name: str, default: float) -> float:
    text = environment.get(name, "")
    try:
        value = float(text) if text else default
    except ValueError as error:
        raise SettingInvalid(f"{name} must be a number, not {text!r}") from error
    if not 0 <= value < _LARGEST:
        raise SettingInvalid(f"{name} must lie between 0 and {_LARGEST:.0f}, but is {text}")
    return value


def _port(environment: Mapping[str, str]) -> int:
    port = _number(environment, "TOLLGATE_PORT", 8787)
    if port != int(port) or port > 65535:
        raise SettingInvalid(f"TOLLGATE_PORT must be a port number, not {port}")
    return int(port)


_YES: Final = frozenset({"1", "true", "yes", "on"})
_NO: Final = frozenset({"", "0", "false", "no", "off"})
_LONGEST_DEMO: Final = 3650


def _flag(environment: Mapping[str, str], name: str) -> bool:
    text = environment.get(name, "").lower()
    if text not in _YES | _NO:
        raise SettingInvalid(f"{name} must be 1 or 0, not {text!r}")
    return text in _YES


def _days(environment: Mapping[str, str], name: str, default: int) -> int:
    days = _number(environment, name, default)
    if days != int(days) or not 1 <= days <= _LONGEST_DEMO:
        raise SettingInvalid(f"{name} must be 1 to {_LONGEST_DEMO} whole days, not {days:g}")
    return int(days)


def _providers(environment: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Name to `{api_key, base_url}` of each provider that the environment gives credentials for."""
    found: dict[str, dict[str, str]] = {}
    for name in PROVIDERS:
        fields = {
            field_name: environment[variable]
            for field_name in ("api_key", "base_url")
            if environment.get(variable := f"{name}_{field_name}".upper())
        }
        if fields:
            found[name] = fields
    return found


@dataclass(frozen=True, slots=True)
class Settings:
    """`data_dir` is absolute; intervals and time limits are in seconds."""

    host: str
    port: int
    data_dir: Path
    admin_email: str
    admin_password: str | None
    database_url: str | None
    reaper_interval: float
    rollup_interval: float
    deliver_interval: float
    retention_interval: float
    drain_timeout: float
    public_url: str | None
    demo: bool
    demo_days: int
    emulator_home: Path
    dashboard: Path
    providers: dict[str, dict[str, str]] = field(repr=False)
    forwarded: dict[str, str] = field(repr=False)

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Raises `SettingInvalid` naming the variable."""
        return cls(
            host=environment.get("TOLLGATE_HOST") or "127.0.0.1",
            port=_port(environment),
            data_dir=Path(environment.get("TOLLGATE_DATA_DIR") or ".tollgate").resolve(),
            admin_email=environment.get("TOLLGATE_ADMIN_EMAIL") or "admin@example.com",
            admin_password=environment.get("TOLLGATE_ADMIN_PASSWORD") or None,
            database_url=environment.get("DATABASE_URL") or None,
            reaper_interval=_interval(environment, "TOLLGATE_REAPER_SECONDS", 60),
            rollup_interval=_interval(environment, "TOLLGATE_ROLLUP_SECONDS", 900),
            deliver_interval=_interval(environment, "TOLLGATE_DELIVER_SECONDS", 60),
            retention_interval=_interval(environment, "TOLLGATE_RETENTION_SECONDS", 3600),
            drain_timeout=_number(environment, "TOLLGATE_DRAIN_SECONDS", 10),
            public_url=environment.get("TOLLGATE_PUBLIC_URL") or None,
            demo=_flag(environment, "TOLLGATE_DEMO"),
            demo_days=_days(environment, "TOLLGATE_DEMO_DAYS", 365),
            emulator_home=ROOT / ".tools" / f"ministack-{MINISTACK}",
            dashboard=ROOT / "frontend" / "build",
            providers=_providers(environment),
            forwarded={name: environment[name] for name in _FORWARDED if name in environment},
        )
