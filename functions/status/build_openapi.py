"""Writes `openapi.json` from what the functions declare; run as a module at build time.

It cannot be done in the function, because a deployed function holds no other function's code.
"""

import json
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from functions.status.handler import DOCUMENT
from tollgate.http.openapi import describe, merge
from tollgate.proxy import openapi as data_plane
from tollgate.routes import ROUTES

_DATA_PLANE = {"proxy"}


def document() -> dict[str, Any]:
    """The merged document; a function without a handler yet is left out."""
    names = sorted({route.function for route in ROUTES} - _DATA_PLANE)
    found = [name for name in names if find_spec(f"functions.{name}") and _has_handler(name)]
    # Routes only close over their dependencies, so describing them needs none.
    control = [
        describe(import_module(f"functions.{name}.handler").make_app(_Nothing())) for name in found
    ]
    return merge([*control, data_plane.document()])


def _has_handler(name: str) -> bool:
    return find_spec(f"functions.{name}.handler") is not None


class _Nothing:
    """Stands for dependencies that are passed on and never used."""

    def __getattr__(self, name: str) -> "_Nothing":
        return self

    def __call__(self, *_: Any, **__: Any) -> "_Nothing":
        return self


def rendered() -> str:
    """The document as it is committed."""
    return json.dumps(document(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    DOCUMENT.write_text(rendered(), encoding="utf-8")
