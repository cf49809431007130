from __future__ import annotations

from functools import partial

import pytest

from functions.costs.deps import Deps
from functions.costs.handler import make_app
from tests.control_plane import Control, blank, control, other
from tollgate.auth.service.authentication import authenticate
from tollgate.costs.store import BalanceStore
from tollgate.directory.service.changes import Directory
from tollgate.http import Resolver
from tollgate.http.receipts import DynamoReceipts
from tollgate.settings import AwsSettings, TableSettings
from tollgate.usage.database import Database

__all__ = ["blank", "control", "other"]


@pytest.fixture
def app(
    control: Control, database: Database, aws_settings: AwsSettings, tables: TableSettings
) -> Resolver:
    return make_app(
        Deps(
            authenticate=partial(authenticate, control.auth),
            directory=Directory(control.store, lambda: control.now_ms),
            database=database,
            balances=BalanceStore(aws_settings, tables),
            receipts=DynamoReceipts(aws_settings, tables),
        )
    )
