"""The static dashboard: fallback, caching, and nothing from outside its directory."""

from __future__ import annotations

from pathlib import Path

import pytest

from local.dashboard import Dashboard
from local.events import HttpAnswer


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "build"
    (root / "_app" / "immutable").mkdir(parents=True)
    (root / "_app" / "immutable" / "a.js").write_text("code")
    (root / "200.html").write_text("fallback")
    (root / "sign-in.html").write_text("sign in")
    (root / "index.html").write_text("home")
    (tmp_path / "secret.json").write_text("secret")
    return root


def get(site: Path, path: str, tag: str | None = None) -> tuple[HttpAnswer, dict[bytes, bytes]]:
    answer = Dashboard(site).answer("GET", path, tag)
    return answer, dict(answer.headers)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/", b"home"),
        ("/sign-in", b"sign in"),
        ("/keys", b"fallback"),
        ("/keys/key_1", b"fallback"),
        ("/_app/immutable/a.js", b"code"),
    ],
)
def test_pages_are_found(site: Path, path: str, body: bytes) -> None:
    answer, headers = get(site, path)
    assert (answer.status, answer.body) == (200, body)
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert b"frame-ancestors 'none'" in headers[b"content-security-policy"]


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.json",
        "/_app/../../secret.json",
        "//etc/passwd.txt",
        "/missing.js",
        "/_app/missing",
        "/a\x00b",
    ],
)
def test_nothing_else_is(site: Path, path: str) -> None:
    assert get(site, path)[0].status == 404


def test_only_hashed_files_are_kept_by_browsers(site: Path) -> None:
    assert b"immutable" in get(site, "/_app/immutable/a.js")[1][b"cache-control"]
    assert get(site, "/")[1][b"cache-control"] == b"no-cache"


def test_a_known_version_is_not_sent_again(site: Path) -> None:
    tag = get(site, "/")[1][b"etag"].decode()
    assert get(site, "/", tag)[0].status == 304
    (site / "index.html").write_text("changed")
    assert get(site, "/", tag)[0].body == b"changed"


def test_only_reading_is_allowed(site: Path) -> None:
    assert Dashboard(site).answer("POST", "/", None).status == 405


def test_an_unbuilt_dashboard_says_how_to_build_it(tmp_path: Path) -> None:
    answer, _ = get(tmp_path, "/")
    assert answer.status == 503
    assert b"make frontend" in answer.body
