"""Policies as YAML files in Git: read strictly, written the same way every time.

Read is YAML 1.2's core schema, in which `no` is a text and `17:00` is not a number, without
anchors, aliases, tags and repeated keys. Written are texts in quotes wherever an older reader would
take them for something else, so the files mean the same everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

import yaml

from tollgate.errors import BadRequest, TooLarge
from tollgate.policies.documents import canonical, outside
from tollgate.policies.placeholders import fill
from tollgate.policies.schema.records import at

LARGEST: Final = 1_000_000
MOST_DOCUMENTS: Final = 1_000
_DEEPEST: Final = 20
_PLAIN_DECIMAL: Final = re.compile(r"[-+]?[0-9]{1,12}\.[0-9]{1,12}")
_LONGEST_NUMBER: Final = 40
_WIDTH: Final = 100


def load(text: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    """The canonical documents of a file, its placeholders filled where there are `parameters`.

    A file has one policy per YAML document, or a list of them under `policies`. Raises `BadRequest`
    with a path such as `documents.1.rules.patterns`, or `TooLarge`.
    """
    found = [
        (path, policy)
        for index, document in enumerate(read(text))
        for path, policy in _policies(document, at("documents", index))
    ]
    if len(found) > MOST_DOCUMENTS:
        raise TooLarge(f"at most {MOST_DOCUMENTS} policies at once")
    if parameters is not None:
        found = [(path, fill(policy, parameters, path)) for path, policy in found]
    return [_canonical(policy, path) for path, policy in found]


def _policies(document: Any, path: str) -> list[tuple[str, Any]]:
    if isinstance(document, Mapping) and isinstance(document.get("policies"), list):
        if others := [name for name in document if name != "policies"]:
            raise BadRequest("beside policies stands nothing else", param=at(path, str(others[0])))
        where = at(path, "policies")
        return [(at(where, index), each) for index, each in enumerate(document["policies"])]
    return [(path, document)]


def _canonical(policy: Any, path: str) -> dict[str, Any]:
    try:
        return canonical(policy)
    except BadRequest as error:
        where = at(path, error.param) if error.param else path
        raise BadRequest(error.message, param=where) from error


def read(text: str) -> list[Any]:
    """The YAML documents of `text`, empty ones left out; see this module for what is refused."""
    if len(text) > LARGEST:
        raise TooLarge(f"a file has at most {LARGEST} characters")
    try:
        _check_events(text)
        documents = list(yaml.load_all(text, Loader=_Loader))
    except yaml.YAMLError as error:
        raise BadRequest(f"this is not YAML: {_first_line(error)}") from error
    except (ValueError, RecursionError) as error:
        raise BadRequest("this is not YAML that can be read") from error
    return [document for document in documents if document is not None]


def _first_line(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "it cannot be read"
    return f"{problem} (line {mark.line + 1})" if mark else str(problem)


def _check_events(text: str) -> None:
    """Refuses, before anything is built, what could make little text into much data."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _refused("anchors and aliases are not used here", event)
        if getattr(event, "tag", None):
            raise _refused("tags are not used here", event)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _DEEPEST:
                raise _refused("it is nested too deep", event)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _refused(reason: str, event: yaml.Event) -> BadRequest:
    mark = event.start_mark
    return BadRequest(f"{reason} (line {mark.line + 1})" if mark else reason)


_CORE_SCHEMA: Final = (
    ("null", re.compile(r"^(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""]),
    ("bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")),
    (
        "float",
        re.compile(r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$"),
        list("-+.0123456789"),
    ),
)
"""Plain scalars that are no texts: `tag, pattern, first characters`; whole numbers are floats."""


class _Loader(yaml.CSafeLoader):
    """PyYAML's safe loader with the core schema of YAML 1.2."""

    # Replaces, and does not extend, the resolvers of YAML 1.1 that the base class has.
    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012


def _construct_mapping(loader: _Loader, node: yaml.MappingNode) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if isinstance(key, int) and not isinstance(key, bool):
            key = str(key)
        if not isinstance(key, str):
            raise BadRequest(f"a key must be a text (line {key_node.start_mark.line + 1})")
        if key in values:
            line = key_node.start_mark.line + 1
            raise BadRequest(f"the key {key!r} occurs twice (line {line})", param=key)
        values[key] = loader.construct_object(value_node, deep=True)
    return values


def _construct_number(loader: _Loader, node: yaml.ScalarNode) -> int | float | Decimal:
    """Decimals stay exact, because dollars do."""
    text = str(loader.construct_scalar(node))
    if len(text) > _LONGEST_NUMBER:
        raise BadRequest(f"this number is too long (line {node.start_mark.line + 1})")
    if _PLAIN_DECIMAL.fullmatch(text):
        return Decimal(text)
    return float(text) if "." in text or "e" in text.lower() else int(text)


_Loader.add_constructor("tag:yaml.org,2002:map", _construct_mapping)
_Loader.add_constructor("tag:yaml.org,2002:float", _construct_number)


def dump(documents: Iterable[Mapping[str, Any]]) -> str:
    """Canonical documents as a file that `load` reads back to the same.

    Members stand in the order of the reference, amounts of dollars as plain numbers.
    """
    return yaml.dump_all(
        (_with_numbers(outside(document)) for document in documents),
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=False,
        explicit_start=True,
        width=_WIDTH,
    )


def _with_numbers(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {
            name: Decimal(each)
            if name.endswith("_usd") and isinstance(each, str)
            else _with_numbers(each)
            for name, each in value.items()
        }
    return [_with_numbers(each) for each in value] if isinstance(value, list) else value


class _Dumper(yaml.SafeDumper):
    """Block style, lists indented, no anchors for what occurs twice."""

    def ignore_aliases(self, data: Any) -> bool:
        del data
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002
        del indentless
        super().increase_indent(flow, False)  # noqa: FBT003 - the base class's own shape


def _represent_decimal(dumper: _Dumper, value: Decimal) -> yaml.ScalarNode:
    text = f"{value:f}"
    kind = "float" if "." in text else "int"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{kind}", text)


_Dumper.add_representer(Decimal, _represent_decimal)

# A text is quoted where either schema would take it for something else.
for _tag, _shape, _first in _CORE_SCHEMA:
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", _shape, _first)
    _Dumper.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", _shape, _first)
