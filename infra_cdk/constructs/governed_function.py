"""One Lambda function with its own role, log group and, when nobody waits for it, its own queue."""

from __future__ import annotations

from dataclasses import dataclass

from aws_cdk import Duration, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra_cdk.config import Assets, RemoteDetection, StageSettings, StreamRuntime
from infra_cdk.constructs.alert_topic import AlertTopic
from infra_cdk.constructs.aurora import Database
from infra_cdk.constructs.layers import LWA_LAYER, Layers
from infra_cdk.constructs.runtime_secret import RuntimeSecret
from infra_cdk.constructs.tables import Tables
from infra_cdk.functions.spec import FunctionSpec, SecretAccess
from tollgate.routes import ROUTES

_ANSWER_HTTP = frozenset(route.function for route in ROUTES)
_NETWORK_INTERFACES = [
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:UnassignPrivateIpAddresses",
]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What functions are wired to: the state of the deployment, owned by the data stack."""

    stage: StageSettings
    assets: Assets
    tables: Tables
    secret: RuntimeSecret
    database: Database
    alerts: AlertTopic


class GovernedFunction(Construct):
    """A function as its `FunctionSpec` says, and with no permission besides."""

    def __init__(
        self,
        scope: Construct,
        *,
        spec: FunctionSpec,
        around: Surroundings,
        layers: Layers,
    ) -> None:
        super().__init__(scope, _words(spec.name))
        self.spec = spec
        self._around = around
        stage = around.stage
        self.log_group = logs.LogGroup(
            self,
            "Logs",
            log_group_name=f"/tollgate/{stage.name}/{spec.name}",
            retention=_retention(stage.log_retention_days),
            removal_policy=stage.removal_policy_of_named,
        )
        self.role = iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        self.failures = self._failure_queue() if spec.asynchronous else None
        self.function = self._function(layers)
        self._allow()

    def allow(self, statement: iam.PolicyStatement) -> None:
        """Adds a permission that a trigger or a deployed resource of this function needs."""
        self.role.add_to_policy(statement)

    def environment(self) -> dict[str, str]:
        """The variables of the settings that the function reads (`tollgate.settings`)."""
        spec, around = self.spec, self._around
        variables = {**spec.environment}
        if spec.tables:
            variables |= around.tables.environment()
        if spec.secret is SecretAccess.READS:
            variables["TOLLGATE_SECRET_ARN"] = around.secret.arn
        if spec.secret is SecretAccess.PEPPER:
            variables["TOLLGATE_SECRET_VALUE"] = around.secret.pepper_json()
        if spec.name in _ANSWER_HTTP:
            variables["TOLLGATE_EDGE_SECRET"] = around.secret.edge_value()
        if spec.sql:
            variables |= around.database.environment()
        if spec.publishes_alerts:
            variables |= around.alerts.environment()
        variables |= self._reaching_people()
        if spec.streams_response:
            variables |= _stream_environment(around.stage.stream_runtime)
            if around.stage.country_header:
                variables["TOLLGATE_COUNTRY_HEADER"] = around.stage.country_header
        return variables

    def _reaching_people(self) -> dict[str, str]:
        """Where people reach the stage, and who writes to them, as far as the stage says so."""
        spec, stage, variables = self.spec, self._around.stage, {}
        if stage.public_url and (spec.name in _ANSWER_HTTP or spec.sends_mail):
            variables["TOLLGATE_PUBLIC_URL"] = stage.public_url
        if stage.mail_from and spec.sends_mail:
            variables["TOLLGATE_MAIL_FROM"] = stage.mail_from
        return variables

    def _function(self, layers: Layers) -> lambda_.Function:
        spec, around = self.spec, self._around
        path, content_hash = around.assets.function(spec.folder)
        return lambda_.Function(
            self,
            "Function",
            function_name=around.stage.resource_name(spec.name),
            description=f"Tollgate {spec.name}",
            runtime=lambda_.Runtime.PYTHON_3_13,
            architecture=lambda_.Architecture.ARM_64,
            handler=_handler(spec, around.stage.stream_runtime),
            code=lambda_.Code.from_asset(path, asset_hash=content_hash),
            layers=[*layers.named(spec.layers), *self._adapter()],
            memory_size=spec.memory_mb,
            timeout=Duration.seconds(spec.timeout_s),
            environment=self.environment(),
            role=self.role,
            log_group=self.log_group,
            vpc=around.database.vpc if spec.sql else None,
            vpc_subnets=_isolated() if spec.sql else None,
            security_groups=[around.database.callers] if spec.sql else None,
        )

    def _adapter(self) -> list[lambda_.ILayerVersion]:
        if not self.spec.streams_response or self._around.stage.stream_runtime is StreamRuntime.OWN:
            return []
        arn = LWA_LAYER.format(region=Stack.of(self).region)
        return [lambda_.LayerVersion.from_layer_version_arn(self, "WebAdapter", arn)]

    def _failure_queue(self) -> sqs.Queue:
        return sqs.Queue(
            self,
            "Failures",
            queue_name=self._around.stage.resource_name(f"{self.spec.name}-failures"),
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
            retention_period=Duration.days(14),
        )

    def _allow(self) -> None:
        spec, around = self.spec, self._around
        self.allow(
            iam.PolicyStatement(
                actions=["logs:CreateLogStream", "logs:PutLogEvents"],
                resources=[self.log_group.log_group_arn],
            )
        )
        for target, actions in spec.tables.items():
            named = [f"dynamodb:{action}" for action in actions]
            self.allow(iam.PolicyStatement(actions=named, resources=[around.tables.arn(target)]))
        if spec.secret is SecretAccess.READS:
            self.allow(around.secret.read_statement())
        if self.failures:
            arn = self.failures.queue_arn
            self.allow(iam.PolicyStatement(actions=["sqs:SendMessage"], resources=[arn]))
        if spec.publishes_alerts:
            self.allow(around.alerts.publish_statement())
        if spec.sends_mail and around.stage.mail_from:
            self._allow_mail(around.stage.mail_from)
        if spec.detects_remotely:
            self._allow_remote_detection(around.stage.remote_detection)
        if spec.sql:
            self._allow_sql()

    def _allow_mail(self, sender: str) -> None:
        """From the one address, whether SES knows it by itself or by its domain."""
        stack = Stack.of(self)
        identities = [
            f"arn:aws:ses:{stack.region}:{stack.account}:identity/{identity}"
            for identity in (sender, sender.rpartition("@")[2])
        ]
        self.allow(
            iam.PolicyStatement(
                actions=["ses:SendEmail"],
                resources=identities,
                conditions={"StringEquals": {"ses:FromAddress": sender}},
            )
        )

    def _allow_remote_detection(self, configured: RemoteDetection) -> None:
        if configured.guardrails:
            named = list(configured.guardrails)
            self.allow(iam.PolicyStatement(actions=["bedrock:ApplyGuardrail"], resources=named))
        if configured.comprehend:
            actions = ["comprehend:DetectPiiEntities"]
            self.allow(iam.PolicyStatement(actions=actions, resources=["*"]))

    def _allow_sql(self) -> None:
        """Sign in to the database, and let the service, but not the code, wire up the network."""
        around = self._around
        self.allow(around.database.connect_statement())
        self.allow(iam.PolicyStatement(actions=_NETWORK_INTERFACES, resources=["*"]))
        stack = Stack.of(self)
        name = around.stage.resource_name(self.spec.name)
        itself = f"arn:aws:lambda:{stack.region}:{stack.account}:function:{name}"
        self.allow(
            iam.PolicyStatement(
                effect=iam.Effect.DENY,
                actions=_NETWORK_INTERFACES,
                resources=["*"],
                conditions={"ArnEquals": {"lambda:SourceFunctionArn": itself}},
            )
        )


def _handler(spec: FunctionSpec, runtime: StreamRuntime) -> str:
    adapted = spec.streams_response and runtime is StreamRuntime.LWA
    return f"functions/{spec.folder}/run.sh" if adapted else spec.handler


def _stream_environment(runtime: StreamRuntime) -> dict[str, str]:
    """Both runtimes are started by a script that a layer puts at /opt/bootstrap."""
    wrapper = {"AWS_LAMBDA_EXEC_WRAPPER": "/opt/bootstrap"}
    if runtime is StreamRuntime.OWN:
        return wrapper
    return wrapper | {"AWS_LWA_INVOKE_MODE": "response_stream", "AWS_LWA_PORT": "8080"}


def _isolated() -> ec2.SubnetSelection:
    return ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_ISOLATED)


def _retention(days: int) -> logs.RetentionDays:
    return {
        14: logs.RetentionDays.TWO_WEEKS,
        30: logs.RetentionDays.ONE_MONTH,
        365: logs.RetentionDays.ONE_YEAR,
    }[days]


def _words(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))
