"""The kinds of values that policies are made of: texts, numbers, dollars, times, lists of them."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tollgate.errors import BadRequest
from tollgate.kit.clock import YEAR_10000_MS, from_rfc3339, to_rfc3339
from tollgate.kit.money import from_usd, to_usd
from tollgate.policies.schema.records import Kind, at, refuse, said, suggestion

LONGEST_LIST: Final = 500
_LONGEST_TEXT: Final = 200
_MOST: Final = 10**12
_EARLIEST_MS: Final = 10**11
"""March 1973: a smaller number is seconds, which somebody took for milliseconds."""

_CLOCK_TIME: Final = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def text(
    most: int = _LONGEST_TEXT, *, least: int = 1, label: str = "text", example: str = ""
) -> Kind:
    """A text without control characters."""

    def read(value: Any, path: str) -> str:
        if not isinstance(value, str):
            refuse(f"must be a text, not {said(value)}", path)
        if not least <= len(value) <= most or (least and not value.strip()):
            refuse(f"must have {least} to {most} characters", path)
        if _CONTROL.search(value) or not _is_unicode(value):
            refuse("holds characters that cannot be shown", path)
        return value

    schema = {"type": "string", "minLength": least, "maxLength": most}
    return Kind(
        read=read, label=label, schema=schema | ({"examples": [example]} if example else {})
    )


def _is_unicode(value: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in value)


def stripped(kind: Kind) -> Kind:
    """A text without the white space around it."""

    def read(value: Any, path: str) -> Any:
        return kind.read(value.strip() if isinstance(value, str) else value, path)

    return Kind(read=read, label=kind.label, schema=kind.schema)


def lowered(kind: Kind) -> Kind:
    """A text in small letters: what is written in any case is compared in this one."""

    def read(value: Any, path: str) -> str:
        given: str = kind.read(value, path)
        return given.lower()

    return Kind(read=read, label=kind.label, schema=kind.schema)


def _read_flag(value: Any, path: str) -> bool:
    if not isinstance(value, bool):
        refuse(f"must be true or false, not {said(value)}", path)
    return value


FLAG: Final = Kind(read=_read_flag, label="true or false", schema={"type": "boolean"})


def whole(least: int = 1, most: int = _MOST) -> Kind:
    """A whole number in a range."""

    def read(value: Any, path: str) -> int:
        is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
        if not is_number or value != value:  # noqa: PLR0124 - so is only what is no number
            refuse(f"must be a whole number, not {said(value)}", path)
        if not least <= value <= most:
            refuse(f"must be from {least} to {most}, not {said(value)}", path)
        if value != int(value):
            refuse(f"must be a whole number, not {said(value)}", path)
        return int(value)

    return Kind(
        read=read,
        label=f"whole number from {least}" + (f" to {most}" if most < _MOST else ""),
        schema={"type": "integer", "minimum": least, "maximum": most},
    )


def fraction(least: float, most: float) -> Kind:
    """A number in a range."""

    def read(value: Any, path: str) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
            refuse(f"must be a number, not {said(value)}", path)
        number = float(value)
        if not least <= number <= most:
            refuse(f"must be from {least:g} to {most:g}, not {number:g}", path)
        # 2 and 2.0 are one number, and must have one hash.
        return int(number) if number.is_integer() else number

    return Kind(
        read=read,
        label=f"number from {least:g} to {most:g}",
        schema={"type": "number", "minimum": least, "maximum": most},
    )


def _read_usd(value: Any, path: str) -> int:
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        refuse(f"must be an amount of dollars, not {said(value)}", path)
    try:
        nano = from_usd(value)
    except ValueError as error:
        refuse(str(error), path)
    if nano < 0:
        refuse("an amount of dollars is not negative", path)
    return nano


NANO: Final = whole(least=0, most=10**18)
USD: Final = Kind(
    read=_read_usd,
    show=to_usd,
    label="dollars, as a number or a decimal text",
    schema={"anyOf": [{"type": "string"}, {"type": "number"}], "examples": ["25.00"]},
)


def choice(values: Sequence[str], aliases: Mapping[str, str] | None = None) -> Kind:
    """One of some words; case, spaces and hyphens do not matter."""
    known = {value: value for value in values} | dict(aliases or {})

    def read(value: Any, path: str) -> str:
        if not isinstance(value, str):
            refuse(f"must be one of {', '.join(values)}, not {said(value)}", path)
        word = value.strip().lower().replace("-", "_").replace(" ", "_")
        if word not in known:
            near = suggestion(word, known)
            refuse(f"must be one of {', '.join(values)}, not {said(value)}{near}", path)
        return known[word]

    return Kind(
        read=read,
        label="one of " + ", ".join(f"`{value}`" for value in values),
        schema={"type": "string", "enum": list(values)},
    )


def list_of(kind: Kind, *, least: int = 1, most: int = LONGEST_LIST) -> Kind:
    """A list of values, each once; a single value is a list of one."""

    def read(value: Any, path: str) -> list[Any]:
        if isinstance(value, str | int | float | Decimal | Mapping):
            return [kind.read(value, path)]
        if not isinstance(value, list | tuple):
            refuse(f"must be a list, not {said(value)}", path)
        if not least <= len(value) <= most:
            refuse(f"must have {least} to {most} entries, not {len(value)}", path)
        items: list[Any] = []
        for index, item in enumerate(value):
            read = kind.read(item, at(path, index))
            if read not in items:
                items.append(read)
        return items

    return Kind(
        read=read,
        show=lambda values: [kind.show(value) for value in values],
        label=f"list: {kind.label}",
        schema={"type": "array", "items": dict(kind.schema), "maxItems": most},
    )


def checked(kind: Kind, check: Callable[[str], str], label: str, example: str = "") -> Kind:
    """A text that `check` makes canonical; it raises `ValueError` with what is wrong."""

    def read(value: Any, path: str) -> str:
        given = kind.read(value, path)
        try:
            return check(given)
        except BadRequest as error:
            refuse(error.message, path)
        except ValueError as error:
            refuse(str(error), path)

    schema = {**kind.schema, **({"examples": [example]} if example else {})}
    return Kind(read=read, label=label, schema=schema)


def _network(value: str) -> str:
    try:
        return str(ipaddress.ip_network(value.strip(), strict=False))
    except ValueError as error:
        raise ValueError(f"{value!r} is no address and no network such as 10.0.0.0/8") from error


def _country(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2}", value):
        raise ValueError(f"{value!r} is no country code of two letters, such as DE")
    return value.upper()


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"{value!r} is no IANA time zone, such as Europe/Berlin") from error
    return value


def _clock_time(value: str) -> str:
    padded = f"0{value}" if len(value) == 4 else value
    if not _CLOCK_TIME.fullmatch(padded):
        raise ValueError(f"{value!r} is no time of day, such as 09:00")
    return padded


def _day(value: str) -> str:
    try:
        day = date.fromisoformat(value)
    except ValueError as error:
        raise ValueError(f"{value!r} is no date, such as 2026-01-31") from error
    return day.isoformat()


def _pattern(value: str) -> str:
    if "*" in value[:-1]:
        raise ValueError("a * may only end a name, and stands for whatever follows")
    return value


def _identifier(value: str) -> str:
    if not re.fullmatch(r"[\w.@:/+ -]+", value):
        raise ValueError(f"{value!r} is no id")
    return value


def _tag(value: str) -> str:
    if not re.fullmatch(r"[\w.:/+-]+", value):
        raise ValueError(f"{value!r} is no name of a tag")
    return value


NETWORK: Final = checked(text(50), _network, "CIDR network or address", "10.0.0.0/8")
COUNTRY: Final = checked(text(2), _country, "country code (ISO 3166-1 alpha-2)", "DE")
ZONE: Final = checked(text(64), _zone, "IANA time zone", "Europe/Berlin")
CLOCK_TIME: Final = checked(text(5), _clock_time, "time of day, `HH:MM`", "09:00")
DAY: Final = checked(text(10), _day, "date, `YYYY-MM-DD`", "2026-01-31")
PATTERN: Final = checked(text(), _pattern, "name, or its beginning and `*`", "gpt-4o*")
MODEL: Final = lowered(PATTERN)
"""Callers write a model's name in any case, and some providers take it so."""
ID: Final = checked(stripped(text()), _identifier, "id")
TAG: Final = checked(text(100), _tag, "name of a tag", "project")


def _read_moment(value: Any, path: str) -> int:
    if isinstance(value, str):
        try:
            value = from_rfc3339(value)
        except ValueError:
            refuse(f"{said(value)} is no time such as 2026-11-21T09:30:00Z", path)
    if isinstance(value, bool) or not isinstance(value, int):
        refuse(f"must be a time such as 2026-11-21T09:30:00Z, not {said(value)}", path)
    if not _EARLIEST_MS <= value < YEAR_10000_MS:
        refuse("must be a time from 1973 to 9999 (as a number: milliseconds)", path)
    return value


MOMENT: Final = Kind(
    read=_read_moment,
    show=to_rfc3339,
    label="time (RFC 3339)",
    schema={"type": "string", "format": "date-time"},
)


def mapping(what: str, names: Kind, values: Kind, *, most: int = 50) -> Kind:
    """An object with free member names."""

    def read(value: Any, path: str) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            refuse(f"{what} must be an object, not {said(value)}", path)
        if not 1 <= len(value) <= most:
            refuse(f"{what} must have 1 to {most} members, not {len(value)}", path)
        return {
            names.read(name, at(path, str(name))): values.read(each, at(path, str(name)))
            for name, each in sorted(value.items(), key=lambda item: str(item[0]))
        }

    return Kind(
        read=read,
        show=lambda shown: {name: values.show(value) for name, value in shown.items()},
        label=f"object: {values.label} by {names.label}",
        schema={"type": "object", "additionalProperties": dict(values.schema)},
    )
