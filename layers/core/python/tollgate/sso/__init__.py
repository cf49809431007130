"""Single sign-on: people sign in at their organization's identity provider.

`service.connections` keeps what an organization is connected to, `service.sign_in` leads a browser
there and back.
"""
