"""`/api/v1/{costs,budgets,prices}`: balances from DynamoDB, rollups from PostgreSQL.

It writes one thing, the organization's own prices: with their stamps and their journal event.
"""

from infra_cdk.functions.spec import QUERY, READ, FunctionSpec, SecretAccess

COSTS = FunctionSpec(
    name="costs",
    handler="functions.costs.handler.lambda_handler",
    layers=("core", "control", "sql"),
    memory_mb=512,
    timeout_s=29,
    tables={
        "directory": (*READ, *QUERY, "UpdateItem"),
        "accounts": ("BatchGetItem", "UpdateItem"),
        "journal": ("PutItem",),
    },
    secret=SecretAccess.PEPPER,
    sql=True,
)
