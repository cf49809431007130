from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from msgspec.structs import replace

from functions.usage.deps import Deps
from functions.usage.handler import make_app
from tests.control_plane import Control, blank, control, other
from tollgate.auth.service.authentication import authenticate
from tollgate.aws.dynamodb import DynamoDB
from tollgate.directory.service.changes import Directory
from tollgate.http import Resolver
from tollgate.kit.connections import ConnectionPool
from tollgate.settings import AwsSettings, TableSettings
from tollgate.usage.database import Database

__all__ = ["blank", "control", "other"]


@pytest.fixture
def dynamodb(aws_settings: AwsSettings) -> Iterator[DynamoDB]:
    pool = ConnectionPool()
    yield DynamoDB(replace(aws_settings, store_timeout_s=5.0), pool)
    pool.close()


@pytest.fixture
def deps(
    control: Control, database: Database, dynamodb: DynamoDB, tables: TableSettings
) -> Callable[..., Deps]:
    """What the routes work with; arguments replace some of it."""
    usual = Deps(
        authenticate=partial(authenticate, control.auth),
        directory=Directory(control.store, lambda: control.now_ms),
        database=database,
        dynamodb=dynamodb,
        tables=tables,
    )
    return partial(replace, usual)


@pytest.fixture
def app(deps: Callable[..., Deps]) -> Resolver:
    return make_app(deps())
