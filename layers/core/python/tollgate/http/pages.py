"""Lists: `{"items": […], "next_cursor": …}`; a cursor is opaque outside and an id inside."""

import re
from base64 import b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Iterable
from typing import Annotated, Final, Generic, TypeVar

from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import BaseModel, Field

from tollgate.errors import BadRequest

LARGEST: Final = 100
DEFAULT: Final = 20
_POSITION: Final = re.compile(r"[!-}]+")
View = TypeVar("View")

Limit = Annotated[int, Query(ge=1, le=LARGEST, description="How many items at most.")]
Cursor = Annotated[
    str | None, Query(max_length=512, description="`next_cursor` of the page before.")
]


class Page(BaseModel, Generic[View]):
    """Some items, and where the next ones start; `next_cursor` is null on the last page."""

    items: list[View]
    next_cursor: str | None = Field(default=None)


def page_of(view: type[View], items: Iterable[View], next_after: str | None) -> "Page[View]":
    """A page of views; `next_after` is the position that the next page starts behind."""
    cursor = None if next_after is None else encode_cursor(next_after)
    return Page[view](items=list(items), next_cursor=cursor)  # type: ignore[valid-type]


def encode_cursor(position: str) -> str:
    """A position as an opaque cursor; see `decode_cursor` for what it may be."""
    return urlsafe_b64encode(position.encode()).decode().rstrip("=")


def decode_cursor(cursor: str | None) -> str | None:
    """The position that `encode_cursor` was given; None for None.

    It is ASCII from "!" to "}", as ids are: ranges of keys end in "~". Raises `BadRequest` naming
    `cursor`.
    """
    if cursor is None:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        position = b64decode(padded, altchars=b"-_", validate=True).decode()
    except (Base64Error, ValueError) as error:
        raise BadRequest("this is not a cursor of ours", param="cursor") from error
    if not _POSITION.fullmatch(position):
        raise BadRequest("this is not a cursor of ours", param="cursor")
    return position
