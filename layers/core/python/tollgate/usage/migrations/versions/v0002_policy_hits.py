"""What policies said about requests, by month; what people made of it; what people were told.

An empty text stands for "none", as in the facts.
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_HITS = """
CREATE TABLE policy_hits (
    organization_id    text COLLATE "C" NOT NULL,
    occurred_at        timestamptz NOT NULL,
    violation_id       text COLLATE "C" NOT NULL,
    request_id         text COLLATE "C" NOT NULL,
    policy_id          text COLLATE "C" NOT NULL,
    policy_version     integer     NOT NULL,
    policy_name        text        NOT NULL,
    policy_type        text        NOT NULL,
    rule               text        NOT NULL,
    action             text        NOT NULL,
    wanted             text        NOT NULL,
    enforcement        text        NOT NULL,
    severity           text        NOT NULL,
    shadow             boolean     NOT NULL,
    message            text        NOT NULL,
    findings           jsonb       NOT NULL,
    grant_id           text        NOT NULL,
    approval_id        text        NOT NULL,
    decision           text        NOT NULL,
    key_id             text COLLATE "C" NOT NULL,
    user_id            text COLLATE "C" NOT NULL,
    team_path          text[]      NOT NULL,
    operation          text        NOT NULL,
    provider           text        NOT NULL,
    model              text        NOT NULL,
    requested_model    text        NOT NULL,
    cost_nano          bigint      NOT NULL,
    hold_nano          bigint      NOT NULL,
    policy_us          bigint      NOT NULL,
    bundle_hash        text        NOT NULL,
    PRIMARY KEY (organization_id, occurred_at, violation_id)
) PARTITION BY RANGE (occurred_at)
"""

_REVIEWS = """
CREATE TABLE policy_reviews (
    organization_id    text COLLATE "C" NOT NULL,
    violation_id       text COLLATE "C" NOT NULL,
    status             text        NOT NULL,
    reason             text        NOT NULL,
    reviewer_type      text        NOT NULL,
    reviewer_id        text        NOT NULL,
    reviewed_at        timestamptz NOT NULL,
    version            bigint      NOT NULL,
    PRIMARY KEY (organization_id, violation_id)
)
"""

_TOLD = """
CREATE TABLE told_notices (
    organization_id    text COLLATE "C" NOT NULL,
    notice_id          text COLLATE "C" NOT NULL,
    told_at            timestamptz NOT NULL,
    PRIMARY KEY (organization_id, notice_id)
)
"""


def upgrade() -> None:
    for statement in (_HITS, _REVIEWS, _TOLD):
        op.execute(statement)
    op.execute(
        "CREATE INDEX policy_hits_by_policy ON policy_hits"
        " (organization_id, policy_id, occurred_at, violation_id)"
    )
    op.execute("CREATE INDEX policy_hits_by_request ON policy_hits (organization_id, request_id)")


def downgrade() -> None:
    for name in ("told_notices", "policy_reviews", "policy_hits"):
        op.execute(f"DROP TABLE {name}")
