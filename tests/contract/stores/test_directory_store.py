from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from msgspec.structs import replace

from tollgate.directory.models import ApiKey, Organization, Status, Team, User
from tollgate.directory.store import AccountMoved, Change, DirectoryStore, Resize
from tollgate.errors import BadRequest, Conflict, TollgateError, Unavailable
from tollgate.journal.models import Actor, Event, Target
from tollgate.journal.service import Journal
from tollgate.kit.ids import new_id
from tollgate.ledger.models import AccountRef, Budget, Period, RateLimit
from tollgate.settings import AwsSettings, TableSettings

pytestmark = pytest.mark.aws


@pytest.fixture
def journal(aws_settings: AwsSettings, tables: TableSettings) -> Journal:
    return Journal.open(aws_settings, tables)


@pytest.fixture
def store(aws_settings: AwsSettings, tables: TableSettings, journal: Journal) -> DirectoryStore:
    return DirectoryStore(aws_settings, tables, journal)


def organization() -> Organization:
    return Organization(id=new_id("org"), name="Acme", slug="acme", created_ms=1)


def user(organization_id: str, email: str = "a@b.example") -> User:
    return User(
        id=new_id("usr"),
        organization_id=organization_id,
        email=email,
        name="Ada",
        roles=("owner",),
        team_ids=("team_1",),
        password_hash="hash",
        created_ms=1,
    )


def event(organization_id: str) -> Event:
    return Event(
        event_id=new_id("evt"),
        organization_id=organization_id,
        action="thing.changed",
        actor=Actor("user", "usr_1"),
        target=Target("thing", "1"),
        created_ms=1,
        request_id="r-1",
        details={"before": {"n": 1}, "after": {"n": 2, "list": ["x"], "none": {}}},
    )


@pytest.fixture
def acme(store: DirectoryStore) -> Organization:
    made = organization()
    store.found(made, user(made.id), [event(made.id)], first=True)
    return made


def created(after: Any, **more: Any) -> Change:
    return Change(before=None, after=after, event=event(after.organization_id), **more)


def changed(before: Any, **values: Any) -> Change:
    more = {name: values.pop(name) for name in ("stamp", "resizes", "unchanged") if name in values}
    after = replace(before, version=before.version + 1, **values)
    return Change(before=before, after=after, event=event(before.organization_id), **more)


def team(organization_id: str, name: str = "t") -> Team:
    return Team(id=new_id("team"), organization_id=organization_id, name=name, created_ms=1)


def key(organization_id: str, **values: Any) -> ApiKey:
    return ApiKey(
        **{
            "id": new_id("key"),
            "organization_id": organization_id,
            "name": "k",
            "secret_hash": "00",
            "last4": "abcd",
            "created_by": "usr_1",
            "created_ms": 1,
            **values,
        }
    )


def test_every_field_survives_the_round_trip(store: DirectoryStore, acme: Organization) -> None:
    limits: dict[str, Any] = {
        "budgets": (Budget(10**17, Period.DAILY), Budget(7, Period.TOTAL)),
        "rate_limit": RateLimit(tokens_per_minute=5),
    }
    whole: list[Any] = [
        replace(team(acme.id), description="d", parent_team_id="team_0", **limits),
        replace(user(acme.id, "c@d.example"), **limits),
        key(
            acme.id,
            description="d",
            user_id="usr_1",
            team_id="team_1",
            permissions=("llm.use.*",),
            models=("gpt-4o",),
            tags={"a": "b"},
            expires_ms=10**13,
            **limits,
        ),
    ]
    for entity in whole:
        store.commit(created(entity))
        assert store.get(type(entity), acme.id, entity.id) == entity
    sparse = key(acme.id)
    store.commit(created(sparse))
    assert store.get(ApiKey, acme.id, sparse.id) == sparse
    rich = changed(
        acme,
        settings={"a": [1, {"b": None}]},
        ceiling_price={"input_nano": 1, "output_nano": 2},
        price_overrides={"m": {"input_usd_per_million": "1.5"}},
        time_zone="Asia/Tokyo",
        **limits,
    )
    store.commit(rich)
    assert store.get(Organization, acme.id, acme.id) == replace(rich.after, settings={"a": [1, {}]})


def test_a_change_and_its_event_exist_together(
    store: DirectoryStore, journal: Journal, acme: Organization
) -> None:
    change = created(team(acme.id))
    store.commit(change)
    assert journal.read(acme.id, change.event.event_id) == change.event
    again = replace(change, event=event(acme.id))
    with pytest.raises(Conflict):
        store.commit(again)
    assert journal.read(acme.id, again.event.event_id) is None


def test_only_one_of_two_changes_of_a_version_wins(
    store: DirectoryStore, journal: Journal, acme: Organization
) -> None:
    made = team(acme.id)
    store.commit(created(made))
    store.commit(changed(made, name="first"))
    late = changed(made, name="second")
    with pytest.raises(Conflict):
        store.commit(late)
    assert journal.read(acme.id, late.event.event_id) is None
    found = store.get(Team, acme.id, made.id)
    assert found is not None
    assert (found.name, found.version) == ("first", 2)


def test_of_many_at_once_one_wins(store: DirectoryStore, acme: Organization) -> None:
    made = team(acme.id)
    store.commit(created(made))

    def attempt(number: int) -> bool:
        try:
            store.commit(changed(made, name=f"{number}", stamp=True))
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(16))) == 1


def test_bootstrap_works_once(store: DirectoryStore, acme: Organization) -> None:
    assert store.is_bootstrapped()
    second = organization()
    with pytest.raises(Conflict):
        store.found(second, user(second.id), [event(second.id)], first=True)
    assert store.get(Organization, second.id, second.id) is None
    store.found(second, user(second.id), [event(second.id)], first=False)
    assert store.get(Organization, second.id, second.id) == second


def test_an_email_is_held_by_one_person_of_an_organization(
    store: DirectoryStore, acme: Organization
) -> None:
    with pytest.raises(Conflict) as refused:
        store.commit(created(user(acme.id)))
    assert refused.value.param == "email"
    [holder] = store.by_email("a@b.example")
    store.commit(changed(holder, status=Status.DELETED, password_hash=None, roles=()))
    assert store.by_email("a@b.example") == []
    successor = user(acme.id)
    store.commit(created(successor))
    assert [found.id for found in store.by_email("a@b.example")] == [successor.id]


@pytest.mark.parametrize("status", [Status.SUSPENDED, Status.DELETED, None])
def test_a_reference_must_be_active(
    store: DirectoryStore, acme: Organization, status: Status | None
) -> None:
    owner = user(acme.id, "x@y.example")
    if status is not None:
        store.commit(created(owner))
        store.commit(changed(owner, status=status))
    with pytest.raises(BadRequest) as refused:
        store.commit(created(key(acme.id), active=((User, owner.id),)))
    assert refused.value.param == "user_id"


def test_teams_above_must_hold_still(store: DirectoryStore, acme: Organization) -> None:
    first, second = team(acme.id, "first"), team(acme.id, "second")
    store.commit(created(first))
    store.commit(created(second))
    store.commit(changed(first, parent_team_id=second.id, unchanged=(second,)))
    with pytest.raises(Conflict):
        store.commit(changed(second, parent_team_id=first.id, unchanged=(first,)))


def test_a_stamp_moves_in_all_its_copies(
    store: DirectoryStore, acme: Organization, tables: TableSettings, dynamodb_client: Any
) -> None:
    made = team(acme.id)
    store.commit(created(made))
    store.commit(changed(made, name="x", stamp=True))
    gates = [
        dynamodb_client.get_item(
            TableName=tables.accounts, Key={"pk": {"S": acme.id}, "sk": {"S": f"GATE#{shard}"}}
        )["Item"]["epoch"]["N"]
        for shard in range(4)
    ]
    assert gates == ["2"] * 4


def account(client: Any, tables: TableSettings, organization_id: str, limit: int) -> AccountRef:
    ref = AccountRef("key_1", Period.DAILY, "2026-11-21", limit)
    numbers = {"limit": limit, "available": limit - 3, "held": 1, "spent": 2}
    item = {name: {"N": str(value)} for name, value in numbers.items()}
    pk, sk = f"{organization_id}#key_1", "BUDGET#daily#2026-11-21"
    client.put_item(TableName=tables.accounts, Item={"pk": {"S": pk}, "sk": {"S": sk}, **item})
    return ref


def test_a_resize_moves_limit_and_available_alike(
    store: DirectoryStore, acme: Organization, tables: TableSettings, dynamodb_client: Any
) -> None:
    made = team(acme.id)
    store.commit(created(made))
    ref = account(dynamodb_client, tables, acme.id, 10)
    assert store.account_limit(acme.id, ref) == 10
    lower = replace(ref, limit=2)
    store.commit(changed(made, name="x", resizes=(Resize(lower, 10),)))
    key_ = {"pk": {"S": f"{acme.id}#key_1"}, "sk": {"S": "BUDGET#daily#2026-11-21"}}
    item = dynamodb_client.get_item(TableName=tables.accounts, Key=key_)["Item"]
    numbers = {name: int(item[name]["N"]) for name in ("limit", "available", "held", "spent")}
    assert numbers == {"limit": 2, "available": -1, "held": 1, "spent": 2}


@pytest.mark.parametrize("old_limit", [None, 9])
def test_a_balance_that_moved_is_read_again(
    store: DirectoryStore,
    acme: Organization,
    tables: TableSettings,
    dynamodb_client: Any,
    old_limit: int | None,
) -> None:
    made = team(acme.id)
    store.commit(created(made))
    ref = account(dynamodb_client, tables, acme.id, 10)
    with pytest.raises(AccountMoved):
        store.commit(changed(made, name="x", resizes=(Resize(ref, old_limit),)))
    found = store.get(Team, acme.id, made.id)
    assert found is not None
    assert found.version == 1


def test_pages_hold_one_kind_of_one_organization(store: DirectoryStore, acme: Organization) -> None:
    made = [replace(team(acme.id, str(number)), created_ms=number) for number in range(5)]
    for each in made:
        store.commit(created(each))
    store.commit(created(key(acme.id)))
    other = organization()
    store.found(other, user(other.id), [event(other.id)], first=False)
    store.commit(created(team(other.id)))
    expected = sorted(each.id for each in made)
    first = store.page(Team, acme.id, limit=3, after=None, keep=lambda _: True)
    assert [each.id for each in first.items] == expected[:3]
    assert first.next_after == expected[2]
    rest = store.page(Team, acme.id, limit=3, after=first.next_after, keep=lambda _: True)
    assert [each.id for each in rest.items] == expected[3:]
    assert rest.next_after is None
    odd = store.page(Team, acme.id, limit=2, after=None, keep=lambda each: each.name in "13")
    assert {each.name for each in odd.items} == {"1", "3"}
    assert odd.next_after is None


def test_a_table_that_does_not_answer_is_unavailable(
    tables: TableSettings, journal: Journal
) -> None:
    nowhere = AwsSettings("eu-west-1", "test", "test", None, "http://127.0.0.1:9")
    store = DirectoryStore(nowhere, tables, Journal.open(nowhere, tables))
    attempts: list[Any] = [
        lambda: store.get(Team, "org_1", "team_1"),
        lambda: store.everything(Team, "org_1"),
        lambda: store.by_email("a@b.example"),
        lambda: store.commit(created(team("org_1"))),
    ]
    for attempt in attempts:
        with pytest.raises(TollgateError) as refused:
            attempt()
        assert isinstance(refused.value, Unavailable)
