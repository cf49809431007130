"""DynamoDB's attribute values: `{"S": …}`, `{"N": …}` and the rest, to and from plain Python.

Numbers are integers only: money, time and tokens are, and a float would not survive the round trip.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Any

AttributeValue = dict[str, Any]
Item = dict[str, AttributeValue]


def to_attribute(value: Any) -> AttributeValue:
    """One value. Raises `TypeError` for a type that DynamoDB items of ours never hold."""
    match value:
        case bool():
            return {"BOOL": value}
        case str():
            return {"S": value}
        case int():
            return {"N": str(value)}
        case None:
            return {"NULL": True}
        case bytes():
            return {"B": b64encode(value).decode()}
        case dict():
            return {"M": to_item(value)}
        case list() | tuple():
            return {"L": [to_attribute(entry) for entry in value]}
        case _:
            raise TypeError(f"not an attribute value: {type(value).__name__}")


def to_item(values: dict[str, Any]) -> Item:
    """A mapping of plain values; entries that are None are left out."""
    return {name: to_attribute(value) for name, value in values.items() if value is not None}


def from_attribute(attribute: AttributeValue) -> Any:
    """The plain value: str, int, bool, None, bytes, list, dict, or a set."""
    [(kind, value)] = attribute.items()
    match kind:
        case "S" | "BOOL":
            return value
        case "N":
            return int(value)
        case "M":
            return from_item(value)
        case "L":
            return [from_attribute(entry) for entry in value]
        case "NULL":
            return None
        case "B":
            return b64decode(value)
        case "SS":
            return set(value)
        case _:
            raise TypeError(f"not an attribute of ours: {kind}")


def from_item(item: Item) -> dict[str, Any]:
    """The inverse of `to_item`."""
    return {name: from_attribute(attribute) for name, attribute in item.items()}
