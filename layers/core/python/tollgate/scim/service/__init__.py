"""What an identity provider does to people and groups by SCIM."""
