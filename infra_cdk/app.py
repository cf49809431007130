"""The CDK app: one stage's five stacks, and a sixth where a stage has a SAML identity provider.

`-c stage=prod` chooses the stage, `-c assets=host` the code built for this machine, which only the
local emulator can run.
"""

from __future__ import annotations

from aws_cdk import App, Tags, Validations
from cdk_nag import AwsSolutionsChecks, ServerlessChecks

from infra_cdk.config import (
    HOST_ASSETS,
    LAMBDA_ASSETS,
    STAGES,
    Assets,
    AssetsMissing,
    StageSettings,
    feature_flags,
)
from infra_cdk.exceptions import acknowledge
from infra_cdk.stacks.api import ApiStack
from infra_cdk.stacks.data import DataStack
from infra_cdk.stacks.jobs import JobsStack
from infra_cdk.stacks.observability import ObservabilityStack
from infra_cdk.stacks.saml import SamlStack
from infra_cdk.stacks.web import WebStack


def make_app(outdir: str | None = None) -> App:
    """An app with the flags of cdk.json; without `outdir` the CLI gives the directory."""
    return App(outdir=outdir, context=feature_flags(), analytics_reporting=False)


def add_stacks(app: App, stage: StageSettings, assets: Assets) -> None:
    """The stacks in the order in which they are deployed, watched by the rules of cdk-nag."""
    prefix = f"tollgate-{stage.name}"
    data = DataStack(app, f"{prefix}-data", stage=stage, assets=assets)
    around = data.surroundings
    api = ApiStack(app, f"{prefix}-api", around=around)
    JobsStack(app, f"{prefix}-jobs", around=around)
    WebStack(app, f"{prefix}-web", around=around, api_host=api.rest.host)
    if stage.saml is not None:
        SamlStack(app, f"{prefix}-saml", stage=stage, saml=stage.saml)
    observability = ObservabilityStack(app, f"{prefix}-observability", stage=stage)
    observability.add_stack_dependency(api, "it counts lines of the proxy's log group")
    Tags.of(app).add("project", "tollgate")
    Tags.of(app).add("stage", stage.name)
    Validations.of(app).add_plugins(AwsSolutionsChecks(app), ServerlessChecks(app))
    acknowledge(app)


def main() -> None:
    app = make_app()
    name = app.node.try_get_context("stage") or "dev"
    if name not in STAGES:
        raise SystemExit(f"there is no stage {name!r}; -c stage= takes {', '.join(STAGES)}")
    assets = HOST_ASSETS if app.node.try_get_context("assets") == "host" else LAMBDA_ASSETS
    try:
        add_stacks(app, STAGES[name], assets)
    except AssetsMissing as missing:
        raise SystemExit(str(missing)) from None
    app.synth()


if __name__ == "__main__":
    main()
