"""Which route answers: the most specific path, then the method."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from local.routing import Router
from tollgate.routes import ROUTES, Route

ROUTER = Router(
    (
        Route("ANY", "/a/{proxy+}", "greedy"),
        Route("GET", "/a/b", "exact"),
        Route("GET", "/a/{id}/c", "parameter"),
        Route("POST", "/a/{id}/c", "posted"),
    )
)


@pytest.mark.parametrize(
    ("method", "path", "function"),
    [
        ("GET", "/a/b", "exact"),
        ("POST", "/a/b", "greedy"),
        ("GET", "/a/x/c", "parameter"),
        ("POST", "/a/x/c", "posted"),
        ("GET", "/a/b/c", "parameter"),
        ("GET", "/a/x/d", "greedy"),
        ("GET", "/a/x/c/d", "greedy"),
    ],
)
def test_the_most_specific_path_wins(method: str, path: str, function: str) -> None:
    match = ROUTER.match(method, path)
    assert match is not None
    assert match.route.function == function


@pytest.mark.parametrize("path", ["/a", "/a/", "/", "", "/b", "//a/b"])
def test_other_paths_match_nothing(path: str) -> None:
    assert ROUTER.match("GET", path) is None


def test_parameters_are_decoded() -> None:
    match = ROUTER.match("GET", "/a/x%20y/c")
    assert match is not None
    assert match.parameters == {"id": "x y"}
    match = ROUTER.match("GET", "/a/x/y%2Fz")
    assert match is not None
    assert match.parameters == {"proxy": "x/y/z"}


@settings(deadline=None)
@given(st.lists(st.text("abc{}+%/", max_size=4), max_size=6))
def test_any_path_is_answered_without_an_error(segments: list[str]) -> None:
    Router(ROUTES).match("GET", "/" + "/".join(segments))


@pytest.mark.parametrize("route", ROUTES)
def test_every_route_of_the_product_is_reached(route: Route) -> None:
    path = route.path.replace("{proxy+}", "x/y")
    match = Router(ROUTES).match("POST" if route.method == "ANY" else route.method, path)
    assert match is not None
    assert match.route == route
