"""What `docs/security.md` names as evidence exists."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
EVIDENCE = re.findall(r"`([\w./]+\.py)(?:::(\w+))?`", PAGE)


def test_every_test_that_is_named_exists() -> None:
    """An answer to an auditor that points to nothing is worse than none."""
    missing = [
        f"{path}::{name}"
        for path, name in EVIDENCE
        if not (ROOT / "tests" / path).is_file()
        or (name and f"def {name}(" not in (ROOT / "tests" / path).read_text(encoding="utf-8"))
    ]
    assert len(EVIDENCE) > 50
    assert missing == []


def test_every_yes_names_its_evidence() -> None:
    rows = [line.split("|")[1:-1] for line in PAGE.splitlines() if re.match(r"\| \d+\.\d", line)]
    assert len(rows) > 60
    unshown = [cells[0].strip() for cells in rows if "Yes" in cells[2] and not cells[3].strip()]
    assert set(unshown) <= {"7.1.3"}, "only what is documentation alone needs no test"
