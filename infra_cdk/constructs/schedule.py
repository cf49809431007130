"""What invokes a function besides HTTP: a clock, the journal's stream, the deployment."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from aws_cdk import CfnResource, Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_

from infra_cdk.constructs.governed_function import GovernedFunction
from infra_cdk.constructs.tables import Tables

_DEPLOY_LASTS_S: Final = 900
_OLDEST_EVENT_S: Final = 6 * 3600
"""Lambda keeps an asynchronous event no longer."""
_LATEST: Final = "$LATEST"
_CLOSED_REQUESTS: Final = json.dumps(
    {"dynamodb": {"NewImage": {"state": {"S": [{"anything-but": ["admitted"]}]}}}}
)
"""Request records once they ended; an admission changes no fact, so it wakes nobody."""
_REVIEWS: Final = json.dumps(
    {"dynamodb": {"NewImage": {"action": {"S": [{"prefix": "violation."}]}}}}
)
"""Events of violations that somebody acknowledged, resolved or opened again."""


def run_every(governed: GovernedFunction, minutes: int) -> None:
    """Invokes the function on a schedule; what cannot be delivered or fails lands in its queue.

    A failed run is not repeated: the next one does the same work, and two at once only contend.
    """
    function, failures = governed.function, governed.failures
    if failures is None:
        raise ValueError(f"{governed.spec.name} has no queue for failures")
    rule = events.Rule(governed, "Clock", schedule=events.Schedule.rate(Duration.minutes(minutes)))
    rule.add_target(
        targets.LambdaFunction(
            function,
            dead_letter_queue=failures,
            max_event_age=Duration.minutes(max(minutes, 1)),
            retry_attempts=2,
        )
    )
    lambda_.CfnEventInvokeConfig(
        governed,
        "Invocation",
        function_name=function.function_name,
        qualifier=_LATEST,
        maximum_retry_attempts=0,
        maximum_event_age_in_seconds=min(minutes * 60, _OLDEST_EVENT_S),
        destination_config=lambda_.CfnEventInvokeConfig.DestinationConfigProperty(
            on_failure=lambda_.CfnEventInvokeConfig.OnFailureProperty(
                destination=failures.queue_arn
            )
        ),
    ).node.add_dependency(governed.role)


def consume_journal(governed: GovernedFunction, tables: Tables) -> None:
    """Hands the function the journal's stream in batches: closed records, reviewed violations.

    A batch that fails is halved until the poison is alone; after the last retry its position in the
    stream goes to the queue. The record itself stays in the table.
    """
    trigger, failures = governed.spec.journal, governed.failures
    if trigger is None or failures is None:
        raise ValueError(f"{governed.spec.name} has no stream trigger")
    governed.allow(
        iam.PolicyStatement(
            actions=[
                "dynamodb:DescribeStream",
                "dynamodb:GetRecords",
                "dynamodb:GetShardIterator",
            ],
            resources=[tables.stream_arn],
        )
    )
    governed.allow(iam.PolicyStatement(actions=["dynamodb:ListStreams"], resources=["*"]))
    lambda_.CfnEventSourceMapping(
        governed,
        "Journal",
        function_name=governed.function.function_arn,
        event_source_arn=tables.stream_arn,
        starting_position="TRIM_HORIZON",
        batch_size=trigger.batch_size,
        maximum_batching_window_in_seconds=trigger.window_s,
        bisect_batch_on_function_error=True,
        function_response_types=["ReportBatchItemFailures"],
        maximum_retry_attempts=trigger.retries,
        maximum_record_age_in_seconds=trigger.record_age_h * 3600,
        destination_config=lambda_.CfnEventSourceMapping.DestinationConfigProperty(
            on_failure=lambda_.CfnEventSourceMapping.OnFailureProperty(
                destination=failures.queue_arn
            )
        ),
        filter_criteria=lambda_.CfnEventSourceMapping.FilterCriteriaProperty(
            filters=[
                lambda_.CfnEventSourceMapping.FilterProperty(pattern=pattern)
                for pattern in (_CLOSED_REQUESTS, _REVIEWS)
            ]
        ),
    ).node.add_dependency(governed.role)


def run_on_deploy(
    governed: GovernedFunction, construct_id: str, properties: Mapping[str, object]
) -> CfnResource:
    """A custom resource that invokes the function whenever `properties` change."""
    resource = CfnResource(
        governed,
        construct_id,
        type=f"Custom::Tollgate{construct_id}",
        properties={
            "ServiceToken": governed.function.function_arn,
            "ServiceTimeout": _DEPLOY_LASTS_S,
            **properties,
        },
    )
    resource.node.add_dependency(governed.role)
    return resource
