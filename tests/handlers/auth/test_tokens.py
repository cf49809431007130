"""Access tokens, refresh tokens, and the keys that are published."""

from __future__ import annotations

from http.cookies import SimpleCookie
from typing import Any

import jwt
import pytest

from tests.control_plane import PUBLIC_URL, SECRET, Answer, Control
from tollgate.auth import tokens
from tollgate.auth.models import Session
from tollgate.auth.service import refresh
from tollgate.auth.service.deps import Origin
from tollgate.auth.signing_keys import (
    PUBLISHED_AHEAD_MS,
    SIGNS_FOR_MS,
    SigningKeys,
    issuer_of,
)
from tollgate.errors import Unavailable
from tollgate.kit.ids import new_id

pytestmark = pytest.mark.aws

OWNER = "owner@acme.example"
MINUTE_MS = 60_000
ACCESS_MS = 15 * MINUTE_MS


def signed_in(control: Control, email: str = OWNER) -> dict[str, Any]:
    answer = control.login(email)
    assert answer.status == 200, answer.json
    body: dict[str, Any] = answer.json
    return body


def refreshed(control: Control, token: str) -> Answer:
    return control.ask("auth/refresh", bearer="", body={"refresh_token": token})


def changed(text: str, at: int = -1) -> str:
    """The text with one character of it replaced."""
    index = at % len(text)
    other = "A" if text[index] != "A" else "B"
    return text[:index] + other + text[index + 1 :]


class TestAccessToken:
    def test_is_a_bearer_token_in_every_function(self, control: Control) -> None:
        token = signed_in(control)["access_token"]
        assert token.startswith("eyJ")
        assert control.ask("auth/me", bearer=token).json["user"]["email"] == OWNER
        assert control.ask("directory/list_teams", bearer=token).status == 200

    def test_lives_for_a_quarter_of_an_hour(self, control: Control) -> None:
        token = signed_in(control)["access_token"]
        control.now_ms += ACCESS_MS - 1
        assert control.ask("auth/me", bearer=token).status == 200
        control.now_ms += 1
        answer = control.ask("auth/me", bearer=token)
        assert (answer.status, answer.headers["www-authenticate"]) == (401, "Bearer")

    def test_ends_with_its_session_on_the_next_request(self, control: Control) -> None:
        body = signed_in(control)
        assert control.ask("auth/logout", bearer=body["access_token"]).status == 204
        assert control.ask("auth/me", bearer=body["access_token"]).status == 401
        assert refreshed(control, body["refresh_token"]).status == 401

    def test_ends_with_the_persons_access(self, control: Control) -> None:
        user_id, _ = control.person("viewer")
        token = signed_in(control, "viewer@acme.example")["access_token"]
        control.ask("directory/suspend_user", target=user_id)
        assert control.ask("auth/me", bearer=token).status == 401

    def test_a_cookie_is_no_place_for_it(self, control: Control) -> None:
        cookie = {"Cookie": f"tollgate_session={signed_in(control)['access_token']}"}
        assert control.ask("auth/me", bearer="", headers=cookie).status == 401

    def test_an_api_key_in_a_cookie_is_refused(self, control: Control) -> None:
        cookie = {
            "Cookie": f"tollgate_session={control.ask('directory/create_api_key').json['key']}"
        }
        assert control.ask("auth/me", bearer="", headers=cookie).status == 401

    def test_tokens_of_other_kinds_are_no_bearer_tokens(self, control: Control) -> None:
        assert control.ask("auth/me", bearer=signed_in(control)["refresh_token"]).status == 401

    @pytest.mark.parametrize("at", [10, -1])
    def test_a_changed_token_is_refused(self, control: Control, at: int) -> None:
        # The last character of a base64url signature may carry bits that mean nothing: take two.
        token = signed_in(control)["access_token"]
        assert control.ask("auth/me", bearer=changed(changed(token, at), at - 2)).status == 401

    def test_naming_another_tenants_session_does_not_help(
        self, control: Control, other: str
    ) -> None:
        theirs = control.ask("auth/me", bearer=other).json
        mine = jwt.decode(signed_in(control)["access_token"], options={"verify_signature": False})
        mixed = Session(
            id=mine["sid"],
            organization_id=theirs["organization_id"],
            user_id=theirs["id"],
            token_hash="",
            authenticated_ms=control.now_ms,
            seen_ms=control.now_ms,
            created_ms=control.now_ms,
            expires_ms=control.now_ms + ACCESS_MS,
        )
        forged = tokens.make_access_token(control.auth.keys, mixed, control.now_ms, 900)
        assert control.ask("auth/me", bearer=forged).status == 401
        wrong_person = tokens.make_access_token(
            control.auth.keys,
            Session(
                id=mine["sid"],
                organization_id=control.organization_id,
                user_id=new_id("usr"),
                token_hash="",
                authenticated_ms=control.now_ms,
                seen_ms=control.now_ms,
                created_ms=control.now_ms,
                expires_ms=control.now_ms + ACCESS_MS,
            ),
            control.now_ms,
            900,
        )
        assert control.ask("auth/me", bearer=wrong_person).status == 401


class TestDelivery:
    def test_a_page_gets_the_session_in_its_cookie_alone(self, control: Control) -> None:
        body = {"email": OWNER, "password": "correct horse battery", "delivery": "cookie"}
        answer = control.ask("auth/login", bearer="", body=body)
        assert answer.json["access_token"] is None
        assert answer.json["refresh_token"] is None
        assert answer.json["user"]["email"] == OWNER
        token = SimpleCookie(answer.headers["set-cookie"])["tollgate_session"].value
        cookie = {"Cookie": f"tollgate_session={token}"}
        assert control.ask("auth/me", bearer="", headers=cookie).status == 200

    def test_a_cookie_that_came_along_is_never_taken_over(self, control: Control) -> None:
        planted = control.token
        cookie = {"Cookie": f"tollgate_session={planted}", "Sec-Fetch-Site": "same-origin"}
        answer = control.login(OWNER, headers=cookie)
        assert SimpleCookie(answer.headers["set-cookie"])["tollgate_session"].value != planted

    def test_delivery_is_one_of_two(self, control: Control) -> None:
        body = {"email": OWNER, "password": "correct horse battery", "delivery": "post"}
        answer = control.ask("auth/login", bearer="", body=body)
        assert (answer.status, answer.field) == (400, "delivery")


class TestRefresh:
    def test_gives_new_tokens(self, control: Control) -> None:
        first = signed_in(control)
        control.now_ms += ACCESS_MS
        assert control.ask("auth/me", bearer=first["access_token"]).status == 401
        second = refreshed(control, first["refresh_token"])
        assert second.status == 200
        assert second.json["user"] == first["user"]
        assert second.json["refresh_token"] != first["refresh_token"]
        assert second.json["expires_in"] == 900
        assert second.json["refresh_expires_in"] == 8 * 3600 - 900
        assert control.ask("auth/me", bearer=second.json["access_token"]).status == 200
        assert control.actions().count("session.refreshed") == 1
        third = refreshed(control, second.json["refresh_token"])
        assert third.status == 200

    def test_an_earlier_token_ends_the_session_for_both(self, control: Control) -> None:
        first = signed_in(control)
        second = refreshed(control, first["refresh_token"]).json
        again = refreshed(control, first["refresh_token"])
        assert (again.status, again.json["code"]) == (401, "invalid_credentials")
        assert control.ask("auth/me", bearer=second["access_token"]).status == 401
        assert refreshed(control, second["refresh_token"]).status == 401
        assert control.actions().count("session.reuse_detected") == 1

    def test_two_at_once_end_the_session(self, control: Control) -> None:
        body = signed_in(control)
        read = control.auth.store.get_session

        def slow(organization_id: str, session_id: str) -> Session | None:
            found = read(organization_id, session_id)
            control.auth.store.get_session = read  # type: ignore[method-assign]
            refresh.refresh(control.auth, body["refresh_token"], Origin("r-1"))
            return found

        control.auth.store.get_session = slow  # type: ignore[method-assign]
        assert refreshed(control, body["refresh_token"]).status == 401
        assert control.ask("auth/me", bearer=body["access_token"]).status == 401
        assert control.actions().count("session.refreshed") == 1
        assert control.actions().count("session.reuse_detected") == 1

    def test_what_was_never_given_out_ends_nothing(self, control: Control) -> None:
        body = signed_in(control)
        token: str = body["refresh_token"]
        head, generation, mac = token.rsplit("_", 2)
        later = f"{head}_{int(generation) + 1}_{mac}"
        for guess in (changed(token, -3), later, "tgr_nonsense", token + "A", control.token):
            answer = refreshed(control, guess)
            assert (answer.status, answer.json["code"]) == (401, "invalid_credentials")
        assert control.ask("auth/me", bearer=body["access_token"]).status == 200
        assert "session.reuse_detected" not in control.actions()

    def test_every_refusal_reads_the_same(self, control: Control) -> None:
        used = signed_in(control)["refresh_token"]
        refreshed(control, used)
        assert refreshed(control, used).json == refreshed(control, "tgr_nonsense").json

    def test_does_not_outlive_the_session(self, control: Control) -> None:
        token = signed_in(control)["refresh_token"]
        control.now_ms += 8 * 3_600_000
        assert refreshed(control, token).status == 401

    def test_a_suspended_person_gets_none(self, control: Control) -> None:
        user_id, _ = control.person("viewer")
        token = signed_in(control, "viewer@acme.example")["refresh_token"]
        control.ask("directory/suspend_user", target=user_id)
        assert refreshed(control, token).status == 401

    def test_the_last_minutes_of_a_session_make_a_short_token(self, control: Control) -> None:
        token = signed_in(control)["refresh_token"]
        control.now_ms += 8 * 3_600_000 - MINUTE_MS
        answer = refreshed(control, token)
        assert answer.json["expires_in"] == answer.json["refresh_expires_in"] == 60

    @pytest.mark.parametrize("body", [{}, {"refresh_token": 5}, {"refresh_token": "x" * 300}])
    def test_names_what_is_wrong(self, control: Control, body: dict[str, Any]) -> None:
        answer = control.ask("auth/refresh", bearer="", body=body)
        assert (answer.status, answer.field) == (400, "refresh_token")

    def test_another_site_cannot_make_a_browser_refresh(self, control: Control) -> None:
        body = {"refresh_token": signed_in(control)["refresh_token"]}
        headers = {"Sec-Fetch-Site": "cross-site"}
        answer = control.ask("auth/refresh", bearer="", body=body, headers=headers)
        assert answer.status == 403


def published(control: Control) -> dict[str, dict[str, str]]:
    answer = control.ask("auth/jwks", bearer="")
    assert answer.status == 200
    assert answer.headers["cache-control"] == "public, max-age=300"
    return {key["kid"]: key for key in answer.json["keys"]}


def kid_of(token: str) -> str:
    kid: str = jwt.get_unverified_header(token)["kid"]
    return kid


class TestSigningKeys:
    def test_anybody_can_check_a_token_with_what_is_published(self, control: Control) -> None:
        token = signed_in(control)["access_token"]
        key = published(control)[kid_of(token)]
        assert (key["kty"], key["crv"], key["alg"], key["use"]) == (
            "OKP",
            "Ed25519",
            "EdDSA",
            "sig",
        )
        claims = jwt.decode(
            token,
            jwt.PyJWK(key).key,
            algorithms=["EdDSA"],
            audience="tollgate",
            issuer=PUBLIC_URL,
            options={"verify_exp": False, "verify_iat": False},
        )
        assert claims["sub"] == control.user_id
        assert claims["org"] == control.organization_id

    def test_only_the_public_part_is_published(self, control: Control) -> None:
        for key in published(control).values():
            assert key.keys() == {"kty", "crv", "use", "alg", "kid", "x"}

    def test_the_private_part_is_sealed(self, control: Control) -> None:
        [kid] = published(control)
        item = control.item(control.tables.directory, "system", f"SIGNING#{kid}")
        _, private = control.auth.keys.current()
        raw = private.private_bytes_raw()
        assert raw.hex() not in str(item)
        assert raw not in item["sealed"]["S"].encode()

    def test_a_new_key_is_published_before_it_signs(self, control: Control) -> None:
        [first] = published(control)
        control.now_ms += SIGNS_FOR_MS - PUBLISHED_AHEAD_MS - 1
        assert list(published(control)) == [first]
        control.now_ms += 1
        both = published(control)
        assert len(both) == 2
        assert kid_of(signed_in(control)["access_token"]) == first
        control.now_ms += PUBLISHED_AHEAD_MS
        [second] = both.keys() - {first}
        assert kid_of(signed_in(control)["access_token"]) == second
        assert set(published(control)) == {first, second}

    def test_a_key_goes_when_its_last_token_has_expired(self, control: Control) -> None:
        [first] = published(control)
        control.now_ms += SIGNS_FOR_MS - PUBLISHED_AHEAD_MS
        published(control)
        control.now_ms += PUBLISHED_AHEAD_MS
        token = signed_in(control)["access_token"]
        control.now_ms += 2 * 3_600_000 - 1
        assert first in published(control)
        control.now_ms += 1
        assert list(published(control)) == [kid_of(token)]

    def test_after_a_long_silence_the_old_key_signs_until_the_new_one_is_known(
        self, control: Control
    ) -> None:
        [first] = published(control)
        control.now_ms += 3 * SIGNS_FOR_MS
        assert kid_of(signed_in(control)["access_token"]) == first
        assert len(published(control)) == 2
        control.now_ms += PUBLISHED_AHEAD_MS
        assert kid_of(signed_in(control)["access_token"]) != first

    def test_making_a_key_is_journalled(self, control: Control) -> None:
        published(control)
        made = [
            event
            for event in control.events("system")
            if event["action"]["S"] == "signing_key.created"
        ]
        assert len(made) == 1
        assert "sealed" not in str(made)

    def test_a_new_address_gets_a_key_of_its_own(self, control: Control) -> None:
        before = signed_in(control)["access_token"]
        moved = SigningKeys(
            control.settings,
            control.tables,
            control.journal,
            secret=lambda: SECRET,
            issuer=lambda: "https://new.example",
            clock=lambda: control.now_ms,
        )
        key, _ = moved.current()
        assert (key.issuer, key.kid != kid_of(before)) == ("https://new.example", True)
        assert tokens.read_access_token(moved, before, control.now_ms).user_id == control.user_id
        assert {each.kid for each in moved.published()} == {key.kid, kid_of(before)}

    def test_a_deployment_without_an_address_signs_under_a_name(self) -> None:
        def unknown() -> str:
            raise Unavailable("this deployment does not know its own address yet")

        assert issuer_of(unknown) == "urn:tollgate"
        assert issuer_of(lambda: PUBLIC_URL) == PUBLIC_URL
