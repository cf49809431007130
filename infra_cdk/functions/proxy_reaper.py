"""Every minute: closes the calls whose function died, charging what they held."""

from infra_cdk.functions.spec import QUERY, READ, FunctionSpec

PROXY_REAPER = FunctionSpec(
    name="proxy_reaper",
    handler="functions.proxy.reaper.lambda_handler",
    layers=("core", "proxy"),
    memory_mb=256,
    timeout_s=55,
    tables={
        "directory": QUERY,
        "accounts": ("UpdateItem",),
        "journal": (*READ, "UpdateItem"),
        "journal/open_requests": QUERY,
    },
    every_minutes=1,
)
