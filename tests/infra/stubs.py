"""Empty assets: what the templates say does not depend on what is in the zip files."""

from __future__ import annotations

from pathlib import Path

from infra_cdk.build import EXTRAS
from infra_cdk.config import Assets
from infra_cdk.functions.catalog import FUNCTIONS


def stub_assets(directory: Path) -> Assets:
    parts = [f"layers/{name}" for name in ("core", *EXTRAS)]
    parts += [f"functions/{spec.folder}" for spec in FUNCTIONS]
    for part in (*parts, "site/dashboard"):
        place = directory / part
        place.mkdir(parents=True, exist_ok=True)
        (place / "stub").touch()
        place.with_name(f"{place.name}.hash").write_text(f"stub-{place.name}")
    return Assets(directory)
