"""A denial beats every allowance: nobody gives one to somebody who may do more than they."""

from __future__ import annotations

import pytest

from tests.control_plane import Control
from tollgate.directory.models import User

pytestmark = pytest.mark.aws
SHUT = {"name": "shut", "permissions": ["teams.edit"], "denied_permissions": ["users.*"]}


@pytest.fixture
def team_id(control: Control) -> str:
    """A team with the owner in it; a role of Acme's denies all to do with people."""
    made: str = control.ask("directory/create_team", body={"name": "Search"}).json["id"]
    assert control.ask("directory/create_role", body=SHUT).status == 201
    return made


def join(control: Control, team_id: str) -> None:
    body = {"user_id": control.user_id}
    assert control.ask("directory/add_team_member", target=team_id, body=body).status == 201


def keeps_everything(control: Control) -> bool:
    return control.ask("directory/list_users").status == 200


def test_a_team_manager_denies_the_owner_nothing(control: Control, team_id: str) -> None:
    join(control, team_id)
    _, manager = control.person(
        "viewer", team_ids=[team_id], team_roles={team_id: ["team_manager"]}
    )
    path = f"/api/v1/teams/{team_id}/members/{control.user_id}"
    body = {"role": "shut"}
    answer = control.ask("directory/set_team_member", path=path, bearer=manager, body=body)
    assert answer.status == 403, answer.json
    assert keeps_everything(control)


def test_nor_does_somebody_who_may_change_every_team(control: Control, team_id: str) -> None:
    role = {"name": "teams", "permissions": ["teams.*", "organizations.view"]}
    assert control.ask("directory/create_role", body=role).status == 201
    _, token = control.person("teams")
    body = {"user_id": control.user_id, "roles": ["shut"]}
    answer = control.ask("directory/add_team_member", target=team_id, bearer=token, body=body)
    assert answer.status == 403, answer.json
    assert keeps_everything(control)


def test_a_manager_gives_one_to_who_may_do_less(control: Control, team_id: str) -> None:
    _, manager = control.person("team_manager")
    person, _ = control.person("standard_user", team_ids=[team_id])
    path = f"/api/v1/teams/{team_id}/members/{person}"
    body = {"role": "shut"}
    answer = control.ask("directory/set_team_member", path=path, bearer=manager, body=body)
    assert answer.status == 200, answer.json


def test_an_owner_takes_nothing_over_that_denies(control: Control, team_id: str) -> None:
    _, admin = control.person("admin")
    leaver, _ = control.person("developer", team_ids=[team_id], team_roles={team_id: ["shut"]})
    body = {"reason": "left", "transfer_to": control.user_id}
    answer = control.ask("directory/offboard_user", target=leaver, bearer=admin, body=body)
    assert answer.status == 403, answer.json
    assert keeps_everything(control)
    user = control.store.get(User, control.organization_id, leaver)
    assert user is not None
    assert user.status == "active"


def test_a_membership_is_not_reviewed_away_with_its_denial(control: Control, team_id: str) -> None:
    role = {"name": "reviewer", "permissions": ["access_reviews.*"]}
    assert control.ask("directory/create_role", body=role).status == 201
    _, reviewer = control.person("reviewer")
    person, token = control.person("developer", team_ids=[team_id], team_roles={team_id: ["shut"]})
    body = {"name": "teams", "scope": {"kinds": ["membership"]}}
    review = control.ask("directory/create_access_review", bearer=reviewer, body=body)
    assert review.status == 201, review.json
    items = control.ask(
        "directory/get_access_review", target=review.json["id"], bearer=reviewer
    ).json["items"]
    [item] = [each for each in items if each["person"]["id"] == person]
    path = f"/api/v1/access-reviews/{review.json['id']}/items/{item['id']}"
    body = {"decision": "revoke"}
    answer = control.ask(
        "directory/decide_access_review_item", path=path, bearer=reviewer, body=body
    )
    assert answer.status == 403, answer.json
    assert control.ask("directory/get_user", target=person, bearer=token).status == 403
