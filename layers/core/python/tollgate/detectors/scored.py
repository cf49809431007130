"""A linear model over words and phrases: how much a passage reads like an attack.

Signal, not verdict: what it does not know from its training it misses, see the published figures.

Features of a window are its words (one, two and three in a row, hashed into `BUCKETS` weights of
eight bits; no word is stored) and the phrases of the `injection` detector. A window is `BLOCKS`
blocks of `BLOCK` words, so that an order hidden in a long document is judged with what stands
around it. Its score is the bias, the sum of word weights over the root of their number, and the
phrases' weights, less an allowance: each window of a text is one more chance to look like an
attack by accident. Confidence is logistic: 0.5 where 1 % of benign texts scored higher in
training's cross-validation, 0.9 where 0.1 % did.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from array import array
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from math import exp, fsum, log, sqrt
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from tollgate.detectors.injection import hits
from tollgate.detectors.injection_phrases import PHRASES, SPELLED
from tollgate.detectors.models import Detector, Match
from tollgate.errors import BadRequest

MODEL: Final = Path(__file__).parent / "data" / "injection_model.bin"
MODEL_SHA256: Final = "2f9f58229a702bed42f19787209c49243c3c8c3c1f4aa3870b733446a683fcb1"
KIND: Final = "injection.scored"
BUCKETS: Final = 262_139
"""A prime, so that a plain remainder mixes well."""
BLOCK: Final = 16
BLOCKS: Final = 4
LEAST: Final = 0.3
ALLOWANCE: Final = 0.3
"""Score for each e-fold of windows. No more from `MANY` windows on: padding hides nothing then."""
MANY: Final = 16
LOOK_BEHIND: Final = 400
_CJK: Final = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_TOKEN: Final = re.compile(rf"[{_CJK}]|[^\W\d_{_CJK}]+|\d+|[^\w\s]{{1,3}}|_+")
_NUMBER: Final = zlib.crc32(b"0")


class Model(Struct, frozen=True):
    """Weights of words (times `scale`) and of phrases, and the scores of 1 % and 0.1 %."""

    words: array[int]
    scale: float
    phrases: tuple[float, ...]
    bias: float
    at_percent: float
    at_permille: float

    def confidence(self, score: float) -> float:
        """From 0 to 1; see the module."""
        steepness = log(9) / max(self.at_permille - self.at_percent, 1e-6)
        return 1 / (1 + exp(min(700.0, max(-700.0, steepness * (self.at_percent - score)))))


class ScoredDetector:
    """Reports the passages that score, neighbours as one."""

    look_behind = LOOK_BEHIND

    def __init__(self, model: Model) -> None:
        self._model = model

    def scan(self, text: str) -> Sequence[Match]:
        confidences = [self._model.confidence(score) for score in scores(self._model, text)]
        if max(confidences, default=0.0) < LEAST:
            return []
        places = [token.span() for token in _TOKEN.finditer(text)]
        return list(_passages(confidences, places))


def open(config: dict[str, Any]) -> Detector:  # noqa: A001 - the name every detector module has
    """The detector; it takes no configuration. Raises `BadRequest` where some is given."""
    if config:
        raise BadRequest(f"scored takes no setting {sorted(config)[0]!r}", param="config")
    return ScoredDetector(load())


@lru_cache(maxsize=1)
def load() -> Model:
    """The shipped weights. Raises `ValueError` when they are not those that this code names."""
    packed = MODEL.read_bytes()
    if hashlib.sha256(packed).hexdigest() != MODEL_SHA256:
        raise ValueError(f"{MODEL.name} is not the model with the hash {MODEL_SHA256}")
    return unpack(packed)


def unpack(packed: bytes) -> Model:
    """A model file: a line of JSON, then the compressed word weights.

    Raises `ValueError` when it was trained with another table of phrases.
    """
    head, _, body = packed.partition(b"\n")
    header = json.loads(head)
    if header["phrase_table"] != phrase_table():
        raise ValueError("the model was trained with another table of phrases: train it again")
    words = array("b", zlib.decompress(body))
    return Model(
        words,
        header["scale"],
        tuple(header["phrases"]),
        header["bias"],
        header["at_percent"],
        header["at_permille"],
    )


def phrase_table() -> str:
    """A hash of the phrases whose numbers a model's weights stand for."""
    patterns = "\n".join(phrase.pattern for phrase in PHRASES + SPELLED)
    return hashlib.sha256(patterns.encode()).hexdigest()[:16]


def scores(model: Model, text: str) -> list[float]:
    """The score of each window of a text, one for each block it begins with."""
    tokens = _TOKEN.findall(text)
    phrases = _phrases_by_block(text, len(tokens))
    features = list(word_features(tokens))
    blocks = [sum(map(model.words.__getitem__, block)) for block in features]
    lengths = [len(block) for block in features]
    windows = max(1, len(blocks) - BLOCKS + 1) if blocks else 0
    bias = model.bias - allowance(windows)
    found = []
    for first in range(windows):
        window = slice(first, first + BLOCKS)
        said = set().union(*(phrases.get(at, ()) for at in range(first, first + BLOCKS)))
        found.append(
            bias
            + model.scale * sum(blocks[window]) / sqrt(sum(lengths[window]))
            + fsum(model.phrases[phrase] for phrase in said)
        )
    return found


def allowance(windows: int) -> float:
    """What is taken off the scores of a text with so many windows."""
    return ALLOWANCE * log(min(max(windows, 1), MANY))


def word_features(tokens: Sequence[str]) -> Iterator[list[int]]:
    """The buckets of each block of tokens; two and three in a row belong where they begin."""
    known = {
        token: _NUMBER if token[0].isdigit() else zlib.crc32(token.lower().encode(errors="replace"))
        for token in set(tokens)
    }
    ones = [known[token] for token in tokens]
    twos = [a * 31 + b for a, b in zip(ones, islice(ones, 1, None), strict=False)]
    threes = [ab * 31 + c for ab, c in zip(twos, islice(ones, 2, None), strict=False)]
    for at in range(0, len(ones), BLOCK):
        part = slice(at, at + BLOCK)
        yield [each % BUCKETS for each in (*ones[part], *twos[part], *threes[part])]


def phrase_features(text: str) -> Iterator[tuple[int, int]]:
    """Block number and phrase number of every phrase of the `injection` detector in a text."""
    tokens = done = 0
    for hit in sorted(set(hits(text))):
        tokens += len(_TOKEN.findall(text[done : hit.start]))
        done = max(done, hit.start)
        yield tokens // BLOCK, hit.phrase


def _phrases_by_block(text: str, tokens: int) -> dict[int, set[int]]:
    last = max(0, (tokens - 1) // BLOCK)
    blocks: dict[int, set[int]] = {}
    for block, phrase in phrase_features(text):
        blocks.setdefault(min(block, last), set()).add(phrase)
    return blocks


def _passages(confidences: Sequence[float], places: Sequence[tuple[int, int]]) -> Iterator[Match]:
    first = None
    for at, confidence in enumerate([*confidences, 0.0]):
        if confidence >= LEAST:
            first = at if first is None else first
        elif first is not None:
            end = min(len(places), (at - 1 + BLOCKS) * BLOCK) - 1
            best = round(max(confidences[first:at]), 4)
            yield Match(places[first * BLOCK][0], places[end][1], KIND, best)
            first = None
