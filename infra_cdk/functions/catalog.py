"""Every function of the deployment, grouped as the stacks hold them."""

from __future__ import annotations

from typing import Final

from infra_cdk.functions.auth import AUTH
from infra_cdk.functions.costs import COSTS
from infra_cdk.functions.deployment import DEPLOYMENT_SCHEMA, DEPLOYMENT_SECRET, DEPLOYMENT_SITE
from infra_cdk.functions.directory import DIRECTORY
from infra_cdk.functions.directory_retention import DIRECTORY_RETENTION
from infra_cdk.functions.policies import POLICIES
from infra_cdk.functions.proxy import PROXY
from infra_cdk.functions.proxy_reaper import PROXY_REAPER
from infra_cdk.functions.reports_deliver import REPORTS_DELIVER
from infra_cdk.functions.scim import SCIM
from infra_cdk.functions.sso import SSO
from infra_cdk.functions.status import STATUS
from infra_cdk.functions.usage import USAGE
from infra_cdk.functions.usage_ingest import USAGE_INGEST
from infra_cdk.functions.usage_rollup import USAGE_ROLLUP

HTTP_FUNCTIONS: Final = (PROXY, AUTH, SSO, SCIM, DIRECTORY, COSTS, USAGE, POLICIES, STATUS)
JOB_FUNCTIONS: Final = (
    PROXY_REAPER,
    USAGE_INGEST,
    USAGE_ROLLUP,
    REPORTS_DELIVER,
    DIRECTORY_RETENTION,
)
DEPLOY_FUNCTIONS: Final = (DEPLOYMENT_SECRET, DEPLOYMENT_SCHEMA, DEPLOYMENT_SITE)
FUNCTIONS: Final = (*HTTP_FUNCTIONS, *JOB_FUNCTIONS, *DEPLOY_FUNCTIONS)
