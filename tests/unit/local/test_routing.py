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


@pytest.mark.parametrize(
    ("method", "path", "function"),
    [
        ("GET", "/api/v1/requests", "usage"),
        ("GET", "/api/v1/requests/req_1", "usage"),
        ("GET", "/api/v1/requests/req_1/explanation", "policies"),
        ("GET", "/api/v1/policies/violations", "policies"),
        ("POST", "/api/v1/approvals/apr_1/approve", "policies"),
    ],
)
def test_why_a_request_was_decided_so_is_the_policies_to_tell(
    method: str, path: str, function: str
) -> None:
    match = Router(ROUTES).match(method, path)
    assert match is not None
    assert match.route.function == function


def test_one_place_has_one_parameter() -> None:
    """API Gateway refuses a second name, greedy or not, below the same path."""
    names: dict[str, set[str]] = {}
    for route in ROUTES:
        segments = route.path.split("/")
        for depth, segment in enumerate(segments):
            if segment.startswith("{"):
                names.setdefault("/".join(segments[:depth]), set()).add(segment)
    assert {place for place, found in names.items() if len(found) > 1} == set()


@pytest.mark.parametrize("route", ROUTES)
def test_every_route_of_the_product_is_reached(route: Route) -> None:
    path = route.path.replace("{proxy+}", "x/y")
    match = Router(ROUTES).match("POST" if route.method == "ANY" else route.method, path)
    assert match is not None
    assert match.route == route
