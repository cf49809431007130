"""All benchmarks, one after the other: `python -m benchmarks`. They print and assert nothing.

One that breaks off does not keep the others from running; the exit status tells.
"""

import subprocess
import sys
from pathlib import Path

# It needs data and packages which the reader brings.
NOT_ALONE = {"injection_training"}
STARTS_BY_ITSELF = 'if __name__ == "__main__"'

benchmarks = sorted(
    path.stem
    for path in Path(__file__).parent.glob("[!_]*.py")
    if STARTS_BY_ITSELF in path.read_text(encoding="utf-8") and path.stem not in NOT_ALONE
)
broken = []
for name in benchmarks:
    print(f"\n== {name} ==", flush=True)
    if subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode:
        broken.append(name)
if broken:
    sys.exit(f"broke off: {', '.join(broken)}")
