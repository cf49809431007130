"""`make synth`: builds, synthesizes every stage under cdk-nag, lints the templates, prints sizes.

    python -m infra_cdk.synth [stage ...]

Needs Node for jsii, and neither network (once the build has its wheels) nor Docker.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sysconfig
import time
from pathlib import Path
from typing import Final

from infra_cdk.app import add_stacks, make_app
from infra_cdk.build import BuildFailed, build, lambda_target, report
from infra_cdk.config import LAMBDA_ASSETS, ROOT, STAGES
from infra_cdk.exceptions import CFN_LINT_IGNORED

OUT: Final = ROOT / "cdk.out"


def synthesize(stage: str) -> list[Path]:
    """The templates of a stage, written below `cdk.out`. Raises when cdk-nag objects."""
    directory = OUT / stage
    shutil.rmtree(directory, ignore_errors=True)
    app = make_app(str(directory))
    add_stacks(app, STAGES[stage], LAMBDA_ASSETS)
    app.synth()
    return sorted(directory.glob("*.template.json"))


def lint(templates: list[Path]) -> bool:
    """Whether cfn-lint accepts the templates; prints what it finds."""
    ignored = ["--ignore-checks", *CFN_LINT_IGNORED]
    tool = Path(sysconfig.get_path("scripts")) / "cfn-lint"
    command = [str(tool), *ignored, "--", *map(str, templates)]
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


def main() -> None:
    parser = argparse.ArgumentParser(description="Build, synthesize and check the deployment.")
    parser.add_argument("stages", nargs="*", metavar="stage", help=", ".join(STAGES))
    stages = parser.parse_args().stages or sorted(STAGES)
    if unknown := set(stages) - set(STAGES):
        parser.error(f"no such stage: {', '.join(sorted(unknown))}")
    started = time.monotonic()
    try:
        target = lambda_target()
        build(target)
        report(target)
    except BuildFailed as failed:
        raise SystemExit(f"build: {failed}") from failed
    templates = [path for stage in stages for path in synthesize(stage)]
    if not lint(templates):
        raise SystemExit(1)
    spent = time.monotonic() - started
    print(f"{len(templates)} templates, cdk-nag and cfn-lint clean, {spent:.0f} s")


if __name__ == "__main__":
    main()
