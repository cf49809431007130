"""The DynamoDB tables of `tollgate.tables`."""

from __future__ import annotations

from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_kms as kms
from constructs import Construct

from infra_cdk.config import StageSettings
from tollgate.tables import JOURNAL, TABLES, Index, Table


class Tables(Construct):
    """On demand, with point-in-time recovery; encrypted with `key`, or else with AWS's own."""

    def __init__(
        self, scope: Construct, construct_id: str, *, stage: StageSettings, key: kms.IKey | None
    ) -> None:
        super().__init__(scope, construct_id)
        self._tables = {table.name: _table(self, table, stage=stage, key=key) for table in TABLES}

    @property
    def stream_arn(self) -> str:
        """The journal's stream."""
        arn = self._tables[JOURNAL.name].table_stream_arn
        if arn is None:
            raise LookupError("the journal has no stream")
        return arn

    @property
    def arns(self) -> list[str]:
        return [table.table_arn for table in self._tables.values()]

    def arn(self, target: str) -> str:
        """The ARN of `<table>` or `<table>/<index>`."""
        table, _, index = target.partition("/")
        arn = self._tables[table].table_arn
        return f"{arn}/index/{index}" if index else arn

    def environment(self) -> dict[str, str]:
        """The variables that `TableSettings` reads."""
        return {
            f"TOLLGATE_{name.upper()}_TABLE": table.table_name
            for name, table in self._tables.items()
        }


def _table(
    scope: Construct, table: Table, *, stage: StageSettings, key: kms.IKey | None
) -> dynamodb.Table:
    built = dynamodb.Table(
        scope,
        table.name.capitalize(),
        partition_key=_string("pk"),
        sort_key=_string("sk"),
        billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
        point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
            point_in_time_recovery_enabled=True
        ),
        time_to_live_attribute=table.ttl,
        stream=dynamodb.StreamViewType.NEW_AND_OLD_IMAGES if table.stream else None,
        encryption=dynamodb.TableEncryption.CUSTOMER_MANAGED if key else None,
        encryption_key=key,
        deletion_protection=stage.keep_data,
        removal_policy=stage.removal_policy,
    )
    for index in table.indexes:
        _add_index(built, index)
    return built


def _add_index(table: dynamodb.Table, index: Index) -> None:
    table.add_global_secondary_index(
        index_name=index.name,
        partition_key=_string(index.partition),
        sort_key=_string(index.sort) if index.sort else None,
        projection_type=dynamodb.ProjectionType.KEYS_ONLY
        if index.keys_only
        else dynamodb.ProjectionType.ALL,
    )


def _string(name: str) -> dynamodb.Attribute:
    return dynamodb.Attribute(name=name, type=dynamodb.AttributeType.STRING)
