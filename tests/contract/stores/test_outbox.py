from __future__ import annotations

import json
from typing import Any

import pytest
from msgspec.structs import replace

from tollgate.alerts.models import Notice
from tollgate.alerts.outbox import KEPT_S, Outbox
from tollgate.aws.items import Transaction
from tollgate.errors import Conflict, TollgateError
from tollgate.kit.ids import new_id
from tollgate.settings import AwsSettings, TableSettings

pytestmark = pytest.mark.aws
ORGANIZATION = new_id("org")


def notice(**changes: Any) -> Notice:
    made = Notice(
        id=new_id("ntc"),
        organization_id=ORGANIZATION,
        kind="approval.opened",
        subject="apr_1",
        title="Ada asks for gpt-4o",
        body="The policy “Costly models” wants an approval.",
        audience=("owner", "users"),
        created_ms=1_763_700_000_000,
        details={"model": "gpt-4o", "cost_nano": 5_000_000_000, "tags": ["a"]},
    )
    return replace(made, **changes)


@pytest.fixture
def outbox(aws_settings: AwsSettings, tables: TableSettings) -> Outbox:
    return Outbox(aws_settings, tables)


def test_what_was_put_waits_until_it_is_removed(outbox: Outbox) -> None:
    first, second = notice(), notice()
    assert outbox.put(first)
    assert outbox.put(second)
    assert list(outbox.waiting(ORGANIZATION)) == sorted((first, second), key=lambda n: n.id)
    outbox.remove(first)
    outbox.remove(first)
    assert list(outbox.waiting(ORGANIZATION)) == [second]


def test_one_id_waits_once(outbox: Outbox) -> None:
    first = notice()
    assert outbox.put(first)
    assert not outbox.put(replace(first, title="another"))
    assert list(outbox.waiting(ORGANIZATION)) == [first]


def test_organizations_are_apart(outbox: Outbox) -> None:
    outbox.put(notice())
    assert list(outbox.waiting(new_id("org"))) == []


def test_a_notice_exists_exactly_when_its_change_does(
    outbox: Outbox, aws_settings: AwsSettings
) -> None:
    told, refused = notice(), notice()
    done = Transaction(aws_settings)
    outbox.add(done, told)
    done.commit()
    failing = Transaction(aws_settings)
    outbox.add(failing, refused)
    outbox.add(failing, told)
    with pytest.raises(Conflict):
        failing.commit()
    assert list(outbox.waiting(ORGANIZATION)) == [told]


def test_a_stale_notice_expires(
    outbox: Outbox, tables: TableSettings, dynamodb_client: Any
) -> None:
    made = notice()
    outbox.put(made)
    key = {"pk": {"S": ORGANIZATION}, "sk": {"S": f"NOTICE#{made.id}"}}
    item = dynamodb_client.get_item(TableName=tables.policies, Key=key)["Item"]
    assert int(item["expires_at"]["N"]) == made.created_ms // 1000 + KEPT_S
    assert "Ada" in json.dumps(item, ensure_ascii=False)


def test_a_store_that_is_down_is_unavailable(tables: TableSettings) -> None:
    nowhere = AwsSettings("eu-west-1", "test", "test", None, "http://127.0.0.1:9")
    with pytest.raises(TollgateError) as failed:
        list(Outbox(nowhere, tables).waiting(ORGANIZATION))
    assert failed.value.status == 503
