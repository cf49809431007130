"""Assembles what is deployed, without Docker: layers from the lock, functions, the dashboard.

    python -m infra_cdk.build [--host]

writes `build/lambda` (arm64, Python 3.13) or `build/host` (this machine, for the local emulator):

    layers/core/python/tollgate     our package, with compiled code when that interpreter is here
    layers/<extra>/python           the libraries of one extra of pyproject.toml, as locked
    functions/<folder>/functions    one folder of `functions/`
    site/dashboard                  the built dashboard
    runtime/python                  for tests: what Lambda's own image brings, as locked

Beside each lies `<name>.hash`, over its sources and the lock. A part whose hash is unchanged is
left alone, and the hash names the asset, so that building twice deploys nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from infra_cdk.config import BUILD, ROOT
from infra_cdk.functions.catalog import FUNCTIONS
from infra_cdk.functions.spec import FunctionSpec

LIMIT_MB: Final = 250
"""Lambda's limit for a function with its layers, unpacked (Lambda quotas, "Deployment package")."""
LAMBDA_PYTHON: Final = "3.13"
EXTRAS: Final = ("proxy", "control", "identity", "scim", "policies", "sql")
_PACKAGES: Final = ROOT / "layers" / "core"
_NO_CODE: Final = shutil.ignore_patterns("__pycache__", "*.pyc", "*.so.tmp", ".DS_Store")
_RECIPE: Final = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
_BOTOCORE_KEPT: Final = frozenset({"dynamodb", "secretsmanager"})
_PLACEHOLDER: Final = "<!doctype html><title>Tollgate</title><p>The dashboard was not built."


class BuildFailed(Exception):
    """A tool failed or a limit is passed; the message says which."""


@dataclass(frozen=True, slots=True)
class Target:
    """For whom the code is built; `uv_arguments` choose the wheels, `python` compiles, if there."""

    name: str
    uv_arguments: tuple[str, ...]
    python: str | None

    @property
    def directory(self) -> Path:
        return BUILD / self.name

    @property
    def identity(self) -> str:
        return " ".join((self.name, *self.uv_arguments, "compiled" if self.python else "source"))


def lambda_target() -> Target:
    """arm64 Linux with the Python of the deployed runtime."""
    arguments = ("--python-platform", "aarch64-manylinux_2_28", "--python-version", LAMBDA_PYTHON)
    return Target("lambda", arguments, _interpreter(LAMBDA_PYTHON))


def host_target() -> Target:
    """This machine and this interpreter."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return Target("host", ("--python-version", version), sys.executable)


def build(target: Target) -> None:
    """Builds every part that changed. Raises `BuildFailed`."""
    if target.python is None and target.name == "lambda":
        print(f"no Python {LAMBDA_PYTHON} here: shipping without compiled code, cold starts double")
    _part(target, "layers/core", [_PACKAGES], lambda place: _core(target, place))
    for extra in EXTRAS:
        requirements = _locked("--extra", extra, "--no-default-groups")
        _part(
            target,
            f"layers/{extra}",
            [],
            lambda place, wanted=requirements: _libraries(target, place, wanted),  # type: ignore[misc]
            seed=requirements,
        )
    for folder in sorted({spec.folder for spec in FUNCTIONS}):
        sources = [ROOT / "functions" / "__init__.py", ROOT / "functions" / folder]
        _part(
            target,
            f"functions/{folder}",
            sources,
            lambda place, name=folder: _function(target, place, name),  # type: ignore[misc]
        )
    site = ROOT / "frontend" / "build"
    _part(
        target, "site/dashboard", [site] if site.exists() else [], lambda place: _site(site, place)
    )


def build_runtime(target: Target) -> Path:
    """What functions find in Lambda's image besides Python: its client and boto3, as locked.

    Never deployed; the tests start built functions with it. Raises `BuildFailed`.
    """
    versions = _locked("--only-group", "dev", "--no-hashes")
    _part(target, "runtime/python", [], lambda place: _image(target, place, versions), versions)
    return target.directory / "runtime" / "python"


def sizes(target: Target) -> dict[str, int]:
    """Bytes of each function with its layers, unpacked."""
    return {spec.name: _size(target, spec) for spec in FUNCTIONS}


def report(target: Target) -> None:
    """Prints the sizes. Raises `BuildFailed` when a function passes Lambda's limit."""
    layers = {name: _bytes(target.directory / "layers" / name) for name in ("core", *EXTRAS)}
    shown = " · ".join(f"{name} {count / 1e6:.1f} MB" for name, count in layers.items())
    print(f"layers, unpacked: {shown}")
    for name, count in sizes(target).items():
        print(f"  {name:<18} {count / 1e6:6.1f} MB with its layers")
        if count > LIMIT_MB * 2**20:
            raise BuildFailed(f"{name} has {count / 2**20:.0f} MB, Lambda takes {LIMIT_MB} MB")


def _part(
    target: Target,
    name: str,
    sources: Iterable[Path],
    make: Callable[[Path], None],
    seed: str = "",
) -> None:
    place = target.directory / name
    stamp = place.with_name(f"{place.name}.hash")
    wanted = _hash(sources, f"{target.identity}\n{_RECIPE}\n{seed}")
    if place.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    stamp.unlink(missing_ok=True)
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    make(place)
    stamp.write_text(wanted)


def _core(target: Target, place: Path) -> None:
    shutil.copytree(_PACKAGES, place, ignore=_NO_CODE, dirs_exist_ok=True)
    bootstrap = place / "bootstrap"
    if bootstrap.exists():
        bootstrap.chmod(0o755)
    _compile(target, place, "/opt")


def _libraries(target: Target, place: Path, requirements: str) -> None:
    packages = place / "python"
    listed = place.with_name(f"{place.name}.txt")
    listed.write_text(requirements)
    _uv("pip", "install", "--quiet", "--no-deps", "--only-binary", ":all:", *target.uv_arguments,
        "--target", str(packages), "--requirement", str(listed))  # fmt: skip
    _prune(packages)
    _compile(target, place, "/opt")


def _image(target: Target, place: Path, versions: str) -> None:
    listed = place.with_name(f"{place.name}.txt")
    listed.write_text(versions)
    _uv("pip", "install", "--quiet", *target.uv_arguments, "--target", str(place),
        "--constraint", str(listed), "awslambdaric", "boto3")  # fmt: skip


def _function(target: Target, place: Path, folder: str) -> None:
    package = place / "functions"
    package.mkdir()
    shutil.copy2(ROOT / "functions" / "__init__.py", package)
    shutil.copytree(ROOT / "functions" / folder, package / folder, ignore=_NO_CODE)
    _compile(target, place, "/var/task")


def _site(site: Path, place: Path) -> None:
    if site.exists():
        shutil.copytree(site, place, dirs_exist_ok=True)
        return
    print("frontend/build is missing: the deployed dashboard will say so")
    (place / "200.html").write_text(_PLACEHOLDER)


def _locked(*chosen: str) -> str:
    """The requirements of the chosen extra or group, as locked."""
    return _uv("export", "--quiet", "--frozen", *chosen, "--no-emit-project", "--no-header")


def _prune(packages: Path) -> None:
    """Removes what no deployed code reads: tests, stubs, scripts, other services' API models."""
    for pattern in ("**/tests", "**/*.pyi", "bin", "**/RECORD", "**/INSTALLER", "**/*.lock"):
        for found in list(packages.glob(pattern)):
            shutil.rmtree(found) if found.is_dir() else found.unlink()
    models = packages / "botocore" / "data"
    if models.exists():
        for service in models.iterdir():
            if service.is_dir() and service.name not in _BOTOCORE_KEPT:
                shutil.rmtree(service)


def _compile(target: Target, place: Path, deployed: str) -> None:
    """Adds compiled code that is trusted unchecked: Lambda's read-only disk never gets any."""
    if target.python is None:
        return
    _run([target.python, "-m", "compileall", "-q", "-j", "1", "--invalidation-mode",
          "unchecked-hash", "-s", str(place), "-p", deployed, str(place)])  # fmt: skip


def _interpreter(version: str) -> str | None:
    """An interpreter of that version that truly runs: on the path, of pyenv, or of uv."""
    name = f"python{version}"
    installed = Path.home().glob(f".pyenv/versions/{version}.*/bin/{name}")
    managed = Path.home().glob(f".local/share/uv/python/cpython-{version}.*/bin/{name}")
    for candidate in (shutil.which(name), *map(str, installed), *map(str, managed)):
        if candidate and _runs(candidate):
            return candidate
    return None


def _runs(python: str) -> bool:
    """Whether it starts: a version manager's shim may exist for a version that is switched off."""
    done = subprocess.run([python, "-c", ""], capture_output=True, check=False)
    return done.returncode == 0


def _hash(sources: Iterable[Path], seed: str) -> str:
    digest = hashlib.sha256(seed.encode())
    for source in sources:
        files = sorted(source.rglob("*")) if source.is_dir() else [source]
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(f"{file.relative_to(ROOT)}\0".encode())
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _size(target: Target, spec: FunctionSpec) -> int:
    parts = [target.directory / "layers" / name for name in spec.layers]
    return sum(_bytes(part) for part in (*parts, target.directory / "functions" / spec.folder))


def _bytes(directory: Path) -> int:
    return sum(file.stat().st_size for file in directory.rglob("*") if file.is_file())


def _uv(*arguments: str) -> str:
    return _run([_uv_path(), *arguments])


def _uv_path() -> str:
    beside = Path(sysconfig.get_path("scripts")) / "uv"
    found = str(beside) if beside.exists() else shutil.which("uv")
    if found is None:
        raise BuildFailed("uv is not installed")
    return found


def _run(command: list[str]) -> str:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildFailed(f"{' '.join(command[:3])} failed: {done.stderr.strip()}")
    return done.stdout


def main() -> None:
    parser = argparse.ArgumentParser(description="Assemble what is deployed.")
    parser.add_argument("--host", action="store_true", help="for this machine, not for Lambda")
    target = host_target() if parser.parse_args().host else lambda_target()
    try:
        build(target)
        report(target)
    except BuildFailed as failed:
        raise SystemExit(f"build: {failed}") from failed


if __name__ == "__main__":
    main()
