"""What content rules cost on a call's way: CPU of one stream, one answer, one prompt, side by side.

    python -m benchmarks.output_filter [streams]

A stream is relayed as the gateway does it, from chunks in memory: the translator alone, then with
the guard of more and more rules. "Held" is the most text that any of its events waited behind.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence

from tollgate.detectors.models import DetectorRef
from tollgate.policies.models import Action, ContentRule, PolicyType, Reason
from tollgate.providers.adapters import open_stream
from tollgate.providers.calls import read_call
from tollgate.providers.models import Dialect, ModelCall, Operation, ProviderSpec
from tollgate.providers.streams import openai_text
from tollgate.providers.wire import parse_object
from tollgate.proxy.contents import Contents
from tollgate.proxy.output_filter import OutputFilter

CHUNKS = 51
PROVIDER = ProviderSpec("openai", Dialect.OPENAI, "https://provider")
CALL = ModelCall(Operation.CHAT, "m", stream=True)
SENTENCE = "the gateway reads every answer before its client does and lets it pass"
WORDS = SENTENCE.split()
KEYWORDS = DetectorRef("keywords", json.dumps({"words": ["project falcon", "codename"]}))
PATTERN = DetectorRef("pattern", json.dumps({"pattern": "EMP-[0-9]{6}", "name": "employee"}))


def rule(*refs: DetectorRef, action: Action = Action.REDACT) -> ContentRule:
    reason = Reason(
        policy_id="pol_bench",
        version=1,
        name="bench",
        type=PolicyType.CONTENT_FILTER,
        rule="content",
        action=action,
        wanted=action,
        message="withheld",
    )
    return ContentRule(refs, reason, scan_output=True)


RULES: dict[str, Sequence[ContentRule]] = {
    "keywords, watched only": [rule(KEYWORDS, action=Action.LOG)],
    "keywords": [rule(KEYWORDS)],
    "keywords and a pattern": [rule(KEYWORDS, PATTERN)],
    "cards and e-mail": [rule(DetectorRef("pii.credit_card"), DetectorRef("pii.email"))],
    "secrets": [rule(DetectorRef("secrets"), action=Action.DENY)],
    "all personal data, secrets": [rule(DetectorRef("pii")), rule(DetectorRef("secrets"))],
}


def chunk(delta: dict[str, str], reason: str | None = None) -> bytes:
    content = {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1700000000,
        "model": "m",
        "choices": [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": reason}],
        "usage": None,
    }
    return b"data: " + json.dumps(content).encode() + b"\n\n"


def streamed(chunks: int) -> list[bytes]:
    said = [chunk({"content": WORDS[n % len(WORDS)] + " "}) for n in range(chunks - 1)]
    return [*said, chunk({}, "stop"), b"data: [DONE]\n\n"]


def relay(chunks: Sequence[bytes], output: OutputFilter | None) -> None:
    stream = open_stream(CALL, PROVIDER)
    guard = output.open_stream() if output else None
    for each in chunks:
        passed = stream.feed(each)
        if guard:
            guard.feed(passed)
    last = stream.finish()
    if guard:
        guard.finish(last)


def held(chunks: Sequence[bytes], output: OutputFilter) -> int:
    """Characters at most that had come and not gone on."""
    guard = output.open_stream()
    most = come = 0
    for each in chunks[:-2]:
        come += len(_said(each))
        come -= len(_said(guard.feed(each)))
        most = max(most, come)
    return most


def _said(body: bytes) -> str:
    return openai_text(json.loads(line[6:]) for line in body.split(b"\n\n") if line)


def cpu_us(work: Callable[[], object], runs: int) -> float:
    """CPU-microseconds of one run, the least of five rounds."""
    for _ in range(5):
        work()
    rounds = []
    for _ in range(5):
        began = time.process_time_ns()
        for _ in range(runs):
            work()
        rounds.append((time.process_time_ns() - began) / runs / 1000)
    return min(rounds)


def prompt_of(size: int) -> bytes:
    text = ("The quick brown fox jumps over the lazy dog. " * (size // 45 + 1))[:size]
    body = {"model": "m", "messages": [{"role": "user", "content": text}]}
    return json.dumps(body).encode()


def scan(body: bytes, rules: Sequence[ContentRule]) -> None:
    contents = Contents(read_call(Operation.CHAT, parse_object(body)))
    for each in rules:
        for ref in each.detectors:
            contents.scan(ref)


def run(runs: int) -> None:
    short, long = streamed(CHUNKS), streamed(20 * CHUNKS)
    answer = {"choices": [{"index": 0, "message": {"content": " ".join(WORDS) * 100}}]}
    whole = json.dumps(answer).encode()
    prompt = prompt_of(8_192)
    bare = cpu_us(lambda: relay(short, None), runs)
    print(f"CPU in microseconds; a stream without any filter: {bare:.0f}")
    print(f"{'':30}{'51 chunks':>10}{'1,020':>9}{'7 KB whole':>12}{'8 KB prompt':>13}{'held':>7}")
    none = cpu_us(lambda: relay(long, None), runs // 20)
    read = cpu_us(lambda: scan(prompt, ()), runs)
    print(f"{'no filter':30}{bare:10.0f}{none:9.0f}{0:12}{read:13.0f}{0:7}")
    for name, rules in RULES.items():
        output = OutputFilter(rules, Dialect.OPENAI)
        figures = (
            cpu_us(lambda output=output: relay(short, output), runs // 5),  # type: ignore[misc]
            cpu_us(lambda output=output: relay(long, output), runs // 50),  # type: ignore[misc]
            cpu_us(lambda output=output: output.whole(whole), runs // 5),  # type: ignore[misc]
            cpu_us(lambda rules=rules: scan(prompt, rules), runs // 5),  # type: ignore[misc]
        )
        print(
            f"{name:30}{figures[0]:10.0f}{figures[1]:9.0f}{figures[2]:12.0f}{figures[3]:13.0f}"
            f"{held(long, output):7}"
        )


if __name__ == "__main__":
    run(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
