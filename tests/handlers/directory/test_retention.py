"""The daily job, started as Lambda starts it."""

from __future__ import annotations

import pytest

from functions.directory import retention
from tests.control_plane import Control
from tests.events import load
from tollgate.directory.models import Status, User
from tollgate.settings import SettingMissing

pytestmark = pytest.mark.aws


def test_forgets_whose_time_has_come(
    control: Control, monkeypatch: pytest.MonkeyPatch, emulator: str
) -> None:
    person, _ = control.person("developer")
    # The job has the system's clock, which the tests' clock must not be ahead of.
    monkeypatch.setattr(retention, "now_ms", lambda: control.now_ms)
    body = {"reason": "left", "delete_after_days": 0}
    assert control.ask("directory/offboard_user", target=person, body=body).status == 200
    environment = {
        "AWS_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_ENDPOINT_URL_DYNAMODB": emulator,
        "TOLLGATE_DIRECTORY_TABLE": control.tables.directory,
        "TOLLGATE_ACCOUNTS_TABLE": control.tables.accounts,
        "TOLLGATE_JOURNAL_TABLE": control.tables.journal,
        "TOLLGATE_POLICIES_TABLE": control.tables.policies,
    }
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    retention.deps.cache_clear()
    try:
        event = load("directory/retention")
        assert retention.lambda_handler(event, None) == {"anonymized": 1, "not_anonymized": 0}
        assert retention.lambda_handler(event, None) == {"anonymized": 0, "not_anonymized": 0}
    finally:
        retention.deps.cache_clear()
    forgotten = control.store.get(User, control.organization_id, person)
    assert forgotten is not None
    assert forgotten.status is Status.DELETED
    assert "developer@acme.example" not in str(forgotten)


def test_a_missing_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_REGION", raising=False)
    retention.deps.cache_clear()
    with pytest.raises(SettingMissing, match="AWS_REGION"):
        retention.lambda_handler(load("directory/retention"), None)
