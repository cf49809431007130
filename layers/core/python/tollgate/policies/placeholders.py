"""`{{PLACEHOLDER}}`s in documents: filled with values, or with text inside a text.

`{{MODELS.first}}` is the first entry of a list.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from tollgate.errors import BadRequest
from tollgate.policies.schema.records import at, suggestion

_PLACEHOLDER: Final = re.compile(r"\{\{\s*([A-Z][A-Z0-9_]*)(\.first)?\s*\}\}")


def fill(value: Any, parameters: Mapping[str, Any], path: str = "") -> Any:
    """`value` with every placeholder replaced.

    A text that is one placeholder becomes the parameter's value as it is; within a longer text it
    is written out. A member or an entry that becomes None is left out. Raises `BadRequest` on a
    placeholder without a parameter.
    """
    if isinstance(value, Mapping):
        filled = {
            fill(name, parameters, path): fill(each, parameters, at(path, str(name)))
            for name, each in value.items()
        }
        return {name: each for name, each in filled.items() if each is not None}
    if isinstance(value, list):
        items = (fill(each, parameters, at(path, index)) for index, each in enumerate(value))
        return [each for each in items if each is not None]
    if not isinstance(value, str):
        return value
    if whole := _PLACEHOLDER.fullmatch(value):
        return _parameter(whole, parameters, path)
    return _PLACEHOLDER.sub(lambda found: str(_parameter(found, parameters, path)), value)


def names(value: Any) -> set[str]:
    """The placeholders that occur in `value`."""
    if isinstance(value, Mapping):
        return {name for each in (*value, *value.values()) for name in names(each)}
    if isinstance(value, list):
        return {name for each in value for name in names(each)}
    return {match[1] for match in _PLACEHOLDER.finditer(value)} if isinstance(value, str) else set()


def _parameter(found: re.Match[str], parameters: Mapping[str, Any], path: str) -> Any:
    name = found[1]
    if name not in parameters:
        near = suggestion(name, parameters)
        raise BadRequest(f"the placeholder {name} has no value{near}", param=path)
    value = parameters[name]
    if found[2] and isinstance(value, list):
        return value[0] if value else None
    return value
