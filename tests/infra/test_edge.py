"""The distribution proves itself to every function that answers HTTP, and to nobody else."""

from __future__ import annotations

import json

from tests.infra.conftest import Deployment
from tollgate.kit.edge import HEADER
from tollgate.routes import ROUTES

VARIABLE = "TOLLGATE_EDGE_SECRET"


def _of_the_distribution(deployment: Deployment) -> str:
    config = deployment.only("web", "AWS::CloudFront::Distribution")["DistributionConfig"]
    [added] = [
        header for origin in config["Origins"] for header in origin.get("OriginCustomHeaders", [])
    ]
    assert added["HeaderName"] == HEADER
    return json.dumps(added["HeaderValue"])


def test_functions_and_distribution_share_one_secret(deployment: Deployment) -> None:
    shared = _of_the_distribution(deployment)
    assert ":SecretString:edge::}}" in shared
    answering = {route.function for route in ROUTES}
    for name, properties in deployment.functions().items():
        variables = properties.get("Environment", {}).get("Variables", {})
        if name in answering:
            assert json.dumps(variables[VARIABLE]) == shared, name
        else:
            assert VARIABLE not in variables, name


def test_the_secret_itself_is_in_no_template(deployment: Deployment) -> None:
    for template in deployment.templates.values():
        for text in json.dumps(template).split("{{resolve:secretsmanager:")[1:]:
            reference = text.partition("}}")[0]
            assert ":SecretString:" in reference


def test_a_release_that_asks_for_another_value_fills_it_in(deployment: Deployment) -> None:
    resources = deployment.templates["data"]["Resources"].values()
    [names] = [
        resource["Properties"]["Names"]
        for resource in resources
        if "Names" in resource.get("Properties", {})
    ]
    assert "edge" in names.split(",")
