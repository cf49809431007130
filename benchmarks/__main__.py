"""All benchmarks, one after the other: `python -m benchmarks`. They print and assert nothing."""

import subprocess
import sys
from pathlib import Path

for module in sorted(path.stem for path in Path(__file__).parent.glob("[!_]*.py")):
    print(f"\n== {module} ==", flush=True)
    subprocess.run([sys.executable, "-m", f"benchmarks.{module}"], check=True)
