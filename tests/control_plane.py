"""The control plane over the DynamoDB emulator, with a clock that tests move.

`control` is a deployment with one organization, Acme, and its owner's session; `other` is the owner
of another organization, Globex, in the same deployment.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cache, partial
from http.cookies import SimpleCookie
from typing import Any, Final

import pytest

from functions.auth import deps as auth_deps
from functions.auth import handler as auth_function
from functions.directory import deps as directory_deps
from functions.directory import handler as directory_function
from tests.dynamodb import fresh_tables
from tests.events import load
from tollgate.access_reviews.service import Reviews
from tollgate.auth.links import Links
from tollgate.auth.service.accounts import Accounts
from tollgate.auth.service.authentication import authenticate
from tollgate.auth.service.deps import Auth
from tollgate.auth.signing_keys import SigningKeys
from tollgate.auth.store import AuthStore
from tollgate.control_plane import open_forgetting
from tollgate.directory.service.changes import Directory
from tollgate.directory.store import DirectoryStore
from tollgate.elevations.service import Elevations
from tollgate.http.receipts import DynamoReceipts
from tollgate.http.resolver import Resolver
from tollgate.journal.service import Journal
from tollgate.mail.models import Letter
from tollgate.mail.outbox import MailOutbox
from tollgate.mail.service import Mail
from tollgate.mfa.store import MfaStore
from tollgate.secrets import RuntimeSecret
from tollgate.settings import AwsSettings, TableSettings
from tollgate.tables import TABLES

PASSWORD: Final = "correct horse battery"
PUBLIC_URL: Final = "https://tollgate.example"
SETUP_TOKEN: Final = "only the installer knows"
SECRET: Final = RuntimeSecret(pepper=b"pepper for tests", setup_token=SETUP_TOKEN)
START_MS: Final = 1_795_253_400_000  # 2026-11-21T09:30:00Z


@dataclass
class Answer:
    """A response as a client sees it; `json` is None without a body."""

    status: int
    headers: dict[str, str]
    json: Any
    cookies: tuple[str, ...] = ()

    @property
    def field(self) -> str | None:
        """The offending field of a problem."""
        name: str | None = self.json.get("field")
        return name


def send(app: Resolver, event: dict[str, Any]) -> Answer:
    """One event through an app."""
    response = app.resolve(event, None)
    headers = {name.lower(): values[-1] for name, values in response["multiValueHeaders"].items()}
    body = response["body"]
    is_json = bool(body) and "json" in headers.get("content-type", "")
    cookies = tuple(response["multiValueHeaders"].get("Set-Cookie", ()))
    content = json.loads(body) if is_json else body or None
    return Answer(response["statusCode"], headers, content, cookies)


@dataclass
class Control:
    """Apps, stores and the owner's session."""

    settings: AwsSettings
    tables: TableSettings
    client: Any
    now_ms: int = START_MS
    token: str = ""
    organization_id: str = ""
    user_id: str = ""
    journal: Journal = field(init=False)
    store: DirectoryStore = field(init=False)
    auth: Auth = field(init=False)
    letters: list[Letter] = field(default_factory=list)
    links: Links = field(init=False)
    mail: Mail = field(init=False)
    auth_app: Resolver = field(init=False)
    directory_app: Resolver = field(init=False)

    def __post_init__(self) -> None:
        self.journal = Journal.open(self.settings, self.tables)
        self.store = DirectoryStore(self.settings, self.tables, self.journal)
        directory = Directory(self.store, lambda: self.now_ms)
        auth_store = AuthStore(self.settings, self.tables, self.journal)
        keys = SigningKeys(
            self.settings,
            self.tables,
            self.journal,
            secret=lambda: SECRET,
            issuer=lambda: PUBLIC_URL,
            clock=lambda: self.now_ms,
        )
        factors = MfaStore(self.settings, self.tables, self.journal)
        self.auth = Auth(auth_store, directory, lambda: SECRET, keys, factors)
        self.links = Links.open(self.settings, self.tables, lambda: self.now_ms)
        self.mail = Mail(
            MailOutbox(self.settings, self.tables, lambda: SECRET),
            self.letters.append,
            lambda: PUBLIC_URL,
            lambda: self.now_ms,
            at_once=True,
        )
        self.auth_app = auth_function.make_app(
            auth_deps.Deps(
                auth=self.auth,
                links=self.links,
                mail=self.mail,
                accounts=Accounts.open(
                    self.settings, self.tables, self.auth, self.links, self.mail
                ),
            )
        )
        self.directory_app = directory_function.make_app(
            directory_deps.Deps(
                auth=self.auth,
                directory=directory,
                authenticate=partial(authenticate, self.auth),
                receipts=DynamoReceipts(self.settings, self.tables),
                secret=lambda: SECRET,
                links=self.links,
                forgetting=open_forgetting(self.settings, self.tables),
                journal=self.journal,
                mail=self.mail,
                elevations=Elevations.open(self.settings, self.tables, directory),
                reviews=Reviews.open(self.settings, self.tables, self.auth),
            )
        )

    def ask(self, name: str, *, bearer: str | None = None, **changes: Any) -> Answer:
        """The sample event `<function>/<case>` as the owner, or as whoever `bearer` is."""
        app = self.auth_app if name.startswith("auth/") else self.directory_app
        return send(app, load(name, bearer=self.token if bearer is None else bearer, **changes))

    def mailed_token(self, kind: str) -> str:
        """The token of the link in the latest letter of this kind."""
        text = next(letter.text for letter in reversed(self.letters) if letter.kind == kind)
        match = re.search(r"tgl_\w+", text)
        assert match, text
        return match[0]

    def bootstrap(self, **changes: Any) -> Answer:
        """The first-run set-up with the right setup token."""
        body = {"email": "owner@acme.example", "password": PASSWORD, "name": "Olga"}
        headers = {"X-Tollgate-Setup-Token": SETUP_TOKEN}
        return self.ask(
            "auth/bootstrap", **{"bearer": "", "body": body, "headers": headers, **changes}
        )

    def login(self, email: str, password: str = PASSWORD, **changes: Any) -> Answer:
        """A sign-in."""
        body = {"email": email, "password": password}
        return self.ask("auth/login", **{"bearer": "", "body": body, **changes})

    def token_of(self, email: str, password: str = PASSWORD) -> str:
        """The token of a new session: unlike an access token it lasts as long as the session."""
        cookie = SimpleCookie(self.login(email, password).headers["set-cookie"])
        return cookie["tollgate_session"].value

    def never_idle(self, organization_id: str) -> None:
        """Lets sessions of an organization wait while a test moves the clock by hours."""
        key = {"pk": {"S": organization_id}, "sk": {"S": "ORG"}}
        security = {"M": {"session": {"M": {"idle_minutes": {"N": "0"}}}}}
        self.client.update_item(
            TableName=self.tables.directory,
            Key=key,
            UpdateExpression="SET #security = :security",
            ExpressionAttributeNames={"#security": "security"},
            ExpressionAttributeValues={":security": security},
        )

    def person(self, role: str, email: str | None = None, **more: Any) -> tuple[str, str]:
        """A new person with this role: id and a session's token."""
        address = email or f"{role}@acme.example"
        body = {"email": address, "name": role, "roles": [role], "password": PASSWORD, **more}
        created = self.ask("directory/create_user", body=body)
        assert created.status == 201, created.json
        return created.json["id"], self.token_of(address)

    def epochs(self) -> list[int]:
        """The organization's four stamps."""
        keys = ((self.organization_id, f"GATE#{shard}") for shard in range(4))
        return [int(self.item(self.tables.accounts, *key)["epoch"]["N"]) for key in keys]

    def events(self, organization_id: str | None = None) -> list[dict[str, Any]]:
        """The organization's journal events in the order of their ids, as raw items."""
        prefix = organization_id or self.organization_id
        items = self.client.scan(TableName=self.tables.journal)["Items"]
        mine = [item for item in items if item["pk"]["S"].startswith(f"{prefix}#")]
        return sorted(mine, key=lambda item: item["pk"]["S"])

    def actions(self) -> list[str]:
        """The actions of `events`, sorted."""
        return sorted(item["action"]["S"] for item in self.events())

    def item(self, table: str, pk: str, sk: str) -> dict[str, Any]:
        """One raw item."""
        key = {"pk": {"S": pk}, "sk": {"S": sk}}
        item: dict[str, Any] = self.client.get_item(TableName=table, Key=key)["Item"]
        return item


def key_of_everything(control: Control) -> str:
    """A service key that may do everything, made by an owner who is one no more."""
    maker_id, maker = control.person("owner", "maker@acme.example")
    body = {"name": "all", "permissions": ["*"]}
    made = control.ask("directory/create_api_key", bearer=maker, body=body)
    assert made.status == 201, made.json
    demoted = control.ask("directory/update_user", target=maker_id, body={"roles": ["viewer"]})
    assert demoted.status == 200, demoted.json
    token: str = made.json["key"]
    return token


@dataclass(frozen=True)
class Founded:
    """What the first run leaves behind: the items of each table, by its name in `TABLES`."""

    items: dict[str, list[dict[str, Any]]]
    letters: tuple[Letter, ...]
    organization_id: str
    user_id: str
    token: str

    def restore(self, control: Control) -> None:
        """The same in the empty tables of `control`."""
        requests = {
            getattr(control.tables, table): [{"PutRequest": {"Item": item}} for item in items]
            for table, items in self.items.items()
        }
        left = control.client.batch_write_item(RequestItems=requests)["UnprocessedItems"]
        assert not left
        control.letters.extend(self.letters)
        control.organization_id, control.user_id = self.organization_id, self.user_id
        control.token = self.token


@cache
def founded(settings: AwsSettings, client: Any) -> Founded:
    """Acme after the first run and its owner's first sign-in; both happen once for a session."""
    with fresh_tables(client) as tables:
        control = Control(settings, tables, client)
        made = control.bootstrap()
        assert made.status == 201, made.json
        organization_id: str = made.json["organization"]["id"]
        control.never_idle(organization_id)
        token = control.token_of("owner@acme.example")
        contents = {
            table.name: client.scan(TableName=getattr(tables, table.name))["Items"]
            for table in TABLES
        }
        items = {name: found for name, found in contents.items() if found}
        user_id: str = made.json["user"]["id"]
        return Founded(items, tuple(control.letters), organization_id, user_id, token)


@pytest.fixture
def blank(aws_settings: AwsSettings, tables: TableSettings, dynamodb_client: Any) -> Control:
    return Control(aws_settings, tables, dynamodb_client)


@pytest.fixture
def control(blank: Control) -> Control:
    founded(blank.settings, blank.client).restore(blank)
    return blank


@pytest.fixture
def other(control: Control) -> str:
    """The token of the administrator of another organization."""
    body = {
        "name": "Globex",
        "admin_email": "gina@globex.example",
        "admin_name": "Gina",
        "admin_password": PASSWORD,
    }
    made = control.ask("directory/create_organization", body=body)
    assert made.status == 201, made.json
    control.never_idle(made.json["id"])
    return control.token_of("gina@globex.example")
