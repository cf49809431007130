"""Ways around the rules of who may do what, each tried as somebody would who means it."""

from __future__ import annotations

import csv
import io
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import pytest

from tests.authenticator import Authenticator
from tests.control_plane import (
    PUBLIC_URL,
    Answer,
    Control,
    blank,
    control,
    key_of_everything,
    other,
    send,
)
from tests.events import load
from tests.identity_provider import IdentityProvider, idp
from tests.scim_plane import ScimPlane, scim
from tests.second_factors import add_passkey, enrol_app, second_step
from tests.sso_plane import SsoPlane, plane
from tollgate.directory.models import Status, User
from tollgate.kit.base62 import checksum

__all__ = ["blank", "control", "idp", "other", "plane", "scim"]
pytestmark = pytest.mark.aws

OWNER: Final = "owner@acme.example"


def role(control: Control, name: str, bearer: str | None = None, **body: Any) -> Answer:
    return control.ask("directory/create_role", bearer=bearer, body={"name": name, **body})


def key(control: Control, bearer: str | None = None, **body: Any) -> Answer:
    return control.ask("directory/create_api_key", bearer=bearer, body={"name": "key", **body})


def change(control: Control, user_id: str, bearer: str | None = None, **body: Any) -> Answer:
    return control.ask("directory/update_user", target=user_id, bearer=bearer, body=body)


def stored(control: Control, user_id: str) -> User:
    user = control.store.get(User, control.organization_id, user_id)
    assert user is not None
    return user


def under(path: str, user_id: str) -> str:
    return f"/api/v1/users/{user_id}/{path}"


GREEDY: Final = (
    "*",
    "*.*",
    "*.*.*",
    "*.*.*.*",
    "*.delete",
    "*.create",
    "organizations.*",
    "organizations.*.*",
    "organizations.delete",
    "organizations.delete.org",
    "organizations.delete.team",
    "organizations.delete.own",
    "organizations:delete",
    "organizations:delete:org",
    "organization.delete",
    "orgs.delete",
    "admin.system",
    "admin.*",
    "admin.users",
    "admin.teams",
    "admin.billing",
    "system.*",
    "ORGANIZATIONS.DELETE",
    "organizations.DELETE",
    "organizations.Delete",
    "organizations.delete ",
    " organizations.delete",
    "organizations.delete\n",
    "organizations..delete",
    ".",
    "..",
    "*.",
    ".*",
    "organizations.",
    "organizations.delete.",
    "organizations.write",
    "organizations.manage",
    "organizations.admin",
    "organizations.remove",
    "organizations.add",
    "\uff0a",
    "organizations\u200b.delete",
    "organizations.\u0434elete",
    "**",
    "org*.delete",
    "organizations.del*",
    "llm.*",
    "llm.use.*.*",
    "*.use.openai",
    "organizations.create_own",
    "organizations.delete_all",
)


class TestPermissionStrings:
    @pytest.mark.parametrize("text", GREEDY)
    def test_give_an_admin_no_more(self, control: Control, text: str) -> None:
        _, admin = control.person("admin")
        made = role(control, "greedy", admin, permissions=[text])
        if made.status == 201:
            other_id, token = control.person("viewer")
            given = change(control, other_id, admin, roles=["greedy"])
            assert given.status == 200
            deleted = control.ask(
                "directory/delete_organization",
                target=control.organization_id,
                bearer=token,
                query={"confirm": "acme"},
            )
            assert deleted.status == 403
            founded = control.ask("directory/create_organization", bearer=token)
            assert founded.status == 403
        issued = key(control, admin, permissions=[text])
        if issued.status == 201:
            founded = control.ask("directory/create_organization", bearer=issued.json["key"])
            assert founded.status == 403


class TestRoles:
    def test_a_denial_does_not_lock_an_owner_out(self, control: Control) -> None:
        _, admin = control.person("admin")
        assert role(control, "badge", permissions=["teams.view"]).status == 201
        assert control.ask(
            "directory/assign_role", path=under("roles/badge", control.user_id)
        ).status
        second_id, second = control.person("owner", "second@acme.example")
        given = control.ask("directory/assign_role", path=under("roles/badge", second_id))
        assert given.status == 200, given.json
        changed = control.ask(
            "directory/update_role",
            target="badge",
            bearer=admin,
            body={"denied_permissions": ["*"]},
        )
        seen = control.ask("directory/list_users", bearer=second)
        assert (changed.status, seen.status) == (403, 200)

    def test_an_access_rule_does_not_lock_owners_out(self, control: Control) -> None:
        _, admin = control.person("admin")
        body = {
            "name": "no owners",
            "actions": ["*"],
            "condition": 'principal.roles.contains("owner")',
        }
        made = control.ask("directory/create_access_rule", bearer=admin, body=body)
        assert control.ask("directory/list_users").status == 200, made.json
        assert made.status >= 400

    def test_a_team_manager_does_not_lift_a_denial_in_a_team(self, control: Control) -> None:
        team = control.ask("directory/create_team", body={"name": "T"}).json["id"]
        assert role(control, "hands_off", denied_permissions=["policies.*"]).status == 201
        ada, _ = control.person(
            "security_officer",
            "ada@acme.example",
            team_ids=[team],
            team_roles={team: ["hands_off"]},
        )
        _, manager = control.person("team_manager")
        path = f"/api/v1/teams/{team}/members/{ada}"
        put = control.ask(
            "directory/set_team_member", path=path, bearer=manager, body={"role": "member"}
        )
        assert put.status == 403
        out = control.ask("directory/remove_team_member", path=path, bearer=manager)
        assert out.status == 403

    def test_aliases_and_spellings_of_owner(self, control: Control) -> None:
        dev, _ = control.person("developer")
        _, admin = control.person("admin")
        for name in ("owner", "super_admin", "Super Admin", "SUPER-ADMIN", " owner ", "Owner"):
            assert change(control, dev, admin, roles=[name]).status in (400, 403), name
            invited = control.ask(
                "directory/create_invitation",
                bearer=admin,
                body={"email": "new@acme.example", "name": "N", "roles": [name]},
            )
            assert invited.status in (400, 403), name
            rows = f"email,name,role\nn@acme.example,N,{name}\n"
            table = control.ask("directory/import_users_json", bearer=admin, body={"csv": rows})
            assert table.json["created"] == 0, name
            made = role(control, "sneaky", admin, permissions=["teams.view"], inherits=[name])
            assert made.status in (400, 403), name
            asked = control.ask(
                "directory/create_elevation",
                bearer=admin,
                body={"role": name, "minutes": 5, "reason": "on call"},
            )
            assert asked.status in (400, 422), name
            path = under(f"roles/{name}", dev)
            given = control.ask("directory/assign_role", path=path, bearer=admin)
            assert given.status in (400, 403, 404), name


class TestOneself:
    """Nobody changes their own access, whatever credential they take for it."""

    @pytest.mark.parametrize("chain", [1, 2])
    def test_not_by_a_service_key_of_ones_own(self, control: Control, chain: int) -> None:
        """Nor by a key that one's own key made: no key is somebody else."""
        permissions = ["users.*", "api_keys.*"]
        assert role(control, "keeper", permissions=permissions).status == 201
        assert role(control, "looker", permissions=["users.view"]).status == 201
        keeper_id, token = control.person("keeper")
        for _ in range(chain):
            made = key(control, token, permissions=permissions)
            assert made.status == 201, made.json
            token = made.json["key"]
        path = under("roles/looker", keeper_id)
        assert change(control, keeper_id, token, roles=["looker"]).status == 403
        assert control.ask("directory/assign_role", path=path, bearer=token).status == 403
        assert control.ask("directory/suspend_user", target=keeper_id).status == 200
        assert control.ask("directory/activate_user", target=keeper_id, bearer=token).status == 403
        assert stored(control, keeper_id).status is Status.SUSPENDED
        stranger_id, _ = control.person("looker")
        assert change(control, stranger_id, token, name="Renamed").status == 200

    def test_a_role_that_one_has_is_not_widened_from_below(self, control: Control) -> None:
        """A role that one's own role inherits is one's own, too, whoever asks for the change."""
        assert role(control, "base", permissions=["teams.view"]).status == 201
        body = {"permissions": ["roles.*", "policies.view", "api_keys.*"], "inherits": ["base"]}
        assert role(control, "top", **body).status == 201
        _, token = control.person("top")
        for name in ("base", "top"):
            answer = control.ask(
                "directory/update_role",
                target=name,
                bearer=token,
                body={"permissions": ["roles.*", "policies.view", "users.edit"]},
            )
            assert answer.status == 403, name

    def test_a_denial_is_not_lifted_by_letting_go_of_its_role(self, control: Control) -> None:
        assert role(control, "no_policies", denied_permissions=["policies.*"]).status == 201
        limited = {"permissions": ["teams.view"], "inherits": ["no_policies"]}
        assert role(control, "limited", **limited).status == 201
        keeper = {"permissions": ["roles.*", "teams.view"]}
        assert role(control, "keeper", **keeper).status == 201
        _, token = control.person("keeper")
        for sample, body in (
            ("update_role", {"inherits": []}),
            ("replace_role", {"name": "limited", "permissions": ["teams.view"]}),
        ):
            answer = control.ask(f"directory/{sample}", target="limited", bearer=token, body=body)
            assert answer.status == 403, sample

    def test_an_elevation_is_not_approved_by_ones_own_keys(self, control: Control) -> None:
        _, admin = control.person("admin")
        asked = control.ask(
            "directory/create_elevation",
            bearer=admin,
            body={"role": "viewer", "minutes": 5, "reason": "on call"},
        )
        assert asked.status == 201, asked.json
        seen = [
            "users.view",
            "teams.view",
            "roles.view",
            "api_keys.view",
            "organizations.view",
            "policies.view",
            "approvals.view",
            "violations.view",
            "requests.view",
            "budgets.view",
            "prices.view",
            "costs.view",
            "usage.view",
            "elevations.decide",
            "elevations.view",
        ]
        own = key(control, admin, permissions=seen)
        theirs = key(control, admin, permissions=seen, user_id=control.user_id)
        owners = key(control, permissions=seen)
        rotated = control.ask(
            "directory/rotate_api_key",
            target=owners.json["id"],
            bearer=admin,
            body={"overlap_hours": 1},
        )
        statuses = {}
        for name, made in (("own", own), ("theirs", theirs), ("rotated", rotated)):
            assert made.status in (200, 201), (name, made.json)
            answer = control.ask(
                "directory/approve_elevation", target=asked.json["id"], bearer=made.json["key"]
            )
            statuses[name] = answer.status
        assert statuses == {"own": 403, "theirs": 403, "rotated": 403}

    def test_a_review_of_ones_own_access_is_not_decided_by_a_service_key(
        self, control: Control
    ) -> None:
        admin_id, admin = control.person("admin")
        review = control.ask("directory/create_access_review", body={"name": "R"}).json["id"]
        items = control.ask(
            "directory/get_access_review", target=review, query={"limit": "100"}
        ).json["items"]
        mine = next(i for i in items if i["person"] and i["person"]["id"] == admin_id)
        token = key(control, admin, permissions=["access_reviews.*"]).json["key"]
        path = f"/api/v1/access-reviews/{review}/items/{mine['id']}"
        kept = control.ask(
            "directory/decide_access_review_item",
            path=path,
            bearer=token,
            body={"decision": "keep"},
        )
        assert kept.status == 403

    def test_second_factors_are_not_reset_by_one_person_with_keys(self, control: Control) -> None:
        dev, token = control.person("developer")
        enrol_app(control, token)
        _, admin = control.person("admin")
        path = under("mfa/reset", dev)
        assert control.ask("directory/reset_user_mfa", path=path, bearer=admin).status in (200, 202)
        made = key(
            control, admin, permissions=["users.*", "llm.use.*"][:1], user_id=control.user_id
        )
        assert made.status == 201
        again = control.ask("directory/reset_user_mfa", path=path, bearer=made.json["key"])
        assert again.status == 403
        assert stored(control, dev).mfa_methods == ("totp",)


class TestLastOwner:
    """A service key with every permission is nobody's, so that no rank and no self stops it."""

    @pytest.fixture
    def everything(self, control: Control) -> str:
        return key_of_everything(control)

    def test_stays_whatever_is_tried(self, control: Control, everything: str) -> None:
        me = control.user_id
        tries: tuple[tuple[str, dict[str, Any]], ...] = (
            ("suspend_user", {"target": me}),
            ("deactivate_user", {"target": me}),
            ("delete_user", {"target": me}),
            ("update_user", {"target": me, "body": {"roles": ["admin"]}}),
            ("update_user", {"target": me, "body": {"roles": []}}),
            ("update_user", {"target": me, "body": {"status": "suspended"}}),
            ("put_user", {"target": me, "body": {"roles": ["viewer"]}}),
            ("remove_role", {"path": under("roles/owner", me)}),
            ("remove_role", {"path": under("roles/super_admin", me)}),
            (
                "offboard_user",
                {"target": me, "path": under("offboard", me), "body": {"reason": "on call"}},
            ),
            ("anonymize_user", {"path": under("anonymize", me)}),
            (
                "remove_member",
                {"path": f"/api/v1/organizations/{control.organization_id}/members/{me}"},
            ),
            (
                "set_member",
                {
                    "path": f"/api/v1/organizations/{control.organization_id}/members/{me}",
                    "body": {"role": "viewer"},
                },
            ),
        )
        review = control.ask("directory/create_access_review", body={"name": "R"}).json["id"]
        for sample, changes in tries:
            answer = control.ask(f"directory/{sample}", bearer=everything, **changes)
            # Nobody who is still in is anonymized, owner or not.
            code = "conflict" if sample == "anonymize_user" else "last_owner"
            assert (answer.status, answer.json["code"]) == (409, code), sample
            assert control.ask("auth/me").status == 200, sample
            assert "owner" in stored(control, me).roles
        items = control.ask(
            "directory/get_access_review", target=review, query={"limit": "100"}
        ).json["items"]
        for item in items:
            if item["person"] and item["person"]["id"] == me:
                path = f"/api/v1/access-reviews/{review}/items/{item['id']}"
                answer = control.ask(
                    "directory/decide_access_review_item",
                    path=path,
                    bearer=everything,
                    body={"decision": "revoke"},
                )
                if item["subject"] == "owner":
                    assert answer.status >= 400
        assert "owner" in stored(control, me).roles

    def test_two_owners_who_remove_each_other_at_once(self, control: Control) -> None:
        second_id, second = control.person("owner", "second@acme.example")
        barrier = threading.Barrier(2)

        def remove(victim: str, bearer: str) -> int:
            event = load("directory/delete_user", bearer=bearer, target=victim)
            fresh = Control(control.settings, control.tables, control.client)
            barrier.wait()
            return send(fresh.directory_app, event).status

        with ThreadPoolExecutor(2) as threads:
            attempts = (
                threads.submit(remove, second_id, control.token),
                threads.submit(remove, control.user_id, second),
            )
            statuses = sorted(attempt.result() for attempt in attempts)
        owners = [
            user
            for user in control.store.everything(User, control.organization_id)
            if user.status is Status.ACTIVE and "owner" in user.roles
        ]
        assert len(owners) == 1
        assert statuses[0] == 204
        assert statuses[1] >= 400


class TestScim:
    def test_an_adopted_admin_is_not_taken_over_by_another_address(self, scim: ScimPlane) -> None:
        control = scim.control
        admin_id, _ = control.person("admin")
        sent = {"userName": "admin@acme.example", "displayName": "A", "externalId": "x-1"}
        assert scim.ask("replace_person", target=admin_id, body=sent).status == 200
        moved = scim.ask(
            "replace_person", target=admin_id, body={**sent, "userName": "mallory@evil.example"}
        )
        assert stored(control, admin_id).email == "admin@acme.example"
        assert moved.status == 400

    def test_who_was_suspended_by_hand_does_not_come_back_by_leaving(self, scim: ScimPlane) -> None:
        control = scim.control
        ada = scim.create("ada@acme.example")
        assert control.ask("directory/suspend_user", target=ada).status == 200
        assert scim.ask("remove_person", target=ada).status == 204
        scim.ask("create_person", body={"userName": "ada@acme.example", "displayName": "Ada"})
        assert stored(control, ada).status is Status.SUSPENDED

    @pytest.mark.parametrize("how", ["patch", "put", "delete"])
    def test_an_owner_is_not_ended(self, scim: ScimPlane, how: str) -> None:
        control = scim.control
        if how == "patch":
            answer = scim.patch(
                "patch_person",
                control.user_id,
                {"op": "Replace", "path": "active", "value": "False"},
            )
        elif how == "put":
            body = {"userName": OWNER, "displayName": "O", "active": False}
            answer = scim.ask("replace_person", target=control.user_id, body=body)
        else:
            answer = scim.ask("remove_person", target=control.user_id)
        assert answer.status == 403
        assert control.ask("auth/me").status == 200


class TestSso:
    def test_an_admin_does_not_become_owner_by_a_provider_of_their_own(
        self, plane: SsoPlane, idp: IdentityProvider
    ) -> None:
        control = plane.control
        _, admin = control.person("admin")
        body = {
            "name": "Mine",
            "provider": "oidc",
            "issuer": idp.issuer,
            "client_id": "tollgate",
            "client_secret": "a secret of the tests/+: with signs",
            "domains": ["acme.example"],
        }
        made = plane.ask("create_connection", bearer=admin, body=body)
        assert made.status == 201, made.json
        idp.knows("mallory", email=OWNER, email_verified=True, name="Olga")
        answer = plane.sign_in(idp, made.json["id"], "mallory")
        me = plane.me()
        assert me.status == 401 or me.json["user"]["id"] != control.user_id, answer.json

    def test_a_connection_is_not_turned_to_another_provider_for_its_roles(
        self, plane: SsoPlane, idp: IdentityProvider
    ) -> None:
        control = plane.control
        mapped = {"group_mappings": [{"group": "admins", "roles": ["admin"]}]}
        made = plane.ask("create_connection", body={**load_body("sso/create_connection"), **mapped})
        assert made.status == 201, made.json
        assert role(control, "sso_keeper", permissions=["sso.*"]).status == 201
        _, keeper = control.person("sso_keeper")
        turned = plane.ask(
            "update_connection",
            target=made.json["id"],
            bearer=keeper,
            body={"issuer": idp.issuer, "client_id": "tollgate"},
        )
        assert turned.status == 403, turned.json


def load_body(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(load(name)["body"])
    return found


class TestLinks:
    ENDS = (
        ("auth/accept_invitation", "token", {"password": "Kaffee-Tasse-am-Morgen-7"}),
        ("auth/confirm_reset", "token", {"new_password": "Kaffee-Tasse-am-Morgen-7"}),
        ("auth/reset_password", "token", {"new_password": "Kaffee-Tasse-am-Morgen-7"}),
        ("auth/recover_by_token", "token", {}),
    )

    def use(self, control: Control, sample: str, token: str) -> int:
        body = next(more for name, _, more in self.ENDS if name == sample)
        return control.ask(sample, bearer="", body={"token": token, **body}).status

    def test_one_kind_is_no_other(self, control: Control) -> None:
        body = {"email": "new@acme.example", "name": "N", "roles": ["developer"]}
        assert control.ask("directory/create_invitation", body=body).status == 201
        invitation = control.mailed_token("invitation")
        control.ask("auth/request_reset", bearer="", body={"email": OWNER})
        reset = control.mailed_token("password.reset")
        for sample in ("auth/confirm_reset", "auth/reset_password", "auth/recover_by_token"):
            assert self.use(control, sample, invitation) in (400, 410), sample
        for sample in ("auth/accept_invitation", "auth/recover_by_token"):
            assert self.use(control, sample, reset) in (400, 410), sample
        path = f"/api/v1/auth/verify-email/{reset}"
        assert control.ask("auth/verify_email", path=path, bearer="").status in (400, 410)

    def test_a_reset_does_not_let_an_invited_or_suspended_person_in(self, control: Control) -> None:
        body = {"email": "new@acme.example", "name": "N", "roles": ["developer"]}
        assert control.ask("directory/create_invitation", body=body).status == 201
        letters = len(control.letters)
        control.ask("auth/request_reset", bearer="", body={"email": "new@acme.example"})
        resets = [x for x in control.letters[letters:] if x.kind == "password.reset"]
        if resets:
            token = control.mailed_token("password.reset")
            self.use(control, "auth/confirm_reset", token)
            assert control.login("new@acme.example", "Kaffee-Tasse-am-Morgen-7").status == 401

    def test_a_reset_asked_before_suspension_or_deletion_is_void(self, control: Control) -> None:
        for verb, end in (("suspend_user", 200), ("delete_user", 204)):
            email = f"{verb[:3]}@acme.example"
            user_id, _ = control.person("developer", email)
            control.ask("auth/request_reset", bearer="", body={"email": email})
            token = control.mailed_token("password.reset")
            assert control.ask(f"directory/{verb}", target=user_id).status == end
            status = self.use(control, "auth/confirm_reset", token)
            assert stored(control, user_id).status is not Status.ACTIVE
            assert control.login(email, "Kaffee-Tasse-am-Morgen-7").status == 401, status

    def test_an_earlier_reset_is_void_after_a_new_password(self, control: Control) -> None:
        control.person("developer", "dev@acme.example")
        tokens = []
        for _ in range(2):
            control.now_ms += 60_000
            control.ask("auth/request_reset", bearer="", body={"email": "dev@acme.example"})
            tokens.append(control.mailed_token("password.reset"))
        assert tokens[0] != tokens[1]
        assert self.use(control, "auth/confirm_reset", tokens[1]) in (200, 204)
        assert self.use(control, "auth/confirm_reset", tokens[0]) in (400, 410)

    def test_two_at_once_spend_one_link_once(self, control: Control) -> None:
        body = {"email": "new@acme.example", "name": "N", "roles": ["developer"]}
        assert control.ask("directory/create_invitation", body=body).status == 201
        token = control.mailed_token("invitation")
        passwords = [f"Kaffee-Tasse-am-Morgen-{n}" for n in range(4)]
        barrier = threading.Barrier(4)

        def accept(password: str) -> int:
            fresh = Control(control.settings, control.tables, control.client)
            event = load(
                "auth/accept_invitation", bearer="", body={"token": token, "password": password}
            )
            barrier.wait()
            return send(fresh.auth_app, event).status

        with ThreadPoolExecutor(4) as threads:
            statuses = list(threads.map(accept, passwords))
        assert statuses.count(200) == 1, statuses


class TestSecondFactors:
    def test_a_passkey_does_not_open_an_account_of_another_organization(
        self, control: Control, other: str
    ) -> None:
        mine, theirs = Authenticator(), Authenticator()
        assert add_passkey(control, mine).status == 201
        assert add_passkey(control, theirs, other).status == 201
        theirs.handle = mine.handle
        asked = control.ask("auth/passkey_sign_in_options", bearer="")
        shown = theirs.get(asked.json["public_key"], origin=PUBLIC_URL)
        answer = control.ask("auth/sign_in_with_passkey", bearer="", body={"passkey": shown})
        assert answer.status == 401

    def test_a_credential_id_registered_elsewhere_changes_nothing(
        self, control: Control, other: str
    ) -> None:
        mine = Authenticator()
        assert add_passkey(control, mine).status == 201
        copy = Authenticator(credential_id=mine.credential_id)
        add_passkey(control, copy, other)
        copy.handle = mine.handle
        asked = control.ask("auth/passkey_sign_in_options", bearer="")
        shown = copy.get(asked.json["public_key"], origin=PUBLIC_URL)
        answer = control.ask("auth/sign_in_with_passkey", bearer="", body={"passkey": shown})
        assert answer.status == 401
        asked = control.ask("auth/passkey_sign_in_options", bearer="")
        shown = mine.get(asked.json["public_key"], origin=PUBLIC_URL)
        answer = control.ask("auth/sign_in_with_passkey", bearer="", body={"passkey": shown})
        assert answer.status == 200

    def test_codes_are_not_guessed_across_challenges(self, control: Control) -> None:
        app = enrol_app(control)
        guesses = 0
        for _ in range(8):
            answer = control.login(OWNER)
            if answer.status != 200:
                break
            for guess in range(3):
                right = app.code(control.now_ms)
                wrong = f"{(int(right) + 1 + guess) % 10**6:06d}"
                if second_step(control, answer.json, code=wrong).status == 200:
                    break
                guesses += 1
        assert 0 < guesses < 12


class TestRequests:
    @pytest.mark.parametrize(
        ("headers", "status"),
        [
            ({"Sec-Fetch-Site": "same-origin"}, 201),
            ({"Sec-Fetch-Site": "same-site"}, 403),
            ({"Sec-Fetch-Site": "cross-site"}, 403),
            ({"Sec-Fetch-Site": "none"}, 403),
            ({"Sec-Fetch-Site": "same-site", "X-Requested-With": "x"}, 403),
            ({"Sec-Fetch-Site": "cross-site", "Origin": "https://api.example.com"}, 403),
            ({"Sec-Fetch-Site": "SAME-ORIGIN "}, 403),
            ({"Origin": "https://api.example.com"}, 201),
            ({"Origin": "https://api.example.com.evil.example"}, 403),
            ({"Origin": "https://evil.example/api.example.com"}, 403),
            ({"Origin": "null"}, 403),
            ({}, 403),
            ({"Authorization": "Basic b3duZXI6eA=="}, 403),
            ({"Authorization": "Bearer "}, 403),
        ],
    )
    def test_a_cookie_alone_changes_nothing_from_elsewhere(
        self, control: Control, headers: dict[str, str], status: int
    ) -> None:
        sent = {"Cookie": f"tollgate_session={control.token}", **headers}
        answer = control.ask("directory/create_team", bearer="", headers=sent)
        assert answer.status == status

    def test_a_wrong_token_is_not_made_good_by_a_cookie(self, control: Control) -> None:
        sent = {"Cookie": f"tollgate_session={control.token}", "Sec-Fetch-Site": "same-origin"}
        answer = control.ask("directory/create_team", bearer="tgs_wrong", headers=sent)
        assert answer.status == 401

    @pytest.mark.parametrize(
        "kind",
        [
            "text/plain",
            "application/x-www-form-urlencoded",
            "text/plain, application/json",
            "multipart/form-data; boundary=x",
        ],
    )
    def test_a_form_of_another_page_is_no_body(self, control: Control, kind: str) -> None:
        sent = {
            "Cookie": f"tollgate_session={control.token}",
            "Sec-Fetch-Site": "same-origin",
            "Content-Type": kind,
        }
        answer = control.ask("directory/create_team", bearer="", headers=sent)
        assert answer.status in (400, 415)

    @pytest.mark.parametrize(
        "name", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"]
    )
    def test_a_method_is_not_overridden(self, control: Control, name: str) -> None:
        dev, _ = control.person("developer")
        answer = control.ask(
            "directory/get_user", target=dev, headers={name: "DELETE"}, query={"_method": "DELETE"}
        )
        assert answer.status == 200
        assert stored(control, dev).status is Status.ACTIVE

    def test_a_dry_run_is_not_the_answer_to_the_run(self, control: Control) -> None:
        body = {"csv": "email,name\nida@acme.example,Ida\n"}
        headers = {"Idempotency-Key": "k-1"}
        dry = control.ask(
            "directory/import_users_json", body=body, headers=headers, query={"dry_run": "1"}
        )
        assert (dry.status, dry.json["dry_run"]) == (200, True)
        real = control.ask(
            "directory/import_users_json", body=body, headers=headers, query={"dry_run": "0"}
        )
        assert real.status == 422 or real.json["dry_run"] is False

    def test_an_idempotency_key_is_its_callers_own(self, control: Control, other: str) -> None:
        headers = {"Idempotency-Key": "k-1"}
        first = control.ask("directory/create_team", headers=headers)
        _, admin = control.person("admin")
        for bearer in (other, admin):
            answer = control.ask("directory/create_team", headers=headers, bearer=bearer)
            assert (answer.status, answer.json["id"] == first.json["id"]) == (201, False)

    def test_an_address_is_not_what_the_caller_writes(self, control: Control) -> None:
        made = key(control, permissions=["teams.view"], addresses=["198.51.100.0/24"])
        assert made.status == 201, made.json
        token = made.json["key"]
        for headers in (
            {"X-Forwarded-For": "198.51.100.7"},
            {"X-Forwarded-For": "198.51.100.7, 203.0.113.10"},
            {"X-Real-IP": "198.51.100.7"},
            {"Forwarded": "for=198.51.100.7"},
            {"CloudFront-Viewer-Address": "198.51.100.7:443"},
            {"True-Client-IP": "198.51.100.7"},
            {"X-Tollgate-Edge": "", "X-Forwarded-For": "198.51.100.7"},
        ):
            answer = control.ask("directory/list_teams", bearer=token, headers=headers)
            assert answer.status == 403, headers
        mapped = {"requestContext.identity.sourceIp": "::ffff:198.51.100.7"}
        assert control.ask("directory/list_teams", bearer=token, **mapped).status == 200


class TestKeys:
    def test_one_purpose_only(self, control: Control) -> None:
        mixed = key(control, permissions=["llm.use.*", "users.view"])
        assert mixed.status == 422
        calls = key(control, permissions=["llm.use.openai"]).json
        for permissions in (["users.view"], ["llm.use.openai", "users.view"], ["*"], ["*.view"]):
            answer = control.ask(
                "directory/update_api_key", target=calls["id"], body={"permissions": permissions}
            )
            assert answer.status == 422, permissions

    def test_neither_secret_opens_a_revoked_key(self, control: Control) -> None:
        made = key(control, permissions=["teams.view"]).json
        rotated = control.ask(
            "directory/rotate_api_key", target=made["id"], body={"overlap_hours": 24}
        ).json
        for token in (made["key"], rotated["key"]):
            assert control.ask("directory/list_teams", bearer=token).status == 200
        assert control.ask("directory/delete_api_key", target=made["id"]).status == 204
        for token in (made["key"], rotated["key"]):
            assert control.ask("directory/list_teams", bearer=token).status == 401
        again = control.ask("directory/rotate_api_key", target=made["id"], body={})
        assert again.status == 409
        for status in ("active", "suspended"):
            back = control.ask(
                "directory/update_api_key", target=made["id"], body={"status": status}
            )
            assert back.status in (400, 409)

    def test_who_makes_no_service_keys_is_not_handed_one_by_rotation(
        self, control: Control
    ) -> None:
        team = control.ask("directory/create_team", body={"name": "T"}).json["id"]
        made = key(control, permissions=["teams.view"], team_id=team).json
        assert role(control, "editor", permissions=["api_keys.edit"]).status == 201
        _, token = control.person("viewer", team_ids=[team], team_roles={team: ["editor"]})
        rotated = control.ask(
            "directory/rotate_api_key", target=made["id"], bearer=token, body={"overlap_hours": 1}
        )
        assert rotated.status == 403

    def test_a_key_is_not_the_person_that_it_belongs_to(self, control: Control) -> None:
        """Whoever may make keys for others could otherwise read all that is held on an owner."""
        _, manager = control.person("team_manager")
        made = key(control, manager, permissions=["llm.use.*"], user_id=control.user_id)
        assert made.status == 201, made.json
        for sample in (
            "directory/export_me",
            "directory/update_me",
            "auth/list_sessions",
            "auth/end_sessions",
            "auth/logout_all",
            "auth/get_mfa",
            "auth/set_up_mfa",
            "auth/list_passkeys",
            "auth/passkey_registration_options",
            "auth/change_password",
            "auth/reauthenticate",
        ):
            assert control.ask(sample, bearer=made.json["key"]).status in (401, 403), sample

    def test_a_token_under_another_prefix_is_no_other_key(self, control: Control) -> None:
        made = key(control, permissions=["llm.use.*"]).json["key"]
        forged = made.replace("tg_live_", "tg_mgmt_", 1)[:-6]
        answer = control.ask("directory/list_teams", bearer=forged + checksum(forged))
        assert answer.status == 403


class TestSize:
    def test_a_large_cell(self, control: Control) -> None:
        rows = "email,name\n" + '"' + "a" * 900_000 + '",x\n'
        answer = control.ask("directory/import_users_json", body={"csv": rows})
        assert answer.status in (200, 400)
        rows = "email,name\n" + "@" * 900_000 + ",x\n"
        assert control.ask("directory/import_users_json", body={"csv": rows}).status in (200, 400)

    def test_many_names(self, control: Control) -> None:
        body = {"email": "a@acme.example", "name": "A", "roles": [f"r{n}" for n in range(10_000)]}
        assert control.ask("directory/create_user", body=body).status == 400
        body = {"name": "many", "permissions": ["teams.view"], "inherits": ["viewer"] * 10_000}
        assert control.ask("directory/create_role", body=body).status == 400
        body = {"name": "many", "permissions": [f"teams.view{n}" for n in range(10_000)]}
        assert control.ask("directory/create_role", body=body).status == 400

    @pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 50_000, "[" * 400_000])
    def test_deep_json(self, control: Control, text: str) -> None:
        assert control.ask("directory/create_team", body=text).status == 400
        closed = '{"name": ' + "[" * 900 + "]" * 900 + "}"
        assert control.ask("directory/create_team", body=closed).status == 400
        settings = '{"settings": ' + '{"a":' * 900 + "1" + "}" * 901
        answer = control.ask(
            "directory/update_organization", target=control.organization_id, body=settings
        )
        assert answer.status == 400, answer.json

    def test_deep_scim(self, scim: ScimPlane) -> None:
        for text in (
            "(" * 999 + ")" * 999,
            "not (" * 300,
            'userName eq "' + "a" * 1900 + '"',
            " and ".join(['active eq "true"'] * 90),
            "emails[" * 200,
            '"' * 1999,
            'userName co "' + "\\" * 1900,
        ):
            answer = scim.ask("list_people", query={"filter": text})
            assert answer.status in (200, 400), text[:20]
        deep: Any = "x"
        for _ in range(800):
            deep = {"a": deep}
        answer = scim.ask("create_person", body={"userName": "z@acme.example", "x": deep})
        assert answer.status in (201, 400)

    def test_conditions(self, control: Control) -> None:
        for text in (
            "!" * 1900 + "true",
            "(" * 900 + "true" + ")" * 900,
            " && ".join(["true"] * 300),
            'context.address.isInRange(ip("' + "1" * 900 + '"))',
        ):
            body = {"name": "deep", "permissions": ["teams.view"], "condition": text}
            answer = control.ask("directory/create_role", body=body)
            assert answer.status in (201, 400), text[:20]
            if answer.status == 201:
                assert control.ask("directory/delete_role", target="deep").status == 204


class TestWaiting:
    """Who has to enrol a second factor, or to change their password, may do that alone."""

    @pytest.fixture
    def waiting(self, control: Control) -> str:
        _, token = control.person("admin")
        body = {"mfa": {"required": True, "grace_days": 0}}
        assert control.ask("auth/change_security_settings", body=body).status == 200
        return token

    def test_no_function_lets_them_further(self, control: Control, waiting: str) -> None:
        answered = {
            sample: control.ask(sample, bearer=waiting).json.get("code")
            for sample in (
                "directory/list_users",
                "directory/create_team",
                "directory/get_me",
                "directory/export_me",
                "directory/create_own_api_key",
                "directory/list_roles",
                "auth/list_sessions",
                "auth/end_sessions",
                "auth/get_security_settings",
                "auth/disable_mfa",
                "auth/change_security_settings",
            )
        }
        assert set(answered.values()) == {"mfa_enrolment_required"}, answered
        assert control.ask("auth/me", bearer=waiting).status == 200

    def test_single_sign_on_and_scim_neither(self, plane: SsoPlane, waiting: str) -> None:
        for name in ("list_connections", "create_connection"):
            assert plane.ask(name, bearer=waiting).json["code"] == "mfa_enrolment_required"
        own = ScimPlane(plane.control)
        assert own.ask("list_people", bearer=waiting).status == 403


class TestProviders:
    """Where an administrator sends us: only to the Internet."""

    @pytest.mark.parametrize(
        "issuer",
        [
            "http://169.254.169.254",
            "https://169.254.169.254",
            "https://127.0.0.1",
            "https://127.1",
            "https://2130706433",
            "https://0x7f000001",
            "https://0177.0.0.1",
            "https://[::1]",
            "https://[::ffff:127.0.0.1]",
            "https://[::ffff:a9fe:a9fe]",
            "https://[64:ff9b::a9fe:a9fe]",
            "https://localhost",
            "https://localhost.",
            "https://localhost:8443",
            "https://10.0.0.1:22",
            "https://0.0.0.0",
            "https://[fe80::1]",
            "https://user@10.0.0.1",
            "file:///etc/passwd",
            "gopher://127.0.0.1",
            "https://127.0.0.1#x",
            "https://127.0.0.1?x",
            "//127.0.0.1",
            "https://\u24db\u24de\u24d2al",
            "https:// 127.0.0.1",
            "https://127.0.0.1\n",
            "https://100.64.0.1",
            "https://[fc00::1]",
            "https://[2002:7f00:1::]",
        ],
    )
    def test_nothing_of_ours_is_asked(self, control: Control, issuer: str) -> None:
        plane = SsoPlane(control, loopback=False)
        body = {
            "name": "X",
            "provider": "oidc",
            "issuer": issuer,
            "client_id": "x",
            "client_secret": "y",
            "domains": ["acme.example"],
        }
        made = plane.ask("create_connection", body=body)
        try:
            if made.status == 201:
                tried = plane.ask("test_connection", target=made.json["id"])
                assert tried.status == 200
                assert not any(check["ok"] for check in tried.json["checks"])
                refusals = ("not lead to the Internet", "Name or service not known")
                assert any(each in str(tried.json) for each in refusals), tried.json
            else:
                assert made.status == 400, made.json
        finally:
            plane.sso.discovery.web.close()


class TestText:
    def test_a_name_is_one_line_in_a_letter(self, control: Control) -> None:
        evil = "Bob,\r\n\r\nyour account is locked: https://evil.example\r\nBcc: x@evil.example"
        body = {"email": "new@acme.example", "name": evil, "roles": ["developer"]}
        answer = control.ask("directory/create_invitation", body=body)
        if answer.status == 201:
            text = control.letters[-1].text
            assert "\nyour account" not in text
            assert "\nBcc" not in text
        named = control.ask("directory/update_me", body={"name": evil})
        assert (answer.status, named.status) == (400, 400)

    def test_no_cell_of_a_table_is_a_formula(self, control: Control) -> None:
        rows = "\n".join(
            f'"{start}cmd|calc!A1",{start}x' for start in ("=", "+", "-", "@", "\t=", "\r=")
        )
        answer = control.ask(
            "directory/import_users_json",
            body={"csv": "email,name\n" + rows + "\n"},
            headers={"Accept": "text/csv"},
        )
        assert answer.status == 200
        for row in csv.reader(io.StringIO(answer.json)):
            assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row), row

    def test_an_export_of_a_person_holds_no_secret(self, control: Control) -> None:
        dev, token = control.person("developer")
        enrol_app(control, token)
        key(control, user_id=dev, permissions=["llm.use.*"])
        text = str(control.ask("directory/export_user", path=under("export", dev)).json)
        user = stored(control, dev)
        assert user.password_hash is not None
        for secret in (user.password_hash, "argon2", "secret_hash", "sealed", "token_hash"):
            assert secret not in text
