"""The route of the first-run set-up."""

from functions.auth.deps import Deps
from functions.auth.schemas import Bootstrap, Bootstrapped
from functions.auth.sign_in import origin_of
from tollgate.auth.service import bootstrap as service
from tollgate.auth.service import throttle
from tollgate.http import Resolver, public

SETUP_HEADER = "x-tollgate-setup-token"


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds it to the app."""

    @app.post(
        "/api/v1/admin/bootstrap",
        summary="Set up the first organization and its owner, once",
        tags=["auth"],
        status_code=201,
        **public(),
    )
    def bootstrap(body: Bootstrap) -> Bootstrapped:
        with throttle.attempt(deps.auth, origin_of(app), "bootstrap"):
            organization, owner = service.bootstrap(
                deps.auth,
                tenant=body.tenant(),
                setup_token=app.header.get(SETUP_HEADER, ""),
                request_id=app.request_id,
            )
        return Bootstrapped.of(organization, owner)
