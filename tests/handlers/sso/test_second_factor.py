"""Single sign-on of people who have a second factor with us, or need one."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.identity_provider import IdentityProvider, answer_of
from tests.second_factors import enrol_app, require_mfa, second_step
from tests.sso_plane import SsoPlane

pytestmark = pytest.mark.aws

ADA = {"email": "ada@acme.example", "email_verified": True, "name": "Ada Lovelace"}


def test_who_has_one_here_is_asked_for_it(plane: SsoPlane, idp: IdentityProvider) -> None:
    idp.knows("mfa-1", **ADA)
    connection = plane.connect(idp)
    plane.sign_in(idp, connection["id"], "mfa-1")
    app = enrol_app(plane.control, bearer=plane.cookies["tollgate_session"])
    plane.cookies.clear()
    answer = plane.sign_in(idp, connection["id"], "mfa-1", amr="pwd otp mfa")
    page = urlsplit(answer.headers["location"])
    assert (answer.status, page.path, parse_qs(page.query)) == (302, "/login", {"next": ["/usage"]})
    assert "tollgate_session" not in plane.cookies
    [token] = parse_qs(page.fragment)["mfa_token"]
    asked = plane.control.ask("auth/get_mfa_challenge", bearer="", body={"mfa_token": token})
    assert asked.json["methods"] == ["totp", "backup_code"]
    opened = second_step(plane.control, asked.json, code=app.next_code(plane.control))
    assert opened.status == 200
    assert ["sso", "otp", "mfa"] in plane.told("session.signed_in", "methods")


def test_a_program_is_told_the_same(plane: SsoPlane, idp: IdentityProvider) -> None:
    idp.knows("mfa-2", **ADA)
    connection = plane.connect(idp)
    plane.sign_in(idp, connection["id"], "mfa-2")
    enrol_app(plane.control, bearer=plane.cookies["tollgate_session"])
    plane._keep(left := plane.ask("start_provider", bearer="", path="/api/v1/auth/oauth/oidc"))
    answer = plane.ask(
        "exchange",
        bearer="",
        path="/api/v1/auth/oauth/oidc/callback",
        body=answer_of(idp.sign_in(left.headers["location"], "mfa-2")),
        headers={"Cookie": f"tollgate_sso={plane.cookies['tollgate_sso']}"},
    )
    assert (answer.status, answer.json["requires_mfa"]) == (200, True)
    assert "access_token" not in answer.json


def test_one_that_was_shown_there_is_enough_where_that_is_trusted(
    plane: SsoPlane, idp: IdentityProvider
) -> None:
    idp.knows("mfa-3", **ADA)
    connection = plane.connect(idp, trust_mfa=True)
    plane.sign_in(idp, connection["id"], "mfa-3")
    enrol_app(plane.control, bearer=plane.cookies["tollgate_session"])
    plane.cookies.clear()
    answer = plane.sign_in(idp, connection["id"], "mfa-3", amr="pwd otp mfa")
    assert answer.headers["location"] == "/usage"
    assert plane.me().status == 200


@pytest.mark.parametrize(("amr", "status"), [("pwd", 403), ("pwd otp mfa", 200)])
def test_where_one_is_required_the_providers_word_counts(
    plane: SsoPlane, idp: IdentityProvider, amr: str, status: int
) -> None:
    idp.knows(f"mfa-4-{status}", **ADA)
    connection = plane.connect(idp, trust_mfa=True)
    require_mfa(plane.control, grace_days=0)
    plane.sign_in(idp, connection["id"], f"mfa-4-{status}", amr=amr)
    token = plane.cookies["tollgate_session"]
    assert plane.control.ask("directory/list_teams", bearer=token).status == status
