"""A stand-in for GitHub's sign-in and API, on 127.0.0.1, as far as Tollgate uses them.

It checks what GitHub checks: the client's secret, PKCE, that a code is used once and for the
address that it was asked for. Writes {"issuer": …} to its output, ends with its input.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import sys
import threading
from base64 import urlsafe_b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlencode, urlsplit

CLIENT = ("tollgate", "a secret of the tests/+: with signs")


class GitHub(BaseHTTPRequestHandler):
    """People are told by PUT /test/accounts as `{login: {id, name, emails, orgs, teams}}`."""

    accounts: ClassVar[dict[str, dict[str, Any]]] = {}
    codes: ClassVar[dict[str, dict[str, str]]] = {}
    tokens: ClassVar[dict[str, str]] = {}

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/login/oauth/authorize":
            # The form that a person would sign in by; who they are comes with the POST.
            return self._answer(200, {"asks": query})
        if parts.path == "/api/v3/meta":
            return self._answer(200, {"verifiable_password_authentication": False})
        login = self.tokens.get(self.headers.get("authorization", "").removeprefix("Bearer "))
        if login is None:
            return self._answer(401, {"message": "Bad credentials"})
        account = self.accounts[login]
        body = {
            "/api/v3/user": {"id": account["id"], "login": login, "name": account.get("name")},
            "/api/v3/user/emails": account.get("emails", []),
            "/api/v3/user/orgs": [{"login": name} for name in account.get("orgs", [])],
            "/api/v3/user/teams": [
                {"slug": team.split("/")[1], "organization": {"login": team.split("/")[0]}}
                for team in account.get("teams", [])
            ],
        }.get(parts.path)
        return self._answer(200 if body is not None else 404, body)

    def do_PUT(self) -> None:
        self.accounts.update(json.loads(self._body()))
        self.send_response(204)
        self.end_headers()

    def do_POST(self) -> None:
        parts = urlsplit(self.path)
        form = {name: values[0] for name, values in parse_qs(self._body()).items()}
        if parts.path == "/login/oauth/authorize":
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            code = secrets.token_hex(10)
            self.codes[code] = {**asked, "login": form["account"]}
            self.send_response(302)
            answer = urlencode({"code": code, "state": asked["state"]})
            self.send_header("location", f"{asked['redirect_uri']}?{answer}")
            self.end_headers()
            return
        self._answer(200, self._token(form))

    def _token(self, form: dict[str, str]) -> dict[str, str]:
        if (form.get("client_id"), form.get("client_secret")) != CLIENT:
            return {"error": "incorrect_client_credentials"}
        asked = self.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            asked is None
            or asked["code_challenge"] != challenge
            or asked["redirect_uri"] != form.get("redirect_uri")
        ):
            return {"error": "bad_verification_code"}
        token = f"gho_{secrets.token_hex(18)}"
        self.tokens[token] = asked["login"]
        return {"access_token": token, "token_type": "bearer", "scope": asked["scope"]}

    def _body(self) -> str:
        return self.rfile.read(int(self.headers.get("content-length", 0))).decode()

    def _answer(self, status: int, body: Any) -> None:
        raw = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), GitHub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdout.write(json.dumps({"issuer": f"http://127.0.0.1:{server.server_port}"}) + "\n")
    sys.stdout.flush()
    sys.stdin.read()
