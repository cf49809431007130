"""What second factors work with."""

from __future__ import annotations

from msgspec import Struct

from tollgate.auth.models import Caller
from tollgate.auth.requirements import MfaRules, requirements_of
from tollgate.auth.service.deps import Auth, Origin
from tollgate.directory.models import User
from tollgate.directory.service import identities
from tollgate.errors import Forbidden
from tollgate.mail.service import Mail
from tollgate.mfa.passkeys import RelyingParty


class Mfa(Struct, frozen=True):
    """Sign-in with its stores, and letters, which know the address that passkeys belong to."""

    auth: Auth
    mail: Mail

    @property
    def site(self) -> RelyingParty:
        """Raises `Unavailable` while the deployment does not know its address, `Unprocessable` when
        that has no name.
        """
        return RelyingParty.of(self.mail.link("/"))

    def rules_for(self, user: User) -> MfaRules:
        """What the person's organization asks of second factors."""
        organization = identities.organization_of(self.auth.directory, user.organization_id)
        return requirements_of(organization, self.auth.directory.clock()).mfa

    def person(self, caller: Caller) -> User:
        """The person at the keyboard. Raises `Forbidden` for an API key."""
        user = None
        if caller.session_id is not None and caller.user_id is not None:
            user = identities.active_user(
                self.auth.directory, caller.organization_id, caller.user_id
            )
        if user is None:
            raise Forbidden("only a person who is signed in has second factors, not an API key")
        return user


def origin_of(caller: Caller) -> Origin:
    """Where a signed-in person's request comes from."""
    return Origin(caller.request_id, caller.address, caller.agent)
