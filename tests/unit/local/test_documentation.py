"""The page about the local run names what there is to set, and every script of the provider."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from local.scripted.scripts import MODELS
from local.settings import ROOT

PAGE = (ROOT / "docs" / "local-run.md").read_text(encoding="utf-8")


def variables() -> set[str]:
    tree = ast.parse((ROOT / "local" / "settings.py").read_text(encoding="utf-8"))
    texts = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)}
    return {
        t for t in texts if isinstance(t, str) and re.fullmatch(r"TOLLGATE_\w+|DATABASE_URL", t)
    }


def test_every_setting_is_documented() -> None:
    assert "TOLLGATE_PORT" in variables()
    assert {name for name in variables() if f"`{name}`" not in PAGE} == set()


def test_no_setting_is_documented_that_does_not_exist() -> None:
    assert set(re.findall(r"`(TOLLGATE_\w+)`", PAGE)) <= variables()


def test_every_script_is_documented() -> None:
    assert {model for model in MODELS if f"`{model}`" not in PAGE} == set()


def test_only_the_settings_read_the_environment() -> None:
    readers = {
        path.name
        for path in (ROOT / "local").rglob("*.py")
        if re.search(r"os\.(environ|getenv)\b", path.read_text(encoding="utf-8"))
    }
    assert readers == {Path("settings.py").name}
