"""What differs between stages, and where the synthesis finds its assets: data only."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from aws_cdk import RemovalPolicy

ROOT: Final = Path(__file__).resolve().parent.parent
BUILD: Final = ROOT / "build"


class StreamRuntime(StrEnum):
    """What starts the proxy: our loop over the Lambda Runtime API, or AWS's Lambda Web Adapter.

    `LWA` adds the public adapter layer and expects a start script `run.sh` beside the handler that
    serves HTTP on port 8080; it is the way back should the loop fail on AWS (docs/deploy.md).
    """

    OWN = "own"
    LWA = "lwa"


@dataclass(frozen=True, slots=True)
class RemoteDetection:
    """AWS services that policies may have content looked at by: none, unless named here.

    `guardrails` are ARNs of Bedrock guardrails of this account and region; `comprehend` stands for
    Amazon Comprehend's detection of personal data (docs/guardrails.md).
    """

    guardrails: tuple[str, ...] = ()
    comprehend: bool = False


@dataclass(frozen=True, slots=True)
class SamlSettings:
    """A SAML 2.0 identity provider that a Cognito user pool speaks OpenID Connect for.

    `metadata_url` is the provider's, `domain_prefix` of the pool's sign-in pages, unique in the
    region. `tollgate_url` is where people reach the stage. The others are names of attributes in
    the provider's assertions; that of `email_verified` has to hold `true` (docs/sso.md).
    """

    metadata_url: str
    domain_prefix: str
    tollgate_url: str
    email: str = "email"
    email_verified: str = "email_verified"
    name: str = "name"
    groups: str = "groups"


@dataclass(frozen=True, slots=True)
class StageSettings:
    """One stage of the deployment. Stages differ by these values and by nothing else."""

    name: str
    keep_data: bool
    """Retain tables, database and secret when a stack is deleted, and refuse their deletion."""
    customer_key: bool
    """Encrypt tables and database with a key of the account (USD 1 a month), not with AWS's."""
    log_retention_days: int
    database_min_acu: float
    """0 lets Aurora pause; 0.5 keeps it awake for about USD 44 a month."""
    database_max_acu: float
    database_pause_after_s: int
    throttle_rate_per_s: int
    throttle_burst: int
    stream_runtime: StreamRuntime = StreamRuntime.OWN
    origin_timeout_s: int = 120
    """How long CloudFront waits for the first byte and between bytes; 120 is the default quota."""
    remote_detection: RemoteDetection = RemoteDetection()
    mail_from: str | None = None
    """The address that letters come from, verified in SES or in a domain that is; None: no mail."""
    public_url: str | None = None
    """Where people reach the stage, when that is a name of your own and not the distribution's."""
    saml: SamlSettings | None = None
    """Puts a Cognito user pool before a SAML identity provider; none unless named here."""
    country_header: str | None = None
    """The header in which an edge that every caller passes tells the caller's country, if one does.

    Policies' `locations` read it; without it they never match (docs/deploy.md).
    """

    @property
    def removal_policy(self) -> RemovalPolicy:
        return RemovalPolicy.RETAIN if self.keep_data else RemovalPolicy.DESTROY

    @property
    def removal_policy_of_named(self) -> RemovalPolicy:
        """Of what has a name of ours: left by a first deployment that failed, it would be in the
        way of the second.
        """
        return RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE if self.keep_data else RemovalPolicy.DESTROY

    def resource_name(self, name: str) -> str:
        return f"tollgate-{self.name}-{name}"


DEV: Final = StageSettings(
    name="dev",
    keep_data=False,
    customer_key=False,
    log_retention_days=14,
    database_min_acu=0,
    database_max_acu=2,
    database_pause_after_s=300,
    throttle_rate_per_s=100,
    throttle_burst=200,
)
STAGING: Final = StageSettings(
    name="staging",
    keep_data=False,
    customer_key=False,
    log_retention_days=30,
    database_min_acu=0,
    database_max_acu=4,
    database_pause_after_s=300,
    throttle_rate_per_s=1000,
    throttle_burst=2000,
)
PROD: Final = StageSettings(
    name="prod",
    keep_data=True,
    customer_key=True,
    log_retention_days=365,
    database_min_acu=0,
    database_max_acu=16,
    database_pause_after_s=900,
    throttle_rate_per_s=5000,
    throttle_burst=5000,
)
STAGES: Final = {stage.name: stage for stage in (DEV, STAGING, PROD)}


class AssetsMissing(Exception):
    """There is nothing to deploy yet; the message says how to build it."""


@dataclass(frozen=True, slots=True)
class Assets:
    """Where the built code lies; see `infra_cdk.build` for what is in it."""

    directory: Path

    def layer(self, name: str) -> tuple[str, str]:
        """Path and content hash of a layer."""
        return self._built("layers", name)

    def function(self, folder: str) -> tuple[str, str]:
        """Path and content hash of the code of `functions/<folder>`."""
        return self._built("functions", folder)

    def site(self) -> tuple[str, str]:
        """Path and content hash of the dashboard."""
        return self._built("site", "dashboard")

    def _built(self, kind: str, name: str) -> tuple[str, str]:
        """Raises `AssetsMissing`."""
        built = self.directory / kind / name
        stamp = self.directory / kind / f"{name}.hash"
        if not stamp.exists():
            host = " --host" if self == HOST_ASSETS else ""
            raise AssetsMissing(f"{built} is missing: .venv/bin/python -m infra_cdk.build{host}")
        return str(built), stamp.read_text().strip()


LAMBDA_ASSETS: Final = Assets(BUILD / "lambda")
HOST_ASSETS: Final = Assets(BUILD / "host")
"""The same code with the dependencies of the machine that builds, for the local emulator."""


def feature_flags() -> dict[str, Any]:
    """The context of cdk.json, so that a synthesis without the CLI gives the CLI's template."""
    document: dict[str, Any] = json.loads((ROOT / "cdk.json").read_text())
    return dict(document["context"])
