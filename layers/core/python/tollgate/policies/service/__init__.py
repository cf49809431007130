"""What may be done to policies, one module each.

Whoever calls is a `Caller`, and the organization is always the caller's. Functions raise `NotFound`
for what is not there, `Forbidden` for what the caller may not do, `BadRequest` naming the field of
a document that is not right, `Unprocessable` where a policy's own tests fail, `PreconditionFailed`
when `if_match` is not the current version, `Conflict` when a change came in between or the state
does not allow it, and `Unavailable`.
"""
