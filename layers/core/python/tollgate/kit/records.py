"""Frozen dataclasses that cost little to define.

`dataclasses.dataclass` compiles six methods for each class, in half a millisecond; of the classes
that a data-plane call needs that made a third of the time of their imports. The `dataclass` of this
module makes the same to those who use it (fields, `replace`, `asdict`, patterns, slots, equality
and hash by value), but compiles only `__init__`: the other methods are shared by all classes.
"""

from __future__ import annotations

import dataclasses
from functools import partial
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, frozen, slots, kw_only=False):
        """`@dataclass(frozen=True, slots=True)`; raises `TypeError` for any other kind."""
        if not (frozen and slots):
            raise TypeError("only frozen dataclasses with slots are made here")
        return partial(_record, kw_only)


def _record(kw_only: bool, cls: type) -> type:  # noqa: FBT001 - bound by name of the option
    made: Any = dataclasses.dataclass(
        init=False, repr=False, eq=False, slots=True, kw_only=kw_only
    )(cls)
    fields = dataclasses.fields(made)
    made.__init__ = _init_of(made, fields)
    made.__record__ = tuple(field.name for field in fields)
    for name, method in _SHARED.items():
        if made.__dict__.get(name) is None:
            setattr(made, name, method)
    return made  # type: ignore[no-any-return]


def _init_of(cls: type, fields: tuple[dataclasses.Field[Any], ...]) -> Any:
    """The one method that is called too often to do without its compilation."""
    names: dict[str, Any] = {"_set": object.__setattr__, "_missing": dataclasses.MISSING}
    given: dict[bool, list[str]] = {False: ["self"], True: []}
    lines = []
    for field in fields:
        if not (field.init and field.compare and field.hash is None):
            raise TypeError(f"there is no such field here: {cls.__name__}.{field.name}")
        name = value = field.name
        parameters = given[bool(field.kw_only)]
        if field.default is not dataclasses.MISSING:
            names[f"_default_{name}"] = field.default
            parameters.append(f"{name}=_default_{name}")
        elif field.default_factory is not dataclasses.MISSING:
            names[f"_new_{name}"] = field.default_factory
            parameters.append(f"{name}=_missing")
            value = f"_new_{name}() if {name} is _missing else {name}"
        else:
            parameters.append(name)
        lines.append(f"_set(self, {name!r}, {value})")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    by_name = ["*", *given[True]] if given[True] else []
    head = f"def __init__({', '.join([*given[False], *by_name])}):"
    # As dataclasses do it; the text is made of the names of the class's own fields.
    exec("\n ".join([head, *(lines or ["pass"])]), names)  # noqa: S102
    return names["__init__"]


def _values(self: Any) -> tuple[Any, ...]:
    return tuple([getattr(self, name) for name in self.__record__])


def _repr(self: Any) -> str:
    shown = [field.name for field in dataclasses.fields(self) if field.repr]
    values = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
    return f"{type(self).__qualname__}({values})"


def _eq(self: Any, other: object) -> Any:
    if other.__class__ is not self.__class__:
        return NotImplemented
    return _values(self) == _values(other)


def _hash(self: Any) -> int:
    return hash(_values(self))


def _refuse(self: Any, name: str, *_: object) -> None:
    raise dataclasses.FrozenInstanceError(f"{name!r} of a {type(self).__name__} does not change")


def _restore(self: Any, values: tuple[Any, ...]) -> None:
    for name, value in zip(self.__record__, values, strict=True):
        object.__setattr__(self, name, value)


_SHARED = {
    "__repr__": _repr,
    "__eq__": _eq,
    "__hash__": _hash,
    "__setattr__": _refuse,
    "__delattr__": _refuse,
    "__getstate__": _values,
    "__setstate__": _restore,
}
