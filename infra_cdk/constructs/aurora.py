"""PostgreSQL for facts and rollups: Aurora Serverless v2 that pauses, in subnets that lead nowhere.

Nobody knows a password: the master user signs in with an IAM token (docs/adr/0006), and the
functions that hold `rds-db:connect` for it are those with `sql=True`.
"""

from __future__ import annotations

from typing import Final

from aws_cdk import Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_rds as rds
from constructs import Construct

from infra_cdk.config import StageSettings
from infra_cdk.constructs.tables import Tables

PORT: Final = 5432
NETWORK: Final = "10.71.0.0/20"
DATABASE: Final = "tollgate"
USER: Final = "tollgate"
ENGINE: Final = "aurora-postgresql"
ENGINE_VERSION: Final = rds.AuroraPostgresEngineVersion.VER_16_13


class Database(Construct):
    """The cluster, its network, and the security group that its callers wear."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        stage: StageSettings,
        key: kms.IKey | None,
        tables: Tables,
    ) -> None:
        super().__init__(scope, construct_id)
        self.vpc = ec2.Vpc(
            self,
            "Vpc",
            ip_addresses=ec2.IpAddresses.cidr(NETWORK),
            max_azs=2,
            nat_gateways=0,
            subnet_configuration=[
                ec2.SubnetConfiguration(
                    name="isolated", subnet_type=ec2.SubnetType.PRIVATE_ISOLATED, cidr_mask=24
                )
            ],
        )
        self._endpoints(tables)
        self.callers = ec2.SecurityGroup(
            self,
            "Callers",
            vpc=self.vpc,
            description="Functions that use SQL",
            allow_all_outbound=False,
        )
        self._open_paths()
        self._cluster = self._aurora(stage, key)

    def environment(self) -> dict[str, str]:
        """The variables that `DatabaseSettings` reads."""
        return {
            "TOLLGATE_DATABASE_HOST": self._cluster.attr_endpoint_address,
            "TOLLGATE_DATABASE_PORT": str(PORT),
            "TOLLGATE_DATABASE_NAME": DATABASE,
            "TOLLGATE_DATABASE_USER": USER,
        }

    def connect_statement(self) -> iam.PolicyStatement:
        """Leave to sign in to this cluster as its one database user."""
        resource_id = self._cluster.attr_db_cluster_resource_id
        stack = Stack.of(self)
        arn = f"arn:aws:rds-db:{stack.region}:{stack.account}:dbuser:{resource_id}/{USER}"
        return iam.PolicyStatement(actions=["rds-db:connect"], resources=[arn])

    def _endpoints(self, tables: Tables) -> None:
        """Gateway endpoints cost nothing; each is closed to all that is not ours.

        Through S3's goes one thing: the answer of a custom resource to CloudFormation.
        """
        store = self.vpc.add_gateway_endpoint(
            "DynamoDb", service=ec2.GatewayVpcEndpointAwsService.DYNAMODB
        )
        store.add_to_policy(
            iam.PolicyStatement(
                principals=[iam.AnyPrincipal()],
                actions=["dynamodb:*"],
                resources=[name for arn in tables.arns for name in (arn, f"{arn}/index/*")],
            )
        )
        answers = self.vpc.add_gateway_endpoint("S3", service=ec2.GatewayVpcEndpointAwsService.S3)
        answers.add_to_policy(
            iam.PolicyStatement(
                principals=[iam.AnyPrincipal()],
                actions=["s3:PutObject"],
                resources=["arn:aws:s3:::cloudformation-custom-resource-response-*/*"],
            )
        )

    def _open_paths(self) -> None:
        inside = ec2.Peer.ipv4(NETWORK)
        self.callers.add_egress_rule(inside, ec2.Port.tcp(PORT), "to PostgreSQL")
        self.callers.add_egress_rule(
            ec2.Peer.any_ipv4(),
            ec2.Port.tcp(443),
            "to the gateway endpoints, no other route exists",
        )

    def _server_group(self) -> ec2.CfnSecurityGroup:
        return ec2.CfnSecurityGroup(
            self,
            "Server",
            vpc_id=self.vpc.vpc_id,
            group_description="PostgreSQL",
            security_group_ingress=[
                ec2.CfnSecurityGroup.IngressProperty(
                    ip_protocol="tcp",
                    from_port=PORT,
                    to_port=PORT,
                    source_security_group_id=self.callers.security_group_id,
                    description="from the functions that use SQL",
                )
            ],
            security_group_egress=[
                ec2.CfnSecurityGroup.EgressProperty(
                    ip_protocol="icmp",
                    from_port=252,
                    to_port=86,
                    cidr_ip="255.255.255.255/32",
                    description="nothing leaves",
                )
            ],
        )

    def _aurora(self, stage: StageSettings, key: kms.IKey | None) -> rds.CfnDBCluster:
        subnets = rds.CfnDBSubnetGroup(
            self,
            "Subnets",
            db_subnet_group_description="Isolated subnets",
            subnet_ids=[subnet.subnet_id for subnet in self.vpc.isolated_subnets],
        )
        version = ENGINE_VERSION.aurora_postgres_full_version
        cluster = rds.CfnDBCluster(
            self,
            "Cluster",
            engine=ENGINE,
            engine_version=version,
            database_name=DATABASE,
            master_username=USER,
            master_user_authentication_type="iam-db-auth",
            enable_iam_database_authentication=True,
            port=PORT,
            storage_encrypted=True,
            kms_key_id=key.key_arn if key else None,
            serverless_v2_scaling_configuration=_capacity(stage),
            db_subnet_group_name=subnets.ref,
            vpc_security_group_ids=[self._server_group().attr_group_id],
            backup_retention_period=14 if stage.keep_data else 1,
            copy_tags_to_snapshot=True,
            deletion_protection=stage.keep_data,
        )
        cluster.apply_removal_policy(stage.removal_policy)
        writer = rds.CfnDBInstance(
            self,
            "Writer",
            engine=ENGINE,
            engine_version=version,
            db_cluster_identifier=cluster.ref,
            db_instance_class="db.serverless",
            db_subnet_group_name=subnets.ref,
            auto_minor_version_upgrade=True,
            publicly_accessible=False,
        )
        writer.apply_removal_policy(stage.removal_policy)
        self.writer = writer
        return cluster


def _capacity(stage: StageSettings) -> rds.CfnDBCluster.ServerlessV2ScalingConfigurationProperty:
    pauses = stage.database_min_acu == 0
    return rds.CfnDBCluster.ServerlessV2ScalingConfigurationProperty(
        min_capacity=stage.database_min_acu,
        max_capacity=stage.database_max_acu,
        seconds_until_auto_pause=stage.database_pause_after_s if pauses else None,
    )
