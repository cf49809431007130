"""Refusals of the protocol (RFC 7644, 3.12): `scimType` says what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import ValidationError
from scim2_models import Error, SCIMException

from tollgate.errors import BadRequest, Conflict

SCIM_TYPE = "scimType"


class ScimInvalid(BadRequest):
    """A request that cannot be carried out as it stands."""

    def __init__(self, message: str, scim_type: str = "invalidValue") -> None:
        super().__init__(message, fields={SCIM_TYPE: scim_type})


class ScimTaken(Conflict):
    """A value that has to be unique and is not."""

    def __init__(self, message: str) -> None:
        super().__init__(message, fields={SCIM_TYPE: "uniqueness"})


@contextmanager
def reading() -> Iterator[None]:
    """Turns what the protocol's library refuses into `ScimInvalid`."""
    try:
        yield
    except SCIMException as error:
        raise ScimInvalid(str(error.detail or error), error.scim_type or "invalidValue") from error
    except ValidationError as error:
        first = Error.from_validation_errors(error)[0]
        raise ScimInvalid(first.detail or "", first.scim_type or "invalidValue") from error
