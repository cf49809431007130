"""Letters that wait, single-use links and the deployment's own address, over the real table."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from typing import Any

import boto3
import botocore.session
import pytest
from botocore.validate import ParamValidator
from msgspec.structs import replace

from tests.unit.mail.test_delivery import letter
from tollgate.auth.links import DAY_MS, HOUR_MS, Links
from tollgate.auth.models import Link
from tollgate.aws.items import Beside, Transaction
from tollgate.errors import InvalidLink, Unavailable
from tollgate.kit.connections import ConnectionPool
from tollgate.kit.ids import new_id
from tollgate.mail.delivery import send_by_ses, send_email_request
from tollgate.mail.models import Letter
from tollgate.mail.outbox import MailOutbox
from tollgate.mail.service import GIVES_UP_AFTER, YOUNG_MS, Mail
from tollgate.public_url import open_public_url
from tollgate.secrets import RuntimeSecret
from tollgate.settings import AwsSettings, PublicSettings, TableSettings

pytestmark = pytest.mark.aws
NOW = 1_795_253_400_000
ORGANIZATION = new_id("org")
SENDER = "no-reply@tollgate.example"


class World:
    """A store, a clock that tests move, and a post office that may be closed."""

    def __init__(self, settings: AwsSettings, tables: TableSettings, client: Any) -> None:
        self.settings, self.tables, self.client = settings, tables, client
        self.now_ms, self.sent, self.closed = NOW, list[Letter](), False
        self.outbox = self.sealed_under(b"pepper")
        self.links = Links.open(settings, tables, lambda: self.now_ms)

    def sealed_under(self, pepper: bytes) -> MailOutbox:
        return MailOutbox(self.settings, self.tables, lambda: RuntimeSecret(pepper))

    def mail(self, *, at_once: bool = False, open_: bool = True) -> Mail:
        send = self._send if open_ else None
        url = "https://tollgate.example"
        return Mail(self.outbox, send, lambda: url, lambda: self.now_ms, at_once=at_once)

    def commit(self, *parts: Beside) -> None:
        transaction = Transaction(self.settings)
        for part in parts:
            part(transaction)
        transaction.commit()

    def waiting(self) -> list[str]:
        return [each.id for each in self.outbox.waiting()]

    def written(self, mail: Mail) -> Letter:
        made = mail.letter(ORGANIZATION, "password.reset", "ada@acme.example", "Hi", "secret text")
        self.commit(mail.with_change(made))
        return made

    def _send(self, given: Letter) -> None:
        if self.closed:
            raise Unavailable("closed")
        self.sent.append(given)


@pytest.fixture
def world(aws_settings: AwsSettings, tables: TableSettings, dynamodb_client: Any) -> World:
    return World(aws_settings, tables, dynamodb_client)


class TestOutbox:
    def test_a_letter_waits_until_it_is_sent(self, world: World) -> None:
        mail = world.mail()
        made = world.written(mail)
        assert list(world.outbox.waiting()) == [made]
        assert mail.send(made)
        assert (world.sent, world.waiting()) == ([made], [])

    def test_what_could_not_be_sent_is_sent_by_the_job(self, world: World) -> None:
        mail = world.mail()
        made = world.written(mail)
        world.closed = True
        assert not mail.send(made)
        world.closed, world.now_ms = False, NOW + YOUNG_MS
        assert mail.send_waiting() == (1, 0)
        assert world.sent == [made]

    def test_the_job_leaves_young_letters_to_whoever_wrote_them(self, world: World) -> None:
        mail = world.mail()
        world.written(mail)
        world.now_ms += YOUNG_MS - 1
        assert mail.send_waiting() == (0, 0)
        assert len(world.waiting()) == 1

    def test_a_run_ends_though_nothing_can_be_sent(self, world: World) -> None:
        mail, world.closed = world.mail(), True
        for _ in range(GIVES_UP_AFTER + 2):
            world.written(mail)
        world.now_ms += YOUNG_MS
        assert mail.send_waiting() == (0, GIVES_UP_AFTER + 2)
        assert len(world.waiting()) == GIVES_UP_AFTER + 2

    def test_without_mail_letters_wait(self, world: World) -> None:
        mail = world.mail(open_=False)
        assert not mail.is_open
        assert not mail.send(world.written(mail))
        assert len(world.waiting()) == 1

    @pytest.mark.parametrize("at_once", [True, False])
    def test_what_strangers_cause_is_sent_at_once_only_where_it_takes_no_time(
        self, world: World, *, at_once: bool
    ) -> None:
        mail = world.mail(at_once=at_once)
        mail.send_unnoticed(world.written(mail))
        assert len(world.sent) == at_once

    def test_the_table_shows_neither_address_nor_text(self, world: World) -> None:
        world.written(world.mail())
        items = str(world.client.scan(TableName=world.tables.directory)["Items"])
        assert "ada@acme" not in items
        assert "secret text" not in items
        assert "'expires_at': {'N': '1795257000'}" in items

    def test_another_pepper_opens_nothing(self, world: World) -> None:
        world.written(world.mail())
        with pytest.raises(Unavailable):
            list(world.sealed_under(b"other").waiting())


class TestLinks:
    def made(self, world: World, kind: str = "invitation", **data: object) -> tuple[str, Link]:
        new = world.links.create(kind, ORGANIZATION, "usr_1", DAY_MS, data)
        world.commit(world.links.keeping(new.link))
        return new.token, new.link

    def test_reading_gives_it_back_and_leaves_it(self, world: World) -> None:
        token, link = self.made(world, email="a@b.example", count=3)
        assert world.links.read(token, "invitation") == link
        assert world.links.read(token, "invitation").data == {"email": "a@b.example", "count": 3}

    def test_works_once(self, world: World) -> None:
        token, link = self.made(world)
        world.commit(world.links.spending(link))
        with pytest.raises(InvalidLink):
            world.links.read(token, "invitation")
        with pytest.raises(InvalidLink):
            world.commit(world.links.spending(link))

    def test_what_belongs_to_it_fails_with_it(self, world: World) -> None:
        _, link = self.made(world)
        world.commit(world.links.spending(link))
        mail = world.mail()
        made = mail.letter(ORGANIZATION, "x", "ada@acme.example", "Hi", "text")
        with pytest.raises(InvalidLink):
            world.commit(world.links.spending(link, mail.with_change(made)))
        assert world.waiting() == []

    def test_expires(self, world: World) -> None:
        token, _ = self.made(world)
        world.now_ms += DAY_MS - 1
        world.links.read(token, "invitation")
        world.now_ms += 1
        with pytest.raises(InvalidLink):
            world.links.read(token, "invitation")

    def test_is_good_for_one_kind(self, world: World) -> None:
        token, _ = self.made(world)
        with pytest.raises(InvalidLink):
            world.links.read(token, "password.reset")

    def test_can_be_revoked_twice(self, world: World) -> None:
        token, link = self.made(world)
        for _ in range(2):
            world.commit(world.links.revoking(ORGANIZATION, link.id))
        with pytest.raises(InvalidLink):
            world.links.read(token, "invitation")

    def test_another_organizations_prefix_finds_nothing(self, world: World) -> None:
        token, _ = self.made(world)
        forged = f"tgl_{new_id('org')[-20:]}_{token[-43:]}"
        with pytest.raises(InvalidLink):
            world.links.read(forged, "invitation")

    @pytest.mark.parametrize("token", ["", "tgl_", "tgl_x_y", "tgs_" + "0" * 64, "é" * 68])
    def test_anything_else_is_refused(self, world: World, token: str) -> None:
        with pytest.raises(InvalidLink):
            world.links.read(token, "invitation")

    def test_the_table_does_not_hold_the_token(self, world: World) -> None:
        token, link = self.made(world)
        items = str(world.client.scan(TableName=world.tables.directory)["Items"])
        assert link.id in items
        assert token[-43:] not in items
        assert token not in repr(world.links.create("x", ORGANIZATION, None, HOUR_MS))


class TestPublicUrl:
    def test_the_environment_wins(self, world: World) -> None:
        self.stored(world, "https://stored.example")
        url = open_public_url(
            PublicSettings("https://given.example/"), world.settings, world.tables
        )
        assert url() == "https://given.example"

    def test_else_it_is_what_the_deployment_wrote(self, world: World) -> None:
        url = open_public_url(PublicSettings(), world.settings, world.tables)
        with pytest.raises(Unavailable):
            url()
        self.stored(world, "https://stored.example")
        assert url() == "https://stored.example"
        self.stored(world, "https://changed.example")
        assert url() == "https://stored.example"

    def stored(self, world: World, url: str) -> None:
        item = {"pk": {"S": "system"}, "sk": {"S": "DEPLOYMENT"}, "public_url": {"S": url}}
        world.client.put_item(TableName=world.tables.directory, Item=item)


class TestSes:
    @pytest.fixture
    def aws(self, aws_settings: AwsSettings) -> AwsSettings:
        return replace(aws_settings, ses_endpoint=aws_settings.dynamodb_endpoint)

    @pytest.fixture
    def pool(self) -> Iterator[ConnectionPool]:
        pool = ConnectionPool()
        yield pool
        pool.close()

    @pytest.fixture
    def verified(self, aws: AwsSettings) -> None:
        client = boto3.client(
            "sesv2",
            region_name=aws.region,
            endpoint_url=aws.ses_endpoint,
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )
        for identity in ("tollgate.example", "acme.example"):
            client.create_email_identity(EmailIdentity=identity)
        client.close()

    @pytest.mark.usefixtures("verified")
    def test_ses_takes_a_letter(self, aws: AwsSettings, pool: ConnectionPool) -> None:
        send_by_ses(aws, pool, SENDER, letter(subject="Grüße\nBcc: x@y.example"))
        with urllib.request.urlopen(f"{aws.ses_endpoint}/_ministack/ses/messages") as answer:
            text = json.dumps(json.load(answer), ensure_ascii=False)
        assert "Grüße Bcc: x@y.example" in text
        assert "ada@acme.example" in text
        assert "token=tgl_x" in text

    def test_a_sender_that_is_not_verified_is_a_failure(
        self, aws: AwsSettings, pool: ConnectionPool
    ) -> None:
        with pytest.raises(Unavailable, match="SES answered 400"):
            send_by_ses(aws, pool, "x@elsewhere.example", letter())

    def test_ses_that_does_not_answer_is_a_failure(
        self, aws: AwsSettings, pool: ConnectionPool
    ) -> None:
        nowhere = replace(aws, ses_endpoint="http://127.0.0.1:9")
        with pytest.raises(Unavailable, match="did not answer"):
            send_by_ses(nowhere, pool, SENDER, letter())

    def test_the_body_is_one_that_the_api_knows(self) -> None:
        """The emulator does not refuse members that the API does not have."""
        model = botocore.session.get_session().get_service_model("sesv2")
        shape = model.operation_model("SendEmail").input_shape
        found = ParamValidator().validate(send_email_request(SENDER, letter()), shape)
        assert not found.has_errors(), found.generate_report()
        assert model.operation_model("SendEmail").http["requestUri"] == "/v2/email/outbound-emails"
        assert model.signing_name == "ses"
