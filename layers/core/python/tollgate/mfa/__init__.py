"""Second factors and passkeys: enrolment, the second step of signing in, requirement, recovery."""
