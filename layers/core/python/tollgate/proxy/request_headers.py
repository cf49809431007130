"""Tollgate's own request headers: `Idempotency-Key` and `x-tollgate-tags`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from tollgate.errors import BadRequest

_LONGEST_KEY: Final = 255
_MOST_TAGS: Final = 10
_TAG = re.compile(r"([A-Za-z0-9_.:/@-]{1,64})=([^,=\x00-\x1f\x7f]{0,128})")


def idempotency_key(headers: Mapping[str, str]) -> str | None:
    """At most 255 printable ASCII characters. Raises `BadRequest` for anything else."""
    key = headers.get("idempotency-key")
    if key is None:
        return None
    if not 0 < len(key) <= _LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise BadRequest(
            f"Idempotency-Key must be 1 to {_LONGEST_KEY} printable ASCII characters",
            param="Idempotency-Key",
        )
    return key


def tags(headers: Mapping[str, str]) -> dict[str, str]:
    """Cost allocation tags from `x-tollgate-tags: project=apollo,env=prod`.

    At most ten, names of 64 characters, values of 128. Raises `BadRequest` otherwise.
    """
    given = headers.get("x-tollgate-tags", "").strip()
    if not given:
        return {}
    found = [_TAG.fullmatch(part.strip()) for part in given.split(",")]
    pairs = {match[1]: match[2].strip() for match in found if match}
    if len(pairs) != len(found) or len(pairs) > _MOST_TAGS:
        raise BadRequest(
            "x-tollgate-tags must be up to ten different name=value pairs, separated by commas",
            param="x-tollgate-tags",
        )
    return pairs
