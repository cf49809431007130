"""Finds the route of a request as API Gateway does: the most specific path wins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote

from tollgate.routes import Route


@dataclass(frozen=True, slots=True)
class Match:
    """A route and the values of its path's parameters, percent-decoded."""

    route: Route
    parameters: dict[str, str]


@dataclass(slots=True)
class _Node:
    exact: dict[str, _Node] = field(default_factory=dict)
    parameter: tuple[str, _Node] | None = None
    greedy: tuple[str, dict[str, Route]] | None = None
    routes: dict[str, Route] = field(default_factory=dict)


class Router:
    """Matches segment by segment: an exact one before `{name}`, that before `{name+}`."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._root = _Node()
        for route in routes:
            self._add(route)

    def match(self, method: str, path: str) -> Match | None:
        """The route for `method` on `path` (still percent-encoded), or None."""
        segments = path.removeprefix("/").split("/")
        return _find(self._root, method, segments, {})

    def _add(self, route: Route) -> None:
        node = self._root
        for segment in route.path.removeprefix("/").split("/"):
            if segment.endswith("+}"):
                node.greedy = node.greedy or (segment[1:-2], {})
                node.greedy[1][route.method] = route
                return
            if segment.startswith("{"):
                node.parameter = node.parameter or (segment[1:-1], _Node())
                node = node.parameter[1]
            else:
                node = node.exact.setdefault(segment, _Node())
        node.routes[route.method] = route


def _find(
    node: _Node, method: str, segments: list[str], parameters: dict[str, str]
) -> Match | None:
    if not segments:
        return _chosen(node.routes, method, parameters)
    head, rest = segments[0], segments[1:]
    found = None
    if head in node.exact:
        found = _find(node.exact[head], method, rest, parameters)
    if found is None and node.parameter is not None and head:
        name, following = node.parameter
        found = _find(following, method, rest, {**parameters, name: unquote(head)})
    if found is None and node.greedy is not None and any(segments):
        name, routes = node.greedy
        found = _chosen(routes, method, {**parameters, name: unquote("/".join(segments))})
    return found


def _chosen(routes: dict[str, Route], method: str, parameters: dict[str, str]) -> Match | None:
    route = routes.get(method) or routes.get("ANY")
    return None if route is None else Match(route, parameters)
