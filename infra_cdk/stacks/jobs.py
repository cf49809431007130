"""Everything that runs without being asked."""

from __future__ import annotations

from aws_cdk import Stack
from constructs import Construct

from infra_cdk.constructs.governed_function import GovernedFunction, Surroundings
from infra_cdk.constructs.layers import Layers
from infra_cdk.constructs.schedule import consume_journal, run_every
from infra_cdk.functions.catalog import JOB_FUNCTIONS


class JobsStack(Stack):
    """The functions on a clock, and the one on the journal's stream."""

    def __init__(self, scope: Construct, construct_id: str, *, around: Surroundings) -> None:
        super().__init__(scope, construct_id)
        layers = Layers(self, "Layers", assets=around.assets)
        for spec in JOB_FUNCTIONS:
            governed = GovernedFunction(self, spec=spec, around=around, layers=layers)
            if spec.every_minutes:
                run_every(governed, spec.every_minutes)
            if spec.journal:
                consume_journal(governed, around.tables)
