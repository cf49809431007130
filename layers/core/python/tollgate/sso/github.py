"""Sign-in by GitHub, which speaks OAuth 2 and no OpenID Connect: its API says who somebody is.

Groups are organizations (`acme`) and teams (`acme/platform`). GitHub Enterprise Server has the same
under an address of its own.
"""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from tollgate.errors import Forbidden, ProviderFailed
from tollgate.sso import flow as flows
from tollgate.sso.models import Connection, Flow, Identity
from tollgate.sso.rules import PRESETS
from tollgate.sso.web import Web

_PUBLIC: Final = "https://github.com"
_PUBLIC_API: Final = "https://api.github.com"
_PER_PAGE: Final = 100
_MOST_PAGES: Final = 3


def authorization_url(connection: Connection, flow: Flow, login_hint: str | None) -> str:
    """Where the browser is sent."""
    asked = {
        "client_id": connection.client_id,
        "redirect_uri": flow.redirect_uri,
        "scope": " ".join(connection.scopes or PRESETS[connection.provider].scopes),
        "state": flow.state,
        "code_challenge": flows.challenge(flow),
        "code_challenge_method": "S256",
        "allow_signup": "false",
    }
    if login_hint:
        asked["login"] = login_hint
    return f"{connection.issuer}/login/oauth/authorize?{urlencode(asked)}"


def api_of(connection: Connection) -> str:
    """The base URL of the API."""
    if connection.api_url:
        return connection.api_url
    return _PUBLIC_API if connection.issuer == _PUBLIC else f"{connection.issuer}/api/v3"


def identify(
    web: Web, connection: Connection, flow: Flow, code: str, secret: str | None
) -> Identity:
    """The person behind a code. Raises `Forbidden` or `ProviderFailed`."""
    answer = web.post_form(
        f"{connection.issuer}/login/oauth/access_token",
        {
            "client_id": connection.client_id,
            "client_secret": secret or "",
            "code": code,
            "redirect_uri": flow.redirect_uri,
            "code_verifier": flow.verifier,
        },
    )
    token = answer.get("access_token") if isinstance(answer, dict) else None
    if not isinstance(token, str) or not token.isprintable():
        # GitHub answers 200 to a wrong code, too.
        raise Forbidden("GitHub does not accept this sign-in; start again")
    api = _Api(web, api_of(connection), token)
    person = api.get("/user")
    if not isinstance(person, dict) or not isinstance(person.get("id"), int):
        raise ProviderFailed("GitHub does not say who signed in")
    email = _primary_email(api.pages("/user/emails"))
    return Identity(
        issuer=connection.issuer,
        subject=str(person["id"]),
        email=email,
        email_verified=True if email else None,
        name=person.get("name") or person.get("login"),
        groups=_groups(api) if connection.group_mappings else (),
    )


class _Api:
    def __init__(self, web: Web, base: str, token: str) -> None:
        self._web = web
        self._base = base
        self._headers = {
            "authorization": f"Bearer {token}",
            "accept": "application/vnd.github+json",
            "x-github-api-version": "2022-11-28",
        }

    def get(self, path: str) -> Any:
        return self._web.get_json(self._base + path, self._headers)

    def pages(self, path: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for page in range(1, _MOST_PAGES + 1):
            items = self.get(f"{path}?per_page={_PER_PAGE}&page={page}")
            if not isinstance(items, list):
                raise ProviderFailed("GitHub's answer cannot be read")
            found += [item for item in items if isinstance(item, dict)]
            if len(items) < _PER_PAGE:
                break
        return found


def _primary_email(emails: list[dict[str, Any]]) -> str | None:
    for each in emails:
        if each.get("primary") is True and each.get("verified") is True:
            return str(each.get("email", "")) or None
    return None


def _groups(api: _Api) -> tuple[str, ...]:
    organizations = [str(each.get("login", "")) for each in api.pages("/user/orgs")]
    teams = [
        f"{each['organization'].get('login', '')}/{each.get('slug', '')}"
        for each in api.pages("/user/teams")
        if isinstance(each.get("organization"), dict)
    ]
    return tuple(dict.fromkeys([*organizations, *teams]))
