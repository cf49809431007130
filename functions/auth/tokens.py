"""Routes of tokens: new ones for a refresh token, and the keys to check them with."""

from aws_lambda_powertools.event_handler import Response

from functions.auth.deps import Deps
from functions.auth.schemas import Jwk, Jwks, Refresh
from functions.auth.sign_in import TAGS, origin_of
from tollgate.auth.service import refresh as service
from tollgate.auth.service import throttle
from tollgate.http import Resolver, public
from tollgate.http.signing_in import Token, token_of

KEPT_S = 300


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds them to the app."""
    auth = deps.auth

    @app.post(
        "/api/v1/auth/refresh",
        summary="Get new tokens for a refresh token, which is good once",
        tags=TAGS,
        **public(),
    )
    def refresh(body: Refresh) -> Token:
        origin = origin_of(app)
        with throttle.attempt(auth, origin, "refresh"):
            user, tokens = service.refresh(auth, body.refresh_token, origin)
        return token_of(auth, user, tokens)

    @app.get(
        "/.well-known/jwks.json",
        summary="The keys that access tokens are signed with",
        tags=TAGS,
        **public(),
    )
    def jwks() -> Response[Jwks]:
        keys = [Jwk.model_validate(key.jwk()) for key in auth.keys.published()]
        return Response(
            status_code=200,
            content_type="application/json",
            body=Jwks(keys=keys),
            headers={"Cache-Control": f"public, max-age={KEPT_S}"},
        )
