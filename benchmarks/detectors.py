"""What the detectors cost, and what of labelled data they find.

    python -m benchmarks.detectors [labelled.json ...]

Speed is CPU time of this thread, each text a different one, as prompts are: RE2 is several times
faster on a text that it has seen. A labelled file is a JSON list of presidio-research's records
(`full_text`, `spans`) or of `{text, NER: [{entity, label}]}`; any text between the labels counts as
clean, so that a find there lowers precision.
"""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tollgate.detectors.catalog import open_detector
from tollgate.detectors.models import DetectorRef

ROOT = Path(__file__).parents[1]
REFS = {
    "pii": DetectorRef("pii"),
    "phi": DetectorRef("phi"),
    "financial": DetectorRef("financial"),
    "secrets": DetectorRef("secrets"),
    "pattern": DetectorRef("pattern", json.dumps({"pattern": r"(?i)\bproject[ -]aurora\b"})),
    "keywords, 1,000": DetectorRef(
        "keywords", json.dumps({"words": [f"codename{n} alpha" for n in range(1_000)]})
    ),
}
KINDS = {
    "CREDIT_CARD": "pii.credit_card",
    "EMAIL_ADDRESS": "pii.email",
    "EMAIL": "pii.email",
    "IBAN_CODE": "pii.iban",
    "IBAN": "pii.iban",
    "IP_ADDRESS": "pii.ip_address",
    "US_SSN": "pii.ssn",
    "SSN": "pii.ssn",
    "PHONE_NUMBER": "pii.phone",
    "PHONE": "pii.phone",
    "US_DRIVER_LICENSE": "pii.drivers_license",
    "DRIVER_LICENSE": "pii.drivers_license",
    "PASSPORT": "pii.passport",
    "STREET_ADDRESS": "pii.us_address",
    "ADDRESS": "pii.us_address",
    "AADHAR": "pii.in_aadhaar",
    "PAN": "pii.in_pan",
    "PATIENT_ID": "phi.medical_record",
    "ROUTING_NUMBER": "financial.us_routing",
    "BANK_ACCOUNT": "financial.bank_account",
    "PASSWORD": "secrets",
}
_ATTACKS = ("injection", "unicode", "exfiltration")
CONFIDENCE = 0.5
"""What a policy counts unless it says otherwise."""


class Labelled(NamedTuple):
    text: str
    spans: list[tuple[int, int, str]]


def prompts(size: int, count: int, dense: bool = False) -> list[str]:
    """Texts of this project's documents and sources; `dense` ones have numbers in every line."""
    rng = random.Random(size)
    files = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("functions/**/*.py")]
    lines = [line for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    numbers = ["4111 1111 1111 1111", "212-555-0123", "123-45-6789", "joe@example.com", "10.2.3.4"]
    texts = []
    for _ in range(count):
        start = rng.randrange(len(lines))
        text = ""
        while len(text) < size:
            text += lines[start % len(lines)] + (f" {rng.choice(numbers)}\n" if dense else "\n")
            start += 1
        texts.append(text[:size])
    return texts


def seconds(scan: object, text: str) -> float:
    began = time.thread_time()
    scan(text)  # type: ignore[operator]
    return time.thread_time() - began


def of_loading() -> None:
    """In a fresh process each: import, open, and the first scan, which compiles."""
    print(f"{'CPU ms in a fresh process':28}{'import':>9}{'open':>9}{'first scan':>12}")
    program = """
import sys, time
began = time.process_time()
from tollgate.detectors.catalog import open_detector
from tollgate.detectors.models import DetectorRef
imported = time.process_time()
detector = open_detector(DetectorRef(*sys.argv[1:]))
opened = time.process_time()
detector.scan("Call +1 212 555 0123, card 4111 1111 1111 1111, token = x")
print(imported - began, opened - imported, time.process_time() - opened)
"""
    for name, ref in REFS.items():
        command = [sys.executable, "-c", program, ref.name, *([ref.config] if ref.config else [])]
        runs = [
            [float(part) for part in subprocess.check_output(command, text=True).split()]
            for _ in range(5)
        ]
        middle = [statistics.median(column) * 1000 for column in zip(*runs, strict=True)]
        print(f"{name:28}{middle[0]:9.1f}{middle[1]:9.1f}{middle[2]:12.1f}")


def of_speed() -> None:
    """Each detector, and the first four together, which share the readings of a text."""
    shapes = {
        "8 KB": prompts(8_192, 400),
        "8 KB dense": prompts(8_192, 200, dense=True),
        "1 MB": prompts(1 << 20, 3),
    }
    print(
        f"\n{'CPU ms a text':40}" + "".join(f"{name + ' p50 / p99':>24}" for name in shapes), end=""
    )
    print(f"{'MB/s at 1 MB':>15}")
    detectors = {name: [open_detector(ref)] for name, ref in REFS.items()}
    four = [each for (each,) in list(detectors.values())[:4]]
    detectors["pii, phi, financial, secrets"] = four
    detectors["and " + ", ".join(_ATTACKS)] = [
        *four,
        *(open_detector(DetectorRef(name)) for name in _ATTACKS),
    ]
    for name, group in detectors.items():
        for text in shapes["8 KB"][:50]:
            seconds(lambda text, group=group: [each.scan(text) for each in group], text)
        row, middle = f"{name:40}", 0.0
        for texts in shapes.values():
            taken = sorted(
                seconds(lambda text, group=group: [each.scan(text) for each in group], text)
                for text in texts[50:] or texts
            )
            middle = taken[len(taken) // 2]
            row += f"{middle * 1000:15.2f} /{taken[int(len(taken) * 0.99)] * 1000:7.2f}"
        print(f"{row}{1 / middle:15.1f}")


def labelled(path: Path) -> Iterator[Labelled]:
    for record in json.loads(path.read_text(encoding="utf-8")):
        if "full_text" in record:
            spans = [
                (span["start_position"], span["end_position"], span["entity_type"])
                for span in record["spans"]
            ]
            yield Labelled(record["full_text"], spans)
        else:
            text = record["text"]
            named = [each for each in record["NER"] if each.get("entity", "") in text]
            yield Labelled(
                text,
                [
                    (at := text.index(each["entity"]), at + len(each["entity"]), each["label"])
                    for each in named
                    if each.get("entity")
                ],
            )


def of_finds(path: Path) -> None:
    """Recall of each label, and how much of what was found of its kind lies in such a label."""
    detectors = [open_detector(REFS[name]) for name in ("pii", "phi", "financial", "secrets")]
    meant, found, right, wrong = Counter(), Counter(), Counter(), Counter()  # type: ignore[var-annotated]
    for text, spans in labelled(path):
        matches = {
            (
                match.start,
                match.end,
                match.kind.partition(".")[0] if "secrets" in match.kind else match.kind,
            )
            for detector in detectors
            for match in detector.scan(text)
            if match.confidence >= CONFIDENCE
        }
        for start, end, label in spans:
            kind = KINDS.get(label)
            meant[label] += 1
            found[label] += any(
                other == kind and first < end and start < last for first, last, other in matches
            )
        for start, end, kind in matches:
            covered = [label for first, last, label in spans if first < end and start < last]
            is_right = any(KINDS.get(label) == kind for label in covered)
            right[kind] += is_right
            wrong[kind] += not is_right
    print(f"\n{path.name:28}{'labelled':>9}{'recall':>9}{'found':>9}{'precision':>11}")
    for label in sorted(set(meant) & set(KINDS)):
        kind = KINDS[label]
        total = right[kind] + wrong[kind]
        precision = f"{right[kind] / total:11.3f}" if total else f"{'-':>11}"
        print(f"{label:28}{meant[label]:9}{found[label] / meant[label]:9.3f}{total:9}{precision}")
    others = {kind: count for kind, count in wrong.items() if kind not in map(KINDS.get, meant)}
    print(f"finds of kinds that this file does not label: {others or 'none'}")


def main(arguments: list[str]) -> None:
    of_loading()
    of_speed()
    for path in arguments:
        of_finds(Path(path))


if __name__ == "__main__":
    main(sys.argv[1:])
