from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tollgate.errors import BadRequest, Forbidden
from tollgate.sso.models import Connection, Identity, Provider
from tollgate.sso.rules import (
    admitted_email,
    check_issuer,
    check_url,
    domain_of,
    local_path,
    other_name_of_this_machine,
    session_methods,
)

CONNECTION = Connection(
    id="sso_1",
    organization_id="org_1",
    name="",
    provider=Provider.OIDC,
    issuer="https://id.example",
    client_id="x",
    domains=("acme.example",),
    created_ms=0,
)
ADA = Identity(issuer="https://id.example", subject="1", email="ada@acme.example")


@given(
    st.one_of(st.text(max_size=60), st.from_regex(r"[/\\ \t\r\n:.a-z@?#%]{0,20}", fullmatch=True))
)
def test_no_text_leads_to_another_site(text: str) -> None:
    went = urlsplit(urljoin("https://tollgate.example/api/v1/auth/sso/callback", local_path(text)))
    assert (went.scheme, went.netloc) == ("https", "tollgate.example")
    assert local_path(text).isascii()
    assert local_path(text).isprintable()


@pytest.mark.parametrize("path", ["/", "/usage", "/a/b?c=d&e=%2F#f", "/keys?x=https://a.example"])
def test_a_path_of_this_site_is_kept(path: str) -> None:
    assert local_path(path) == path


@pytest.mark.parametrize("domain", ["acme.example", " ACME.Example ", "@acme.example"])
def test_a_mail_domain(domain: str) -> None:
    assert domain_of(domain) == "acme.example"


@pytest.mark.parametrize("domain", ["", "com", "a_b.com", "-a.com", "a..com", "1.2.3.4", "a b.com"])
def test_no_mail_domain(domain: str) -> None:
    with pytest.raises(ValueError):
        domain_of(domain)


def test_a_url_loses_its_last_slash() -> None:
    assert check_url("https://id.example/a/", "issuer", loopback=False) == "https://id.example/a"
    assert check_url("http://127.0.0.1:9/", "issuer", loopback=True) == "http://127.0.0.1:9"


def test_loopback_over_plain_http_but_no_other_scheme() -> None:
    with pytest.raises(BadRequest):
        check_url("ftp://127.0.0.1", "issuer", loopback=True)
    with pytest.raises(BadRequest):
        check_url("http://id.example", "issuer", loopback=True)


def test_a_directory_of_microsoft() -> None:
    check_issuer(Provider.MICROSOFT, "https://login.microsoftonline.com/1b2c/v2.0")
    check_issuer(Provider.OIDC, "https://id.example/common")
    with pytest.raises(BadRequest):
        check_issuer(Provider.MICROSOFT, "https://login.microsoftonline.com/common/v2.0")


class TestAddress:
    def test_verified_and_of_the_domain(self) -> None:
        ada = replace(ADA, email=" Ada@ACME.example ", email_verified=True)
        assert admitted_email(CONNECTION, ada) == "ada@acme.example"

    def test_trusted_where_the_provider_does_not_say(self) -> None:
        trusting = replace(CONNECTION, trust_email=True)
        assert admitted_email(trusting, ADA) == "ada@acme.example"
        with pytest.raises(Forbidden):
            admitted_email(trusting, replace(ADA, email_verified=False))
        with pytest.raises(Forbidden):
            admitted_email(CONNECTION, ADA)

    def test_google_vouches_within_the_workspace_only(self) -> None:
        google = replace(CONNECTION, provider=Provider.GOOGLE)
        ada = replace(ADA, email_verified=True)
        with pytest.raises(Forbidden):
            admitted_email(google, ada)
        with pytest.raises(Forbidden):
            admitted_email(google, replace(ada, claims={"hd": "other.example"}))
        assert admitted_email(google, replace(ada, claims={"hd": "acme.example"}))
        gmail = replace(google, domains=("gmail.com",))
        assert admitted_email(gmail, replace(ada, email="a@gmail.com")) == "a@gmail.com"

    def test_no_domain_at_all_lets_nobody_in(self) -> None:
        with pytest.raises(Forbidden):
            admitted_email(replace(CONNECTION, domains=()), replace(ADA, email_verified=True))


def test_methods_count_only_where_they_are_trusted() -> None:
    ada = replace(ADA, methods=("pwd", "otp", "otp", "X Y", "http://schemas/x"))
    trusting = replace(CONNECTION, trust_mfa=True)
    assert session_methods(CONNECTION, ada) == ("sso",)
    assert session_methods(trusting, ada) == ("sso", "pwd", "otp", "mfa")
    for methods in (("pwd",), ("otp",), ("pwd", "kba"), ("hwk", "otp"), ()):
        assert "mfa" not in session_methods(trusting, replace(ADA, methods=methods))
    assert session_methods(trusting, replace(ADA, methods=("mfa",))) == ("sso", "mfa")


@pytest.mark.parametrize(
    ("public_url", "host", "other"),
    [
        ("http://localhost:8787", "127.0.0.1:8787", True),
        ("http://localhost:8787", "[::1]:8787", True),
        ("http://localhost:8787", "localhost:8787", False),
        ("https://tollgate.example", "abc.execute-api.eu-west-1.amazonaws.com", False),
        ("https://tollgate.example", "127.0.0.1", False),
        ("http://localhost:8787", "evil.example", False),
        ("http://localhost:8787", "", False),
    ],
)
def test_another_name_of_this_machine(public_url: str, host: str, other: bool) -> None:
    assert other_name_of_this_machine(public_url, host) is other
