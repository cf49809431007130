from __future__ import annotations

import pytest

from tests.control_plane import Control

pytestmark = pytest.mark.aws


def test_the_list_is_the_callers_own_organization(control: Control, other: str) -> None:
    [mine] = control.ask("directory/list_organizations").json["items"]
    [theirs] = control.ask("directory/list_organizations", bearer=other).json["items"]
    assert mine["id"] == control.organization_id
    assert theirs["name"] == "Globex"


def test_changes_what_is_sent_and_nothing_else(control: Control) -> None:
    body = {
        "time_zone": "Europe/Berlin",
        "ceiling_price": {"input_usd_per_million": "15", "output_usd_per_million": 75},
        "price_overrides": {"openai/gpt-4o": {"input_usd_per_million": "2.25"}},
    }
    answer = control.ask("directory/update_organization", target=control.organization_id, body=body)
    assert answer.status == 200
    assert answer.json["name"] == "My organization"
    assert answer.json["time_zone"] == "Europe/Berlin"
    assert answer.json["ceiling_price"]["output_usd_per_million"] == "75"
    stored = control.item(control.tables.directory, control.organization_id, "ORG")
    assert stored["ceiling_price"]["M"]["input_nano"] == {"N": "15000000000"}
    override = stored["price_overrides"]["M"]["openai/gpt-4o"]["M"]
    assert override == {"input_usd_per_million": {"S": "2.25"}}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"time_zone": "nowhere"}, "time_zone"),
        ({"name": None}, "name"),
        ({"slug": "Not A Slug"}, "slug"),
        ({"price_overrides": {"m": {"input": 1}}}, "price_overrides"),
        ({"price_overrides": {"x" * 200_000: {"input_usd_per_million": "1"}}}, "price_overrides"),
        ({"budget_usd": "1e99999999999"}, "budget_usd"),
        ({"settings": {"share": 0.5}}, "settings"),
        ({"settings": {"many": 10**38}}, "settings"),
        ({"settings": {"a": "x" * 40_000}}, "settings"),
        ({"settings": {"a": [[[[[[[[[[1]]]]]]]]]]}}, "settings"),
        ({"id": "org_00000000000000000000"}, "id"),
        ({"status": "frozen"}, "status"),
    ],
)
def test_names_the_offending_field(control: Control, body: dict[str, object], field: str) -> None:
    answer = control.ask("directory/update_organization", target=control.organization_id, body=body)
    assert (answer.status, answer.field) == (400, field)


def test_freezing_moves_every_stamp_and_can_be_undone(control: Control) -> None:
    before = control.epochs()
    frozen = control.ask("directory/freeze_organization", target=control.organization_id)
    assert frozen.json["status"] == "frozen"
    assert control.epochs() == [epoch + 1 for epoch in before]
    thawed = control.ask("directory/unfreeze_organization", target=control.organization_id)
    assert thawed.json["status"] == "active"
    assert {"organization.frozen", "organization.unfrozen"} <= set(control.actions())


def test_a_description_moves_no_stamp(control: Control) -> None:
    before = control.epochs()
    control.ask("directory/update_organization", target=control.organization_id, body={"name": "N"})
    assert control.epochs() == before


def test_settings_are_kept_as_they_are(control: Control) -> None:
    settings = {"": None, "a": [True, -(10**38) + 1, "\x00", {"b": [[[[[[[1]]]]]]]}]}
    body = {"settings": settings}
    changed = control.ask(
        "directory/update_organization", target=control.organization_id, body=body
    )
    assert (changed.status, changed.json["settings"]) == (200, settings)


@pytest.mark.parametrize(
    "event",
    [
        "directory/get_organization",
        "directory/update_organization",
        "directory/freeze_organization",
        "directory/unfreeze_organization",
    ],
)
def test_another_organization_looks_like_none(control: Control, other: str, event: str) -> None:
    theirs = control.ask(event, target=control.organization_id, bearer=other)
    nobodys = control.ask(event, target="org_00000000000000000000", bearer=other)
    assert theirs.status == nobodys.status == 404
    assert theirs.json["code"] == nobodys.json["code"]


def test_founding_takes_more_than_an_administrator(control: Control, other: str) -> None:
    answer = control.ask("directory/create_organization", bearer=other)
    assert answer.status == 403
    assert answer.json["required_permission"] == "organizations.create"


def test_a_new_organization_starts_with_its_own_stamps(control: Control, other: str) -> None:
    me = control.ask("auth/me", bearer=other).json
    gates = [
        control.item(control.tables.accounts, me["organization_id"], f"GATE#{shard}")
        for shard in range(4)
    ]
    assert {gate["epoch"]["N"] for gate in gates} == {"1"}
    listing = control.item(control.tables.directory, "system", f"ORG#{me['organization_id']}")
    assert listing["name"] == {"S": "Globex"}
    assert len(control.events(me["organization_id"])) >= 2


def test_put_is_another_name_for_patch(control: Control, other: str) -> None:
    mine = control.organization_id
    changed = control.ask("directory/put_organization", target=mine)
    assert (changed.status, changed.json["name"]) == (200, "Acme Ltd")
    assert control.ask("directory/put_organization", target=mine, bearer=other).status == 404
    _, viewer = control.person("viewer")
    assert control.ask("directory/put_organization", target=mine, bearer=viewer).status == 403
