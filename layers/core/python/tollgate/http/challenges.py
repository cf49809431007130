"""What every way of signing in answers while a second factor is asked for.

Only functions that sign people in import this module.
"""

from __future__ import annotations

from typing import Any, Literal, Self

from aws_lambda_powertools.event_handler import Response
from pydantic import BaseModel

from tollgate.kit.clock import Clock
from tollgate.mfa.models import Challenge


class ChallengeView(BaseModel):
    """The first factor was right, and a second one is asked for within `expires_in` seconds.

    Send it with `mfa_token` to `/api/v1/auth/mfa/verify`. `session_id` is the same value.
    """

    requires_mfa: Literal[True] = True
    mfa_token: str
    session_id: str
    methods: list[str]
    expires_in: int
    passkey_options: dict[str, Any] | None = None

    @classmethod
    def of(
        cls,
        challenge: Challenge,
        token: str,
        now_ms: int,
        passkey_options: dict[str, Any] | None = None,
    ) -> Self:
        return cls(
            mfa_token=token,
            session_id=token,
            methods=list(challenge.methods),
            expires_in=-(-(challenge.expires_ms - now_ms) // 1000),
            passkey_options=passkey_options,
        )


def answer_challenged(
    challenge: Challenge,
    token: str,
    clock: Clock,
    passkey_options: dict[str, Any] | None = None,
) -> Response[Any]:
    """200 without a session: what to show next."""
    view = ChallengeView.of(challenge, token, clock(), passkey_options)
    return Response(status_code=200, content_type="application/json", body=view)
