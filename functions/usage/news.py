"""What the ingest tells people of: composed of the stores that it reads for that."""

from collections.abc import Mapping
from typing import Any

from tollgate.alerts.models import Notice
from tollgate.alerts.outbox import Outbox
from tollgate.approvals import notices
from tollgate.approvals.store import ApprovalStore
from tollgate.journal.service import Journal
from tollgate.kit.clock import Clock, now_ms
from tollgate.policies.store import PolicyStore
from tollgate.settings import AwsSettings, TableSettings
from tollgate.usage.database import Database
from tollgate.violations.store import SpentStore
from tollgate.violations.telling import Telling


def open_telling(
    database: Database, aws: AwsSettings, tables: TableSettings, clock: Clock = now_ms
) -> Telling:
    """Opens no connection yet."""
    journal = Journal.open(aws, tables)
    policies = PolicyStore(aws, tables, journal)
    approvals = ApprovalStore(aws, tables, journal, policies.heads)

    def opened(organization_id: str, approval_id: str) -> Notice | None:
        approval = approvals.get(organization_id, approval_id)
        return None if approval is None else notices.opened(approval)

    def actions(organization_id: str, policy_id: str) -> Mapping[str, Any]:
        policy = policies.get(organization_id, policy_id)
        if policy is None:
            return {}
        version = policies.version(organization_id, policy_id, policy.shown_version(clock()))
        return version.document.get("actions") or {} if version else {}

    return Telling(
        database=database,
        outbox=Outbox(aws, tables),
        opened=opened,
        opened_id=notices.opened_id,
        spent=SpentStore(aws, tables).spent,
        actions=actions,
        clock=clock,
    )
