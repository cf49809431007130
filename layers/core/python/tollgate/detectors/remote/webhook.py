"""Content looked at by an HTTPS service of the organization's own (docs/guardrails.md).

Requests are signed as Stripe signs its webhooks: `tollgate-signature: t=<unix seconds>,v1=<HMAC>`,
where the HMAC is SHA-256 in hex over `<t>.<body>`.
"""

from __future__ import annotations

import hmac
import time
from collections.abc import Iterable
from hashlib import sha256
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit

import msgspec

from tollgate.detectors.models import Detector, DetectorUnavailable, Match
from tollgate.detectors.remote.asking import (
    RemoteConfig,
    RemoteDetector,
    post,
    read_answer,
    read_config,
)
from tollgate.detectors.remote.context import RemoteContext, current
from tollgate.errors import BadRequest
from tollgate.kit.clock import now_ms, to_rfc3339
from tollgate.kit.ids import new_id

SIGNATURE: Final = "tollgate-signature"
_MOST_MATCHES: Final = 1000
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


class WebhookConfig(RemoteConfig, frozen=True, kw_only=True):
    """`secret_name` names the signing key in the runtime secret; without it nothing is signed.

    `send` is the text itself, or only its SHA-256 for a list of known texts.
    """

    url: Annotated[str, msgspec.Meta(max_length=2000)]
    secret_name: Annotated[str, msgspec.Meta(min_length=1, max_length=100)] | None = None
    send: Literal["text", "hash"] = "text"


class _Found(msgspec.Struct, frozen=True):
    start: Annotated[int, msgspec.Meta(ge=0)]
    end: int
    kind: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9_.-]{1,48}$")] = "content"
    confidence: Annotated[float, msgspec.Meta(ge=0, le=1)] = 1.0


class _Answer(msgspec.Struct, frozen=True):
    flagged: bool
    matches: Annotated[list[_Found], msgspec.Meta(max_length=_MOST_MATCHES)] = []


def open(config: dict[str, Any]) -> Detector:  # noqa: A001 - the catalog's name for a factory
    """The webhook of a policy. Raises `BadRequest` on a configuration that does not fit."""
    asked = read_config(WebhookConfig, config)
    _check_url(asked.url)

    def ask(context: RemoteContext, text: str, ends: float) -> Iterable[Match]:
        return _ask(asked, context, text, ends)

    return RemoteDetector("webhook", asked, current, ask)


def _check_url(url: str) -> None:
    """HTTPS to a named host, or HTTP to this machine, which a scan refuses where it is deployed."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        raise BadRequest(f"the webhook's URL: {error}", param="remote.url") from error
    if "@" in parts.netloc or parts.fragment or not host:
        raise BadRequest("the webhook's URL needs a host, no user, no fragment", param="remote.url")
    if parts.scheme == "https" and _is_public(host):
        return
    if parts.scheme not in ("http", "https") or host not in _LOOPBACK:
        raise BadRequest("the webhook's URL is https:// and a public host", param="remote.url")


def _is_public(host: str) -> bool:
    """Whether the host is a name, or an address that belongs to the Internet."""
    from ipaddress import ip_address  # noqa: PLC0415 - 4 ms, and few policies have a webhook

    try:
        return ip_address(host).is_global
    except ValueError:
        return host not in _LOOPBACK


def _ask(config: WebhookConfig, context: RemoteContext, text: str, ends: float) -> Iterable[Match]:
    if urlsplit(config.url).hostname in _LOOPBACK and not context.loopback:
        raise DetectorUnavailable("a webhook on this machine is for the local run only")
    body = _question(config, text)
    headers = {"content-type": "application/json", **_signature(config, context, body)}
    answer = read_answer(_Answer, post(context, config.url, headers, body, ends))
    if not answer.flagged:
        return []
    if not answer.matches:
        return [Match(0, len(text), "webhook")]
    return [_match(found, len(text)) for found in answer.matches]


def _question(config: WebhookConfig, text: str) -> bytes:
    shown = (
        {"text": text}
        if config.send == "text"
        else {"sha256": sha256(text.encode()).hexdigest(), "characters": len(text)}
    )
    now = now_ms()
    return msgspec.json.encode(
        {"id": new_id("scan", now_ms=now), "created_at": to_rfc3339(now), **shown}
    )


def _signature(config: WebhookConfig, context: RemoteContext, body: bytes) -> dict[str, str]:
    if config.secret_name is None:
        return {}
    key = context.webhook_keys().get(config.secret_name)
    if not key:
        raise DetectorUnavailable(f"the runtime secret has no webhook key {config.secret_name!r}")
    moment = str(int(time.time()))
    signed = hmac.new(key.encode(), f"{moment}.".encode() + body, "sha256").hexdigest()
    return {SIGNATURE: f"t={moment},v1={signed}"}


def _match(found: _Found, length: int) -> Match:
    if not found.start < found.end <= length:
        raise DetectorUnavailable("the answer names characters that the text does not have")
    return Match(found.start, found.end, f"webhook.{found.kind}", found.confidence)
