"""Health, the OpenAPI document and its page: `/api/v1/{health,openapi.json,docs}`."""

from base64 import b64encode
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from aws_lambda_powertools.event_handler import Response
from msgspec import Struct

from functions.status.schemas import Health
from tollgate.directory.service.changes import Directory
from tollgate.directory.service.identities import is_bootstrapped
from tollgate.directory.store import DirectoryStore
from tollgate.errors import Unavailable
from tollgate.http import Resolver, make_resolver, public
from tollgate.journal.service import Journal
from tollgate.settings import AwsSettings, FunctionSettings, TableSettings

HERE = Path(__file__).parent
DOCUMENT = HERE / "openapi.json"
PAGE = HERE / "docs.html"
VERSION = "0.1.0"


class Settings(FunctionSettings, frozen=True):
    """Of this function."""

    aws: AwsSettings
    tables: TableSettings


class Deps(Struct, frozen=True):
    """`is_bootstrapped` raises `Unavailable` when the directory is down."""

    is_bootstrapped: Callable[[], bool]


def build(settings: Settings) -> Deps:
    """Over DynamoDB; opens no connection yet."""
    journal = Journal.open(settings.aws, settings.tables)
    directory = Directory(DirectoryStore(settings.aws, settings.tables, journal))
    return Deps(lambda: is_bootstrapped(directory))


def health(deps: Deps) -> Health:
    """One small read says whether the directory answers."""
    try:
        bootstrapped = deps.is_bootstrapped()
    except Unavailable:
        return Health(
            status="unhealthy",
            components={"directory": "unhealthy"},
            bootstrapped=None,
            version=VERSION,
        )
    return Health(
        status="healthy",
        components={"directory": "healthy"},
        bootstrapped=bootstrapped,
        version=VERSION,
    )


def make_app(deps: Deps) -> Resolver:
    """The routes over `deps`."""
    app = make_resolver("status")

    @app.get("/api/v1/health", summary="Health", tags=["status"], **public())
    def get_health() -> Response[Health]:
        found = health(deps)
        status = 200 if found.status == "healthy" else 503
        return Response(status, "application/json", found)

    @app.get("/api/v1/openapi.json", summary="This document", tags=["status"], **public())
    def get_openapi() -> Response[str]:
        return Response(200, "application/json", DOCUMENT.read_text(encoding="utf-8"))

    @app.get("/api/v1/docs", summary="This document as a page", tags=["status"], **public())
    def get_docs() -> Response[str]:
        page = PAGE.read_text(encoding="utf-8")
        headers = {"Content-Security-Policy": page_policy(page)}
        return Response(200, "text/html; charset=utf-8", page, headers=headers)

    return app


def page_policy(page: str) -> str:
    """A content security policy that lets exactly the page's own script and style run."""

    def source(tag: str) -> str:
        content = page.partition(f"<{tag}>")[2].partition(f"</{tag}>")[0]
        digest = b64encode(sha256(content.encode()).digest()).decode()
        return f"{tag}-src 'sha256-{digest}'"

    own = f"{source('script')}; {source('style')}"
    return f"default-src 'none'; connect-src 'self'; {own}; frame-ancestors 'none'"


@cache
def app() -> Resolver:
    """The app of this environment."""
    return make_app(build(Settings.from_env()))


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """API Gateway proxy event (payload 1.0) to response."""
    return app().resolve(event, context)
