"""The Lambda layers: our package and, per extra of the project, the libraries that it locks."""

from __future__ import annotations

from collections.abc import Iterable

from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra_cdk.config import Assets

LWA_LAYER = "arn:aws:lambda:{region}:753240598075:layer:LambdaAdapterLayerArm64:27"


class Layers(Construct):
    """One version of each layer that the stack's functions use.

    Each stack has its own, of the same asset: a layer version shared by an export could not be
    replaced while another stack uses it.
    """

    def __init__(self, scope: Construct, construct_id: str, *, assets: Assets) -> None:
        super().__init__(scope, construct_id)
        self._assets = assets
        self._versions: dict[str, lambda_.LayerVersion] = {}

    def named(self, names: Iterable[str]) -> list[lambda_.ILayerVersion]:
        """The versions of the named layers, in the order in which Lambda merges them."""
        return [self._version(name) for name in names]

    def _version(self, name: str) -> lambda_.LayerVersion:
        if name not in self._versions:
            path, content_hash = self._assets.layer(name)
            self._versions[name] = lambda_.LayerVersion(
                self,
                name.capitalize(),
                code=lambda_.Code.from_asset(path, asset_hash=content_hash),
                compatible_runtimes=[lambda_.Runtime.PYTHON_3_13],
                compatible_architectures=[lambda_.Architecture.ARM_64],
            )
        return self._versions[name]
