"""Signing in and out, and who a request comes from, one module each.

Every attempt to sign in is journalled. A refusal never says whether the address is unknown, the
password wrong, the person suspended or the account locked, and takes the same time.
"""
