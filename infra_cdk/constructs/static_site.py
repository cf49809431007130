"""The dashboard and the API under one host name: S3 and API Gateway behind CloudFront."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from aws_cdk import Duration
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra_cdk.config import StageSettings
from infra_cdk.constructs.rest_api import STAGE_NAME
from infra_cdk.page_headers import CONTENT_SECURITY_POLICY, OTHERS
from tollgate.kit.edge import HEADER

API_PATHS: Final = ("/api/*", "/v1/*", "/scim/*", "/.well-known/*")


class StaticSite(Construct):
    """A private bucket for the dashboard and the distribution that serves it with the API."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        stage: StageSettings,
        api_host: str,
        edge_secret: str,
    ) -> None:
        super().__init__(scope, construct_id)
        self.bucket = s3.Bucket(
            self,
            "Bucket",
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            versioned=True,
            lifecycle_rules=[
                s3.LifecycleRule(noncurrent_version_expiration=Duration.days(30)),
            ],
            removal_policy=stage.removal_policy,
        )
        api = self._api_behavior(stage, api_host, edge_secret)
        self.distribution = cloudfront.Distribution(
            self,
            "Distribution",
            comment=f"Tollgate {stage.name}",
            default_behavior=self._page_behavior(stage),
            additional_behaviors=dict.fromkeys(API_PATHS, api),
            http_version=cloudfront.HttpVersion.HTTP2_AND_3,
            price_class=cloudfront.PriceClass.PRICE_CLASS_100,
        )

    @property
    def url(self) -> str:
        """Where the distribution is reached under its own name."""
        return f"https://{self.distribution.distribution_domain_name}"

    def _page_behavior(self, stage: StageSettings) -> cloudfront.BehaviorOptions:
        """Pages fall back in a function: error responses would turn the API's errors to HTML."""
        fallback = cloudfront.Function(
            self,
            "Fallback",
            runtime=cloudfront.FunctionRuntime.JS_2_0,
            code=cloudfront.FunctionCode.from_inline(
                Path(__file__).with_name("spa.js").read_text()
            ),
        )
        return cloudfront.BehaviorOptions(
            origin=origins.S3BucketOrigin.with_origin_access_control(self.bucket),
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
            cache_policy=cloudfront.CachePolicy.CACHING_OPTIMIZED,
            response_headers_policy=self._page_headers(stage),
            compress=True,
            function_associations=[
                cloudfront.FunctionAssociation(
                    function=fallback, event_type=cloudfront.FunctionEventType.VIEWER_REQUEST
                )
            ],
        )

    def _api_behavior(
        self, stage: StageSettings, api_host: str, edge_secret: str
    ) -> cloudfront.BehaviorOptions:
        """All forwarded, nothing cached, nothing compressed: that would hold a stream back.

        The secret proves that a request came this way, so that its `X-Forwarded-For` is believed.
        """
        origin = origins.HttpOrigin(
            api_host,
            origin_path=f"/{STAGE_NAME}",
            custom_headers={HEADER: edge_secret},
            protocol_policy=cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
            origin_ssl_protocols=[cloudfront.OriginSslPolicy.TLS_V1_2],
            read_timeout=Duration.seconds(stage.origin_timeout_s),
            keepalive_timeout=Duration.seconds(60),
            connection_attempts=1,
        )
        return cloudfront.BehaviorOptions(
            origin=origin,
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
            allowed_methods=cloudfront.AllowedMethods.ALLOW_ALL,
            cache_policy=cloudfront.CachePolicy.CACHING_DISABLED,
            origin_request_policy=cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
            response_headers_policy=cloudfront.ResponseHeadersPolicy.SECURITY_HEADERS,
            compress=False,
        )

    def _page_headers(self, stage: StageSettings) -> cloudfront.ResponseHeadersPolicy:
        return cloudfront.ResponseHeadersPolicy(
            self,
            "PageHeaders",
            response_headers_policy_name=stage.resource_name("pages"),
            security_headers_behavior=cloudfront.ResponseSecurityHeadersBehavior(
                content_security_policy=cloudfront.ResponseHeadersContentSecurityPolicy(
                    content_security_policy=CONTENT_SECURITY_POLICY, override=True
                ),
                content_type_options=cloudfront.ResponseHeadersContentTypeOptions(override=True),
                frame_options=cloudfront.ResponseHeadersFrameOptions(
                    frame_option=cloudfront.HeadersFrameOption.DENY, override=True
                ),
                referrer_policy=cloudfront.ResponseHeadersReferrerPolicy(
                    referrer_policy=cloudfront.HeadersReferrerPolicy.SAME_ORIGIN, override=True
                ),
                strict_transport_security=cloudfront.ResponseHeadersStrictTransportSecurity(
                    access_control_max_age=Duration.days(730),
                    include_subdomains=True,
                    override=True,
                ),
            ),
            custom_headers_behavior=cloudfront.ResponseCustomHeadersBehavior(
                custom_headers=[
                    cloudfront.ResponseCustomHeader(header=name, value=value, override=True)
                    for name, value in OTHERS.items()
                ]
            ),
        )
