"""Every rule of cdk-nag and cfn-lint that the deployment does not follow, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from aws_cdk import Acknowledgment, App, Validations

EVERYWHERE: Final = ("*",)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A rule's finding, the constructs (by path, with wildcards) where it is accepted, and why."""

    rule: str
    where: tuple[str, ...]
    reason: str


_NETWORK = (
    "Lambda itself attaches functions to the subnets and describes interfaces, which knows no "
    "resource names; a Deny keeps the function's own code from using these actions"
)
_OWN_SIGN_IN = (
    "Every function authenticates the caller itself (session, API key): a revoked key is refused "
    "on the next call, which an authorizer's cache would delay"
)
_JOURNAL = (
    "Every call is a record in the journal, refusals included; access logs need an account-wide "
    "role or a bucket and would tell the same again, without the cost"
)
_RUNTIME = (
    "Python 3.13 is pinned: layers and compiled code are built for it and tests run against it; "
    "a new runtime is a change of its own"
)
_FIREWALL = (
    "A web ACL costs from USD 6 a month, half of the idle bill; rates are limited per key in the "
    "admission, per stage in the gateway. Attach one to the distribution where policy asks for it"
)
_TRACES = (
    "Correlation is by request id in journal, logs and headers; the X-Ray SDK adds 200 ms to a "
    "cold start and tracing needs a permission on every resource"
)

_FEDERATED: Final = (
    "Nobody has a password in this pool: its only client lets people in by the SAML provider "
    "alone, whose passwords and second factors are its own"
)

ACCEPTED: Final = (
    Accepted(
        "AwsSolutions::AwsSolutions-SMG4",
        ("*/RuntimeSecret/Secret",),
        "A rotated pepper would invalidate every API key; provider keys are rotated by their owner",
    ),
    Accepted(
        "AwsSolutions::AwsSolutions-VPC7",
        ("*/Database/Vpc/Resource",),
        "The subnets have no way in or out but two gateway endpoints and the database port",
    ),
    Accepted(
        "AwsSolutions::AwsSolutions-RDS10",
        ("tollgate-dev-*/Cluster", "tollgate-staging-*/Cluster"),
        "Only a stage that keeps its data protects it from deletion",
    ),
    Accepted("AwsSolutions::AwsSolutions-L1", EVERYWHERE, _RUNTIME),
    Accepted("Serverless::Serverless-LambdaLatestVersion", EVERYWHERE, _RUNTIME),
    Accepted(
        "AwsSolutions::AwsSolutions-IAM5[Resource::*]",
        (
            "*-api/Costs/Role/*",
            "*-api/Policies/Role/*",
            "*-api/Usage/Role/*",
            "*-data/DeploymentSchema/Role/*",
            "*-jobs/UsageRollup/Role/*",
        ),
        _NETWORK,
    ),
    Accepted(
        "AwsSolutions::AwsSolutions-IAM5[Resource::*]",
        ("*-jobs/UsageIngest/Role/*",),
        f"{_NETWORK}. dynamodb:ListStreams knows no resource either",
    ),
    Accepted(
        "AwsSolutions::AwsSolutions-IAM5[Resource::*]",
        ("*-api/Proxy/Role/*",),
        "comprehend:DetectPiiEntities, where a stage allows it, knows no resource",
    ),
    Accepted(
        "AwsSolutions::AwsSolutions-IAM5[Resource::<SiteBucket978D4AEB.Arn>/*]",
        ("*-web/DeploymentSite/Role/*",),
        "It writes the dashboard's files, whose names are those of a build",
    ),
    Accepted(
        "AwsSolutions::AwsSolutions-APIG2",
        ("*/Rest/Api/Resource",),
        "Bodies are validated by the functions, which answer in the caller's dialect",
    ),
    Accepted("AwsSolutions::AwsSolutions-APIG1", ("*/Rest/Api/*",), _JOURNAL),
    Accepted("AwsSolutions::AwsSolutions-APIG6", ("*/Rest/Api/*",), _JOURNAL),
    Accepted("Serverless::Serverless-APIGWAccessLogging", ("*/Rest/Api/*",), _JOURNAL),
    Accepted("AwsSolutions::AwsSolutions-CFR3", ("*/Site/Distribution/*",), _JOURNAL),
    Accepted("AwsSolutions::AwsSolutions-S1", ("*/Site/Bucket/*",), "It holds public files only"),
    Accepted("AwsSolutions::AwsSolutions-APIG3", ("*/Rest/Api/*",), _FIREWALL),
    Accepted("AwsSolutions::AwsSolutions-CFR2", ("*/Site/Distribution/*",), _FIREWALL),
    Accepted("AwsSolutions::AwsSolutions-APIG4", ("*/Rest/Api/*",), _OWN_SIGN_IN),
    Accepted("AwsSolutions::AwsSolutions-COG4", ("*/Rest/Api/*",), _OWN_SIGN_IN),
    Accepted("AwsSolutions::AwsSolutions-COG2", ("*-saml/Saml/Pool/Resource",), _FEDERATED),
    Accepted("AwsSolutions::AwsSolutions-COG8", ("*-saml/Saml/Pool/Resource",), _FEDERATED),
    Accepted(
        "AwsSolutions::AwsSolutions-CFR1",
        ("*/Site/Distribution/*",),
        "Where callers may sit is the owner's decision, not this template's",
    ),
    Accepted(
        "AwsSolutions::AwsSolutions-CFR4",
        ("*/Site/Distribution/*",),
        "CloudFront's own certificate fixes the minimum; a domain of the owner's brings TLS 1.2",
    ),
    Accepted(
        "AwsSolutions::AwsSolutions-SQS3",
        ("*/Failures/Resource",),
        "These queues are the dead-letter queues, of Lambda destinations and of EventBridge",
    ),
    Accepted(
        "Serverless::Serverless-SQSRedrivePolicy",
        ("*/Failures/Resource",),
        "These queues are the dead-letter queues, of Lambda destinations and of EventBridge",
    ),
    Accepted(
        "Serverless::Serverless-LambdaDLQ",
        EVERYWHERE,
        "HTTP callers and CloudFormation see a failure; the rest have on-failure destinations, "
        "which this rule does not know",
    ),
    Accepted("Serverless::Serverless-LambdaTracing", EVERYWHERE, _TRACES),
    Accepted("Serverless::Serverless-APIGWXrayEnabled", ("*/Rest/Api/*",), _TRACES),
)

CFN_LINT_IGNORED: Final = {
    "W3005": "CDK makes functions wait for their role's policy and names the role along with it",
}
"""Rules of cfn-lint that are off for every template, with the reason."""


def acknowledge(app: App) -> None:
    """Accepts each finding on the constructs that it is meant for, and on no other."""
    nodes = [(node.node.path, node) for node in app.node.find_all()]
    for accepted in ACCEPTED:
        acknowledgment = Acknowledgment(id=accepted.rule, reason=accepted.reason)
        if accepted.where == EVERYWHERE:
            Validations.of(app).acknowledge(acknowledgment)
            continue
        for path, node in nodes:
            if any(fnmatchcase(path, pattern) for pattern in accepted.where):
                Validations.of(node).acknowledge(acknowledgment)
