"""People by SCIM, with the requests that Microsoft Entra and Okta really send."""

from __future__ import annotations

from typing import Any

import pytest

from tests.control_plane import PASSWORD
from tests.scim_plane import ADA, ENTERPRISE, ScimPlane, provisioning_key
from tollgate.directory.models import Status

pytestmark = pytest.mark.aws

SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:User"


class TestCreate:
    def test_as_entra_sends_it(self, scim: ScimPlane) -> None:
        answer = scim.ask("create_person")
        assert answer.status == 201, answer.json
        assert answer.headers["content-type"] == "application/scim+json"
        shown = answer.json
        where = f"https://tollgate.example/scim/v2/Users/{shown['id']}"
        assert (answer.headers["location"], shown["meta"]["location"]) == (where, where)
        assert answer.headers["etag"] == shown["meta"]["version"] == 'W/"1"'
        assert shown["schemas"] == [SCHEMA, ENTERPRISE]
        assert (shown["userName"], shown["active"]) == (ADA, True)
        assert shown["externalId"] == "58342554-38d6-4ec8-948c-50044d0a33fd"
        assert shown["name"] == {
            "formatted": "Ada Lovelace",
            "givenName": "Ada",
            "familyName": "Lovelace",
        }
        assert shown["emails"] == [{"value": ADA, "type": "work", "primary": True}]
        assert shown[ENTERPRISE] == {"department": "Research"}
        user = scim.user(shown["id"])
        assert (user.source, user.email_verified, user.password_hash) == ("scim", True, None)
        assert user.attributes["department"] == "Research"
        assert user.roles == ()

    def test_as_okta_sends_it(self, scim: ScimPlane) -> None:
        body = {
            "schemas": [SCHEMA],
            "userName": "Isaac@Acme.example",
            "name": {"givenName": "Isaac", "familyName": "Newton"},
            "emails": [{"primary": True, "value": "isaac@acme.example", "type": "work"}],
            "displayName": "Isaac Newton",
            "locale": "en-US",
            "externalId": "00ujl29u0le5T6Aj10h7",
            "groups": [],
            "password": "1mz050nq",
            "active": True,
        }
        answer = scim.ask("create_person", body=body)
        assert answer.status == 201, answer.json
        assert "password" not in answer.json
        assert scim.user(answer.json["id"]).password_hash is None
        assert scim.control.login("isaac@acme.example", "1mz050nq").status == 401

    def test_starts_with_the_roles_of_its_domain(self, scim: ScimPlane) -> None:
        from tollgate.sso.models import JustInTime

        scim.map(domains=("acme.example",), jit=JustInTime(default_roles=("standard_user",)))
        assert scim.user(scim.create()).roles == ("standard_user",)
        assert scim.user(scim.create("bob@other.example")).roles == ()

    def test_inactive_from_the_start(self, scim: ScimPlane) -> None:
        user_id = scim.create(active=False)
        assert scim.user(user_id).status is Status.SUSPENDED
        assert scim.ask("get_person", target=user_id).json["active"] is False

    def test_a_name_that_is_taken(self, scim: ScimPlane) -> None:
        scim.create()
        answer = scim.ask("create_person", body={"userName": ADA.upper()})
        assert answer.status == 409
        assert answer.json == {
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
            "status": "409",
            "scimType": "uniqueness",
            "detail": "a person with this userName exists already",
        }

    @pytest.mark.parametrize(
        ("body", "scim_type"),
        [
            ({}, "invalidValue"),
            ({"userName": "nobody"}, "invalidValue"),
            ({"userName": 5}, "invalidValue"),
            ({"userName": ADA, "emails": "x"}, "invalidValue"),
            ({"userName": ADA, "active": "perhaps"}, "invalidValue"),
            ({"schemas": "x", "userName": ADA}, "invalidSyntax"),
            ([], "invalidSyntax"),
            ("{", "invalidValue"),
        ],
        ids=str,
    )
    def test_malformed(self, scim: ScimPlane, body: Any, scim_type: str) -> None:
        answer = scim.ask("create_person", body=body)
        assert (answer.status, answer.json["status"]) == (400, "400")
        assert answer.headers["content-type"] == "application/scim+json"
        assert answer.json["scimType"] in ("invalidValue", "invalidSyntax")

    def test_nobody_makes_an_owner_by_it(self, scim: ScimPlane) -> None:
        user_id = scim.create(roles=[{"value": "owner"}], permissions=["*"], status="active")
        assert scim.user(user_id).roles == ()

    def test_the_same_request_again_under_its_key(self, scim: ScimPlane) -> None:
        first = scim.ask("create_person", headers={"Idempotency-Key": "1"})
        again = scim.ask("create_person", headers={"Idempotency-Key": "1"})
        assert (again.status, again.json["id"]) == (201, first.json["id"])


class TestRead:
    def test_one(self, scim: ScimPlane) -> None:
        user_id = scim.create()
        answer = scim.ask("get_person", target=user_id)
        assert answer.status == 200
        assert answer.json["userName"] == ADA

    def test_some_attributes_only(self, scim: ScimPlane) -> None:
        user_id = scim.create()
        answer = scim.ask("get_person", target=user_id, query={"attributes": "userName,active"})
        assert set(answer.json) == {"schemas", "id", "userName", "active"}
        answer = scim.ask("get_person", target=user_id, query={"excludedAttributes": "emails"})
        assert "emails" not in answer.json
        assert answer.json["userName"] == ADA

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            (f'userName eq "{ADA}"', [ADA]),
            (f'username EQ "{ADA.upper()}"', [ADA]),
            ('externalId eq "e-2"', ["bob@acme.example"]),
            (f'emails.value eq "{ADA}"', [ADA]),
            (f'emails[type eq "work"].value eq "{ADA}"', [ADA]),
            (f'emails[type eq "work" and value eq "{ADA}"]', [ADA]),
            (f'active eq true and userName eq "{ADA}"', [ADA]),
            (f'active eq false and userName eq "{ADA}"', []),
            ("active eq false", ["bob@acme.example"]),
            ('userName sw "ada"', [ADA]),
            ('userName eq "nobody@acme.example"', []),
            (f'{ENTERPRISE}:department eq "Research"', [ADA]),
        ],
    )
    def test_filters(self, scim: ScimPlane, text: str, found: list[str]) -> None:
        scim.create(**{ENTERPRISE: {"department": "Research"}})
        scim.create("bob@acme.example", externalId="e-2", active=False)
        answer = scim.ask("list_people", query={"filter": text})
        assert answer.status == 200, answer.json
        assert [each["userName"] for each in answer.json["Resources"]] == found
        assert answer.json["totalResults"] == len(found)

    @pytest.mark.parametrize(
        "text", ["userName", 'userName eq "', "(", "a b c", 'x eq "' + "y" * 2000]
    )
    def test_a_filter_that_is_none(self, scim: ScimPlane, text: str) -> None:
        answer = scim.ask("list_people", query={"filter": text})
        assert answer.status == 400
        assert answer.json["scimType"] in ("invalidFilter", "invalidSyntax")

    def test_pages_count_from_one(self, scim: ScimPlane) -> None:
        for number in range(4):
            scim.control.now_ms += 1
            scim.create(f"p{number}@acme.example")
        query = {"startIndex": "2", "count": "2"}
        page = scim.ask("list_people", query=query).json
        assert (page["totalResults"], page["startIndex"], page["itemsPerPage"]) == (5, 2, 2)
        names = [each["userName"] for each in page["Resources"]]
        assert names == ["p0@acme.example", "p1@acme.example"]
        assert scim.ask("list_people", query={"count": "0"}).json["totalResults"] == 5
        for out_of_bounds in ("-1", "0"):
            query = {"startIndex": out_of_bounds, "count": "-5"}
            page = scim.ask("list_people", query=query).json
            assert (page["startIndex"], page["Resources"]) == (1, [])
        assert scim.ask("list_people", query={"startIndex": "99"}).json["Resources"] == []
        assert scim.ask("list_people", query={"count": "many"}).status == 400


class TestPatch:
    @pytest.mark.parametrize(
        "operation",
        [
            {"op": "Replace", "path": "active", "value": "False"},
            {"op": "replace", "path": "active", "value": False},
            {"op": "replace", "value": {"active": False}},
            {"op": "Replace", "value": {"active": "false"}},
            {"op": "add", "path": "active", "value": "False"},
        ],
        ids=str,
    )
    def test_deactivation_in_every_dialect(
        self, scim: ScimPlane, operation: dict[str, Any]
    ) -> None:
        user_id = scim.create()
        epochs = scim.control.epochs()
        answer = scim.patch("patch_person", user_id, operation)
        assert (answer.status, answer.json["active"]) == (200, False)
        user = scim.user(user_id)
        assert (user.status, user.status_reason) == (
            Status.SUSPENDED,
            "deactivated by the identity provider",
        )
        # The stamp moves, so that no cached principal makes another model call.
        assert scim.control.epochs() == [epoch + 1 for epoch in epochs]
        assert "user.suspended" in scim.control.actions()

    def test_their_sessions_end_for_good(self, scim: ScimPlane) -> None:
        user_id, session = scim.control.person("developer", ADA)
        assert scim.control.ask("auth/me", bearer=session).status == 200
        scim.patch("patch_person", user_id, {"op": "replace", "path": "active", "value": False})
        assert scim.control.ask("auth/me", bearer=session).status == 401
        back = scim.patch(
            "patch_person", user_id, {"op": "replace", "path": "active", "value": True}
        )
        assert back.json["active"] is True
        assert scim.control.ask("auth/me", bearer=session).status == 401
        assert scim.control.login(ADA).status == 200

    def test_their_keys_are_refused(self, scim: ScimPlane) -> None:
        user_id, session = scim.control.person("developer", ADA)
        body = {"name": "mine", "permissions": ["llm.use.*"]}
        made = scim.control.ask("directory/create_api_key", bearer=session, body=body)
        assert scim.control.ask("auth/me", bearer=made.json["key"]).status == 200
        scim.patch("patch_person", user_id, {"op": "replace", "path": "active", "value": False})
        assert scim.control.ask("auth/me", bearer=made.json["key"]).status == 401

    def test_nothing_said_of_it_gives_no_access_back(self, scim: ScimPlane) -> None:
        user_id = scim.create(active=False)
        assert scim.patch("patch_person", user_id, {"op": "remove", "path": "active"}).status == 200
        body = {"userName": ADA, "displayName": "Ada King"}
        assert scim.ask("replace_person", target=user_id, body=body).json["active"] is False
        assert scim.user(user_id).status is Status.SUSPENDED
        scim.patch("patch_person", user_id, {"op": "replace", "path": "active", "value": True})
        assert scim.ask("replace_person", target=user_id, body=body).json["active"] is True

    def test_attributes_as_entra_sends_them(self, scim: ScimPlane) -> None:
        user_id = scim.create()
        answer = scim.patch(
            "patch_person",
            user_id,
            {"op": "Replace", "path": "displayName", "value": "Ada King"},
            {"op": "Add", "path": "name.givenName", "value": "Augusta"},
            {"op": "Add", "path": f"{ENTERPRISE}:department", "value": "Mathematics"},
            {"op": "Add", "path": f"{ENTERPRISE}:manager", "value": "usr_1"},
            {"op": "Add", "path": 'phoneNumbers[type eq "mobile"].value', "value": "+44"},
            {"op": "Add", "path": 'addresses[type eq "work"].locality', "value": "London"},
            {"op": "Add", "path": "nickName", "value": "AAL"},
        )
        assert answer.status == 200, answer.json
        user = scim.user(user_id)
        assert user.name == "Ada King"
        assert user.attributes["department"] == "Mathematics"
        assert user.attributes["given_name"] == "Augusta"
        assert answer.json["meta"]["version"] == 'W/"2"'

    def test_names_as_paths_in_a_value_without_a_path(self, scim: ScimPlane) -> None:
        user_id = scim.create()
        value = {"name.familyName": "King", f"{ENTERPRISE}:department": "X", "title": "Countess"}
        answer = scim.patch("patch_person", user_id, {"op": "Replace", "value": value})
        assert answer.status == 200, answer.json
        attributes = scim.user(user_id).attributes
        assert (attributes["family_name"], attributes["title"]) == ("King", "Countess")

    def test_a_new_address_through_a_filter(self, scim: ScimPlane) -> None:
        user_id = scim.create()
        path = 'emails[type eq "work"].value'
        operation = {"op": "Replace", "path": path, "value": "countess@acme.example"}
        answer = scim.patch("patch_person", user_id, operation)
        assert answer.json["emails"][0]["value"] == "countess@acme.example"
        user = scim.user(user_id)
        assert (user.email, user.attributes["mail"]) == (ADA, "countess@acme.example")

    def test_a_new_user_name_moves_the_address(self, scim: ScimPlane) -> None:
        user_id = scim.create()
        operation = {"op": "Replace", "path": "userName", "value": "king@acme.example"}
        answer = scim.patch("patch_person", user_id, operation)
        assert answer.json["userName"] == "king@acme.example"
        assert scim.user(user_id).email == "king@acme.example"
        assert scim.create(ADA) != user_id  # the old address is free again
        taken = scim.patch("patch_person", user_id, {**operation, "value": ADA})
        assert (taken.status, taken.json["scimType"]) == (409, "uniqueness")

    def test_an_attribute_is_taken_away(self, scim: ScimPlane) -> None:
        user_id = scim.create(title="Countess")
        assert scim.patch("patch_person", user_id, {"op": "remove", "path": "title"}).status == 200
        assert "title" not in scim.user(user_id).attributes

    def test_what_an_administrator_noted_stays(self, scim: ScimPlane) -> None:
        from msgspec.structs import replace

        from tollgate.directory.service.changes import change
        from tollgate.provisioning.service import machine

        user = scim.user(scim.create(title="Analyst"))
        by = machine(user.organization_id, "test", "r")
        after = replace(user, attributes={**user.attributes, "clearance": "high"})
        change(scim.control.auth.directory, by, user, after)
        scim.patch("patch_person", user.id, {"op": "replace", "path": "title", "value": "X"})
        assert scim.user(user.id).attributes["clearance"] == "high"

    def test_nothing_new_changes_nothing(self, scim: ScimPlane) -> None:
        user_id = scim.create()
        before = (scim.user(user_id), scim.control.epochs())
        operation = {"op": "replace", "path": "active", "value": True}
        assert scim.patch("patch_person", user_id, operation).status == 200
        assert (scim.user(user_id), scim.control.epochs()) == before

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"Operations": []},
            {"Operations": "x"},
            {"Operations": ["x"]},
            {"Operations": [{"op": "explode", "path": "active"}]},
            {"Operations": [{"op": "replace", "path": "id", "value": "usr_1"}]},
            {"Operations": [{"op": "replace", "path": "userName", "value": "nobody"}]},
            {"Operations": [{"op": "remove", "path": "userName"}]},
            {"Operations": [{"op": "remove"}]},
            {"Operations": [{"op": "replace", "path": "emails[", "value": "x"}]},
            {"Operations": [{"op": "replace", "path": "active", "value": "perhaps"}]},
        ],
        ids=str,
    )
    def test_malformed(self, scim: ScimPlane, body: Any) -> None:
        user_id = scim.create()
        answer = scim.ask("patch_person", target=user_id, body=body)
        assert (answer.status, answer.json["status"]) == (400, "400"), answer.json
        assert scim.user(user_id).version == 1

    def test_a_stale_version(self, scim: ScimPlane) -> None:
        user_id = scim.create()
        operation = {"op": "replace", "path": "title", "value": "X"}
        headers = {"If-Match": 'W/"7"'}
        answer = scim.patch("patch_person", user_id, operation, headers=headers)
        assert (answer.status, answer.json["status"]) == (412, "412")
        headers = {"If-Match": 'W/"1"'}
        assert scim.patch("patch_person", user_id, operation, headers=headers).status == 200


class TestReplace:
    def test_whole(self, scim: ScimPlane) -> None:
        user_id = scim.create(title="Analyst", externalId="1")
        body = {"userName": ADA, "displayName": "Ada King", "externalId": "2", "active": True}
        answer = scim.ask("replace_person", target=user_id, body=body)
        assert answer.status == 200, answer.json
        user = scim.user(user_id)
        assert (user.name, user.external_id, user.attributes) == ("Ada King", "2", {})

    def test_the_sample(self, scim: ScimPlane) -> None:
        user_id = scim.ask("create_person").json["id"]
        answer = scim.ask("replace_person", target=user_id)
        assert (answer.status, answer.json["title"]) == (200, "Countess")


class TestRemove:
    def test_ends_access_and_keeps_the_record(self, scim: ScimPlane) -> None:
        user_id = scim.create(externalId="1")
        assert scim.ask("remove_person", target=user_id).status == 204
        assert scim.user(user_id).status is Status.SUSPENDED
        assert scim.ask("get_person", target=user_id).status == 404
        assert scim.ask("remove_person", target=user_id).status == 404
        answer = scim.ask("list_people", query={"filter": f'userName eq "{ADA}"'})
        assert answer.json["totalResults"] == 0

    def test_who_comes_back_is_the_same_person(self, scim: ScimPlane) -> None:
        user_id = scim.create()
        scim.ask("remove_person", target=user_id)
        assert scim.create(externalId="9") == user_id
        user = scim.user(user_id)
        assert (user.status, user.external_id, user.status_reason) == (Status.ACTIVE, "9", "")

    def test_who_comes_back_inactive_has_no_access(self, scim: ScimPlane) -> None:
        user_id = scim.create()
        scim.ask("remove_person", target=user_id)
        assert scim.create(active=False) == user_id
        assert scim.user(user_id).status is Status.SUSPENDED
        assert scim.ask("get_person", target=user_id).json["active"] is False


class TestBounds:
    """What an identity provider may not do, whoever holds its key."""

    def test_an_owner_is_neither_deactivated_nor_renamed(self, scim: ScimPlane) -> None:
        owner = scim.control.user_id
        for operation in (
            {"op": "replace", "path": "active", "value": False},
            {"op": "replace", "path": "userName", "value": "mallory@acme.example"},
        ):
            answer = scim.patch("patch_person", owner, operation)
            assert answer.status in (400, 403), answer.json
        assert scim.ask("remove_person", target=owner).status == 403
        user = scim.user(owner)
        assert (user.status, user.email) == (Status.ACTIVE, "owner@acme.example")

    def test_the_address_of_somebody_local_is_not_changed(self, scim: ScimPlane) -> None:
        user_id, _ = scim.control.person("admin")
        operation = {"op": "replace", "path": "userName", "value": "mallory@acme.example"}
        answer = scim.patch("patch_person", user_id, operation)
        assert (answer.status, answer.json["scimType"]) == (400, "mutability")

    @pytest.mark.parametrize("role", ["admin", "team_manager"])
    def test_nor_that_of_somebody_whom_it_adopted(self, scim: ScimPlane, role: str) -> None:
        user_id, _ = scim.control.person(role)
        adopt = {"op": "add", "path": "externalId", "value": "e-1"}
        assert scim.patch("patch_person", user_id, adopt).status == 200
        rename = {"op": "replace", "path": "userName", "value": "mallory@acme.example"}
        answer = scim.patch("patch_person", user_id, rename)
        assert (answer.status, answer.json["scimType"]) == (400, "mutability")
        assert scim.user(user_id).email == f"{role}@acme.example"

    def test_a_strangers_password_does_not_come_to_life(self, scim: ScimPlane) -> None:
        control = scim.control
        control.ask(
            "auth/change_security_settings", body={"self_registration_domains": ["acme.example"]}
        )
        body = {"email": ADA, "password": PASSWORD, "name": "Ada"}
        assert control.ask("auth/register", bearer="", body=body).status == 202
        user = control.store.with_email(control.organization_id, ADA)
        assert user is not None
        for value in (False, True):
            operation = {"op": "replace", "path": "active", "value": value}
            assert scim.patch("patch_person", user.id, operation).json["active"] is value
        assert control.login(ADA).status == 401

    def test_who_was_invited_goes_back_to_waiting(self, scim: ScimPlane) -> None:
        control = scim.control
        body = {"email": ADA, "name": "Ada", "roles": ["developer"]}
        invited = control.ask("directory/create_invitation", body=body)
        assert invited.status == 201, invited.json
        for value in (False, True):
            operation = {"op": "replace", "path": "active", "value": value}
            assert scim.patch("patch_person", invited.json["id"], operation).status == 200
        assert scim.user(invited.json["id"]).status is Status.PENDING
        body = {"token": control.mailed_token("invitation"), "password": PASSWORD}
        assert control.ask("auth/accept_invitation", bearer="", body=body).status == 200

    def test_an_invitation_is_for_the_address_that_it_went_to(self, scim: ScimPlane) -> None:
        control = scim.control
        body = {"email": ADA, "name": "Ada", "roles": ["developer"]}
        invited = control.ask("directory/create_invitation", body=body).json["id"]
        for name, value in (("externalId", "e-1"), ("userName", "ada.l@acme.example")):
            operation = {"op": "replace", "path": name, "value": value}
            assert scim.patch("patch_person", invited, operation).status == 200
        body = {"token": control.mailed_token("invitation"), "password": PASSWORD}
        refused = control.ask("auth/accept_invitation", bearer="", body=body)
        assert refused.json["code"] == "invalid_link"

    @pytest.mark.parametrize("in_team", [False, True])
    def test_nor_that_of_who_administers_at_times_or_a_team(
        self, scim: ScimPlane, in_team: bool
    ) -> None:
        control = scim.control
        team_id = control.ask("directory/create_team").json["id"]
        never = {"condition": "context.time > 9999"} if not in_team else {}
        role = {"name": "keeper", "permissions": ["users.view", "users.edit"], **never}
        assert control.ask("directory/create_role", body=role).status == 201
        user_id = scim.create()
        have = {"team_ids": [team_id], "team_roles": {team_id: ["keeper"]}}
        given = have if in_team else {"roles": ["keeper"]}
        changed = control.ask("directory/update_user", target=user_id, body=given)
        assert changed.status == 200, changed.json
        rename = {"op": "replace", "path": "userName", "value": "mallory@acme.example"}
        answer = scim.patch("patch_person", user_id, rename)
        assert (answer.status, answer.json["scimType"]) == (400, "mutability")

    def test_who_was_suspended_by_hand_stays_suspended(self, scim: ScimPlane) -> None:
        user_id = scim.create()
        body = {"reason": "investigation"}
        scim.control.ask("directory/suspend_user", target=user_id, body=body)
        operation = {"op": "replace", "path": "active", "value": True}
        assert scim.patch("patch_person", user_id, operation).json["active"] is False
        operation = {"op": "replace", "path": "active", "value": False}
        assert scim.patch("patch_person", user_id, operation).json["active"] is False
        operation = {"op": "replace", "path": "active", "value": True}
        assert scim.patch("patch_person", user_id, operation).json["active"] is False
        assert scim.user(user_id).status is Status.SUSPENDED

    def test_a_local_person_is_adopted(self, scim: ScimPlane) -> None:
        user_id, _ = scim.control.person("developer", ADA)
        operation = {"op": "add", "path": "externalId", "value": "e-1"}
        assert scim.patch("patch_person", user_id, operation).status == 200
        user = scim.user(user_id)
        assert (user.external_id, user.source, user.roles) == ("e-1", "scim", ("developer",))
        assert scim.control.login(ADA, PASSWORD).status == 200

    @pytest.mark.parametrize(
        "name",
        [
            "list_people",
            "search_people",
            "search_groups",
            "create_person",
            "get_person",
            "replace_person",
            "patch_person",
            "remove_person",
            "list_groups",
            "create_group",
            "get_group",
            "replace_group",
            "patch_group",
            "remove_group",
        ],
    )
    def test_only_with_the_permission(self, scim: ScimPlane, name: str) -> None:
        _, developer = scim.control.person("developer")
        refused = scim.ask(name, bearer=developer)
        assert (refused.status, refused.json["status"]) == (403, "403")
        assert "scim.provision" in refused.json["detail"]
        stranger = scim.ask(name, bearer="tg_live_nonsense")
        assert (stranger.status, stranger.headers["www-authenticate"]) == (401, "Bearer")

    @pytest.mark.parametrize(
        "name", ["get_person", "replace_person", "patch_person", "remove_person"]
    )
    def test_another_tenants_people_look_like_none(
        self, scim: ScimPlane, other: str, name: str
    ) -> None:
        user_id = scim.create()
        key = provisioning_key(scim.control, other)
        assert scim.ask(name, bearer=key, target=user_id).status == 404
        listed = scim.ask("list_people", bearer=key, query={"filter": f'userName eq "{ADA}"'})
        assert listed.json["totalResults"] == 0
        assert scim.user(user_id).version == 1

    def test_the_same_address_may_be_in_two_organizations(
        self, scim: ScimPlane, other: str
    ) -> None:
        user_id = scim.create()
        key = provisioning_key(scim.control, other)
        answer = scim.ask("create_person", bearer=key, body={"userName": ADA})
        assert answer.status == 201
        assert answer.json["id"] != user_id

    def test_a_form_is_no_resource(self, scim: ScimPlane) -> None:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = scim.ask("create_person", body="a=b", headers=headers)
        assert (answer.status, answer.json["status"]) == (415, "415")

    def test_what_is_not_there(self, scim: ScimPlane) -> None:
        answer = scim.ask("get_person", path="/scim/v2/Robots/1")
        assert (answer.status, answer.json["schemas"]) == (
            404,
            ["urn:ietf:params:scim:api:messages:2.0:Error"],
        )


class TestSearch:
    """The parameters of a list in a body."""

    def test_people(self, scim: ScimPlane) -> None:
        user_id = scim.create()
        answer = scim.ask("search_people")
        assert answer.status == 200, answer.json
        [found] = answer.json["Resources"]
        assert set(found) == {"schemas", "id", "userName", "active"}
        assert found["id"] == user_id

    def test_groups(self, scim: ScimPlane) -> None:
        scim.group("Developers", scim.create())
        [found] = scim.ask("search_groups").json["Resources"]
        assert found["displayName"] == "Developers"
        assert "members" not in found

    @pytest.mark.parametrize("body", [{"filter": "("}, {"count": "many"}, {"attributes": 5}, "["])
    def test_malformed(self, scim: ScimPlane, body: Any) -> None:
        assert scim.ask("search_people", body=body).status == 400
