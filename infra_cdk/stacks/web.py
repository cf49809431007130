"""The dashboard, and the one address for it and the API."""

from __future__ import annotations

from aws_cdk import CfnOutput, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3_assets as s3_assets
from constructs import Construct

from infra_cdk.constructs.governed_function import GovernedFunction, Surroundings
from infra_cdk.constructs.layers import Layers
from infra_cdk.constructs.schedule import run_on_deploy
from infra_cdk.constructs.static_site import StaticSite
from infra_cdk.functions.deployment import DEPLOYMENT_SITE


class WebStack(Stack):
    """CloudFront over the dashboard's bucket and the API, and what fills the bucket."""

    def __init__(
        self, scope: Construct, construct_id: str, *, around: Surroundings, api_host: str
    ) -> None:
        super().__init__(scope, construct_id)
        site = StaticSite(
            self,
            "Site",
            stage=around.stage,
            api_host=api_host,
            edge_secret=around.secret.edge_value(),
        )
        self._publish(site, around)
        CfnOutput(self, "Url", value=site.url)

    def _publish(self, site: StaticSite, around: Surroundings) -> None:
        path, content_hash = around.assets.site()
        files = s3_assets.Asset(self, "Files", path=path, asset_hash=content_hash)
        publisher = GovernedFunction(
            self,
            spec=DEPLOYMENT_SITE,
            around=around,
            layers=Layers(self, "Layers", assets=around.assets),
        )
        source = f"arn:aws:s3:::{files.s3_bucket_name}/{files.s3_object_key}"
        publisher.allow(iam.PolicyStatement(actions=["s3:GetObject"], resources=[source]))
        publisher.allow(
            iam.PolicyStatement(
                actions=["s3:PutObject"], resources=[site.bucket.arn_for_objects("*")]
            )
        )
        table = around.tables.arn("directory")
        publisher.allow(
            iam.PolicyStatement(
                actions=["dynamodb:PutItem"],
                resources=[table],
                conditions={"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["system"]}},
            )
        )
        run_on_deploy(
            publisher,
            "Publish",
            {
                "SourceBucket": files.s3_bucket_name,
                "SourceKey": files.s3_object_key,
                "Bucket": site.bucket.bucket_name,
                "DirectoryTable": around.tables.environment()["TOLLGATE_DIRECTORY_TABLE"],
                "PublicUrl": around.stage.public_url or site.url,
            },
        )
