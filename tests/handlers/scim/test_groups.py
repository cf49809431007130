from __future__ import annotations

from typing import Any

import pytest

from tests.scim_plane import ADA, ScimPlane, provisioning_key
from tollgate.provisioning.models import GroupMapping
from tollgate.provisioning.service import SCIM, Provisioning, Source, machine, synchronized
from tollgate.provisioning.store import ProvisioningStore

pytestmark = pytest.mark.aws

BOB = "bob@acme.example"


def members(scim: ScimPlane, group_id: str) -> list[str]:
    shown = scim.ask("get_group", target=group_id).json
    return sorted(each["value"] for each in shown.get("members", []))


class TestGroups:
    def test_made_and_read(self, scim: ScimPlane) -> None:
        answer = scim.ask("create_group")
        assert answer.status == 201, answer.json
        assert answer.json["displayName"] == "Developers"
        assert answer.json["externalId"] == "8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159"
        again = scim.ask("get_group", target=answer.json["id"])
        assert again.json == answer.json
        assert again.headers["etag"] == 'W/"1"'

    def test_a_name_is_taken_once(self, scim: ScimPlane) -> None:
        scim.group("Developers")
        other_id = scim.group("Testers")
        answer = scim.ask("create_group", body={"displayName": "DEVELOPERS"})
        assert (answer.status, answer.json["scimType"]) == (409, "uniqueness")
        operation = {"op": "replace", "path": "displayName", "value": "developers"}
        answer = scim.patch("patch_group", other_id, operation)
        assert (answer.status, answer.json["scimType"]) == (409, "uniqueness")

    def test_members_come_and_go_in_every_dialect(self, scim: ScimPlane) -> None:
        ada, bob = scim.create(ADA), scim.create(BOB)
        group = scim.group("Developers", ada)
        for operation, left in (
            ({"op": "Add", "path": "members", "value": [{"value": bob}]}, [ada, bob]),
            (
                {"op": "add", "path": "members", "value": [{"value": bob, "display": "B"}]},
                [ada, bob],
            ),
            ({"op": "Remove", "path": "members", "value": [{"value": bob}]}, [ada]),
            ({"op": "add", "value": {"members": [{"value": bob}]}}, [ada, bob]),
            ({"op": "remove", "path": f'members[value eq "{ada}"]'}, [bob]),
            ({"op": "remove", "path": f'members[value eq "{ada}"]'}, [bob]),
            ({"op": "replace", "path": "members", "value": [{"value": ada}]}, [ada]),
            ({"op": "replace", "value": {"id": group, "displayName": "Devs"}}, [ada]),
            ({"op": "remove", "path": "members"}, []),
        ):
            answer = scim.patch("patch_group", group, operation)
            assert answer.status == 200, (operation, answer.json)
            assert members(scim, group) == sorted(left)
        assert scim.ask("get_group", target=group).json["displayName"] == "Devs"

    def test_replaced_whole(self, scim: ScimPlane) -> None:
        ada, bob = scim.create(ADA), scim.create(BOB)
        group = scim.group("Developers", ada)
        body = {"displayName": "Staff", "members": [{"value": bob}]}
        answer = scim.ask("replace_group", target=group, body=body)
        assert (answer.status, answer.json["displayName"]) == (200, "Staff")
        assert members(scim, group) == [bob]

    def test_a_person_shows_their_groups(self, scim: ScimPlane) -> None:
        ada = scim.create(ADA)
        group = scim.group("Developers", ada)
        [shown] = scim.ask("get_person", target=ada).json["groups"]
        assert (shown["value"], shown["display"]) == (group, "Developers")

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ('displayName eq "Developers"', ["Developers"]),
            ('displayName eq "developers"', ["Developers"]),
            ('externalId eq "x-1"', ["Testers"]),
            ('displayName sw "Te"', ["Testers"]),
            ('displayName eq "none"', []),
        ],
    )
    def test_filters(self, scim: ScimPlane, text: str, found: list[str]) -> None:
        scim.group("Developers")
        scim.ask("create_group", body={"displayName": "Testers", "externalId": "x-1"})
        answer = scim.ask("list_groups", query={"filter": text})
        assert [each["displayName"] for each in answer.json["Resources"]] == found

    def test_whether_somebody_is_in_it(self, scim: ScimPlane) -> None:
        ada, bob = scim.create(ADA), scim.create(BOB)
        group = scim.group("Developers", ada)
        for name in ("members", "members.value"):
            for user_id, total in ((ada, 1), (bob, 0)):
                text = f'id eq "{group}" and {name} eq "{user_id}"'
                answer = scim.ask("list_groups", query={"filter": text})
                assert (answer.status, answer.json["totalResults"]) == (200, total)

    def test_members_can_be_left_out(self, scim: ScimPlane) -> None:
        scim.group("Developers", scim.create(ADA))
        query = {"excludedAttributes": "members", "count": "1", "startIndex": "1"}
        [shown] = scim.ask("list_groups", query=query).json["Resources"]
        assert "members" not in shown

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"displayName": ""},
            {"displayName": " "},
            {"displayName": "x" * 300},
            {"displayName": 5},
            {"displayName": "a", "members": "x"},
            {"displayName": "a", "members": [{"value": "usr_01kaf0cccc0000000000"}]},
            {"displayName": "a", "members": [{"value": f"usr_{n}"} for n in range(501)]},
        ],
        ids=lambda body: str(body)[:40],
    )
    def test_malformed(self, scim: ScimPlane, body: Any) -> None:
        answer = scim.ask("create_group", body=body)
        assert (answer.status, answer.json["status"]) == (400, "400"), answer.json
        assert scim.ask("list_groups", query={}).json["totalResults"] == 0

    def test_a_stale_version(self, scim: ScimPlane) -> None:
        group = scim.group("Developers")
        for name in ("replace_group", "patch_group", "remove_group"):
            answer = scim.ask(name, target=group, headers={"If-Match": 'W/"3"'})
            assert answer.status == 412

    @pytest.mark.parametrize("name", ["get_group", "replace_group", "patch_group", "remove_group"])
    def test_another_tenants_groups_look_like_none(
        self, scim: ScimPlane, other: str, name: str
    ) -> None:
        group = scim.group("Developers")
        key = provisioning_key(scim.control, other)
        assert scim.ask(name, bearer=key, target=group).status == 404
        assert scim.ask("list_groups", bearer=key, query={}).json["totalResults"] == 0
        assert scim.ask("get_group", target=group).status == 200

    def test_a_stranger_of_another_tenant_cannot_be_a_member(
        self, scim: ScimPlane, other: str
    ) -> None:
        key = provisioning_key(scim.control, other)
        made = scim.ask("create_person", bearer=key, body={"userName": ADA}).json["id"]
        body = {"displayName": "Developers", "members": [{"value": made}]}
        assert scim.ask("create_group", body=body).status == 400


class TestMapping:
    MAPPINGS = (
        GroupMapping("Developers", ("developer",)),
        GroupMapping("Admins", ("admin",)),
    )

    def test_roles_come_and_go_with_the_group(self, scim: ScimPlane) -> None:
        scim.map(group_mappings=self.MAPPINGS)
        ada = scim.create(ADA)
        group = scim.group("developers", ada)
        admins = scim.group("Admins", ada)
        assert scim.user(ada).roles == ("developer", "admin")
        assert scim.user(ada).groups == ("developers", "Admins")
        epochs = scim.control.epochs()
        assert scim.ask("remove_group", target=admins).status == 204
        assert scim.user(ada).roles == ("developer",)
        assert scim.control.epochs() == [epoch + 1 for epoch in epochs]
        operation = {"op": "replace", "path": "displayName", "value": "Former developers"}
        scim.patch("patch_group", group, operation)
        assert (scim.user(ada).roles, scim.user(ada).groups) == ((), ("Former developers",))

    def test_what_was_given_by_hand_stays(self, scim: ScimPlane) -> None:
        scim.map(group_mappings=self.MAPPINGS)
        ada, _ = scim.control.person("developer", ADA)
        group = scim.group("Developers", ada)
        assert scim.ask("remove_group", target=group).status == 204
        assert scim.user(ada).roles == ("developer",)

    def test_a_group_named_like_a_team_is_that_team(self, scim: ScimPlane) -> None:
        team = scim.control.ask("directory/create_team", body={"name": "Platform"}).json["id"]
        ada = scim.create(ADA)
        group = scim.group("platform", ada)
        assert scim.user(ada).team_ids == (team,)
        scim.patch("patch_group", group, {"op": "remove", "path": "members"})
        assert scim.user(ada).team_ids == ()

    def test_a_mapping_comes_before_the_name_of_a_team(self, scim: ScimPlane) -> None:
        scim.control.ask("directory/create_team", body={"name": "Developers"})
        scim.map(group_mappings=self.MAPPINGS)
        ada = scim.create(ADA)
        scim.group("Developers", ada)
        assert (scim.user(ada).team_ids, scim.user(ada).roles) == ((), ("developer",))

    @pytest.mark.parametrize("values", [{"enabled": False}, {"scim_groups": False}])
    def test_a_connection_that_does_not_count(self, scim: ScimPlane, values: Any) -> None:
        scim.map(group_mappings=self.MAPPINGS, **values)
        ada = scim.create(ADA)
        scim.group("Developers", ada)
        assert scim.user(ada).roles == ()

    def test_no_group_makes_an_owner(self, scim: ScimPlane) -> None:
        scim.map(group_mappings=(GroupMapping("Bosses", ("owner",)),))
        ada = scim.create(ADA)
        scim.group("Bosses", ada)
        assert scim.user(ada).roles == ()

    def test_no_group_denies_an_owner_anything(self, scim: ScimPlane) -> None:
        control = scim.control
        role = {"name": "shut", "permissions": ["teams.view"], "denied_permissions": ["*"]}
        assert control.ask("directory/create_role", body=role).status == 201
        scim.map(group_mappings=(GroupMapping("everybody", ("shut",)),))
        ada = scim.create()
        scim.group("everybody", control.user_id, ada)
        assert scim.user(ada).roles == ("shut",)
        assert scim.user(control.user_id).roles == ("owner",)
        assert control.ask("directory/list_users").status == 200

    def test_who_is_removed_leaves_their_groups(self, scim: ScimPlane) -> None:
        scim.map(group_mappings=self.MAPPINGS)
        ada = scim.create(ADA)
        group = scim.group("Developers", ada)
        assert scim.ask("remove_person", target=ada).status == 204
        assert members(scim, group) == []
        assert scim.user(ada).roles == ()
        assert scim.create(ADA) == ada
        assert scim.user(ada).roles == ()


class TestAtOnce:
    """Two changes of one person at the same moment: neither is lost."""

    def test_two_groups(self, scim: ScimPlane) -> None:
        scim.map(group_mappings=TestMapping.MAPPINGS)
        user = scim.user(scim.create(ADA))
        directory = scim.control.auth.directory
        store = ProvisioningStore(scim.control.settings, scim.control.tables, scim.control.journal)
        provisioning = Provisioning(directory, store)
        by = machine(user.organization_id, "test", "r")
        source = Source(SCIM, TestMapping.MAPPINGS)
        rival = ["Admins"]

        def joins(last: tuple[str, ...]) -> tuple[str, ...]:
            if rival:
                name = rival.pop()
                synchronized(
                    provisioning, by, user, source, groups=lambda earlier: (*earlier, name)
                )
            return (*last, "Developers")

        synchronized(provisioning, by, user, source, groups=joins)
        after = scim.user(user.id)
        assert set(after.groups) == {"Admins", "Developers"}
        assert set(after.roles) == {"admin", "developer"}
