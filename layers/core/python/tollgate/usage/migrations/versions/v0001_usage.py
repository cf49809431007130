"""Usage facts by month, their sums by hour and day, and which of those are out of date.

`usage_hourly` and `usage_daily` are sums by who called what, `usage_hours` those of whole hours.
Days are UTC days.
"""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_FACTS = """
CREATE TABLE usage_facts (
    organization_id    text COLLATE "C" NOT NULL,
    occurred_at        timestamptz NOT NULL,
    event_id           text COLLATE "C" NOT NULL,
    request_id         text COLLATE "C" NOT NULL,
    kind               text        NOT NULL,
    state              text        NOT NULL,
    key_id             text COLLATE "C" NOT NULL,
    user_id            text COLLATE "C" NOT NULL,
    team_id            text COLLATE "C" NOT NULL,
    team_path          text[]      NOT NULL,
    operation          text        NOT NULL,
    provider           text        NOT NULL,
    model              text        NOT NULL,
    upstream_model     text        NOT NULL,
    stream             boolean     NOT NULL,
    status             integer,
    input_tokens       bigint      NOT NULL,
    output_tokens      bigint      NOT NULL,
    cache_read_tokens  bigint      NOT NULL,
    cache_write_tokens bigint      NOT NULL,
    reasoning_tokens   bigint      NOT NULL,
    audio_tokens       bigint      NOT NULL,
    cost_nano          bigint      NOT NULL,
    hold_nano          bigint      NOT NULL,
    latency_ms         bigint,
    first_byte_ms      bigint,
    decision           text        NOT NULL,
    refusal_code       text,
    tags               jsonb       NOT NULL,
    price_version      text        NOT NULL,
    policy_version     text        NOT NULL,
    PRIMARY KEY (organization_id, occurred_at, event_id)
) PARTITION BY RANGE (occurred_at)
"""

_MEASURES = """
    requests           bigint      NOT NULL,
    refused            bigint      NOT NULL,
    errors             bigint      NOT NULL,
    input_tokens       bigint      NOT NULL,
    output_tokens      bigint      NOT NULL,
    cache_read_tokens  bigint      NOT NULL,
    cache_write_tokens bigint      NOT NULL,
    reasoning_tokens   bigint      NOT NULL,
    audio_tokens       bigint      NOT NULL,
    cost_nano          bigint      NOT NULL,
    latency_ms         bigint      NOT NULL,
    timed              bigint      NOT NULL,
    first_byte_ms      bigint      NOT NULL,
    first_bytes        bigint      NOT NULL
"""

# An empty text stands for "none", so that sums group and compare without nulls.
_DIMENSIONS = """
    provider           text        NOT NULL,
    model              text        NOT NULL,
    operation          text        NOT NULL,
    team_id            text COLLATE "C" NOT NULL,
    team_path          text[]      NOT NULL,
    user_id            text COLLATE "C" NOT NULL,
    key_id             text COLLATE "C" NOT NULL,
"""

_KEY = """
    organization_id    text COLLATE "C" NOT NULL,
    {}                 timestamptz NOT NULL,
"""

_TABLES = {
    "usage_hourly": _KEY.format("hour") + _DIMENSIONS + _MEASURES,
    "usage_hours": _KEY.format("hour") + _MEASURES,
    "usage_daily": _KEY.format("day") + _DIMENSIONS + _MEASURES,
    "dirty_hours": _KEY.format("hour") + "marked_at timestamptz NOT NULL,"
    "PRIMARY KEY (organization_id, hour)",
    "dirty_days": _KEY.format("day") + "marked_at timestamptz NOT NULL,"
    "PRIMARY KEY (organization_id, day)",
}


def upgrade() -> None:
    op.execute(_FACTS)
    for name, columns in _TABLES.items():
        op.execute(f"CREATE TABLE {name} ({columns})")
    op.execute("CREATE INDEX usage_hourly_by_hour ON usage_hourly (organization_id, hour)")
    op.execute("CREATE UNIQUE INDEX usage_hours_by_hour ON usage_hours (organization_id, hour)")
    op.execute("CREATE INDEX usage_daily_by_day ON usage_daily (organization_id, day)")


def downgrade() -> None:
    for name in (*_TABLES, "usage_facts"):
        op.execute(f"DROP TABLE {name}")
