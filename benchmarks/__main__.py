"""All benchmarks, one after the other: `python -m benchmarks`. They print and assert nothing."""

import subprocess
import sys
from pathlib import Path

# Parts of `benchmarks.injection` that need data and packages which the reader brings.
NOT_ALONE = {"injection_evaluation", "injection_sources", "injection_training"}

for module in sorted({path.stem for path in Path(__file__).parent.glob("[!_]*.py")} - NOT_ALONE):
    print(f"\n== {module} ==", flush=True)
    subprocess.run([sys.executable, "-m", f"benchmarks.{module}"], check=True)
