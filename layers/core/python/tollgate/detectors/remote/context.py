"""What remote detectors work with: they are opened from a policy, which holds no credential."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct

from tollgate.detectors.models import DetectorUnavailable
from tollgate.kit.connections import ConnectionPool
from tollgate.settings import AwsSettings


class RemoteContext(Struct, frozen=True):
    """`webhook_keys` gives the signing keys by name; `loopback` allows HTTP on this machine."""

    aws: AwsSettings
    pool: ConnectionPool
    webhook_keys: Callable[[], Mapping[str, str]]
    loopback: bool = False


class _Slot:
    context: RemoteContext | None = None


def configure(context: RemoteContext | None) -> None:
    """Sets what every remote detector of this process works with, from its next scan on."""
    _Slot.context = context


def current() -> RemoteContext:
    """Raises `DetectorUnavailable` in a process that was not configured: the control plane's."""
    if _Slot.context is None:
        raise DetectorUnavailable("remote detectors cannot be reached from here")
    return _Slot.context
