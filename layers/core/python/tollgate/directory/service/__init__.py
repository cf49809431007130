"""What may be done to organizations, teams, people and API keys, one module each.

Whoever calls is a `Caller`, and the organization is always the caller's. Functions raise `NotFound`
for what is not there or not in the caller's reach (the two look alike), `Forbidden` for what the
caller may not hand out, `PreconditionFailed` when `if_match` is not the current version, `Conflict`
when a change came in between, and `Unavailable`.
"""
