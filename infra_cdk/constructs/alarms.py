"""What wakes somebody: thresholds over metrics of the services and of our own functions.

Metrics are named by text, not by reference to another stack: an alarm must not be a reason why a
function cannot be replaced.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sns as sns
from constructs import Construct

from infra_cdk.config import StageSettings
from infra_cdk.constructs.rest_api import STAGE_NAME
from infra_cdk.functions.spec import FunctionSpec
from tollgate.observability import NAMESPACE

REAPED: Final = "ReapedRequests"
OVERSPEND: Final = "Overspend"
UNSETTLED: Final = "Unsettled"
CRITICAL_LINES: Final = {OVERSPEND: "overspend:", UNSETTLED: "unsettled:"}
"""Metrics counted from the proxy's critical log lines, and how their message begins."""
_FIVE_MINUTES: Final = Duration.minutes(5)


class Alarms(Construct):
    """The alarms, the topic that they publish to, and a dashboard of the same metrics."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        stage: StageSettings,
        functions: Iterable[FunctionSpec],
    ) -> None:
        super().__init__(scope, construct_id)
        self._stage = stage
        self._functions = tuple(functions)
        self.topic = sns.Topic(
            self, "Topic", topic_name=stage.resource_name("alarms"), enforce_ssl=True
        )
        self._count_critical_lines()
        self._alarms = [*self._service_alarms(), *self._ledger_alarms(), *self._queue_alarms()]
        action = actions.SnsAction(self.topic)
        for alarm in self._alarms:
            alarm.add_alarm_action(action)
        self._dashboard()

    def _count_critical_lines(self) -> None:
        group = logs.LogGroup.from_log_group_name(
            self, "ProxyLogs", f"/tollgate/{self._stage.name}/proxy"
        )
        for metric, beginning in CRITICAL_LINES.items():
            logs.MetricFilter(
                self,
                f"{metric}Lines",
                log_group=group,
                filter_pattern=logs.FilterPattern.string_value("$.message", "=", f"{beginning}*"),
                metric_namespace=NAMESPACE,
                metric_name=metric,
                metric_value="1",
            )

    def _service_alarms(self) -> list[cloudwatch.Alarm]:
        errors = self._function_metric("proxy", "Errors")
        throttles = self._function_metric("proxy", "Throttles")
        return [
            self._above("ProxyErrors", errors, 5, "The proxy failed without answering"),
            self._above("ProxyThrottles", throttles, 1, "Calls were turned away by Lambda"),
            self._above("ServerFaults", self._api_metric("5XXError"), 5, "The API answers 5xx"),
        ]

    def _ledger_alarms(self) -> list[cloudwatch.Alarm]:
        age = self._function_metric("usage_ingest", "IteratorAge", "Maximum")
        runs = self._function_metric("proxy_reaper", "Invocations")
        return [
            self._above("IngestLag", age, 300_000, "Usage in PostgreSQL is 5 minutes behind"),
            self._above("Overspend", _own(OVERSPEND), 1, "A provider billed beyond the hold"),
            self._above("Unsettled", _own(UNSETTLED), 1, "Paid answers could not be settled"),
            self._above("ReaperCloses", _own(REAPED), 10, "Calls die before they are settled"),
            runs.create_alarm(
                self,
                "ReaperStopped",
                alarm_description="Nobody releases what dead calls hold",
                threshold=1,
                evaluation_periods=2,
                comparison_operator=cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
                treat_missing_data=cloudwatch.TreatMissingData.BREACHING,
            ),
        ]

    def _queue_alarms(self) -> list[cloudwatch.Alarm]:
        return [
            self._above(
                f"{spec.name}Failures",
                self._queue_metric(spec),
                1,
                f"{spec.name} gave up on work: read the queue, repair, replay",
            )
            for spec in self._functions
            if spec.asynchronous
        ]

    def _above(
        self, name: str, metric: cloudwatch.Metric, threshold: float, why: str
    ) -> cloudwatch.Alarm:
        return metric.create_alarm(
            self,
            name,
            alarm_description=why,
            threshold=threshold,
            evaluation_periods=1,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        )

    def _function_metric(self, name: str, metric: str, statistic: str = "Sum") -> cloudwatch.Metric:
        dimensions = {"FunctionName": self._stage.resource_name(name)}
        return _metric("AWS/Lambda", metric, dimensions, statistic)

    def _api_metric(self, metric: str, statistic: str = "Sum") -> cloudwatch.Metric:
        dimensions = {"ApiName": self._stage.resource_name("api"), "Stage": STAGE_NAME}
        return _metric("AWS/ApiGateway", metric, dimensions, statistic)

    def _queue_metric(self, spec: FunctionSpec) -> cloudwatch.Metric:
        queue = self._stage.resource_name(f"{spec.name}-failures")
        return _metric(
            "AWS/SQS", "ApproximateNumberOfMessagesVisible", {"QueueName": queue}, "Maximum"
        )

    def _dashboard(self) -> None:
        board = cloudwatch.Dashboard(
            self, "Dashboard", dashboard_name=self._stage.resource_name("overview")
        )
        per_function = {
            title: [self._function_metric(spec.name, title) for spec in self._functions]
            for title in ("Invocations", "Errors", "Duration")
        }
        board.add_widgets(cloudwatch.AlarmStatusWidget(alarms=self._alarms, width=24))
        board.add_widgets(
            *(
                cloudwatch.GraphWidget(title=title, left=metrics, width=8)
                for title, metrics in per_function.items()
            )
        )
        board.add_widgets(
            cloudwatch.GraphWidget(
                title="API",
                left=[self._api_metric(name) for name in ("Count", "4XXError", "5XXError")],
                right=[self._api_metric("Latency", "p99")],
                width=12,
            ),
            cloudwatch.GraphWidget(
                title="Ledger", left=[_own(name) for name in (*CRITICAL_LINES, REAPED)], width=12
            ),
        )


def _own(name: str) -> cloudwatch.Metric:
    return _metric(NAMESPACE, name, {}, "Sum")


def _metric(
    namespace: str, name: str, dimensions: dict[str, str], statistic: str
) -> cloudwatch.Metric:
    return cloudwatch.Metric(
        namespace=namespace,
        metric_name=name,
        dimensions_map=dimensions or None,
        statistic=statistic,
        period=_FIVE_MINUTES,
    )
