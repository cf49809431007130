"""The resolver of every control-plane function: who calls, what went wrong, and the same headers.

The life of a request: 1 read the body · 2 validate against the route's types · 3 identify the
caller and check the route's permission · 4 replay an idempotent POST · 5 the route · 6 headers. A
stranger whose input is also wrong is told only that they are a stranger.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.event_handler.openapi.exceptions import (
    RequestValidationError,
    ResponseValidationError,
)
from msgspec.structs import replace

from tollgate.auth.models import Caller, Credential
from tollgate.errors import (
    Forbidden,
    TollgateError,
    Unauthenticated,
    Unavailable,
    UnsupportedMedia,
)
from tollgate.http import permissions, problems
from tollgate.http.addresses import check_address
from tollgate.http.bodies import is_form, parse_json, readable_event
from tollgate.http.credentials import bearer_token, check_origin, session_cookie
from tollgate.http.cross_origin import (
    Origins,
    answer_headers,
    foreign_origin,
    is_preflight,
    preflight_headers,
)
from tollgate.http.idempotency import (
    HEADER,
    REPLAYED,
    KeptAnswer,
    Receipt,
    Receipts,
    kept_answer,
    receipt_for,
)
from tollgate.http.versions import entity_tag
from tollgate.kit.clock import Clock, now_ms
from tollgate.kit.edge import HEADER as EDGE_HEADER
from tollgate.kit.edge import caller_address
from tollgate.kit.ids import new_id
from tollgate.settings import EdgeSettings

Authenticate = Callable[[Credential], Caller]
"""From what a request shows of itself to the caller; raises `Unauthenticated`."""

SECURITY_HEADERS: Final[Mapping[str, str]] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_LONGEST_AGENT: Final = 256
_CORRELATION: Final = re.compile(r"[A-Za-z0-9._:-]{1,128}")


class Resolver(APIGatewayRestResolver):
    """Powertools' REST resolver with Tollgate's contract; one request at a time per process."""

    def __init__(
        self,
        service: str,
        authenticate: Authenticate | None,
        receipts: Receipts | None,
        clock: Clock,
        *,
        forms: bool = False,
        origins: Origins | None = None,
        edge: EdgeSettings,
    ) -> None:
        super().__init__(
            enable_validation=True,
            response_validation_error_http_code=500,
            json_body_deserializer=parse_json,
        )
        self._log = Logger(service=service)
        self._authenticate = authenticate
        self._receipts = receipts
        self._clock = clock
        self._forms = forms
        self._origins = origins
        self._edge_secret = edge.secret
        self._organization_id: str | None = None
        self.use(middlewares=[_authorize, _tag, _replay])
        self.exception_handler(Exception)(self._on_unknown)
        self.exception_handler(TollgateError)(self._on_refusal)
        self.exception_handler(RequestValidationError)(self._on_invalid)
        self.exception_handler(ResponseValidationError)(self._on_unknown)
        self.exception_handler(NotFoundError)(self._on_no_route)

    @property
    def caller(self) -> Caller:
        """Who calls. Raises `Unauthenticated` on a public route without a credential."""
        caller = self.optional_caller
        if caller is None:
            raise Unauthenticated("sign in, or send an API key as a bearer token")
        return caller

    @property
    def optional_caller(self) -> Caller | None:
        """Who calls, or None when the request carries no credential."""
        if "caller" not in self.context:
            self.context["caller"] = self._identify()
        caller: Caller | None = self.context["caller"]
        return caller

    @property
    def request_id(self) -> str:
        """The id of this request in logs, journal and answers."""
        return str(self.context["request_id"])

    @property
    def header(self) -> dict[str, str]:
        """The request's headers by lower-case name."""
        headers: dict[str, str] = self.context["headers"]
        return headers

    @property
    def address(self) -> str | None:
        """The caller's address as the edge saw it."""
        address: str | None = self.context["address"]
        return address

    @property
    def agent(self) -> str | None:
        """The caller's `User-Agent`, cut to a reasonable length."""
        return self.header.get("user-agent", "")[:_LONGEST_AGENT] or None

    def resolve(self, event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        """One API Gateway proxy event (payload 1.0) to its response; never raises."""
        self._organization_id = None
        headers = _lower_case(event)
        request_id = str((event.get("requestContext") or {}).get("requestId") or new_id("req"))
        self._log.remove_keys(["organization_id", "actor_id"])
        self._log.append_keys(request_id=request_id, correlation_id=_correlation(headers))
        identity = (event.get("requestContext") or {}).get("identity") or {}
        address = caller_address(identity.get("sourceIp"), headers, self._edge_secret)
        headers.pop(EDGE_HEADER, None)
        self.context.update(request_id=request_id, headers=headers, address=address)
        started = time.monotonic()
        try:
            check_address(event)
            response = self._preflight(event, headers) or super().resolve(
                readable_event(dict(event), headers, forms_too=self._forms), context
            )
        except TollgateError as error:
            response = _rendered(problems.from_error(error, request_id))
        finally:
            self.context.clear()
        _add_headers(response, request_id, _correlation(headers))
        self._let_scripts_read(response, headers)
        self._log.info(
            "request",
            method=event.get("httpMethod"),
            route=event.get("resource") or event.get("path"),
            status=response["statusCode"],
            duration_ms=round((time.monotonic() - started) * 1000),
        )
        return response

    def _preflight(
        self, event: Mapping[str, Any], headers: Mapping[str, str]
    ) -> dict[str, Any] | None:
        """The answer to a browser that asks whether it may call; None for other requests."""
        if self._origins is None or not is_preflight(str(event.get("httpMethod")), headers):
            return None
        origin = headers.get("origin", "")
        if not self._origins(origin, None):
            raise Forbidden("pages of this origin may not call")
        answer = Response(status_code=204, body="", headers=preflight_headers(origin))
        return _rendered(answer)

    def _let_scripts_read(self, response: dict[str, Any], headers: Mapping[str, str]) -> None:
        """Adds what lets a script of a listed origin read the answer.

        The caller's organization has to list it; of an answer to nobody known, any.
        """
        if self._origins is None:
            return
        shown = response["multiValueHeaders"]
        shown.setdefault("Vary", []).append("Origin")
        origin = foreign_origin(headers)
        if origin is None or "Access-Control-Allow-Origin" in shown:
            return
        try:
            listed = self._origins(origin, self._organization_id)
        except Unavailable:
            return
        if listed:
            shown.update({name: [value] for name, value in answer_headers(origin).items()})

    def authorize(self) -> None:
        """Steps 1 to 3 of access: the credential, the request's origin, the route's permission."""
        route = self.context["_route"]
        permission = permissions.declared(route.openapi_extensions)
        if permission is None:
            raise NotFoundError
        caller = None if permission == permissions.PUBLIC else self.optional_caller
        by_cookie = caller is not None and caller.by_cookie
        check_origin(self.current_event.http_method.upper(), self.header, by_cookie=by_cookie)
        permissions.check(route.openapi_extensions, caller)
        if caller is not None and caller.guard is not None and permission != permissions.SIGNED_IN:
            self.context["caller"] = replace(caller, action=permission)
        if is_form(self.header) and permissions.FORM not in (route.openapi_extensions or {}):
            raise UnsupportedMedia("send application/json", param="content-type")

    def _identify(self) -> Caller | None:
        token = bearer_token(self.header)
        cookie = session_cookie(self.header) if token is None else None
        if self._authenticate is None or not (token or cookie):
            return None
        caller = self._authenticate(
            Credential(
                token=token or cookie or "",
                request_id=self.request_id,
                address=self.address,
                agent=self.agent,
                by_cookie=token is None,
            )
        )
        self._organization_id = caller.organization_id
        self._log.append_keys(organization_id=caller.organization_id, actor_id=caller.actor.id)
        return caller

    def claim(self) -> tuple[Receipt, KeptAnswer | None] | None:
        """The receipt of an idempotent POST, and the answer if it was given before."""
        key = self.header.get(HEADER)
        caller = self.context.get("caller")
        is_post = self.current_event.http_method.upper() == "POST"
        if key is None or caller is None or self._receipts is None or not is_post:
            return None
        operation = f"POST {self.current_event.path}"
        # What a query asks for is part of the request: a dry run is not the answer to the run.
        query = self.current_event.query_string_parameters or {}
        asked = json.dumps(sorted(query.items())) if query else ""
        receipt = receipt_for(caller, operation, key, asked + (self.current_event.body or ""))
        return receipt, self._receipts.claim(receipt, self._clock())

    def keep(self, receipt: Receipt, answer: KeptAnswer | None) -> None:
        """Stores the answer under its receipt, or gives the receipt back when there is none."""
        if self._receipts is None:
            return
        if answer is None:
            self._receipts.release(receipt)
        else:
            self._receipts.keep(receipt, answer, self._clock())

    def _on_refusal(self, error: TollgateError) -> Response[str]:
        return problems.from_error(error, self.request_id)

    def _on_invalid(self, error: RequestValidationError) -> Response[str]:
        try:
            self.authorize()
        except TollgateError as refusal:
            return self._on_refusal(refusal)
        return problems.from_validation(error.errors(), self.request_id)

    def _on_no_route(self, _: NotFoundError) -> Response[str]:
        return problems.from_status(404, "not_found", "there is nothing here", self.request_id)

    def _on_unknown(self, error: Exception) -> Response[str]:
        self._log.error("unexpected error", exc_info=error)
        detail = f"something failed on our side; quote request {self.request_id}"
        return problems.from_status(500, "internal_error", detail, self.request_id)


def make_resolver(
    service: str,
    *,
    authenticate: Authenticate | None = None,
    receipts: Receipts | None = None,
    clock: Clock = now_ms,
    forms: bool = False,
    origins: Origins | None = None,
    edge: EdgeSettings | None = None,
) -> Resolver:
    """The resolver of the function `service`; without `receipts` idempotency keys are ignored.

    `forms` lets its routes take forms with files (see `with_form`); without `origins` no page of
    another site may call. `edge` is the environment's unless given.
    """
    return Resolver(
        service,
        authenticate,
        receipts,
        clock,
        forms=forms,
        origins=origins,
        edge=edge or EdgeSettings.from_env(),
    )


def _authorize(
    app: Resolver, next_middleware: Callable[[Resolver], Response[Any]]
) -> Response[Any]:
    app.authorize()
    return next_middleware(app)


def _replay(app: Resolver, next_middleware: Callable[[Resolver], Response[Any]]) -> Response[Any]:
    claimed = app.claim()
    if claimed is None:
        return next_middleware(app)
    receipt, kept = claimed
    if kept is not None:
        return Response(
            status_code=kept.status,
            content_type="application/json",
            body=json.loads(kept.body),
            headers={REPLAYED: "true"},
        )
    answer = None
    try:
        response = next_middleware(app)
        once = (app.context["_route"].openapi_extensions or {}).get(permissions.SHOWN_ONCE, [])
        answer = kept_answer(response.status_code, response.body, once)
    finally:
        app.keep(receipt, answer)
    return response


def _tag(app: Resolver, next_middleware: Callable[[Resolver], Response[Any]]) -> Response[Any]:
    response = next_middleware(app)
    tag = entity_tag(response.body)
    if tag is not None:
        response.headers["ETag"] = tag
    return response


def _lower_case(event: Mapping[str, Any]) -> dict[str, str]:
    multiple = event.get("multiValueHeaders") or {}
    headers = {name: ", ".join(values) for name, values in multiple.items()}
    headers |= event.get("headers") or {}
    return {name.lower(): value for name, value in headers.items() if value is not None}


def _correlation(headers: Mapping[str, str]) -> str | None:
    value = headers.get("x-correlation-id", "")
    return value if _CORRELATION.fullmatch(value) else None


def _rendered(response: Response[str]) -> dict[str, Any]:
    return {
        "statusCode": response.status_code,
        "body": response.body,
        "isBase64Encoded": False,
        "multiValueHeaders": {name: [str(value)] for name, value in response.headers.items()},
    }


def _add_headers(response: dict[str, Any], request_id: str, correlation: str | None) -> None:
    headers = response.setdefault("multiValueHeaders", {})
    present = {name.lower() for name in headers}
    ours = {**SECURITY_HEADERS, "x-request-id": request_id}
    if correlation:
        ours["x-correlation-id"] = correlation
    for name, value in ours.items():
        if name.lower() not in present:
            headers[name] = [value]
