"""What somebody may do where that is more than a set look-up: conditions of roles, access rules.

Both are expressions in Cedar. One that cannot be evaluated counts as the worse answer: a role's
condition does not hold, an access rule forbids.
"""
