"""Ready-made sets of policies: what each is for, which controls it serves, and its parameters.

A template is a YAML file in `template_files`: its policies with `{{PARAMETER}}`s, each with tests
that hold whatever the parameters are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from tollgate.errors import BadRequest, NotFound
from tollgate.policies import yaml_files
from tollgate.policies.documents import canonical
from tollgate.policies.placeholders import fill, names
from tollgate.policies.schema.kinds import FLAG, USD, fraction, list_of, text, whole
from tollgate.policies.schema.records import at, refuse, said

_FOLDER: Final = Path(__file__).with_name("template_files")


class Parameter(Struct, frozen=True):
    """What may be set: a `text`, `integer`, `number`, `usd`, `flag`, `list` (of texts) or `scope`.

    One that is required has no default; `example` is what it might be.
    """

    name: str
    type: str
    description: str
    default: Any = None
    required: bool = False
    example: Any = None


class Control(Struct, frozen=True):
    """A requirement of a law or standard, and how far the policies serve it."""

    reference: str
    title: str
    how: str


class Template(Struct, frozen=True):
    """`policies` are documents with placeholders; `not_covered` is what remains to be done."""

    id: str
    name: str
    description: str
    controls: tuple[Control, ...]
    not_covered: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    policies: tuple[Mapping[str, Any], ...]


_COMMON: Final = (
    Parameter("SCOPE", "scope", "Whom the policies are for", default="organization"),
    Parameter(
        "ENFORCEMENT_LEVEL",
        "text",
        "strict acts, warn only warns, monitor only writes down",
        default="strict",
    ),
)
"""Parameters that templates share."""


def _read_scope(value: Any, path: str) -> Any:
    if not isinstance(value, str | Mapping):
        refuse(f"must be a level or {{level, ids}}, not {said(value)}", path)
    return value


_KINDS: Final[Mapping[str, Callable[[Any, str], Any]]] = {
    "text": text(500).read,
    "integer": whole().read,
    "number": fraction(-1e12, 1e12).read,
    "usd": lambda value, path: USD.show(USD.read(value, path)),
    "flag": FLAG.read,
    "list": list_of(text(500)).read,
    "scope": _read_scope,
}


@cache
def templates() -> tuple[Template, ...]:
    """Every template, by id."""
    files = sorted(_FOLDER.glob("*.yaml"))
    return tuple(_template(file.stem, yaml_files.read(file.read_text("utf-8"))) for file in files)


def template(template_id: str) -> Template:
    """The template with this id. Raises `NotFound`."""
    by_id = {each.id: each for each in templates()}
    if template_id not in by_id:
        raise NotFound(f"there is no template {template_id!r}{_near(template_id, by_id)}")
    return by_id[template_id]


def _template(template_id: str, documents: list[Any]) -> Template:
    head, *policies = documents
    used = names(policies)
    own = [Parameter(name=name, **values) for name, values in head.get("parameters", {}).items()]
    return Template(
        id=template_id,
        name=head["name"],
        description=head["description"],
        controls=tuple(Control(**values) for values in head.get("controls", ())),
        not_covered=tuple(head.get("not_covered", ())),
        parameters=(*own, *(each for each in _COMMON if each.name in used)),
        policies=tuple(policies),
    )


def instantiate(template: Template, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The canonical documents of a template's policies.

    Raises `BadRequest` on an unknown, missing or mistyped parameter (`parameters.NAME`), or where a
    value makes a policy that is refused (`policies.0.rules.…`).
    """
    values = _values(template, parameters)
    return [
        _canonical(fill(policy, values), at("policies", index))
        for index, policy in enumerate(template.policies)
    ]


def _canonical(policy: Any, path: str) -> dict[str, Any]:
    try:
        return canonical(policy)
    except BadRequest as error:
        raise BadRequest(error.message, param=at(path, error.param or "")) from error


def _values(template: Template, given: Mapping[str, Any]) -> dict[str, Any]:
    known = {each.name: each for each in template.parameters}
    for name in given:
        if name not in known:
            near = _near(str(name).upper(), known)
            refuse(f"this template has no parameter {said(name)}{near}", at("parameters", name))
    return {name: _value(each, given.get(name)) for name, each in known.items()}


def _near(name: str, known: Mapping[str, Any]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _value(parameter: Parameter, given: Any) -> Any:
    path = at("parameters", parameter.name)
    if given is None and parameter.required:
        refuse(f"is needed: {parameter.description}", path)
    value = parameter.default if given is None else given
    return None if value is None else _KINDS[parameter.type](value, path)
