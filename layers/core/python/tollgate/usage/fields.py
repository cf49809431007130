"""Query parameters of the routes that ask about usage."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from tollgate.usage.models import CallOutcome

Moment = Annotated[
    str | None,
    Query(max_length=40, description="A day, 2026-11-21, or an RFC 3339 time with an offset."),
]
TimeZone = Annotated[
    str | None,
    Query(max_length=64, description="Whose days are meant; the organization's when left out."),
]
Outcome = Annotated[
    CallOutcome | None,
    Query(description="`refused` and `failed` are those that a summary counts so."),
]
Text = Annotated[str | None, Query(max_length=256)]
