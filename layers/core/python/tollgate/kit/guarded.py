"""Values of which some fields must not be shown."""

from typing import ClassVar

from msgspec import Struct


class Guarded(Struct, frozen=True):
    """A value whose `hidden` fields stay out of its `repr`, and so out of logs and tracebacks."""

    hidden: ClassVar[frozenset[str]] = frozenset()

    def __repr__(self) -> str:
        shown = [name for name in self.__struct_fields__ if name not in self.hidden]
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
        return f"{type(self).__qualname__}({values})"
