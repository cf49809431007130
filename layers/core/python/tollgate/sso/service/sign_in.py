"""A browser's way to the identity provider and back, and whom it comes back as."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct

from tollgate.auth.service.deps import Origin
from tollgate.auth.service.sign_in import SignedIn, admit
from tollgate.aws.items import Beside, Transaction
from tollgate.directory.models import Status, User
from tollgate.directory.service import identities
from tollgate.errors import BadRequest, Conflict, Forbidden, NotFound, TollgateError
from tollgate.journal.models import Actor, Target
from tollgate.kit.guarded import Guarded
from tollgate.kit.ids import new_id
from tollgate.kit.permissions import permits
from tollgate.mfa.models import Challenged
from tollgate.provisioning.service import Source, joined, machine, renamed, synchronized
from tollgate.sso import flow as flows
from tollgate.sso import github, oidc, rules
from tollgate.sso.models import Connection, Flow, Identity, Pointer, Provider
from tollgate.sso.service.connections import client_secret
from tollgate.sso.service.deps import Sso

CALLBACK: Final = "/api/v1/auth/sso/callback"


class Departure(Guarded, frozen=True):
    """Where a browser goes, and what it has to bring back (sealed)."""

    hidden = frozenset({"url", "cookie"})

    url: str
    cookie: str


class Arrival(Struct, frozen=True):
    """Who came back, with their session, and where they wanted to go.

    Who has a second factor of ours, and did not show one there that is trusted, is asked for it.
    """

    opened: SignedIn | Challenged
    return_to: str


def start(
    sso: Sso,
    connection_id: str,
    *,
    return_to: str | None,
    login_hint: str | None = None,
    callback: str = CALLBACK,
) -> Departure:
    """Begins a sign-in. Raises `NotFound` for a connection that is not there or switched off."""
    pointer = sso.store.find(connection_id)
    connection = None
    if pointer is not None:
        connection = sso.store.get(pointer.organization_id, connection_id)
    if connection is None or not connection.enabled:
        raise NotFound("there is no such way to sign in")
    flow = flows.begin(
        connection,
        redirect_uri=sso.public_url() + callback,
        return_to=rules.local_path(return_to),
        at_ms=sso.auth.directory.clock(),
    )
    if connection.provider is Provider.GITHUB:
        url = github.authorization_url(connection, flow, login_hint)
    else:
        metadata = sso.discovery.metadata(connection.issuer)
        url = oidc.authorization_url(metadata, connection, flow, login_hint)
    return Departure(url, flows.sealed(sso.auth.secret().pepper, flow))


def of_provider(sso: Sso, provider: str, organization_id: str | None) -> str:
    """The id of the one connection to a provider. Raises `NotFound`; `BadRequest` for several."""
    found = [
        pointer
        for pointer in sso.store.of_provider(provider)
        if organization_id in (None, pointer.organization_id) and _is_enabled(sso, pointer)
    ]
    if not found:
        raise NotFound("there is no such way to sign in")
    if len(found) > 1:
        raise BadRequest(
            "several connections use this provider; begin at /api/v1/auth/sso/<id>/start",
            param="organization_id",
        )
    return found[0].connection_id


def discover(sso: Sso, email: str) -> list[Connection]:
    """The connections for an address's domain; says nothing about who exists."""
    domain = email.strip().lower().rpartition("@")[2]
    found = (
        sso.store.get(pointer.organization_id, pointer.connection_id)
        for pointer in sso.store.of_domain(domain)
    )
    return [connection for connection in found if connection is not None and connection.enabled]


def finish(
    sso: Sso, cookie: str | None, answer: Mapping[str, str | None], origin: Origin
) -> Arrival:
    """A session for who came back with the provider's `answer` (`code`, `state`, `error`, `iss`).

    Raises `BadRequest` when it is not the answer to this browser's question, `Forbidden` when the
    person may not come in, `ProviderFailed` when the provider cannot be understood. Refusals after
    the first are journalled in the connection's organization.
    """
    at_ms = sso.auth.directory.clock()
    flow = flows.opened(sso.auth.secret().pepper, cookie, answer.get("state"), at_ms)
    try:
        return Arrival(_signed_in(sso, flow, answer, origin), flow.return_to)
    except TollgateError as refusal:
        _record_refusal(sso, flow, origin, refusal)
        raise


def _signed_in(
    sso: Sso, flow: Flow, answer: Mapping[str, str | None], origin: Origin
) -> SignedIn | Challenged:
    connection = sso.store.get(flow.organization_id, flow.connection_id)
    if connection is None or not connection.enabled:
        raise Forbidden("this way to sign in was switched off")
    if answer.get("error"):
        raise Forbidden("the identity provider refused this sign-in")
    code = answer.get("code")
    if not code:
        raise BadRequest("the identity provider's answer has no code", param="code")
    identity = _identity(sso, connection, flow, code, answer.get("iss"))
    try:
        user = _person(sso, connection, identity, origin)
    except Conflict:
        # They came back in two tabs at once: the other one has made the person or the link.
        user = _person(sso, connection, identity, origin)
    return admit(sso.auth, user, rules.session_methods(connection, identity), origin)


def _identity(
    sso: Sso, connection: Connection, flow: Flow, code: str, issuer: str | None
) -> Identity:
    secret = client_secret(sso, connection)
    if connection.provider is Provider.GITHUB:
        return github.identify(sso.discovery.web, connection, flow, code, secret)
    oidc.check_answer(sso.discovery.metadata(connection.issuer), issuer)
    return oidc.identify(sso.discovery, connection, flow, code, secret)


def _person(sso: Sso, connection: Connection, identity: Identity, origin: Origin) -> User:
    """Who the identity is here: by link, else by verified address, else somebody new."""
    organization_id = connection.organization_id
    linked_id = sso.store.linked_user(organization_id, connection.issuer, identity.subject)
    if linked_id is not None:
        user = identities.person(sso.auth.directory, organization_id, linked_id)
        if user is not None and user.status is not Status.DELETED:
            _check_owner(sso, connection, user)
            return _returning(sso, connection, identity, user, origin=origin)
    email = rules.admitted_email(connection, identity)
    known = [
        user
        for user in identities.people_with_email(sso.auth.directory, email)
        if user.organization_id == organization_id and user.status is not Status.DELETED
    ]
    if known:
        _check_owner(sso, connection, known[0])
        link = _link(sso, connection, identity, known[0].id, instead_of=linked_id)
        return _returning(sso, connection, identity, known[0], origin=origin, link=link)
    if linked_id is not None:
        raise Forbidden("this account was deleted; an administrator has to invite you again")
    if not connection.jit.enabled:
        raise Forbidden("nobody has invited you; ask an administrator")
    return _new(sso, connection, identity, email, origin)


def _check_owner(sso: Sso, connection: Connection, user: User) -> None:
    """An administrator could connect a provider of their own that calls them the owner.

    Whoever may do all that an owner may counts as one, by whichever role.
    """
    if connection.by_owner:
        return
    rights = identities.rights_of(sso.auth.directory, user, lambda _: True)
    if permits(rights.allowed, "*"):
        raise Forbidden("owners sign in by a connection that an owner set up")


def _returning(
    sso: Sso,
    connection: Connection,
    identity: Identity,
    user: User,
    *,
    origin: Origin,
    link: Beside | None = None,
) -> User:
    if user.status not in (Status.ACTIVE, Status.PENDING):
        raise Forbidden("your access has been suspended")
    updates: dict[str, Any] = renamed(user, identity.name)
    if link is not None:
        # Only an address that the provider vouches for links, so this is the proof of it as well.
        updates |= {"email_verified": True, "status": Status.ACTIVE}
        if user.status is Status.PENDING:
            # Whoever registered with this address may have been a stranger: their password must
            # not open the account that this sign-in makes real.
            updates |= {"password_hash": None, "password_changed_ms": None}
            # And whoever was invited has joined now.
            updates |= {"invited_ms": None, "invited_by": None}
    elif user.status is Status.PENDING:
        raise Forbidden("accept your invitation first")
    return synchronized(
        sso.provisioning,
        machine(connection.organization_id, connection.id, origin.request_id),
        user,
        Source(connection.id, connection.group_mappings),
        groups=lambda last: last if identity.groups is None else identity.groups,
        beside=link,
        updates=updates,
    )


def _new(sso: Sso, connection: Connection, identity: Identity, email: str, origin: Origin) -> User:
    at_ms = sso.auth.directory.clock()
    user = User(
        id=new_id("usr", now_ms=at_ms),
        organization_id=connection.organization_id,
        email=email,
        name=(identity.name or email.partition("@")[0])[:100],
        roles=connection.jit.default_roles,
        team_ids=connection.jit.default_team_ids,
        email_verified=True,
        source=connection.id,
        created_ms=at_ms,
    )
    return joined(
        sso.provisioning,
        machine(connection.organization_id, connection.id, origin.request_id),
        user,
        Source(connection.id, connection.group_mappings),
        groups=identity.groups or (),
        beside=_link(sso, connection, identity, user.id),
    )


def _link(
    sso: Sso,
    connection: Connection,
    identity: Identity,
    user_id: str,
    *,
    instead_of: str | None = None,
) -> Beside:
    """The write that links the identity to a person."""

    def add(transaction: Transaction) -> None:
        sso.store.link(
            transaction,
            connection,
            identity.subject,
            user_id,
            instead_of=instead_of,
            at_ms=sso.auth.directory.clock(),
        )

    return add


def _is_enabled(sso: Sso, pointer: Pointer) -> bool:
    connection = sso.store.get(pointer.organization_id, pointer.connection_id)
    return connection is not None and connection.enabled


def _record_refusal(sso: Sso, flow: Flow, origin: Origin, refusal: TollgateError) -> None:
    where = {"address": origin.address, "agent": origin.agent}
    event = sso.auth.event(
        flow.organization_id,
        Actor("anonymous", "anonymous"),
        Target("sso_connection", flow.connection_id),
        action="session.sign_in_failed",
        request_id=origin.request_id,
        code=refusal.code,
        reason=refusal.message,
        **{name: value for name, value in where.items() if value},
    )
    sso.store.record(event)
