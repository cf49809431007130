"""People and groups that an identity provider brings: just in time by a sign-in, or by SCIM."""
