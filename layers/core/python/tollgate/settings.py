"""What a function needs to know of its surroundings: the only module that reads the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Self, get_type_hints

from msgspec import Struct

from tollgate.kit.guarded import Guarded


class SettingMissing(Exception):
    """A required environment variable is absent; the message names it."""


class FunctionSettings(Struct, frozen=True):
    """What one function needs: its fields are the settings below."""

    @classmethod
    def from_env(cls) -> Self:
        """Every field from the environment. Raises `SettingMissing` naming the variable."""
        return cls(**{name: kind.from_env() for name, kind in get_type_hints(cls).items()})


def _required(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "")
    if not value:
        raise SettingMissing(f"environment variable {name} is not set")
    return value


def _endpoint(environment: Mapping[str, str], service: str) -> str | None:
    """What AWS's own SDKs read: one endpoint of the service, or one for all."""
    return environment.get(f"AWS_ENDPOINT_URL_{service}") or environment.get("AWS_ENDPOINT_URL")


class AwsSettings(Struct, frozen=True):
    """Region, credentials and the services' endpoints.

    Credentials come from the variables that the Lambda service sets. An endpoint is None on AWS and
    a URL where an emulator or a test stands for the service. `store_timeout_s` bounds each of at
    most two attempts of a store call; past it the call is refused rather than let through. The
    control plane waits longer than by default (see `tollgate.aws.items`), never shorter.
    """

    region: str
    access_key_id: str
    secret_access_key: str
    session_token: str | None
    dynamodb_endpoint: str | None
    store_timeout_s: float = 0.3
    secrets_endpoint: str | None = None
    sns_endpoint: str | None = None
    bedrock_endpoint: str | None = None
    comprehend_endpoint: str | None = None
    ses_endpoint: str | None = None

    def patience_s(self, usual: float) -> float:
        """Seconds for a store where nobody waits as on the data path: `usual`, unless even the
        data path gives it more.
        """
        return max(usual, self.store_timeout_s)

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Raises `SettingMissing` when region or credentials are absent."""
        return cls(
            region=_required(environment, "AWS_REGION"),
            access_key_id=_required(environment, "AWS_ACCESS_KEY_ID"),
            secret_access_key=_required(environment, "AWS_SECRET_ACCESS_KEY"),
            session_token=environment.get("AWS_SESSION_TOKEN"),
            dynamodb_endpoint=_endpoint(environment, "DYNAMODB"),
            store_timeout_s=float(environment.get("TOLLGATE_STORE_TIMEOUT_MS", "300")) / 1000,
            secrets_endpoint=_endpoint(environment, "SECRETS_MANAGER"),
            sns_endpoint=_endpoint(environment, "SNS"),
            bedrock_endpoint=_endpoint(environment, "BEDROCK_RUNTIME"),
            comprehend_endpoint=_endpoint(environment, "COMPREHEND"),
            ses_endpoint=_endpoint(environment, "SESV2"),
        )


class TableSettings(Struct, frozen=True):
    """The deployed names of the tables of `tollgate.tables`."""

    directory: str
    accounts: str
    journal: str
    policies: str

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Raises `SettingMissing` when a table's name is absent."""
        return cls(
            directory=_required(environment, "TOLLGATE_DIRECTORY_TABLE"),
            accounts=_required(environment, "TOLLGATE_ACCOUNTS_TABLE"),
            journal=_required(environment, "TOLLGATE_JOURNAL_TABLE"),
            policies=_required(environment, "TOLLGATE_POLICIES_TABLE"),
        )


class SecretSettings(Struct, frozen=True):
    """Where the runtime secret lies: a Secrets Manager ARN on AWS, a file in the local run.

    The secret is a JSON object: `pepper` (the key of every stored key hash), `setup_token` (asked
    for by the first-run bootstrap), `providers` (name to `{api_key, base_url}`) and `webhooks`
    (name to the key that requests to it are signed with); `edge` in it is the deployment's own to
    read (`EdgeSettings`). A function in isolated subnets reaches no
    Secrets Manager: the deployment hands it the `value` itself, reduced to the pepper.
    """

    arn: str | None
    file: str | None
    value: str | None = None

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Raises `SettingMissing` when none of the variables is set."""
        arn = environment.get("TOLLGATE_SECRET_ARN")
        file = environment.get("TOLLGATE_SECRET_FILE")
        value = environment.get("TOLLGATE_SECRET_VALUE")
        if not arn and not file and not value:
            raise SettingMissing("set TOLLGATE_SECRET_ARN, TOLLGATE_SECRET_FILE or …_VALUE")
        return cls(arn=arn, file=file, value=value)


class DatabaseSettings(Struct, frozen=True):
    """PostgreSQL: a URL in the local run, host and IAM user on AWS."""

    url: str | None
    host: str | None
    port: int
    name: str
    user: str

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Raises `SettingMissing` when neither a URL nor a host is set."""
        url = environment.get("DATABASE_URL")
        host = environment.get("TOLLGATE_DATABASE_HOST")
        if not url and not host:
            raise SettingMissing("set DATABASE_URL or TOLLGATE_DATABASE_HOST")
        return cls(
            url=url,
            host=host,
            port=int(environment.get("TOLLGATE_DATABASE_PORT", "5432")),
            name=environment.get("TOLLGATE_DATABASE_NAME", "tollgate"),
            user=environment.get("TOLLGATE_DATABASE_USER", "tollgate"),
        )


class AlertSettings(Struct, frozen=True):
    """Where notices go: an SNS topic on AWS, a file of JSON lines in the local run, or nowhere."""

    topic_arn: str | None
    file: str | None

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> Self:
        return cls(
            topic_arn=environment.get("TOLLGATE_ALERT_TOPIC_ARN") or None,
            file=environment.get("TOLLGATE_ALERT_FILE") or None,
        )


class PublicSettings(Struct, frozen=True):
    """The URL under which people reach this deployment; None where the directory table knows it."""

    url: str | None = None

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> Self:
        return cls(environment.get("TOLLGATE_PUBLIC_URL") or None)


class MailSettings(Struct, frozen=True):
    """Who letters come from, and the directory that takes them in the local run.

    With a sender alone they go through Amazon SES; with neither, nowhere.
    """

    sender: str | None = None
    directory: str | None = None

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> Self:
        return cls(
            sender=environment.get("TOLLGATE_MAIL_FROM") or None,
            directory=environment.get("TOLLGATE_MAIL_DIR") or None,
        )


class EdgeSettings(Guarded, frozen=True):
    """What the edge in front of the gateway says of a caller.

    `secret` is what our own distribution adds to each request (`tollgate.kit.edge`); None where no
    distribution stands before the gateway.
    `country_header` is the header (lower case) in which it puts the caller's ISO 3166-1 code, set
    only where callers cannot reach the gateway around that edge and write it themselves.
    """

    hidden = frozenset({"secret"})

    country_header: str | None = None
    secret: str | None = None

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> Self:
        return cls(
            country_header=(environment.get("TOLLGATE_COUNTRY_HEADER") or "").lower() or None,
            secret=environment.get("TOLLGATE_EDGE_SECRET") or None,
        )


class RemoteSettings(Struct, frozen=True):
    """Of remote detectors and identity providers: may they be plain HTTP on this machine?

    Never on Lambda, where loopback is the runtime's own interface and policies and connections are
    written by tenants.
    """

    loopback: bool = False

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> Self:
        return cls(loopback=environment.get("TOLLGATE_LOOPBACK_WEBHOOKS") == "1")
