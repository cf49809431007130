"""Two requests that have both read before either writes: one of them counts.

Each has an app of its own, as two instances of a function do, and waits at its first commit until
the other has come as far.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from tests.control_plane import Answer, Control
from tollgate.directory.models import Status, User
from tollgate.directory.store import DirectoryStore

pytestmark = pytest.mark.aws

Ask = Callable[[Control], Answer]


def at_once(
    control: Control, monkeypatch: pytest.MonkeyPatch, *asks: Ask, at: str = "commit"
) -> list[Answer]:
    """What each of `asks` got in an app of its own; they meet before the store's method `at`."""
    together = Barrier(len(asks))
    waiting: dict[int, bool] = {}
    write = getattr(DirectoryStore, at)

    def write_together(store: DirectoryStore, *args: Any, **more: Any) -> None:
        if waiting.pop(id(store), False):
            together.wait(timeout=120)
        write(store, *args, **more)

    apps = [Control(control.settings, control.tables, control.client) for _ in asks]
    for app in apps:
        app.now_ms, app.token = control.now_ms, control.token
        waiting[id(app.store)] = True
    monkeypatch.setattr(DirectoryStore, at, write_together)
    with ThreadPoolExecutor(len(asks)) as pool:
        answers = list(pool.map(lambda ask, app: ask(app), asks, apps))
    assert not waiting, "somebody was refused before the race began"
    return answers


def statuses(answers: list[Answer]) -> list[int]:
    return sorted(answer.status for answer in answers)


def owners_left(control: Control) -> list[User]:
    people = control.store.everything(User, control.organization_id)
    return [each for each in people if "owner" in each.roles and each.status is Status.ACTIVE]


@pytest.mark.parametrize(
    ("sample", "body", "done"),
    [
        ("suspend_user", {"reason": "a quarrel"}, 200),
        ("update_user", {"roles": ["viewer"]}, 200),
        ("delete_user", None, 204),
    ],
)
def test_two_owners_who_remove_each_other_leave_one(
    control: Control,
    monkeypatch: pytest.MonkeyPatch,
    sample: str,
    body: dict[str, Any] | None,
    done: int,
) -> None:
    second, token = control.person("owner", "second@acme.example")
    first = control.user_id
    answers = at_once(
        control,
        monkeypatch,
        lambda app: app.ask(f"directory/{sample}", target=second, body=body),
        lambda app: app.ask(f"directory/{sample}", target=first, body=body, bearer=token),
    )
    assert statuses(answers) == [done, 409]
    assert len(owners_left(control)) == 1


def test_two_teams_that_move_below_each_other_make_no_circle(
    control: Control, monkeypatch: pytest.MonkeyPatch
) -> None:
    def team(name: str) -> str:
        body = {"name": name, "parent_team_id": None}
        made: str = control.ask("directory/create_team", body=body).json["id"]
        return made

    one, two = team("one"), team("two")

    def move(team_id: str, below: str) -> Ask:
        body = {"parent_team_id": below}
        return lambda app: app.ask("directory/update_team", target=team_id, body=body)

    answers = at_once(control, monkeypatch, move(one, two), move(two, one))
    assert statuses(answers) == [200, 409]
    assert control.ask("directory/get_tree").status == 200


def test_a_key_that_two_rotate_has_one_new_secret(
    control: Control, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = {"name": "machine", "permissions": ["users.view"]}
    made = control.ask("directory/create_api_key", body=body).json

    def rotate(app: Control) -> Answer:
        path = f"/api/v1/api-keys/{made['id']}/rotate"
        return app.ask("directory/rotate_api_key", path=path, body={"overlap_hours": 24})

    answers = at_once(control, monkeypatch, rotate, rotate)
    assert statuses(answers) == [200, 409]
    [new] = [answer.json["key"] for answer in answers if answer.status == 200]
    for token in (new, made["key"]):
        assert control.ask("directory/list_users", bearer=token).status == 200


def test_an_invitation_is_accepted_once(control: Control, monkeypatch: pytest.MonkeyPatch) -> None:
    assert control.ask("directory/create_invitation").status == 201
    token = control.mailed_token("invitation")
    passwords = ("nine slow rivers", "seven tall towers")

    def accept(password: str) -> Ask:
        body = {"token": token, "password": password}
        return lambda app: app.ask("auth/accept_invitation", body=body, bearer="")

    answers = at_once(control, monkeypatch, *map(accept, passwords))
    assert [answer.status == 200 for answer in answers].count(True) == 1
    assert {answer.status for answer in answers} <= {200, 400, 409}
    email = next(each.to for each in control.letters if each.kind == "invitation")
    opened = [control.login(email, password).status == 200 for password in passwords]
    assert opened == [answer.status == 200 for answer in answers]


def test_a_wish_that_two_approve_is_given_once(
    control: Control, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, second = control.person("owner", "second@acme.example")
    dev_id, dev = control.person("developer")
    wish = {"role": "admin", "minutes": 60, "reason": "on call tonight"}
    asked = control.ask("directory/create_elevation", bearer=dev, body=wish).json["id"]
    answers = at_once(
        control,
        monkeypatch,
        lambda app: app.ask("directory/approve_elevation", target=asked),
        lambda app: app.ask("directory/approve_elevation", target=asked, bearer=second),
    )
    assert statuses(answers) == [200, 409]
    user = control.store.get(User, control.organization_id, dev_id)
    assert user is not None
    assert [each.id for each in user.elevations] == [asked]


def test_of_two_first_administrators_one_is_made(
    blank: Control, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bootstrap(email: str) -> Ask:
        body = {"email": email, "password": "correct horse battery", "name": "Olga"}
        return lambda app: app.bootstrap(body=body)

    both = map(bootstrap, ("olga@acme.example", "mallory@acme.example"))
    assert statuses(at_once(blank, monkeypatch, *both, at="found")) == [201, 409]
    assert len(blank.store.organizations()) == 1
