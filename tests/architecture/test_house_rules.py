"""House rules that no linter knows: each test's docstring states the fault that it prevents."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "layers" / "core" / "python" / "tollgate"
SOURCES = sorted([*PACKAGE.rglob("*.py"), *(ROOT / "functions").rglob("*.py")])
MAY_READ_ENVIRONMENT = {"settings.py"}
MAY_CATCH_EVERYTHING = {
    "tollgate/proxy/pipeline.py",  # the last resort: a 500 with the request's id
    "functions/deployment/answer.py",  # whatever fails, CloudFormation must hear of it
    "tollgate/runtime/loop.py",  # a handler's failure is reported to the Runtime API
}


_FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _nested_lines(node: ast.AST) -> int:
    """Lines of the functions defined directly inside: a list of routes is read one by one."""
    children = ast.iter_child_nodes(node)
    return sum(_lines(child) for child in children if isinstance(child, _FUNCTIONS))


def _name(path: Path) -> str:
    base = ROOT if path.is_relative_to(ROOT / "functions") else PACKAGE.parent
    return path.relative_to(base).as_posix()


def _trees() -> Iterator[tuple[str, ast.Module]]:
    for path in SOURCES:
        yield _name(path), ast.parse(path.read_text(encoding="utf-8"))


def test_the_environment_is_read_in_settings_alone() -> None:
    """A function that reads a variable elsewhere starts without it and fails in production."""
    offenders = [
        f"{name}:{node.lineno}"
        for name, tree in _trees()
        if Path(name).name not in MAY_READ_ENVIRONMENT
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in ("environ", "getenv")
        and isinstance(node.value, ast.Name)
        and node.value.id == "os"
    ]
    assert offenders == []


def test_everything_is_caught_in_named_places_alone() -> None:
    """A broad `except` elsewhere turns a failure into an answer that looks right."""
    offenders = [
        f"{name}:{node.lineno}"
        for name, tree in _trees()
        if name not in MAY_CATCH_EVERYTHING
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id == "Exception"))
    ]
    assert offenders == []


def test_nothing_is_made_at_import() -> None:
    """A client or a setting made at import needs variables that a test or a build does not have."""
    offenders = [
        f"{name}:{node.lineno}"
        for name, tree in _trees()
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.Expr)
        for call in ast.walk(node)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in ("from_env", "client", "resource", "connect")
    ]
    assert offenders == []


@pytest.mark.parametrize(
    "folder",
    sorted(
        p.name for p in (ROOT / "functions").iterdir() if p.is_dir() and not p.name.startswith("_")
    ),
)
def test_every_function_has_sample_events(folder: str) -> None:
    """A function without a sample event is tested on an event that somebody imagined."""
    if folder == "deployment":
        pytest.skip("its events are CloudFormation's, kept beside its tests")
    assert list((ROOT / "events" / folder).glob("*.json"))


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_modules_and_public_definitions_say_what_they_are(path: Path) -> None:
    """A public name without a word about shapes, units and errors is a guess for its caller."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if tree.body:
        assert ast.get_docstring(tree), "the module has no docstring"


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_functions_stay_small(path: Path) -> None:
    """A function of more than fifty lines is read by nobody."""
    long = [
        node.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, _FUNCTIONS) and _lines(node) - _nested_lines(node) > 50
    ]
    assert long == []
