"""Sign-ins that wait for a second factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tollgate.directory.models import User
from tollgate.errors import MfaInvalid
from tollgate.journal.models import Event
from tollgate.kit.ids import new_id
from tollgate.mfa import rules
from tollgate.mfa.models import Challenge, Challenged, Method

if TYPE_CHECKING:
    from tollgate.auth.service.deps import Auth


def open_challenge(
    auth: Auth, user: User, methods: tuple[str, ...], proven: tuple[str, ...], event: Event
) -> Challenged:
    """A challenge for somebody whose first factor, `proven`, was right; good for five minutes.

    `methods` are the second factors that it takes, beside a backup code where there is one.
    """
    at_ms = auth.directory.clock()
    challenge_id = new_id("chl", now_ms=at_ms)
    token = rules.make_challenge_token(user.organization_id, challenge_id)
    if auth.factors.backup_codes_left(user.organization_id, user.id):
        methods = (*methods, Method.BACKUP_CODE.value)
    challenge = Challenge(
        id=challenge_id,
        organization_id=user.organization_id,
        user_id=user.id,
        token_hash=rules.hash_token(token),
        proven=proven,
        methods=methods,
        created_ms=at_ms,
        expires_ms=at_ms + rules.CHALLENGE_MS,
    )
    auth.factors.commit(event, auth.factors.opening_challenge(challenge))
    return Challenged(challenge, token)


def live_challenge(auth: Auth, token: str) -> Challenge:
    """The open challenge of a token. Raises `MfaInvalid`, whatever is wrong with it."""
    organization_id, challenge_id = rules.parse_challenge_token(token)
    challenge = auth.factors.challenge(organization_id, challenge_id)
    if (
        challenge is None
        or not rules.token_matches(token, challenge.token_hash)
        or challenge.expires_ms <= auth.directory.clock()
        or challenge.tries >= rules.TRIES
    ):
        raise MfaInvalid("this sign-in has ended; begin again")
    return challenge
