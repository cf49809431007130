"""The build: what changes a hash, what is pruned, and the limit."""

from __future__ import annotations

from pathlib import Path

import pytest

from infra_cdk import build
from infra_cdk.build import BuildFailed, Target
from infra_cdk.functions.catalog import FUNCTIONS

TARGET = Target("lambda", (), None)


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(build, "ROOT", tmp_path)
    monkeypatch.setattr(build, "BUILD", tmp_path / "build")
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "a.py").write_text("a = 1\n")
    return folder


def _made(target: Target, source: Path, seed: str = "") -> bool:
    calls: list[Path] = []
    build._part(target, "layers/x", [source], calls.append, seed)
    return bool(calls)


def test_an_unchanged_part_is_left_alone(source: Path) -> None:
    assert _made(TARGET, source)
    assert not _made(TARGET, source)


def test_source_lock_and_target_each_make_it_anew(source: Path) -> None:
    assert _made(TARGET, source)
    (source / "a.py").write_text("a = 2\n")
    assert _made(TARGET, source)
    assert _made(TARGET, source, seed="msgspec==9")
    compiled = Target("lambda", (), "python3.13")
    assert _made(compiled, source, seed="msgspec==9")


def test_compiled_leftovers_do_not_count(source: Path) -> None:
    assert _made(TARGET, source)
    (source / "__pycache__").mkdir()
    (source / "__pycache__" / "a.cpython-311.pyc").write_bytes(b"x")
    assert not _made(TARGET, source)


def test_a_build_that_broke_off_is_made_again(source: Path) -> None:
    def breaks(_: Path) -> None:
        raise BuildFailed("no wheel")

    with pytest.raises(BuildFailed):
        build._part(TARGET, "layers/x", [source], breaks)
    assert _made(TARGET, source)


def test_only_the_needed_service_models_ship(tmp_path: Path) -> None:
    for name in ("dynamodb", "secretsmanager", "ec2"):
        (tmp_path / "botocore" / "data" / name).mkdir(parents=True)
    (tmp_path / "botocore" / "data" / "endpoints.json").touch()
    (tmp_path / "pkg" / "tests").mkdir(parents=True)
    (tmp_path / "pkg" / "a.pyi").touch()
    build._prune(tmp_path)
    left = {path.name for path in (tmp_path / "botocore" / "data").iterdir()}
    assert left == {"dynamodb", "secretsmanager", "endpoints.json"}
    assert not list((tmp_path / "pkg").iterdir())


def test_a_function_above_the_limit_fails_the_build(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "LIMIT_MB", 0)
    for spec in FUNCTIONS:
        place = TARGET.directory / "functions" / spec.folder
        place.mkdir(parents=True, exist_ok=True)
        (place / "handler.py").write_text("x = 1\n")
    with pytest.raises(BuildFailed, match="Lambda takes"):
        build.report(TARGET)
    assert source.exists()


def test_layers_and_extras_are_the_same_names() -> None:
    named = {layer for spec in FUNCTIONS for layer in spec.layers}
    assert named == {"core", *build.EXTRAS}


def test_a_changed_recipe_makes_every_part_anew(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _made(TARGET, source)
    monkeypatch.setattr(build, "_RECIPE", "another")
    assert _made(TARGET, source)


def test_what_stands_for_lambdas_image_is_as_locked(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[tuple[str, ...]] = []

    def uv(*arguments: str) -> str:
        called.append(arguments)
        return "boto3==1.2.3\n"

    monkeypatch.setattr(build, "_uv", uv)
    place = build.build_runtime(TARGET)
    [(_, *export), (_, *install)] = called
    assert "--frozen" in export
    constraint = Path(install[install.index("--constraint") + 1])
    assert constraint.read_text() == "boto3==1.2.3\n"
    assert install[-2:] == ["awslambdaric", "boto3"]
    assert place.is_relative_to(source.parent)


def test_the_same_sources_have_the_same_hash_wherever_they_lie(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = set()
    for place in ("here", "there"):
        folder = tmp_path / place / "source"
        folder.mkdir(parents=True)
        for name in ("a.py", "b.py") if place == "here" else ("b.py", "a.py"):
            (folder / name).write_text(name)
        monkeypatch.setattr(build, "ROOT", tmp_path / place)
        seen.add(build._hash([folder], "lock"))
    assert len(seen) == 1
