"""JSON objects as tables of fields: read strictly, shown again, described for OpenAPI and docs.

A field has one canonical name and any number of other spellings; the canonical object holds only
what was said. Whatever a table does not know is refused, with the nearest name that it does know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Final, NoReturn

from msgspec import Struct, field

from tollgate.errors import BadRequest

_SHOWN: Final = 60


def refuse(message: str, path: str) -> NoReturn:
    """Raises `BadRequest` about the value at `path`."""
    raise BadRequest(message, param=path)


def at(path: str, step: str | int) -> str:
    """The path of a member or of an item of a list."""
    return f"{path}.{step}" if path else str(step)


def said(value: Any) -> str:
    """A value as a message shows it, never more than a line of it."""
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def suggestion(name: str, known: Iterable[str]) -> str:
    """`; did you mean 'roles'?`, or nothing when nothing is near."""
    near = get_close_matches(name.lower(), list(known), n=1, cutoff=0.6)
    return f"; did you mean {near[0]!r}?" if near else ""


def _same(value: Any) -> Any:
    return value


class Kind(Struct, frozen=True, kw_only=True):
    """A kind of value. `read(value, path)` gives its canonical form or raises `BadRequest`.

    `show` turns the canonical form into the outside one, `schema` is JSON Schema of the latter,
    `label` a few words for people.
    """

    read: Callable[[Any, str], Any]
    label: str
    schema: Mapping[str, Any] = field(default_factory=dict)
    show: Callable[[Any], Any] = _same


class Field(Struct, frozen=True):
    """A member of an object.

    `outside` is its name outside where that differs, `other` are further spellings whose values are
    read as another kind (`monthly_limit` in dollars for `monthly_limit_nano`). `note` is what a
    person should know who sets it, because it does not do what one may expect.
    """

    name: str
    kind: Kind
    says: str
    aliases: tuple[str, ...] = ()
    outside: str = ""
    other: Mapping[str, Kind] = field(default_factory=dict)
    default: str = ""
    note: str = ""

    @property
    def shown_name(self) -> str:
        return self.outside or self.name

    @property
    def shown_kind(self) -> Kind:
        return self.other.get(self.outside, self.kind)

    def spellings(self) -> dict[str, Kind]:
        """Every name by which it may be given, with the kind that reads it."""
        return dict.fromkeys((self.name, *self.aliases), self.kind) | dict(self.other)


class Record:
    """An object with these fields. `hint(name)` says where an unknown name belongs, if it knows."""

    def __init__(
        self,
        what: str,
        fields: Sequence[Field],
        hint: Callable[[str], str | None] = lambda _: None,
    ) -> None:
        self.what = what
        self.fields = tuple(fields)
        self._hint = hint
        self._spelled = {
            spelling: (each, kind)
            for each in self.fields
            for spelling, kind in each.spellings().items()
        }

    @property
    def spellings(self) -> frozenset[str]:
        return frozenset(self._spelled)

    def read(self, raw: Any, path: str) -> dict[str, Any]:
        """The canonical object, its members in the order of the table; null members are absent."""
        if not isinstance(raw, Mapping):
            refuse(f"{self.what} must be an object, not {said(raw)}", path)
        values: dict[str, Any] = {}
        spelled: dict[str, str] = {}
        for given, value in raw.items():
            each, kind = self._known(given, path)
            if value is None:
                continue
            read = kind.read(value, at(path, given))
            if each.name in values and values[each.name] != read:
                first = spelled[each.name]
                refuse(f"{first!r} and {given!r} are one setting, given twice", at(path, given))
            values[each.name] = read
            spelled[each.name] = given
        return self.in_order(values)

    def in_order(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Canonical members in the order of the table."""
        return {each.name: values[each.name] for each in self.fields if each.name in values}

    def _known(self, given: Any, path: str) -> tuple[Field, Kind]:
        known = self._spelled.get(given) if isinstance(given, str) else None
        if known is None:
            hint = self._hint(given) if isinstance(given, str) else None
            near = f"; {hint}" if hint else suggestion(str(given), self._spelled)
            shown = str(given)[:_SHOWN].encode(errors="backslashreplace").decode()
            refuse(f"{self.what} has no setting {said(given)}{near}", at(path, shown))
        return known

    def show(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The outside form of a canonical object; reading it again gives the same object."""
        return {
            each.shown_name: each.shown_kind.show(values[each.name])
            for each in self.fields
            if each.name in values
        }

    def notes(self, values: Mapping[str, Any]) -> list[str]:
        """What should be known about the fields that are set."""
        return [
            f"{each.shown_name}: {each.note}"
            for each in self.fields
            if each.note and each.name in values
        ]

    def schema(self) -> dict[str, Any]:
        """JSON Schema of the outside form."""
        properties = {
            each.shown_name: {**each.shown_kind.schema, "description": each.says}
            for each in self.fields
        }
        return {"type": "object", "properties": properties}

    def kind(self) -> Kind:
        """The object as a value of another."""
        return Kind(read=self.read, show=self.show, label=self.what, schema=self.schema())
