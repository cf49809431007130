"""Every `curl` command of the documentation asks for an operation that there is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]
PAGES: Final = sorted((ROOT / "docs").glob("*.md"))
LOCAL_ONLY: Final = frozenset({"/outbox"})
"""What the local run answers beside the API."""

_BLOCK: Final = re.compile(r"```(?:sh|bash)\n(.*?)```", re.DOTALL)
_COMMAND: Final = re.compile(r"\bcurl\b(?:[^'\"\n|]|'[^']*'|\"[^\"]*\")*", re.DOTALL)
_ADDRESS: Final = re.compile(r"\$(?:URL|TOLLGATE)(/[^\s\"'?]*)")
_METHOD: Final = re.compile(r"-X (\w+)")
_SENDS: Final = re.compile(r"\s(?:-d|-F|--data\S*)\s")


def calls(page: Path) -> Iterator[tuple[str, str]]:
    """Method and path of each command; `$NAME` in a path stands for an id."""
    for block in _BLOCK.findall(page.read_text()):
        for command in _COMMAND.findall(block.replace("\\\n", " ")):
            address = _ADDRESS.search(command)
            if address is None:
                continue
            method = _METHOD.search(command)
            sends = _SENDS.search(command) and " -G " not in command
            yield (method[1] if method else "POST" if sends else "GET"), address[1]


@pytest.fixture(scope="module")
def operations() -> dict[str, list[re.Pattern[str]]]:
    """What the API answers, by method."""
    document = json.loads((ROOT / "functions" / "status" / "openapi.json").read_text())
    found: dict[str, list[re.Pattern[str]]] = {}
    for path, methods in document["paths"].items():
        pattern = re.compile(re.sub(r"\{\w+\}", "[^/]+", path))
        for method in methods:
            found.setdefault(method.upper(), []).append(pattern)
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_asks_for_what_there_is(page: Path, operations: dict[str, list[re.Pattern[str]]]) -> None:
    for method, path in calls(page):
        if path in LOCAL_ONLY:
            continue
        known = any(pattern.fullmatch(path) for pattern in operations.get(method, ()))
        assert known, f"{method} {path}"
        assert "$USER/" not in path, "a shell has its own USER"


def test_most_pages_about_people_have_some() -> None:
    with_calls = {page.stem for page in PAGES if any(calls(page))}
    assert {"identity", "people", "roles", "sso", "scim", "api-keys", "network"} <= with_calls
