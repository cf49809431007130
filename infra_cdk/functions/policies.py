"""`/api/v1/{policies,policy-templates,violations,approvals}` and why a request was decided so.

Activating a policy moves its organization's stamps (directory), may resize the accounts of its cost
limits, and is told to the journal, all in one transaction. Violations lie in PostgreSQL.
"""

from infra_cdk.functions.spec import QUERY, READ, FunctionSpec, SecretAccess

POLICIES = FunctionSpec(
    name="policies",
    handler="functions.policies.handler.lambda_handler",
    layers=("core", "control", "policies", "sql"),
    memory_mb=512,
    timeout_s=29,
    tables={
        # Putting and deleting there: kept answers of calls with an Idempotency-Key.
        "directory": (
            *READ,
            *QUERY,
            "ConditionCheckItem",
            "DeleteItem",
            "PutItem",
            "UpdateItem",
        ),
        "accounts": (*READ, "ConditionCheckItem", "PutItem", "UpdateItem"),
        "journal": (*READ, "PutItem"),
        "policies": (
            *READ,
            *QUERY,
            "BatchGetItem",
            "ConditionCheckItem",
            "DeleteItem",
            "PutItem",
            "UpdateItem",
        ),
    },
    secret=SecretAccess.PEPPER,
    sql=True,
)
