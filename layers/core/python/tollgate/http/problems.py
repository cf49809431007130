"""Errors as problem details (RFC 9457), made in this one place."""

from __future__ import annotations

import math
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Final

from aws_lambda_powertools.event_handler import Response
from pydantic import BaseModel, ConfigDict, Field

from tollgate.errors import TollgateError

CONTENT_TYPE: Final = "application/problem+json"
_PARAMETER_PLACES: Final = ("body", "query", "path", "header", "cookie", "response")


class FieldProblem(BaseModel):
    """One offending field: its dotted path, and what is wrong with it."""

    name: str
    reason: str


class Problem(BaseModel):
    """What every refusal of the control plane looks like.

    `code` is stable and made for programs, `detail` for people. Some codes add members, such as
    `required_permission`.
    """

    model_config = ConfigDict(extra="allow")

    type: str = Field(examples=["urn:tollgate:error:not_found"])
    title: str
    status: int
    detail: str
    code: str
    field: str | None = None
    fields: list[FieldProblem] | None = None
    request_id: str


def problem_response(problem: Problem, headers: dict[str, str] | None = None) -> Response[str]:
    """The response of a problem; `request_id` and headers common to all are added elsewhere."""
    return Response(
        status_code=problem.status,
        content_type=CONTENT_TYPE,
        body=problem.model_dump_json(exclude_none=True),
        headers=dict(headers or {}),
    )


def from_error(error: TollgateError, request_id: str) -> Response[str]:
    """Any of `tollgate.errors`, with `Retry-After` in whole seconds where it has one."""
    headers: dict[str, str] = {}
    if error.retry_after is not None:
        headers["Retry-After"] = str(math.ceil(error.retry_after))
    if error.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    problem = _problem(error.status, error.code, error.message, request_id)
    extra = {"field": error.param} | error.fields
    return problem_response(problem.model_copy(update=extra), headers)


def from_status(status: int, code: str, detail: str, request_id: str) -> Response[str]:
    """A problem that no error class stands for."""
    return problem_response(_problem(status, code, detail, request_id))


def from_validation(errors: Sequence[Any], request_id: str) -> Response[str]:
    """Input of the wrong shape, naming every offending field and nothing of what was sent."""
    fields = [FieldProblem(name=_path(error["loc"]), reason=error["msg"]) for error in errors]
    first = fields[0]
    detail = f"{first.name}: {first.reason}" if first.name else first.reason
    problem = _problem(HTTPStatus.BAD_REQUEST, "invalid_request", detail, request_id)
    return problem_response(problem.model_copy(update={"field": first.name, "fields": fields}))


def _problem(status: int, code: str, detail: str, request_id: str) -> Problem:
    return Problem(
        type=f"urn:tollgate:error:{code}",
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        code=code,
        request_id=request_id,
    )


def _path(location: Sequence[str | int]) -> str:
    steps = location[1:] if location and location[0] in _PARAMETER_PLACES else location
    return ".".join(str(step) for step in steps)


def no_content() -> Response[str]:
    """204: it is done and there is nothing to say."""
    return Response(status_code=204, body="")
