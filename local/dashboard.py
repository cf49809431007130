"""The built dashboard, served as CloudFront serves it: same paths, same caching, same headers."""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from infra_cdk.page_headers import PAGE_HEADERS
from local.events import HttpAnswer

_IMMUTABLE: Final = "/_app/immutable/"
_FALLBACK: Final = "200.html"
_SECURITY: Final = tuple((name.encode(), value.encode()) for name, value in PAGE_HEADERS.items())
_NOT_BUILT: Final = b"""Tollgate is running, but its dashboard is not built.

Build it with `make frontend` (Node 20 or newer); no restart is needed.
The API is at /api/v1, the model endpoints are at /v1.
"""


@dataclass(frozen=True, slots=True)
class _File:
    content: bytes
    kind: str
    tag: str


@lru_cache(maxsize=512)
def _load(path: Path, modified_ns: int) -> _File:
    """Reads a file once per version of it."""
    del modified_ns
    content = path.read_bytes()
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if kind.startswith("text/") or kind in {"application/json", "image/svg+xml"}:
        kind += "; charset=utf-8"
    return _File(content, kind, f'"{hashlib.sha256(content).hexdigest()[:32]}"')


class Dashboard:
    """Files under `directory`; paths without an extension fall back to the app's own page."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def answer(self, method: str, path: str, if_none_match: str | None) -> HttpAnswer:
        """The answer to a request for a decoded `path`."""
        if method not in {"GET", "HEAD"}:
            return _plain(405, b"only GET\n", [(b"allow", b"GET, HEAD")])
        if not (self._directory / _FALLBACK).exists():
            return _plain(503, _NOT_BUILT, [])
        found = self._find(path)
        if found is None:
            return _plain(404, b"not found\n", [])
        file = _load(found, found.stat().st_mtime_ns)
        headers = [*_SECURITY, (b"etag", file.tag.encode()), (b"cache-control", _caching(path))]
        if if_none_match == file.tag:
            return HttpAnswer(304, headers, b"")
        return HttpAnswer(200, [*headers, (b"content-type", file.kind.encode())], file.content)

    def _find(self, path: str) -> Path | None:
        if "\x00" in path:
            return None
        root = self._directory.resolve()
        wanted = (root / path.lstrip("/")).resolve()
        if not wanted.is_relative_to(root):
            return None
        page = wanted.with_name(f"{wanted.name}.html") if wanted != root else root / "index.html"
        for candidate in (wanted, page, wanted / "index.html"):
            if candidate.is_file():
                return candidate
        is_navigation = "." not in wanted.name and not path.startswith("/_app/")
        return root / _FALLBACK if is_navigation else None


def _caching(path: str) -> bytes:
    return b"public, max-age=31536000, immutable" if path.startswith(_IMMUTABLE) else b"no-cache"


def _plain(status: int, body: bytes, headers: list[tuple[bytes, bytes]]) -> HttpAnswer:
    kind = (b"content-type", b"text/plain; charset=utf-8")
    return HttpAnswer(status, [*_SECURITY, *headers, kind], body)
