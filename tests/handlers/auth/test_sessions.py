"""Limits of sessions, seeing and ending them, and fresh proofs."""

from __future__ import annotations

from http.cookies import SimpleCookie
from typing import Any

import pytest
from msgspec.structs import replace

from tests.control_plane import PASSWORD, Answer, Control
from tollgate.auth.models import Caller
from tollgate.auth.passwords import hash_password
from tollgate.auth.service import sessions
from tollgate.auth.service.deps import Origin
from tollgate.auth.service.sign_in import open_session
from tollgate.aws.items import Beside
from tollgate.directory.models import User
from tollgate.directory.service.changes import change
from tollgate.errors import Conflict, InvalidCredentials
from tollgate.journal.models import Actor
from tollgate.kit.ids import new_id

pytestmark = pytest.mark.aws

OWNER = "owner@acme.example"
MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS


def limit(control: Control, **session: Any) -> None:
    """Sets limits of sessions as the owner, who proved who they are just now."""
    token = control.token_of(OWNER)
    answer = control.ask("auth/change_security_settings", bearer=token, body={"session": session})
    assert answer.status == 200, answer.json


def is_live(control: Control, token: str, **changes: Any) -> bool:
    answer = control.ask("auth/me", bearer=token, **changes)
    assert answer.status in {200, 401}
    return answer.status == 200


def listed(control: Control, bearer: str | None = None, user_id: str | None = None) -> list[Any]:
    query = {"user_id": user_id} if user_id else None
    answer = control.ask("auth/list_sessions", bearer=bearer, query=query)
    assert answer.status == 200, answer.json
    items: list[Any] = answer.json["items"]
    return items


def ended(control: Control, session_id: str, bearer: str | None = None) -> Answer:
    path = f"/api/v1/auth/sessions/{session_id}"
    return control.ask("auth/end_session", bearer=bearer, path=path)


def all_ended(control: Control, user_id: str | None, bearer: str | None = None) -> Answer:
    query = {"user_id": user_id} if user_id else None
    return control.ask("auth/end_sessions", bearer=bearer, query=query)


class TestLimits:
    def test_an_idle_session_ends(self, control: Control) -> None:
        limit(control, idle_minutes=30)
        token = control.token_of(OWNER)
        control.now_ms += 30 * MINUTE_MS - 1
        assert is_live(control, token)
        control.now_ms += 30 * MINUTE_MS - 1
        assert is_live(control, token)
        control.now_ms += 30 * MINUTE_MS
        assert not is_live(control, token)

    def test_use_is_written_down_once_a_minute(self, control: Control) -> None:
        [session] = listed(control)
        control.now_ms += MINUTE_MS - 1
        control.ask("auth/me")
        assert listed(control)[0]["last_seen_at"] == session["last_seen_at"]
        control.now_ms += 1
        control.ask("auth/me")
        assert listed(control)[0]["last_seen_at"] != session["last_seen_at"]

    def test_no_use_lengthens_a_session_beyond_its_hours(self, control: Control) -> None:
        limit(control, idle_minutes=30, max_hours=1)
        token = control.token_of(OWNER)
        for _ in range(5):
            control.now_ms += 10 * MINUTE_MS
            assert is_live(control, token)
        control.now_ms += 10 * MINUTE_MS
        assert not is_live(control, token)

    def test_a_new_limit_holds_for_sessions_that_are_open(self, control: Control) -> None:
        token = control.token_of(OWNER)
        limit(control, max_hours=1)
        control.now_ms += HOUR_MS
        assert not is_live(control, token)

    def test_the_oldest_session_ends_for_one_too_many(self, control: Control) -> None:
        limit(control, max_concurrent=2)
        _, first = control.person("viewer")
        second = control.token_of("viewer@acme.example")
        assert is_live(control, first)
        third = control.token_of("viewer@acme.example")
        assert not is_live(control, first)
        assert is_live(control, second)
        assert is_live(control, third)
        assert len(listed(control, bearer=third)) == 2

    def test_one_at_a_time(self, control: Control) -> None:
        limit(control, max_concurrent=1)
        _, first = control.person("viewer")
        second = control.token_of("viewer@acme.example")
        assert not is_live(control, first)
        assert is_live(control, second)

    def test_a_session_may_belong_to_its_address(self, control: Control) -> None:
        limit(control, bind_address=True)
        token = control.token_of(OWNER)
        assert is_live(control, token)
        elsewhere = {"requestContext.identity.sourceIp": "198.51.100.7"}
        assert not is_live(control, token, **elsewhere)
        assert is_live(control, token)

    def test_a_session_may_belong_to_its_browser(self, control: Control) -> None:
        limit(control, bind_agent=True)
        token = control.token_of(OWNER)
        assert not is_live(control, token, headers={"User-Agent": "another browser"})
        assert is_live(control, token)

    def test_a_bound_session_is_not_refreshed_elsewhere(self, control: Control) -> None:
        limit(control, bind_agent=True)
        body = {"refresh_token": control.login(OWNER).json["refresh_token"]}
        stolen = control.ask(
            "auth/refresh", bearer="", body=body, headers={"User-Agent": "another browser"}
        )
        assert stolen.status == 401
        assert control.ask("auth/refresh", bearer="", body=body).status == 200


class TestList:
    def test_shows_ones_own(self, control: Control) -> None:
        second = control.token_of(OWNER)
        newest, oldest = listed(control, bearer=second)
        assert (newest["current"], oldest["current"]) == (True, False)
        assert newest["user_id"] == control.user_id
        assert newest["address"] == "203.0.113.10"
        assert newest["agent"] == "curl/8.5.0"
        assert newest["methods"] == ["pwd"]
        assert newest["expires_at"] == "2026-11-21T17:30:00.000Z"

    def test_leaves_out_what_has_ended(self, control: Control) -> None:
        second = control.token_of(OWNER)
        control.ask("auth/logout", bearer=second)
        assert [session["current"] for session in listed(control)] == [True]

    def test_never_shows_a_token(self, control: Control) -> None:
        assert "token" not in str(listed(control))

    def test_of_somebody_else_needs_the_permission(self, control: Control) -> None:
        user_id, token = control.person("developer")
        assert [session["user_id"] for session in listed(control, user_id=user_id)] == [user_id]
        query = {"user_id": control.user_id}
        answer = control.ask("auth/list_sessions", bearer=token, query=query)
        assert (answer.status, answer.json["required_permission"]) == (403, "sessions.view")

    def test_another_tenants_people_do_not_exist(self, control: Control, other: str) -> None:
        query = {"user_id": control.user_id}
        assert control.ask("auth/list_sessions", bearer=other, query=query).status == 404
        unknown = {"user_id": new_id("usr")}
        assert control.ask("auth/list_sessions", bearer=other, query=unknown).status == 404

    def test_an_api_key_has_none(self, control: Control) -> None:
        key = control.ask("directory/create_api_key").json["key"]
        answer = control.ask("auth/list_sessions", bearer=key)
        assert (answer.status, answer.field) == (403, "user_id")

    def test_needs_a_credential(self, control: Control) -> None:
        assert control.ask("auth/list_sessions", bearer="").status == 401

    def test_names_an_id_that_is_too_long(self, control: Control) -> None:
        answer = control.ask("auth/list_sessions", query={"user_id": "x" * 65})
        assert (answer.status, answer.field) == (400, "user_id")


class TestEnd:
    def test_ones_own_session_ends(self, control: Control) -> None:
        second = control.token_of(OWNER)
        [mine] = [each for each in listed(control) if not each["current"]]
        assert ended(control, mine["id"]).status == 204
        assert not is_live(control, second)
        assert is_live(control, control.token)
        assert control.actions().count("session.revoked") == 1
        assert ended(control, mine["id"]).status == 404

    def test_somebody_elses_needs_the_permission(self, control: Control) -> None:
        _, token = control.person("developer")
        [theirs] = listed(control)
        assert ended(control, theirs["id"], bearer=token).status == 404
        assert is_live(control, control.token)
        [developers] = listed(control, bearer=token)
        assert ended(control, developers["id"]).status == 204
        assert not is_live(control, token)

    def test_a_key_ends_its_owners_sessions_by_its_own_permissions(self, control: Control) -> None:
        def key(*permissions: str) -> str:
            body = {"name": "a key", "permissions": permissions, "user_id": control.user_id}
            made = control.ask("directory/create_api_key", body=body)
            assert made.status == 201, made.json
            token: str = made.json["key"]
            return token

        weak, strong = key("llm.use.*"), key("sessions.*")
        assert all_ended(control, control.user_id, bearer=weak).status == 403
        [mine] = listed(control, bearer=strong, user_id=control.user_id)
        assert ended(control, mine["id"], bearer=weak).status == 404
        assert is_live(control, control.token)
        assert all_ended(control, control.user_id, bearer=strong).json == {"ended": 1}
        assert not is_live(control, control.token)

    def test_another_tenants_session_does_not_exist(self, control: Control, other: str) -> None:
        [mine] = listed(control)
        assert ended(control, mine["id"], bearer=other).status == 404
        assert is_live(control, control.token)

    def test_an_id_that_is_none_does_not_exist(self, control: Control) -> None:
        assert ended(control, "nonsense").status == 404

    def test_all_of_somebody_end(self, control: Control) -> None:
        user_id, first = control.person("developer")
        second = control.token_of("developer@acme.example")
        answer = all_ended(control, user_id)
        assert (answer.status, answer.json) == (200, {"ended": 2})
        assert not is_live(control, first)
        assert not is_live(control, second)
        assert is_live(control, control.token)
        assert all_ended(control, user_id).json == {"ended": 0}
        assert control.actions().count("session.all_ended") == 1

    def test_all_of_somebody_need_the_permission(self, control: Control, other: str) -> None:
        _, token = control.person("auditor")
        answer = all_ended(control, control.user_id, bearer=token)
        assert (answer.status, answer.json["required_permission"]) == (403, "sessions.revoke")
        assert all_ended(control, control.user_id, bearer=other).status == 404
        assert is_live(control, control.token)


class TestSignOutEverywhere:
    def test_ends_every_session(self, control: Control) -> None:
        second = control.token_of(OWNER)
        answer = control.ask("auth/logout_all", bearer=second, body=None)
        assert (answer.status, answer.json) == (200, {"ended": 2})
        assert not is_live(control, control.token)
        assert not is_live(control, second)

    def test_may_leave_the_one_that_asks(self, control: Control) -> None:
        second = control.token_of(OWNER)
        answer = control.ask("auth/logout_all", bearer=second, body={"except_current": True})
        assert answer.json == {"ended": 1}
        assert is_live(control, second)
        assert not is_live(control, control.token)

    def test_by_cookie_needs_the_pages_origin(self, control: Control) -> None:
        cookie = {"Cookie": f"tollgate_session={control.token}"}
        assert control.ask("auth/logout_all", bearer="", headers=cookie).status == 403
        assert is_live(control, control.token)

    def test_names_an_unknown_field(self, control: Control) -> None:
        answer = control.ask("auth/logout_all", body={"everybody": True})
        assert (answer.status, answer.field) == (400, "everybody")


class TestFreshProof:
    def needs_proof(self, control: Control) -> Answer:
        return control.ask("auth/change_security_settings", body={"lockout": {"failures": 4}})

    def test_a_change_of_the_rules_needs_one(self, control: Control) -> None:
        control.now_ms += 10 * MINUTE_MS
        assert self.needs_proof(control).status == 200
        control.now_ms += 1
        answer = self.needs_proof(control)
        assert (answer.status, answer.json["code"]) == (401, "step_up_required")
        assert answer.json["max_age_seconds"] == 600
        proof = control.ask("auth/reauthenticate")
        assert proof.status == 200
        assert proof.json["authenticated_at"] == "2026-11-21T09:40:00.001Z"
        assert proof.json["recent_until"] == "2026-11-21T09:50:00.001Z"
        assert self.needs_proof(control).status == 200
        assert "session.reauthenticated" in control.actions()

    def test_a_browser_gets_a_new_token_and_the_old_one_ends(self, control: Control) -> None:
        old = control.token_of(OWNER)
        cookie = {"Cookie": f"tollgate_session={old}", "Sec-Fetch-Site": "same-origin"}
        proof = control.ask("auth/reauthenticate", bearer="", headers=cookie)
        assert proof.status == 200
        new = SimpleCookie(proof.headers["set-cookie"])["tollgate_session"].value
        assert new != old
        assert not is_live(control, old)
        assert is_live(control, new)

    def test_ending_other_sessions_needs_one(self, control: Control) -> None:
        first = control.token_of(OWNER)
        other = next(each for each in listed(control) if not each["current"])
        control.now_ms += 10 * MINUTE_MS + 1
        answer = ended(control, other["id"])
        assert answer.json["code"] == "step_up_required"
        assert control.ask("auth/end_sessions").json["code"] == "step_up_required"
        assert is_live(control, first)

    def test_a_key_with_the_permission_needs_none(self, control: Control) -> None:
        body = {"name": "settings", "permissions": ["security.*"]}
        key = control.ask("directory/create_api_key", body=body).json["key"]
        control.now_ms += HOUR_MS
        answer = control.ask(
            "auth/change_security_settings", bearer=key, body={"lockout": {"failures": 4}}
        )
        assert answer.status == 200

    def test_refreshing_tokens_proves_nothing(self, control: Control) -> None:
        token = control.login(OWNER).json["refresh_token"]
        control.now_ms += 11 * MINUTE_MS
        body = {"refresh_token": token}
        access = control.ask("auth/refresh", bearer="", body=body).json["access_token"]
        answer = control.ask("auth/change_security_settings", bearer=access)
        assert answer.json["code"] == "step_up_required"

    def test_a_wrong_password_proves_nothing_and_counts(self, control: Control) -> None:
        control.now_ms += HOUR_MS
        for _ in range(5):
            answer = control.ask("auth/reauthenticate", body={"password": "wrong password"})
            assert (answer.status, answer.json["code"]) == (401, "invalid_credentials")
        assert control.ask("auth/reauthenticate").status == 401
        assert self.needs_proof(control).json["code"] == "step_up_required"
        assert control.login(OWNER).status == 401

    def test_an_api_key_cannot(self, control: Control) -> None:
        key = control.ask("directory/create_api_key").json["key"]
        assert control.ask("auth/reauthenticate", bearer=key).status == 403

    def test_names_the_missing_field(self, control: Control) -> None:
        assert control.ask("auth/reauthenticate", body={}).status == 400

    def test_needs_a_credential(self, control: Control) -> None:
        assert control.ask("auth/reauthenticate", bearer="").status == 401


def person(control: Control, user_id: str) -> User:
    user = control.store.get(User, control.organization_id, user_id)
    assert user is not None
    return user


class TestEndingAll:
    def test_in_another_transaction(self, control: Control) -> None:
        user_id, first = control.person("viewer")
        second = control.token_of("viewer@acme.example")
        [kept, _] = listed(control, bearer=second)
        ending = sessions.ending_all(
            control.auth, person(control, user_id), except_session=kept["id"]
        )
        before = person(control, user_id)
        commit(control, before, replace(before, name="Renamed"), ending)
        assert not is_live(control, first)
        assert is_live(control, second)

    def test_a_sign_in_in_between_is_not_overlooked(self, control: Control) -> None:
        user_id, _ = control.person("viewer")
        before = person(control, user_id)
        ending = sessions.ending_all(control.auth, before)
        late = control.token_of("viewer@acme.example")
        with pytest.raises(Conflict):
            commit(control, before, replace(before, name="Renamed"), ending)
        assert is_live(control, late)
        assert person(control, user_id).name == before.name

    def test_by_nobody_who_is_signed_in(self, control: Control) -> None:
        user_id, token = control.person("viewer")
        count = sessions.end_all(
            control.auth,
            Actor("system", "test"),
            person(control, user_id),
            reason="password_reset",
            request_id="r-1",
        )
        assert count == 1
        assert not is_live(control, token)


def commit(control: Control, before: User, after: User, beside: Beside | None = None) -> None:
    """Changes a person, with `beside` in the same transaction."""
    caller = Caller(
        organization_id=control.organization_id,
        actor=Actor("system", "test"),
        user_id=None,
        request_id="r-1",
    )
    change(control.auth.directory, caller, before, after, beside=beside)


def test_no_session_opens_for_somebody_suspended_meanwhile(control: Control) -> None:
    user_id, _ = control.person("viewer")
    read = person(control, user_id)
    control.ask("directory/suspend_user", target=user_id)
    with pytest.raises(InvalidCredentials):
        open_session(control.auth, read, ("pwd",), Origin("r-1"))


def test_no_session_opens_after_the_password_changed(control: Control) -> None:
    user_id, _ = control.person("viewer")
    read = person(control, user_id)
    commit(control, read, replace(read, password_hash=hash_password("an entirely other one")))
    with pytest.raises(InvalidCredentials):
        open_session(control.auth, read, ("pwd",), Origin("r-1"))
    assert control.login("viewer@acme.example", PASSWORD).status == 401
