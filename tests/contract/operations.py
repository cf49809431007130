"""Every operation of people, access and sign-in as it is declared, with a request that is a sample.

A route that has no sample in `events/<function>/` cannot be asked by the tests that ask every one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from functions.status.build_openapi import document
from local.routing import Router
from tests.events import EVENTS
from tollgate.http.permissions import PERMISSION, PUBLIC, SIGNED_IN
from tollgate.routes import ROUTES

FUNCTIONS: Final = ("auth", "directory", "scim", "sso")
_PARAMETER: Final = re.compile(r"{(\w+)}")
_JSON: Final = "application/json"


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation; `sample` is the name of its event, or None. `fields` are those of its body."""

    function: str
    method: str
    path: str
    permission: str
    sample: str | None
    fields: frozenset[str] | None

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def is_public(self) -> bool:
        return self.permission == PUBLIC

    @property
    def asks_for_a_right(self) -> bool:
        return self.permission not in (PUBLIC, SIGNED_IN)

    @property
    def names(self) -> list[str]:
        """The parameters of its path."""
        return _PARAMETER.findall(self.path)

    def at(self, ids: dict[str, str]) -> str:
        """Its path with these ids. Raises `KeyError` naming a parameter that has none."""
        return _PARAMETER.sub(lambda match: ids[match[1]], self.path)

    def body(self) -> Any:
        """The body of the sample, None without one."""
        body = sample_event(self.sample or "")["body"]
        return json.loads(body) if body else None


@cache
def operations() -> tuple[Operation, ...]:
    """All of them, by function and path."""
    described = document()
    router, samples = Router(ROUTES), dict(_samples())
    found = []
    for path, by_method in described["paths"].items():
        for method, operation in by_method.items():
            match = router.match(method.upper(), path)
            if match is None or match.route.function not in FUNCTIONS:
                continue
            key = (match.route.function, method.upper())
            found.append(
                Operation(
                    *key,
                    path,
                    permission=operation[PERMISSION],
                    sample=_sample_of(path, described["paths"], samples.get(key, {})),
                    fields=_fields(operation, described["components"]["schemas"]),
                )
            )
    return tuple(sorted(found, key=lambda each: (each.function, each.path, each.method)))


def sample_event(name: str) -> dict[str, Any]:
    """The event `events/<name>.json`."""
    event: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8"))
    return event


def _samples() -> Iterator[tuple[tuple[str, str], dict[str, str]]]:
    """By function and method: the names of samples by the path that they ask for."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for function in FUNCTIONS:
        for file in sorted((EVENTS / function).glob("*.json")):
            name = f"{function}/{file.stem}"
            event = sample_event(name)
            is_form = "multipart" in str(event.get("headers"))
            if "httpMethod" in event and not is_form:
                found.setdefault((function, event["httpMethod"]), {})[event["path"]] = name
    yield from found.items()


def _sample_of(path: str, paths: dict[str, Any], samples: dict[str, str]) -> str | None:
    """The sample whose path is this one's and no more specific one's."""
    literal = {other for other in paths if not _PARAMETER.search(other)}
    pattern = re.compile("".join(map(_as_pattern, re.split(r"({\w+})", path))))
    for asked, name in samples.items():
        if asked == path or (pattern.fullmatch(asked) and asked not in literal):
            return name
    return None


def _as_pattern(part: str) -> str:
    return "[^/]+" if _PARAMETER.fullmatch(part) else re.escape(part)


def _fields(operation: dict[str, Any], schemas: dict[str, Any]) -> frozenset[str] | None:
    """The names of the fields of a JSON body, None for an operation without one."""
    content = operation.get("requestBody", {}).get("content", {})
    if _JSON not in content:
        return None
    return frozenset(_names(content[_JSON]["schema"], schemas))


def _names(schema: dict[str, Any], schemas: dict[str, Any]) -> Iterator[str]:
    if "$ref" in schema:
        schema = schemas[schema["$ref"].rpartition("/")[2]]
    yield from schema.get("properties", {})
    for other in schema.get("anyOf", ()):
        yield from _names(other, schemas)
