"""Settings and private files of the local run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from local.emulator import access_key
from local.secret import read_private, write_private, write_secret
from local.settings import SettingInvalid, Settings


def test_everything_has_a_default() -> None:
    settings = Settings.from_env({})
    assert (settings.host, settings.port) == ("127.0.0.1", 8787)
    assert settings.data_dir == Path(".tollgate").resolve()
    assert settings.providers == {}


def test_providers_are_those_with_a_variable() -> None:
    environment = {"OPENAI_API_KEY": "k", "ANTHROPIC_BASE_URL": "http://a", "OPENAI_BASE_URL": ""}
    assert Settings.from_env(environment).providers == {
        "openai": {"api_key": "k"},
        "anthropic": {"base_url": "http://a"},
    }


def test_the_demonstration_is_off_unless_asked_for() -> None:
    assert not Settings.from_env({}).demo
    assert not Settings.from_env({"TOLLGATE_DEMO": "0"}).demo
    asked = Settings.from_env({"TOLLGATE_DEMO": "1", "TOLLGATE_DEMO_DAYS": "30"})
    assert (asked.demo, asked.demo_days) == (True, 30)


def test_credentials_do_not_show_in_a_message() -> None:
    settings = Settings.from_env({"OPENAI_API_KEY": "hidden", "PATH": "/bin"})
    assert "hidden" not in repr(settings)
    assert "OPENAI_API_KEY" not in settings.forwarded


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TOLLGATE_PORT", "x"),
        ("TOLLGATE_PORT", "70000"),
        ("TOLLGATE_PORT", "1.5"),
        ("TOLLGATE_REAPER_SECONDS", "-1"),
        ("TOLLGATE_ROLLUP_SECONDS", "soon"),
        ("TOLLGATE_DEMO", "perhaps"),
        ("TOLLGATE_DEMO_DAYS", "0"),
        ("TOLLGATE_DEMO_DAYS", "1.5"),
    ],
)
def test_a_wrong_value_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingInvalid, match=name):
        Settings.from_env({name: value})


def test_the_secret_keeps_its_keys_and_follows_the_environment(tmp_path: Path) -> None:
    environment = {"TOLLGATE_DATA_DIR": str(tmp_path)}
    path, token = write_secret(Settings.from_env(environment), "http://one")
    first = json.loads(path.read_text())
    write_private(path, {**first, "webhooks": {"guard": "whsec"}})
    environment["OPENAI_API_KEY"] = "k"
    _, again = write_secret(Settings.from_env(environment), "http://two")
    second = json.loads(path.read_text())
    assert token == again
    assert first["pepper"] == second["pepper"]
    assert second["webhooks"] == {"guard": "whsec"}
    assert second["providers"] == {
        "openai": {"api_key": "k"},
        "scripted": {"base_url": "http://two"},
    }


def test_private_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "private.json"
    assert read_private(path) is None
    write_private(path, {"a": 1})
    write_private(path, {"a": 2})
    assert read_private(path) == {"a": 2}
    assert path.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["private.json"]


def test_the_emulators_key_is_made_once_and_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_text", dies)
        with pytest.raises(KeyboardInterrupt):
            access_key(tmp_path)
    key = access_key(tmp_path)
    assert len(key) > 20
    assert access_key(tmp_path) == key
    assert [entry.name for entry in tmp_path.iterdir()] == ["access-key"]
    assert (tmp_path / "access-key").stat().st_mode & 0o777 == 0o600
