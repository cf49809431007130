from __future__ import annotations

import pytest

from tests.scim_plane import ENTERPRISE, ScimPlane

pytestmark = pytest.mark.aws


def test_says_what_is_spoken(scim: ScimPlane) -> None:
    answer = scim.ask("service_provider_config", bearer="")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/scim+json")
    supported = {
        name: answer.json[name]["supported"]
        for name in ("patch", "bulk", "filter", "changePassword", "sort", "etag")
    }
    assert supported == {
        "patch": True,
        "bulk": False,
        "filter": True,
        "changePassword": False,
        "sort": False,
        "etag": True,
    }
    assert answer.json["authenticationSchemes"][0]["type"] == "oauthbearertoken"


def test_types(scim: ScimPlane) -> None:
    listed = scim.ask("list_resource_types").json
    assert [each["endpoint"] for each in listed["Resources"]] == ["/Users", "/Groups"]
    one = scim.ask("get_resource_type").json
    assert one == listed["Resources"][0]
    assert one["schemaExtensions"] == [{"schema": ENTERPRISE, "required": False}]
    path = "/scim/v2/ResourceTypes/Robot"
    assert scim.ask("get_resource_type", path=path).status == 404


def test_schemas_name_what_is_kept(scim: ScimPlane) -> None:
    listed = scim.ask("list_schemas").json["Resources"]
    named = {each["name"]: {a["name"] for a in each["attributes"]} for each in listed}
    assert named["User"] == {
        "userName",
        "name",
        "displayName",
        "title",
        "active",
        "emails",
        "groups",
    }
    assert named["Group"] == {"displayName", "members"}
    [emails] = [each for each in listed[0]["attributes"] if each["name"] == "emails"]
    mutability = {sub["name"]: sub["mutability"] for sub in emails["subAttributes"]}
    assert mutability == {"value": "readWrite", "type": "readOnly", "primary": "readOnly"}
    assert scim.ask("get_schema").json == listed[0]
    path = "/scim/v2/Schemas/urn:none"
    assert scim.ask("get_schema", path=path).status == 404


def test_what_is_sent_is_shown_again_as_the_schema_says(scim: ScimPlane) -> None:
    """Each attribute that the schema promises is kept; a promise that is not kept is a lie."""
    [user, enterprise, _] = scim.ask("list_schemas").json["Resources"]
    sent = {
        "userName": "ada@acme.example",
        "displayName": "Ada",
        "title": "Countess",
        "name": {"formatted": "Ada", "givenName": "A", "familyName": "L"},
        "emails": [{"value": "mail@acme.example", "type": "work", "primary": True}],
        ENTERPRISE: {each["name"]: "x" for each in enterprise["attributes"]},
    }
    made = scim.ask("create_person", body=sent).json
    shown = scim.ask("get_person", target=made["id"]).json
    assert {name: shown[name] for name in sent} == sent
    promised = {each["name"] for each in user["attributes"]} - {"groups", "active"}
    assert promised <= set(sent)
