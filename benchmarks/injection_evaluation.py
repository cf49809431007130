"""The scored model's figures: cross-validated, and for sources that it never saw.

Called by `benchmarks.injection`; needs what `injection_training` needs.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.injection_sources import BY_NAME
from benchmarks.injection_training import Windows, cross_validated, fit, is_learned, prepared

RATES = (0.01, 0.001)
RESAMPLES = 1_000
TOGETHER = (
    {"mitre-frr", "mitre-frr-multilingual"},  # translations of each other
    {"in-the-wild", "giskard"},  # the same jailbreaks in part
)


def area(attacks: Any, benign: Any) -> float:
    """The area under the ROC curve: how often an attack scores above a benign text."""
    order = np.sort(benign)
    below = np.searchsorted(order, attacks, "left") + np.searchsorted(order, attacks, "right")
    return float(below.mean() / 2 / len(benign))


def share(scores: Any, threshold: float) -> str:
    """The share above a threshold with its bootstrap interval."""
    hits = (scores > threshold).astype(float)
    draws = np.random.default_rng(1).choice(hits, (RESAMPLES, len(hits))).mean(axis=1)
    low, high = np.quantile(draws, (0.025, 0.975))
    return f"{hits.mean():6.1%} [{low:5.1%}, {high:5.1%}]"


def of_model(folder: Path) -> None:
    """The scored model: cross-validated, then leaving one source out."""
    windows = Windows.of(prepared(folder))
    learned = np.array([is_learned(sample) for sample in windows.samples])
    real = ~np.isin(windows.sources, ["written", "hidden"])
    scores = cross_validated(windows, learned)
    benign = scores[learned & real & (windows.labels == 0)]
    attacks = scores[learned & real & (windows.labels == 1)]
    thresholds = [float(np.quantile(benign, 1 - rate)) for rate in RATES]
    print(f"\nscored, cross-validated: {len(attacks)} attacks, {len(benign)} benign texts")
    print(f"AUC {area(attacks, benign):.3f}, recall at 1 % {share(attacks, thresholds[0])}, "
          f"at 0.1 % {share(attacks, thresholds[1])}")  # fmt: skip
    print(f"{'source':28} {'n':>5}  {'at 1 % of benign':24}{'at 0.1 %':24}")
    for name, source in BY_NAME.items():
        mine = scores[real & (windows.sources == name)]
        seen = "learned" if learned[windows.sources == name].any() else "never learned"
        print(f"{name:28} {len(mine):5} " + "  ".join(share(mine, at) for at in thresholds)
              + f"  {'attack' if source.label else 'benign'}, {seen}")  # fmt: skip
    _leave_one_out(windows, learned, real)


def _leave_one_out(windows: Any, learned: Any, real: Any) -> None:
    print("\nscored, leaving the source out: AUC, then the share above 1 % and 0.1 % of benign")
    held = windows.folds == 0
    groups = np.array([sample.group for sample in windows.samples])
    for name, source in BY_NAME.items():
        if not learned[windows.sources == name].any():
            continue
        out = next((family for family in TOGETHER if name in family), {name})
        gone = np.isin(groups, groups[np.isin(windows.sources, list(out))])  # near copies too
        judged = held & (windows.labels == 0) & learned & real & ~gone
        weights, bias = fit(windows, learned & ~gone & ~judged)
        scores = windows.highest(windows.features @ weights + bias)
        mine, benign = scores[real & (windows.sources == name)], scores[judged]
        shares = "  ".join(share(mine, float(np.quantile(benign, 1 - rate))) for rate in RATES)
        auc = f"{area(mine, benign):.3f}" if source.label else "  -  "
        print(f"{name:28} {len(mine):5}  {auc}  {shares}  {'attack' if source.label else 'benign'}")
