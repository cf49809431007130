"""Letters and the address that their links begin with, as deployed."""

from __future__ import annotations

from typing import Any

from infra_cdk.functions.catalog import FUNCTIONS
from tests.infra.conftest import PUBLIC_URL, SENDER, Deployment
from tollgate.routes import ROUTES

WRITERS = {spec.name for spec in FUNCTIONS if spec.sends_mail}
ANSWERING = {route.function for route in ROUTES}


def with_variable(deployment: Deployment, name: str) -> dict[str, str]:
    """The value of a variable, by function."""
    found: dict[str, Any] = {
        function: properties.get("Environment", {}).get("Variables", {}).get(name)
        for function, properties in deployment.functions().items()
    }
    return {function: value for function, value in found.items() if value is not None}


def published(deployment: Deployment) -> Any:
    """The address that the deployment writes down."""
    return deployment.only("web", "Custom::TollgatePublish")["PublicUrl"]


def test_a_stage_sends_no_mail_unless_it_names_a_sender(deployment: Deployment) -> None:
    assert with_variable(deployment, "TOLLGATE_MAIL_FROM") == {}


def test_whoever_writes_letters_knows_their_sender(production: Deployment) -> None:
    assert with_variable(production, "TOLLGATE_MAIL_FROM") == dict.fromkeys(WRITERS, SENDER)


def test_a_name_of_your_own_is_told_to_whoever_needs_it(production: Deployment) -> None:
    expected = dict.fromkeys(ANSWERING | WRITERS, PUBLIC_URL)
    assert with_variable(production, "TOLLGATE_PUBLIC_URL") == expected
    assert published(production) == PUBLIC_URL


def test_else_the_distributions_is_written_down_and_read(deployment: Deployment) -> None:
    assert with_variable(deployment, "TOLLGATE_PUBLIC_URL") == {}
    [distribution] = deployment.resources("web", "AWS::CloudFront::Distribution")
    name = {"Fn::GetAtt": [distribution, "DomainName"]}
    assert published(deployment) == {"Fn::Join": ["", ["https://", name]]}
    readers = {spec.name for spec in FUNCTIONS if "GetItem" in spec.tables.get("directory", ())}
    assert WRITERS - {"reports_deliver"} <= readers
