"""What the templates promise that no emulator shows."""

from __future__ import annotations

import json
from typing import Any

import pytest

from infra_cdk.config import ROOT
from infra_cdk.constructs.alarms import CRITICAL_LINES, REAPED
from infra_cdk.functions.catalog import FUNCTIONS, JOB_FUNCTIONS
from tests.infra.conftest import Deployment
from tollgate.routes import ROUTES
from tollgate.tables import TABLES, Table


def _table(deployment: Deployment, table: Table) -> dict[str, Any]:
    [found] = [
        properties
        for name, properties in deployment.resources("data", "AWS::DynamoDB::Table").items()
        if name.startswith(f"Tables{table.name.capitalize()}")
    ]
    return found


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_tables_are_recoverable_on_demand_and_keyed_as_the_code_says(
    deployment: Deployment, table: Table
) -> None:
    found = _table(deployment, table)
    assert found["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert found["BillingMode"] == "PAY_PER_REQUEST"
    assert _keys(found["KeySchema"]) == ["pk", "sk"]
    assert found.get("TimeToLiveSpecification", {}).get("AttributeName") == table.ttl
    indexes = {index["IndexName"]: index for index in found.get("GlobalSecondaryIndexes", [])}
    assert set(indexes) == {index.name for index in table.indexes}
    for index in table.indexes:
        assert _keys(indexes[index.name]["KeySchema"]) == [index.partition, index.sort]
        kind = "KEYS_ONLY" if index.keys_only else "ALL"
        assert indexes[index.name]["Projection"] == {"ProjectionType": kind}
    stream = found.get("StreamSpecification")
    assert stream == ({"StreamViewType": "NEW_AND_OLD_IMAGES"} if table.stream else None)


def _keys(schema: list[dict[str, str]]) -> list[str]:
    return [key["AttributeName"] for key in schema]


def test_production_keeps_its_data(deployment: Deployment, production: Deployment) -> None:
    for table in TABLES:
        assert _table(production, table)["DeletionProtectionEnabled"] is True
        assert _table(production, table)["SSESpecification"]["SSEType"] == "KMS"
        assert not _table(deployment, table).get("DeletionProtectionEnabled")
    assert production.only("data", "AWS::RDS::DBCluster")["DeletionProtection"] is True
    assert _deletion(production, "AWS::DynamoDB::Table", "AWS::RDS::DBCluster") == {"Retain"}


def test_what_has_a_name_outlives_its_stack_but_not_a_failed_first_deployment(
    deployment: Deployment, production: Deployment
) -> None:
    named = ("AWS::Logs::LogGroup", "AWS::SecretsManager::Secret")
    assert _deletion(production, *named) == {"RetainExceptOnCreate"}
    assert _deletion(deployment, *named) == {"Delete"}


def _deletion(deployment: Deployment, *kinds: str) -> set[str]:
    return {
        resource["DeletionPolicy"]
        for template in deployment.templates.values()
        for resource in template["Resources"].values()
        if resource["Type"] in kinds
    }


def test_the_database_pauses_and_knows_no_password(deployment: Deployment) -> None:
    cluster = deployment.only("data", "AWS::RDS::DBCluster")
    assert cluster["ServerlessV2ScalingConfiguration"]["MinCapacity"] == 0
    assert cluster["ServerlessV2ScalingConfiguration"]["SecondsUntilAutoPause"] == 300
    assert cluster["MasterUserAuthenticationType"] == "iam-db-auth"
    assert cluster["EnableIAMDatabaseAuthentication"] is True
    assert cluster["StorageEncrypted"] is True
    assert "MasterUserPassword" not in cluster
    assert not cluster.get("EnableHttpEndpoint")
    assert deployment.only("data", "AWS::RDS::DBInstance")["PubliclyAccessible"] is False


def test_the_network_leads_nowhere(deployment: Deployment) -> None:
    kinds = {item["Type"] for item in deployment.templates["data"]["Resources"].values()}
    assert not kinds & {
        "AWS::EC2::NatGateway",
        "AWS::EC2::InternetGateway",
        "AWS::EC2::EIP",
        "AWS::EC2::Route",
    }
    assert len(deployment.resources("data", "AWS::EC2::Subnet")) == 2
    endpoints = deployment.resources("data", "AWS::EC2::VPCEndpoint").values()
    assert {endpoint["VpcEndpointType"] for endpoint in endpoints} == {"Gateway"}
    assert len(endpoints) == 2
    for endpoint in endpoints:
        [statement] = endpoint["PolicyDocument"]["Statement"]
        resources = statement["Resource"]
        named = resources if isinstance(resources, list) else [resources]
        assert "*" not in named
        if "dynamodb:*" in json.dumps(statement["Action"]):
            assert len(named) == 2 * len(TABLES)


def test_only_functions_with_sql_are_in_the_network(deployment: Deployment) -> None:
    inside = {name for name, item in deployment.functions().items() if "VpcConfig" in item}
    assert inside == {spec.name for spec in FUNCTIONS if spec.sql}


def test_functions_run_as_they_were_built(deployment: Deployment) -> None:
    for name, item in deployment.functions().items():
        assert item["Architectures"] == ["arm64"], name
        assert item["Runtime"] == "python3.13", name
        assert "ReservedConcurrentExecutions" not in item, name
        assert item["LoggingConfig"]["LogGroup"], name


def test_every_route_reaches_its_function_and_v1_streams(deployment: Deployment) -> None:
    methods = [
        item
        for item in deployment.resources("api", "AWS::ApiGateway::Method").values()
        if item["HttpMethod"] != "OPTIONS"
    ]
    assert len(methods) == len(ROUTES)
    streams = [item for item in methods if "ResponseTransferMode" in item["Integration"]]
    assert len(streams) == sum(route.streaming for route in ROUTES)
    for item in streams:
        integration = item["Integration"]
        assert integration["ResponseTransferMode"] == "STREAM"
        assert integration["TimeoutInMillis"] == 15 * 60 * 1000
        assert "/response-streaming-invocations" in json.dumps(integration["Uri"])
        assert "2021-11-15" in json.dumps(integration["Uri"])
    api = deployment.only("api", "AWS::ApiGateway::RestApi")
    assert api["EndpointConfiguration"]["Types"] == ["REGIONAL"]


def test_nobody_speaks_less_than_tls_1_2(deployment: Deployment) -> None:
    api = deployment.only("api", "AWS::ApiGateway::RestApi")
    assert api["SecurityPolicy"] == "SecurityPolicy_TLS13_1_2_PQ_2025_09"
    assert api["EndpointAccessMode"] == "BASIC"
    distribution = deployment.only("web", "AWS::CloudFront::Distribution")["DistributionConfig"]
    for behavior in (distribution["DefaultCacheBehavior"], *distribution["CacheBehaviors"]):
        assert behavior["ViewerProtocolPolicy"] in {"https-only", "redirect-to-https"}
    [origin] = [item for item in distribution["Origins"] if "CustomOriginConfig" in item]
    assert origin["CustomOriginConfig"]["OriginSSLProtocols"] == ["TLSv1.2"]


def test_what_costs_money_is_tagged_with_project_and_stage(deployment: Deployment) -> None:
    wanted = {"project": "tollgate", "stage": "dev"}
    for stack, kind in (
        ("data", "AWS::DynamoDB::Table"),
        ("data", "AWS::RDS::DBCluster"),
        ("api", "AWS::Lambda::Function"),
        ("api", "AWS::ApiGateway::RestApi"),
        ("web", "AWS::CloudFront::Distribution"),
    ):
        for name, properties in deployment.resources(stack, kind).items():
            tags = {tag["Key"]: tag["Value"] for tag in properties["Tags"]}
            assert tags.items() >= wanted.items(), name


def test_logs_end(deployment: Deployment, production: Deployment) -> None:
    for made, days in ((deployment, 14), (production, 365)):
        groups = [
            properties
            for stack in made.templates
            for properties in made.resources(stack, "AWS::Logs::LogGroup").values()
        ]
        assert len(groups) == len(FUNCTIONS)
        assert {group["RetentionInDays"] for group in groups} == {days}


def test_the_proxy_starts_our_loop_and_outlasts_a_stream(deployment: Deployment) -> None:
    proxy = deployment.functions()["proxy"]
    assert proxy["Environment"]["Variables"]["AWS_LAMBDA_EXEC_WRAPPER"] == "/opt/bootstrap"
    assert proxy["Timeout"] == 900
    wrapped = [
        name
        for name, item in deployment.functions().items()
        if "AWS_LAMBDA_EXEC_WRAPPER" in item.get("Environment", {}).get("Variables", {})
    ]
    assert wrapped == ["proxy"]


def test_the_journal_is_consumed_within_bounds(deployment: Deployment) -> None:
    mapping = deployment.only("jobs", "AWS::Lambda::EventSourceMapping")
    assert mapping["BisectBatchOnFunctionError"] is True
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert 0 < mapping["MaximumRetryAttempts"] <= 100
    assert mapping["MaximumRecordAgeInSeconds"] < 24 * 3600
    assert mapping["DestinationConfig"]["OnFailure"]["Destination"]


def test_ended_calls_and_reviewed_violations_reach_the_ingest(deployment: Deployment) -> None:
    mapping = deployment.only("jobs", "AWS::Lambda::EventSourceMapping")
    patterns = [json.loads(item["Pattern"]) for item in mapping["FilterCriteria"]["Filters"]]
    images = [pattern["dynamodb"]["NewImage"] for pattern in patterns]
    assert images == [
        {"state": {"S": [{"anything-but": ["admitted"]}]}},
        {"action": {"S": [{"prefix": "violation."}]}},
    ]


def test_alerts_are_encrypted_and_told_where(
    deployment: Deployment, production: Deployment
) -> None:
    topic = deployment.only("data", "AWS::SNS::Topic")
    assert "alias/aws/sns" in json.dumps(topic["KmsMasterKeyId"])
    [key] = production.resources("data", "AWS::KMS::Key")
    assert production.only("data", "AWS::SNS::Topic")["KmsMasterKeyId"] == {
        "Fn::GetAtt": [key, "Arn"]
    }
    assert "AlertTopic" in deployment.templates["data"]["Outputs"]
    policy = deployment.only("data", "AWS::SNS::TopicPolicy")["PolicyDocument"]["Statement"]
    assert [(item["Effect"], item["Condition"]) for item in policy] == [
        ("Deny", {"Bool": {"aws:SecureTransport": "false"}})
    ]


def test_the_key_is_used_through_services_alone(production: Deployment) -> None:
    key = production.only("data", "AWS::KMS::Key")
    statements = [
        item for item in key["KeyPolicy"]["Statement"] if item["Principal"] == {"AWS": "*"}
    ]
    through = [item["Condition"]["StringEquals"]["kms:ViaService"] for item in statements]
    assert [json.dumps(service).count("amazonaws.com") for service in through] == [1, 1]
    assert all("kms:CallerAccount" in item["Condition"]["StringEquals"] for item in statements)


def test_failures_of_work_that_nobody_awaits_are_kept(deployment: Deployment) -> None:
    queues = deployment.resources("jobs", "AWS::SQS::Queue").values()
    assert len(queues) == len(JOB_FUNCTIONS)
    rules = deployment.resources("jobs", "AWS::Events::Rule").values()
    often = {"rate(1 minute)", "rate(1 hour)", "rate(1 day)"}
    assert {rule["ScheduleExpression"] for rule in rules} == often
    for rule in rules:
        [target] = rule["Targets"]
        assert target["DeadLetterConfig"]["Arn"]
        assert target["RetryPolicy"]["MaximumRetryAttempts"] == 2
    for invocation in deployment.resources("jobs", "AWS::Lambda::EventInvokeConfig").values():
        assert invocation["DestinationConfig"]["OnFailure"]["Destination"]


def test_pages_fall_back_and_the_api_is_never_cached(deployment: Deployment) -> None:
    distribution = deployment.only("web", "AWS::CloudFront::Distribution")["DistributionConfig"]
    assert "CustomErrorResponses" not in distribution
    behaviors = {item["PathPattern"]: item for item in distribution["CacheBehaviors"]}
    assert set(behaviors) == {"/api/*", "/v1/*", "/scim/*", "/.well-known/*"}
    caching_disabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
    for item in behaviors.values():
        assert item["CachePolicyId"] == caching_disabled
        assert item["Compress"] is False
        assert "POST" in item["AllowedMethods"]
    [api] = [item for item in distribution["Origins"] if "CustomOriginConfig" in item]
    assert api["CustomOriginConfig"]["OriginReadTimeout"] == 120
    bucket = deployment.only("web", "AWS::S3::Bucket")
    assert all(bucket["PublicAccessBlockConfiguration"].values())


def test_pages_carry_the_security_headers(deployment: Deployment) -> None:
    policy = deployment.only("web", "AWS::CloudFront::ResponseHeadersPolicy")
    headers = policy["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
    csp = headers["ContentSecurityPolicy"]["ContentSecurityPolicy"]
    assert "frame-ancestors 'none'" in csp
    assert "unsafe" not in csp
    assert headers["StrictTransportSecurity"]["AccessControlMaxAgeSec"] >= 31536000


def test_alarms_watch_metrics_that_something_writes(deployment: Deployment) -> None:
    alarms = deployment.resources("observability", "AWS::CloudWatch::Alarm").values()
    own = {item["MetricName"] for item in alarms if item["Namespace"] == "Tollgate"}
    assert own == {REAPED, *CRITICAL_LINES}
    code = "\n".join(
        path.read_text()
        for folder in ("functions", "layers/core/python")
        for path in (ROOT / folder).rglob("*.py")
    )
    assert f'"{REAPED}"' in code
    for beginning in CRITICAL_LINES.values():
        assert f'"{beginning}' in code


def test_alarms_name_functions_and_queues_that_exist(deployment: Deployment) -> None:
    functions = {item["FunctionName"] for item in deployment.functions().values()}
    queues = {
        item["QueueName"] for item in deployment.resources("jobs", "AWS::SQS::Queue").values()
    }
    alarms = deployment.resources("observability", "AWS::CloudWatch::Alarm").values()
    named = {"FunctionName": functions, "QueueName": queues}
    seen = 0
    for alarm in alarms:
        for dimension in alarm.get("Dimensions", []):
            if dimension["Name"] in named:
                assert dimension["Value"] in named[dimension["Name"]]
                seen += 1
    assert seen >= 7
    group = deployment.resources("observability", "AWS::Logs::MetricFilter").values()
    assert {item["LogGroupName"] for item in group} == {"/tollgate/dev/proxy"}
