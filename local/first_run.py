"""The first organization, its administrator and a first API key, through the public API."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Final

import msgspec

from local.secret import read_private, write_private
from local.settings import Settings

_ORGANIZATION: Final = "Local organization"
_KEY: Final[dict[str, Any]] = {
    "name": "local",
    "permissions": ["llm.use.*"],
    "budget_usd": 100,
    "budget_period": "monthly",
}


class FirstRunFailed(Exception):
    """The API refused a step of the first run; the message carries its answer."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """What `credentials.json` holds."""

    url: str
    admin_email: str
    admin_password: str
    api_key: str


@dataclass(frozen=True, slots=True)
class Client:
    """Calls the front door as any client does."""

    host: str
    port: int

    def post(
        self, path: str, body: dict[str, Any], headers: dict[str, str]
    ) -> tuple[int, dict[str, Any]]:
        """The answer's status and its JSON object; other content is its `detail`."""
        connection = HTTPConnection(self.host, self.port, timeout=60)
        try:
            connection.request(
                "POST",
                path,
                msgspec.json.encode(body),
                {"Content-Type": "application/json", **headers},
            )
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        try:
            return response.status, msgspec.json.decode(content, type=dict[str, Any])
        except msgspec.MsgspecError:
            return response.status, {"detail": content.decode("utf-8", "replace")}

    def create(self, path: str, body: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
        """What a POST made. Raises `FirstRunFailed` with any other answer."""
        status, answer = self.post(path, body, headers)
        if status not in {200, 201}:
            raise FirstRunFailed(f"POST {path} answered {status}: {answer}")
        return answer


@dataclass(frozen=True, slots=True)
class Session:
    """Someone who is signed in; `headers` say so in a call."""

    organization_id: str
    headers: dict[str, str] = field(repr=False)


def sign_in(client: Client, account: dict[str, str]) -> Session:
    """A session of `{email, password}`. Raises `FirstRunFailed`."""
    answer = client.create("/api/v1/auth/login", account, {})
    bearer = {"Authorization": f"Bearer {answer['access_token']}"}
    return Session(answer["user"]["organization_id"], bearer)


async def ensure_credentials(
    settings: Settings, url: str, address: tuple[str, int], setup_token: str
) -> Credentials:
    """The credentials of this data directory, made on the first start and the same ever after.

    `address` is where the front door listens. Raises `FirstRunFailed`.
    """
    path = settings.data_dir / "credentials.json"
    content = read_private(path)
    if content is None:
        client = Client(*address)
        content = {**await asyncio.to_thread(_create, settings, client, setup_token)}
    content["url"] = url
    write_private(path, content)
    return Credentials(**content)


def _create(settings: Settings, client: Client, setup_token: str) -> dict[str, str]:
    """Can be repeated after a crash at any step: the administrator is written down first."""
    admin = _administrator(settings)
    status, answer = client.post(
        "/api/v1/admin/bootstrap",
        {**admin, "name": "Administrator", "organization_name": _ORGANIZATION},
        {"x-tollgate-setup-token": setup_token},
    )
    if status in {400, 422}:
        # Nothing was made, so the next start may name another.
        _written_administrator(settings).unlink()
        raise FirstRunFailed(
            f"the first administrator was refused ({answer.get('detail')}): "
            "correct TOLLGATE_ADMIN_EMAIL or TOLLGATE_ADMIN_PASSWORD"
        )
    if status not in {200, 201, 409}:
        raise FirstRunFailed(f"POST /api/v1/admin/bootstrap answered {status}: {answer}")
    key = client.create("/api/v1/api-keys", _KEY, sign_in(client, admin).headers)
    return {
        "admin_email": admin["email"],
        "admin_password": admin["password"],
        "api_key": key["key"],
    }


def _written_administrator(settings: Settings) -> Path:
    return settings.data_dir / "admin.json"


def _administrator(settings: Settings) -> dict[str, str]:
    path = _written_administrator(settings)
    known = read_private(path)
    if known is not None:
        return known
    password = settings.admin_password or secrets.token_urlsafe(18)
    admin = {"email": settings.admin_email, "password": password}
    write_private(path, admin)
    return admin
