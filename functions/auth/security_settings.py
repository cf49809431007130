"""Routes of an organization's rules for signing in."""

from functions.auth.deps import Deps
from functions.auth.security_schemas import SecurityChanges, SecuritySettings
from tollgate.auth.service import settings
from tollgate.http import IfMatch, Resolver, expected_version, requires

PATH = "/api/v1/admin/security-settings"
TAGS = ["security"]


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds them to the app."""
    auth = deps.auth

    @app.get(PATH, summary="Get the rules for signing in", tags=TAGS, **requires("security.view"))
    def get_security_settings() -> SecuritySettings:
        return SecuritySettings.of(settings.get_settings(auth, app.caller))

    @app.patch(
        PATH, summary="Change the rules for signing in", tags=TAGS, **requires("security.edit")
    )
    def change_security_settings(
        body: SecurityChanges, if_match: IfMatch = None
    ) -> SecuritySettings:
        changed = settings.change_settings(
            auth, app.caller, body.values(), expected_version(if_match)
        )
        return SecuritySettings.of(changed)
