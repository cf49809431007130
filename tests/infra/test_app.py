"""What keeps the app from being synthesized is said in one line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from infra_cdk.config import ROOT, Assets, AssetsMissing


def test_what_was_not_built_is_named_with_how_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(AssetsMissing, match=r"layers/core is missing: .*infra_cdk\.build$"):
        Assets(tmp_path).layer("core")


@pytest.mark.parametrize("module", ["infra_cdk.app", "infra_cdk.synth"])
def test_a_stage_that_does_not_exist_is_refused(module: str) -> None:
    arguments = ["qa"] if module == "infra_cdk.synth" else []
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env={"CDK_CONTEXT_JSON": json.dumps({"stage": "qa"})},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode
    assert "stage" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
