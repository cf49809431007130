"""Provisioning by SCIM 2.0 (RFC 7643, RFC 7644), as Microsoft Entra and Okta really speak it.

`resources` is the protocol's shapes (scim2-models), `service` what happens to people and groups.
"""
