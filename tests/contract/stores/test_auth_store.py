from __future__ import annotations

from typing import Any

import pytest

from tests.contract.stores.test_directory_store import event, user
from tollgate.auth.models import Attempts, Session
from tollgate.auth.store import AuthStore
from tollgate.directory.models import Organization, User
from tollgate.directory.store import DirectoryStore
from tollgate.errors import (
    Conflict,
    IdempotencyInFlight,
    IdempotencyMismatch,
    Unauthenticated,
)
from tollgate.http.idempotency import CLAIM_MS, KEPT_MS, KeptAnswer, Receipt
from tollgate.http.receipts import DynamoReceipts
from tollgate.journal.models import Event
from tollgate.journal.service import Journal
from tollgate.kit.ids import new_id
from tollgate.settings import AwsSettings, TableSettings

pytestmark = pytest.mark.aws
ORGANIZATION = new_id("org")


@pytest.fixture
def journal(aws_settings: AwsSettings, tables: TableSettings) -> Journal:
    return Journal.open(aws_settings, tables)


@pytest.fixture
def store(aws_settings: AwsSettings, tables: TableSettings, journal: Journal) -> AuthStore:
    return AuthStore(aws_settings, tables, journal)


@pytest.fixture
def ada(aws_settings: AwsSettings, tables: TableSettings, journal: Journal) -> User:
    made = user(ORGANIZATION)
    organization = Organization(id=ORGANIZATION, name="Acme", slug="acme", created_ms=1)
    directory = DirectoryStore(aws_settings, tables, journal)
    directory.found(organization, made, [event(ORGANIZATION)], first=True)
    return made


def session(of: User) -> Session:
    return Session(
        id=new_id("ses"),
        organization_id=of.organization_id,
        user_id=of.id,
        token_hash="ab" * 32,
        methods=("pwd", "otp"),
        address="203.0.113.10",
        authenticated_ms=1000,
        seen_ms=1000,
        created_ms=1000,
        expires_ms=29_000,
    )


def opened(store: AuthStore, of: User, made: Session | None = None) -> tuple[Session, Event]:
    made, signed_in = made or session(of), event(of.organization_id)
    before = store.open_sessions(of.organization_id, of.id)
    store.open_session(made, of, before, before.ids, event=signed_in)
    return made, signed_in


class TestSessions:
    def test_live_until_closed(
        self,
        store: AuthStore,
        ada: User,
        journal: Journal,
        tables: TableSettings,
        dynamodb_client: Any,
    ) -> None:
        made, signed_in = opened(store, ada)
        assert store.get_session(ORGANIZATION, made.id) == made
        assert journal.read(ORGANIZATION, signed_in.event_id) == signed_in
        key = {"pk": {"S": ORGANIZATION}, "sk": {"S": f"SESSION#{made.id}"}}
        item = dynamodb_client.get_item(TableName=tables.directory, Key=key)["Item"]
        assert item["expires_at"] == {"N": "29"}
        before = store.open_sessions(ORGANIZATION, ada.id)
        store.end_sessions(ORGANIZATION, ada.id, before, [made.id], event(ORGANIZATION))
        assert store.get_session(ORGANIZATION, made.id) is None
        assert store.open_sessions(ORGANIZATION, ada.id).ids == ()

    def test_belong_to_their_organization(self, store: AuthStore, ada: User) -> None:
        made, _ = opened(store, ada)
        assert store.get_session(new_id("org"), made.id) is None

    def test_an_id_is_used_once(self, store: AuthStore, ada: User) -> None:
        made, _ = opened(store, ada)
        with pytest.raises(Conflict):
            opened(store, ada, made)

    def test_another_token_replaces_the_one_before(self, store: AuthStore, ada: User) -> None:
        made, _ = opened(store, ada)
        store.replace_token(made, "cd" * 32)
        found = store.get_session(ORGANIZATION, made.id)
        assert found is not None
        assert found.token_hash == "cd" * 32
        with pytest.raises(Unauthenticated):
            store.replace_token(made, "ef" * 32)


class TestAttempts:
    def test_are_counted_and_forgotten(self, store: AuthStore, ada: User) -> None:
        none = store.get_attempts(ORGANIZATION, ada.id)
        assert none == Attempts()
        one, two = Attempts(1, 0), Attempts(2, 99)
        store.record_failure(ORGANIZATION, ada.id, none, one, event(ORGANIZATION))
        store.record_failure(ORGANIZATION, ada.id, one, two, event(ORGANIZATION))
        assert store.get_attempts(ORGANIZATION, ada.id) == two
        assert store.get_attempts(ORGANIZATION, "usr_2") == none
        opened(store, ada)
        assert store.get_attempts(ORGANIZATION, ada.id) == none

    @pytest.mark.parametrize("before", [Attempts(), Attempts(1, 0)])
    def test_none_is_lost_between_two(self, store: AuthStore, before: Attempts) -> None:
        if before.failed:
            store.record_failure(ORGANIZATION, "usr_1", Attempts(), before, event(ORGANIZATION))
        after = Attempts(before.failed + 1, 0)
        store.record_failure(ORGANIZATION, "usr_1", before, after, event(ORGANIZATION))
        with pytest.raises(Conflict):
            store.record_failure(ORGANIZATION, "usr_1", before, after, event(ORGANIZATION))


class TestReceipts:
    RECEIPT = Receipt(ORGANIZATION, "name", "body")

    @pytest.fixture
    def receipts(self, aws_settings: AwsSettings, tables: TableSettings) -> DynamoReceipts:
        return DynamoReceipts(aws_settings, tables)

    def test_one_caller_holds_the_claim(self, receipts: DynamoReceipts) -> None:
        assert receipts.claim(self.RECEIPT, 1) is None
        with pytest.raises(IdempotencyInFlight):
            receipts.claim(self.RECEIPT, 2)
        receipts.release(self.RECEIPT)
        assert receipts.claim(self.RECEIPT, 3) is None

    def test_a_kept_answer_is_given_for_a_day(self, receipts: DynamoReceipts) -> None:
        answer = KeptAnswer(201, '{"a":1}')
        receipts.claim(self.RECEIPT, 1)
        receipts.keep(self.RECEIPT, answer, 1)
        assert receipts.claim(self.RECEIPT, KEPT_MS) == answer
        with pytest.raises(IdempotencyMismatch):
            receipts.claim(Receipt(ORGANIZATION, "name", "other"), KEPT_MS)
        assert receipts.claim(self.RECEIPT, KEPT_MS + 1) is None

    def test_a_claim_left_behind_runs_out(self, receipts: DynamoReceipts) -> None:
        receipts.claim(self.RECEIPT, 1)
        with pytest.raises(IdempotencyInFlight):
            receipts.claim(self.RECEIPT, CLAIM_MS)
        assert receipts.claim(self.RECEIPT, CLAIM_MS + 1) is None

    def test_organizations_do_not_meet(self, receipts: DynamoReceipts) -> None:
        receipts.claim(self.RECEIPT, 1)
        assert receipts.claim(Receipt(new_id("org"), "name", "body"), 1) is None
