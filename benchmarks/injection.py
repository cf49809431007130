"""How well the injection detectors tell attacks from benign texts, and how fast they are.

    python -m benchmarks.injection [--data <folder of cloned repositories> [--train]]

Without data: their speed. With the repositories that `injection_sources` names: what share of each
source the phrases of `injection` find (they are not trained). With `--train`, and an environment
that has what `injection_training` needs: the scored model in cross-validation (near copies on one
side of each split), and for each source a model that never saw it. Brackets are 95 % bootstrap
intervals.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import time
from pathlib import Path

from benchmarks.injection_sources import BY_NAME, Sample, digest, load
from tollgate.detectors import canary, exfiltration, injection, scored, unicode


def of_phrases(samples: list[Sample]) -> None:
    """The `injection` detector: share of each source at four confidences."""
    detector = injection.open({})
    print("\ninjection (phrases): share with a match of at least this confidence")
    print(f"{'source':28} {'n':>5}" + "".join(f"{level:>9}" for level in (0.3, 0.5, 0.7, 0.9)))
    for name, source in BY_NAME.items():
        best = [
            max((match.confidence for match in detector.scan(sample.text)), default=0.0)
            for sample in samples
            if sample.source == name
        ]
        shares = "".join(
            f"{sum(each >= level for each in best) / len(best):9.1%}"
            for level in (0.3, 0.5, 0.7, 0.9)
        )
        print(f"{name:28} {len(best):5}{shares}  {'attack' if source.label else 'benign'}")


def of_speed() -> None:
    """Milliseconds for a prompt of 2 KB and 8 KB, texts different each time."""
    words = (Path(__file__).parents[1] / "ARCHITECTURE.md").read_text(encoding="utf-8").split()
    hidden = {"canary": "tg-canary-4f6b8c2d", "context": " ".join(words[:150])}
    detectors = {
        "unicode": unicode.open({}),
        "injection": injection.open({}),
        "scored": scored.open({}),
        "exfiltration": exfiltration.open({"allowed_hosts": ["example.com"]}),
        "canary": canary.open(hidden),
    }
    print("\nCPU milliseconds per prompt, p50 / p99")
    for name, detector in detectors.items():
        figures = []
        for size in (2_048, 8_192):
            taken = []
            for seed in range(300):
                text = " ".join(random.Random(seed).choices(words, k=size // 4))[:size]
                start = time.process_time_ns()
                detector.scan(text)
                taken.append((time.process_time_ns() - start) / 1e6)
            taken.sort()
            figures.append(f"{taken[len(taken) // 2]:.2f} / {taken[-len(taken) // 100 - 1]:.2f}")
        print(f"{name:14} 2 KB {figures[0]:>14}   8 KB {figures[1]:>14}")


def main() -> None:
    """Everything that was asked for, in the order of the documentation's tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path)
    parser.add_argument("--train", action="store_true")
    parser.add_argument("--workers", type=int, default=1, help="processes that train")
    arguments = parser.parse_args()
    print(f"model {hashlib.sha256(scored.MODEL.read_bytes()).hexdigest()}")
    of_speed()
    if arguments.data is None:
        print("accuracy: give --data, see docs/detectors-injection.md")
        return
    samples = load(arguments.data)
    print(f"\ndata {digest(samples)}")
    of_phrases(samples)
    if arguments.train:
        from benchmarks.injection_evaluation import of_model  # noqa: PLC0415 - scikit-learn

        of_model(arguments.data, arguments.workers)


if __name__ == "__main__":
    main()
