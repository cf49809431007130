"""The error tree. Domains raise these; each plane renders them in its own wire shape.

TollgateError            500 internal
├── BadRequest           400 invalid_request        malformed or untranslatable
│   └── InvalidLink      400 invalid_link           a mailed link that was used or has expired
├── Unauthenticated      401 invalid_api_key        no, unknown, revoked or expired credential
│   ├── InvalidCredentials 401 invalid_credentials  a sign-in failed, for whatever reason
│   ├── MfaInvalid       401 mfa_invalid            a second factor is wrong, used or too late
│   └── StepUpRequired   401 step_up_required       signed in too long ago for this
├── BudgetExhausted      402 budget_exhausted       an account cannot hold what the call may cost
├── Forbidden            403 forbidden              the principal may not do this
│   ├── AddressRefused   403 address_refused        not from this network address
│   ├── PolicyDenied     403 policy_denied          a policy refuses the call
│   ├── ApprovalRequired 403 approval_required      a policy wants somebody's approval first
│   ├── SsoRequired      403 sso_required           the organization's own sign-in has to be used
│   ├── RegistrationClosed 403 registration_closed  nobody joins by themselves with this address
│   ├── MfaEnrolmentRequired   403 mfa_enrolment_required    nothing else before that
│   └── PasswordChangeRequired 403 password_change_required  nothing else before that
├── NotFound             404 not_found
├── Conflict             409 conflict               a version, a name or a state already taken
│   ├── WouldLockOut     409 would_lock_out         it would shut out whoever asks for it
│   └── IdempotencyInFlight409 idempotency_in_flight  the first call with this key has not ended
├── PreconditionFailed   412 precondition_failed    If-Match names another version
├── TooLarge             413 request_too_large
├── UnsupportedMedia     415 unsupported_media_type
├── Unprocessable        422 unprocessable          well-formed, but refused by meaning
│   ├── WeakPassword     422 weak_password          `reasons` says all that is wrong with it
│   ├── IdempotencyMismatch422 idempotency_mismatch   same Idempotency-Key, another body
│   ├── UnknownModel     422 unknown_model
│   └── UnpricedModel    422 unpriced_model
├── RateLimited          429 rate_limited           a request or token window is full
├── ProviderFailed       502 provider_error         the provider answered something unusable
└── Unavailable          503 unavailable            a store or a provider did not answer

Only `message` and `fields` of these classes reach a caller; any other exception is rendered as a
bare 500 with the request id.
"""

from __future__ import annotations

from typing import Any, ClassVar


class TollgateError(Exception):
    """Base of everything Tollgate refuses on purpose.

    `param` names the offending field, `retry_after` is in seconds, and `fields` are extra members
    of the rendered error (amounts in dollars as decimal strings, with the unit in the name).
    """

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal_error"

    def __init__(
        self,
        message: str,
        *,
        param: str | None = None,
        retry_after: float | None = None,
        fields: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.param = param
        self.retry_after = retry_after
        self.fields = fields or {}

    def again(self) -> TollgateError:
        """A fresh copy to raise; a kept one would collect every traceback it was raised with."""
        return type(self)(
            self.message, param=self.param, retry_after=self.retry_after, fields=self.fields
        )


class BadRequest(TollgateError):
    status = 400
    code = "invalid_request"


class InvalidLink(BadRequest):
    """A single-use link that never was, was used or has expired: nobody is told which."""

    code = "invalid_link"

    @classmethod
    def gone(cls) -> InvalidLink:
        """The one message for all of these."""
        return cls("this link was used or has expired; ask for a new one", param="token")


class Unauthenticated(TollgateError):
    status = 401
    code = "invalid_api_key"


class InvalidCredentials(Unauthenticated):
    code = "invalid_credentials"


class MfaInvalid(Unauthenticated):
    """A second factor is wrong, was used before, or came too late."""

    code = "mfa_invalid"


class StepUpRequired(Unauthenticated):
    """Signed in, but too long ago for what is asked; prove it again and repeat."""

    code = "step_up_required"


class BudgetExhausted(TollgateError):
    status = 402
    code = "budget_exhausted"


class Forbidden(TollgateError):
    status = 403
    code = "forbidden"


class AddressRefused(Forbidden):
    code = "address_refused"


class SsoRequired(Forbidden):
    """Right, but this person has to sign in at their organization's identity provider."""

    code = "sso_required"


class PolicyDenied(Forbidden):
    code = "policy_denied"


class ApprovalRequired(Forbidden):
    code = "approval_required"


class RegistrationClosed(Forbidden):
    code = "registration_closed"


class MfaEnrolmentRequired(Forbidden):
    code = "mfa_enrolment_required"


class PasswordChangeRequired(Forbidden):
    code = "password_change_required"


class NotFound(TollgateError):
    status = 404
    code = "not_found"


class Conflict(TollgateError):
    status = 409
    code = "conflict"


class WouldLockOut(Conflict):
    """The change would shut out whoever makes it."""

    code = "would_lock_out"


class IdempotencyInFlight(Conflict):
    code = "idempotency_in_flight"


class PreconditionFailed(TollgateError):
    status = 412
    code = "precondition_failed"


class TooLarge(TollgateError):
    status = 413
    code = "request_too_large"


class UnsupportedMedia(TollgateError):
    status = 415
    code = "unsupported_media_type"


class Unprocessable(TollgateError):
    status = 422
    code = "unprocessable"


class WeakPassword(Unprocessable):
    code = "weak_password"


class IdempotencyMismatch(Unprocessable):
    code = "idempotency_mismatch"


class UnknownModel(Unprocessable):
    code = "unknown_model"


class UnpricedModel(Unprocessable):
    code = "unpriced_model"


class RateLimited(TollgateError):
    status = 429
    code = "rate_limited"


class ProviderFailed(TollgateError):
    status = 502
    code = "provider_error"


class Unavailable(TollgateError):
    status = 503
    code = "unavailable"
