"""The functions as Lambda starts them: from their environment alone."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path

import pytest

from tests.events import load
from tollgate.settings import SettingMissing, TableSettings

CASES = {
    "auth": ("auth/login", 401),
    "directory": ("directory/list_teams", 401),
    "status": ("status/health", 200),
}


@pytest.mark.aws
@pytest.mark.parametrize("name", CASES)
def test_starts_from_its_environment(
    name: str,
    monkeypatch: pytest.MonkeyPatch,
    emulator: str,
    tables: TableSettings,
    tmp_path: Path,
) -> None:
    secret = tmp_path / "secret.json"
    secret.write_text(json.dumps({"pepper": "p"}))
    environment = {
        "AWS_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_ENDPOINT_URL_DYNAMODB": emulator,
        "TOLLGATE_DIRECTORY_TABLE": tables.directory,
        "TOLLGATE_ACCOUNTS_TABLE": tables.accounts,
        "TOLLGATE_JOURNAL_TABLE": tables.journal,
        "TOLLGATE_POLICIES_TABLE": tables.policies,
        "TOLLGATE_SECRET_FILE": str(secret),
    }
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    handler = import_module(f"functions.{name}.handler")
    handler.app.cache_clear()
    event, status = CASES[name]
    try:
        assert handler.lambda_handler(load(event), None)["statusCode"] == status
    finally:
        handler.app.cache_clear()


@pytest.mark.parametrize("name", CASES)
def test_a_missing_variable_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_REGION", raising=False)
    handler = import_module(f"functions.{name}.handler")
    handler.app.cache_clear()
    with pytest.raises(SettingMissing, match="AWS_REGION"):
        handler.lambda_handler(load(CASES[name][0]), None)
