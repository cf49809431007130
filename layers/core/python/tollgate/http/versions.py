"""ETag and If-Match: the version of a resource is its entity tag, `"7"`."""

import re
from typing import Annotated, Any, Final

from aws_lambda_powertools.event_handler.openapi.params import Header

from tollgate.errors import BadRequest

_TAG: Final = re.compile(r'(?:W/)?"(\d{1,18})"')

IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        description="The ETag that this change is based on; 412 when it is not the current one.",
    ),
]


def expected_version(if_match: str | None) -> int | None:
    """The version that `If-Match` names; None without the header or for `*`.

    Raises `BadRequest` for anything that is not one entity tag of ours.
    """
    if if_match is None or if_match.strip() == "*":
        return None
    match = _TAG.fullmatch(if_match.strip())
    if match is None:
        raise BadRequest("If-Match is one ETag of this resource", param="If-Match")
    return int(match[1])


def entity_tag(body: Any) -> str | None:
    """The ETag of a versioned resource's JSON, or None."""
    version = body.get("version") if isinstance(body, dict) else None
    return f'"{version}"' if isinstance(version, int) else None
