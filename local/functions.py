"""The functions of the local run: those of the deployment, with what each may see on this machine.

What a function needs, and for how long it may run, is said once, in `infra_cdk.functions`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from infra_cdk.functions import catalog
from infra_cdk.functions import spec as deployed

Need = Literal["tables", "secret", "database", "alerts", "webhooks", "public", "mail"]

_PROXY_CONCURRENCY: Final = 32
_CALLS_WEBHOOKS: Final = frozenset({"proxy", "sso"})
"""They may reach plain HTTP on this machine."""


@dataclass(frozen=True, slots=True)
class FunctionSpec:
    """`concurrency`: invocations that its one process serves at a time; `timeout` in seconds.

    Only the proxy may serve several: the control plane's resolver keeps one request's state, as a
    Lambda environment has one request at a time.
    """

    name: str
    handler: str
    needs: frozenset[Need]
    concurrency: int = 1
    timeout: float = 29.0


def _needs(spec: deployed.FunctionSpec) -> frozenset[Need]:
    answers_http = spec in catalog.HTTP_FUNCTIONS
    wanted: dict[Need, bool] = {
        "tables": bool(spec.tables),
        "secret": spec.secret is not deployed.SecretAccess.NOTHING,
        "database": spec.sql,
        "alerts": spec.publishes_alerts,
        "webhooks": spec.name in _CALLS_WEBHOOKS,
        "public": answers_http or spec.sends_mail,
        "mail": spec.sends_mail,
    }
    return frozenset(need for need, is_wanted in wanted.items() if is_wanted)


def _local(spec: deployed.FunctionSpec) -> FunctionSpec:
    """`usage_ingest` is `ingest` here, and so is its log."""
    name = spec.name.rpartition("_")[2]
    concurrency = _PROXY_CONCURRENCY if spec.streams_response else 1
    return FunctionSpec(name, spec.handler, _needs(spec), concurrency, float(spec.timeout_s))


_SCHEMA: Final = FunctionSpec(
    "migrate", "local.schema.lambda_handler", frozenset({"database"}), timeout=300
)

FUNCTIONS: Final[dict[str, FunctionSpec]] = {
    spec.name: spec
    for spec in (*map(_local, (*catalog.HTTP_FUNCTIONS, *catalog.JOB_FUNCTIONS)), _SCHEMA)
}
