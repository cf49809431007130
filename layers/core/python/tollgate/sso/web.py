"""Requests to identity providers, whose addresses tenants write: only to the Internet.

A host name is resolved once per connection, every address that it has must be public, and the
address that was looked at is the one that is connected to, so that a name which changes its mind
(DNS rebinding) leads nowhere. Redirects are not followed; time and size are bounded.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from tollgate.errors import ProviderFailed
from tollgate.kit.connections import AnswerLost, ConnectionPool, NotSent, Origin
from tollgate.sso.rules import LOOPBACK

ANSWER_LIMIT: Final = 1 << 20
"""Bytes of an answer, beyond which it is not read."""
_NAT64: Final = IPv6Network("64:ff9b::/96")
_CONNECT_S: Final = 3.0
_TOTAL_S: Final = 8.0


class Web:
    """`loopback` allows this machine, over plain HTTP: for the local run, never when deployed."""

    def __init__(self, *, loopback: bool) -> None:
        self.loopback = loopback
        self._pool = ConnectionPool(max_kept=2, address_of=self._address_of)

    def get_json(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
        """The JSON of a 200. Raises `ProviderFailed` in every other case."""
        return self._exchange("GET", url, {**(headers or {})}, b"")

    def post_form(
        self, url: str, form: Mapping[str, str], headers: Mapping[str, str] | None = None
    ) -> Any:
        """The JSON of a 200 to a form. Raises `ProviderFailed` in every other case."""
        kind = {"content-type": "application/x-www-form-urlencoded"}
        return self._exchange("POST", url, {**(headers or {}), **kind}, urlencode(form).encode())

    def close(self) -> None:
        """Closes what is kept open."""
        self._pool.close()

    def _exchange(self, method: str, url: str, headers: dict[str, str], body: bytes) -> Any:
        origin = urlsplit(url)
        if origin.scheme != "https" and not (self.loopback and origin.hostname in LOOPBACK):
            raise ProviderFailed(f"{origin.hostname} is not asked over plain HTTP")
        sent = {"accept": "application/json", "user-agent": "Tollgate", **headers}
        status, raw = self._answer(method, url, sent, body)
        try:
            answer = json.loads(raw)
        except (ValueError, RecursionError) as error:
            raise ProviderFailed(f"{origin.hostname} answered {status} without JSON") from error
        if status != 200:
            raise ProviderFailed(f"{origin.hostname} answered {status}{_said(answer)}")
        return answer

    def _answer(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, bytes]:
        host = urlsplit(url).hostname
        for is_last in (False, True):
            try:
                response = self._pool.request(
                    method,
                    url,
                    headers,
                    body,
                    connect_timeout=_CONNECT_S,
                    read_timeout=_TOTAL_S,
                    total_timeout=_TOTAL_S,
                )
                return response.status, response.read(ANSWER_LIMIT)
            except AnswerLost as error:
                # A kept connection that the provider had closed meanwhile.
                if is_last or not error.stale:
                    raise ProviderFailed(f"{host} did not answer: {error}") from error
            except (NotSent, ValueError) as error:
                raise ProviderFailed(f"{host} cannot be asked: {error}") from error
        raise ProviderFailed(f"{host} did not answer")

    def _address_of(self, origin: Origin) -> str:
        found = socket.getaddrinfo(origin.host, origin.port, type=socket.SOCK_STREAM)
        addresses = [str(entry[4][0]) for entry in found]
        for address in addresses:
            if not is_public(address) and not (self.loopback and origin.host in LOOPBACK):
                raise OSError("the name does not lead to the Internet")
        return addresses[0]


def is_public(address: str) -> bool:
    """Whether an address belongs to the Internet, also when IPv6 wraps an IPv4 one."""
    parsed = ip_address(address.partition("%")[0])
    if isinstance(parsed, IPv6Address):
        inner = parsed.ipv4_mapped or parsed.sixtofour or (parsed.teredo or (None, None))[1]
        if parsed in _NAT64:
            inner = IPv4Address(int(parsed) & 0xFFFFFFFF)
        if inner is not None and not inner.is_global:
            return False
    return parsed.is_global and not parsed.is_multicast


def _said(answer: Any) -> str:
    if not isinstance(answer, dict):
        return ""
    said = answer.get("error_description") or answer.get("error") or answer.get("message")
    return f": {said[:200]}" if isinstance(said, str) and said.isprintable() else ""
