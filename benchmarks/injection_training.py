"""Trains the weights of `tollgate.detectors.scored` and writes them into the package.

    python -m benchmarks.injection_training --data <folder of cloned repositories>

Needs numpy, scipy and scikit-learn, which the project does not: an environment of its own with
`pip install numpy scikit-learn google-re2 msgspec` and `layers/core/python` on the path. Only
sources whose data licence lets weights be shipped are learned from (`injection_sources`), English
attacks only: a model that met other languages mostly in attacks would take the language for the
attack. The weights are hashed and hold no text. Prints the file's SHA-256, which belongs into
`scored.MODEL_SHA256`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sparse
from sklearn.linear_model import LogisticRegression

from benchmarks import injection_written
from benchmarks.injection_sources import BY_NAME, Sample, digest, load
from tollgate.detectors import scored

FOLDS = 5
ROUNDS = 3
STRENGTH = 12.0  # inverse of the L2 penalty
OWN = ("written", "written-benign", "hidden")
"""Made here; no figure counts them."""
NOT_LEARNED = {
    "cyberseceval-multilingual": "would teach that other languages are attacks",
    "bipia-in-email": "its hidden orders are ordinary questions: nothing in them to learn",
}


def is_learned(sample: Sample) -> bool:
    """Whether the model may see it in training."""
    if sample.source in OWN:
        return True
    return BY_NAME[sample.source].trains and sample.source not in NOT_LEARNED


@dataclass
class Windows:
    """The samples as rows of features, several for a long one; `row_of` names each row's sample."""

    samples: list[Sample]
    features: Any
    row_of: Any
    labels: Any
    sources: Any
    folds: Any

    @classmethod
    def of(cls, samples: list[Sample]) -> Windows:
        """Features as `scored` computes them."""
        groups = sorted({sample.group for sample in samples})
        random.Random(0).shuffle(groups)
        fold = {group: at % FOLDS for at, group in enumerate(groups)}
        rows, columns, values, row_of = [], [], [], []
        for at, sample in enumerate(samples):
            for column, value in _windows(sample.text):
                rows.append(np.full(len(column), len(row_of)))
                columns.append(column)
                values.append(value)
                row_of.append(at)
        shape = (len(row_of), scored.BUCKETS + len(scored.PHRASES) + len(scored.SPELLED))
        joined = (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns)))
        return cls(
            samples,
            sparse.csr_matrix(joined, shape=shape),
            np.array(row_of),
            np.array([sample.label for sample in samples]),
            np.array([sample.source for sample in samples]),
            np.array([fold[sample.group] for sample in samples]),
        )

    def highest(self, row_scores: Any) -> Any:
        """The score of each sample: that of its highest window."""
        found = np.full(len(self.samples), -np.inf)
        np.maximum.at(found, self.row_of, row_scores)
        return found

    def judged(self, row_scores: Any) -> Any:
        """The score of each sample as `scored` gives it: less for a text with more windows."""
        counts = np.bincount(self.row_of, minlength=len(self.samples))
        return self.highest(row_scores) - np.array([scored.allowance(count) for count in counts])


def _windows(text: str) -> Iterator[tuple[Any, Any]]:
    words = list(scored.word_features(scored._TOKEN.findall(text))) or [[]]  # noqa: SLF001
    phrases: list[set[int]] = [set() for _ in words]
    for block, phrase in scored.phrase_features(text):
        phrases[min(block, len(words) - 1)].add(phrase)
    for first in range(max(1, len(words) - scored.BLOCKS + 1)):
        window = slice(first, first + scored.BLOCKS)
        buckets = np.array([each for block in words[window] for each in block], dtype=np.int64)
        said = np.array(sorted(set().union(*phrases[window])), dtype=np.int64) + scored.BUCKETS
        unique, counts = np.unique(buckets, return_counts=True)
        yield (
            np.concatenate([unique, said]),
            np.concatenate([counts / np.sqrt(max(len(buckets), 1)), np.full(len(said), 0.5)]),
        )


def fit(windows: Windows, chosen: Any) -> tuple[Any, float]:
    """Weights and bias learned from the chosen samples (a mask), composed ones if all parts are.

    A long attack is not an attack in every window: after each round only those of its windows stay
    that scored nearly highest or clearly positive. Of benign texts every other window is learned
    from, since windows overlap, and after a round the others that it took for attacks.
    """
    whole = chosen & np.array([all(chosen[part] for part in s.parts) for s in windows.samples])
    use = whole[windows.row_of]
    attack = windows.labels[windows.row_of] == 1
    thinned = np.arange(len(use)) % 2 == 0
    thinned |= np.r_[True, windows.row_of[1:] != windows.row_of[:-1]]  # the first of each
    keep = use & (attack | thinned)
    for turn in range(ROUNDS):
        at = np.flatnonzero(keep)
        owners = windows.row_of[at]
        labels = windows.labels[owners]
        share = np.bincount(owners, minlength=len(windows.samples))[owners]
        weight = np.where(labels == 1, share**-0.5, np.maximum(share / 4, 1) ** -0.5)
        model = LogisticRegression(
            C=STRENGTH, solver="liblinear", class_weight="balanced", max_iter=200, random_state=0
        )
        model.fit(windows.features[at], labels, sample_weight=weight)
        weights, bias = model.coef_[0], float(model.intercept_[0])
        if turn < ROUNDS - 1:
            scores = windows.features @ weights + bias
            nearly = scores >= windows.highest(scores)[windows.row_of] - 0.5
            keep = use & np.where(attack, nearly | (scores > 1), thinned | (scores > 0))
    return weights, bias


def fit_each(windows: Windows, masks: Sequence[Any], workers: int = 1) -> list[tuple[Any, float]]:
    """`fit` for each mask, in as many processes, which share the features."""
    jobs = [(windows, mask) for mask in masks]
    if workers == 1:
        return [fit(*job) for job in jobs]
    _JOBS[:] = jobs
    with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
        return list(pool.map(_job, range(len(jobs))))


_JOBS: list[tuple[Windows, Any]] = []
"""What forked workers read: too large to be sent."""


def _job(at: int) -> tuple[Any, float]:
    return fit(*_JOBS[at])


def cross_validated(windows: Windows, learned: Any, workers: int = 1) -> Any:
    """Each sample's score by the model that did not see its group."""
    found = np.empty(len(windows.samples))
    masks = [learned & (windows.folds != fold) for fold in range(FOLDS)]
    for fold, (weights, bias) in enumerate(fit_each(windows, masks, workers)):
        scores = windows.judged(windows.features @ weights + bias)
        found[windows.folds == fold] = scores[windows.folds == fold]
    return found


def prepared(folder: Path) -> list[Sample]:
    """All sources, the texts written here, and short attacks hidden in benign documents."""
    samples = load(folder)
    texts = [(text, 1, "written") for text in injection_written.attacks()]
    texts += [(text, 0, "written-benign") for text in injection_written.benign()]
    samples += [
        Sample(text, label, name, f"{name} {at}") for at, (text, label, name) in enumerate(texts)
    ]
    return samples + list(_hidden(samples))


def _hidden(samples: list[Sample]) -> Iterator[Sample]:
    """Short attacks inside benign texts: what an indirect injection looks like in its window.

    At the start, at the end or between: each attack of a source twice, one in three of ours once.
    """
    choose = random.Random(11)
    carriers = [
        (at, sample.text.split(" "))
        for at, sample in enumerate(samples)
        if sample.label == 0 and is_learned(sample) and 40 < len(sample.text.split()) < 400
    ]
    for at, sample in enumerate(samples):
        if sample.label == 1 and is_learned(sample) and len(sample.text.split()) < 60:
            times = 2 if sample.source != "written" else int(choose.random() < 1 / 3)
            for carrier, words in choose.choices(carriers, k=times):
                cut = choose.choice((0, len(words), choose.randrange(len(words) + 1)))
                text = " ".join([*words[:cut], "\n" + sample.text + "\n", *words[cut:]])
                yield Sample(text, 1, "hidden", sample.group, (at, carrier))


def pack(windows: Windows, weights: Any, bias: float, benign: Any) -> bytes:
    """The model file: a line of JSON and the word weights in eight bits."""
    words = weights[: scored.BUCKETS]
    scale = float(np.quantile(np.abs(words[words != 0]), 0.999)) / 127
    small = np.clip(np.round(words / scale), -127, 127).astype(np.int8)
    learned = [sample for sample in windows.samples if is_learned(sample)]
    header = {
        "phrase_table": scored.phrase_table(),
        "scale": scale,
        "bias": round(bias, 6),
        "phrases": [round(0.5 * float(each), 4) for each in weights[scored.BUCKETS :]],
        "at_percent": round(float(np.quantile(benign, 0.99)), 4),
        "at_permille": round(float(np.quantile(benign, 0.999)), 4),
        "samples": len(learned),
        "data_sha256": digest(learned),
    }
    return json.dumps(header, sort_keys=True).encode() + b"\n" + zlib.compress(small.tobytes(), 9)


def main() -> None:
    """Trains on everything that may be learned from; thresholds come from cross-validation."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--out", type=Path, default=scored.MODEL)
    arguments = parser.parse_args()
    windows = Windows.of(prepared(arguments.data))
    learned = np.array([is_learned(sample) for sample in windows.samples])
    held_out = cross_validated(windows, learned, arguments.workers)
    weights, bias = fit(windows, learned)
    real = ~np.isin(windows.sources, OWN)
    packed = pack(windows, weights, bias, held_out[learned & real & (windows.labels == 0)])
    arguments.out.parent.mkdir(exist_ok=True)
    arguments.out.write_bytes(packed)
    print(f"{arguments.out}: {len(packed)} bytes, sha256 {hashlib.sha256(packed).hexdigest()}")


if __name__ == "__main__":
    main()
