"""Reading an object so that nothing of it can be lost.

A translator takes or accepts each member by name; whatever it did not name is refused. So a field
that a provider adds tomorrow is refused by its name, and never dropped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from tollgate.errors import BadRequest

if TYPE_CHECKING:
    from collections.abc import Collection


class Fields:
    """The members of one object of a request; `where` is its path, empty for the body itself."""

    def __init__(self, value: Any, where: str, target: str) -> None:
        self._where = where
        self._target = target
        if not isinstance(value, dict):
            raise BadRequest(f"{where} must be an object", param=where)
        self._left = dict(value)

    def path(self, name: str) -> str:
        return f"{self._where}.{name}" if self._where else name

    def take(self, name: str) -> Any:
        """The member, None when it is absent or null."""
        return self._left.pop(name, None)

    def text(self, name: str) -> str:
        """A member that must be text."""
        value = self.take(name)
        if not isinstance(value, str):
            raise BadRequest(f"{self.path(name)} must be text", param=self.path(name))
        return value

    def items(self, name: str) -> list[Any]:
        """A member that must be a list; empty when it is absent."""
        value = self.take(name)
        if value is not None and not isinstance(value, list):
            raise BadRequest(f"{self.path(name)} must be a list", param=self.path(name))
        return value or []

    def accept(self, name: str, neutral: Collection[Any]) -> None:
        """A member without counterpart, whose only values may be those that change nothing."""
        value = self._left.pop(name, None)
        if value is not None and value not in neutral:
            self.refuse(name)

    def refuse(self, name: str) -> NoReturn:
        path = self.path(name)
        raise BadRequest(f"{path} cannot be carried to {self._target}", param=path)

    def close(self) -> None:
        """Refuses the first member that was neither taken nor accepted, unless it is null."""
        for name, value in self._left.items():
            if value is not None:
                self.refuse(name)


def member(value: Any, *path: str | int) -> Any:
    """What lies at `path` in a provider's answer, None where the answer has another shape."""
    for step in path:
        if isinstance(step, str):
            value = value.get(step) if isinstance(value, dict) else None
        else:
            value = value[step] if isinstance(value, list) and len(value) > step else None
    return value


def text_of(value: Any) -> str:
    """`value` where it is text, else nothing."""
    return value if isinstance(value, str) else ""


def items_of(value: Any) -> list[Any]:
    """`value` where it is a list, else nothing."""
    return value if isinstance(value, list) else []


def index_of(event: Any) -> int:
    """The `index` of a delta or a content block; 0 where it names none."""
    index = member(event, "index")
    return index if isinstance(index, int) else 0
