from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from msgspec.structs import replace

from tests.tenant import write_tenant
from tollgate.errors import Conflict, TollgateError, Unavailable, Unprocessable
from tollgate.journal.models import Actor, Event, Target
from tollgate.journal.service import Journal
from tollgate.kit.ids import new_id
from tollgate.policies import store as store_module
from tollgate.policies.heads import Head, HeadMoved
from tollgate.policies.models import PolicyType
from tollgate.policies.store import Change, Packed, PolicyStore
from tollgate.policies.versions import DryRun, Policy, PolicyVersion, Span, Step
from tollgate.settings import AwsSettings, TableSettings

pytestmark = pytest.mark.aws


@pytest.fixture
def store(aws_settings: AwsSettings, tables: TableSettings) -> PolicyStore:
    return PolicyStore(aws_settings, tables, Journal.open(aws_settings, tables))


@pytest.fixture
def acme(dynamodb_client: Any, tables: TableSettings) -> str:
    return write_tenant(dynamodb_client, tables).organization_id


def policy(organization_id: str, name: str = "Approved models", **values: Any) -> Policy:
    return Policy(
        **{
            "id": new_id("pol"),
            "organization_id": organization_id,
            "name": name,
            "type": PolicyType.USAGE,
            "names": (name,),
            "created_ms": 1,
            "created_by": "usr_1",
            "updated_ms": 1,
            **values,
        }
    )


def version(of: Policy, number: int = 1, **document: Any) -> PolicyVersion:
    return PolicyVersion(
        policy_id=of.id,
        version=number,
        document={"name": of.name, "type": "usage", "rules": {"x": 0.5}, **document},
        content_hash="0" * 32,
        author=Actor("user", "usr_1"),
        message="why",
        created_ms=5,
    )


def change(before: Policy | None, after: Policy, saved: PolicyVersion | None = None) -> Change:
    event_id = new_id("evt")
    event = Event(
        event_id=event_id,
        organization_id=after.organization_id,
        action="policy.changed",
        actor=Actor("user", "usr_1"),
        target=Target("policy", after.id),
        created_ms=1,
        request_id="r-1",
    )
    step = Step(
        number=after.version,
        event_id=event_id,
        action="policy.changed",
        actor=event.actor,
        at_ms=1,
        message="m",
        details={"version": 1, "share": 0.25, "until_ms": None},
    )
    return Change(before=before, after=after, event=event, step=step, saved=saved)


def created(store: PolicyStore, organization_id: str, name: str = "Approved models") -> Policy:
    made = policy(organization_id, name)
    store.commit([change(None, made, version(made))])
    return made


def test_every_field_survives_the_round_trip(store: PolicyStore, acme: str) -> None:
    rich = policy(
        acme,
        description="d",
        names=("Approved models", "Old"),
        latest_version=3,
        spans=(Span(1, 5, 9), Span(2, 9)),
        dry_run=DryRun(3, 10**13),
        owners={"rules.allowed_models": "git"},
    )
    made = change(None, rich, version(rich, 3))
    store.commit([made])
    assert store.get(acme, rich.id) == rich
    assert store.version(acme, rich.id, 3) == made.saved
    assert store.steps(acme, rich.id, limit=5, below=None) == [made.step]
    bare = replace(rich, spans=(), dry_run=DryRun(3), owners={}, version=2)
    store.commit([change(rich, bare)])
    assert store.get(acme, rich.id) == bare
    gone = replace(bare, dry_run=None, deleted_ms=7, version=3)
    store.commit([change(bare, gone)])
    assert store.get(acme, rich.id) == gone
    assert store.get(acme, new_id("pol")) is None


def test_only_one_of_two_changes_of_a_version_wins(store: PolicyStore, acme: str) -> None:
    made = created(store, acme)
    store.commit([change(made, replace(made, description="first", version=2))])
    late = change(made, replace(made, description="second", version=2))
    with pytest.raises(Conflict):
        store.commit([late])
    found = store.get(acme, made.id)
    assert found is not None
    assert found.description == "first"
    assert late.step not in store.steps(acme, made.id, limit=9, below=None)


def test_all_changes_of_a_commit_or_none(store: PolicyStore, acme: str) -> None:
    created(store, acme, "Taken")
    fine, taken = policy(acme, "Fine"), policy(acme, "TAKEN ")
    with pytest.raises(Conflict) as refused:
        store.commit([change(None, fine, version(fine)), change(None, taken, version(taken))])
    assert refused.value.param == "name"
    assert store.get(acme, fine.id) is None


def test_names_are_held_by_one_and_freed_by_deletion(store: PolicyStore, acme: str) -> None:
    first = created(store, acme, "Straße")
    with pytest.raises(Conflict):
        created(store, acme, "STRASSE")
    renamed = replace(first, name="Road", names=("Straße", "Road"), version=2)
    store.commit([change(first, renamed)])
    for name in ("Straße", "road"):
        with pytest.raises(Conflict):
            created(store, acme, name)
    store.commit([change(renamed, replace(renamed, deleted_ms=1, version=3))])
    created(store, acme, "Straße")
    created(store, acme, "Road")


def test_a_commit_writes_each_name_once(store: PolicyStore, acme: str) -> None:
    first, second = policy(acme, "Same"), policy(acme, "same")
    with pytest.raises(Conflict) as refused:
        store.commit([change(None, first), change(None, second)])
    assert refused.value.param == "name"
    many = [policy(acme, f"policy {number}") for number in range(19)]
    with pytest.raises(Unprocessable):
        store.commit([change(None, each, version(each)) for each in many])
    store.commit([change(None, each, version(each)) for each in many[:18]])
    assert len(store.everything(acme)) == 18


def test_another_organization_has_names_of_its_own(
    store: PolicyStore, acme: str, dynamodb_client: Any, tables: TableSettings
) -> None:
    made = created(store, acme)
    globex = write_tenant(dynamodb_client, tables).organization_id
    theirs = created(store, globex)
    assert store.get(globex, made.id) is None
    assert store.version(globex, made.id, 1) is None
    assert [each.id for each in store.everything(globex)] == [theirs.id]


def test_there_is_a_limit_of_policies(
    store: PolicyStore, acme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "MOST_POLICIES", 2)
    first = created(store, acme, "one")
    created(store, acme, "two")
    with pytest.raises(Unprocessable):
        created(store, acme, "three")
    store.commit([change(first, replace(first, deleted_ms=1, version=2))])
    created(store, acme, "three")


def test_the_head_the_parts_and_the_stamps_move_together(
    store: PolicyStore, acme: str, tables: TableSettings, dynamodb_client: Any
) -> None:
    blank = store.heads.read_head(acme)
    assert blank == Head(organization_id=acme)
    made = policy(acme)
    packed = Packed("a" * 32, [b"one", b"\x00\xfftwo"])
    store.commit([change(None, made, version(made))], blank, packed)
    head = store.heads.read_head(acme)
    assert (head.hash, head.parts, head.version) == ("a" * 32, 2, 1)
    assert store.bundle(acme, head.hash) == packed.parts
    assert epochs(dynamodb_client, tables, acme) == ["2"] * 4
    late = change(made, replace(made, description="x", version=2))
    with pytest.raises(HeadMoved):
        store.commit([late], blank, Packed("b" * 32, [b"x"]))
    assert store.get(acme, made.id) == made
    assert epochs(dynamodb_client, tables, acme) == ["2"] * 4
    store.commit([late], head, Packed("b" * 32, [b"x"]))
    assert store.heads.read_head(acme).hash == "b" * 32
    assert store.bundle(acme, "a" * 32) == packed.parts


def test_the_proxy_reads_the_head_as_plain_values(
    store: PolicyStore, acme: str, tables: TableSettings, dynamodb_client: Any
) -> None:
    made = policy(acme)
    store.commit(
        [change(None, made, version(made))], store.heads.read_head(acme), Packed("h", [b"p"])
    )
    head = dynamodb_client.get_item(
        TableName=tables.policies, Key={"pk": {"S": acme}, "sk": {"S": "BUNDLE"}}
    )["Item"]
    assert (head["hash"], head["parts"], head["grants"]) == ({"S": "h"}, {"N": "1"}, {"L": []})
    part = dynamodb_client.get_item(
        TableName=tables.policies, Key={"pk": {"S": f"{acme}#h"}, "sk": {"S": "PART#000"}}
    )["Item"]
    assert part["data"] == {"B": b"p"}


def epochs(client: Any, tables: TableSettings, organization_id: str) -> list[str]:
    keys = ({"pk": {"S": organization_id}, "sk": {"S": f"GATE#{shard}"}} for shard in range(4))
    return [
        client.get_item(TableName=tables.accounts, Key=key)["Item"]["epoch"]["N"] for key in keys
    ]


def test_of_many_at_once_one_head_wins(store: PolicyStore, acme: str) -> None:
    head = store.heads.read_head(acme)

    def attempt(number: int) -> bool:
        made = policy(acme, f"policy {number}")
        try:
            store.commit([change(None, made, version(made))], head, Packed(f"{number}", [b"x"]))
        except HeadMoved:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(8))) == 1
    assert len(store.everything(acme)) == 1


def test_pages_follow_each_other(store: PolicyStore, acme: str) -> None:
    made = sorted(created(store, acme, f"policy {number}").id for number in range(5))
    first = store.page(acme, limit=3, after=None, keep=lambda _: True)
    assert [each.id for each in first.items] == made[:3]
    rest = store.page(acme, limit=3, after=first.next_after, keep=lambda _: True)
    assert [each.id for each in rest.items] == made[3:]
    assert rest.next_after is None
    odd = store.page(acme, limit=3, after=None, keep=lambda each: each.name.endswith("3"))
    assert [each.name for each in odd.items] == ["policy 3"]


def test_versions_and_steps_come_newest_first(store: PolicyStore, acme: str) -> None:
    made = created(store, acme)
    for number in range(2, 13):
        after = replace(made, latest_version=number, version=number)
        store.commit([change(made, after, version(made, number))])
        made = after
    newest = store.versions_of(acme, made.id, limit=3, below=None)
    assert [each.version for each in newest] == [12, 11, 10]
    older = store.versions_of(acme, made.id, limit=3, below=10)
    assert [each.version for each in older] == [9, 8, 7]
    assert store.versions_of(acme, made.id, limit=3, below=1) == []
    steps = store.steps(acme, made.id, limit=20, below=None)
    assert len(steps) == 12
    assert [step.number for step in steps] == list(range(12, 0, -1))
    assert store.steps(acme, made.id, limit=2, below=9) == steps[4:6]
    wanted = [(made.id, 1), (made.id, 12), (made.id, 99)]
    assert set(store.versions(acme, wanted)) == {(made.id, 1), (made.id, 12)}


def test_a_table_that_does_not_answer_is_unavailable(tables: TableSettings) -> None:
    nowhere = AwsSettings("eu-west-1", "test", "test", None, "http://127.0.0.1:9")
    store = PolicyStore(nowhere, tables, Journal.open(nowhere, tables))
    made = policy("org_1")
    attempts: list[Any] = [
        lambda: store.get("org_1", "pol_1"),
        lambda: store.everything("org_1"),
        lambda: store.versions("org_1", [("pol_1", 1)]),
        lambda: store.bundle("org_1", "h"),
        lambda: store.heads.read_head("org_1"),
        lambda: store.commit([change(None, made)]),
    ]
    for attempt in attempts:
        with pytest.raises(TollgateError) as refused:
            attempt()
        assert isinstance(refused.value, Unavailable)
